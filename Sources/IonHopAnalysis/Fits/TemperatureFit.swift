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
  ///     (C. M. Hurvich, C.-L. Tsai, Biometrika 76, 297 (1989), doi:10.1093/biomet/76.2.297).
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
    guard let plain = straight.aicc else {
      straight.notes.append("auto: too few temperatures to compare with VFT")
      return straight
    }
    var curved: FitResult
    do { curved = try vft(series) } catch {
      straight.notes.append("auto: VFT not possible: \(error)")
      return straight
    }
    guard let bent = curved.aicc else {
      straight.notes.append("auto: too few temperatures to compare with VFT")
      return straight
    }
    curved.chosenByAuto = true
    let note = String(format: "auto: AICc %.2f for arrhenius, %.2f for vft", plain, bent)
    straight.notes.append(note)
    curved.notes.append(note)
    return bent < plain ? curved : straight
  }

  // MARK: Models

  private static func arrhenius(_ series: LogSeries) throws(FitError) -> FitResult {
    try series.require(2, for: .arrhenius)
    let beta = series.temperatures.map { -1 / (PhysicalConstants.boltzmann * $0) }
    guard
      let solution = LeastSquares.linear(
        series.values, columns: [beta, beta.map { _ in 1 }], weights: series.weights)
    else { throw .notConverged(model: .arrhenius, reason: "singular data") }
    return series.result(.arrhenius, ["activationEnergy", "lnPrefactor"], solution) {
      p, covariance in
      (p[0], covariance[0][0].squareRoot(), p[1], covariance[1][1].squareRoot())
    }
  }

  /// ln y = ln A − B/(T − T0). H. Vogel, Phys. Z. 22, 645 (1921); G. S. Fulcher, J. Am. Ceram.
  /// Soc. 8, 339 (1925), doi:10.1111/j.1151-2916.1925.tb16731.x.
  private static func vft(_ series: LogSeries) throws(FitError) -> FitResult {
    try series.require(3, for: .vft)
    let model = LeastSquares.Model(
      value: { t, p in p[0] - p[1] / (t - p[2]) },
      gradient: { t, p in
        let gap = t - p[2]
        return [1, -1 / gap, -p[1] / (gap * gap)]
      })
    let start = try vftStart(series)
    guard
      let solution = LeastSquares.nonlinear(
        series.values, at: series.temperatures, weights: series.weights, model: model, from: start)
    else { throw .notConverged(model: .vft, reason: "no minimum found") }
    let (b, t0) = (solution.parameters[1], solution.parameters[2])
    guard t0 < series.coldest, t0 > -10 * series.coldest, b > 0 else {
      throw .noCurvature(model: .vft)
    }
    let reference = series.referenceTemperature
    var fit = series.result(.vft, ["lnPrefactor", "B", "T0"], solution) { p, covariance in
      let (energy, gradient) = apparentEnergy(b: p[1], t0: p[2], at: reference)
      return (
        energy, deviation([0, gradient.0, gradient.1], covariance), p[0],
        covariance[0][0].squareRoot()
      )
    }
    let c = fit.covariance
    let correlation = c[1][2] / (c[1][1] * c[2][2]).squareRoot()
    if abs(correlation) > 0.95 {
      fit.notes.append(
        String(
          format:
            "B and T0 are nearly degenerate (correlation %.3f): quote both with their covariance, or fix T0",
          correlation))
    }
    return fit
  }

  /// B and ln A are linear once T0 is given: a scan over T0 finds a start near the minimum.
  private static func vftStart(_ series: LogSeries) throws(FitError) -> [Double] {
    var best: (chiSquare: Double, parameters: [Double])?
    for step in 0..<60 {
      let t0 = series.coldest * (Double(step) / 60 * 1.5 - 0.52)
      let gaps = series.temperatures.map { -1 / ($0 - t0) }
      guard t0 < series.coldest,
        let line = LeastSquares.linear(
          series.values, columns: [gaps.map { _ in 1 }, gaps], weights: series.weights)
      else { continue }
      if line.chiSquare < best?.chiSquare ?? .infinity {
        best = (line.chiSquare, line.parameters + [t0])
      }
    }
    guard let best else { throw .notConverged(model: .vft, reason: "singular data") }
    return best.parameters
  }

  /// log10 y = log10 y_r + C1 (T − T_r)/(C2 + T − T_r). M. L. Williams, R. F. Landel, J. D. Ferry,
  /// J. Am. Chem. Soc. 77, 3701 (1955), doi:10.1021/ja01619a008.
  ///
  /// VFT in other parameters, B = ln10 C1 C2 and T0 = T_r − C2: its fit is carried over.
  private static func wlf(_ series: LogSeries) throws(FitError) -> FitResult {
    let vft = try vft(series)
    let reference = series.referenceTemperature
    let (lnA, b, t0) = (vft.parameters[0], vft.parameters[1], vft.parameters[2])
    let ln10 = log(10.0)
    let c2 = reference - t0
    var fit = vft
    fit.model = .wlf
    fit.parameterNames = ["log10Reference", "C1", "C2"]
    fit.parameters = [(lnA - b / c2) / ln10, b / (ln10 * c2), c2]
    let rows = [
      [1 / ln10, -1 / (ln10 * c2), -b / (ln10 * c2 * c2)],
      [0, 1 / (ln10 * c2), b / (ln10 * c2 * c2)],
      [0, 0, -1],
    ]
    fit.covariance = rows.map { p in
      rows.map { q in
        (0..<3).reduce(0) { sum, i in
          sum + (0..<3).reduce(0) { $0 + p[i] * vft.covariance[i][$1] * q[$1] }
        }
      }
    }
    return fit
  }

  /// kB B (T/(T − T0))² and its derivatives by B and T0 (eV).
  static func apparentEnergy(
    b: Double, t0: Double, at t: Double
  ) -> (energy: Double, gradient: (Double, Double)) {
    let ratio = t / (t - t0)
    let energy = PhysicalConstants.boltzmann * b * ratio * ratio
    return (energy, (energy / b, 2 * energy / (t - t0)))
  }

  /// √(gᵀ C g)
  static func deviation(_ gradient: [Double], _ covariance: [[Double]]) -> Double {
    var sum = 0.0
    for i in gradient.indices {
      for j in gradient.indices { sum += gradient[i] * covariance[i][j] * gradient[j] }
    }
    return max(0, sum).squareRoot()
  }
}
