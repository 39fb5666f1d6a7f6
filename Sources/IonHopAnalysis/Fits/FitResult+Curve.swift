import Foundation
import IonHopCore

extension FitResult {
  /// The fitted quantity, σT (S K/cm), σ (S/cm) or σ√T (S √K/cm), at a temperature (K).
  ///
  /// - Returns: NaN at and below T0, where VFT and WLF have no meaning.
  public func value(at t: Double) -> Double {
    guard isDefined(at: t) else { return .nan }
    let p = parameters
    return switch model {
    case .arrhenius, .auto: exp(p[1] - p[0] / (PhysicalConstants.boltzmann * t))
    case .vft: exp(p[0] - p[1] / (t - p[2]))
    case .wlf:
      pow(10, p[0] + p[1] * (t - referenceTemperature) / (p[2] + t - referenceTemperature))
    }
  }

  /// S/cm
  public func conductivity(at t: Double) -> Double {
    value(at: t) / quantity.factor(at: t)
  }

  private func isDefined(at t: Double) -> Bool {
    switch model {
    case .arrhenius, .auto: t > 0
    case .vft: t > max(0, parameters[2])
    case .wlf: t > max(0, referenceTemperature - parameters[2])
    }
  }

  /// Standard error of ln `value(at:)`, from the covariance of the parameters: `value(at:)` times
  /// and over its exponential is the confidence band.
  public func standardErrorOfLog(at t: Double) -> Double {
    guard isDefined(at: t) else { return .nan }
    let p = parameters
    let gradient: [Double]
    switch model {
    case .arrhenius, .auto: gradient = [-1 / (PhysicalConstants.boltzmann * t), 1]
    case .vft:
      let gap = t - p[2]
      gradient = [1, -1 / gap, -p[1] / (gap * gap)]
    case .wlf:
      let (step, ln10) = (t - referenceTemperature, log(10.0))
      let gap = p[2] + step
      gradient = [ln10, ln10 * step / gap, -ln10 * p[1] * step / (gap * gap)]
    }
    return ErrorPropagation.deviation(gradient, covariance)
  }
}
