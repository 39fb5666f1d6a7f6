import Foundation
import IonHopCore
import IonHopNetworks

extension StudyReader {
  private static let structureKeys = ["lattice", "points", "chains"]
  private static let polymerKeys =
    ["material", "renewal", "crystalline", "plasticiser", "crossLinkDensity"]
    + structureKeys + PolymerMaterial.modelKeys + ["rateLaw", "field"]

  static let polymerHint =
    "give polymer: { material: PEO-LiTFSI, salt: { ratio: 16 }, lattice: 8 }"

  /// Reads `model.polymer`: a material of `Lattices/Polymers`, or all of its numbers, and the sites
  /// that stand for it.
  func polymer(_ place: InputValue) throws(InputError) -> StudyModel {
    let keys = try place.mapping(Self.polymerKeys, Self.polymerHint)
    let settings = try ModelSettings(keys)
    let material = try polymerMaterial(keys)
    let salt = material.salt(ratio: material.usualRatio)
    try checked(at: place.keyPath) { try salt.check() }
    let seed = StreamSeed(study: try self.keys["seed"]?.unsigned64() ?? 1).mixed(
      with: Self.polymerSeed)
    let structure = try structure(keys, of: material, seed: seed.value)
    var model = PolymerModel(
      structure.topology, ions: material.ions,
      segments: material.segments(
        ratio: material.usualRatio,
        plasticiserFraction: try plasticiserFraction(keys["plasticiser"]),
        crossLinks: structure.crossLinks),
      units: try keys["renewal"]?.choice(of: RenewalUnits.self, what: "renewal") ?? structure.units,
      association: material.association, seed: seed.value)
    model.crystallinity = try crystals(keys, of: material)
    model = material.withSalt(model, ratio: material.usualRatio)
    let electrolyte = PolymerElectrolyte(model, chainMotion: structure.motion)
    let hottest = try temperatures().max() ?? 0
    let network = try checked(at: place.keyPath) { try model.state(at: hottest).network }
    try checkConducts(electrolyte, seed: seed.value)
    let counts = material.counts(in: model, ratio: material.usualRatio)
    let ions = zip(material.ions, counts).map {
      MobileIons(Species($0.name, charge: $0.charge), .count($1))
    }
    var result = StudyModel(
      network: network, species: ions[0].species, filling: ions[0].filling,
      further: Array(ions.dropFirst()), settings: settings,
      description: description(material, model, structure.kind), sources: material.sources,
      published: material.published, keyPath: place.keyPath)
    result.polymer = electrolyte
    result.fillingKey = "salt.ratio"
    result.warnings = try warnings(of: electrolyte, salt, material)
    return result
  }

  /// Sets the streams of polymers apart from those of temperatures, replicas and immobile ions.
  static let polymerSeed: UInt64 = 0x706f_6c79_6d65_72

  /// The material of a polymer, with the study's own numbers.
  func polymerMaterial(_ keys: InputMapping) throws(InputError) -> PolymerMaterial {
    var material: PolymerMaterial
    if let value = keys["material"] {
      let name = try value.text("give the name of a polymer, or the path of a polymer file")
      do {
        material = try PolymerMaterial.named(name, folders: lattices, relativeTo: folder)
          .changed(by: keys)
      } catch {
        throw error.file.isEmpty ? value.error(error.message) : error
      }
    } else {
      material = try PolymerMaterial(
        keys, name: "polymer", title: "polymer", sources: [], published: [])
    }
    if let value = keys["plasticiser"] {
      let hint = "give plasticiser: { fraction: 0.2, glassTransition: 170 } (by weight, K)"
      material.glass.plasticiser = try value.mapping(["fraction", "glassTransition"], hint)
        .required("glassTransition", hint).number(.temperature, .positive)
    }
    return material
  }

  func plasticiserFraction(_ value: InputValue?) throws(InputError) -> Double {
    guard let value else { return 0 }
    let hint = "give plasticiser: { fraction: 0.2, glassTransition: 170 } (by weight, K)"
    return try value.mapping(["fraction", "glassTransition"], hint).required("fraction", hint)
      .number(.number, .within(0...0.95))
  }

  /// Crystals if the study says so, or gives some of its own.
  private func crystals(
    _ keys: InputMapping, of material: PolymerMaterial
  ) throws(InputError) -> Crystallinity? {
    let wanted = try keys["crystalline"]?.bool() ?? (keys["crystals"] != nil)
    guard wanted else { return nil }
    guard let crystals = material.crystals else {
      throw (keys["crystalline"] ?? keys.place).error(
        "\(material.name) has no crystals; give crystals: { fraction: 0.5, spherulites: 3 }")
    }
    return crystals
  }

  // MARK: Structure

  private struct PolymerStructure {
    var topology: PolymerTopology
    var units: RenewalUnits
    var kind: String
    /// mol/g
    var crossLinks: Double
    var motion: ChainMotion?
  }

  private func structure(
    _ keys: InputMapping, of material: PolymerMaterial, seed: UInt64
  ) throws(InputError) -> PolymerStructure {
    let (kind, value) = try keys.exactlyOne(
      of: Self.structureKeys,
      "give lattice: 8 (sites along an edge), points: { count, minimumDistance, reach } or chains: { count, monomers, reach }"
    )
    let perSite = Double(material.monomersPerSite) * material.monomerVolume
    let volume = perSite * material.salt(ratio: material.usualRatio).swelling
    if kind == "chains" { return try chains(value, keys, of: material, seed: seed) }
    let density = try keys["crossLinkDensity"]?.number(.number, .nonNegative) ?? 0
    var topology: PolymerTopology
    if kind == "lattice" {
      let sites = try value.wholeNumber(in: 2...256)
      topology = try checked(at: value.keyPath) {
        try PolymerTopology(lattice: sites, spacing: cbrt(volume))
      }
    } else {
      let hint = "give points: { count: 512, minimumDistance: 4, reach: 9 } (Å)"
      let points = try value.mapping(["count", "minimumDistance", "reach"], hint)
      let count = try points.required("count", hint).wholeNumber(in: 2...20_000_000)
      let distance = try points.required("minimumDistance", hint).number(.length, .positive)
      let reach = try points.required("reach", hint).number(.length, .positive)
      topology = try checked(at: value.keyPath) {
        try PolymerTopology(
          randomPoints: count, edge: cbrt(volume * Double(count)), minimumDistance: distance,
          reach: reach, seed: seed)
      }
    }
    topology.monomers = topology.siteCount * material.monomersPerSite
    return PolymerStructure(
      topology: topology, units: .eachHop,
      kind: kind == "lattice" ? "on a cubic lattice" : "at random points", crossLinks: density)
  }

  private func chains(
    _ value: InputValue, _ keys: InputMapping, of material: PolymerMaterial, seed: UInt64
  ) throws(InputError) -> PolymerStructure {
    if let stray = keys["crossLinkDensity"] {
      throw stray.error("of chains it follows from chains.crossLinks; give that")
    }
    let hint = "give chains: { count: 20, monomers: 60, reach: 8 } (Å)"
    let chains = try value.mapping(
      [
        "count", "monomers", "reach", "sitesPerSegment", "crossLinks", "crossLinkSpeed",
        "crossLinkDistance", "minimumDistance", "rouse",
      ], hint)
    var composition = material.melt(
      ratio: material.usualRatio,
      chains: try chains.required("count", hint).wholeNumber(in: 1...1_000_000),
      monomers: try chains.required("monomers", hint).wholeNumber(in: 2...1_000_000),
      crossLinks: try chains["crossLinks"]?.wholeNumber(in: 0...1_000_000) ?? 0,
      minimumDistance: try chains["minimumDistance"]?.number(.length, .nonNegative) ?? 3)
    if let distance = chains["crossLinkDistance"] {
      composition.crossLinkDistance = try distance.number(.length, .positive)
    }
    let reach = try chains.required("reach", hint).number(.length, .positive)
    let perSegment = try chains["sitesPerSegment"]?.wholeNumber(in: 1...1_000_000) ?? 2
    let speed = try chains["crossLinkSpeed"]?.number(.number, .within(0...1)) ?? 1
    let motion = try chainMotion(chains["rouse"], composition)
    let topology = try checked(at: value.keyPath) { [composition] in
      try PolymerTopology(
        PolymerMelt(composition, seed: seed), reach: reach, sitesPerSegment: perSegment,
        crossLinkSpeed: speed)
    }
    let grams = Double(topology.monomers) * material.monomerMass
    return PolymerStructure(
      topology: topology, units: .segments,
      kind: "along \(composition.chains) chains of \(composition.monomers) monomers",
      crossLinks: Double(composition.crossLinks) / grams, motion: motion)
  }

  /// `rouse: true`, or `{ mobility: 1 }`.
  private func chainMotion(
    _ value: InputValue?, _ composition: MeltComposition
  ) throws(InputError) -> ChainMotion? {
    guard let value else { return nil }
    let hint = "give rouse: true or rouse: { mobility: 1 }"
    var mobility = 1.0
    if value.isMapping {
      mobility = try value.mapping(["mobility"], hint).required("mobility", hint)
        .number(.number, .positive)
    } else if try !value.bool() {
      return nil
    }
    guard composition.crossLinks == 0 else {
      throw value.error("chains that are cross-linked do not flow; take rouse or crossLinks away")
    }
    let square = composition.model.meanSquareEndToEnd(
      bonds: composition.monomersPerSite, bondLength: composition.bondLength)
    return ChainMotion(
      beads: composition.sitesPerChain, bondLength: square.squareRoot(), mobility: mobility)
  }

  // MARK: Checks

  /// Runs what builds a part of the model, with errors at its key.
  func checked<Value>(
    at keyPath: String, _ build: () throws -> Value
  ) throws(InputError) -> Value {
    do {
      return try build()
    } catch let error as InputError {
      throw error.file.isEmpty ? document.error(at: keyPath, error.message) : error
    } catch {
      throw document.error(at: keyPath, "\(error)")
    }
  }

  private func checkConducts(
    _ polymer: PolymerElectrolyte, seed: UInt64
  ) throws(InputError) {
    for temperature in try temperatures() {
      let conducts = try checked(at: "model.polymer") {
        try polymer.conducts(at: temperature, seed: seed)
      }
      guard conducts else {
        throw document.error(
          at: "temperatures",
          "at \(temperature) K no segment moves, and the hops that are open lead nowhere; stay above the glass transition, or give segments: { belowGlass: arrhenius }"
        )
      }
    }
  }

  private func description(
    _ material: PolymerMaterial, _ model: PolymerModel, _ kind: String
  ) -> String {
    let sites = model.topology.siteCount
    var text =
      "\(material.title), \(plainNumber(material.usualRatio)) monomers a cation, \(sites) sites \(kind)"
    if let crystals = model.crystallinity {
      text += ", \(plainNumber(100 * crystals.fraction)) % blocked by crystals when cold"
    }
    return text
  }

  private func plainNumber(_ value: Double) -> String { String(format: "%g", value) }

  private func warnings(
    of polymer: PolymerElectrolyte, _ salt: SaltContent, _ material: PolymerMaterial
  ) throws(InputError) -> [String] {
    var warnings: [String] = []
    if salt.dissolvedFraction < 1 {
      warnings.append(
        String(
          format:
            "only %.0f %% of the salt is dissolved: the rest stays crystals and carries nothing",
          100 * salt.dissolvedFraction))
    }
    let coldest = try temperatures().min() ?? 0
    let rate = polymer.model.renewalRate(at: coldest)
    let kT = PhysicalConstants.boltzmann * coldest
    let fastest =
      polymer.model.ions.flatMap { [$0.intrachain, $0.interchain] }
      .map { $0.frequency * exp(-$0.barrier / kT) * $0.openFraction }.max() ?? 0
    if rate > 0, fastest / rate > Self.slowRenewal {
      warnings.append(
        String(
          format:
            "at %g K an ion makes some %.2g hops between two renewals, most of them back and forth: sampling takes long; raise the barrier or stay warmer",
          coldest, fastest / rate))
    }
    let unrenewed = try checked(at: "model.polymer.ions") {
      try polymer.ionsThatNeedNoRenewal(at: coldest, seed: polymer.model.seed)
    }
    for ion in unrenewed {
      warnings.append(
        String(
          format:
            "at %g K open hops lead \(ion.name) across without any renewal, so that its conductivity follows the barrier of its hops, not the segments; lower openFraction below the threshold of percolation (0.2488 on a cubic lattice)",
          coldest))
    }
    return warnings
  }

  /// Hops between renewals from which sampling takes long.
  private static let slowRenewal = 1e4
}
