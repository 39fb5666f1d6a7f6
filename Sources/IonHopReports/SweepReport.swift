import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies

/// A sweep as one self-contained page: σ, E_a, Haven ratio and correlation factor against the swept
/// values, and tables of all of them.
///
///     try SweepReport(results).write(to: folder)   // folder/report.html
public struct SweepReport {
  private let results: SweepResults

  private let experiment: Experiment?

  /// - Parameter experiment: measured conductivities to be drawn beside the variants.
  public init(_ results: SweepResults, experiment: Experiment? = nil) {
    self.results = results
    self.experiment = experiment
  }

  /// The page.
  ///
  /// - Throws: `ReportError.gnuplotMissing` or `.gnuplotFailed`.
  public func html() throws(ReportError) -> String { try page(in: nil).markup }

  /// Replaces `report.html`, `methods.txt`, `references.bib` and the folder `plots` in a folder.
  ///
  /// - Throws: `ReportError`; a report that was there before then stays as it was.
  public func write(to directory: URL) throws(ReportError) {
    try page(in: directory).write(to: directory)
  }

  private func page(in folder: URL?) throws(ReportError) -> Page {
    let quantities: [SweepPlot.Quantity] = [
      .conductivity, .activationEnergy, .havenRatio, .correlationFactor,
    ]
    let plots: [any Plot] =
      quantities.map { SweepPlot($0, results) }
      + [SweepArrheniusPlot(results, experiment: experiment)]
    let figures = try Figures(of: plots, in: folder)
    let methods = Methods(results, sources: sources)
    let keys = results.sweep.map(\.header).joined(separator: ", ")
    return Page(
      title: results.name,
      body: """
        <p>\(results.variants.count) variants of \(keys); each is a study of its own.</p>
        \(headline(results.headline))
        \(banners)
        \(figures.html)
        \(pointsTable)
        \(fitsTable)
        \(methods.map { [$0.html] } ?? [])
        \(Report.sources(sources))
        \(Report.provenance(results.provenance))
        """, methods: methods)
  }

  private var banners: [HTML] {
    Page.banners(isComplete: results.complete, of: "variants", warnings: results.warnings)
  }

  private var axisHeaders: [HTML] { results.sweep.map { "\($0.title)" } }

  private func cells(_ variant: VariantResults) -> [HTML] { variant.values.map { "\($0.text)" } }

  private func number(_ estimate: Estimate) -> HTML {
    "\(formatted(estimate.value, standardError: estimate.standardError))"
  }

  private var pointsTable: HTML {
    let rows = results.variants.flatMap { variant in
      (variant.results?.points ?? []).map { point -> [HTML] in
        cells(variant) + [
          "\(formatted(point.temperature))", number(point.conductivity.mean),
          number(point.chargeDiffusivity.mean),
          "\(number(point.tracerDiffusivity.mean))\(point.tracerIsDiffusive ? "" : " †")",
          number(point.havenRatio), number(point.correlationFactor), "\(formatted(point.hops))",
          "\(point.converged ? "yes" : "no")",
        ]
      }
    }
    guard !rows.isEmpty else { return "<p>No temperature was finished.</p>" }
    let headers: [HTML] = [
      "T (K)", "σ (S/cm)", "Dσ (cm²/s)", "D* (cm²/s)", "Haven ratio", "f", "hops", "converged",
    ]
    return """
      <h2>Transport</h2>
      <p>Numbers in brackets are one standard error in the last digits. † Single ions were not seen to
      diffuse: the value depends on the time.</p>
      \(HTMLTable(headers: axisHeaders + headers, rows: rows).html)
      """
  }

  private var fitsTable: HTML {
    let rows = results.variants.flatMap { variant in
      (variant.results?.fits ?? []).map { fit -> [HTML] in
        cells(variant) + [
          "\(fit.model.title) of \(fit.quantity.symbol)", "\(formatted(fit.activationEnergy))",
          "\(formatted(fit.prefactor))", "\(fit.reducedChiSquare.map { formatted($0) } ?? "–")",
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    let headers: [HTML] = ["fit", "E_a", "prefactor", "reduced χ²"]
    return "<h2>Fits</h2>\(HTMLTable(headers: axisHeaders + headers, rows: rows).html)"
  }

  private var sources: [Source] {
    var found: [Source] = []
    for source in results.variants.flatMap({ $0.results?.model.sources ?? [] })
    where !found.contains(where: { $0.key == source.key && $0.citation == source.citation }) {
      found.append(source)
    }
    return found
  }
}
