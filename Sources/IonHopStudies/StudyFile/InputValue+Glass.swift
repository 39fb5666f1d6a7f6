import IonHopNetworks

/// The parts of `model.glass` that stand in mappings of their own.
extension InputValue {
  /// `poisson`, `continuousRandomNetwork`, `{ hardSpheres: 2.5 }`, `{ relaxedSpheres: 2.5 }` or
  /// `{ perturbedLattice: 0.3 }` (Å).
  func arrangement() throws(InputError) -> SiteArrangement {
    let hint =
      "give poisson, continuousRandomNetwork, { hardSpheres: 2.5 }, { relaxedSpheres: 2.5 } or { perturbedLattice: 0.3 } (Å)"
    guard isMapping else {
      switch try text(hint) {
      case "poisson": return .poisson
      case "continuousRandomNetwork": return .continuousRandomNetwork()
      default: throw error("\(shown) is no arrangement; \(hint)")
      }
    }
    let names = ["hardSpheres", "relaxedSpheres", "perturbedLattice"]
    let (name, value) = try mapping(names, hint).exactlyOne(of: names, hint)
    // No displacement leaves the lattice itself.
    let length = try value.number(.length, name == "perturbedLattice" ? .nonNegative : .positive)
    return switch name {
    case "hardSpheres": .hardSpheres(distance: length)
    case "relaxedSpheres": .hardSpheres(distance: length, relaxed: true)
    default: .perturbedLattice(displacement: length)
    }
  }

  /// `{ cutoff: 4 }`, `{ nearest: 6 }`, `{ coordination: 6 }`, `{ delaunay: 6 }`, `delaunay` or
  /// `voronoiVertices`.
  func bondRule() throws(InputError) -> BondRule {
    let hint =
      "give { cutoff: 4 } (Å), { nearest: 6 }, { coordination: 6.5 }, delaunay, { delaunay: 6 } (longest, Å) or voronoiVertices"
    guard isMapping else {
      switch try text(hint) {
      case "delaunay": return .delaunay()
      case "voronoiVertices": return .voronoiVertices
      default: throw error("\(shown) is no rule for bonds; \(hint)")
      }
    }
    let names = ["cutoff", "nearest", "coordination", "delaunay"]
    let (name, value) = try mapping(names, hint).exactlyOne(of: names, hint)
    switch name {
    case "cutoff": return .cutoff(try value.number(.length, .positive))
    case "nearest": return .nearest(try value.wholeNumber(in: 1...1000))
    case "coordination": return .coordination(try value.number(.number, .positive))
    default: return .delaunay(longest: try value.number(.length, .positive))
    }
  }

  func inclusions() throws(InputError) -> Inclusions {
    let hint =
      "give inclusions: { share: 0.3, radius: 15, barrier: 0.2, surfaceBarrier: 0.3, siteEnergy: 0 }"
    let keys = try mapping(["share", "radius", "barrier", "surfaceBarrier", "siteEnergy"], hint)
    var inclusions = Inclusions(
      share: try keys.required("share", hint).number(.number, .within(0...1)),
      radius: try keys.required("radius", hint).number(.length, .positive),
      barrier: try keys.required("barrier", hint).number(.energy, .nonNegative),
      surfaceBarrier: try keys["surfaceBarrier"]?.number(.energy, .nonNegative))
    inclusions.siteEnergy = try keys["siteEnergy"]?.number(.energy) ?? 0
    return inclusions
  }

  func counterIons() throws(InputError) -> CounterIons {
    let hint =
      "give counterIons: { perSite: 0.5, charge: -1, screeningLength: 5, permittivity: 10, closestApproach: 2 }"
    let keys = try mapping(
      [
        "perSite", "positions", "charge", "ionCharge", "screeningLength", "permittivity",
        "closestApproach",
      ], hint)
    func positive(_ key: String, _ quantity: Quantity) throws(InputError) -> Double {
      try keys.required(key, hint).number(quantity, .positive)
    }
    var places: [SIMD3<Double>] = []
    for position in try keys["positions"]?.elements("give a list of positions (Å)") ?? [] {
      places.append(try position.vector(.length, "give a position such as [1, 2, 3] in Å"))
    }
    let random = try keys["perSite"]?.number(.number, .positive)
    guard (random == nil) != places.isEmpty else {
      throw error("give either perSite or positions; \(hint)")
    }
    var ions = CounterIons(
      random.map { .random(perSite: $0) } ?? .given(places),
      charge: try keys["charge"]?.number(.charge) ?? -1,
      screeningLength: try positive("screeningLength", .length),
      permittivity: try positive("permittivity", .number),
      closestApproach: try positive("closestApproach", .length))
    ions.ionCharge = try keys["ionCharge"]?.number(.charge) ?? 1
    return ions
  }

  func andersonStuart() throws(InputError) -> AndersonStuart {
    let hint =
      "give andersonStuart: { radius: 0.76, counterRadius: 1.84, covalency: 8, shearModulus: 10, doorway: 0.5 }"
    let keys = try mapping(
      [
        "radius", "counterRadius", "covalency", "shearModulus", "doorway", "doorwayDeviation",
        "hostRadius", "charge", "counterCharge", "madelung",
      ], hint)
    func positive(_ key: String, _ quantity: Quantity = .number) throws(InputError) -> Double {
      try keys.required(key, hint).number(quantity, .positive)
    }
    let doorway: AndersonStuart.Doorway
    if let host = keys["hostRadius"] {
      doorway = .bottleneck(hostRadius: try host.number(.length, .positive))
    } else if let deviation = keys["doorwayDeviation"] {
      doorway = .spread(
        mean: try positive("doorway", .length),
        deviation: try deviation.number(.length, .positive))
    } else {
      doorway = .radius(try positive("doorway", .length))
    }
    var model = AndersonStuart(
      radius: try positive("radius", .length),
      counterRadius: try positive("counterRadius", .length), covalency: try positive("covalency"),
      shearModulus: try positive("shearModulus"), doorway: doorway)
    if let charge = keys["charge"] { model.charge = try charge.number(.charge) }
    if let charge = keys["counterCharge"] { model.counterCharge = try charge.number(.charge) }
    if let madelung = keys["madelung"] { model.madelung = try madelung.number(.number, .positive) }
    return model
  }
}
