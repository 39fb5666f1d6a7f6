import IonHopCore

/// Free ions, pairs and larger aggregates of a salt, found from which sites hold ions.
///
/// Two ions of different kinds on sites with an attractive pair energy are bound; bound ions and all
/// that these are bound to form one aggregate.
///
///     let pairing = IonPairing(state.network)
///     var sum = IonPairing.Census()
///     sum += pairing.census { engine.isOccupied($0) }
///     sum.pairedCations
public struct IonPairing: Sendable {
  /// Aggregates by their numbers of cations and anions.
  public struct Cluster: Hashable, Sendable {
    /// Number of cations.
    public var cations: Int
    /// Number of anions.
    public var anions: Int
    /// An aggregate of ions.
    public init(cations: Int, anions: Int) { (self.cations, self.anions) = (cations, anions) }
  }

  /// Counts of aggregates, over one or several configurations.
  public struct Census: Sendable, Equatable {
    /// How often each aggregate was seen.
    public var clusters: [Cluster: Int] = [:]

    /// Nothing seen yet.
    public init() {}

    /// Adds other counts.
    public static func += (a: inout Census, b: Census) {
      a.clusters.merge(b.clusters) { $0 + $1 }
    }

    /// The part of the cations that is bound to an anion; 0 where there are none.
    public var pairedCations: Double {
      share(\.cations) { $0.anions > 0 }
    }
    /// The part of the anions that is bound to a cation.
    public var pairedAnions: Double {
      share(\.anions) { $0.cations > 0 }
    }
    /// The part of the cations in aggregates of three and more ions.
    public var aggregatedCations: Double {
      share(\.cations) { $0.cations + $0.anions > 2 }
    }

    private func share(
      _ ions: KeyPath<Cluster, Int>, where isCounted: (Cluster) -> Bool
    ) -> Double {
      var (all, counted) = (0, 0)
      for (cluster, count) in clusters {
        all += cluster[keyPath: ions] * count
        if isCounted(cluster) { counted += cluster[keyPath: ions] * count }
      }
      return all > 0 ? Double(counted) / Double(all) : 0
    }
  }

  private let cations: Range<Int>
  private let anions: Range<Int>
  /// Anion sites that bind, of each cation site.
  private let partners: [[Int32]]

  /// - Parameter network: cations in its first layer, anions in its second; nil without two layers.
  public init?(_ network: SiteNetwork) {
    guard let layers = network.layers, layers.count == 2 else { return nil }
    (cations, anions) = (layers.sites(of: 0), layers.sites(of: 1))
    let anions = anions
    partners = cations.map { site in
      network.pairRange(of: site).compactMap { entry in
        let other = network.pairTargets[entry]
        let binds = network.pairTerms(entry).contains { $0.energy < 0 }
        return binds && anions.contains(Int(other)) ? other : nil
      }
    }
  }

  /// - Parameter isOccupied: by the number of a site of the network.
  /// - Complexity: O(sites)
  public func census(_ isOccupied: (Int) -> Bool) -> Census {
    var clusterOf: [Int: Int] = [:]
    var parent: [Int] = []
    func root(_ cluster: Int) -> Int {
      var c = cluster
      while parent[c] != c { c = parent[c] }
      return c
    }
    func cluster(of site: Int) -> Int {
      if let known = clusterOf[site] { return root(known) }
      parent.append(parent.count)
      clusterOf[site] = parent.count - 1
      return parent.count - 1
    }
    for anion in anions where isOccupied(anion) { _ = cluster(of: anion) }
    for (index, cation) in cations.enumerated() where isOccupied(cation) {
      var own = cluster(of: cation)
      for anion in partners[index] where isOccupied(Int(anion)) {
        let other = cluster(of: Int(anion))
        parent[max(own, other)] = min(own, other)
        own = min(own, other)
      }
    }
    var sizes: [Int: Cluster] = [:]
    for (site, known) in clusterOf {
      var size = sizes[root(known)] ?? Cluster(cations: 0, anions: 0)
      if anions.contains(site) { size.anions += 1 } else { size.cations += 1 }
      sizes[root(known)] = size
    }
    var census = Census()
    for size in sizes.values { census.clusters[size, default: 0] += 1 }
    return census
  }
}
