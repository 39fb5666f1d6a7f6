import Foundation
import IonHopCore

/// The barrier of an ion that leaves its counter-ion and squeezes through a doorway between others:
///
///     E_a = E_B + E_S,  E_B = z z₀ e²/(4π ε₀ γ (r + r₀)),  E_S = 4π G r_D (r − r_D)²
///
/// O. L. Anderson, D. A. Stuart, J. Am. Ceram. Soc. 37, 573 (1954),
/// doi:10.1111/j.1151-2916.1954.tb13991.x; with the Madelung-like factor β of their E_B as a
/// parameter. The form is recalled, not read in the paper.
public struct AndersonStuart: Sendable, Equatable {
  /// z and z₀, charges of the mobile ion and its counter-ion (e).
  public var charge = 1.0
  /// Charge of the counter-ion without its sign (e).
  public var counterCharge = 2.0
  /// r and r₀, their radii (Å).
  public var radius: Double
  /// Radius of the counter-ion (Å).
  public var counterRadius: Double
  /// γ, about the relative permittivity.
  public var covalency: Double
  /// β, between about 0.1 and 1.
  public var madelung = 1.0
  /// G, the shear modulus (GPa).
  public var shearModulus: Double
  /// What the ion must pass.
  public var doorway: Doorway

  /// Where r_D, the radius of the doorway, comes from.
  public enum Doorway: Sendable, Equatable {
    /// The same for all (Å).
    case radius(Double)
    /// Drawn for each bond, from a normal distribution (Å) cut at zero.
    case spread(mean: Double, deviation: Double)
    /// The distance of the bond's path from the nearest host atom, less that atom's radius (Å).
    case bottleneck(hostRadius: Double)
  }

  /// Radii in Å, the shear modulus in GPa.
  public init(
    radius: Double, counterRadius: Double, covalency: Double, shearModulus: Double,
    doorway: Doorway
  ) {
    (self.radius, self.counterRadius, self.covalency) = (radius, counterRadius, covalency)
    (self.shearModulus, self.doorway) = (shearModulus, doorway)
  }

  /// E_B (eV).
  public var bindingEnergy: Double {
    madelung * charge * counterCharge * PhysicalConstants.coulombEnergy
      / (covalency * (radius + counterRadius))
  }

  /// E_S (eV) at a doorway radius (Å); zero where the ion fits through.
  public func strainEnergy(doorway: Double) -> Double {
    guard doorway > 0, doorway < radius else { return 0 }
    let squeeze = radius - doorway
    return 4 * .pi * shearModulus * Self.electronvolts * doorway * squeeze * squeeze
  }

  /// 1 GPa Å³ in eV: 1e9 J/m³ × 1e-30 m³ over the elementary charge.
  private static let electronvolts = 1e-21 / PhysicalConstants.elementaryCharge

  func check() throws(GlassError) {
    for (key, value) in [
      ("radius", radius), ("counterRadius", counterRadius), ("covalency", covalency),
      ("madelung", madelung), ("counterCharge", counterCharge), ("charge", charge),
    ] where !(value > 0 && value < 1e3) {
      throw .badNumber(key: "andersonStuart.\(key)", value: value, mend: "give a positive number")
    }
    guard shearModulus >= 0, shearModulus < 1e4 else {
      throw .badNumber(
        key: "andersonStuart.shearModulus", value: shearModulus, mend: "give zero or more (GPa)")
    }
    let size =
      switch doorway {
      case .radius(let radius): radius
      case .spread(let mean, let deviation): min(mean, deviation)
      case .bottleneck(let hostRadius): hostRadius
      }
    guard size >= 0, size < 100 else {
      throw .badNumber(key: "andersonStuart.doorway", value: size, mend: "give a radius (Å)")
    }
  }

  /// The barrier (eV) of a bond, from its bottleneck (Å) and a normal deviate.
  func barrier(bottleneck: Double?, deviate: Double) throws(GlassError) -> Double {
    switch doorway {
    case .radius(let radius): return bindingEnergy + strainEnergy(doorway: radius)
    case .spread(let mean, let deviation):
      return bindingEnergy + strainEnergy(doorway: max(0, mean + deviation * deviate))
    case .bottleneck(let hostRadius):
      guard let bottleneck else { throw .noBottleneck }
      return bindingEnergy + strainEnergy(doorway: bottleneck - hostRadius)
    }
  }
}
