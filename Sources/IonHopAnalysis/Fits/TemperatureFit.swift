import Foundation
import IonHopCore

/// Fits of temperature laws to conductivities, weighted by their errors.
///
///     let fit = try TemperatureFit.fit(data, model: .arrhenius)
///     print(fit.activationEnergy)
///
/// The logarithm of the quantity is fitted, with weights (σ/δσ)². Where no errors are given all
/// points weigh the same and the covariance is scaled by the scatter about the fit.
public enum TemperatureFit {
  /// - Parameters:
  ///   - model: `.auto` takes Arrhenius or VFT, whichever has the lower AICc
  ///     (C. M. Hurvich, C.-L. Tsai, Biometrika 76, 297 (1989), doi:10.1093/biomet/76.2.297);
  ///     VFT only with T0 above zero.
  ///   - quantity: σT, as transport theory has it, or σ. Over 300–400 K the two give
  ///     activation energies 30 meV apart.
  /// - Throws: `FitError`
  public static func fit(
    _ data: [ConductivityDatum], model: FitModel, quantity: FitQuantity = .sigmaT
  ) throws(FitError) -> FitResult {
    let series = try LogSeries(data, quantity: quantity)
    switch model {
    case .arrhenius: return try arrhenius(series)
    case .vft: return try vft(series)
    case .wlf: return try wlf(series)
    case .auto: return try best(series)
    }
  }

  private static func best(_ series: LogSeries) throws(FitError) -> FitResult {
    var straight = try arrhenius(series)
    straight.chosenByAuto = true
    let curved: FitResult
    do { curved = try vft(series) } catch {
      straight.notes.append("auto: VFT not possible: \(error)")
      return straight
    }
    guard let plain = straight.aicc, let bent = curved.aicc else {
      straight.notes.append("auto: too few temperatures to compare with VFT")
      return straight
    }
    let scores = String(format: "auto: AICc %.2f for arrhenius, %.2f for vft", plain, bent)
    let t0 = curved.parameters[2]
    if bent < plain, t0 > 0 {
      var chosen = curved
      chosen.chosenByAuto = true
      chosen.notes.append(scores)
      return chosen
    }
    straight.notes.append(
      t0 > 0 ? scores : scores + String(format: ", set aside for its T0 = %.0f K", t0))
    return straight
  }

  /// ln y = ln A − E_a/kT, in closed form.
  private static func arrhenius(_ series: LogSeries) throws(FitError) -> FitResult {
    try series.require(2, for: .arrhenius)
    let beta = series.temperatures.map { -1 / (PhysicalConstants.boltzmann * $0) }
    let solution: LeastSquares.Solution
    do {
      solution = try LeastSquares.linear(
        series.values, columns: [beta, beta.map { _ in 1 }], weights: series.weights)
    } catch { throw .notConverged(model: .arrhenius, reason: error.reason) }
    return series.result(.arrhenius, ["activationEnergy", "lnPrefactor"], solution) {
      p, covariance in
      (p[0], covariance[0][0].squareRoot(), p[1], covariance[1][1].squareRoot())
    }
  }
}
