import Foundation
import IonHopAnalysis
import IonHopStudies

/// Runs side by side as one self-contained page: league table, Arrhenius plot of all, ratios.
///
///     try ComparisonReport(comparison, runs: runs).write(to: folder)   // folder/compare.html
public struct ComparisonReport {
  private let comparison: Comparison
  private let runs: [ComparedRun]

  private let experiment: Experiment?

  /// - Parameters:
  ///   - runs: those that the comparison was made of.
  ///   - experiment: measured conductivities to be drawn beside them.
  public init(_ comparison: Comparison, runs: [ComparedRun], experiment: Experiment? = nil) {
    self.comparison = comparison
    self.runs = runs
    self.experiment = experiment
  }

  /// The page.
  ///
  /// - Throws: `ReportError.gnuplotMissing` or `.gnuplotFailed`.
  public func html() throws(ReportError) -> String { try page(in: nil).markup }

  /// Replaces `compare.html` and the folder `plots` in a folder.
  ///
  /// - Throws: `ReportError`
  public func write(to directory: URL) throws(ReportError) {
    try page(in: directory).write(to: directory, as: "compare.html")
  }

  private func page(in folder: URL?) throws(ReportError) -> Page {
    let plots: [any Plot] = [
      ComparisonPlot(comparison, runs, experiment: experiment), LeaguePlot(comparison),
    ]
    let figures = try Figures(of: plots, in: folder)
    return Page(
      title: "\(comparison.entries.count) runs compared",
      body: "\(headline(sentence))\(banners)\(league)\(figures.html)\(pointsTable)\(runsTable)")
  }

  /// Who is best, and by how much.
  private var sentence: String? {
    guard let best = comparison.entries.first, comparison.entries.count > 1 else { return nil }
    let ratio =
      best.name == comparison.baseline
      ? "" : ", \(number(best.ratio)) times that of \(comparison.baseline)"
    return
      "At \(formatted(comparison.referenceTemperature)) K \(best.name) conducts best: \(number(best.conductivity)) S/cm\(ratio)."
  }

  private var banners: [HTML] {
    let open = runs.filter { !$0.isComplete }.map(\.name)
    guard !open.isEmpty else { return [] }
    return ["<p class=\"warning\">Not complete: \(open.joined(separator: ", ")).</p>"]
  }

  private var hasBoundaries: Bool { comparison.entries.contains { $0.boundaryShare != nil } }

  private var league: HTML {
    let rows = comparison.entries.map { entry -> [HTML] in
      [
        "\(entry.rank)\(entry.tiesWithBetter ? " =" : "")", "\(entry.name)",
        "\(number(entry.conductivity))", "\(number(entry.ratio))",
        "\(entry.activationEnergy.map(number) ?? "–")",
      ] + (hasBoundaries ? ["\(share(entry.boundaryShare))"] : []) + ["\(entry.method.rawValue)"]
    }
    let headers: [HTML] =
      ["rank", "run", "σ (S/cm)", "ratio to \(comparison.baseline)", "E_a (eV)"]
      + (hasBoundaries ? ["R in boundaries"] : []) + ["method"]
    return """
      <h2>At \(formatted(comparison.referenceTemperature)) K</h2>
      <p>Numbers in brackets are one standard error in the last digits, and solved values have none; =
      marks a conductivity within two standard errors of the next better one.</p>
      \(HTMLTable(headers: headers, rows: rows, isText: true).html)
      """
  }

  private func share(_ value: Double?) -> String {
    value.map { "\(formatted(100 * $0)) %" } ?? "–"
  }

  private var pointsTable: HTML {
    let headers = comparison.temperatures.map { "\(formatted($0)) K" as HTML }
    func table(_ value: (Comparison.Point) -> Estimate?) -> HTML {
      HTMLTable(
        headers: ["run"] + headers,
        rows: comparison.entries.map { entry in
          ["\(entry.name)"] + entry.points.map { "\(value($0).map(number) ?? "–")" }
        }
      ).html
    }
    return """
      <h2>Conductivity (S/cm)</h2>\(table(\.conductivity))
      <h2>Ratio to \(comparison.baseline)</h2>\(table(\.ratio))
      \(isSampled ? "<h2>Haven ratio</h2>\(table(\.havenRatio))" as HTML : "")
      """
  }

  private var isSampled: Bool { comparison.entries.contains { $0.method == .sampled } }

  private var runsTable: HTML {
    let rows = runs.map { run -> [HTML] in
      let origin = run.provenance
      return [
        "\(run.name)", "\(run.study)", "\(run.model)",
        "\(run.ions.isEmpty ? "–" : run.ions)", "\(String(origin.seed))",
        "\(origin.version), \(origin.commit)", "\(origin.finished)",
      ]
    }
    let headers: [HTML] = ["run", "study", "model", "ions", "seed", "version", "finished"]
    return "<h2>Runs</h2>\(HTMLTable(headers: headers, rows: rows, isText: true).html)"
  }

  private func number(_ estimate: Estimate) -> String {
    formatted(estimate.value, standardError: estimate.standardError)
  }
}
