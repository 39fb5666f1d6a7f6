import IonHopCore

/// The part of a polymer that ions cannot enter: crystals that melt, or walls that stay.
///
///     let crystals = Crystallinity(
///       fraction: 0.6, pattern: .spherulites(8), meltingTemperature: 338, meltingRange: 10)
///     crystals.fraction(at: 300)   // 0.6
public struct Crystallinity: Sendable, Equatable {
  /// The shape of the crystals.
  public enum Pattern: Sendable, Equatable {
    /// Balls around nuclei at random.
    case spherulites(Int)
    /// So many plates across an axis (0 x, 1 y, 2 z).
    case lamellae(Int, axis: Int)
    /// All but n × n round channels along an axis.
    case channels(Int, axis: Int)
  }

  /// Of the sites, well below melting.
  public var fraction: Double
  /// The shape of the crystals.
  public var pattern: Pattern
  /// K; nil for what does not melt.
  public var meltingTemperature: Double?
  /// The crystals melt evenly over this range (K), which ends at the melting temperature.
  public var meltingRange: Double

  /// A fraction of the sites in crystals that melt about a temperature (K), over a range (K).
  public init(
    fraction: Double, pattern: Pattern, meltingTemperature: Double? = nil, meltingRange: Double = 0
  ) {
    (self.fraction, self.pattern) = (fraction, pattern)
    (self.meltingTemperature, self.meltingRange) = (meltingTemperature, meltingRange)
  }

  /// The blocked fraction at a temperature (K).
  public func fraction(at t: Double) -> Double {
    guard let melting = meltingTemperature else { return fraction }
    guard t < melting else { return 0 }
    return meltingRange > 0 ? fraction * min(1, (melting - t) / meltingRange) : fraction
  }

  /// - Throws: `PolymerError.badValue`.
  public func check() throws(PolymerError) {
    guard fraction >= 0, fraction < 1 else {
      throw .badValue(
        key: "fraction", value: fraction, mend: "give a blocked fraction of at least 0 and below 1")
    }
    if let melting = meltingTemperature {
      try PolymerError.checkPositive("meltingTemperature", melting)
    }
    try PolymerError.check("meltingRange", meltingRange, in: 0...Double.greatestFiniteMagnitude)
    switch pattern {
    case .spherulites(let count): try PolymerError.check("spherulites", Double(count), in: 1...1e6)
    case .lamellae(let count, let axis), .channels(let count, let axis):
      try PolymerError.check("count", Double(count), in: 1...1e4)
      try PolymerError.check("axis", Double(axis), in: 0...2)
    }
  }

  /// The order in which sites turn crystalline on cooling: exactly the first X·N are blocked at a
  /// blocked fraction X, so that what melts first is the outside.
  ///
  /// - Throws: `EngineError` for the random stream.
  func order(of topology: PolymerTopology, seed: UInt64) throws -> [Int] {
    let edge = topology.cell.a.x
    let depth: [Double]
    switch pattern {
    case .spherulites(let count):
      var random = try RandomStream(
        seed: StreamSeed(study: seed).mixed(with: UInt64(0x6372_7973)).value)
      let nuclei = (0..<count).map { _ in
        SIMD3(random.uniform(), random.uniform(), random.uniform()) * edge
      }
      depth = topology.positions.map { r in
        nuclei.map { n in
          let d = r - n
          return length(d - edge * (d / edge).rounded(.toNearestOrEven))
        }.min() ?? 0
      }
    case .lamellae(let count, let axis):
      depth = topology.positions.map { Self.offset($0[axis], edge / Double(count)) }
    case .channels(let count, let axis):
      depth = topology.positions.map { r in
        let period = edge / Double(count)
        let (x, y) = (
          Self.offset(r[(axis + 1) % 3], period), Self.offset(r[(axis + 2) % 3], period)
        )
        return -(x * x + y * y)
      }
    }
    return depth.indices.sorted { depth[$0] == depth[$1] ? $0 < $1 : depth[$0] < depth[$1] }
  }

  /// Distance (Å) to the middle of the period that a coordinate lies in.
  private static func offset(_ x: Double, _ period: Double) -> Double {
    let phase = x / period
    return abs(phase - phase.rounded(.down) - 0.5) * period
  }
}
