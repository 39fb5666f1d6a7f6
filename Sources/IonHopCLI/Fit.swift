import ArgumentParser
import Foundation
import IonHop

extension FitModel: ExpressibleByArgument {}
extension FitQuantity: ExpressibleByArgument {}

struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit Arrhenius, VFT or WLF to conductivities from a CSV file.",
    discussion: """
      The file has a header with units: "temperature (K)", "T (°C)" or "1000/T (1/K)"; "conductivity (S/cm)", \
      (mS/cm) or (S/m); and, if known, "standard error (S/cm)". points.csv of a run is read as it is.

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
    return table(rows) + fit.notes.map { prose("note: \($0)") }.joined()
  }
}
