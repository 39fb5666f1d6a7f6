import IonHopCore
import IonHopNetworks

/// Draws the networks of a glass, one for each realisation: the same recipe and number give the same
/// network to the bit, whoever asks and in whatever order.
struct GlassRecipe: Sendable {
  /// A species and the kinds of sites that it may stand on; nil for all.
  struct Component: Sendable {
    var species: Species
    var siteKinds: Set<String>?
    /// Share of the mobile ions.
    var share: Double
  }

  /// Its seed is that of realisation 0.
  var model: GlassModel
  let seed: StreamSeed
  /// Several species; empty for one, whose network has no layers.
  var components: [Component] = []
  /// Whether all species see the energies of the first.
  var sameEnergies = false
  /// What a site costs an ion of another species than it was formed for (eV).
  var mismatchEnergy = 0.0
  /// Of each pair of ions of any species joined by a hop (eV).
  var pairEnergy = 0.0

  /// Sets the streams of further realisations apart from those of species and of temperatures.
  private static let realisationSeed: UInt64 = 0x7265_616c
  private static let mismatchSeed: UInt64 = 0x6d69_736d

  private func seed(_ realisation: Int) -> StreamSeed {
    realisation == 0
      ? seed : seed.mixed(with: Self.realisationSeed).mixed(with: UInt64(realisation))
  }

  /// - Throws: `GlassError`, `NetworkError`, or `EngineError` for an unknown generator.
  func network(_ realisation: Int) throws -> SiteNetwork {
    let seed = seed(realisation)
    var model = model
    model.seed = seed.value
    let structure = try model.structure()
    let base = try model.network(on: structure)
    guard components.count > 1 else { return base }
    let networks = try components.indices.map { index in
      // The structure is given; only energies are drawn from the new seed.
      var own = model
      if index > 0 && !sameEnergies { own.seed = seed.mixed(with: UInt64(index)).value }
      return index == 0 ? base : try own.network(on: structure)
    }
    let formedFor = try hosts(of: base.siteCount, seed)
    let seen = try networks.indices.map { index in
      try networks[index].adding(mismatchEnergy) { formedFor[$0] != index }
        .addingPairs(alongHops: pairEnergy)
    }
    return try SpeciesMixture(
      components.indices.map {
        SpeciesMixture.Component(
          components[$0].species, seen[$0], siteKinds: components[$0].siteKinds)
      }, interactions: base.addingPairs(alongHops: pairEnergy)
    ).network()
  }

  /// The species that each site was formed for: in exact numbers by the shares of the ions, at random
  /// places.
  private func hosts(of sites: Int, _ seed: StreamSeed) throws -> [Int] {
    guard mismatchEnergy != 0 else { return Array(repeating: 0, count: sites) }
    let classes = SiteClasses(
      components.indices.map { SiteClasses.Member("\($0)", share: components[$0].share) })
    return try classes.assign(
      sites: sites, generator: model.generator, seed: seed.mixed(with: Self.mismatchSeed)
    ).map(Int.init)
  }
}

extension SiteNetwork {
  /// With an energy (eV) added to some sites.
  fileprivate func adding(_ energy: Double, where holds: (Int) -> Bool) throws -> SiteNetwork {
    guard energy != 0 else { return self }
    return try altered(siteEnergies: (0..<siteCount).map { holds($0) ? energy : 0 })
  }
}
