import IonHopCore

/// The cluster expansions of all bonds and compound events of a network. Hops of one geometry share
/// one polynomial.
struct ClusterTable: Sendable {
  /// The polynomial of each hop, then of each compound event; -1 where there is none.
  private var shapes: [Int32]
  /// First of the sites of each hop and event.
  private var starts: [Int32]
  private var sites: [Int32] = []
  private(set) var polynomials: [OccupationPolynomial] = []
  private var ranges: [ClosedRange<Double>] = []
  /// Sites that each polynomial asks for.
  private var siteCounts: [Int32] = []
  /// Terms of polynomial p at firstTerm[p]..<firstTerm[p + 1] of the two lists behind it.
  private var firstTerm: [Int32] = [0]
  private var termSites: [UInt64] = []
  private var termEnergies: [Double] = []

  /// - Throws: `EnvironmentError`.
  init(
    _ expansions: [Lattice.ClusterExpansion], _ network: SiteNetwork
  ) throws(EnvironmentError) {
    let count = network.hopCount + network.compoundEvents.count
    shapes = Array(repeating: -1, count: count)
    starts = Array(repeating: 0, count: count)
    let searches = network.hopClasses.map { name in
      expansions.first { $0.hopClass == name }.map { ClusterSearch($0, network) }
    }
    let finder = SiteFinder(network, reach: expansions.map(\.reach).max() ?? 0)
    var known: [[Int]: Int32] = [:]
    try network.forEachMidpoint { (event) throws(EnvironmentError) in
      guard let search = searches[event.hopClass] else { return }
      let near = try Self.checked(search.sites(near: event, finder), of: search)
      let place = event.isCompound ? network.hopCount + event.number : event.number
      guard sites.count + near.count < Int(Int32.max) else {
        throw .tooLarge(sites: sites.count)
      }
      starts[place] = Int32(sites.count)
      sites += near.map { Int32($0.site) }
      let key = [event.hopClass] + search.geometry(near)
      if let shape = known[key] {
        shapes[place] = shape
      } else {
        let shape = try add(search, near)
        known[key] = shape
        shapes[place] = shape
      }
    }
  }

  private mutating func add(
    _ search: ClusterSearch, _ near: [ClusterSearch.Site]
  ) throws(EnvironmentError) -> Int32 {
    guard let polynomial = search.polynomial(near) else {
      throw .tooManyClusters(hopClass: search.expansion.hopClass)
    }
    polynomials.append(polynomial)
    ranges.append(polynomial.range())
    termSites += polynomial.terms.map(\.sites)
    termEnergies += polynomial.terms.map(\.energy)
    firstTerm.append(Int32(termSites.count))
    siteCounts.append(Int32(near.count))
    return Int32(polynomials.count - 1)
  }

  private static func checked(
    _ near: [ClusterSearch.Site], of search: ClusterSearch
  ) throws(EnvironmentError) -> [ClusterSearch.Site] {
    let expansion = search.expansion
    guard near.count <= Lattice.ClusterExpansion.mostSites else {
      throw .tooManySites(hopClass: expansion.hopClass, sites: near.count)
    }
    guard Set(near.map(\.site)).count == near.count, !near.contains(where: \.isOwn) else {
      throw .smallCell(hopClass: expansion.hopClass, distance: expansion.reach)
    }
    return near
  }

  /// Bytes held.
  var memory: Int { 4 * (shapes.count + starts.count + sites.count) + 16 * termSites.count }

  /// What the ions around a hop or event add to its barrier (eV).
  ///
  /// - Parameter place: the hop's number, or that of the event behind all hops.
  func shift(_ place: Int, _ ions: Surroundings) -> Double {
    shift(place) { ions[$0] }
  }

  @inline(__always)
  func shift(_ place: Int, _ isIon: (Int) -> Bool) -> Double {
    let shape = Int(shapes[place])
    guard shape >= 0 else { return 0 }
    let start = Int(starts[place])
    var occupied: UInt64 = 0
    for index in 0..<Int(siteCounts[shape]) where isIon(Int(sites[start + index])) {
      occupied |= 1 << UInt64(index)
    }
    var sum = 0.0
    for term in Int(firstTerm[shape])..<Int(firstTerm[shape + 1])
    where occupied & termSites[term] == termSites[term] {
      sum += termEnergies[term]
    }
    return sum
  }

  /// The range of the shifts of a hop or event (eV).
  func range(_ place: Int) -> ClosedRange<Double> {
    shapes[place] < 0 ? 0...0 : ranges[Int(shapes[place])]
  }
}
