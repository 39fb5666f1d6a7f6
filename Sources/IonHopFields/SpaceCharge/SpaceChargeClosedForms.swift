import CGSL
import Foundation
import IonHopCore

/// Closed forms for planar space charges.
///
/// Everywhere y = zeφ/kT of the carrier in question, positive where it is depleted, and
/// permittivity is relative. J. Maier, Prog. Solid State Chem. 23, 171 (1995),
/// doi:10.1016/0079-6786(95)00004-E, reviews the Gouy–Chapman and Mott–Schottky cases (reference
/// checked, text recalled); each formula was derived again from the Poisson equation and is tested
/// against the numerical solution.
public enum SpaceChargeClosedForms {
  /// Debye length (Å) of two monovalent carriers of opposite sign, each of this concentration
  /// (Å⁻³), √(ε kT / 2e²c).
  public static func debyeLength(
    permittivity: Double, concentration: Double, temperature: Double
  ) -> Double {
    let kT = boltzmann * temperature
    return (vacuum * permittivity * kT / (2 * concentration)).squareRoot()
  }

  /// Potential y of Gouy and Chapman at a distance of x Debye lengths from where it is `y0`,
  /// 4 artanh(tanh(y0/4) e^−x).
  public static func gouyChapman(_ x: Double, y0: Double) -> Double {
    4 * atanh(tanh(y0 / 4) * exp(-x))
  }

  /// Excess resistance of one side of a Gouy–Chapman layer, ∫(e^y − 1) dx = 2(e^(y0/2) − 1), in
  /// Debye lengths of bulk; y0 < 0 is accumulation.
  public static func gouyChapmanExcessResistance(y0: Double) -> Double { 2 * expm1(y0 / 2) }

  /// Width (Å) of a layer emptied of all but a dopant of charge 1 and this concentration (Å⁻³),
  /// over which the potential falls from `potential` (V) to 0: λ* = √(2εφ/ec).
  public static func mottSchottkyWidth(
    potential: Double, permittivity: Double, dopant: Double
  ) -> Double {
    (2 * vacuum * permittivity * abs(potential) / dopant).squareRoot()
  }

  /// Mean of ρ/ρ_b over the width λ* of a Mott–Schottky layer, exactly: ∫₀¹ exp(y t²) dt =
  /// √(π/4y) erfi(√y) = e^y D(√y)/√y with Dawson's function D, from GSL.
  ///
  /// - Parameter y: at the interface, positive: depletion.
  public static func mottSchottkyResistivity(_ y: Double) -> Double {
    guard y > 0 else { return 1 }
    return exp(y) * gsl_sf_dawson(y.squareRoot()) / y.squareRoot()
  }

  /// The form of textbooks for the same, e^y/2y, valid for y ≫ 1: low by 18 % at y = 3.9. It is
  /// what pyscses inverts (G. L. Wellock, B. J. Morgan, J. Open Source Softw. 4, 1209 (2019),
  /// doi:10.21105/joss.01209; form read in its user guide, reference recalled).
  public static func mottSchottkyResistivityTextbook(_ y: Double) -> Double { exp(y) / (2 * y) }

  /// The y that the textbook form gives for a measured ratio of resistivities, the larger one of
  /// two: −W₋₁(−1/2r) with Lambert's function, from GSL.
  ///
  /// - Returns: nil below e/2, the least that the form can give.
  public static func mottSchottkyPotential(textbookRatio r: Double) -> Double? {
    guard r.isFinite, r >= M_E / 2 else { return nil }
    return -gsl_sf_lambert_Wm1(max(-1 / (2 * r), -exp(-1)))
  }

  /// Field at a plane of potential y from the first integral of the Poisson–Fermi–Dirac equation
  /// with one mobile carrier of charge 1 and a fixed background, in kT/eL with L = √(ε kT/e²c):
  /// √2 √(y + ln[1 + ν(e^−y − 1)]/ν), with the sign of y.
  ///
  /// - Parameter filling: ν, occupied share of the sites in the bulk, above 0 and below 1.
  public static func fermiDiracField(_ y: Double, filling nu: Double) -> Double {
    // ln[1 + ν(e^−y − 1)] with the larger exponential taken out, so that no y overflows.
    let logarithm = y < 0 ? -y + log(nu + (1 - nu) * exp(y)) : log1p(nu * expm1(-y))
    let squared = 2 * (y + logarithm / nu)
    return (y < 0 ? -1 : 1) * max(0, squared).squareRoot()
  }

  private static let vacuum = SpaceChargeModel.vacuumPermittivity
  private static let boltzmann = PhysicalConstants.boltzmann
}
