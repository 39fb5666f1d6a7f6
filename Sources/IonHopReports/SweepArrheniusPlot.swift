import IonHopAnalysis
import IonHopStudies

/// σT of a sweep's variants against 1000/T, with one standard error.
struct SweepArrheniusPlot: Plot {
  let name = "arrhenius"
  private let curves: [Curve]
  private let count: Int

  /// More cannot be told apart.
  private static let mostVariants = 6

  init(_ results: SweepResults, experiment: Experiment?) {
    count = results.variants.count
    curves =
      results.variants.prefix(Self.mostVariants).enumerated().map { index, variant in
        let rows = (variant.results?.points ?? []).compactMap { point -> [Double]? in
          let (t, sigma) = (point.temperature, point.conductivity.value)
          guard t > 0, sigma > 0, sigma.isFinite else { return nil }
          return [1000 / t, sigma * t]
            + logarithmicBar(sigma * t, point.conductivity.standardError * t)
        }
        return Curve(
          rows: rows.sorted { $0[0] < $1[0] },
          style:
            "yerrorlines pointtype \([7, 5, 9, 11, 4, 6][index]) linewidth 1.2 linecolor rgb '\(plotColours[index])'",
          title: variant.label)
      } + (experiment.map { [$0.curve] } ?? [])
  }

  var caption: String {
    "Arrhenius plot: conductivity times temperature against reciprocal temperature, with one standard error."
      + (count > Self.mostVariants
        ? " Only the first \(Self.mostVariants) variants are drawn." : "")
  }

  var drawing: Drawing? {
    let rows = curves.flatMap(\.rows)
    // One temperature is no line.
    guard Set(rows.map { $0[0] }).count > 1 else { return nil }
    return Drawing(
      columns: ["1000/T (1/K)", "σT (S K/cm)"],
      settings: logarithmicAxis("y", around: rows.flatMap { $0[1...] }, margin: 1.8)
        + axisLabel("1000/T (1/K)")
        + "\nset ylabel 'σT (S K/cm)'\nset offsets graph 0.05, graph 0.05, 0, 0",
      curves: curves)
  }
}
