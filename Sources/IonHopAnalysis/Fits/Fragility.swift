import Foundation
import IonHopCore

extension VFTLaw {
  /// Kinetic fragility m = d log10 τ/d(Tg/T) at Tg = B Tg/(ln10 (Tg − T0)²), for a relaxation time
  /// that follows this law; 16 to 200. R. Böhmer, K. L. Ngai, C. A. Angell, D. J. Plazek, J. Chem.
  /// Phys. 99, 4201 (1993), doi:10.1063/1.466117.
  ///
  /// - Parameter glassTransition: Tg (K), above T0.
  /// - Returns: NaN at and below T0.
  public func fragility(glassTransition: Double) -> Double {
    let gap = glassTransition - t0
    return gap > 0 ? b * glassTransition / (log(10.0) * gap * gap) : .nan
  }

  /// Strength D = B/T0: large for strong, small for fragile liquids (C. A. Angell, J. Non-Cryst.
  /// Solids 131–133, 13 (1991), doi:10.1016/0022-3093(91)90266-9).
  public var strength: Double { b / t0 }
}

extension FitResult {
  /// The slope of an Arrhenius plot of the fitted quantity at a temperature: −d ln y/d(1/kT) (eV).
  ///
  /// - Parameter t: K; nothing is said at and below T0, where the value is NaN.
  public func activationEnergy(at t: Double) -> Estimate {
    guard model != .arrhenius, model != .auto else { return activationEnergy }
    let unknown = Estimate(value: .nan, standardError: .nan, unit: .electronvolt)
    let law: VFTLaw
    let gradient: [Double]
    switch model {
    case .vft:
      law = VFTLaw(b: parameters[1], t0: parameters[2])
      guard t > max(0, law.t0) else { return unknown }
      gradient = law.activationEnergyGradient(at: t)
    default:
      law = VFTLaw(
        WLFLaw(c1: parameters[1], c2: parameters[2], reference: referenceTemperature))
      guard t > max(0, law.t0) else { return unknown }
      // B = ln10 C1 C2 and T0 = Tr − C2.
      let by = law.activationEnergyGradient(at: t)
      let ln10 = log(10.0)
      gradient = [0, by[1] * ln10 * parameters[2], by[1] * ln10 * parameters[1] - by[2]]
    }
    return Estimate(
      value: law.apparentActivationEnergy(at: t),
      standardError: ErrorPropagation.deviation(gradient, covariance), unit: .electronvolt)
  }
}
