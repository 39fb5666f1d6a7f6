import Foundation

/// Several temperature laws for the same data, ranked by AICc.
///
/// All are least-squares fits of ln σ plus a known function of temperature, so that their χ² and
/// AICc compare whatever the quantity. WLF is VFT in other parameters and has no entry of its own.
///
///     let comparison = try FitComparison(data)
///     print(comparison.best.law, comparison.best.weight)
public struct FitComparison: Sendable {
  /// One law with its rank.
  public struct Entry: Sendable {
    /// `.arrhenius` or `.vft`
    public var law: FitModel
    /// The law fitted to all data.
    public var fit: FitResult
    /// AICc above that of the best.
    public var delta: Double
    /// Akaike weight: the share of the evidence among the laws that were fitted
    /// (K. P. Burnham, D. R. Anderson, Sociol. Methods Res. 33, 261 (2004),
    /// doi:10.1177/0049124104268644).
    public var weight: Double
  }

  /// Best first.
  public let entries: [Entry]
  /// Laws that could not be fitted or compared, with the reason.
  public let failures: [String]

  /// The law with the lowest AICc.
  public var best: Entry { entries[0] }

  /// Weight of a law over all its quantities.
  public func weight(of law: FitModel) -> Double {
    entries.reduce(0) { $0 + ($1.law == law ? $1.weight : 0) }
  }

  /// - Parameter quantities: what to fit; VFT is also used with σ√T.
  /// - Throws: `FitError` if no law can be compared.
  public init(
    _ data: [ConductivityDatum], quantities: [FitQuantity] = FitQuantity.allCases
  ) throws(FitError) {
    var fits: [FitResult] = []
    var failures: [String] = []
    var last: FitError?
    for law in [FitModel.arrhenius, .vft] {
      for quantity in quantities where law == .vft || quantity != .sigmaRootT {
        do {
          let fit = try TemperatureFit.fit(data, model: law, quantity: quantity)
          if fit.aicc == nil {
            last = .tooFewTemperatures(
              model: law, needed: fit.parameters.count + 3, given: data.count)
            failures.append("\(law.rawValue) of \(quantity.rawValue): too few temperatures")
          } else if law == .vft, fit.parameters[2] <= 0 {
            last = .noCurvature(model: law)
            failures.append("vft of \(quantity.rawValue): T0 is not above zero")
          } else {
            fits.append(fit)
          }
        } catch {
          last = error
          failures.append("\(law.rawValue) of \(quantity.rawValue): \(error)")
        }
      }
    }
    let scores = fits.map { $0.aicc ?? .infinity }
    guard let least = scores.min() else {
      throw last ?? .tooFewTemperatures(model: .arrhenius, needed: 4, given: data.count)
    }
    let likelihoods = scores.map { exp(-($0 - least) / 2) }
    let sum = likelihoods.reduce(0, +)
    let all = fits.indices.map {
      Entry(
        law: fits[$0].model, fit: fits[$0], delta: scores[$0] - least,
        weight: likelihoods[$0] / sum)
    }
    entries = all.sorted { $0.delta < $1.delta }
    self.failures = failures
  }
}
