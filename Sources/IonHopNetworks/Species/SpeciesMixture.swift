import IonHopCore

/// Several mobile species on one set of sites, each with energies and barriers of its own, and all
/// of them excluding each other from the sites that they share.
///
///     let mixture = SpeciesMixture(
///       [.init(.lithium, forLithium), .init(.sodium, forSodium, siteKinds: ["A"])],
///       interactions: lattice)
///     let network = try mixture.network()
public struct SpeciesMixture: Sendable {
  /// One species and the network that it would have alone.
  public struct Component: Sendable {
    /// The ion.
    public var species: Species
    /// On the same sites and hops as those of the other components.
    public var network: SiteNetwork
    /// Where its ions may stand; nil for all sites.
    public var siteKinds: Set<String>?

    /// A species on the network that it sees, or on some kinds of its sites.
    public init(_ species: Species, _ network: SiteNetwork, siteKinds: Set<String>? = nil) {
      (self.species, self.network, self.siteKinds) = (species, network, siteKinds)
    }
  }

  private let components: [Component]
  /// Its pairs hold between ions of any two species.
  private let interactions: SiteNetwork?
  /// Its pairs are those of unit charges, and count by the product of charges.
  private let coulomb: SiteNetwork?

  /// - Parameters:
  ///   - interactions: a network on the same sites whose pairs hold between ions of different species
  ///     too; within a species the pairs of its own network do.
  ///   - coulomb: one whose pairs are those of two unit charges.
  public init(
    _ components: [Component], interactions: SiteNetwork? = nil, coulomb: SiteNetwork? = nil
  ) {
    (self.components, self.interactions, self.coulomb) = (components, interactions, coulomb)
  }

  /// - Throws: `NetworkError`, for example `.empty` for a species left without hops.
  public func network() throws(NetworkError) -> SiteNetwork {
    var layers: [SpeciesLayer] = []
    var places: [[Int]] = []
    for component in components {
      let network = component.network
      let kept = (0..<network.siteCount).filter { site in
        component.siteKinds?.contains(network.siteKinds[network.kind(of: site)]) ?? true
      }
      let own =
        kept.count == network.siteCount
        ? network : try network.altered(keeping: network.mask(of: kept))
      layers.append(
        SpeciesLayer(component.species.name, charge: component.species.charge, own))
      places.append(kept)
    }
    return try .joining(layers, sharing: .numbered(places), pairs: pairs(places))
  }

  private func pairs(_ places: [[Int]]) -> [LayerPair] {
    // Where a site stands in each layer, or −1.
    let sites = components.first?.network.siteCount ?? 0
    let numbers = places.map { kept in
      var numbers = Array(repeating: -1, count: sites)
      for (new, old) in kept.enumerated() { numbers[old] = new }
      return numbers
    }
    var pairs: [LayerPair] = []
    for a in components.indices {
      for b in components.indices.dropFirst(a + 1) {
        let product = components[a].species.charge * components[b].species.charge
        for (network, scale) in [(interactions, 1), (coulomb, product)] {
          guard let network, network.hasPairs else { continue }
          for i in 0..<sites where numbers[a][i] >= 0 {
            for entry in network.pairRange(of: i) {
              let j = numbers[b][Int(network.pairTargets[entry])]
              guard j >= 0 else { continue }
              for term in network.pairTerms(entry) {
                pairs.append(
                  LayerPair(
                    (a, numbers[a][i]), (b, j), image: term.image, energy: scale * term.energy))
              }
            }
          }
        }
      }
    }
    return pairs
  }
}

extension SiteNetwork {
  fileprivate func mask(of kept: [Int]) -> [Bool] {
    var mask = Array(repeating: false, count: siteCount)
    for site in kept { mask[site] = true }
    return mask
  }
}
