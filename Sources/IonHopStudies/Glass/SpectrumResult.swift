import Foundation
import IonHopAnalysis

/// The conductivity of a point at finite frequency.
public struct SpectrumResult: Sendable, Codable, Equatable {
  /// In rising frequency.
  public var points: [SpectrumPoint]
  /// Decades of frequency that sampling covers.
  public var sampledDecades: Double
  /// What the network solver's values are; nil where it has none.
  public var network: NetworkMethod?
  /// σ at frequencies above all rates, from the lengths of all hops (S/cm).
  public var highFrequencyConductivity: Estimate
  /// Nil where the conductivity hardly rises, or no fit was possible.
  public var jonscher: JonscherResult?

  /// How the network solver's values came about.
  public enum NetworkMethod: String, Sendable, Codable {
    /// A lone ion, or ions that only exclude each other from sites of one energy.
    case exact
    /// Exclusion by the mean occupations of sites alone.
    case meanField
  }
}

/// The conductivity at one frequency.
public struct SpectrumPoint: Sendable, Codable, Equatable {
  /// rad/s
  public var angularFrequency: Double
  /// σ′ and σ″ sampled (S/cm); nil outside the sampled range.
  public var real: Estimate?
  /// σ″ (S/cm); nil where it is not sampled.
  public var imaginary: Estimate?
  /// By the network solver (S/cm).
  public var networkReal: Double?
  /// σ″ of the network solver (S/cm); nil where it was not asked.
  public var networkImaginary: Double?

  /// σ′ sampled, where it is known to a tenth; by the network solver elsewhere (S/cm).
  public var joinedReal: Double? {
    if let real, real.value > 0, real.relativeError < 0.1 { return real.value }
    return networkReal ?? (real?.value ?? 0 > 0 ? real?.value : nil)
  }
}

/// σ′ = σ_dc (1 + (ω/ω₀)ⁿ); see `JonscherFit`.
public struct JonscherResult: Sendable, Codable, Equatable {
  /// σ_dc (S/cm)
  public var plateau: Estimate
  /// ω₀ (rad/s), at which σ′ is twice the plateau.
  public var onset: Double
  /// One standard deviation of `onset`.
  public var onsetStandardError: Double
  /// n
  public var exponent: Estimate
}

extension SpectrumResult {
  init(
    points: [SpectrumPoint], network: NetworkMethod?, highFrequencyConductivity: Estimate
  ) {
    (self.points, self.network) = (points, network)
    self.highFrequencyConductivity = highFrequencyConductivity
    let sampled = points.filter { $0.real != nil }.map(\.angularFrequency)
    sampledDecades = sampled.isEmpty ? 0 : log10(sampled[sampled.count - 1] / sampled[0])
    jonscher = Self.jonscher(points, highest: highFrequencyConductivity.value)
  }

  /// The law holds where σ′ begins to rise; towards its second plateau it bends down again.
  ///
  /// - Parameter highest: σ(∞) (S/cm)
  private static func jonscher(_ points: [SpectrumPoint], highest: Double) -> JonscherResult? {
    let joined = points.compactMap { point in
      point.joinedReal.map { (frequency: point.angularFrequency, value: $0) }
    }
    guard let lowest = joined.first?.value, highest > fewestRise * lowest else { return nil }
    let used = joined.prefix { $0.value < (lowest * highest).squareRoot() }
    guard let fit = try? JonscherFit(used.map(\.frequency), used.map(\.value)) else { return nil }
    return JonscherResult(
      plateau: Estimate(
        value: fit.plateau, standardError: fit.plateauError, unit: .siemensPerCentimetre),
      onset: fit.onset, onsetStandardError: fit.onsetError,
      exponent: Estimate(value: fit.exponent, standardError: fit.exponentError, unit: .one))
  }

  /// σ(∞)/σ_dc below which there is no range to fit.
  private static let fewestRise = 4.0

  /// The mean over networks at the frequencies that all have.
  static func average(_ parts: [SpectrumResult]) -> SpectrumResult? {
    guard let first = parts.first else { return nil }
    guard parts.count > 1 else { return first }
    let tables = parts.map { part in
      Dictionary(uniqueKeysWithValues: part.points.map { (key($0), $0) })
    }
    let points = first.points.compactMap { point -> SpectrumPoint? in
      let own = tables.compactMap { $0[key(point)] }
      guard own.count == parts.count else { return nil }
      return SpectrumPoint(
        angularFrequency: point.angularFrequency, real: .average(own.map(\.real)),
        imaginary: .average(own.map(\.imaginary)), networkReal: mean(own.map(\.networkReal)),
        networkImaginary: mean(own.map(\.networkImaginary)))
    }
    let methods = Set(parts.map(\.network))
    return SpectrumResult(
      points: points, network: methods.count == 1 ? first.network : nil,
      highFrequencyConductivity: .average(parts.map(\.highFrequencyConductivity)))
  }

  /// Frequencies are powers of ten with rational exponents: these are told apart by rounding.
  private static func key(_ point: SpectrumPoint) -> Int {
    Int((1e6 * log10(point.angularFrequency)).rounded())
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.count == values.count ? known.reduce(0, +) / Double(known.count) : nil
  }
}
