import Foundation

/// Checked data in the form that is fitted: logarithms and weights.
struct LogSeries {
  let quantity: FitQuantity
  let temperatures: [Double]
  /// ln σT, ln σ or ln σ√T.
  let values: [Double]
  /// 1/variance of the values; all 1 where errors are not known.
  let weights: [Double]
  let errorsKnown: Bool

  init(_ data: [ConductivityDatum], quantity: FitQuantity) throws(FitError) {
    for datum in data {
      guard datum.temperature.isFinite, datum.temperature > 0 else {
        throw .badTemperature(datum.temperature)
      }
      guard datum.conductivity.isFinite, datum.conductivity > 0 else {
        throw .badConductivity(datum.conductivity, temperature: datum.temperature)
      }
      guard datum.standardError.isFinite, datum.standardError >= 0 else {
        throw .badError(datum.standardError, temperature: datum.temperature)
      }
    }
    let known = data.count { $0.standardError > 0 }
    guard known == 0 || known == data.count else {
      throw .someErrorsMissing(known: known, of: data.count)
    }
    self.quantity = quantity
    errorsKnown = known > 0
    temperatures = data.map(\.temperature)
    values = data.map { log($0.conductivity * quantity.factor(at: $0.temperature)) }
    weights = try data.map { datum throws(FitError) in
      let relative = known > 0 ? datum.conductivity / datum.standardError : 1
      guard (relative * relative).isNormal else {
        throw .badError(datum.standardError, temperature: datum.temperature)
      }
      return relative * relative
    }
  }

  var coldest: Double { temperatures.min() ?? 0 }

  /// The temperature of the mean 1/T (K).
  var referenceTemperature: Double {
    Double(temperatures.count) / temperatures.reduce(0) { $0 + 1 / $1 }
  }

  func require(_ needed: Int, for model: FitModel) throws(FitError) {
    let different = Set(temperatures).count
    guard different >= needed else {
      throw .tooFewTemperatures(model: model, needed: needed, given: different)
    }
  }

  /// Dresses a solution as a result: covariance, χ², AICc, energy and prefactor with errors.
  ///
  /// - Parameter physical: from parameters and covariance to E_a, its error, ln A, its error.
  func result(
    _ model: FitModel, _ names: [String], _ solution: LeastSquares.Solution,
    physical: ([Double], [[Double]]) -> (Double, Double, Double, Double)
  ) -> FitResult {
    let (n, p) = (values.count, solution.parameters.count)
    let freedom = n - p
    // Without errors the scatter about the fit stands in for them.
    let reduced = freedom > 0 ? solution.chiSquare / Double(freedom) : nil
    let covariance =
      errorsKnown
      ? solution.covariance
      : reduced.map { scale in solution.covariance.map { $0.map { $0 * scale } } }
        ?? ErrorPropagation.undetermined(p)
    let (energy, energyError, lnA, lnAError) = physical(solution.parameters, covariance)
    let prefactor = exp(lnA)
    return FitResult(
      model: model, quantity: quantity, parameterNames: names, parameters: solution.parameters,
      covariance: covariance,
      activationEnergy: Estimate(value: energy, standardError: energyError, unit: .electronvolt),
      prefactor: Estimate(
        value: prefactor, standardError: prefactor * lnAError, unit: quantity.unit),
      referenceTemperature: referenceTemperature, chiSquare: solution.chiSquare,
      degreesOfFreedom: freedom, reducedChiSquare: errorsKnown ? reduced : nil,
      aicc: aicc(solution.chiSquare, parameters: p), chosenByAuto: false,
      notes: notes(reduced, freedom))
  }

  private func notes(_ reduced: Double?, _ freedom: Int) -> [String] {
    guard let reduced else {
      return errorsKnown
        ? [] : ["no errors given and no temperature to spare: the errors of the fit are unknown"]
    }
    guard errorsKnown else {
      return ["no errors given: the scatter about the fit stands in for them"]
    }
    // χ² per degree of freedom spreads by √(2/ν) about 1: more than four of that is no chance.
    guard reduced > 1 + 4 * (2 / Double(freedom)).squareRoot() else { return [] }
    return [
      String(
        format: "reduced chi-square %.1f: the law does not describe the data within their errors",
        reduced)
    ]
  }

  /// Akaike's criterion for small samples, nil where n − p − 1 ≤ 0:
  /// χ² + 2p + 2p(p + 1)/(n − p − 1), with n ln(RSS/n) for χ² and one parameter more where the
  /// errors are not known.
  private func aicc(_ chiSquare: Double, parameters: Int) -> Double? {
    let n = Double(values.count)
    let p = Double(parameters + (errorsKnown ? 0 : 1))
    guard n - p - 1 > 0 else { return nil }
    let misfit = errorsKnown ? chiSquare : n * log(max(chiSquare, .leastNormalMagnitude) / n)
    return misfit + 2 * p + 2 * p * (p + 1) / (n - p - 1)
  }
}
