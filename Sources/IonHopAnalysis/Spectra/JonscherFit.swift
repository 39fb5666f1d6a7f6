import Foundation

/// A fit of σ′(ω) = σ_dc [1 + (ω/ω₀)ⁿ], Jonscher's law (A. K. Jonscher, Nature 267, 673 (1977),
/// doi:10.1038/267673a0; in this form D. P. Almond, A. R. West, Nature 306, 456 (1983),
/// doi:10.1038/306456a0; both recalled). At the onset ω₀ the conductivity is twice the plateau.
///
/// Works on logarithms, so that all decades count alike, and any unit of σ will do.
///
///     let fit = try JonscherFit(frequencies, conductivities)
///     print(fit.exponent, fit.onset)
public struct JonscherFit: Sendable, Equatable {
  /// σ_dc, in the unit of the data.
  public let plateau: Double
  /// One standard deviation of `plateau`.
  public let plateauError: Double
  /// ω₀, in the unit of the frequencies (rad/s).
  public let onset: Double
  /// One standard deviation of `onset`.
  public let onsetError: Double
  /// n
  public let exponent: Double
  /// One standard deviation of `exponent`.
  public let exponentError: Double
  /// χ² over the degrees of freedom.
  public let reducedChiSquare: Double

  /// - Parameters:
  ///   - frequencies: ω (rad/s), positive.
  ///   - values: σ′, positive.
  ///   - errors: standard errors of σ′; empty for unknown, equal relative ones, which the scatter of
  ///     the data then gives.
  /// - Throws: `SpectrumError`.
  public init(
    _ frequencies: [Double], _ values: [Double], errors: [Double] = []
  ) throws(SpectrumError) {
    guard frequencies.count == values.count, errors.isEmpty || errors.count == values.count,
      values.count >= 4
    else { throw .tooFewPoints(needed: 4, given: min(frequencies.count, values.count)) }
    for (frequency, value) in zip(frequencies, values)
    where !(frequency > 0 && frequency.isFinite && value > 0 && value.isFinite) {
      throw .badPoint(angularFrequency: frequency, value: value)
    }
    for (frequency, error) in zip(frequencies, errors) where !(error > 0 && error.isFinite) {
      throw .badPoint(angularFrequency: frequency, value: error)
    }
    let x = frequencies.map { log($0) }
    let weights =
      errors.isEmpty
      ? values.map { _ in 1.0 } : zip(values, errors).map { $0 * $0 / ($1 * $1) }
    let solution: LeastSquares.Solution
    do {
      solution = try LeastSquares.nonlinear(
        values.map { log($0) }, at: x, weights: weights, model: Self.model,
        from: Self.start(x, values))
    } catch {
      throw .notConverged(error.reason)
    }
    let freedom = Double(max(1, values.count - 3))
    reducedChiSquare = solution.chiSquare / freedom
    let scale = errors.isEmpty ? reducedChiSquare.squareRoot() : 1
    let p = solution.parameters
    let deviation = (0..<3).map { scale * max(0, solution.covariance[$0][$0]).squareRoot() }
    guard p[2] > 0, exp(p[1]).isFinite, exp(p[1]) > 0 else {
      throw .notConverged("the conductivity does not rise")
    }
    (plateau, plateauError) = (exp(p[0]), exp(p[0]) * deviation[0])
    (onset, onsetError) = (exp(p[1]), exp(p[1]) * deviation[1])
    (exponent, exponentError) = (p[2], deviation[2])
  }

  /// ln σ′ over ln ω, with the parameters ln σ_dc, ln ω₀ and n.
  private static let model = LeastSquares.Model(
    value: { x, p in p[0] + log1p(exp(p[2] * (x - p[1]))) },
    gradient: { x, p in
      let u = exp(min(p[2] * (x - p[1]), 700))
      let share = u / (1 + u)
      return [1, -p[2] * share, (x - p[1]) * share]
    })

  private static func start(_ x: [Double], _ values: [Double]) -> [Double] {
    let order = x.indices.sorted { x[$0] < x[$1] }
    let lowest = values.min() ?? 1
    let onset = order.first { values[$0] > 2 * lowest } ?? order[order.count - 1]
    return [log(lowest), x[onset], 0.7]
  }

  /// Points (ω/ω₀, σ′/σ_dc): spectra of one shape fall on one curve.
  public func scaled(
    _ frequencies: [Double], _ values: [Double]
  ) -> [(frequency: Double, value: Double)] {
    zip(frequencies, values).map { ($0 / onset, $1 / plateau) }
  }
}

/// α of ⟨ΔR²⟩ ∝ t^α over a range of lags: 1 in normal diffusion, less where ions are held up.
public struct SubdiffusionExponent: Sendable, Equatable {
  /// α
  public let value: Double
  /// From the scatter about the line; lags share windows, so that this is a lower bound.
  public let standardError: Double

  /// - Parameters:
  ///   - points: lags with errors.
  ///   - lags: those to use (s).
  /// - Throws: `SpectrumError.tooFewPoints`, `.notConverged`.
  public init(
    _ points: [MultipleTau.Point], lags: ClosedRange<Double>
  ) throws(SpectrumError) {
    let used = points.filter {
      lags.contains($0.lag) && $0.meanSquare > 0 && $0.standardError > 0
    }
    guard used.count >= 3 else { throw .tooFewPoints(needed: 3, given: used.count) }
    let x = used.map { log($0.lag) }
    do {
      let line = try LeastSquares.linear(
        used.map { log($0.meanSquare) }, columns: [x.map { _ in 1 }, x],
        weights: used.map { $0.meanSquare * $0.meanSquare / ($0.standardError * $0.standardError) })
      value = line.parameters[1]
      standardError = max(0, line.covariance[1][1]).squareRoot()
    } catch {
      throw .notConverged(error.reason)
    }
  }
}
