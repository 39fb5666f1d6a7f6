import Foundation
import IonHopAnalysis
import IonHopStudies

/// The share of each hop class in the dissipation and in Σz²ℓ², as bars, at the lowest temperature.
struct HopClassPlot: Plot {
  let name = "classes"
  private let temperature: Double
  private let classes: [(name: String, entry: HopClassResult)]

  init(_ results: StudyResults) {
    let coldest = results.points.filter { $0.hopClasses != nil }
      .min { $0.temperature < $1.temperature }
    temperature = coldest?.temperature ?? .nan
    classes = (coldest?.hopClasses ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  var caption: String {
    """
    What each hop class does at \(formatted(temperature)) K. Share of dissipation: the work of a \
    current, largest for the bottleneck. Share of Σz²ℓ²: squared hop lengths, shuttling included, \
    with one standard error.
    """
  }

  /// One class alone has all of both; too many bars tell nothing.
  var drawing: Drawing? {
    guard (2...24).contains(classes.count) else { return nil }
    let tics = classes.enumerated().map { "\(ticLabel($1.name)) \($0)" }.joined(separator: ", ")
    return Drawing(
      columns: ["class", "share"],
      settings: """
        set style fill solid 0.85 noborder
        set boxwidth 0.36
        set yrange [0:1.05]
        set xrange [-0.6:\(Double(classes.count) - 0.4)]
        set xtics noenhanced \(classes.count > 4 ? "rotate by -35 " : "")(\(tics))
        set ylabel 'share'
        """, curves: curves)
  }

  private var curves: [Curve] {
    let dissipation = classes.enumerated().compactMap { index, entry in
      entry.entry.dissipationShare.map { [Double(index) - 0.19, $0] }
    }
    let squares = classes.enumerated().map { index, entry in
      let share = entry.entry.squaredLengthShare
      let error = share.standardError.isFinite ? share.standardError : 0
      return [Double(index) + 0.19, share.value, share.value - error, share.value + error]
    }.filter { $0[1].isFinite }
    return [
      Curve(
        rows: dissipation, style: "boxes linecolor rgb '\(plotColours[2])'",
        title: "share of dissipation"),
      Curve(
        rows: squares.map { Array($0[..<2]) }, style: "boxes linecolor rgb '\(plotColours[0])'",
        title: "share of Σz²ℓ²"),
      Curve(
        rows: squares, style: "yerrorbars pointtype -1 linecolor rgb '#111111'", title: ""),
    ]
  }
}
