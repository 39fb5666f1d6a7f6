import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies

extension Report {
  /// All that follows the plots.
  func sections(_ methods: Methods) -> [HTML] {
    glassSections + [
      boundaryTable, compositeTable, pointsTable, speciesTable, polymerTable, fitsTable,
      temperatureLawTable, occupationTable, hopClassTable,
      finiteSizeTable,
      tensors, modelTable, methods.html, Self.sources(results.model.sources),
      Self.provenance(results.provenance),
    ]
  }

  private var pointsTable: HTML {
    let rows = results.points.map { point -> [HTML] in
      let product = point.conductivity.mean.value * point.temperature
      let productError = point.conductivity.mean.standardError * point.temperature
      return [
        "\(formatted(point.temperature))", "\(number(point.conductivity.mean))",
        "\(formatted(product, standardError: productError))",
        "\(number(point.chargeDiffusivity.mean))",
        "\(number(point.tracerDiffusivity.mean) + (point.tracerIsDiffusive ? "" : " †"))",
        "\(number(point.havenRatio))", "\(number(point.correlationFactor))",
        "\(formatted(point.hops))",
        "\(Int(exactly: point.hopsPerSecond.rounded()).map(formatted) ?? "–")",
        "\(point.converged ? "yes" : "no")",
      ]
    }
    let subdiffusive = results.points.contains { !$0.tracerIsDiffusive }
    let table = HTMLTable(
      headers: [
        "T (K)", "σ (S/cm)", "σT (S K/cm)", "Dσ (cm²/s)", "D* (cm²/s)", "Haven ratio", "f", "hops",
        "hops/s", "converged",
      ], rows: rows)
    return """
      <h2>Transport</h2>
      <p>Numbers in brackets are one standard error in the last digits. σ follows from the charge
      diffusivity Dσ of all ions together; D* is that of single ions; the Haven ratio is D*/Dσ.
      \(basinNote) \(subdiffusive ? "† Single ions were not seen to diffuse: the value depends on the time." : "")</p>
      \(table.html)
      """
  }

  /// What basin steps saved, if they were used.
  private var basinNote: String {
    let points = results.points.filter { $0.skippedHops != nil }
    guard !points.isEmpty else { return "" }
    let saved = points.map { point in
      let factor = 1 + max(0, point.skippedHops!) / Double(max(1, point.hops))
      return "\(formatted(factor)) at \(formatted(point.temperature)) K"
    }
    return "Lone ions left cages and traps in one exact step each: hops per step executed "
      + saved.joined(separator: ", ") + "."
  }

  private var fitsTable: HTML {
    guard !results.fits.isEmpty else { return "" }
    let rows = results.fits.map { fit -> [HTML] in
      let parameters = fit.parameterNames.enumerated().map { i, name in
        let value = fit.parameters.indices.contains(i) ? fit.parameters[i] : .nan
        let variance = component(fit.covariance, i, i)
        let error = variance < 0 ? 0 : variance.squareRoot()
        let (symbol, unit) = Self.parameterSymbols[name] ?? (name, "")
        return "\(symbol) = \(formatted(value, standardError: error))\(unit)"
      }
      return [
        "\(fit.model.title) of \(fit.quantity.symbol)", "\(formatted(fit.activationEnergy))",
        "\(formatted(fit.prefactor))", "\(parameters.joined(separator: ", "))",
        "\(fit.reducedChiSquare.map { formatted($0) } ?? "–")",
        "\(fit.aicc.map { formatted($0) } ?? "–")", "\(fit.notes.joined(separator: "; "))",
      ]
    }
    let table = HTMLTable(
      headers: ["fit", "E_a", "prefactor", "parameters", "reduced χ²", "AICc", "notes"],
      rows: rows, isText: true)
    return "<h2>Fits</h2>\(table.html)"
  }

  private var modelTable: HTML {
    let model = results.model
    let rows: [[HTML]] =
      [
        ["sites", "\(formatted(model.sites))"],
        ["directed hops", "\(formatted(model.hops))"],
        [
          "mobile ions",
          "\(mobileIons)",
        ],
        ["vacancies", "\(formatted(model.vacancies))"],
        ["cell volume", "\(formatted(model.volume)) Å³"],
        ["connected directions", "\(model.dimensions)"],
        ["rate law", "\(model.rateLaw)"], ["carriers moved", "\(model.carriers)"],
        ["event selection", "\(model.selector)"],
      ] + samplingRows
    return
      "<h2>Model and settings</h2>\(HTMLTable(headers: ["", ""], rows: rows, isText: true).html)"
  }

  /// What was asked of the sampling.
  private var samplingRows: [[HTML]] {
    guard let point = results.points.first(where: { $0.replicas > 0 }) else { return [] }
    var rows: [[HTML]] = [["replicas", "\(point.replicas)"]]
    guard let settings = point.settings else { return rows }
    if let hops = settings.hops {
      rows.append(["accepted hops asked for", "\(formatted(hops))"])
    } else {
      let target = settings.target == .activationEnergy ? "activation energy" : settings.target.name
      rows.append([
        "relative error asked for", "\(percent(settings.relativeError)), of the \(target)",
      ])
      rows.append(["hops at most", "\(formatted(settings.maxHops))"])
    }
    if let time = settings.maxTime { rows.append(["time at most", "\(formatted(time)) s"]) }
    let hops = results.points.map(\.equilibrationHops)
    if let low = hops.min(), let high = hops.max() {
      rows.append(["hops of equilibration", "\(formatted(low)) to \(formatted(high))"])
    }
    return rows
  }

  static func sources(_ sources: [Source]) -> HTML {
    guard !sources.isEmpty else { return "" }
    let items = sources.map { source -> HTML in
      let link: HTML =
        source.doi.map { ", <a href=\"\(Self.address(ofDOI: $0))\">doi:\($0)</a>" as HTML } ?? ""
      let note: HTML = source.note.map { "<br><small>\($0)</small>" as HTML } ?? ""
      return "<li><b>\(source.key)</b> \(source.citation)\(link)\(note)</li>"
    }
    return "<h2>Sources</h2><ul>\(items)</ul>"
  }

  static func provenance(_ origin: Provenance) -> HTML {
    let rows: [[HTML]] = [
      ["program", "\(origin.program) \(origin.version), commit \(origin.commit)"],
      ["seed", "\(String(origin.seed))"],
      ["random numbers", "\(origin.generator), GSL \(origin.gslVersion)"],
      ["started", "\(origin.started)"], ["finished", "\(origin.finished)"],
      ["threads", "\(origin.threads)"], ["platform", "\(origin.platform)"],
      ["input", "\(origin.inputFile)"],
    ]
    return """
      <h2>Provenance</h2>
      \(HTMLTable(headers: ["", ""], rows: rows, isText: true).html)
      <details><summary>The study file</summary><pre>\(origin.input)</pre></details>
      """
  }

  /// The resolver's address of a work; signs that would end the path (#, ?) are encoded.
  private static func address(ofDOI doi: String) -> String {
    let bare = doi.replacingOccurrences(
      of: #"^(https?://(dx\.)?doi\.org/|doi:\s*)"#, with: "", options: .regularExpression)
    return "https://doi.org/"
      + (bare.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? bare)
  }

  /// How the fits' parameters are printed, with their units.
  private static let parameterSymbols = [
    "activationEnergy": ("E_a", " eV"), "lnPrefactor": ("ln A", ""), "B": ("B", " K"),
    "T0": ("T₀", " K"), "log10Reference": ("log₁₀ y(T_r)", ""), "C1": ("C₁", ""),
    "C2": ("C₂", " K"),
  ]

  /// A matrix element, NaN where a results file written by other hands has none.
  func component(_ matrix: [[Double]], _ i: Int, _ j: Int) -> Double {
    matrix.indices.contains(i) && matrix[i].indices.contains(j) ? matrix[i][j] : .nan
  }

  func number(_ estimate: Estimate) -> String {
    formatted(estimate.value, standardError: estimate.standardError)
  }
}
