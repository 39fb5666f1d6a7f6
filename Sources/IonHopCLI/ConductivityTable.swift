import ArgumentParser
import Foundation
import IonHop
import SwiftCSV

/// Reads conductivities from a user's CSV file.
///
/// Temperatures in K, in °C or as 1000/T, conductivities in S/cm, mS/cm or S/m: units stand in the
/// header, and K and S/cm are meant where they do not.
enum ConductivityTable {
  static func read(_ path: String) throws(InputError) -> [ConductivityDatum] {
    try experiment(path).points
  }

  /// The same with the name that the column `source` gives, or else the file's.
  static func experiment(_ path: String) throws(InputError) -> Experiment {
    let file = URL(fileURLWithPath: path)
    let text = try InputFile.text(of: file, limit: 64 << 20)
    let csv: CSV<Named>
    do { csv = try CSV<Named>(string: text, loadColumns: false) } catch {
      throw InputError(file: path, message: "is not a CSV table (\(error)); give one with a header")
    }
    let names = csv.header
    let columns = names.map(Column.init)
    let temperatures = columns.compactMap { column in column.temperature.map { (column, $0) } }
    let conductivities = columns.compactMap { column in column.conductivity.map { (column, $0) } }
    let errors = columns.compactMap { column in column.standardError.map { (column, $0) } }
    guard let (temperature, kelvin) = temperatures.first,
      let (conductivity, unit) = conductivities.first
    else { throw missing(names, path) }
    var points: [ConductivityDatum] = []
    for (index, row) in csv.rows.enumerated() {
      func number(_ column: Column) throws(InputError) -> Double {
        let field = (row[column.header] ?? "").trimmingCharacters(in: .whitespaces)
        guard let value = Double(field), value.isFinite else {
          throw InputError(
            file: path, line: index + 2, keyPath: column.header,
            message: "\"\(field)\" is not a number; give one, or take the row away")
        }
        return value
      }
      var point = ConductivityDatum(
        temperature: kelvin(try number(temperature)), conductivity: try number(conductivity) * unit)
      guard point.temperature > 0, point.temperature.isFinite else {
        throw InputError(
          file: path, line: index + 2, keyPath: temperature.header,
          message: "is no temperature above 0 K; mend it, or the unit in the header")
      }
      if let (error, unit) = errors.first { point.standardError = try number(error) * unit }
      points.append(point)
    }
    guard !points.isEmpty else {
      throw InputError(file: path, message: "has a header but no rows; give measured points")
    }
    let source = names.first { $0.lowercased() == "source" }.flatMap { csv.rows[0][$0] }
    return Experiment(
      name: source.flatMap { $0.isEmpty ? nil : $0 }
        ?? file.deletingPathExtension().lastPathComponent,
      points: points)
  }

  private static func missing(_ names: [String], _ path: String) -> InputError {
    let logarithm = names.first {
      $0.lowercased().hasPrefix("log") || $0.lowercased().hasPrefix("ln")
    }
    let hint = logarithm.map { "; \"\($0)\" is a logarithm, give the conductivity itself" } ?? ""
    return InputError(
      file: path, line: 1,
      message:
        "the header needs a temperature, as in \"temperature (K)\", \"T (°C)\" or \"1000/T (1/K)\", and a conductivity, as in \"conductivity (S/cm)\", (mS/cm) or (S/m); found \(names.joined(separator: ", "))\(hint)"
    )
  }
}

/// What a column of measurements holds, by its header: "sigma (mS/cm)", "1000/T (1/K)".
private struct Column {
  let header: String
  /// To K.
  private(set) var temperature: ((Double) -> Double)?
  /// To S/cm.
  private(set) var conductivity: Double?
  private(set) var standardError: Double?

  init(_ header: String) {
    self.header = header
    let parts = header.split(maxSplits: 1, whereSeparator: { $0 == "(" || $0 == "[" })
    func plain(_ text: Substring?) -> String {
      (text ?? "").lowercased().filter { !" )]_^·".contains($0) }
    }
    let (name, unit) = (plain(parts.first), plain(parts.dropFirst().first))
    switch name {
    case "temperature", "temp", "t": temperature = Self.temperatures[unit]
    case "1000/t": temperature = ["", "1/k", "k-1"].contains(unit) ? { 1000 / $0 } : nil
    case "conductivity", "sigma", "σ": conductivity = Self.conductivities[unit]
    case "conductivitystandarderror", "standarderror", "error", "conductivityerror", "sigmaerror":
      standardError = Self.conductivities[unit]
    default: break
    }
  }

  private static let temperatures: [String: @Sendable (Double) -> Double] = [
    "": { $0 }, "k": { $0 }, "c": { $0 + 273.15 }, "°c": { $0 + 273.15 },
    "degc": { $0 + 273.15 }, "celsius": { $0 + 273.15 },
  ]

  private static let conductivities = [
    "": 1.0, "s/cm": 1, "scm-1": 1, "ms/cm": 1e-3, "mscm-1": 1e-3, "s/m": 1e-2, "sm-1": 1e-2,
  ]
}

/// Measured points for a report, kept in the run's folder so that later reports have them too.
struct ExperimentOptions: ParsableArguments {
  @Option(
    name: .customLong("experiment"),
    help: ArgumentHelp(
      "Measured conductivities (CSV with units in its header), drawn beside the run's own.",
      valueName: "file"))
  var file: String?

  /// The option's points, which are then kept as `experiment.csv`; else those that are kept there.
  func read(keptIn folder: URL) throws -> Experiment? {
    let kept = folder.appending(path: "experiment.csv")
    guard let file else {
      guard FileManager.default.fileExists(atPath: kept.path) else { return nil }
      return try ConductivityTable.experiment(kept.path)
    }
    let experiment = try ConductivityTable.experiment(file)
    try Data(experiment.table.utf8).write(to: kept, options: .atomic)
    return experiment
  }
}
