import Foundation
import IonHopStudies

/// A scenario's own table as one self-contained page.
///
///     try ScenarioTableReport(table).write(to: folder)   // folder/report.html
public struct ScenarioTableReport {
  private let table: ScenarioTable

  /// The report of a table.
  public init(_ table: ScenarioTable) { self.table = table }

  /// The page.
  ///
  /// - Throws: `ReportError.gnuplotMissing` or `.gnuplotFailed`.
  public func html() throws(ReportError) -> String { try page(in: nil).markup }

  /// Replaces `report.html` and the folder `plots` in a folder.
  ///
  /// - Throws: `ReportError`
  public func write(to directory: URL) throws(ReportError) {
    try page(in: directory).write(to: directory)
  }

  private func page(in folder: URL?) throws(ReportError) -> Page {
    let figures = try Figures(
      of: table.figures.indices.map { ScenarioTablePlot(table, number: $0) },
      in: folder)
    let rows = table.rows.map { $0.map { "\(formatted($0))" as HTML } }
    let numbers = HTMLTable(headers: table.columns.map { "\($0.title)" }, rows: rows)
    let notes = table.notes.map { "<p>\($0)</p>" as HTML }
    return Page(
      title: table.name,
      body: "\(notes)\(figures.html)\(numbers.html)\(Report.sources(table.sources))")
  }
}

/// Columns of a table against another column.
struct ScenarioTablePlot: Plot {
  private let table: ScenarioTable
  private let figure: ScenarioTable.Figure
  let name: String

  /// More curves cannot be told apart.
  private static let mostCurves = 12

  init(_ table: ScenarioTable, number: Int) {
    self.table = table
    figure = table.figures[number]
    name = "table_\(number + 1)"
  }

  private func title(_ column: String) -> String {
    table.columns.first { $0.name == column }?.title ?? column
  }

  var caption: String {
    "\(figure.y.map(title).joined(separator: ", ")) against \(title(figure.x))."
      + (figure.isLogarithmic ? " What is not positive is not drawn." : "")
  }

  var drawing: Drawing? {
    let curves = curves
    let all = curves.flatMap(\.rows).filter { !$0.isEmpty }
    guard let low = all.map({ $0[0] }).min(), let high = all.map({ $0[0] }).max() else {
      return nil
    }
    let margin = high > low ? 0.05 * (high - low) : 1
    let axis =
      figure.isLogarithmic ? logarithmicAxis("y", around: all.map { $0[1] }, margin: 1.6) : ""
    let drawn = curves.enumerated().map { index, curve in
      Curve(
        rows: curve.rows,
        style:
          "linespoints pointtype \([7, 4][index / plotColours.count % 2]) linewidth 1.4 linecolor rgb '\(plotColours[index % plotColours.count])'",
        title: curve.title)
    }
    let ordinate = figure.title ?? figure.y.map(title).joined(separator: ", ")
    return Drawing(
      columns: [title(figure.x), ordinate],
      settings: axis + axisLabel(title(figure.x)) + " noenhanced\n"
        + "set xrange [\(low - margin):\(high + margin)]\n"
        + "set ylabel \(quoted(ordinate)) noenhanced",
      curves: drawn)
  }

  /// In the order in which the table first has them; an empty row breaks a curve where it has no point.
  private var curves: [(title: String, rows: [[Double]])] {
    var curves: [(title: String, rows: [[Double]])] = []
    for row in table.rows {
      for y in figure.y {
        let parts = figure.series.map { "\($0) \(formatted(table.value($0, of: row)))" }
        let title = ((figure.y.count > 1 ? [y] : []) + parts).joined(separator: ", ")
        let (x, value) = (table.value(figure.x, of: row), table.value(y, of: row))
        let isDrawn = x.isFinite && value.isFinite && (value > 0 || !figure.isLogarithmic)
        let point = isDrawn ? [x, value] : []
        if let known = curves.firstIndex(where: { $0.title == title }) {
          curves[known].rows.append(point)
        } else {
          curves.append((title, [point]))
        }
      }
    }
    return Array(curves.filter { $0.rows.contains { !$0.isEmpty } }.prefix(Self.mostCurves))
  }
}
