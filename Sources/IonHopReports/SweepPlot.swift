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
        let title = [abscissa.others(variant.values), title].filter { !$0.isEmpty }.joined(
          separator: ", ")
        guard let row = Self.row(abscissa.x(variant.values, at: index), estimate, quantity) else {
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

  var drawing: Drawing? {
    let drawn = series.prefix(Self.mostSeries)
    let rows = drawn.flatMap(\.rows)
    guard !rows.isEmpty else { return nil }
    let yAxis =
      quantity == .conductivity
      ? logarithmicAxis("y", around: rows.flatMap { $0[1...] }, margin: 1.6) : ""
    return Drawing(
      columns: [abscissa.title, quantity.label],
      settings: yAxis + abscissa.axis(rows.map { $0[0] })
        + "set ylabel \(quoted(quantity.label)) noenhanced",
      curves: drawn.enumerated().map { curve($0, $1.title, $1.rows) })
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
