/// The parts of a polymer that stand in mappings of their own.
extension InputValue {
  /// `freelyJointed`, `{ freelyRotating: 110 }` (degrees) or `{ wormLike: 4.65 }` (Å).
  func chainModel() throws(InputError) -> ChainModel {
    let hint = "give freelyJointed, { freelyRotating: 110 } (degrees) or { wormLike: 4.65 } (Å)"
    guard isMapping else {
      guard try text(hint) == "freelyJointed" else {
        throw error("\(shown) is no model of a chain; \(hint)")
      }
      return .freelyJointed
    }
    let names = ["freelyRotating", "wormLike"]
    let (name, value) = try mapping(names, hint).exactlyOne(of: names, hint)
    return name == "wormLike"
      ? .wormLike(persistenceLength: try value.number(.length, .positive))
      : .freelyRotating(bondAngle: try value.number(.angle, .within(0...180)))
  }

  /// - Parameter base: a law of the same kind, for numbers that are not given.
  func relaxationLaw(
    _ kind: String, changing base: RelaxationLaw?
  ) throws(InputError) -> RelaxationLaw {
    switch kind {
    case "vft":
      let part = MaterialPart(
        keys: try mapping(["rate", "b", "offset"], "give vft: { rate, b, offset }"), place: self,
        hint: "give vft: { rate: 3e11, b: 1300, offset: 33 } (1/s, K, T_g - T0 in K)")
      var (rate, b, offset): (Double?, Double?, Double?) = (nil, nil, nil)
      if case .vft(let r, let k, let o) = base { (rate, b, offset) = (r, k, o) }
      return .vft(
        rate: try part.number("rate", .frequency, .positive, rate),
        b: try part.number("b", .number, .positive, b),
        offset: try part.number("offset", .number, .positive, offset))
    case "wlf":
      let part = MaterialPart(
        keys: try mapping(["rateAtTg", "c1", "c2"], "give wlf: { rateAtTg, c1, c2 }"), place: self,
        hint: "give wlf: { rateAtTg: 0.01, c1: 17.44, c2: 51.6 } (1/s, 1, K)")
      var (rate, c1, c2): (Double?, Double, Double) = (nil, 17.44, 51.6)
      if case .wlf(let r, let a, let b) = base { (rate, c1, c2) = (r, a, b) }
      return .wlf(
        rateAtTg: try part.number("rateAtTg", .frequency, .positive, rate),
        c1: try part.number("c1", .number, .positive, c1),
        c2: try part.number("c2", .number, .positive, c2))
    default:
      let part = MaterialPart(
        keys: try mapping(["rate", "barrier"], "give arrhenius: { rate, barrier }"), place: self,
        hint: "give arrhenius: { rate: 1e11, barrier: 0.25 } (1/s, eV)")
      var (rate, barrier): (Double?, Double?) = (nil, nil)
      if case .arrhenius(let r, let e) = base { (rate, barrier) = (r, e) }
      return .arrhenius(
        rate: try part.number("rate", .frequency, .positive, rate),
        barrier: try part.number("barrier", .energy, .nonNegative, barrier))
    }
  }

  /// `{ charge, barrier, frequency, openFraction, intrachain: {...}, interchain: {...} }`: the numbers
  /// of one kind of hops stand before those of all.
  func polymerIon(
    _ name: String, changing base: PolymerIon?, _ hint: String
  ) throws(InputError) -> PolymerIon {
    let numbers = ["barrier", "frequency", "openFraction"]
    let keys = try mapping(numbers + ["charge", "intrachain", "interchain"], hint)
    let all = MaterialPart(keys: keys, place: self, hint: hint)
    func hop(_ kind: String, _ base: GatedHop?) throws(InputError) -> GatedHop {
      let own = MaterialPart(
        keys: try keys[kind]?.mapping(numbers, hint), place: keys[kind] ?? self, hint: hint)
      func value(
        _ key: String, _ quantity: Quantity, _ bound: Bound, _ base: Double?
      ) throws(InputError) -> Double {
        if own.keys?[key] != nil { return try own.number(key, quantity, bound, nil) }
        return try all.number(key, quantity, bound, base)
      }
      return GatedHop(
        barrier: try value("barrier", .energy, .nonNegative, base?.barrier),
        frequency: try value("frequency", .frequency, .positive, base?.frequency),
        openFraction: try value("openFraction", .number, .within(0...1), base?.openFraction))
    }
    return PolymerIon(
      name: name, charge: try all.number("charge", .charge, .within(-100...100), base?.charge),
      intrachain: try hop("intrachain", base?.intrachain),
      interchain: try hop("interchain", base?.interchain))
  }

  private enum Axis: String, CaseIterable { case x, y, z }

  /// `{ fraction, spherulites | lamellae | channels, axis, meltingTemperature, meltingRange }`
  func crystallinity(changing base: Crystallinity?) throws(InputError) -> Crystallinity {
    let hint =
      "give crystals: { fraction: 0.6, spherulites: 3, meltingTemperature: 338, meltingRange: 15 }, or lamellae: 4 or channels: 2 with axis: z"
    let patterns = ["spherulites", "lamellae", "channels"]
    let keys = try mapping(
      ["fraction", "axis", "meltingTemperature", "meltingRange"] + patterns, hint)
    let part = MaterialPart(keys: keys, place: self, hint: hint)
    let axis = try keys["axis"]?.choice(of: Axis.self, what: "axis") ?? .z
    let index = axis == .x ? 0 : axis == .y ? 1 : 2
    var pattern = base?.pattern
    if pattern == nil || patterns.contains(where: { keys[$0] != nil }) {
      let (name, value) = try keys.exactlyOne(of: patterns, hint)
      let count = try value.wholeNumber(in: 1...10_000)
      pattern =
        switch name {
        case "lamellae": .lamellae(count, axis: index)
        case "channels": .channels(count, axis: index)
        default: .spherulites(count)
        }
    }
    return Crystallinity(
      fraction: try part.number("fraction", .number, .within(0...0.999), base?.fraction),
      pattern: pattern ?? .spherulites(1),
      meltingTemperature: try keys["meltingTemperature"]?.number(.temperature, .positive)
        ?? base?.meltingTemperature,
      meltingRange: try part.number("meltingRange", .number, .nonNegative, base?.meltingRange ?? 0))
  }
}
