import Foundation
import IonHopCore

/// How an Arrhenius plot bends: a parabola in β = 1/kT,
///
///     ln y = ln y₀ − E (β − β₀) + K (β − β₀)²/2
///
/// with β₀ the mean of the data's. E is the activation energy at β₀ and E − K (β − β₀) that at any
/// other. Random site energies of standard deviation s give ln D = const − C² s² β², hence K < 0: the
/// activation energy rises on cooling (H. Bässler, Phys. Status Solidi B 175, 15 (1993),
/// doi:10.1002/pssb.2221750102, recalled); random barriers, among which current finds ever easier
/// ways, give K > 0.
///
///     let bend = try ArrheniusCurvature(data)
///     print(bend.coldest, bend.hottest)
public struct ArrheniusCurvature: Sendable, Codable, Equatable {
  /// Activation energies at the mean, the lowest and the highest temperature.
  public var activationEnergy: Estimate
  /// Apparent activation energy at the lowest temperature (eV).
  public var coldest: Estimate
  /// Apparent activation energy at the highest temperature (eV).
  public var hottest: Estimate
  /// K (eV²) and its standard error.
  public var curvature: Double
  /// One standard deviation of `curvature`.
  public var curvatureStandardError: Double
  /// Mean of 1/T (K).
  public var referenceTemperature: Double
  /// χ² of the parabola over its degrees of freedom; nil without any.
  public var reducedChiSquare: Double?
  /// True if AICc prefers it to a straight line; nil with too few temperatures to tell.
  public var isPreferred: Bool?

  /// - Throws: `FitError`, with fewer than four temperatures for example.
  public init(
    _ data: [ConductivityDatum], quantity: FitQuantity = .sigmaT
  ) throws(FitError) {
    let series = try LogSeries(data, quantity: quantity)
    try series.require(4, for: .arrhenius)
    let beta = series.temperatures.map { 1 / (PhysicalConstants.boltzmann * $0) }
    let middle = beta.reduce(0, +) / Double(beta.count)
    let x = beta.map { $0 - middle }
    let solution: LeastSquares.Solution
    do {
      solution = try LeastSquares.linear(
        series.values, columns: [x.map { _ in 1 }, x.map { -$0 }, x.map { $0 * $0 / 2 }],
        weights: series.weights)
    } catch { throw .notConverged(model: .arrhenius, reason: error.reason) }
    // Covariance, χ² and AICc as every fit has them.
    let fit = series.result(.arrhenius, ["lnValue", "activationEnergy", "curvature"], solution) {
      p, covariance in
      (p[1], covariance[1][1].squareRoot(), p[0], covariance[0][0].squareRoot())
    }
    let (mean, bend, covariance) = (fit.parameters[1], fit.parameters[2], fit.covariance)
    func energy(at x: Double) -> Estimate {
      let variance =
        covariance[1][1] - 2 * x * covariance[1][2] + x * x * covariance[2][2]
      return Estimate(
        value: mean - bend * x, standardError: max(0, variance).squareRoot(),
        unit: .electronvolt)
    }
    activationEnergy = energy(at: 0)
    coldest = energy(at: x.max() ?? 0)
    hottest = energy(at: x.min() ?? 0)
    (curvature, curvatureStandardError) = (bend, covariance[2][2].squareRoot())
    referenceTemperature = fit.referenceTemperature
    reducedChiSquare = fit.reducedChiSquare
    let straight = try TemperatureFit.fit(data, model: .arrhenius, quantity: quantity).aicc
    isPreferred = straight.flatMap { straight in fit.aicc.map { $0 < straight } }
  }
}
