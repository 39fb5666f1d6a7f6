import IonHopCore

/// The sites in the windows of all bonds and compound events of a network.
struct EnvironmentLists {
  /// Numbers of the rules of each hop class.
  private(set) var rulesOfClass: [[Int]]
  /// First list of each hop, then of each compound event; -1 where there is none.
  private(set) var first: [Int32]
  private(set) var starts: [Int32] = [0]
  private(set) var sites: [Int32] = []
  /// Sites in the longest list of each rule.
  private(set) var longest: [Int]
  /// Number of the lists' first compound event in `first`.
  private let hopCount: Int

  init(
    _ rules: [Lattice.EnvironmentRule], _ network: SiteNetwork
  ) throws(EnvironmentError) {
    rulesOfClass = network.hopClasses.map { name in
      rules.indices.filter { rules[$0].hopClass == name }
    }
    hopCount = network.hopCount
    first = Array(repeating: -1, count: hopCount + network.compoundEvents.count)
    longest = Array(repeating: 0, count: rules.count)
    let searches = rules.map { EnvironmentSearch($0, network) }
    let reach = rules.map(\.distance.upperBound).max() ?? 0
    let finder = SiteFinder(network, reach: reach)
    try network.forEachMidpoint { (event) throws(EnvironmentError) in
      let numbers = rulesOfClass[event.hopClass]
      guard !numbers.isEmpty else { return }
      first[event.isCompound ? hopCount + event.number : event.number] = Int32(starts.count - 1)
      for rule in numbers {
        guard let found = searches[rule].sites(near: event, finder) else {
          throw .smallCell(
            hopClass: rules[rule].hopClass, distance: rules[rule].distance.upperBound)
        }
        sites += found
        longest[rule] = max(longest[rule], found.count)
        guard sites.count < Int(Int32.max), starts.count < Int(Int32.max) else {
          throw .tooLarge(sites: max(sites.count, starts.count))
        }
        starts.append(Int32(sites.count))
      }
    }
  }

  /// The least and the largest shift (eV) of the hops and events of each class; nil for classes without.
  ///
  /// - Throws: `EnvironmentError.lowBarrier` if one brings a barrier below what the law admits.
  func extremes(
    _ rules: [Lattice.EnvironmentRule], _ clusters: ClusterTable?, _ network: SiteNetwork,
    _ law: RateLaw
  ) throws(EnvironmentError) -> [ClosedRange<Double>?] {
    let ranges = zip(rules, longest).map { rule, longest in
      Self.ranges(of: (0...longest).map(rule.shift(ions:)))
    }
    var found: [ClosedRange<Double>?] = network.hopClasses.map { _ in nil }
    try network.forEachMidpoint { (event) throws(EnvironmentError) in
      let place = event.isCompound ? hopCount + event.number : event.number
      let expansion = clusters?.range(place) ?? 0...0
      var (low, high) = (expansion.lowerBound, expansion.upperBound)
      let list = Int(first[place])
      for (offset, rule) in rulesOfClass[event.hopClass].enumerated() {
        let count = Int(starts[list + offset + 1] - starts[list + offset])
        low += ranges[rule][count].lowerBound
        high += ranges[rule][count].upperBound
      }
      let known = found[event.hopClass]
      found[event.hopClass] =
        min(known?.lowerBound ?? low, low)...max(known?.upperBound ?? high, high)
      guard low < 0 else { return }
      let (barrier, floor) = network.barrier(of: event, law)
      guard barrier + low >= floor - 1e-12 else {
        throw .lowBarrier(
          hopClass: network.hopClasses[event.hopClass], barrier: barrier, shift: low, floor: floor)
      }
    }
    return found
  }

  /// The range of the values up to each.
  private static func ranges(of values: [Double]) -> [ClosedRange<Double>] {
    var (low, high) = (Double.infinity, -Double.infinity)
    return values.map { value in
      (low, high) = (min(low, value), max(high, value))
      return low...high
    }
  }
}

/// One rule, ready to search with.
private struct EnvironmentSearch {
  private let isCounted: [Bool]
  private let window: ClosedRange<Double>
  private let network: SiteNetwork

  init(_ rule: Lattice.EnvironmentRule, _ network: SiteNetwork) {
    isCounted = network.siteKinds.map { rule.kinds.contains($0) }
    window = Lattice.slack(rule.distance)
    self.network = network
  }

  /// The sites in the window, those of the event left out, in their order; nil if one is met twice,
  /// or an image of one of the event's own.
  func sites(near event: EventMidpoint, _ finder: SiteFinder) -> [Int32]? {
    var found: [Int32] = []
    var isUnique = true
    finder.forEachSite(around: event.place, window) { site, offset in
      guard isCounted[network.kind(of: site)] else { return }
      if !event.own.contains(where: { $0.site == site }) {
        found.append(Int32(site))
      } else if !event.isOwn(site, at: offset) {
        isUnique = false
      }
    }
    found.sort()
    return isUnique && zip(found, found.dropFirst()).allSatisfy(<) ? found : nil
  }
}

extension SiteNetwork {
  /// The barrier of an event, and the energy that it may not lie below (eV).
  fileprivate func barrier(of event: EventMidpoint, _ law: RateLaw) -> (Double, floor: Double) {
    let isAbsolute = law == .transitionState
    guard event.isCompound else {
      let hop = hop(event.number, from: event.own[0].site)
      return (hop.barrier, isAbsolute ? max(energy(of: hop.from), energy(of: hop.to)) : 0)
    }
    let barrier = compoundEvents.barrier(of: event.number)
    guard isAbsolute else { return (barrier, 0) }
    let energies = event.own.map { energy(of: $0.site) }
    return (
      barrier,
      max(energies.dropLast().reduce(0, +), energies.dropFirst().reduce(0, +))
    )
  }
}
