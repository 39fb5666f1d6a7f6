import IonHopCore
import IonHopNetworks

/// One of several species under `mobile`, with what it sees otherwise than the model says.
struct MobileEntry {
  var ions: MobileIons
  /// Kinds that its ions may stand on; nil for all.
  var siteKinds: Set<String>?
  /// eV by site kind, eV and Hz by hop class.
  var siteEnergies: [String: Double] = [:]
  var barriers: [String: Double] = [:]
  var frequencies: [String: Double] = [:]
  /// For errors.
  var place: InputValue
}

/// What `mobile` may name.
struct MobileNames {
  var siteKinds: [String]
  var hopClasses: [String]
  /// Sites of each kind.
  var sites: [String: Int]
  var formulaUnits: Int?

  init(_ network: SiteNetwork, siteKinds: [String]? = nil, hopClasses: [String], formulaUnits: Int?)
  {
    self.siteKinds = siteKinds ?? network.siteKinds
    self.hopClasses = hopClasses
    self.formulaUnits = formulaUnits
    sites = [:]
    for site in 0..<network.siteCount {
      sites[network.siteKinds[network.kind(of: site)], default: 0] += 1
    }
  }
}

extension StudyModel {
  /// A model of several species, whose pairs along hops the joint network holds already.
  init(
    _ entries: [MobileEntry], joint network: SiteNetwork, _ settings: ModelSettings,
    description: String, keyPath: String
  ) {
    var own = settings
    own.pairEnergy = 0
    let names = entries.map(\.ions.species.name).joined(separator: " and ")
    self.init(
      network: network, species: entries[0].ions.species, filling: entries[0].ions.filling,
      further: entries.dropFirst().map(\.ions), settings: own,
      description: "\(description), \(names)", keyPath: keyPath)
  }
}

extension StudyReader {
  private static let overrideKeys = ["sites", "siteEnergies", "barriers", "frequencies"]

  /// True if `mobile` lists several species.
  func hasSeveralSpecies(_ mobile: InputValue?) throws(InputError) -> Bool {
    guard let mobile, mobile.isMapping else { return false }
    return try mobile.pairs("give mobile: { Li: { fraction: 0.5, charge: 1 } }").count > 1
  }

  /// Reads `mobile: { Li: { count: 10, charge: 1 }, Na: { count: 5, charge: 1, barriers: { hop: 0.4 } } }`.
  ///
  /// - Parameter known: the lattice's own ion, whose charge need not be repeated.
  func species(
    _ place: InputValue, _ names: MobileNames, known: Species?
  ) throws(InputError) -> [MobileEntry] {
    let hint = "give mobile: { Li: { fraction: 0.3, charge: 1 }, Na: { fraction: 0.2, charge: 1 } }"
    var entries: [MobileEntry] = []
    for (name, value) in try place.pairs(hint) {
      entries.append(try entry(name, value, names, known: known, hint))
    }
    guard entries.contains(where: { $0.ions.species.charge != 0 }) else {
      throw place.error("no species has a charge, so nothing conducts; give one its charge in e")
    }
    return entries
  }

  private func entry(
    _ name: String, _ value: InputValue, _ names: MobileNames, known: Species?, _ hint: String
  ) throws(InputError) -> MobileEntry {
    let ion =
      value.isMapping
      ? try value.mapping(["charge"] + FillingReader.keys + Self.overrideKeys, hint) : nil
    var charge = known?.name == name ? known?.charge : nil
    // Of several species one may be neutral: a vehicle that only takes up room.
    if let given = ion?["charge"] { charge = try given.number(.charge, .within(-100...100)) }
    guard let charge else { throw value.error("the charge of \(name) is not known; \(hint)") }
    let kinds = try ion?["sites"]?.siteKinds(among: names.siteKinds)
    let sites = names.sites.filter { kinds?.contains($0.key) ?? true }.values.reduce(0, +)
    let reader = FillingReader(sites: sites, formulaUnits: names.formulaUnits)
    let filling = if let ion { try reader.filling(ion, hint) } else { try reader.filling(value) }
    return MobileEntry(
      ions: MobileIons(Species(name, charge: charge), filling), siteKinds: kinds,
      siteEnergies: try ion?["siteEnergies"]?.numbers(of: names.siteKinds, .energy, .any) ?? [:],
      barriers: try ion?["barriers"]?.numbers(of: names.hopClasses, .energy, .nonNegative) ?? [:],
      frequencies: try ion?["frequencies"]?.numbers(of: names.hopClasses, .frequency, .positive)
        ?? [:],
      place: value)
  }

  /// Joins what each species sees to one network.
  func mixture(
    _ entries: [MobileEntry], _ networks: [SiteNetwork], interactions: SiteNetwork,
    coulomb: SiteNetwork?, at place: InputValue
  ) throws(InputError) -> SiteNetwork {
    let components = zip(entries, networks).map { entry, network in
      SpeciesMixture.Component(entry.ions.species, network, siteKinds: entry.siteKinds)
    }
    do {
      return try SpeciesMixture(components, interactions: interactions, coulomb: coulomb).network()
    } catch NetworkError.empty {
      throw place.error("a species has no hop between the sites it may stand on; widen its sites")
    } catch {
      throw place.error(KeyedMessage("\(error)").message)
    }
  }
}
