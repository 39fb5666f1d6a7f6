import Foundation
import IonHopAnalysis
import IonHopNetworks

/// Arrhenius and VFT beside each other, and how well the conductivities tell B and T0 of VFT apart.
///
/// WLF is VFT in other parameters, with the same χ² and AICc, and so has no entry of its own.
public struct TemperatureLaws: Sendable, Codable {
  /// A law with its rank.
  public struct Law: Sendable, Codable {
    /// `.arrhenius` or `.vft`
    public var model: FitModel
    /// What was fitted.
    public var quantity: FitQuantity
    /// Akaike's criterion, corrected for few data.
    public var aicc: Double
    /// AICc above that of the best.
    public var delta: Double
    /// Akaike weight, all laws' sum being 1.
    public var weight: Double
  }

  /// The best fit at each T0.
  public struct Profile: Sendable, Codable {
    /// What was fitted.
    public var quantity: FitQuantity
    /// K
    public var t0: [Double]
    /// K
    public var b: [Double]
    /// χ² above the least.
    public var rise: [Double]
    /// The best T0 and B (K).
    public var best: [Double]
    /// T0 (K) and B (K) allowed with 95 % confidence; a bound is nil where the data set none.
    public var lowestT0: Double?
    /// Upper end of the range of T0 at 95 % (K); nil where it is open.
    public var highestT0: Double?
    /// Lower end of the range of B at 95 % (K); nil where it is open.
    public var lowestB: Double?
    /// Upper end of the range of B at 95 % (K); nil where it is open.
    public var highestB: Double?
    /// Rise of χ² that bounds 68 and 95 %.
    public var thresholds: [Double]
  }

  /// The apparent activation energy at a temperature.
  public struct Slope: Sendable, Codable {
    /// K
    public var temperature: Double
    /// −d ln y/d(1/kT) of the best VFT fit (eV).
    public var energy: Estimate
  }

  /// Best first.
  public var laws: [Law]
  /// Laws that could not be fitted, with the reason.
  public var failures: [String]
  /// Nil where VFT cannot be fitted.
  public var profile: Profile?
  /// Apparent activation energies at the temperatures of the study; empty without a VFT fit.
  public var slopes: [Slope]
  /// Fragility m = B T_g/(ln 10 (T_g − T0)²) of the conductivity; nil without VFT and a glass
  /// transition above T0.
  public var fragility: Double?
  /// Of the study's polymer (K).
  public var glassTransition: Double?

  /// - Returns: nil where there are too few temperatures to compare, or no sampled conductivity.
  init?(_ results: StudyResults, glassTransition: Double?) {
    let data = results.conductivityData
    guard let comparison = try? FitComparison(data) else { return nil }
    laws = comparison.entries.map {
      Law(
        model: $0.law, quantity: $0.fit.quantity, aicc: $0.fit.aicc ?? .nan, delta: $0.delta,
        weight: $0.weight)
    }
    failures = comparison.failures
    self.glassTransition = glassTransition
    slopes = []
    guard let vft = comparison.entries.first(where: { $0.law == .vft })?.fit else { return }
    slopes = results.points.map {
      Slope(temperature: $0.temperature, energy: vft.activationEnergy(at: $0.temperature))
    }
    let law = VFTLaw(b: vft.parameters[1], t0: vft.parameters[2])
    if let glassTransition, glassTransition > law.t0 {
      fragility = law.fragility(glassTransition: glassTransition)
    }
    profile = (try? TemperatureFit.profile(data, quantity: vft.quantity)).map {
      Profile($0, vft.quantity)
    }
  }
}

extension TemperatureLaws.Profile {
  fileprivate init(_ profile: ProfileLikelihood, _ quantity: FitQuantity) {
    let (t0, b) = (profile.interval(confidence: 0.95), profile.rangeOfB(confidence: 0.95))
    self.init(
      quantity: quantity, t0: profile.points.map(\.t0), b: profile.points.map(\.b),
      rise: profile.points.map(\.rise), best: [profile.best.t0, profile.best.b],
      lowestT0: t0.lower, highestT0: t0.upper, lowestB: b.lower, highestB: b.upper,
      thresholds: [profile.threshold(confidence: 0.6827), profile.threshold(confidence: 0.95)])
  }
}

extension Study {
  /// What the temperature laws of the points are compared to; nil unless the study is about VFT.
  func temperatureLaws(of results: StudyResults) -> TemperatureLaws? {
    guard polymer != nil || fits.contains(where: { $0 != .arrhenius }) else { return nil }
    return TemperatureLaws(
      results,
      glassTransition: polymer.flatMap { polymer in
        polymer.model.segments.vogel.map { _ in polymer.model.segments.glassTransition }
      })
  }
}
