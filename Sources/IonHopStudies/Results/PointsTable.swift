import IonHopAnalysis

/// `points.csv`: one row a point, units in the header, columns of site kinds and hop classes last.
struct PointsTable {
  typealias Variant = (leading: [String], results: StudyResults)

  private let points: [(leading: [String], point: PointResult)]
  private let kinds: [String]
  private let classes: [String]
  /// Of models with several species, in their order.
  private let species: [String]
  private let hasPairs: Bool
  private let hasComposites: Bool

  /// - Parameter variants: each with the cells that begin its rows.
  init(_ variants: [Variant]) {
    points = variants.flatMap { variant in variant.results.points.map { (variant.leading, $0) } }
    kinds = Set(points.flatMap(\.point.occupation.keys)).sorted()
    classes = Set(points.flatMap { ($0.point.hopClasses ?? [:]).keys }).sorted()
    var species: [String] = []
    for name in variants.flatMap({ ($0.results.model.mobile ?? []).map(\.name) })
    where !species.contains(name) {
      species.append(name)
    }
    self.species = species
    hasPairs = points.contains { $0.point.pairing != nil }
    hasComposites = points.contains { $0.point.composite != nil }
  }

  /// - Parameter leading: headers of the cells that begin each row.
  func text(leading: [String] = []) -> String {
    csv([leading + header] + points.map { $0.leading + row($0.point) })
  }

  private static let first = [
    "temperature (K)", "conductivity (S/cm)", "conductivity standard error (S/cm)",
    "charge diffusivity (cm2/s)", "charge diffusivity standard error (cm2/s)",
    "tracer diffusivity (cm2/s)", "tracer diffusivity standard error (cm2/s)", "Haven ratio",
    "Haven ratio standard error", "correlation factor", "correlation factor standard error",
    "hops", "simulated time (s)", "wall time (s)", "converged", "tracer is diffusive",
  ]

  private var header: [String] {
    var header = Self.first
    for index in 1...3 {
      header.append("principal conductivity \(index) (S/cm)")
      header.append("principal conductivity \(index) standard error (S/cm)")
    }
    for name in ["anisotropy", "mobile fraction"] { header += [name, "\(name) standard error"] }
    for kind in kinds {
      let name = "occupation of \(kind)"
      header += [name, "\(name) standard error", "ideal \(name)"]
    }
    for hopClass in classes {
      let (squares, pairs) = (
        "share of squared hop lengths of \(hopClass)", "pair correlation of \(hopClass)"
      )
      header += [squares, "\(squares) standard error", "share of dissipation of \(hopClass)"]
      header += [pairs, "\(pairs) standard error"]
    }
    for name in species {
      for quantity in [
        "tracer diffusivity of \(name) (cm2/s)", "transference number of \(name)",
        "ideal transference number of \(name)",
      ] {
        header += [quantity, Self.errorName(quantity)]
      }
    }
    if hasPairs {
      for name in ["bound cations", "bound anions"] { header += [name, "\(name) standard error"] }
    }
    if hasComposites { header += ["exact conductivity (S/cm)", "gain"] + Self.media }
    return header
  }

  private func row(_ p: PointResult) -> [String] {
    let first =
      [
        p.temperature, p.conductivity.value, p.conductivity.standardError,
        p.chargeDiffusivity.value, p.chargeDiffusivity.standardError, p.tracerDiffusivity.value,
        p.tracerDiffusivity.standardError, p.havenRatio.value, p.havenRatio.standardError,
        p.correlationFactor.value, p.correlationFactor.standardError,
      ].map { "\($0)" } + [
        "\(p.hops)", "\(p.simulatedTime)", "\(p.wallTime)", "\(p.converged)",
        "\(p.tracerIsDiffusive)",
      ]
    let principal = p.principalConductivity
    let values = (0..<3).map { index in
      principal.flatMap { $0.values.indices.contains(index) ? $0.values[index] : nil }
    }
    let occupations = kinds.flatMap { kind in
      Self.pair(p.occupation[kind]) + [Self.number(p.idealOccupation?[kind])]
    }
    let shares = classes.flatMap { name -> [String] in
      let entry = p.hopClasses?[name]
      return Self.pair(entry?.squaredLengthShare) + [Self.number(entry?.dissipationShare)]
        + Self.pair(entry?.pairCorrelation)
    }
    return first + (values + [principal?.anisotropy, p.mobileFraction]).flatMap(Self.pair)
      + occupations + shares + species.flatMap { columns(of: $0, p) }
      + polymerColumns(p)
  }

  /// Effective media, by the names of their columns.
  private static let media = ["Maxwell Garnett", "Bruggeman", "general effective medium"].map {
    "\($0) (S/cm)"
  }

  private func polymerColumns(_ point: PointResult) -> [String] {
    let pairs = [point.pairing?.pairedCations, point.pairing?.pairedAnions].flatMap(Self.pair)
    let composite = point.composite
    let media = Self.media.map { name in
      composite?.effectiveMedia[name.replacing(" (S/cm)", with: "")]
    }
    return (hasPairs ? pairs : [])
      + (hasComposites ? ([composite?.solved, composite?.gain] + media).map(Self.number) : [])
  }

  private func columns(of name: String, _ point: PointResult) -> [String] {
    let species = point.species?.first { $0.name == name }
    return [
      species?.tracerDiffusivity, species?.transferenceNumber, species?.idealTransferenceNumber,
    ].flatMap(Self.pair)
  }

  /// "D standard error (cm2/s)" of "D (cm2/s)".
  private static func errorName(_ name: String) -> String {
    guard let unit = name.firstIndex(of: "(") else { return name + " standard error" }
    return name[..<unit] + "standard error " + name[unit...]
  }

  /// What is not known is left empty.
  private static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  private static func pair(_ estimate: Estimate?) -> [String] {
    [number(estimate?.value), number(estimate?.standardError)]
  }
}

/// `msd.csv`: one row a lag.
enum DisplacementTable {
  static func text(_ variants: [PointsTable.Variant], leading: [String] = []) -> String {
    let header = [
      "temperature (K)", "time (s)", "tracer MSD (A^2)", "standard error (A^2)",
      "charge MSD per ion (A^2)", "standard error (A^2)",
    ]
    let rows = variants.flatMap { variant in
      variant.results.points.flatMap { point in
        point.meanSquaredDisplacement.map { lag in
          variant.leading + [
            "\(point.temperature)", "\(lag.time)", lag.tracer.map { "\($0)" } ?? "",
            lag.tracerStandardError.map { "\($0)" } ?? "", "\(lag.charge)",
            "\(lag.chargeStandardError)",
          ]
        }
      }
    }
    return csv([leading + header] + rows)
  }
}

/// Rows of a table as CSV: names may hold commas and quotes (RFC 4180).
func csv(_ rows: [[String]]) -> String {
  rows.map { cells in
    cells.map { text in
      guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
      return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }.joined(separator: ",") + "\n"
  }.joined()
}
