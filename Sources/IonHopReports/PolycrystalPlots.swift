import IonHopAnalysis
import IonHopStudies

/// σT of a polycrystal against 1000/T, with the bulk and the boundaries alone; of a sweep, all variants.
struct PolycrystalArrheniusPlot: Plot {
  let name = "arrhenius"
  let caption = "Arrhenius plot: conductivity times temperature against reciprocal temperature."
  private let curves: [Curve]

  /// More cannot be told apart.
  private static let mostVariants = 6

  init(_ results: PolycrystalResults, experiment: Experiment? = nil) {
    let measured = experiment.map { [$0.curve] } ?? []
    func curve(
      _ points: [PolycrystalPoint], _ index: Int, _ title: String,
      _ value: (PolycrystalPoint) -> Double
    ) -> Curve {
      Curve(
        rows: points.sorted { $0.temperature < $1.temperature }.map {
          [1000 / $0.temperature, value($0) * $0.temperature]
        }.filter { $0[1] > 0 && $0[1].isFinite },
        style:
          "linespoints pointtype \(5 + 2 * (index % 4)) linecolor rgb '\(plotColours[index % plotColours.count])'",
        title: title)
    }
    if results.sweep.isEmpty, let points = results.variants.first?.points {
      curves =
        [
          curve(points, 0, "polycrystal") { $0.conductivity },
          curve(points, 1, "grains alone") { 1 / $0.grainResistivity },
          curve(points, 2, "boundaries alone") { 1 / $0.boundaryResistivity },
        ] + measured
    } else {
      curves =
        results.variants.prefix(Self.mostVariants).enumerated().map { index, variant in
          curve(variant.points, index, variant.label) { $0.conductivity }
        } + measured
    }
  }

  var drawing: Drawing? {
    let rows = curves.flatMap(\.rows)
    // One temperature is no line.
    guard Set(rows.map { $0[0] }).count > 1 else { return nil }
    return Drawing(
      columns: ["1000/T (1/K)", "σT (S K/cm)"],
      settings: logarithmicAxis("y", around: rows.map { $0[1] }, margin: 1.8) + """
        \(axisLabel("1000/T (1/K)"))
        set ylabel 'σT (S K/cm)'
        set offsets graph 0.05, graph 0.05, 0, 0
        """, curves: curves)
  }
}

/// Conductivities of a sweep near 300 K as bars: the league table.
struct PolycrystalRankPlot: Plot {
  let name = "ranking"
  private let entries: [(label: String, conductivity: Double)]
  private let temperature: Double

  init(_ results: PolycrystalResults) {
    let ranked = results.ranked
    temperature = ranked.first?.point?.temperature ?? .nan
    entries = ranked.compactMap { entry in
      entry.point.map { (entry.variant.label, $0.conductivity) }
    }
  }

  var caption: String { "Conductivity at \(formatted(temperature)) K, the best first." }

  var drawing: Drawing? {
    guard (2...24).contains(entries.count), entries.contains(where: { $0.conductivity > 0 })
    else { return nil }
    let tics = entries.enumerated().map { "\(ticLabel($1.label)) \($0)" }.joined(separator: ", ")
    let rows = entries.enumerated().map { [Double($0), $1.conductivity] }
    return Drawing(
      columns: ["variant", "σ (S/cm)"],
      settings: """
        set style fill solid 0.85 noborder
        set boxwidth 0.6
        set yrange [0:*]
        set xrange [-0.6:\(Double(entries.count) - 0.4)]
        set xtics noenhanced rotate by -35 (\(tics))
        set ylabel 'σ (S/cm)'
        """,
      curves: [Curve(rows: rows, style: "boxes linecolor rgb '\(plotColours[0])'", title: "")])
  }
}

/// Conductivity of polycrystals against a swept value, such as the size of grains: one curve a temperature
/// and combination of the other values.
struct PolycrystalSweepPlot: Plot {
  let name = "sweep"
  private let abscissa: SweepAbscissa
  private let series: [(title: String, rows: [[Double]])]

  private static let mostSeries = 12

  init(_ results: PolycrystalResults) {
    let abscissa = SweepAbscissa(
      results.sweep, labels: results.variants.map(\.label), values: results.variants.map(\.values))
    self.abscissa = abscissa
    var series: [(title: String, rows: [[Double]])] = []
    for (index, variant) in results.variants.enumerated() {
      for point in variant.points where point.conductivity > 0 && point.conductivity.isFinite {
        let parts = [abscissa.others(variant.values), "\(formatted(point.temperature)) K"]
        let title = parts.filter { !$0.isEmpty }.joined(separator: ", ")
        let row = [abscissa.x(variant.values, at: index), point.conductivity]
        if let known = series.firstIndex(where: { $0.title == title }) {
          series[known].rows.append(row)
        } else {
          series.append((title, [row]))
        }
      }
    }
    self.series = series.prefix(Self.mostSeries).map {
      ($0.title, $0.rows.sorted { $0[0] < $1[0] })
    }
  }

  var caption: String { "Conductivity against \(abscissa.title)." }

  /// Values that are no numbers have the bars of the ranking.
  var drawing: Drawing? {
    let rows = series.flatMap(\.rows)
    guard abscissa.isNumeric, Set(rows.map { $0[0] }).count > 1 else { return nil }
    return Drawing(
      columns: [abscissa.title, "σ (S/cm)"],
      settings: logarithmicAxis("y", around: rows.map { $0[1] }, margin: 1.6)
        + abscissa.axis(rows.map { $0[0] }) + "set ylabel 'σ (S/cm)'",
      curves: series.enumerated().map { index, entry in
        let shape = [7, 4][index / plotColours.count % 2]
        let colour = plotColours[index % plotColours.count]
        return Curve(
          rows: entry.rows,
          style: "linespoints pointtype \(shape) linewidth 1.4 linecolor rgb '\(colour)'",
          title: entry.title)
      })
  }
}
