import CGSL
import Foundation

/// How well conductivities tell B and T0 of VFT apart: the best fit at each T0 of a range.
///
/// ln y = ln A − B/(T − T0) is linear in ln A and B once T0 is given, so that the profile is exact.
/// Its interval of T0 needs no symmetric error bar, and is open on the side where the data set no
/// limit; B along it shows the degeneracy. W. Q. Meeker, L. A. Escobar, Am. Stat. 49, 48 (1995),
/// doi:10.1080/00031305.1995.10476112.
///
///     let profile = try TemperatureFit.profile(data, quantity: .sigma)
///     profile.interval(confidence: 0.95)   // 183 to 211 K
public struct ProfileLikelihood: Sendable {
  /// The best fit with T0 held.
  public struct Point: Sendable, Equatable {
    /// K
    public var t0: Double
    /// K
    public var b: Double
    /// ln A that goes with it.
    public var lnPrefactor: Double
    /// χ² above that of the best T0, in units of the scatter where no errors were given.
    public var rise: Double
  }

  /// In rising order of T0, from 0 K to just below the coldest datum.
  public let points: [Point]
  /// The point of highest likelihood.
  public let best: Point
  private let series: LogSeries
  private let least: Double
  private let scale: Double
  private let degreesOfFreedom: Int

  /// Steps of the curve; the interval is found between them by bisection.
  private static let steps = 200

  init(_ series: LogSeries) throws(FitError) {
    self.series = series
    let fit = try TemperatureFit.vft(series)
    degreesOfFreedom = fit.degreesOfFreedom
    guard series.errorsKnown || degreesOfFreedom > 0 else {
      throw .tooFewTemperatures(model: .vft, needed: 4, given: series.values.count)
    }
    // Without errors the scatter about the best fit measures χ², and the interval is Student's.
    let scatter = fit.chiSquare / Double(max(1, degreesOfFreedom))
    scale = series.errorsKnown ? 1 : max(scatter, .leastNormalMagnitude)
    best = Point(
      t0: fit.parameters[2], b: fit.parameters[1], lnPrefactor: fit.parameters[0], rise: 0)
    let least = fit.chiSquare
    let (series, scale) = (series, scale)
    points = (0..<Self.steps).compactMap { step in
      // Not on a uniform grid: 1/(T − T0) bends most near the coldest datum.
      let t0 = series.coldest * (1 - pow(1 - Double(step) / Double(Self.steps), 1.5))
      return Self.point(series, t0: t0, least: least, scale: scale)
    }
    self.least = least
  }

  private static func point(
    _ series: LogSeries, t0: Double, least: Double, scale: Double
  ) -> Point? {
    let gaps = series.temperatures.map { -1 / ($0 - t0) }
    guard
      let line = try? LeastSquares.linear(
        series.values, columns: [gaps.map { _ in 1 }, gaps], weights: series.weights)
    else { return nil }
    return Point(
      t0: t0, b: line.parameters[1], lnPrefactor: line.parameters[0],
      rise: max(0, line.chiSquare - least) / scale)
  }

  /// χ² of one parameter that is exceeded by chance with probability 1 − confidence; Student's
  /// t² where errors are only known from the scatter.
  package func threshold(confidence: Double) -> Double {
    let tail = (1 - confidence) / 2
    let z =
      series.errorsKnown
      ? gsl_cdf_ugaussian_Qinv(tail) : gsl_cdf_tdist_Qinv(tail, Double(degreesOfFreedom))
    return z * z
  }

  /// T0 (K) that the data allow; a bound is nil where they set none above 0 K, or below the coldest
  /// datum.
  ///
  /// - Parameter confidence: between 0 and 1, for example 0.95.
  public func interval(confidence: Double) -> (lower: Double?, upper: Double?) {
    let limit = threshold(confidence: min(max(confidence, 1e-6), 1 - 1e-9))
    let below = points.last { $0.t0 < best.t0 && $0.rise > limit }
    let above = points.first { $0.t0 > best.t0 && $0.rise > limit }
    return (
      below.map { crossing(from: $0.t0, limit) }, above.map { crossing(from: $0.t0, limit) }
    )
  }

  /// B (K) at both ends of the interval of T0: the range over which the two trade.
  public func rangeOfB(confidence: Double) -> (lower: Double?, upper: Double?) {
    let range = interval(confidence: confidence)
    func b(_ t0: Double) -> Double? {
      Self.point(series, t0: t0, least: least, scale: scale)?.b
    }
    // A higher T0 goes with a lower B.
    return (range.upper.flatMap(b), range.lower.flatMap(b))
  }

  /// Where the rise crosses a limit between a T0 outside the interval and the best one.
  private func crossing(from outside: Double, _ limit: Double) -> Double {
    var (out, inside) = (outside, best.t0)
    for _ in 0..<60 {
      let middle = (out + inside) / 2
      let rise = Self.point(series, t0: middle, least: least, scale: scale)?.rise ?? .infinity
      if rise > limit { out = middle } else { inside = middle }
    }
    return (out + inside) / 2
  }
}

extension TemperatureFit {
  /// The profile likelihood of T0 in a VFT fit.
  ///
  /// - Throws: `FitError` as the fit itself does.
  public static func profile(
    _ data: [ConductivityDatum], quantity: FitQuantity = .sigmaT
  ) throws(FitError) -> ProfileLikelihood {
    try ProfileLikelihood(LogSeries(data, quantity: quantity))
  }
}
