import IonHopCore
import IonHopNetworks

/// A crystal that several species are to share.
struct MixedCrystal {
  var lattice: Lattice
  var repeats: SIMD3<Int>
  /// Without any Coulomb interaction.
  var whole: SiteNetwork
  var disorder: QuenchedDisorder?
  var settings: ModelSettings
  /// Where the lattice is named.
  var source: InputValue

  var cells: Int { repeats.x * repeats.y * repeats.z }

  var names: MobileNames {
    MobileNames(
      whole, siteKinds: lattice.siteKinds.map(\.name), hopClasses: lattice.hopClasses,
      formulaUnits: lattice.formulaUnits.map { $0 * cells })
  }
}

extension StudyReader {
  /// Sites above which the Coulomb pairs between species would take too much memory.
  private static let mostCoulombSites = 1500

  /// A crystal with several mobile species, each with the lattice's energies and barriers or its own.
  func mixed(
    _ crystal: MixedCrystal, _ mobile: InputValue, _ keys: InputMapping, of original: Lattice
  ) throws(InputError) -> StudyModel {
    let lattice = crystal.lattice
    guard lattice.environmentRules.isEmpty, lattice.clusterExpansions.isEmpty else {
      throw mobile.error(
        "barriers of lattice \(lattice.name) depend on the ions around, which is for one species; give one"
      )
    }
    guard keys["defects"] == nil, lattice.schottky == nil else {
      throw mobile.error("vacancies by Schottky pairs are for one species; give one")
    }
    let entries = try species(mobile, crystal.names, known: lattice.species)
    let interactions = crystal.whole.addingPairs(alongHops: crystal.settings.pairEnergy)
    var networks: [SiteNetwork] = []
    for entry in entries { networks.append(try network(of: entry, in: crystal)) }
    let coulomb = try unitCharges(crystal, keys["coulomb"] ?? crystal.source)
    let joint = try mixture(
      entries, networks, interactions: interactions, coulomb: coulomb, at: mobile)
    let counts = entries.enumerated().map { index, entry in
      entry.ions.filling.ions(onSites: joint.layers?.sites(of: index).count ?? 0)
    }
    let balance = ChargeBalance(
      of: original, changed: lattice,
      mobile: Array(zip(entries.map(\.ions.species), counts)), cells: crystal.cells)
    var model = StudyModel(
      entries, joint: joint, crystal.settings,
      description:
        "\(lattice.title) (\(lattice.name)), \(crystal.repeats.x) × \(crystal.repeats.y) × \(crystal.repeats.z) cells",
      keyPath: keys.place.keyPath)
    model.sources = lattice.sources
    model.published = lattice.published
    model.warnings = [balance.warning].compactMap(\.self)
    model.unitCell = lattice.unitNetwork
    return model
  }

  /// What one species would see alone.
  private func network(
    of entry: MobileEntry, in crystal: MixedCrystal
  ) throws(InputError) -> SiteNetwork {
    let own: Lattice
    do {
      own = try crystal.lattice.changing(
        siteEnergies: entry.siteEnergies, barriers: entry.barriers,
        frequencies: entry.frequencies)
    } catch {
      throw entry.place.error(KeyedMessage("\(error)").message)
    }
    let (network, disorder) = try network(
      of: own, crystal.repeats, entry.place, at: entry.place.keyPath)
    let paired = network.addingPairs(alongHops: crystal.settings.pairEnergy)
    guard let disorder else { return paired }
    return try addingCoulomb(at: entry.place.keyPath) { () throws(InputError) in
      try disorder.addingCoulomb(to: paired, charge: entry.ions.species.charge)
    }
  }

  /// The Coulomb pairs alone, of unit charges.
  private func unitCharges(
    _ crystal: MixedCrystal, _ place: InputValue
  ) throws(InputError) -> SiteNetwork? {
    guard crystal.lattice.coulomb != nil, let disorder = crystal.disorder else { return nil }
    guard crystal.whole.siteCount <= Self.mostCoulombSites else {
      throw place.error(
        "\(crystal.whole.siteCount) sites; ions of several species that all interact are possible on up to \(Self.mostCoulombSites), use a smaller supercell"
      )
    }
    let bare: Lattice
    do {
      bare = try crystal.lattice.changing(interactions: [])
    } catch {
      throw place.error(KeyedMessage("\(error)").message)
    }
    let (network, _) = try network(
      of: bare, crystal.repeats, crystal.source, at: crystal.source.keyPath)
    return try addingCoulomb(at: place.keyPath) { () throws(InputError) in
      try disorder.addingCoulomb(to: network, charge: 1)
    }
  }
}
