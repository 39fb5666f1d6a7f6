import ArgumentParser
import Foundation
import IonHop
import SwiftCSV

extension FitModel: ExpressibleByArgument {}
extension FitQuantity: ExpressibleByArgument {}

struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit Arrhenius, VFT or WLF to conductivities from a CSV file.",
    discussion: """
      The file has a header and the columns temperature (K), conductivity (S/cm) and, if known, \
      standardError (S/cm); points.csv of a run is read as it is.

      Example:
        ionhop fit measured.csv --model auto
      """)

  @Argument(help: "The data (CSV).")
  var data: String

  @Option(help: "arrhenius, vft, wlf or auto.")
  var model = FitModel.auto

  @Option(help: "sigmaT, sigma or sigmaRootT.")
  var quantity = FitQuantity.sigmaT

  @Flag(help: "Print the fit as JSON on standard output.")
  var json = false

  func run() async throws {
    try await reportingErrors {
      let fit = try TemperatureFit.fit(
        try ConductivityTable.read(data), model: model, quantity: quantity)
      print(json ? try ResultFiles.json(fit) : text(fit), terminator: "")
    }
  }

  private func text(_ fit: FitResult) -> String {
    var rows = [["model", fit.model.rawValue], ["quantity", fit.quantity.rawValue]]
    for (i, name) in fit.parameterNames.enumerated() {
      let error = fit.covariance[i][i].squareRoot()
      rows.append([
        name, withError(Estimate(value: fit.parameters[i], standardError: error, unit: .one)),
      ])
    }
    rows.append(["E_a (eV)", withError(fit.activationEnergy)])
    rows.append(["prefactor (\(fit.prefactor.unit.rawValue))", withError(fit.prefactor)])
    rows.append([
      "chi2 / degrees of freedom", String(format: "%.4g / %d", fit.chiSquare, fit.degreesOfFreedom),
    ])
    if let aicc = fit.aicc { rows.append(["AICc", String(format: "%.3f", aicc)]) }
    return table(rows) + fit.notes.map { "note: \($0)\n" }.joined()
  }
}

/// Reads conductivities from a user's CSV file.
enum ConductivityTable {
  struct Failure: Error, CustomStringConvertible { let description: String }

  static func read(_ path: String) throws -> [ConductivityDatum] {
    let text: String
    do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
      throw Failure(description: "\(path): cannot read it as UTF-8 text; check the path")
    }
    let csv: CSV<Named>
    do { csv = try CSV<Named>(string: text, loadColumns: false) } catch {
      throw Failure(description: "\(path): not a CSV table (\(error))")
    }
    let names = csv.header
    guard let temperature = column(names, "temperature"),
      let conductivity = column(names, "conductivity")
    else {
      throw Failure(
        description:
          "\(path):1: the header needs columns temperature (K) and conductivity (S/cm); found \(names.joined(separator: ", "))"
      )
    }
    let error =
      names.first { $0.lowercased().hasPrefix("conductivity standard") }
      ?? column(names, "standarderror") ?? column(names, "error")
    return try csv.rows.enumerated().map { index, row in
      func number(_ key: String) throws -> Double {
        guard let value = Double((row[key] ?? "").trimmingCharacters(in: .whitespaces)) else {
          throw Failure(
            description: "\(path):\(index + 2): \(key): \"\(row[key] ?? "")\" is not a number")
        }
        return value
      }
      return ConductivityDatum(
        temperature: try number(temperature), conductivity: try number(conductivity),
        standardError: try error.map(number) ?? 0)
    }
  }

  private static func column(_ names: [String], _ start: String) -> String? {
    names.first { $0.lowercased().replacing(" ", with: "").hasPrefix(start) }
  }
}
