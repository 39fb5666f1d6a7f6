import CGSL
import Foundation

/// A stream of random numbers from one of GSL's generators, drawn in batches.
///
///     var stream = try RandomStream(generator: "mt19937", seed: 42)
///     let u = stream.uniform()
///
/// Whatever a generator's own range, the stream hands out uniform 32-bit words: as they come
/// where the generator has that range, byte by byte through GSL's exact integer draw otherwise.
public struct RandomStream: ~Copyable {
  let generator: UnsafeMutablePointer<gsl_rng>
  private let isFullWord: Bool
  let words: Buffer<UInt32>
  var position: Int
  /// Words drawn ahead: 4 KiB stay in the first-level cache.
  private static let batch = 1024
  /// A fast generator of GSL with long period.
  public static let defaultGenerator = "taus2"

  /// - Throws: `EngineError.unknownGenerator` or `.unsuitableGenerator`.
  public init(generator name: String = Self.defaultGenerator, seed: UInt64) throws(EngineError) {
    ionhop_gsl_errors_return()
    guard let type = ionhop_rng_type(name) else {
      throw .unknownGenerator(name, known: Self.generators)
    }
    guard let state = gsl_rng_alloc(type) else { throw .unsuitableGenerator(name) }
    guard gsl_rng_max(state) - gsl_rng_min(state) >= 255 else {
      gsl_rng_free(state)
      throw .unsuitableGenerator(name)
    }
    // GSL takes a long; some generators read 32 bits of it and take 0 for a fixed default.
    gsl_rng_set(state, UInt(truncatingIfNeeded: max(1, seed & 0xffff_ffff)))
    generator = state
    isFullWord = ionhop_rng_is_full_word(state) == 1
    words = Buffer(repeating: 0, count: Self.batch)
    position = Self.batch
    // The high half of the seed moves the stream on, so that 64-bit seeds do not collide in 32.
    for _ in 0..<Int((seed >> 32) & 0xfff) { _ = gsl_rng_get(state) }
  }

  deinit { gsl_rng_free(generator) }

  /// The names of all generators in the GSL that is linked.
  public static var generators: [String] {
    var names: [String] = []
    while let name = ionhop_rng_name(Int32(names.count)) { names.append(String(cString: name)) }
    return names
  }

  /// The version of GSL that runs.
  public static var gslVersion: String { String(cString: ionhop_gsl_version()) }

  @inline(never)
  private mutating func refill() {
    fill(words)
    position = 0
  }

  private func fill(_ buffer: borrowing Buffer<UInt32>) {
    if isFullWord {
      ionhop_rng_fill(generator, buffer.base, buffer.count)
    } else {
      ionhop_rng_fill_bytes(generator, buffer.base, buffer.count)
    }
  }

  /// A uniform 32-bit word straight from the generator, for loops that draw many in a row.
  @inline(__always)
  mutating func next() -> UInt32 {
    isFullWord ? ionhop_rng_word(generator) : ionhop_rng_word_bytes(generator)
  }

  /// A uniform 32-bit word.
  @inline(__always)
  public mutating func word() -> UInt32 {
    if position == words.count { refill() }
    let word = words[position]
    position &+= 1
    return word
  }

  /// 64 random bits.
  @inline(__always)
  public mutating func word64() -> UInt64 {
    let high = UInt64(word())
    return high << 32 | UInt64(word())
  }

  /// Uniform in (0, 1], with 53 random bits: never zero, so its logarithm is finite.
  @inline(__always)
  public mutating func uniform() -> Double {
    (Double(word64() >> 11) + 1) * 0x1p-53
  }

  /// A uniform integer in 0..<n without bias (D. Lemire, ACM Trans. Model. Comput. Simul. 29, 3
  /// (2019), doi:10.1145/3230636).
  @inline(__always)
  public mutating func integer(below n: UInt32) -> UInt32 {
    var product = UInt64(word()) &* UInt64(n)
    if UInt32(truncatingIfNeeded: product) < n {
      let threshold = (0 &- n) % n
      while UInt32(truncatingIfNeeded: product) < threshold {
        product = UInt64(word()) &* UInt64(n)
      }
    }
    return UInt32(product >> 32)
  }

  /// Exponential with mean 1, from one word; the long tail has more digits.
  @inline(__always)
  public mutating func exponential() -> Double { -log(uniform32()) }

  /// Uniform in (0, 1], from one word; small numbers have more digits.
  @inline(__always)
  mutating func uniform32() -> Double {
    let word = word()
    let digits = _fastPath(word > 255) ? 1.0 : uniform()
    return (Double(word) + digits) * 0x1p-32
  }

  /// Number of events of a Poisson process in a time that holds `mean` (below 2³¹) on average.
  mutating func poisson(mean: Double) -> Int { Int(gsl_ran_poisson(generator, mean)) }

  /// Time of event number `m` of `n` scattered uniformly over the unit interval.
  mutating func orderStatistic(_ m: Int, of n: Int) -> Double {
    gsl_ran_beta(generator, Double(m), Double(n - m + 1))
  }
}
