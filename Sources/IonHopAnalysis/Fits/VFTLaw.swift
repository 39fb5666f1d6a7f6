import Foundation
import IonHopCore

/// ln y = ln A − B/(T − T0), without its prefactor.
///
///     VFTLaw(b: 1200, t0: 200).apparentActivationEnergy(at: 300)   // 0.93067 eV
///
/// H. Vogel, Phys. Z. 22, 645 (1921); G. S. Fulcher, J. Am. Ceram. Soc. 8, 339 (1925),
/// doi:10.1111/j.1151-2916.1925.tb16731.x.
public struct VFTLaw: Sendable, Equatable {
  /// K
  public var b: Double
  /// K
  public var t0: Double

  /// The law with B and T0 (K).
  public init(b: Double, t0: Double) {
    self.b = b
    self.t0 = t0
  }

  /// B = ln10 C1 C2, T0 = T_r − C2
  public init(_ wlf: WLFLaw) {
    self.init(b: log(10.0) * wlf.c1 * wlf.c2, t0: wlf.reference - wlf.c2)
  }

  /// −d ln y / d(1/kT) = kB B (T/(T − T0))² (eV), the slope of an Arrhenius plot at T.
  public func apparentActivationEnergy(at t: Double) -> Double {
    let ratio = t / (t - t0)
    return PhysicalConstants.boltzmann * b * ratio * ratio
  }

  /// Its derivatives by ln A, B and T0.
  func activationEnergyGradient(at t: Double) -> [Double] {
    let ratio = t / (t - t0)
    return [
      0, PhysicalConstants.boltzmann * ratio * ratio,
      2 * apparentActivationEnergy(at: t) / (t - t0),
    ]
  }
}

/// log10 y = log10 y(T_r) + C1 (T − T_r)/(C2 + T − T_r), without its prefactor: VFT seen from T_r.
///
///     VFTLaw(WLFLaw(c1: 17.44, c2: 51.6, reference: 273)).b   // 2072.1 K
///
/// M. L. Williams, R. F. Landel, J. D. Ferry, J. Am. Chem. Soc. 77, 3701 (1955),
/// doi:10.1021/ja01619a008.
public struct WLFLaw: Sendable, Equatable {
  /// C1, in powers of ten.
  public var c1: Double
  /// K
  public var c2: Double
  /// T_r (K)
  public var reference: Double

  /// The law about a reference temperature (K), C2 in K.
  public init(c1: Double, c2: Double, reference: Double) {
    self.c1 = c1
    self.c2 = c2
    self.reference = reference
  }

  /// C2 = T_r − T0, C1 = B/(ln10 C2)
  ///
  /// - Throws: `FitError.badReference` unless `reference` is above `vft.t0`, below which VFT has no
  ///   meaning.
  public init(_ vft: VFTLaw, reference: Double) throws(FitError) {
    guard reference > vft.t0 else { throw .badReference(reference, t0: vft.t0) }
    let c2 = reference - vft.t0
    self.init(c1: vft.b / (log(10.0) * c2), c2: c2, reference: reference)
  }
}
