/// Seeds of independent streams: one for each temperature and replica of a study.
///
/// The study seed, the bits of the temperature and the replica's number go one after another
/// through the finaliser of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014,
/// doi:10.1145/2660193.2660195). The seed of a task thus depends on what the task is, never on
/// when, where or beside what it runs.
public struct StreamSeed: Sendable, Equatable {
  /// What the generator is seeded with.
  public private(set) var value: UInt64

  /// The seed of a study's own stream.
  public init(study seed: UInt64) { value = Self.mix(seed) }

  /// The seed for one more key of the task.
  public func mixed(with key: UInt64) -> StreamSeed {
    var result = self
    result.value = Self.mix(value ^ Self.mix(key))
    return result
  }

  /// The seed of a stream that a number keys.
  public func mixed(with key: Double) -> StreamSeed { mixed(with: key.bitPattern) }

  private static func mix(_ key: UInt64) -> UInt64 {
    var z = key &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
