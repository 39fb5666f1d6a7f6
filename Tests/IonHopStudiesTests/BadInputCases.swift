import Testing

/// A good input file with one thing broken, and what its error must name.
struct BrokenFile: Sendable, CustomTestStringConvertible {
  let label: String
  /// The text of the good file that is replaced, and by what.
  let good: String
  let bad: String
  /// In the error: the key, then the value or the mend.
  let key: String
  let mention: String

  init(_ label: String, _ good: String, _ bad: String, key: String, _ mention: String) {
    (self.label, self.good, self.bad, self.key, self.mention) = (label, good, bad, key, mention)
  }

  var testDescription: String { label }

  /// The broken text, of a good one or on its own.
  func text(of base: String = "") -> String {
    guard !good.isEmpty else { return bad }
    precondition(base.contains(good), "the good file has no \(good)")
    return base.replacing(good, with: bad, maxReplacements: 1)
  }
}

enum BrokenFiles {
  static let crystal = """
    name: good
    model:
      crystal:
        lattice: sc
        supercell: [2, 2, 2]
        mobile: { Li: 0.5 }
    temperatures: [300, 400]
    sampling: { relativeError: 0.1, replicas: 2 }
    fit: [arrhenius]
    seed: 42
    random: mt19937
    carriers: auto
    selector: automatic

    """

  /// Errors of single keys, of the study as a whole and of `model.crystal`.
  static let ofCrystal: [BrokenFile] = [
    .init("unknown key", "seed: 42", "frobnicate: 1", key: "frobnicate", "known keys are"),
    .init(
      "near-miss key", "supercell:", "suprcell:", key: "model.crystal.suprcell", "\"supercell\""),
    .init(
      "near-miss top key", "temperatures", "temperature", key: "temperature", "\"temperatures\""),
    .init("duplicate key", "seed: 42", "seed: 42\nseed: 43", key: "seed", "duplicate"),
    .init("no model", "model:", "modle:", key: "modle", "\"model\""),
    .init(
      "two models", "  crystal:", "  network: {}\n  crystal:", key: "model", "crystal and network"),
    .init(
      "setting outside the model", "  crystal:", "  rateLaw: symmetric\n  crystal:",
      key: "model.rateLaw", "one level down"),
    .init("empty value", "lattice: sc", "lattice:", key: "model.crystal.lattice", "is empty"),
    .init(
      "unknown lattice", "lattice: sc", "lattice: LZO-cubic", key: "model.crystal.lattice",
      "\"LLZO-cubic\""),
    .init(
      "missing lattice file", "lattice: sc", "lattice: ./none.yaml", key: "model.crystal.lattice",
      "./none.yaml"),
    .init(
      "supercell of zero", "[2, 2, 2]", "[2, 0, 2]", key: "model.crystal.supercell[1]", "\"0\""),
    .init("supercell of two", "[2, 2, 2]", "[2, 2]", key: "model.crystal.supercell", "[4, 4, 4]"),
    .init(
      "text in supercell", "[2, 2, 2]", "[2, x, 2]", key: "model.crystal.supercell[1]", "\"x\""),
    .init(
      "fraction in supercell", "[2, 2, 2]", "[2, 2, 2.5]", key: "model.crystal.supercell[2]", "2.5"),
    .init(
      "supercell beyond 32 bits", "[2, 2, 2]", "[100000, 100000, 100000]",
      key: "model.crystal.supercell", "smaller supercell"),
    .init(
      "supercell beyond Int", "[2, 2, 2]", "[99999999999999999999, 2, 2]",
      key: "model.crystal.supercell[0]", "out of range"),
    .init("no mobile ion", "Li: 0.5", "Li: 0", key: "model.crystal.mobile", "no mobile ion"),
    .init("full lattice", "Li: 0.5", "Li: 1", key: "model.crystal.mobile", "fill all 8 sites"),
    .init(
      "more ions than sites", "Li: 0.5", "Li: { count: 9 }", key: "model.crystal.mobile.Li.count",
      "9 ions do not fit on 8 sites"),
    .init(
      "fraction above one", "Li: 0.5", "Li: { fraction: 1.2 }",
      key: "model.crystal.mobile.Li.fraction", "\"1.2\""),
    .init(
      "too many per formula unit", "Li: 0.5", "Li: 1e300", key: "model.crystal.mobile.Li",
      "do not fit"),
    .init("negative fraction", "Li: 0.5", "Li: -0.5", key: "model.crystal.mobile.Li", "\"-0.5\""),
    .init("charge unknown", "Li: 0.5", "Mg: 0.5", key: "model.crystal.mobile.Mg", "charge"),
    .init(
      "no charge", "Li: 0.5", "Li: { fraction: 0.5, charge: 0 }",
      key: "model.crystal.mobile.Li.charge", "\"0\""),
    .init(
      "two species", "Li: 0.5", "Li: 0.5, Na: 0.2", key: "model.crystal.mobile.Na",
      "the charge of Na is not known"),
    .init(
      "unknown site kind", "mobile:", "siteEnergies: { B: 0.1 }\n    mobile:",
      key: "model.crystal.siteEnergies.B", "known keys are A"),
    .init(
      "negative barrier override", "mobile:", "barriers: { nearest: -0.1 eV }\n    mobile:",
      key: "model.crystal.barriers.nearest", "-0.1 eV"),
    .init(
      "bad rate law", "mobile:", "rateLaw: metropolys\n    mobile:", key: "model.crystal.rateLaw",
      "\"metropolis\""),
    .init("zero temperature", "[300, 400]", "[300, 0]", key: "temperatures[1]", "\"0\""),
    .init("negative temperature", "[300, 400]", "-5", key: "temperatures", "\"-5\""),
    .init(
      "temperature not a number", "[300, 400]", "[300, hot]", key: "temperatures[1]", "\"hot\""),
    .init("temperature NaN", "[300, 400]", "[.nan]", key: "temperatures[0]", ".nan"),
    .init("temperature infinite", "[300, 400]", "[.inf]", key: "temperatures[0]", ".inf"),
    .init("temperature overflows", "[300, 400]", "[1e999]", key: "temperatures[0]", "1e999"),
    .init("no temperature", "[300, 400]", "[]", key: "temperatures", "empty list"),
    .init("temperature twice", "[300, 400]", "[300, 300]", key: "temperatures[1]", "twice"),
    .init("wrong unit", "[300, 400]", "[\"300 eV\"]", key: "temperatures[0]", "K, C or °C"),
    .init(
      "nothing moves", "[300, 400]", "[0.5]", key: "temperatures", "raise the temperature"),
    .init(
      "range of one", "[300, 400]", "{ from: 300, to: 700, count: 1 }", key: "temperatures.count",
      "\"1\""),
    .init(
      "bad spacing", "[300, 400]", "{ from: 300, to: 700, count: 5, spacing: log }",
      key: "temperatures.spacing", "known ones are linear, reciprocal"),
    .init(
      "hops and relativeError", "relativeError: 0.1", "relativeError: 0.1, hops: 1e8",
      key: "sampling.hops", "relativeError"),
    .init("negative replicas", "replicas: 2", "replicas: -1", key: "sampling.replicas", "\"-1\""),
    .init("error above one", "0.1", "3", key: "sampling.relativeError", "\"3\""),
    .init("hops not whole", "relativeError: 0.1", "hops: 1.5", key: "sampling.hops", "1.5"),
    .init(
      "time in kelvin", "replicas: 2", "maxTime: 5 K", key: "sampling.maxTime", "s, min or h"),
    .init(
      "bad equilibration", "replicas: 2", "equilibration: never", key: "sampling.equilibration",
      "\"never\""),
    .init("bad fit", "[arrhenius]", "[arhenius]", key: "fit[0]", "\"arrhenius\""),
    .init("fit is a mapping", "[arrhenius]", "{ a: 1 }", key: "fit", "a mapping"),
    .init("negative seed", "seed: 42", "seed: -1", key: "seed", "\"-1\""),
    .init(
      "seed beyond 64 bits", "seed: 42", "seed: 18446744073709551616", key: "seed", "out of range"),
    .init("unknown generator", "mt19937", "mt19973", key: "random", "\"mt19937\""),
    .init(
      "bad carriers", "carriers: auto", "carriers: electrons", key: "carriers", "\"electrons\""),
    .init("bad selector", "automatic", "rejectionfree", key: "selector", "\"rejectionFree\""),
    .init("truncated", "[300, 400]\n", "[300, 400\n", key: ":", "invalid YAML"),
    .init("unclosed quote", "name: good", "name: \"good", key: ":", "invalid YAML"),
    .init("tab", "  crystal:", "\tcrystal:", key: ":3:", "invalid YAML"),
    .init("unknown alias", "seed: 42", "seed: *s", key: ":", "undefined alias"),
    .init("two documents", "seed: 42", "---\nseed: 42", key: ":", "another document"),
    .init("control character", "good", "go\u{1}d", key: ":1:", "control characters"),
  ]

  static let network = """
    name: good
    model:
      network:
        cell: [[10, 0, 0], [0, 10, 0], [0, 0, 10]]
        sites:
          - { position: [0, 0, 0], energy: 0.0 }
          - { position: [5, 0, 0], energy: 0.1 }
        hops:
          - { from: 0, to: 1, displacement: [5, 0, 0], barrier: 0.3, frequency: 1e13 }
          - { from: 1, to: 0, displacement: [-5, 0, 0], barrier: 0.3, frequency: 1e13 }
          - { from: 1, to: 0, displacement: [5, 0, 0], barrier: 0.2, frequency: 1e12 }
          - { from: 0, to: 1, displacement: [-5, 0, 0], barrier: 0.2, frequency: 1e12 }
        mobile: { Li: { count: 1, charge: 1 } }
        rateLaw: symmetric
    temperatures: 300

    """

  private static let lastHop =
    "- { from: 0, to: 1, displacement: [-5, 0, 0], barrier: 0.2, frequency: 1e12 }"

  static let ofNetwork: [BrokenFile] = [
    .init("missing reverse", lastHop, "", key: "model.network.hops[2]", "addReverseHops: true"),
    .init(
      "negative barrier", "barrier: 0.3", "barrier: -0.3", key: "model.network.hops[0].barrier",
      "\"-0.3\""),
    .init(
      "wrong unit of a barrier", "barrier: 0.3", "barrier: 0.3 K",
      key: "model.network.hops[0].barrier", "eV, meV or kJ/mol"),
    .init(
      "zero frequency", "frequency: 1e13", "frequency: 0",
      key: "model.network.hops[0].frequency", "\"0\""),
    .init(
      "infinite frequency", "frequency: 1e13", "frequency: inf",
      key: "model.network.hops[0].frequency", "\"inf\""),
    .init("NaN energy", "energy: 0.1", "energy: NaN", key: "model.network.sites[1].energy", "NaN"),
    .init(
      "duplicate site", "position: [5, 0, 0]", "position: [10, 0, 0]",
      key: "model.network.sites[1]", "duplicate site"),
    .init("flat cell", "[0, 0, 10]]", "[10, 10, 0]]", key: "model.network.cell", "no volume"),
    .init("no cell", "cell:", "#cell:", key: "model.network", "\"cell\" is missing"),
    .init(
      "barriers of both ways differ", "barrier: 0.2", "barrier: 0.25", key: "model.network.hops",
      "0.25"),
    .init(
      "frequencies of both ways differ", "frequency: 1e12", "frequency: 2e12",
      key: "model.network.hops", "detailed balance"),
    .init(
      "displacement elsewhere", "displacement: [5, 0, 0]", "displacement: [4, 0, 0]",
      key: "model.network.hops[0]", "[4.0, 0.0, 0.0]"),
    .init(
      "zero displacement", "to: 1, displacement: [5, 0, 0]", "to: 0, displacement: [0, 0, 0]",
      key: "model.network.hops[0]", "does not lead"),
    .init("unknown site", "to: 1", "to: 7", key: "model.network.hops[0].to", "0 to 1"),
    .init("negative site", "to: 1", "to: -1", key: "model.network.hops[0].to", "\"-1\""),
    .init(
      "hop twice", lastHop, lastHop + "\n      " + lastHop, key: "model.network.hops[4]", "twice"),
    .init(
      "near-miss in a hop", "barrier: 0.3", "barier: 0.3", key: "model.network.hops[0].barier",
      "\"barrier\""),
    .init("missing barrier", "barrier: 0.3, ", "", key: "model.network.hops[0]", "\"barrier\""),
    .init("no mobile", "mobile:", "#mobile:", key: "model.network", "\"mobile\" is missing"),
    .init(
      "ions on a network by formula", "count: 1,", "perFormulaUnit: 1,",
      key: "model.network.mobile.Li.perFormulaUnit", "give fraction or count"),
    .init(
      "none and full", "count: 1,", "count: 2,", key: "model.network.mobile", "fill all 2 sites"),
    .init("no ion", "count: 1,", "count: 0,", key: "model.network.mobile", "no mobile ion"),
    .init(
      "two fillings", "count: 1,", "count: 1, fraction: 0.5,", key: "model.network.mobile.Li",
      "exclude each other"),
    .init(
      "field of two numbers", "rateLaw: symmetric", "field: [1, 0]", key: "model.network.field",
      "not of 3"),
    .init(
      "enormous field", "rateLaw: symmetric", "field: [1e6, 0, 0]", key: "model.network",
      "lower the field"),
    .init(
      "addReverseHops maybe", "rateLaw: symmetric", "addReverseHops: maybe",
      key: "model.network.addReverseHops", "\"maybe\""),
    .init(
      "huge supercell", "rateLaw: symmetric", "supercell: [60000, 60000, 60000]",
      key: "model.network.supercell", "smaller supercell"),
  ]
  /// Whole files, for what one replacement cannot break.
  static let whole: [BrokenFile] = [
    whole("empty", "", key: "bad.yaml: ", "is empty"),
    whole("comments only", "# nothing\n", key: "bad.yaml: ", "is empty"),
    whole("a number", "3", key: ":1:", "not a mapping"),
    whole("a list", "- 1", key: ":1:", "not a mapping"),
    whole("no model", "temperatures: 300", key: ":1:", "\"model\" is missing"),
    whole(
      "no temperatures", "model: { crystal: { lattice: sc } }", key: ":1:", "temperatures: [300"),
    whole(
      "no lattice", "model: { crystal: {} }", temperatures, key: "model.crystal", "lattice: LLZO"),
    whole("model is a list", "model: [sc]", temperatures, key: ":1: model", "list"),
    whole(
      "no hops",
      "model: { network: { cell: \(cell), sites: [{ position: [0, 0, 0] }], hops: [], \(ions) } }",
      temperatures, key: "model.network.hops", "at least one"),
    whole(
      "no sites", "model: { network: { cell: \(cell), sites: [], hops: [], \(ions) } }",
      temperatures, key: "model.network.sites", "at least one"),
    whole(
      "missing table", "model: { network: { cell: \(cell), sites: none.csv, hops: [], \(ions) } }",
      temperatures, key: "model.network.sites", "none.csv"),
    whole(
      "saddle below a site",
      "model: { network: { cell: \(cell), sites: [{ position: [0, 0, 0], energy: 0.5 }], hops: [\(hop)], addReverseHops: true, rateLaw: transitionState, \(ions) } }",
      temperatures, key: "model.network.rateLaw", "raise the saddle"),
    whole(
      "vacancies beside themselves",
      "model: { network: { cell: \(cell), sites: [{ position: [0, 0, 0] }], hops: [\(hop)], addReverseHops: true, \(ions) } }",
      temperatures + "\ncarriers: vacancies", key: "carriers", "use carriers: ions"),
    whole(
      "selector without interactions",
      "model: { crystal: { lattice: sc, supercell: [4, 4, 4], interactions: { nearestNeighbour: 0.1 } } }",
      temperatures + "\nselector: compositionRejection", key: "selector", "use rejectionFree"),
    whole(
      "basins among interactions",
      "model: { crystal: { lattice: sc, supercell: [4, 4, 4], interactions: { nearestNeighbour: 0.1 } } }",
      temperatures + "\nbasins: on", key: "basins", "use basins: automatic or off"),
    whole("deep nesting", String(repeating: "[", count: 100_000), key: "bad.yaml:", "invalid YAML"),
    whole(
      "deeper than any file",
      "a: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200),
      key: "bad.yaml:1:", "64 levels"),
    whole(
      "deep blocks", String(repeating: "- ", count: 5000) + "1", key: "bad.yaml:", "nest"),
    whole(
      "alias bomb",
      "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
        + (1...12).map {
          "a\($0): &a\($0) [\(Array(repeating: "*a\($0 - 1)", count: 10).joined(separator: ", "))]\n"
        }
        .joined(), key: "bad.yaml:", "aliases"),
  ]

  private static let temperatures = "temperatures: 300"
  private static let cell = "[[9, 0, 0], [0, 9, 0], [0, 0, 9]]"
  private static let ions = "mobile: { Li: { count: 1, charge: 1 } }"
  private static let hop =
    "{ from: 0, to: 0, displacement: [9, 0, 0], barrier: 0.3, frequency: 1e13 }"

  private static func whole(
    _ label: String, _ lines: String..., key: String, _ mention: String
  ) -> BrokenFile {
    BrokenFile(label, "", lines.joined(separator: "\n"), key: key, mention)
  }
}
