import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// The keys of the study file: what they take, mean and default to. The JSON schema, the reference
/// in the documentation and `ionhop schema` come from here; tests hold it against the readers.
public struct StudySchema: Sendable {
  let sections: [SchemaSection]
  let root: SchemaType

  public init() {
    sections =
      Self.study + Self.models + Self.crystal + Self.boundary + Self.glass + Self.polycrystal
      + Self.polymer + Self.composite
    root = .any([.section("study"), .section("solvedStudy")])
  }

  subscript(name: String) -> SchemaSection? { sections.first { $0.name == name } }

  /// The types that a key path such as `model.crystal.mobile.Li[0]` may have; none if it is unknown.
  func types(at keyPath: String) -> [SchemaType] {
    var types = root.alternatives
    for part in keyPath.replacing("[", with: ".[").split(separator: ".") {
      types = types.flatMap { type -> [SchemaType] in
        switch type {
        case .section(let name): self[name]?[String(part)]?.type.alternatives ?? []
        case .named(let value): value.alternatives
        // Keys of a sweep are paths themselves.
        case .free: [.free]
        case .list(let element, _) where part.hasPrefix("["): element.alternatives
        default: []
        }
      }
    }
    return types
  }
}

extension StudySchema {
  static let temperatures = SchemaType.any([
    .temperature, .list(.temperature), .section("temperatureRange"),
  ])

  static func names<Choice>(_ type: Choice.Type) -> SchemaType
  where Choice: CaseIterable & RawRepresentable<String> {
    .choice(type.allCases.map(\.rawValue))
  }

  private static let common: [SchemaKey] = [
    SchemaKey("name", .text, "a title", default: "the file's name"),
    .required("temperatures", temperatures, "where to run or solve"),
    SchemaKey(
      "fit", .any([names(FitModel.self), .list(names(FitModel.self))]),
      "fits to the conductivities; `auto` chooses between Arrhenius and VFT by AICc",
      default: "`arrhenius`"),
    SchemaKey(
      "fitQuantity", names(FitQuantity.self), "what is fitted: σT, σ or σ√T", default: "`sigmaT`"),
    SchemaKey("seed", .wholeNumber, "of all random streams", default: "1"),
    SchemaKey(
      "sweep", .any([.named(.free), .list(.named(.free))]),
      "values of any key paths: [sweeps](RESULTS.md#sweeps)"),
  ]

  static let study: [SchemaSection] = [
    SchemaSection(
      "study", "A study that is sampled. The top level of the file.",
      common + [
        .required("model", .section("model"), "what conducts"),
        SchemaKey("sampling", .section("sampling"), "how long to run"),
        SchemaKey(
          "spectrum", .any([.truth, .section("spectrum")]),
          "the conductivity at finite frequency, of one species without a field",
          default: "`false`"),
        SchemaKey("random", .text, "a generator of GSL, by its name", default: "`taus2`"),
        SchemaKey(
          "carriers", .choice(["auto", "ions", "vacancies"]),
          "who is moved; results do not depend on it", default: "`auto`: the fewer"),
        SchemaKey(
          "selector", .choice(["auto"] + SelectorKind.allCases.map(\.rawValue)),
          "how hops are chosen; results do not depend on it", default: "`auto`: by cost"),
        SchemaKey(
          "basins", .choice(["auto"] + BasinUse.allCases.map(\.rawValue)),
          "whether fast flickers are solved exactly", default: "`auto`: where it pays"),
      ]),
    SchemaSection(
      "solvedStudy",
      "A study of a polycrystal, which is solved, not sampled. The top level of the file.",
      common + [
        .required("model", .section("solvedModel"), "what conducts"),
        SchemaKey("impedance", .section("impedance"), "solves an impedance spectrum as well"),
        SchemaKey("sources", .list(.section("source")), "where the study's numbers come from"),
        SchemaKey("measure", .text, "a name of what is done, for tables of scenarios"),
      ]),
    SchemaSection(
      "temperatureRange", "Temperatures from one end to the other, both exactly.",
      [
        .required("from", .temperature, "first"), .required("to", .temperature, "last"),
        .required("count", .wholeNumber, "how many, 2 to 10,000"),
        SchemaKey(
          "spacing", .choice(["linear", "reciprocal"]), "even in T or in 1/T", default: "`linear`"),
      ]),
    SchemaSection(
      "sampling",
      "Either an accuracy, bounded by `maxHops` and `maxTime`, or a fixed number of hops.",
      [
        SchemaKey(
          "target", names(SamplingTarget.self), "of what the relative error is meant",
          default: "`conductivity`"),
        SchemaKey("relativeError", .pure, "of the target, 1e-6 to 1", default: "0.03"),
        SchemaKey("hops", .wholeNumber, "exactly so many accepted hops a temperature instead"),
        SchemaKey("maxHops", .wholeNumber, "a temperature, at most", default: "2e9"),
        SchemaKey("maxTime", .number(.time), "a temperature, at most", default: "no limit"),
        SchemaKey("replicas", .wholeNumber, "independent runs a temperature", default: "8"),
        SchemaKey(
          "equilibration", .any([.choice(["auto"]), .pure]), "`auto`, or hops per ion",
          default: "`auto`"),
        SchemaKey(
          "finiteSizeTest", .truth,
          "repeats the first and last temperature in a doubled supercell", default: "`false`"),
        SchemaKey(
          "checkpoint", .number(.time), "between checkpoints, 0 for none", default: "60"),
        SchemaKey(
          "extendable", .truth, "keeps the states at the end, for a smaller error later",
          default: "`false`"),
      ]),
    SchemaSection(
      "spectrum", "See [glasses](glasses.md#spectra).",
      [
        SchemaKey("perDecade", .wholeNumber, "frequencies a decade, 1 to 50", default: "4"),
        SchemaKey("hops", .wholeNumber, "a temperature, for the spectrum", default: "5e7"),
      ]),
    SchemaSection(
      "source", "Where numbers come from.",
      [
        .required("key", .text, "such as `Murugan2007`"),
        .required("citation", .text, "author, journal, year"),
        SchemaKey("doi", .text, "without https://doi.org/"),
        SchemaKey("note", .text, "what was taken, and whether it was verified"),
      ]),
  ]
}
