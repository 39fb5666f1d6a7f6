import IonHopCore

/// Barriers that depend on the ions near a hop: so much an ion, a table over their number, or an
/// expansion in clusters of sites.
///
///     let lattice = try Lattice.named("mine")
///     let network = try lattice.network(supercell: (4, 4, 4))
///     let plan = try EnginePlan(
///       network, ions: 200, conditions: Conditions(temperature: 400),
///       barriers: lattice.environment(on: network))
///
/// The barrier is the kinetically resolved one of A. Van der Ven et al., Phys. Rev. B 64, 184307
/// (2001), doi:10.1103/PhysRevB.64.184307, for which they take an expansion in the occupations
/// around the hop: the rate law adds half the change of energy, and a hop and its reverse ask for
/// the same shift, so that detailed balance holds.
///
/// It serves one network: the sites in the windows are looked up once.
/// - Complexity: 4 bytes a hop, and 4 bytes for each site in the window of each bond.
public struct EnvironmentBarrier: LocalBarrier {
  /// Shifts by the number of ions near a hop.
  public let rules: [Lattice.EnvironmentRule]
  /// At most one a class.
  public let expansions: [Lattice.ClusterExpansion]
  /// The least shift of any hop or event, whatever ions stand around it (eV). Where windows of one
  /// class overlap it may lie below what can be met.
  public let least: Double
  /// The largest shift, likewise (eV).
  public let most: Double

  /// The range of the shifts of each hop class of the network (eV); nil for classes without hops.
  public let shiftsOfClass: [ClosedRange<Double>?]

  private let rateLaw: RateLaw
  /// Sites and hops of the network it was made for.
  private let size: SIMD2<Int>
  /// Numbers of the rules of each hop class.
  private let rulesOfClass: [[Int]]
  /// First list of each hop, then of each compound event; -1 where no rule looks at it. The lists of
  /// its class's rules follow each other.
  private let firstList: [Int32]
  /// Sites of list l at sites[starts[l]..<starts[l + 1]].
  private let starts: [Int32]
  private let sites: [Int32]
  /// The shift (eV) by the number of ions, for each rule, as far as its longest list.
  private let shifts: [[Double]]
  private let clusters: ClusterTable?

  /// - Throws: `EnvironmentError` if a window holds a site twice or too many sites or clusters, or if
  ///   shifts may bring a barrier below what the rate law admits.
  public init(
    _ rules: [Lattice.EnvironmentRule], expansions: [Lattice.ClusterExpansion] = [],
    on network: SiteNetwork, rateLaw: RateLaw = .symmetric
  ) throws(EnvironmentError) {
    let lists = try EnvironmentLists(rules, network)
    let clusters = expansions.isEmpty ? nil : try ClusterTable(expansions, network)
    self.rules = rules
    self.expansions = expansions
    self.clusters = clusters
    self.rateLaw = rateLaw
    size = SIMD2(network.siteCount, network.hopCount)
    rulesOfClass = lists.rulesOfClass
    firstList = lists.first
    starts = lists.starts
    sites = lists.sites
    shifts = rules.enumerated().map { index, rule in
      (0...lists.longest[index]).map(rule.shift(ions:))
    }
    shiftsOfClass = try lists.extremes(rules, clusters, network, rateLaw)
    least = shiftsOfClass.compactMap { $0?.lowerBound }.min() ?? 0
    most = shiftsOfClass.compactMap { $0?.upperBound }.max() ?? 0
  }

  /// The same rules for another network.
  public func on(_ network: SiteNetwork) throws(EnvironmentError) -> EnvironmentBarrier {
    try EnvironmentBarrier(rules, expansions: expansions, on: network, rateLaw: rateLaw)
  }

  /// False for a network that it was certainly not made for.
  public func fits(_ network: SiteNetwork) -> Bool {
    size == SIMD2(network.siteCount, network.hopCount)
      && firstList.count == network.hopCount + network.compoundEvents.count
  }

  /// Names of the classes whose barriers depend on the ions around, each once.
  public var hopClasses: [String] {
    var names: [String] = []
    for name in rules.map(\.hopClass) + expansions.map(\.hopClass) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// Bytes held.
  public var memory: Int {
    4 * (firstList.count + starts.count + sites.count) + (clusters?.memory ?? 0)
  }

  /// Change of the barrier of an event with ions around it (eV).
  public func shift(of event: BarrierEvent, _ ions: Surroundings) -> Double {
    let place = event.isCompound ? size.y + event.number : event.number
    guard place < firstList.count else { return 0 }
    return counted(place, event.hopClass, ions) + (clusters?.shift(place, ions) ?? 0)
  }

  /// What the rules that count ions add (eV).
  private func counted(_ place: Int, _ hopClass: Int, _ ions: Surroundings) -> Double {
    guard firstList[place] >= 0 else { return 0 }
    var list = Int(firstList[place])
    var sum = 0.0
    for rule in rulesOfClass[hopClass] {
      var count = 0
      for index in Int(starts[list])..<Int(starts[list + 1]) where ions[Int(sites[index])] {
        count += 1
      }
      sum += shifts[rule][count]
      list += 1
    }
    return sum
  }

  /// What an event's barrier is raised by without any ion near (eV).
  func alone(_ number: Int, isCompound: Bool, hopClass: Int) -> Double {
    let tables = rulesOfClass[hopClass].reduce(0.0) { $0 + rules[$1].shift(ions: 0) }
    let place = isCompound ? size.y + number : number
    return tables + (clusters?.shift(place) { _ in false } ?? 0)
  }

  /// The sites whose ions each rule of the class counts, for a hop or compound event; in the order of
  /// the rules.
  func sites(near number: Int, isCompound: Bool, hopClass: Int) -> [[Int]] {
    let place = isCompound ? size.y + number : number
    guard firstList[place] >= 0 else { return [] }
    return rulesOfClass[hopClass].indices.map { offset in
      let list = Int(firstList[place]) + offset
      return sites[Int(starts[list])..<Int(starts[list + 1])].map(Int.init)
    }
  }
}
