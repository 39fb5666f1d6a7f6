import Foundation
import IonHopNetworks

/// Numbers that a scenario computes without sampling, in rows and columns.
///
///     table.rows(where: ["core potential": 0.3])
///     table.value("area resistance", of: table.rows[0])   // Ω·cm²
public struct ScenarioTable: Sendable, Codable, Equatable {
  /// What this version writes.
  public static let currentSchema = 1
  /// What `kind` holds.
  public static let kind = "table"

  /// A column with its unit.
  public struct Column: Sendable, Codable, Equatable {
    /// What it holds.
    public var name: String
    /// Empty for pure numbers.
    public var unit: String

    init(_ name: String, _ unit: String = "") { (self.name, self.unit) = (name, unit) }

    /// Name and unit, as in headers.
    public var title: String { unit.isEmpty ? name : "\(name) (\(unit))" }
  }

  /// Columns against a column, one curve for each combination of values of the series' columns.
  public struct Figure: Sendable, Codable, Equatable {
    /// The column along x.
    public var x: String
    /// The columns along y.
    public var y: [String]
    /// Columns by whose values lines are told apart.
    public var series: [String]
    /// Whether y is drawn logarithmically.
    public var isLogarithmic: Bool
    /// Of the axis; nil for the columns' titles.
    public var title: String?

    init(
      _ y: [String], against x: String, series: [String] = [], isLogarithmic: Bool = true,
      title: String? = nil
    ) {
      (self.x, self.y, self.series, self.isLogarithmic) = (x, y, series, isLogarithmic)
      self.title = title
    }
  }

  /// Version of the format.
  public var schema = ScenarioTable.currentSchema
  /// Tells the file from those of studies.
  public var kind = ScenarioTable.kind
  /// Of the scenario's part.
  public var name: String
  /// What the rows hold.
  public var columns: [Column]
  /// Numbers in the order of the columns.
  public var rows: [[Double]] = []
  /// Plots of the report.
  public var figures: [Figure] = []
  /// What the numbers are, beside the columns' names.
  public var notes: [String] = []
  /// Where the numbers come from.
  public var sources: [Source] = []

  init(name: String, columns: [Column]) { (self.name, self.columns) = (name, columns) }

  /// Where a column stands.
  public func index(of column: String) -> Int? { columns.firstIndex { $0.name == column } }

  /// Not a number where there is no such column.
  public func value(_ column: String, of row: [Double]) -> Double {
    index(of: column).map { row[$0] } ?? .nan
  }

  /// A column of all rows.
  public func values(_ column: String) -> [Double] { rows.map { value(column, of: $0) } }

  /// Rows whose columns have these values.
  public func rows(where values: [String: Double]) -> [[Double]] {
    rows.filter { row in values.allSatisfy { value($0.key, of: row) == $0.value } }
  }

  /// One line a row, units in the header.
  public var text: String {
    csv([columns.map(\.title)] + rows.map { $0.map { "\($0)" } })
  }
}

extension ResultFiles {
  /// Writes `results.json` and `table.csv`.
  ///
  /// - Throws: `ResultFileError.unwritable`
  public func write(_ table: ScenarioTable) throws(ResultFileError) {
    try write(["results.json": { try Self.json(table) }, "table.csv": { table.text }])
  }
}
