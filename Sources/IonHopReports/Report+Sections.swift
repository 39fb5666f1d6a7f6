import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies

extension Report {
  /// All that follows the plots.
  var sections: [HTML] {
    [
      pointsTable, speciesTable, fitsTable, occupationTable, hopClassTable, finiteSizeTable,
      tensors, modelTable,
      sourcesList, provenance,
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
    let rows: [[HTML]] = [
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
    ]
    return "<h2>Model</h2>\(HTMLTable(headers: ["", ""], rows: rows, isText: true).html)"
  }

  private var sourcesList: HTML {
    guard !results.model.sources.isEmpty else { return "" }
    let items = results.model.sources.map { source -> HTML in
      let link: HTML =
        source.doi.map { ", <a href=\"\(Self.address(ofDOI: $0))\">doi:\($0)</a>" as HTML } ?? ""
      let note: HTML = source.note.map { "<br><small>\($0)</small>" as HTML } ?? ""
      return "<li><b>\(source.key)</b> \(source.citation)\(link)\(note)</li>"
    }
    return "<h2>Sources</h2><ul>\(items)</ul>"
  }

  private var provenance: HTML {
    let origin = results.provenance
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

  static let style = """
    :root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --line: #d8d8d8; --soft: #f4f4f2; --warn: #fff3d6; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #181a1b; --line: #3a3d3f; --soft: #222527; --warn: #4a3b14; } }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 1080px; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
    h1 { margin: 0 0 .2rem; font-size: 1.7rem; } h2 { margin: 2.2rem 0 .6rem; font-size: 1.15rem; }
    .scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
    th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; text-align: right; font-weight: normal; }
    thead th { font-weight: 600; } .words th, .words td { text-align: left; white-space: normal; vertical-align: top; }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 1rem; margin: 1.5rem 0; }
    figure { margin: 0; padding: .6rem; background: #ffffff; color: #1a1a1a; border: 1px solid var(--line); border-radius: 6px; }
    figure svg { width: 100%; height: auto; } figcaption { font-size: .82rem; padding: .3rem .4rem; }
    .warning { background: var(--warn); padding: .6rem .9rem; border-radius: 6px; }
    pre { background: var(--soft); padding: .8rem; overflow-x: auto; } details { margin: .5rem 0; } a { color: inherit; }
    @media print { body { font-size: 10pt; } main { padding: 0; } .scroll { overflow: visible; } table { font-size: 7.5pt; } th, td { padding-right: .5rem; } .figures { grid-template-columns: 1fr 1fr; } }
    @media print { details::details-content { content-visibility: visible; height: auto; } figure, tr { break-inside: avoid; } h2 { break-after: avoid; } pre { white-space: pre-wrap; } }
    """
}
