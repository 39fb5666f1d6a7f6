import Foundation
import IonHopCore
import IonHopNetworks

extension StudyReader {
  private static let glassKeys =
    [
      "sites", "bonds", "siteEnergies", "siteCorrelationLength", "barriers",
      "barrierCorrelationLength", "barrierPerLength", "referenceLength", "attemptFrequency",
      "meyerNeldelEnergy", "decay", "andersonStuart", "counterIons", "classes", "classBarriers",
      "classCorrelationLength", "inclusions", "mobile", "sameEnergies", "mismatchEnergy",
    ] + ModelSettings.keys.filter { $0 != "coulomb" }

  /// Reads `model.glass`: sites at random places, joined by a rule, with energies drawn at random.
  func glass(_ place: InputValue) throws(InputError) -> StudyModel {
    let hint =
      "give glass: { sites: { count: 1000, density: 0.02 }, bonds: { cutoff: 4 }, barriers: 0.3, mobile: ... }, or glass: { material: LiPON, sites: { count: 1000 } }"
    let own = try place.mapping(
      Self.glassKeys + ["material", "composition", "realisations"], hint)
    let material = try own["material"].map { name throws(InputError) in
      try GlassMaterial.named(name, relativeTo: folder)
    }
    let composition = try composition(own, of: material)
    let keys =
      if let material { own.backed(by: try material.glass.mapping(Self.glassKeys, hint)) } else {
        own
      }
    var recipe = GlassRecipe(
      model: try glassModel(keys, material, composition), seed: try glassSeed())
    recipe.model.energetics = try energetics(keys)
    recipe.model.classes = try classes(keys, own["classes"] == nil ? composition : nil)
    recipe.model.inclusions = try inclusions(own, keys, composition)
    let settings = try ModelSettings(keys)
    let mobileKey = try keys.required("mobile", "give mobile: { Li: { fraction: 0.5, charge: 1 } }")
    var model =
      if try hasSeveralSpecies(mobileKey) {
        try mixedGlass(&recipe, mobileKey, keys, settings)
      } else {
        try plainGlass(
          recipe, mobileKey, keys, settings, own["mobile"] == nil ? composition : nil)
      }
    if let material {
      let amount = composition.map { ", \(SweepRange.plain($0.value)) \($0.quantity)" } ?? ""
      model.description = "\(material.title)\(amount): \(model.description)"
      (model.sources, model.published) = (material.sources, material.published(at: composition))
    }
    let count = try own["realisations"]?.wholeNumber(in: 1...100_000) ?? 1
    model.realisations = NetworkRealisations(count) { [recipe] in try recipe.network($0) }
    if count > 1 { model.description += ", \(count) realisations" }
    return model
  }

  private func composition(
    _ keys: InputMapping, of material: GlassMaterial?
  ) throws(InputError) -> GlassComposition? {
    guard let material else {
      if let value = keys["composition"] {
        throw value.error("belongs to a material; give material: Li2S-P2S5, or take it away")
      }
      return nil
    }
    return try material.composition(keys["composition"])
  }

  /// Sets the streams of glasses apart from those of temperatures, replicas and immobile ions.
  private func glassSeed() throws(InputError) -> StreamSeed {
    StreamSeed(study: try keys["seed"]?.unsigned64() ?? 1).mixed(
      with: UInt64(0x676c_6173_73))
  }

  private func plainGlass(
    _ recipe: GlassRecipe, _ mobileKey: InputValue, _ keys: InputMapping,
    _ settings: ModelSettings, _ composition: GlassComposition?
  ) throws(InputError) -> StudyModel {
    if let stray = keys["mismatchEnergy"] ?? keys["sameEnergies"] {
      throw stray.error("is about several mobile species, and there is one; take it away")
    }
    let network = try network(of: recipe, keys.place)
    let (species, filling) = try mobile(
      mobileKey, filling: FillingReader(sites: network.siteCount, formulaUnits: nil), known: nil)
    return StudyModel(
      network: network, species: species,
      filling: composition?.fraction.map { .fraction($0) } ?? filling, settings: settings,
      description: "glass of \(network.siteCount) sites and \(network.hopCount) hops",
      keyPath: keys.place.keyPath)
  }

  /// Several species on the sites of one glass. Each draws site energies and barriers for itself,
  /// unless it says `sameEnergies: true`: what suits one ion does not suit another, which is what
  /// makes the mixed-alkali effect. With `mismatchEnergy` each site besides was formed for one of them,
  /// and costs the others so much. A. Bunde, M. D. Ingram, P. Maass, J. Non-Cryst. Solids 172–174,
  /// 1222 (1994), doi:10.1016/0022-3093(94)90647-5 (recalled); J. Leiber, Q. E. Fischer, S. Lohmann,
  /// P. Maass, arXiv:2604.27873 (2026) (abstract read).
  private func mixedGlass(
    _ recipe: inout GlassRecipe, _ mobile: InputValue, _ keys: InputMapping,
    _ settings: ModelSettings
  ) throws(InputError) -> StudyModel {
    let base = try network(of: recipe, keys.place)
    let entries = try species(
      mobile, MobileNames(base, hopClasses: [], formulaUnits: nil), known: nil)
    if let entry = entries.first(where: { !$0.siteEnergies.isEmpty }) {
      throw entry.place.error(
        "a glass draws the site energies of each species; take siteEnergies away")
    }
    let ions = entries.map { Double($0.ions.filling.ions(on: base)) }
    let all = max(1, ions.reduce(0, +))
    recipe.components = zip(entries, ions).map {
      GlassRecipe.Component(
        species: $0.ions.species, siteKinds: $0.siteKinds, share: $1 / all)
    }
    recipe.sameEnergies = try keys["sameEnergies"]?.bool() ?? false
    recipe.mismatchEnergy = try keys["mismatchEnergy"]?.number(.energy, .nonNegative) ?? 0
    recipe.pairEnergy = settings.pairEnergy
    return StudyModel(
      entries, joint: try network(of: recipe, mobile), settings,
      description: "glass of \(base.siteCount) sites and \(base.hopCount) hops",
      keyPath: keys.place.keyPath)
  }

  /// The first realisation, with errors at the glass.
  private func network(
    of recipe: GlassRecipe, _ place: InputValue
  ) throws(InputError) -> SiteNetwork {
    do {
      return try recipe.network(0)
    } catch let error as InputError {
      throw error.file.isEmpty ? place.error(error.message) : error
    } catch NetworkError.empty {
      throw place.error("a species has no hop between the sites it may stand on; widen its sites")
    } catch {
      throw place.error(KeyedMessage("\(error)").message)
    }
  }

  // MARK: Sites and bonds

  /// The seed is set by the recipe, realisation by realisation.
  private func glassModel(
    _ keys: InputMapping, _ material: GlassMaterial?, _ composition: GlassComposition?
  ) throws(InputError) -> GlassModel {
    let hint = "give sites: { count: 1000, density: 0.02 } or { snapshot: FILE.xyz, species: Li }"
    let known = [
      "count", "density", "dimensions", "arrangement", "snapshot", "species", "frame",
    ]
    let place = try keys.required("sites", hint)
    let given = try place.mapping(known, hint)
    let sites =
      if let usual = material?.sites {
        given.backed(by: try usual.mapping(known, hint))
      } else { given }
    let bonds = try keys.required("bonds", "give bonds: { cutoff: 4 } (Å)").bondRule()
    guard let file = sites["snapshot"] else {
      let density =
        if given["density"] == nil, let usual = composition?.siteDensity { usual } else {
          try sites.required("density", hint).number(.number, .positive)
        }
      let box = GlassBox(
        sites: try sites.required("count", hint).wholeNumber(in: 2...GlassModel.mostSites),
        density: density,
        dimensions: try sites["dimensions"]?.wholeNumber(in: 2...3) ?? 3)
      return GlassModel(
        try sites["arrangement"]?.arrangement() ?? .poisson, joined: bonds, in: box, seed: 0)
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
      return try GlassModel(snapshot, mobile: species, joined: bonds, seed: 0)
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

  /// Inclusions as given, or their share as the composition says.
  private func inclusions(
    _ own: InputMapping, _ keys: InputMapping, _ composition: GlassComposition?
  ) throws(InputError) -> Inclusions? {
    var inclusions = try keys["inclusions"]?.inclusions()
    if own["inclusions"] == nil, let share = composition?.inclusionShare {
      if share == 0 { return nil }
      inclusions?.share = share
    }
    return inclusions
  }

  /// - Parameter composition: whose shares stand for those listed.
  private func classes(
    _ keys: InputMapping, _ composition: GlassComposition?
  ) throws(InputError) -> SiteClasses? {
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
      let name = try keys.required("name", hint).text()
      let share =
        if let own = composition?.shares[name] { own } else {
          try keys.required("share", hint).number(.number, .within(0...1))
        }
      members.append(
        SiteClasses.Member(
          name, share: share,
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
    if composition != nil { classes.dropAbsent() }
    return classes
  }
}
