import Foundation

extension TemperatureFit {
  /// ln y = ln A − B/(T − T0), by a trust region from the best point of a scan over T0.
  ///
  /// - Parameter model: what the caller fits, for its errors: WLF is VFT in other parameters.
  static func vft(_ series: LogSeries, as model: FitModel = .vft) throws(FitError) -> FitResult {
    try series.require(3, for: model)
    let start = try vftStart(series, for: model)
    let solution: LeastSquares.Solution
    do {
      solution = try LeastSquares.nonlinear(
        series.values, at: series.temperatures, weights: series.weights, model: vftModel,
        from: start.parameters)
    } catch {
      // Data of the opposite curvature drive T0 to −∞, past the cold end of the scan.
      throw start.isColdest
        ? .noCurvature(model: model) : .notConverged(model: model, reason: error.reason)
    }
    let law = VFTLaw(b: solution.parameters[1], t0: solution.parameters[2])
    guard law.t0 < series.coldest, law.t0 > -10 * series.coldest, law.b > 0 else {
      throw .noCurvature(model: model)
    }
    let reference = series.referenceTemperature
    var fit = series.result(.vft, ["lnPrefactor", "B", "T0"], solution) { p, covariance in
      (
        law.apparentActivationEnergy(at: reference),
        ErrorPropagation.deviation(law.activationEnergyGradient(at: reference), covariance),
        p[0], covariance[0][0].squareRoot()
      )
    }
    fit.notes += caveats(law, solution.covariance)
    return fit
  }

  static let vftModel = LeastSquares.Model(
    value: { t, p in p[0] - p[1] / (t - p[2]) },
    gradient: { t, p in
      let gap = t - p[2]
      return [1, -1 / gap, -p[1] / (gap * gap)]
    })

  /// - Parameter covariance: before any scaling by the scatter, which leaves correlations alone.
  private static func caveats(_ law: VFTLaw, _ covariance: [[Double]]) -> [String] {
    var notes: [String] = []
    if law.t0 <= 0 {
      notes.append(
        String(
          format: "T0 = %.0f K is not above zero: the data show no curvature of VFT's kind;"
            + " fit arrhenius instead", law.t0))
    }
    let correlation = covariance[1][2] / (covariance[1][1] * covariance[2][2]).squareRoot()
    if abs(correlation) > 0.95 {
      notes.append(
        String(
          format: "B and T0 are nearly degenerate (correlation %.3f): quote both with their"
            + " covariance, or fix T0", correlation))
    }
    return notes
  }

  /// B and ln A are linear once T0 is given: a scan over T0 finds a start near the minimum.
  private static func vftStart(
    _ series: LogSeries, for model: FitModel
  ) throws(FitError) -> (parameters: [Double], isColdest: Bool) {
    var best: (chiSquare: Double, parameters: [Double], step: Int)?
    for step in 0..<60 {
      // From −0.52 to 0.955 of the lowest temperature.
      let t0 = series.coldest * (Double(step) / 60 * 1.5 - 0.52)
      let gaps = series.temperatures.map { -1 / ($0 - t0) }
      guard
        let line = try? LeastSquares.linear(
          series.values, columns: [gaps.map { _ in 1 }, gaps], weights: series.weights)
      else { continue }
      if line.chiSquare < best?.chiSquare ?? .infinity {
        best = (line.chiSquare, line.parameters + [t0], step)
      }
    }
    guard let best else { throw .notConverged(model: model, reason: "singular data") }
    return (best.parameters, best.step == 0)
  }

  /// log10 y = log10 y_r + C1 (T − T_r)/(C2 + T − T_r): the fit of VFT, carried over.
  ///
  /// The least-squares minimum does not depend on the choice of parameters, so nothing is refitted.
  static func wlf(_ series: LogSeries) throws(FitError) -> FitResult {
    var fit = try vft(series, as: .wlf)
    let (lnA, b, t0) = (fit.parameters[0], fit.parameters[1], fit.parameters[2])
    let law = try WLFLaw(VFTLaw(b: b, t0: t0), reference: fit.referenceTemperature)
    let (c2, ln10) = (law.c2, log(10.0))
    fit.model = .wlf
    fit.parameterNames = ["log10Reference", "C1", "C2"]
    fit.parameters = [(lnA - b / c2) / ln10, law.c1, c2]
    fit.covariance = ErrorPropagation.transformed(
      fit.covariance,
      by: [
        [1 / ln10, -1 / (ln10 * c2), -b / (ln10 * c2 * c2)],
        [0, 1 / (ln10 * c2), b / (ln10 * c2 * c2)],
        [0, 0, -1],
      ])
    return fit
  }
}
