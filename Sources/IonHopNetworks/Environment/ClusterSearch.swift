import IonHopCore

/// Finds the clusters around hops, one expansion in one network.
struct ClusterSearch {
  let expansion: Lattice.ClusterExpansion
  private let network: SiteNetwork
  /// Whether sites of a kind belong to an orbit, by orbit and kind.
  private let holdsKind: [[Bool]]
  /// Sets of sites that the search looks at for one cluster; more is a mistyped window.
  private static let mostSets = 2_000_000

  /// A site near a hop.
  struct Site {
    var site: Int
    /// From the midpoint of the hop (Å).
    var offset: SIMD3<Double>
    /// One bit for each orbit that it belongs to.
    var orbits: UInt64
    /// Of the hop itself: met where a supercell is too small.
    var isOwn: Bool
  }

  init(_ expansion: Lattice.ClusterExpansion, _ network: SiteNetwork) {
    self.expansion = expansion
    self.network = network
    holdsKind = expansion.orbits.map { orbit in network.siteKinds.map(orbit.kinds.contains) }
  }

  /// All sites of the orbits, periodic images too, in an order that hops of one geometry share.
  func sites(near event: EventMidpoint, _ finder: SiteFinder) -> [Site] {
    var found: [Site] = []
    finder.forEachSite(around: event.place, Lattice.slack(0...expansion.reach)) { site, offset in
      guard !event.isOwn(site, at: offset) else { return }
      let orbits = orbits(of: site, at: offset, event)
      guard orbits != 0 else { return }
      let isOwn = event.own.contains { $0.site == site }
      found.append(Site(site: site, offset: offset, orbits: orbits, isOwn: isOwn))
    }
    let keyed = found.map { (key: Self.rounded($0.offset) + [$0.site], site: $0) }
    return keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.site)
  }

  private func orbits(
    of site: Int, at offset: SIMD3<Double>, _ event: EventMidpoint
  ) -> UInt64 {
    let kind = network.kind(of: site)
    let distance = length(offset)
    var bits: UInt64 = 0
    for (index, orbit) in expansion.orbits.enumerated() where holdsKind[index][kind] {
      guard Lattice.slack(orbit.distance).contains(distance) else { continue }
      if let windows = orbit.ends, let first = event.own.first, let last = event.own.last {
        let ends = [length(offset - first.offset), length(offset - last.offset)].sorted()
        guard zip(windows, ends).allSatisfy({ Lattice.slack($0).contains($1) }) else { continue }
      }
      bits |= 1 << UInt64(index)
    }
    return bits
  }

  /// Thousandths of an ångström: what symmetry makes equal is equal.
  private static func rounded(_ offset: SIMD3<Double>) -> [Int] {
    let parts = SIMD3<Int>((offset * 1000).rounded(.toNearestOrEven))
    return [parts.x, parts.y, parts.z]
  }

  /// What the polynomial depends on: equal for hops of one geometry.
  func geometry(_ sites: [Site]) -> [Int] {
    sites.flatMap { Self.rounded($0.offset) + [Int(truncatingIfNeeded: $0.orbits)] }
  }

  /// The expansion around one hop, a bit for each site in their order; nil if a cluster asks for too
  /// many sets.
  func polynomial(_ sites: [Site]) -> OccupationPolynomial? {
    var terms = [OccupationPolynomial.Term(sites: 0, energy: expansion.constant)]
    for cluster in expansion.clusters {
      guard let sets = sets(of: cluster, among: sites) else { return nil }
      for set in sets.sorted() {
        terms += OccupationPolynomial.terms(
          set, energy: cluster.energy, basis: expansion.basis)
      }
    }
    return OccupationPolynomial(terms)
  }

  /// The sets of a cluster, each once, whichever of its sites stands for which; nil if too many.
  func sets(
    of cluster: Lattice.ClusterExpansion.Cluster, among sites: [Site]
  ) -> Set<UInt64>? {
    var found: Set<UInt64> = []
    var left = Self.mostSets
    var chosen: [Int] = []
    func choose() {
      guard chosen.count < cluster.orbits.count else {
        found.insert(chosen.reduce(0) { $0 | 1 << UInt64($1) })
        return
      }
      let orbit: UInt64 = 1 << UInt64(cluster.orbits[chosen.count])
      for candidate in sites.indices
      where sites[candidate].orbits & orbit != 0 && !chosen.contains(candidate) && left > 0 {
        left -= 1
        guard fits(candidate, behind: chosen, in: cluster, sites) else { continue }
        chosen.append(candidate)
        choose()
        chosen.removeLast()
      }
    }
    choose()
    return left > 0 ? found : nil
  }

  /// Whether a further site lies at the right distances from those chosen before it.
  private func fits(
    _ candidate: Int, behind chosen: [Int], in cluster: Lattice.ClusterExpansion.Cluster,
    _ sites: [Site]
  ) -> Bool {
    guard !cluster.distances.isEmpty else { return true }
    let first = chosen.count * (chosen.count - 1) / 2
    return chosen.enumerated().allSatisfy { index, other in
      Lattice.slack(cluster.distances[first + index])
        .contains(length(sites[candidate].offset - sites[other].offset))
    }
  }
}
