import Foundation
import IonHopAnalysis
import IonHopStudies

/// Measured impedance spectra and what they say of grains and boundaries, as one self-contained page.
///
///     try MeasuredReport(ceramic, name: "pellet").write(to: folder)   // folder/report.html
public struct MeasuredReport {
  private let ceramic: MeasuredCeramic
  private let name: String

  /// The report of a sample under a name.
  public init(_ ceramic: MeasuredCeramic, name: String) {
    (self.ceramic, self.name) = (ceramic, name)
  }

  /// The page.
  ///
  /// - Throws: `ReportError.gnuplotMissing` or `.gnuplotFailed`.
  public func html() throws(ReportError) -> String { try page(in: nil).markup }

  /// Replaces `report.html` and the folder `plots` in a folder.
  ///
  /// - Throws: `ReportError`; a report that was there before then stays as it was.
  public func write(to directory: URL) throws(ReportError) {
    try page(in: directory).write(to: directory)
  }

  private func page(in folder: URL?) throws(ReportError) -> Page {
    let summary = ceramic.summary
    let figures = try Figures(
      of: [MeasuredNyquistPlot(ceramic), MeasuredBodePlot(ceramic)], in: folder)
    let notes = summary.readings.flatMap { reading in
      reading.notes.map { "\(formatted(reading.temperature)) K: \($0)" }
    }
    return Page(
      title: name,
      body: """
        <p class="headline">\(sentence(summary))</p>
        \(Page.banners(isComplete: true, of: "spectra", warnings: notes))
        \(figures.html)
        \(readings(summary))
        \(gains(summary))
        <h2>How it was read</h2>
        <p>Equivalent circuits, fitted by complex non-linear least squares with weights 1/|Z|² and chosen
        by Schwarz's criterion. An arc's capacitance tells what it is: below 1.5·10⁻¹¹ F for a cube of
        1 cm grains, below 10⁻⁷ F boundaries, above it the interface with an electrode (Irvine, Sinclair,
        West, Adv. Mater. 2, 132 (1990), doi:10.1002/adma.19900020304). Boundaries are those of a brick
        layer with as much boundary in a volume: one of area resistance R every d = 1.5 l, where l is the mean
        intercept of a grain, with a width of d C(grains)/C(boundaries) where both have the same permittivity.</p>
        <p>Sample: \(formatted(summary.thickness)) cm thick, electrodes of \(formatted(summary.area))
        cm². ionhop \(summary.version) (\(summary.commit)).</p>
        """)
  }

  private func sentence(_ summary: MeasuredCeramic.Summary) -> String {
    guard let reading = summary.nearRoomTemperature, let share = reading.boundaryShare,
      let best = reading.gains.last
    else {
      return "The spectra do not tell grains and boundaries apart."
    }
    return String(
      format:
        "At %@ K the boundaries hold %.0f %% of the resistance: without them the sample would conduct %.2g times as well.",
      formatted(reading.temperature), 100 * share, best.factor)
  }

  private func number(_ estimate: Estimate?) -> HTML {
    estimate.map { "\(formatted($0.value, standardError: $0.standardError))" } ?? "–"
  }

  private func readings(_ summary: MeasuredCeramic.Summary) -> HTML {
    let table = HTMLTable(
      headers: [
        "T (K)", "grains (S/cm)", "boundaries (S/cm)", "whole (S/cm)", "boundaries' share",
        "R of a boundary (Ω cm²)", "its width (nm)", "permittivity", "circuit", "misfit",
      ],
      rows: summary.readings.map { reading in
        [
          "\(formatted(reading.temperature))", number(reading.grains), number(reading.boundaries),
          number(reading.whole),
          "\(reading.boundaryShare.map { digits(100 * $0) + " %" } ?? "–")",
          number(reading.areaResistance), "\(reading.boundaryWidth.map(digits) ?? "–")",
          number(reading.permittivity), "\(reading.circuit)",
          "\(digits(100 * reading.relativeResidual)) %",
        ]
      })
    let energies = summary.activationEnergies.sorted { $0.key < $1.key }.map { part, energy in
      "<p>E_a of the \(part): \(number(energy)) eV.</p>" as HTML
    }
    return "<h2>Grains and boundaries</h2>\(table.html)\(energies)"
  }

  private func gains(_ summary: MeasuredCeramic.Summary) -> HTML {
    guard let reading = summary.nearRoomTemperature else { return "" }
    let table = HTMLTable(
      headers: ["boundaries", "σ (S/cm)", "gain"],
      rows: reading.gains.map {
        ["\($0.change)", "\(digits($0.conductivity))", "× \(digits($0.factor))"]
      })
    return """
      <h2>What better boundaries would bring</h2>
      <p>At \(formatted(reading.temperature)) K, by the brick layer.</p>
      \(table.html)
      """
  }
}

/// Three digits: what a fit of arcs can vouch for.
func digits(_ value: Double) -> String { formatted(Double(String(format: "%.3g", value)) ?? value) }
