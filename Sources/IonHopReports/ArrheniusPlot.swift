import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies

/// σT against 1000/T: the study's points, its fits and published values.
struct ArrheniusPlot: Plot {
  let name = "arrhenius"
  let caption = """
    Arrhenius plot: conductivity times temperature against reciprocal temperature, with one \
    standard error.
    """
  private let points: [Mark]
  private let published: [(title: String, marks: [Mark])]
  private let fits: [FitResult]
  private let experiment: Experiment?

  /// A conductivity at a temperature.
  private struct Mark {
    var temperature: Double
    /// S/cm
    var conductivity: Double
    var standardError = 0.0

    var x: Double { 1000 / temperature }
    var y: Double { conductivity * temperature }
    var bar: [Double] { logarithmicBar(y, standardError * temperature) }
    var row: [Double] { [x, y] + bar }

    /// True where a logarithmic axis has a place for it.
    var isDrawable: Bool {
      temperature.isFinite && temperature > 0 && y.isFinite && y > 0 && bar[1].isFinite
    }
  }

  init(_ results: StudyResults, experiment: Experiment? = nil) {
    self.experiment = experiment
    points = results.points
      .map {
        Mark(
          temperature: $0.temperature, conductivity: $0.conductivity.value,
          standardError: $0.conductivity.standardError)
      }
      .filter(\.isDrawable)
    published = ArrheniusPlot.groups(of: results.model.published)
    fits = results.fits
  }

  /// Published conductivities with one mark style for each source and kind.
  private static func groups(of values: [PublishedValue]) -> [(title: String, marks: [Mark])] {
    var groups: [(title: String, marks: [Mark])] = []
    for value in values where value.quantity == "conductivity" {
      guard let temperature = value.temperature, let factor = siemensPerCentimetre[value.unit]
      else { continue }
      let mark = Mark(temperature: temperature, conductivity: value.value * factor)
      guard mark.isDrawable else { continue }
      let title = "\(value.source), \(value.kind)"
      if let group = groups.firstIndex(where: { $0.title == title }) {
        groups[group].marks.append(mark)
      } else {
        groups.append((title, [mark]))
      }
    }
    return groups
  }

  /// Published units that are drawn, in S/cm; values in other units are only listed.
  private static let siemensPerCentimetre = [
    "S/cm": 1, "S cm-1": 1, "S cm^-1": 1, "mS/cm": 1e-3, "S/m": 1e-2,
  ]

  var drawing: Drawing? {
    let measured = (experiment?.points ?? []).map {
      Mark(
        temperature: $0.temperature, conductivity: $0.conductivity,
        standardError: $0.standardError)
    }.filter(\.isDrawable)
    let marks = points + published.flatMap(\.marks) + measured
    guard let lowest = marks.map(\.x).min(), let highest = marks.map(\.x).max() else { return nil }
    let margin = max(0.06 * (highest - lowest), 0.05)
    let range = (lowest - margin)...(highest + margin)
    return Drawing(
      columns: ["1000/T (1/K)", "σT (S K/cm)"],
      settings: logarithmicAxis("y", around: marks.flatMap { [$0.y] + $0.bar }, margin: 1.8)
        + """
        set xrange [\(range.lowerBound):\(range.upperBound)]
        set x2range [\(range.lowerBound):\(range.upperBound)]
        set xtics nomirror
        set x2tics (\(temperatureTics(marks, range)))
        \(axisLabel("1000/T (1/K)"))
        set x2label 'T (K)'
        set ylabel 'σT (S K/cm)'
        """,
      curves: fitCurves(range) + [pointCurve] + publishedCurves
        + (experiment.map { [$0.curve] } ?? []))
  }

  private var pointCurve: Curve {
    Curve(
      rows: points.map(\.row), style: "yerrorbars pointtype 7 linecolor rgb '#111111'",
      title: "this study")
  }

  private var publishedCurves: [Curve] {
    let shapes = [4, 8, 12, 10, 14, 6]
    return published.enumerated().map { index, group in
      let colour = plotColours[(index + 2) % plotColours.count]
      return Curve(
        rows: group.marks.map { [$0.x, $0.y] },
        style: "points pointtype \(shapes[index % shapes.count]) pointsize 1.1 "
          + "linewidth 1.6 linecolor rgb '\(colour)'",
        title: group.title)
    }
  }

  private func fitCurves(_ range: ClosedRange<Double>) -> [Curve] {
    fits.enumerated().map { index, fit in
      let rows = (0...100).compactMap { step -> [Double]? in
        let x = range.lowerBound + (range.upperBound - range.lowerBound) * Double(step) / 100
        let mark = Mark(temperature: 1000 / x, conductivity: fit.conductivity(at: 1000 / x))
        return mark.isDrawable ? [x, mark.y] : nil
      }
      let colour = plotColours[index % plotColours.count]
      return Curve(
        rows: rows,
        style: "lines linewidth 1.8 dashtype \(index % 4 + 1) linecolor rgb '\(colour)'",
        title: "\(fit.model.title), \(formatted(fit.activationEnergy))")
    }
  }

  /// The temperatures drawn, as labels of the upper axis, less those too near the last one.
  private func temperatureTics(_ marks: [Mark], _ range: ClosedRange<Double>) -> String {
    let room = 0.09 * (range.upperBound - range.lowerBound)
    var kept: [Mark] = []
    for mark in marks.sorted(by: { $0.x < $1.x }) where mark.x - (kept.last?.x ?? -.infinity) > room
    {
      kept.append(mark)
    }
    return kept.map { "'\(String(format: "%.0f", $0.temperature))' \($0.x)" }
      .joined(separator: ", ")
  }
}

extension FitModel {
  /// The law's name as it is printed.
  var title: String {
    switch self {
    case .arrhenius: "Arrhenius"
    case .vft: "VFT"
    case .wlf: "WLF"
    case .auto: "automatic"
    }
  }
}

extension FitQuantity {
  /// The quantity as it is printed.
  var symbol: String {
    switch self {
    case .sigmaT: "σT"
    case .sigma: "σ"
    case .sigmaRootT: "σ√T"
    }
  }
}
