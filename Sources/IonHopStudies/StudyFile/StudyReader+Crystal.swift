import Foundation
import IonHopCore
import IonHopNetworks

extension StudyReader {
  private static let crystalKeys =
    [
      "lattice", "supercell", "mobile", "siteEnergies", "barriers", "frequencies", "occupants",
      "blocked", "environment", "defects",
    ] + grainKeys + ModelSettings.keys

  /// Reads `model.crystal`: a lattice of the library, repeated and filled.
  func crystal(_ place: InputValue) throws(InputError) -> StudyModel {
    let hint = "give crystal: { lattice: LLZO-cubic, supercell: [4, 4, 4] }"
    let keys = try place.mapping(Self.crystalKeys, hint)
    let settings = try ModelSettings(keys, takesRules: true)
    let source = try keys.required("lattice", hint)
    let original = try self.lattice(source)
    let lattice = try changed(original, keys)
    let repeats = try keys["supercell"]?.supercell() ?? SIMD3(1, 1, 1)
    var (network, disorder) = try network(
      of: lattice, repeats, source, at: place.keyPath + ".supercell")
    let cells = repeats.x * repeats.y * repeats.z

    var (species, filling) = (
      lattice.species, lattice.filling(supercell: (repeats.x, repeats.y, repeats.z))
    )
    let grains = try crystalGrains(of: lattice, on: network, keys, at: place)
    network = grains?.network ?? network
    if let mobile = keys["mobile"], try hasSeveralSpecies(mobile) {
      if let value = keys["grains"] {
        throw value.error("grains are for one mobile species; give one, or take grains away")
      }
      return try mixed(
        MixedCrystal(
          lattice: lattice, repeats: repeats, whole: network, disorder: disorder,
          settings: settings, source: source), mobile, keys, of: original)
    }
    if let mobile = keys["mobile"] {
      let reader = FillingReader(
        sites: network.siteCount, formulaUnits: lattice.formulaUnits.map { $0 * cells })
      (species, filling) = try self.mobile(mobile, filling: reader, known: lattice.species)
    }
    if let disorder {
      network = try addingCoulomb(
        at: keys["coulomb"].map(\.keyPath) ?? place.keyPath + ".lattice"
      ) { () throws(InputError) in
        try disorder.addingCoulomb(to: network, charge: species.charge)
      }
    }
    let schottky = try schottky(of: lattice, keys)
    let balance = ChargeBalance(
      of: original, changed: lattice, mobile: [(species, filling.ions(on: network))],
      cells: cells)
    return StudyModel(
      network: network, species: species, filling: filling, settings: settings,
      description: lattice.modelDescription(cells: repeats, named: true)
        + (grains?.description ?? ""),
      sources: lattice.sources, published: grains == nil ? lattice.published : [],
      warnings: [balance.warning].compactMap(\.self) + (grains?.warnings ?? []),
      unitCell: lattice.unitNetwork,
      environment: try environment(
        of: lattice, on: network, settings.rateLaw, source, keys,
        at: place.keyPath + ".supercell"),
      schottky: schottky, schottkyKey: keys["defects"] == nil ? "lattice" : "defects",
      keyPath: place.keyPath)
  }

  /// The study's Schottky pairs, or the lattice's where the study gives no filling.
  private func schottky(
    of lattice: Lattice, _ keys: InputMapping
  ) throws(InputError) -> SchottkyPairs? {
    guard let value = keys["defects"] else { return keys["mobile"] == nil ? lattice.schottky : nil }
    let pairs = try value.defects()
    guard keys["mobile"] == nil else {
      throw value.error("defects and mobile exclude each other: both say how many ions there are")
    }
    return pairs
  }

  /// The part of the barriers that depends on the ions around a hop.
  private func environment(
    of lattice: Lattice, on network: SiteNetwork, _ law: RateLaw, _ source: InputValue,
    _ keys: InputMapping, at supercell: String
  ) throws(InputError) -> EnvironmentBarrier? {
    do {
      return try lattice.environment(on: network, rateLaw: law)
    } catch {
      if case .lowBarrier = error { throw (keys["environment"] ?? source).error("\(error)") }
      throw document.error(at: supercell, "\(error)")
    }
  }

  /// The supercell with its immobile ions, drawn by the study's seed.
  func network(
    of lattice: Lattice, _ repeats: SIMD3<Int>, _ source: InputValue, at keyPath: String
  ) throws(InputError) -> (SiteNetwork, QuenchedDisorder?) {
    let whole = try supercell(of: lattice.unitNetwork, repeats, at: keyPath)
    do {
      try whole.checkRoom()
    } catch {
      throw document.error(
        at: keyPath,
        "[\(repeats.x), \(repeats.y), \(repeats.z)]: \(KeyedMessage("\(error)").message)")
    }
    guard lattice.hasDisorder || lattice.coulomb != nil else { return (whole, nil) }
    do {
      let seed = StreamSeed(study: try keys["seed"]?.unsigned64() ?? 1).mixed(with: Self.disorder)
      let disorder = try QuenchedDisorder(of: lattice, supercell: repeats, seed: seed.value)
      return (try disorder.applied(to: whole), disorder)
    } catch let error as InputError {
      throw error.file.isEmpty ? source.error("\(error)") : error
    } catch {
      throw document.error(at: keyPath, "\(error)")
    }
  }

  /// Sets the stream of immobile ions apart from those of temperatures and replicas.
  private static let disorder: UInt64 = 0x6469_736f_7264_6572

  func lattice(_ value: InputValue) throws(InputError) -> Lattice {
    let name = try value.text("give the name of a lattice, or the path of a lattice file")
    let place: LatticeLibrary.Place
    do {
      place = try LatticeLibrary.place(named: name, folders: lattices, relativeTo: folder)
    } catch {
      throw error.file.isEmpty ? value.error(error.message) : error
    }
    guard FileManager.default.fileExists(atPath: place.file.path) else {
      throw value.error("no lattice file \"\(name)\" beside the study; correct the path")
    }
    return try Lattice.read(place.file, variant: place.variant)
  }

  /// The lattice with the study's own numbers, immobile ions and interactions.
  func changed(_ lattice: Lattice, _ keys: InputMapping) throws(InputError) -> Lattice {
    let kinds = lattice.siteKinds.map(\.name)
    let energies = try keys["siteEnergies"]?.numbers(of: kinds, .energy, .any) ?? [:]
    let barriers = try keys["barriers"]?.numbers(of: lattice.hopClasses, .energy, .nonNegative)
    let frequencies = try keys["frequencies"]?.numbers(
      of: lattice.hopClasses, .frequency, .positive)
    let blocked = try keys["blocked"]?.blockedKinds(among: kinds) ?? []
    var changed = lattice.changing(
      occupants: try occupants(keys["occupants"], of: lattice), blocked: blocked)
    if let environment = try keys["environment"]?.environment(on: lattice, folder: folder) {
      changed = changed.changing(environment: environment)
    }
    if let coulomb = try keys["coulomb"]?.coulomb() { changed = changed.changing(coulomb: coulomb) }
    do {
      if !energies.isEmpty || barriers != nil || frequencies != nil {
        changed = try changed.changing(
          siteEnergies: energies, barriers: barriers ?? [:], frequencies: frequencies ?? [:])
      }
      if let rules = keys["interactions"], rules.isList {
        changed = try changed.changing(interactions: rules.interactions(on: changed))
      }
    } catch let error as InputError {
      throw error
    } catch {
      throw keys.place.error("\(error)")
    }
    return changed
  }

  private func occupants(
    _ value: InputValue?, of lattice: Lattice
  ) throws(InputError) -> [String: [Lattice.Occupant]] {
    guard let value else { return [:] }
    guard !lattice.hostKinds.isEmpty else {
      throw value.error("lattice \(lattice.name) has no immobile sites; take this key away")
    }
    let given = try value.mapping(
      lattice.hostKinds.map(\.name), "give occupants: { 4c: { S: 0.5, Cl: 0.5 } }")
    var occupants: [String: [Lattice.Occupant]] = [:]
    for host in lattice.hostKinds {
      occupants[host.name] = try given[host.name]?.occupants(known: host.occupants.map(\.name))
    }
    return occupants
  }
}
