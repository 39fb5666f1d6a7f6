import Foundation
import IonHopCore

/// An ion on a moving chain by Monte Carlo: carried with its bead, along the chain from bead to
/// bead, and over to other chains.
///
/// The three processes of A. Maitra, A. Heuer, Phys. Rev. Lett. 98, 227802 (2007),
/// doi:10.1103/PhysRevLett.98.227802. The modes of the chain are advanced from event to event by
/// their exact law, that of Ornstein and Uhlenbeck, so that there is no time step.
///
///     var walk = try RouseWalk(
///       chain, alongChainRate: 1e8, transferTime: 2e-8, transferLength: 0, seed: 1)
///     walk.advance(transfers: 100_000)
///     walk.diffusivity   // Å²/s with its standard error
public struct RouseWalk: ~Copyable {
  /// The chains that move.
  public let chain: RouseChain
  private let alongChainRate: Double
  private let transferTime: Double
  private let transferLength: Double
  private var random: RandomStream
  private let modes: Modes
  /// Amplitudes of the modes, the centre of mass first (Å).
  private var amplitudes: [SIMD3<Double>] = []
  private var bead = 0
  /// What the ion has moved since the last transfer (Å).
  private var residence = SIMD3<Double>.zero
  private var residenceTime = 0.0
  private var spare: Double?

  /// Per residence on a chain: count, sums of squares, of times, of their squares and product.
  private var sums = Sums()
  /// Hops from chain to chain.
  public private(set) var transfers = 0
  /// Hops along chains.
  public private(set) var alongChainHops = 0

  private struct Modes {
    let rate: [Double]
    let deviation: [Double]
    /// [bead][mode]
    let weight: [[Double]]

    init(_ chain: RouseChain) {
      let others = 1..<max(1, chain.beads)
      rate = [0] + others.map(chain.rate(ofMode:))
      deviation = [0] + others.map { chain.variance(ofMode: $0).squareRoot() }
      weight = (0..<chain.beads).map { n in
        [1] + others.map { chain.weight(ofMode: $0, bead: n) }
      }
    }
  }

  private struct Sums {
    var r = 0.0
    var rr = 0.0
    var t = 0.0
    var tt = 0.0
    var rt = 0.0
  }

  /// - Parameters:
  ///   - alongChainRate: hops to either next bead (1/s), 0 for none.
  ///   - transferTime: mean time on a chain (s).
  ///   - transferLength: length of the step to the next chain, in any direction (Å).
  /// - Throws: `PolymerError.badValue`, or `EngineError` for the random stream.
  public init(
    _ chain: RouseChain, alongChainRate: Double = 0, transferTime: Double,
    transferLength: Double = 0, seed: UInt64
  ) throws {
    try Self.check(chain, alongChainRate, transferTime, transferLength)
    random = try RandomStream(seed: StreamSeed(study: seed).value)
    self.chain = chain
    (self.alongChainRate, self.transferTime) = (alongChainRate, transferTime)
    self.transferLength = transferLength
    modes = Modes(chain)
    enterChain()
  }

  private static func check(
    _ chain: RouseChain, _ alongChainRate: Double, _ transferTime: Double, _ transferLength: Double
  ) throws(PolymerError) {
    try PolymerError.checkPositive("transferTime", transferTime)
    for (key, value) in [
      ("alongChainRate", alongChainRate), ("transferLength", transferLength),
    ] { try PolymerError.check(key, value, in: 0...Double.greatestFiniteMagnitude) }
    // The table of weights is square: that of longer chains would not fit memory.
    try PolymerError.check("beads", Double(chain.beads), in: 1...4096)
  }

  /// Runs until the ion has changed chains so many times more.
  ///
  /// - Complexity: O(beads) an event.
  public mutating func advance(transfers count: Int) {
    let rate = 2 * alongChainRate + 1 / transferTime
    let target = transfers + count
    while transfers < target {
      let step = random.exponential() / rate
      let before = position()
      relax(step)
      residence += position() - before
      residenceTime += step
      if random.uniform() * rate * transferTime <= 1 {
        transfer()
      } else {
        hopAlongChain()
      }
    }
  }

  /// Half the slope of the mean squared displacement a direction (Å²/s) with its standard error.
  ///
  /// Residences on chains are independent and have no direction in common, so that D is
  /// ⟨R²⟩/6⟨t⟩ of one residence; the error follows from the variances and covariance of R² and t.
  public var diffusivity: (value: Double, standardError: Double) {
    let n = Double(transfers)
    guard n > 1 else { return (.nan, .infinity) }
    let (r, t) = (sums.r / n, sums.t / n)
    let (rr, tt, rt) = (sums.rr / n - r * r, sums.tt / n - t * t, sums.rt / n - r * t)
    let relative = rr / (r * r) + tt / (t * t) - 2 * rt / (r * t)
    let value = r / (6 * t)
    return (value, value * (max(0, relative) / (n - 1)).squareRoot())
  }

  // MARK: Events

  private mutating func enterChain() {
    amplitudes = modes.deviation.map { $0 * gaussianVector() }
    bead = Int(random.integer(below: UInt32(chain.beads)))
    residence = .zero
    residenceTime = 0
  }

  private mutating func transfer() {
    residence += transferLength * BondWalk.anyDirection(&random)
    let square = dot(residence, residence)
    sums.r += square
    sums.rr += square * square
    sums.t += residenceTime
    sums.tt += residenceTime * residenceTime
    sums.rt += square * residenceTime
    transfers += 1
    enterChain()
  }

  private mutating func hopAlongChain() {
    let next = bead + (random.uniform() <= 0.5 ? 1 : -1)
    guard (0..<chain.beads).contains(next) else { return }
    let before = position()
    bead = next
    residence += position() - before
    alongChainHops += 1
  }

  private mutating func relax(_ time: Double) {
    amplitudes[0] += (2 * chain.centreDiffusivity * time).squareRoot() * gaussianVector()
    for p in amplitudes.indices.dropFirst() {
      let decay = exp(-modes.rate[p] * time)
      let noise = (-expm1(-2 * modes.rate[p] * time)).squareRoot() * modes.deviation[p]
      amplitudes[p] = decay * amplitudes[p] + noise * gaussianVector()
    }
  }

  /// Of the bead that holds the ion (Å).
  private func position() -> SIMD3<Double> {
    var sum = SIMD3<Double>.zero
    let weight = modes.weight[bead]
    for p in amplitudes.indices { sum += weight[p] * amplitudes[p] }
    return sum
  }

  private mutating func gaussianVector() -> SIMD3<Double> { [gaussian(), gaussian(), gaussian()] }

  /// G. E. P. Box, M. E. Muller, Ann. Math. Stat. 29, 610 (1958), doi:10.1214/aoms/1177706645.
  private mutating func gaussian() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    let radius = (2 * random.exponential()).squareRoot()
    let angle = 2 * .pi * random.uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }
}
