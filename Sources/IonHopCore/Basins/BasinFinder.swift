import Foundation

/// Finds sets of sites that a lone carrier leaves only after many hops among them.
///
/// Bonds are taken in the order of falling equilibrium flux, π_x k_xy, equal ones together; each
/// joins the clusters at its ends. After each flux a cluster that has changed is a candidate: it
/// counts if its flux inside is at least `hopsPerStay` times its flux out. It gives way to a wider
/// one only if that saves clearly more. A cluster that grows too large or closes a loop through the
/// periodic cell is given up together with all that joins it later.
struct BasinFinder {
  private let network: SiteNetwork
  private let rates: CarrierRates
  private let rule: BasinRule
  /// Logarithm of the equilibrium weight of a carrier on each site.
  private let logWeight: (Int) -> Double
  /// Cluster of each site by one of its members, or `lost`.
  private var root: [Int32]
  /// Ring of the members of each cluster.
  private var next: [Int32]
  private var size: [Int32]
  private var found: [(sites: [Int], hopsPerStay: Double, isKept: Bool)] = []
  /// Kept basins inside each cluster.
  private var inside: [Int32: [Int]] = [:]

  private static let lost: Int32 = -1

  init(
    _ network: SiteNetwork, _ rates: CarrierRates, _ conditions: Conditions, carriers: Carriers,
    rule: BasinRule
  ) {
    self.network = network
    self.rates = rates
    self.rule = rule
    let factor = (carriers == .ions ? -1 : 1) / conditions.thermalEnergy
    logWeight = { network.energy(of: $0) * factor }
    root = (0..<Int32(network.siteCount)).map { $0 }
    next = root
    size = Array(repeating: 1, count: network.siteCount)
  }

  /// The basins, each a sorted list of sites, in the order of their first sites.
  ///
  /// - Complexity: O(hops × log(hops) + sites × maxSites × coordination); 12 bytes a bond on the way.
  mutating func basins() -> [[Int]] {
    let bonds = sortedBonds()
    var first = 0
    while first < bonds.count {
      var changed: Set<Int32> = []
      var last = first
      while last < bonds.count, bonds[last].logFlux > bonds[first].logFlux - Self.tie {
        let bond = bonds[last]
        if let joined = join(bond.site, bond.target) { changed.insert(joined) }
        last += 1
      }
      for cluster in changed.sorted() where root[Int(cluster)] == cluster { judge(cluster) }
      first = last
    }
    return found.filter(\.isKept).map(\.sites).sorted { $0[0] < $1[0] }
  }

  private struct Bond {
    let logFlux: Float
    let site: Int32
    let target: Int32
  }

  /// Fluxes whose logarithms differ by less are one; wider than the rounding of a `Float`.
  private static let tie: Float = 1e-3

  private func sortedBonds() -> [Bond] {
    var bonds: [Bond] = []
    for site in 0..<network.siteCount {
      for hop in network.hopRange(from: site) {
        let record = network.rows[hop]
        let target = Int(record.target)
        guard site <= target else { continue }
        let rate = rates.rate(hop: hop, kind: record.kind)
        guard rate > 0 else { continue }
        let logFlux = Float(logWeight(site) + log(rate))
        bonds.append(Bond(logFlux: logFlux, site: Int32(site), target: record.target))
      }
    }
    return bonds.sorted {
      $0.logFlux != $1.logFlux
        ? $0.logFlux > $1.logFlux : ($0.site, $0.target) < ($1.site, $1.target)
    }
  }

  /// - Returns: the joined cluster if it may be a basin still.
  private mutating func join(_ site: Int32, _ target: Int32) -> Int32? {
    let (a, b) = (root[Int(site)], root[Int(target)])
    // Within one cluster: its hops were counted when the cluster came to be.
    if a == b { return nil }
    if a == Self.lost || b == Self.lost {
      give(up: a == Self.lost ? b : a)
      return nil
    }
    let (big, small) = size[Int(a)] >= size[Int(b)] ? (a, b) : (b, a)
    for member in members(of: small) { root[member] = big }
    size[Int(big)] += size[Int(small)]
    next.swapAt(Int(big), Int(small))
    if let kept = inside.removeValue(forKey: small) { inside[big, default: []] += kept }
    guard size[Int(big)] <= rule.maxSites else {
      give(up: big)
      return nil
    }
    return big
  }

  private func members(of cluster: Int32) -> [Int] {
    var members = [Int(cluster)]
    while next[members.last!] != cluster { members.append(Int(next[members.last!])) }
    return members
  }

  private mutating func give(up cluster: Int32) {
    for member in members(of: cluster) { root[member] = Self.lost }
    inside[cluster] = nil
  }

  private mutating func judge(_ cluster: Int32) {
    let hops = hopsPerStay(cluster)
    let best = (inside[cluster] ?? []).map { found[$0].hopsPerStay }.max() ?? 0
    guard hops >= max(rule.hopsPerStay, rule.gainOfWider * best) else { return }
    let sites = members(of: cluster).sorted()
    guard BasinShape(sites, in: network) != nil else { return give(up: cluster) }
    for index in inside[cluster] ?? [] { found[index].isKept = false }
    inside[cluster] = [found.count]
    found.append((sites, hops, true))
  }

  /// Flux inside over flux out: see `AbsorbingChain.hopsPerStay`.
  private func hopsPerStay(_ cluster: Int32) -> Double {
    let sites = members(of: cluster)
    let top = sites.map(logWeight).max()!
    var (stay, leave) = (0.0, 0.0)
    for site in sites {
      let weight = exp(logWeight(site) - top)
      for hop in network.hopRange(from: site) {
        let record = network.rows[hop]
        let flux = weight * rates.rate(hop: hop, kind: record.kind)
        if root[Int(record.target)] == cluster { stay += flux } else { leave += flux }
      }
    }
    return leave > 0 ? stay / leave : 0
  }
}

/// Sites of one basin unfolded through the periodic cell, along a tree from the first of them.
struct BasinShape {
  /// Cells between each site's own image and the one that belongs to the basin.
  private(set) var offsets: [SIMD3<Int32>]
  /// Place in `sites` of the neighbour through which the first site is reached; −1 for itself.
  private(set) var parents: [Int]
  private(set) var depths: [Int]
  /// True if there is one way only between any two of the sites.
  private(set) var isTree: Bool

  /// - Returns: nil unless the sites are connected and every hop among them ends in the same image.
  init?(_ sites: [Int], in network: SiteNetwork) {
    offsets = Array(repeating: .zero, count: sites.count)
    parents = Array(repeating: -1, count: sites.count)
    depths = parents
    depths[0] = 0
    var reached = [0]
    var (next, hops) = (0, 0)
    while next < reached.count {
      let here = reached[next]
      next += 1
      for record in network.rows[network.hopRange(from: sites[here])] {
        guard let there = sites.firstIndex(of: Int(record.target)) else { continue }
        let offset = offsets[here] &+ network.hopKinds[Int(record.kind)].image
        hops += 1
        if depths[there] < 0 {
          (offsets[there], parents[there], depths[there]) = (offset, here, depths[here] + 1)
          reached.append(there)
        } else if offset != offsets[there] {
          return nil
        }
      }
    }
    guard reached.count == sites.count else { return nil }
    isTree = hops == 2 * (sites.count - 1)
  }
}
