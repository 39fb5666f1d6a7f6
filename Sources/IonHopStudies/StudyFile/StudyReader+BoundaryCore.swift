import IonHopNetworks

extension StudyReader {
  private static let coreKeys = [
    "width", "barrierRise", "siteEnergy", "wellSpread", "missingSites", "missingBonds",
    "secondPhase", "segregation",
  ]

  /// Reads `core:`; every key is optional and off by default.
  func boundaryCore(_ value: InputValue?) throws(InputError) -> BoundaryRules {
    guard let value else { return BoundaryRules() }
    let keys = try value.mapping(Self.coreKeys, "give core: { width: 8, barrierRise: 0.1 }")
    var rules = BoundaryRules(
      coreWidth: try keys["width"]?.number(.length, .nonNegative) ?? 0,
      barrierRise: try keys["barrierRise"]?.energyDistribution())
    rules.coreSiteEnergy = try keys["siteEnergy"]?.number(.energy, .within(-100...100)) ?? 0
    rules.wellSpread = try keys["wellSpread"]?.energyDistribution()
    rules.missingSites = try keys["missingSites"]?.share() ?? 0
    rules.missingBonds = try keys["missingBonds"]?.share() ?? 0
    if let phase = keys["secondPhase"] { rules.secondPhase = try secondPhase(phase) }
    if let dopants = keys["segregation"] {
      let hint = "give segregation: { share: 0.2, width: 10 }"
      let given = try dopants.mapping(["share", "width"], hint)
      rules.segregation = .init(
        share: try given.required("share", hint).share(),
        width: try given.required("width", hint).number(.length, .nonNegative))
    }
    return rules
  }

  private func secondPhase(_ value: InputValue) throws(InputError) -> BoundaryRules.SecondPhase {
    let hint = "give secondPhase: { coverage: 0.3, thickness: 5, patchSize: 20, barrier: 0.8 }"
    let keys = try value.mapping(["coverage", "thickness", "patchSize", "barrier"], hint)
    return .init(
      coverage: try keys.required("coverage", hint).share(),
      thickness: try keys["thickness"]?.number(.length, .nonNegative) ?? 0,
      patchSize: try keys.required("patchSize", hint).number(.length, .positive),
      effect: try keys["barrier"].map { barrier throws(InputError) in
        .barrier(try barrier.number(.energy, .within(0...100)))
      } ?? .closed)
  }

  // MARK: Turned grains

  /// Reads `misfit:`.
  func misfit(
    _ value: InputValue, _ lattice: Lattice, _ settings: ModelSettings
  ) throws(InputError) -> SlabMisfit {
    let hint =
      "give misfit: { about: [0, 0, 1], angle: \"36.87 deg\", minimumSeparation: 2, hops: { distance: [2, 3.5], barrier: 0.4, frequency: 1e13 } }"
    let keys = try value.mapping(
      ["about", "angle", "symmetric", "minimumSeparation", "hops"], hint)
    guard settings.pairEnergy == 0 else {
      throw value.error(
        "a pair energy along hops means nothing between turned grains; give interactions by distance"
      )
    }
    let place = try keys.required("about", hint)
    let axis = try place.vector(.number, "give a direction such as [0, 0, 1]")
    guard axis != .zero else { throw place.error("is no direction; give one such as [0, 0, 1]") }
    return SlabMisfit(
      lattice, about: axis,
      degrees: try keys.required("angle", hint).number(.angle, .within(0...180)),
      symmetric: try keys["symmetric"]?.bool() ?? false, joining: try boundaryHops(keys, hint))
  }

  /// Reads `minimumSeparation` and `hops`: how ions cross between lattices that do not match.
  func boundaryHops(_ keys: InputMapping, _ hint: String) throws(InputError) -> BoundaryHops {
    let hops = try keys.required("hops", hint)
    let given = try hops.mapping(["distance", "barrier", "frequency"], hint)
    let window = try given.required("distance", hint)
    let ends = try window.elements(count: 2, "give two distances such as [2, 3.5]")
    let (low, high) = (
      try ends[0].number(.length, .within(0...30)), try ends[1].number(.length, .within(0...30))
    )
    guard low <= high else { throw window.error("the window ends before it begins; swap them") }
    return BoundaryHops(
      minimumSeparation: try keys.required("minimumSeparation", hint).number(
        .length, .within(0.01...30)),
      distance: low...high,
      barrier: try given.required("barrier", hint).number(.energy, .within(0...100)),
      frequency: try given.required("frequency", hint).number(.frequency, .positive))
  }

  // MARK: Space charge

  private static let spaceChargeKeys = [
    "permittivity", "corePotential", "coreCharge", "statistics", "defect", "background",
    "concentration", "selfConsistent",
  ]

  /// Reads `spaceCharge:`; without `corePotential` or `coreCharge` the core's site energy decides.
  func boundarySpaceCharge(
    _ value: InputValue, _ core: BoundaryRules
  ) throws(InputError) -> BoundarySpaceCharge {
    let hint = "give spaceCharge: { permittivity: 60, corePotential: 0.2 }"
    let keys = try value.mapping(Self.spaceChargeKeys, hint)
    var charge = BoundarySpaceCharge(
      permittivity: try keys.required("permittivity", hint).number(.number, .within(1...1e6)),
      core: .segregation(core.coreSiteEnergy))
    if let potential = keys["corePotential"] {
      if let other = keys["coreCharge"] {
        throw other.error("corePotential and coreCharge exclude each other; keep one")
      }
      charge.core = .potential(try potential.number(.potential, .within(-10...10)))
    } else if let given = keys["coreCharge"] {
      charge.core = .charge(try given.number(.areaCharge, .within(-1...1)))
    }
    charge.statistics =
      try keys["statistics"]?.choice(of: BoundarySpaceCharge.Statistics.self, what: "statistics")
      ?? .fermiDirac
    charge.background =
      try keys["background"]?.choice(of: BoundarySpaceCharge.Background.self, what: "background")
      ?? .immobile
    charge.defect =
      try keys["defect"]?.choice(of: BoundarySpaceCharge.Defect.self, what: "defect") ?? .ion
    charge.concentration = try keys["concentration"]?.number(.concentration, .positive)
    charge.selfConsistentRounds = try keys["selfConsistent"]?.wholeNumber(in: 0...10_000) ?? 0
    try check(charge, core, keys)
    if let rounds = keys["selfConsistent"] { try checkFollowing(charge, rounds) }
    return charge
  }

  /// What the simulation's ions cannot tell is refused.
  private func checkFollowing(
    _ charge: BoundarySpaceCharge, _ rounds: InputValue
  ) throws(InputError) {
    guard charge.selfConsistentRounds > 0 else { return }
    guard charge.statistics == .fermiDirac, charge.background == .immobile else {
      throw rounds.error(
        "only the ions of the simulation can be followed: give statistics: fermiDirac and background: immobile, or take selfConsistent away"
      )
    }
    if case .charge = charge.core {
      throw rounds.error(
        "a potential that follows the ions needs corePotential, or core: { siteEnergy } for ions that segregate, in place of coreCharge"
      )
    }
  }

  private func check(
    _ charge: BoundarySpaceCharge, _ core: BoundaryRules, _ keys: InputMapping
  ) throws(InputError) {
    if charge.statistics == .fermiDirac {
      for key in ["defect", "concentration"] {
        if let value = keys[key] {
          throw value.error(
            "with fermiDirac the lattice's own ions and sites answer; take \(key) away, or give statistics: boltzmann or mottSchottky"
          )
        }
      }
    }
    if charge.statistics == .mottSchottky, charge.background == .mobile,
      let value = keys["background"]
    {
      throw value.error("mottSchottky is for an immobile background; give immobile, or boltzmann")
    }
    guard case .segregation(let energy) = charge.core else { return }
    let hint = "give corePotential (V) or coreCharge (e/Å2)"
    guard charge.statistics == .fermiDirac else {
      throw keys.place.error("\(charge.statistics.rawValue) needs the core's state; \(hint)")
    }
    guard energy != 0, core.coreWidth > 0 else {
      throw keys.place.error(
        "nothing charges the core; \(hint), or core: { width: 8, siteEnergy: -0.1 } for ions that segregate"
      )
    }
  }
}

extension InputValue {
  fileprivate func share() throws(InputError) -> Double { try number(.number, .within(0...1)) }

  /// An energy (eV), or `{ gaussian: { mean: 0.12, deviation: 0.05 } }`.
  func energyDistribution() throws(InputError) -> EnergyDistribution {
    guard isMapping else { return .single(try number(.energy)) }
    let hint = "give an energy in eV, or { gaussian: { mean: 0.12, deviation: 0.05 } }"
    let kinds: [String: [String]] = [
      "gaussian": ["mean", "deviation"], "uniform": ["from", "to"],
      "exponential": ["lowest", "scale"], "logNormal": ["mean", "deviation"],
      "bimodal": ["first", "second", "deviation", "share"],
    ]
    let names = kinds.keys.sorted()
    let (kind, value) = try mapping(names, hint).exactlyOne(of: names, hint)
    let keys = kinds[kind] ?? []
    let given = try value.mapping(keys, "give \(keys.joined(separator: ", "))")
    var numbers: [Double] = []
    for key in keys {
      let entry = try given.required(key, "give \(keys.joined(separator: ", "))")
      switch key {
      case "share": numbers.append(try entry.number(.number, .within(0...1)))
      case "deviation", "scale": numbers.append(try entry.number(.energy, .positive))
      default: numbers.append(try entry.number(.energy, .within(-100...100)))
      }
    }
    switch kind {
    case "gaussian": return .gaussian(mean: numbers[0], deviation: numbers[1])
    case "uniform":
      guard numbers[0] < numbers[1] else { throw value.error("to must lie above from; swap them") }
      return .uniform(numbers[0]...numbers[1])
    case "exponential": return .exponential(lowest: numbers[0], scale: numbers[1])
    case "logNormal":
      guard numbers[0] > 0 else { throw value.error("the mean must be above zero; raise it") }
      return .logNormal(mean: numbers[0], deviation: numbers[1])
    default:
      return .bimodal(
        first: numbers[0], second: numbers[1], deviation: numbers[2], share: numbers[3])
    }
  }
}
