import Foundation
import IonHopAnalysis
import IonHopStudies

/// σT against 1000/T of several runs, with their first fits.
struct ComparisonPlot: Plot {
  let name = "compare"
  private let runs: [ComparedRun]

  /// The best conductors; more curves cannot be told apart.
  private static let mostRuns = 12

  private let experiment: Experiment?

  init(_ comparison: Comparison, _ runs: [ComparedRun], experiment: Experiment? = nil) {
    self.experiment = experiment
    self.runs = comparison.entries.prefix(Self.mostRuns).compactMap { entry in
      runs.first { $0.name == entry.name }
    }
  }

  var caption: String {
    "Conductivity times temperature against reciprocal temperature, with one standard error where it was sampled, and fits."
  }

  var drawing: Drawing? {
    let marks = runs.map(rows)
    let measured = experiment.map { [$0.curve] } ?? []
    let all = (marks + measured.map(\.rows)).flatMap(\.self)
    guard let low = all.map({ $0[0] }).min(), let high = all.map({ $0[0] }).max() else {
      return nil
    }
    let margin = max(0.06 * (high - low), 0.05)
    let range = (low - margin)...(high + margin)
    let points = marks.enumerated().map { index, rows in
      Curve(
        rows: rows, style: "yerrorbars \(look(index)) linecolor rgb '\(colour(index))'",
        title: runs[index].name)
    }
    let lines = runs.enumerated().map { index, run in
      Curve(
        rows: fit(run, range),
        style: "lines linewidth 1.4 linecolor rgb '\(colour(index))'", title: "")
    }
    return Drawing(
      columns: ["1000/T (1/K)", "σT (S K/cm)"],
      settings: logarithmicAxis("y", around: all.flatMap { $0[1...] }, margin: 1.8)
        + "set xrange [\(range.lowerBound):\(range.upperBound)]\n"
        + axisLabel("1000/T (1/K)") + "\nset ylabel 'σT (S K/cm)'",
      curves: lines + points + measured)
  }

  private func rows(_ run: ComparedRun) -> [[Double]] {
    run.points.compactMap { point in
      let (t, y) = (point.temperature, point.conductivity.value * point.temperature)
      guard t > 0, y.isFinite, y > 0 else { return nil }
      return [1000 / t, y] + logarithmicBar(y, point.conductivity.standardError * t)
    }
  }

  private func fit(_ run: ComparedRun, _ range: ClosedRange<Double>) -> [[Double]] {
    guard let fit = run.fit else { return [] }
    return (0...100).compactMap { step in
      let x = range.lowerBound + (range.upperBound - range.lowerBound) * Double(step) / 100
      let y = fit.conductivity(at: 1000 / x) * 1000 / x
      return x > 0 && y.isFinite && y > 0 ? [x, y] : nil
    }
  }

  private func colour(_ index: Int) -> String { plotColours[index % plotColours.count] }

  private func look(_ index: Int) -> String {
    "pointtype \([7, 4][index / plotColours.count % 2])"
  }
}

/// Conductivities at the reference temperature, the best first.
struct LeaguePlot: Plot {
  let name = "league"
  private let comparison: Comparison

  init(_ comparison: Comparison) { self.comparison = comparison }

  var caption: String {
    "Conductivity at \(formatted(comparison.referenceTemperature)) K, with one standard error where it was sampled."
  }

  var drawing: Drawing? {
    let entries = comparison.entries.prefix(30).filter {
      $0.conductivity.value.isFinite && $0.conductivity.value > 0
    }
    guard !entries.isEmpty else { return nil }
    let rows = entries.enumerated().map { index, entry in
      let (value, error) = (entry.conductivity.value, entry.conductivity.standardError)
      return [Double(index), value] + logarithmicBar(value, error)
    }
    let tics = entries.enumerated().map { "\(ticLabel($1.name)) \($0)" }.joined(separator: ", ")
    return Drawing(
      columns: ["run", "σ (S/cm)"],
      settings: logarithmicAxis("y", around: rows.flatMap { $0[1...] }, margin: 1.6) + """
        set xrange [-0.6:\(Double(entries.count) - 0.4)]
        set boxwidth 0.6
        set style fill solid 0.35 noborder
        set xtics noenhanced rotate by -35 (\(tics))
        set ylabel 'σ (S/cm)'
        """,
      curves: [
        Curve(
          rows: rows.map { [$0[0], $0[1]] }, style: "boxes linecolor rgb '\(plotColours[0])'",
          title: ""),
        Curve(
          rows: rows, style: "yerrorbars pointtype 7 linecolor rgb '\(plotColours[0])'", title: ""),
      ])
  }
}
