import Foundation

/// What all replicas of a point share about ions that interact: energies of sites and pairs in
/// whole numbers, the law, and the events.
final class InteractionModel: Sendable {
  /// Site energies without any ion (levels).
  let siteLevels: Buffer<Int32>
  let pairs: PairLevels
  let law: HopLaw
  let kinds: Buffer<HopLaw.Kind>
  let pathKinds: PathKinds
  let events: EventTable
  /// Powers of two between which all rates lie.
  let exponents: ClosedRange<Int>

  /// No level lies beyond this, so that the sum of two fits 32 bits.
  private static let largestLevel = 0x1p29

  /// Beyond this many kT energies would no longer be known to a thousandth of kT in 32 bits.
  private static let largestSpan = 1e5

  /// - Parameter leastShift: what surroundings add to every barrier at least (eV).
  /// - Throws: `EngineError.notFinite` for energies beyond 10⁵ kT.
  init(
    _ network: SiteNetwork, _ conditions: Conditions, leastShift: Double = 0
  ) throws(EngineError) {
    let kT = conditions.thermalEnergy
    let reach = LevelRange(network, conditions)
    guard reach.span / kT < Self.largestSpan else { throw .notFinite("interactions") }
    let span = max(reach.span / kT, 1) / M_LN2
    let bits = max(1, Int((Self.largestLevel / span).exponent))
    let perLevel = 1 / (HopLaw.level(bits) * kT)
    siteLevels = Buffer(repeating: 0, count: network.siteCount)
    for site in 0..<network.siteCount {
      siteLevels[site] = Self.even((network.energy(of: site) - reach.lowest) * perLevel)
    }
    events = EventTable(network)
    pairs = PairLevels(network, conditions, events, perLevel: perLevel)
    exponents = reach.exponents(of: network, conditions, leastShift: leastShift)
    let law = HopLaw(
      conditions.rateLaw, levelBits: bits, lowestExponent: exponents.lowerBound - 1)
    // Levels count from the lowest site; so must barriers that count from zero energy.
    let zero = conditions.rateLaw.isAbsolute ? reach.lowest : 0
    kinds = Buffer(repeating: HopLaw.Kind(), count: network.hopKinds.count)
    for (index, kind) in network.hopKinds.enumerated() {
      kinds[index] = law.kind(
        barrier: (kind.barrier + leastShift - zero) / kT, logFrequency: log(kind.frequency),
        work: conditions.charge(of: kind.species) * dot(conditions.field, kind.displacement)
          / (2 * kT))
    }
    pathKinds = PathKinds(network, conditions, law, zero: zero - leastShift)
    self.law = law
  }

  /// The multiple of four nearest to a value: the last two bits of a level are free for other use.
  static func even(_ value: Double) -> Int32 { 4 * Int32((value / 4).rounded()) }

  /// Whether all rates can be written as numbers.
  var isFinite: Bool { exponents.upperBound < Double.greatestFiniteMagnitude.exponent }

  var memory: Int {
    siteLevels.count * 4 + kinds.count * MemoryLayout<HopLaw.Kind>.stride + pairs.memory
      + events.memory + pathKinds.memory
  }
}

extension LevelRange {
  /// The slowest and the fastest rate of a compound event each way.
  private func rates(
    ofEvent event: Int, _ network: SiteNetwork, _ conditions: Conditions, _ leastShift: Double
  ) -> [(Double, Double)] {
    let events = network.compoundEvents
    let steps = events.steps(of: event)
    let ends = (Int(events.steps[steps.first!].from), Int(events.steps[steps.last!].to))
    let displacement = steps.reduce(SIMD3<Double>.zero) { $0 + events.displacement(of: $1) }
    return [(ends, 1.0), ((ends.1, ends.0), -1)].map { ends, sign in
      let kind = HopKind(
        displacement: sign * displacement, image: .zero,
        barrier: network.barrierForEnds(ofEvent: event, conditions.rateLaw) + leastShift,
        frequency: events.frequency(of: event), hopClass: 0,
        species: events.kind(of: event).species)
      return (
        conditions.rate(
          kind, initial: lowest + lows[ends.0], final: lowest + highs[ends.1] + largestPair),
        // In a ring both ways are one event.
        2
          * conditions.rate(
            kind, initial: lowest + highs[ends.0], final: lowest + lows[ends.1] - largestPair)
      )
    }
  }
}

extension RateLaw {
  /// Whether barriers count from zero energy, not from the energy of the ion.
  var isAbsolute: Bool { self == .transitionState || self == .initialState }
}

/// Bounds of the energy that an ion can have on each site, above that of the lowest empty site (eV).
private struct LevelRange {
  private(set) var lowest = Double.infinity
  private var lows: [Double] = []
  private var highs: [Double] = []
  private var largestPair = 0.0
  /// Largest magnitude of any level.
  private(set) var span = 0.0

  init(_ network: SiteNetwork, _ conditions: Conditions) {
    for site in 0..<network.siteCount { lowest = min(lowest, network.energy(of: site)) }
    for site in 0..<network.siteCount {
      let alone = network.energy(of: site) - lowest
      var (low, high) = (alone, alone)
      network.forEachPair(of: site, conditions) { _, energy in
        low += min(energy, 0)
        high += max(energy, 0)
        largestPair = max(largestPair, abs(energy))
      }
      lows.append(low)
      highs.append(high)
      span = max(span, high, -low)
    }
  }

  /// Powers of two between which all rates lie.
  func exponents(
    of network: SiteNetwork, _ conditions: Conditions, leastShift: Double
  ) -> ClosedRange<Int> {
    var (least, most) = (Double.infinity, 0.0)
    for site in 0..<network.siteCount {
      for record in network.rows[network.hopRange(from: site)] {
        var kind = network.hopKinds[Int(record.kind)]
        kind.barrier += leastShift
        let target = Int(record.target)
        // The hole of a hop counts the hopping ion among its pairs: a pair more each way.
        let slowest = conditions.rate(
          kind, initial: lowest + lows[site], final: lowest + highs[target] + largestPair)
        let fastest = conditions.rate(
          kind, initial: lowest + highs[site], final: lowest + lows[target] - largestPair)
        least = min(least, slowest)
        most = max(most, fastest)
      }
    }
    for event in 0..<network.compoundEvents.count {
      for (slowest, fastest) in rates(ofEvent: event, network, conditions, leastShift) {
        least = min(least, slowest)
        most = max(most, fastest)
      }
    }
    guard most.isFinite else { return 0...Int(Double.greatestFiniteMagnitude.exponent) }
    let lowestExponent = max(least, .leastNormalMagnitude).exponent
    return Int(lowestExponent) - 1...Int(most.exponent) + 1
  }
}
