import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies

/// A run as one self-contained page: headline, plots, tables, sources, provenance.
///
///     try Report(results).write(to: folder)   // folder/report.html
///
/// The page loads nothing from anywhere; every text of the study is escaped.
public struct Report {
  let results: StudyResults
  private let experiment: Experiment?
  private let gnuplotPath: String?

  /// - Parameter experiment: measured conductivities to be shown beside the study's.
  public init(_ results: StudyResults, experiment: Experiment? = nil) {
    self.init(results, experiment: experiment, gnuplotPath: nil)
  }

  /// - Parameter gnuplotPath: where to look for gnuplot instead of PATH.
  init(_ results: StudyResults, experiment: Experiment? = nil, gnuplotPath: String?) {
    self.results = results
    self.experiment = experiment
    self.gnuplotPath = gnuplotPath
  }

  /// The page.
  ///
  /// - Throws: `ReportError.gnuplotMissing` or `.gnuplotFailed`.
  public func html() throws(ReportError) -> String {
    try page(in: nil).markup
  }

  /// Replaces `report.html`, `methods.txt` and `references.bib` in a folder, and in its folder `plots`
  /// each plot as SVG and PNG with the gnuplot script and the table that draw it again.
  ///
  /// - Throws: `ReportError`; a report that was there before then stays as it was.
  public func write(to directory: URL) throws(ReportError) {
    try page(in: directory).write(to: directory)
  }

  private func page(in folder: URL?) throws(ReportError) -> Page {
    let plots: [any Plot] = [
      ArrheniusPlot(results, experiment: experiment), DisplacementPlot(results),
      HopClassPlot(results), CellPlot(results),
      ProfilePlot(results), SpectrumPlot(results), SpectrumScalingPlot(results),
      NyquistPlot(results), BodePlot(results),
      BoundaryPlot(results), BoundaryProfilePlot(results),
    ]
    let figures = try Figures(of: plots, in: folder, gnuplotPath: gnuplotPath)
    let methods = Methods(results)
    return Page(
      title: results.name,
      body: """
        <p>\(results.model.description)</p>
        \(IonHopReports.headline(results.headline))
        \(banners)
        \(summaryTable)
        \(figures.html)
        \(beside)
        \(sections(methods))
        """, methods: methods)
  }

  // MARK: Headline

  private var banners: [HTML] {
    Page.banners(isComplete: results.complete, of: "temperatures", warnings: results.warnings)
  }

  /// The study's values beside those of the experiment.
  private var beside: HTML {
    guard let experiment else { return "" }
    return experiment.html { temperature in
      results.fits.first.map { $0.conductivity(at: temperature) }
        ?? results.points.first { abs($0.temperature - temperature) < 0.5 }?.conductivity.value
    }
  }

  private var summaryTable: HTML {
    var rows: [[HTML]] = []
    if let point = results.nearRoom {
      let place = "at \(formatted(point.temperature)) K"
      rows.append([
        "Conductivity \(place)", "\(formatted(point.conductivity.mean))",
        published("conductivity", near: point.temperature),
      ])
      rows.append([
        "Haven ratio \(place)", "\(formatted(point.havenRatio))", published("havenRatio"),
      ])
      rows.append([
        "Tracer correlation factor \(place)", "\(formatted(point.correlationFactor))",
        published("correlationFactor"),
      ])
    }
    for fit in results.fits {
      rows.append([
        "Activation energy (\(fit.model.title), \(fit.quantity.symbol))",
        "\(formatted(fit.activationEnergy))", published("activationEnergy"),
      ])
    }
    guard !rows.isEmpty else { return "<p>No temperature was finished.</p>" }
    let table = HTMLTable(headers: ["", "this study", "published"], rows: rows, isText: true).html
    guard !results.model.published.isEmpty else { return table }
    return """
      \(table)
      <p><small>A published value that the model was fitted to is no independent check; the notes
      under Sources say what was taken from where.</small></p>
      """
  }

  /// The published values of a quantity, with kind and source.
  private func published(_ quantity: String, near temperature: Double? = nil) -> HTML {
    let values = results.model.published.filter { value in
      guard value.quantity == quantity else { return false }
      guard let temperature, let own = value.temperature else { return true }
      return abs(own - temperature) < 15
    }
    let texts = values.map { value -> String in
      let unit = value.unit == "1" ? "" : " \(value.unit)"
      let place = value.temperature.map { " at \(formatted($0)) K" } ?? ""
      return "\(formatted(value.value))\(unit)\(place) (\(value.kind), \(value.source))"
    }
    return "\(texts.isEmpty ? "–" : texts.joined(separator: "; "))"
  }
}
