import Foundation
import IonHopAnalysis
import IonHopStudies

/// A quantity against a swept value, one curve for each temperature and combination of the others.
struct SweepPlot: Plot {
  enum Quantity: String {
    case conductivity, havenRatio, correlationFactor, activationEnergy

    var label: String {
      switch self {
      case .conductivity: "σ (S/cm)"
      case .havenRatio: "Haven ratio"
      case .correlationFactor: "tracer correlation factor f"
      case .activationEnergy: "E_a (eV)"
      }
    }

    func estimate(_ point: PointResult) -> Estimate {
      switch self {
      case .havenRatio: point.havenRatio
      case .correlationFactor: point.correlationFactor
      case .conductivity, .activationEnergy: point.conductivity.mean
      }
    }
  }

  private let quantity: Quantity
  private let abscissa: SweepAbscissa
  private let series: [(title: String, rows: [[Double]])]

  var name: String { "sweep_\(quantity.rawValue)" }
  var caption: String {
    "\(quantity.label) against \(abscissa.title), with one standard error."
      + (series.count > Self.mostSeries
        ? " Only the first \(Self.mostSeries) curves are drawn." : "")
  }

  private static let mostSeries = 12

  init(_ quantity: Quantity, _ results: SweepResults) {
    let abscissa = SweepAbscissa(results)
    self.quantity = quantity
    self.abscissa = abscissa
    var series: [(title: String, rows: [[Double]])] = []
    for (index, variant) in results.variants.enumerated() {
      for (title, estimate) in Self.estimates(quantity, variant) {
        let title = [abscissa.others(variant), title].filter { !$0.isEmpty }.joined(separator: ", ")
        guard let row = Self.row(abscissa.x(variant, at: index), estimate, quantity) else {
          continue
        }
        if let known = series.firstIndex(where: { $0.title == title }) {
          series[known].rows.append(row)
        } else {
          series.append((title, [row]))
        }
      }
    }
    self.series = series.map { ($0.title, $0.rows.sorted { $0[0] < $1[0] }) }
  }

  /// What a variant has of a quantity, each with what tells it from the others.
  private static func estimates(
    _ quantity: Quantity, _ variant: VariantResults
  ) -> [(String, Estimate)] {
    guard let results = variant.results else { return [] }
    if quantity == .activationEnergy {
      return results.fits.map {
        (
          $0.model.title + (results.fits.count > 1 ? " of \($0.quantity.symbol)" : ""),
          $0.activationEnergy
        )
      }
    }
    return results.points.map { ("\(formatted($0.temperature)) K", quantity.estimate($0)) }
  }

  private static func row(_ x: Double, _ y: Estimate, _ quantity: Quantity) -> [Double]? {
    let error = y.standardError.isFinite ? abs(y.standardError) : 0
    guard x.isFinite, y.value.isFinite else { return nil }
    guard quantity == .conductivity else { return [x, y.value, y.value - error, y.value + error] }
    return y.value > 0 ? [x, y.value] + logarithmicBar(y.value, error) : nil
  }

  var script: String? {
    let drawn = series.prefix(Self.mostSeries)
    let rows = drawn.flatMap(\.rows)
    guard !rows.isEmpty else { return nil }
    let yAxis =
      quantity == .conductivity
      ? logarithmicAxis("y", around: rows.flatMap { $0[1...] }, margin: 1.6) : ""
    return plotStyle + yAxis + abscissa.axis(rows.map { $0[0] })
      + "set ylabel \(quoted(quantity.label)) noenhanced\n"
      + plotCommand(drawn.enumerated().map { curve($0, $1.title, $1.rows) })
  }

  /// Repeats at one place, as of several seeds, are not joined by lines.
  private func curve(_ index: Int, _ title: String, _ rows: [[Double]]) -> Curve {
    let isFunction = Set(rows.map { $0[0] }).count == rows.count && abscissa.isNumeric
    let colour = plotColours[index % plotColours.count]
    let shape = [7, 4, 8, 12, 10, 14][index / plotColours.count % 6]
    return Curve(
      rows: rows,
      style:
        "\(isFunction ? "yerrorlines" : "yerrorbars") pointtype \(shape) linewidth 1.4 linecolor rgb '\(colour)'",
      title: title)
  }
}

/// The swept key that the plots of a sweep are drawn against.
///
/// The one with most numbers, seeds last; where none is a number, the variants stand side by side.
struct SweepAbscissa {
  private let axes: [SweepAxis]
  private let labels: [String]
  /// Nil where no key holds numbers.
  private let index: Int?
  /// The other keys go along with it, one value each: there is one curve.
  private let isJoined: Bool

  init(_ results: SweepResults) {
    axes = results.sweep
    labels = results.variants.map(\.label)
    func distinct(_ axis: Int) -> Int {
      Set(results.variants.map { $0.values[axis].text }).count
    }
    let index = results.sweep.indices
      .filter { axis in
        results.variants.allSatisfy {
          $0.values.indices.contains(axis) && $0.values[axis].number != nil
        }
      }
      .max { a, b in
        (results.sweep[a].key == "seed" ? 0 : distinct(a), -a)
          < (results.sweep[b].key == "seed" ? 0 : distinct(b), -b)
      }
    self.index = index
    isJoined = index.map { distinct($0) == results.variants.count } ?? false
  }

  var isNumeric: Bool { index != nil }
  var title: String { index.map { axes[$0].title } ?? "the variants" }

  func x(_ variant: VariantResults, at position: Int) -> Double {
    index.flatMap { variant.values[$0].number } ?? Double(position)
  }

  /// The other values, where they tell one curve from the next; repeats with other seeds are one curve.
  func others(_ variant: VariantResults) -> String {
    guard let index, !isJoined else { return "" }
    return axes.indices.filter {
      $0 != index && axes[$0].key != "seed" && variant.values.indices.contains($0)
    }
    .map { "\(axes[$0].name) \(variant.values[$0].text)" }.joined(separator: ", ")
  }

  /// gnuplot's words for the lower axis.
  func axis(_ values: [Double]) -> String {
    guard let low = values.min(), let high = values.max() else { return "" }
    guard isNumeric else {
      let tics = labels.enumerated().map { "\(quoted($1)) \($0)" }.joined(separator: ", ")
      return
        "set xrange [-0.5:\(Double(labels.count) - 0.5)]\nset xtics noenhanced rotate by -35 (\(tics))\n"
    }
    // axisLabel needs double quotes, in which gnuplot would run commands.
    let safe = title.filter { $0.isLetter || $0.isNumber || " ()[].,/%_-".contains($0) }
    let label = axisLabel(safe) + " noenhanced\n"
    if low > 0, high / low > 50 {
      return label + "set logscale x\nset xrange [\(low / 1.3):\(high * 1.3)]\n"
    }
    let margin = high > low ? 0.06 * (high - low) : max(1, abs(high)) * 0.1
    return label + "set xrange [\(low - margin):\(high + margin)]\n"
  }
}
