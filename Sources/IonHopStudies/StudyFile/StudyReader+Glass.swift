import Foundation
import IonHopCore
import IonHopNetworks

extension StudyReader {
  private static let glassKeys =
    [
      "sites", "bonds", "siteEnergies", "siteCorrelationLength", "barriers",
      "barrierCorrelationLength", "barrierPerLength", "referenceLength", "attemptFrequency",
      "meyerNeldelEnergy", "decay", "andersonStuart", "counterIons", "classes", "classBarriers",
      "classCorrelationLength", "inclusions", "mobile", "sameEnergies",
    ] + ModelSettings.keys.filter { $0 != "coulomb" }

  /// Reads `model.glass`: sites at random places, joined by a rule, with energies drawn at random.
  func glass(_ place: InputValue) throws(InputError) -> StudyModel {
    let hint =
      "give glass: { sites: { count: 1000, density: 0.02 }, bonds: { cutoff: 4 }, barriers: 0.3, mobile: ... }"
    let keys = try place.mapping(Self.glassKeys, hint)
    let settings = try ModelSettings(keys)
    let mobileKey = try keys.required("mobile", "give mobile: { Li: { fraction: 0.5, charge: 1 } }")
    let seed = StreamSeed(study: try self.keys["seed"]?.unsigned64() ?? 1).mixed(
      with: Self.glassSeed)
    var model = try glassModel(keys, seed: seed.value)
    model.energetics = try energetics(keys)
    model.classes = try classes(keys)
    model.inclusions = try keys["inclusions"]?.inclusions()
    let structure = try structure(of: model, place)
    let network = try network(of: model, on: structure, place)
    if try hasSeveralSpecies(mobileKey) {
      return try mixedGlass(model, structure, network, keys, settings, seed)
    }
    let (species, filling) = try mobile(
      mobileKey, filling: FillingReader(sites: network.siteCount, formulaUnits: nil), known: nil)
    return StudyModel(
      network: network, species: species, filling: filling, settings: settings,
      description: "glass of \(network.siteCount) sites and \(network.hopCount) hops",
      keyPath: place.keyPath)
  }

  /// Sets the streams of glasses apart from those of temperatures, replicas and immobile ions.
  private static let glassSeed: UInt64 = 0x676c_6173_73

  /// Several species on the sites of one glass. Each draws site energies and barriers for itself,
  /// unless it says `sameEnergies: true`: what suits one ion does not suit another, which is what
  /// makes the mixed-alkali effect. A. Bunde, M. D. Ingram, P. Maass, J. Non-Cryst. Solids 172–174,
  /// 1222 (1994), doi:10.1016/0022-3093(94)90647-5 (recalled).
  private func mixedGlass(
    _ model: GlassModel, _ structure: GlassStructure, _ base: SiteNetwork, _ keys: InputMapping,
    _ settings: ModelSettings,
    _ seed: StreamSeed
  ) throws(InputError) -> StudyModel {
    let mobile = try keys.required("mobile", "give mobile")
    let entries = try species(
      mobile, MobileNames(base, hopClasses: [], formulaUnits: nil), known: nil)
    if let entry = entries.first(where: { !$0.siteEnergies.isEmpty }) {
      throw entry.place.error(
        "a glass draws the site energies of each species; take siteEnergies away")
    }
    let same = try keys["sameEnergies"]?.bool() ?? false
    var networks = [base]
    for index in 1..<entries.count {
      // The structure is given; only energies are drawn from the new seed.
      var own = model
      if !same { own.seed = seed.mixed(with: UInt64(index)).value }
      networks.append(try network(of: own, on: structure, keys.place))
    }
    let paired = networks.map { $0.addingPairs(alongHops: settings.pairEnergy) }
    let joint = try mixture(entries, paired, interactions: paired[0], coulomb: nil, at: mobile)
    return StudyModel(
      entries, joint: joint, settings,
      description: "glass of \(base.siteCount) sites and \(base.hopCount) hops",
      keyPath: keys.place.keyPath)
  }

  private func structure(
    of model: GlassModel, _ place: InputValue
  ) throws(InputError) -> GlassStructure {
    do {
      return try model.structure()
    } catch {
      throw place.error(KeyedMessage("\(error)").message)
    }
  }

  private func network(
    of model: GlassModel, on structure: GlassStructure, _ place: InputValue
  ) throws(InputError) -> SiteNetwork {
    do {
      return try model.network(on: structure)
    } catch let error as InputError {
      throw error.file.isEmpty ? place.error(error.message) : error
    } catch {
      throw place.error(KeyedMessage("\(error)").message)
    }
  }

  // MARK: Sites and bonds

  private func glassModel(_ keys: InputMapping, seed: UInt64) throws(InputError) -> GlassModel {
    let hint = "give sites: { count: 1000, density: 0.02 } or { snapshot: FILE.xyz, species: Li }"
    let place = try keys.required("sites", hint)
    let sites = try place.mapping(
      ["count", "density", "dimensions", "arrangement", "snapshot", "species", "frame"], hint)
    let bonds = try keys.required("bonds", "give bonds: { cutoff: 4 } (Å)").bondRule()
    guard let file = sites["snapshot"] else {
      let box = GlassBox(
        sites: try sites.required("count", hint).wholeNumber(in: 2...GlassModel.mostSites),
        density: try sites.required("density", hint).number(.number, .positive),
        dimensions: try sites["dimensions"]?.wholeNumber(in: 2...3) ?? 3)
      return GlassModel(
        try sites["arrangement"]?.arrangement() ?? .poisson, joined: bonds, in: box, seed: seed)
    }
    let path = try file.text("give the path of an extended XYZ file")
    let url = InputFile.at(path, from: folder)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw file.error("no file \"\(path)\" beside the study; correct the path")
    }
    let snapshot = try MDSnapshot(
      contentsOf: url, frame: sites["frame"]?.wholeNumber(in: 0...Int.max) ?? 0)
    let species = try sites.required("species", hint).text(
      "give the species whose places are sites")
    do {
      return try GlassModel(snapshot, mobile: species, joined: bonds, seed: seed)
    } catch {
      throw place.error(KeyedMessage("\(error)").message)
    }
  }

  // MARK: Energies

  private func energetics(_ keys: InputMapping) throws(InputError) -> GlassEnergetics {
    var energetics = GlassEnergetics()
    if let value = keys["siteEnergies"] {
      energetics.siteEnergies = try value.energyDistribution(folder: folder)
    }
    if let value = keys["barriers"] {
      energetics.barriers = try value.energyDistribution(folder: folder)
    }
    func set(
      _ key: String, _ path: WritableKeyPath<GlassEnergetics, Double>, _ quantity: Quantity,
      _ bound: InputValue.Bound
    ) throws(InputError) {
      if let value = keys[key] { energetics[keyPath: path] = try value.number(quantity, bound) }
    }
    try set("siteCorrelationLength", \.siteCorrelationLength, .length, .nonNegative)
    try set("barrierCorrelationLength", \.barrierCorrelationLength, .length, .nonNegative)
    try set("barrierPerLength", \.barrierPerLength, .number, .any)
    try set("referenceLength", \.referenceLength, .length, .nonNegative)
    try set("attemptFrequency", \.attemptFrequency, .frequency, .positive)
    try set("decay", \.decay, .number, .nonNegative)
    energetics.meyerNeldelEnergy = try keys["meyerNeldelEnergy"]?.number(.energy, .positive)
    energetics.andersonStuart = try keys["andersonStuart"]?.andersonStuart()
    energetics.counterIons = try keys["counterIons"]?.counterIons()
    return energetics
  }

  private func classes(_ keys: InputMapping) throws(InputError) -> SiteClasses? {
    guard let list = keys["classes"] else {
      if let stray = keys["classBarriers"] ?? keys["classCorrelationLength"] {
        throw stray.error("there are no classes; give classes: [{ name: PS4, share: 0.6 }, ...]")
      }
      return nil
    }
    let hint = "give classes: [{ name: PS4, share: 0.6, energy: 0 }, { name: P2S7, share: 0.4 }]"
    var members: [SiteClasses.Member] = []
    for entry in try list.elements(hint) {
      let keys = try entry.mapping(["name", "share", "energy"], hint)
      members.append(
        SiteClasses.Member(
          try keys.required("name", hint).text(),
          share: try keys.required("share", hint).number(.number, .within(0...1)),
          energy: try keys["energy"]?.number(.energy) ?? 0))
    }
    var classes = SiteClasses(members)
    for entry in try keys["classBarriers"]?.elements("give a list of class barriers") ?? [] {
      let hint = "give classBarriers: [{ between: [PS4, P2S7], barriers: 0.4 }]"
      let keys = try entry.mapping(["between", "barriers"], hint)
      let ends = try keys.required("between", hint).elements(count: 2, hint)
      classes.barriers.append(
        SiteClasses.PairBarrier(
          try ends[0].text(), try ends[1].text(),
          try keys.required("barriers", hint).energyDistribution(folder: folder)))
    }
    if let length = keys["classCorrelationLength"] {
      classes.correlationLength = try length.number(.length, .nonNegative)
    }
    return classes
  }
}
