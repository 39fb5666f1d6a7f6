import Foundation
import IonHopAnalysis
import IonHopStudies

/// A polycrystal, or a sweep of them, as one self-contained page.
///
///     try PolycrystalReport(results).write(to: folder)   // folder/report.html
public struct PolycrystalReport {
  let results: PolycrystalResults

  private let experiment: Experiment?

  /// - Parameter experiment: measured conductivities to be shown beside the solved ones.
  public init(_ results: PolycrystalResults, experiment: Experiment? = nil) {
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
    var plots: [any Plot] = [PolycrystalArrheniusPlot(results, experiment: experiment)]
    if results.sweep.isEmpty, let variant = results.variants.first {
      plots += [
        NyquistPlot(variant), BodePlot(variant), MicrostructurePlot(variant, .grains),
        MicrostructurePlot(variant, .current),
      ]
    } else {
      plots += [PolycrystalSweepPlot(results), PolycrystalRankPlot(results)]
      if let variant = results.variants.first {
        plots += [MicrostructurePlot(variant, .grains), MicrostructurePlot(variant, .current)]
      }
    }
    let figures = try Figures(of: plots, in: folder)
    let methods = Methods(results)
    return Page(
      title: results.name,
      body: """
        <p>\(sentence)</p>
        \(headline(results.headline))
        \(banners)
        \(figures.html)
        \(beside)
        \(pointsTable)
        \(fitsTable)
        \(formulaTable)
        \(circuitTable)
        \(methods.html)
        \(Report.sources(results.sources))
        \(Report.provenance(results.provenance))
        """, methods: methods)
  }

  /// The values of the only or best variant beside those of the experiment.
  private var beside: HTML {
    guard let experiment, let best = results.ranked.first else { return "" }
    let fit = best.variant.fit(of: "total")
    return experiment.html { temperature in
      fit.map { $0.conductivity(at: temperature) }
        ?? best.variant.points.first { abs($0.temperature - temperature) < 0.5 }?.conductivity
    }
  }

  private var sentence: String {
    guard results.sweep.isEmpty, let structure = results.variants.first?.microstructure else {
      let keys = results.sweep.map(\.header).joined(separator: ", ")
      return "\(results.variants.count) variants of \(keys). Solved, not sampled."
    }
    return "\(structure.sentence). Solved, not sampled: numbers have no statistical error."
  }

  private var banners: [HTML] {
    Page.banners(isComplete: results.complete, of: "temperatures", warnings: results.warnings)
  }

  private var axes: [HTML] { results.sweep.map { "\($0.title)" } }

  private func rows(_ cells: (PolycrystalPoint) -> [HTML]?) -> [[HTML]] {
    results.variants.flatMap { variant in
      variant.points.compactMap { point in
        cells(point).map { variant.values.map { "\($0.text)" as HTML } + $0 }
      }
    }
  }

  private var pointsTable: HTML {
    let rows = rows { point in
      let parts = point.dissipation.sorted { $0.key < $1.key }.map {
        "\($0.key) \(formatted(100 * $0.value)) %"
      }
      return [
        "\(formatted(point.temperature))", "\(formatted(point.conductivity))",
        "\((0..<3).map { formatted(point.tensor[$0][$0]) }.joined(separator: ", "))",
        "\(formatted(point.bulkConductivity))",
        "\(point.areaResistance.map { formatted($0) } ?? "–")",
        "\(formatted(100 * point.boundaryShare)) %", "\(formatted(point.resistanceRatio))",
        "\(formatted(point.grainResistivity))", "\(formatted(point.boundaryResistivity))",
        "\(parts.joined(separator: ", "))",
      ]
    }
    guard !rows.isEmpty else { return "<p>No temperature was finished.</p>" }
    let headers: [HTML] = [
      "T (K)", "σ (S/cm)", "σ along x, y, z", "bulk (S/cm)", "R of a boundary (Ω·cm²)",
      "boundaries' share", "R_gb/R_bulk", "ρ grains (Ω·cm)", "ρ boundaries (Ω·cm)",
      "dissipation in",
    ]
    return """
      <h2>Conduction</h2>
      <p>The boundaries' share is their part in the dissipation of a current, R_gb/(R_bulk + R_gb).</p>
      \(HTMLTable(headers: axes + headers, rows: rows).html)
      """
  }

  private var fitsTable: HTML {
    let rows = results.variants.flatMap { variant in
      variant.fits.map { part -> [HTML] in
        variant.values.map { "\($0.text)" as HTML } + [
          "\(part.of)", "\(part.fit.model.title) of \(part.fit.quantity.symbol)",
          "\(formatted(part.fit.activationEnergy.value)) eV",
          "\(formatted(part.fit.prefactor.value)) \(part.fit.prefactor.unit.symbol)",
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    let headers: [HTML] = ["part", "fit", "E_a", "prefactor"]
    return """
      <h2>Activation energies</h2>
      <p>Of the boundaries: of the conductivity that they would give alone, d/R_gb.</p>
      \(HTMLTable(headers: axes + headers, rows: rows, isText: true).html)
      """
  }

  private var formulaTable: HTML {
    let names = results.variants.flatMap(\.points).first { !$0.closedForms.isEmpty }?
      .closedForms.map(\.name)
    guard let names else { return "" }
    let rows = rows { point in
      [
        "\(formatted(point.temperature))", "\(formatted(point.conductivity))",
      ]
        + names.map { name in
          let form = point.closedForms.first { $0.name == name }
          return "\(form.map { formatted($0.conductivity) } ?? "–")"
        }
    }
    let headers: [HTML] = ["T (K)", "solved"] + names.map { "\($0)" }
    return """
      <h2>Formulas beside it</h2>
      <p>S/cm, for cubes with as much boundary in a volume as the structure, without pores, cracks and
      films. The bounds hold for two phases, bulk and boundary of the given width.</p>
      \(HTMLTable(headers: axes + headers, rows: rows).html)
      """
  }

  private var circuitTable: HTML {
    let rows = rows { point in
      guard let circuit = point.spectrum?.circuit else { return nil }
      let arcs = circuit.arcs.map {
        "\(formatted($0.resistivity)) Ω·cm, \(formatted($0.capacitance)) F/cm, α = \(formatted($0.exponent))"
      }
      return [
        "\(formatted(point.temperature))", "\(circuit.model)", "\(arcs.joined(separator: "; "))",
        "\(circuit.bulkResistivity.map { formatted($0) } ?? "–")",
        "\(circuit.boundaryResistivity.map { formatted($0) } ?? "–")",
        "\(formatted(point.grainResistivity))", "\(formatted(point.boundaryResistivity))",
      ]
    }
    guard !rows.isEmpty else { return "" }
    let headers: [HTML] = [
      "T (K)", "circuit", "arcs", "bulk (Ω·cm)", "boundary (Ω·cm)", "solved: bulk",
      "solved: boundary",
    ]
    return """
      <h2>Equivalent circuit</h2>
      <p>What an experimenter reads from the spectrum, beside where the dissipation is. The first arc is
      the bulk with a uniform current; around boundaries the direct current is not uniform, so grains
      dissipate more than that, and boundaries less than the second arc says.</p>
      \(HTMLTable(headers: axes + headers, rows: rows, isText: true).html)
      """
  }
}

extension MicrostructureSummary {
  /// "200 grains of 1 µm in 64 × 64 × 64 voxels".
  public var sentence: String {
    let voxels = shape.map(String.init).joined(separator: " × ")
    guard boundaryAreaPerVolume > 0 else { return "\(grains) grains in \(voxels) voxels" }
    let size = 3 / boundaryAreaPerVolume
    let text = size >= 1000 ? "\(formatted(size / 1e4)) µm" : "\(formatted(size / 10)) nm"
    return "\(grains) grains in \(voxels) voxels, boundary as of cubes of \(text)"
  }
}

extension [PolycrystalPoint] {
  /// The point nearest to 300 K.
  public var nearRoom: PolycrystalPoint? {
    self.min { abs($0.temperature - 300) < abs($1.temperature - 300) }
  }
}

extension PolycrystalResults {
  /// Variants by conductivity near 300 K, the best first; failed ones last.
  public var ranked: [(variant: PolycrystalVariant, point: PolycrystalPoint?)] {
    variants.map { ($0, $0.points.nearRoom) }
      .sorted { ($0.1?.conductivity ?? -1) > ($1.1?.conductivity ?? -1) }
  }
}
