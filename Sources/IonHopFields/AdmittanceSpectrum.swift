import Foundation
import IonHopCore

/// The exact diffusivity of an ion that meets no other at any frequency, on any network.
///
/// With the conductances g = p k of `ExactDiffusivity`, a force that oscillates as exp(iωt) meets
///
///     D(ω) = [Σ_bonds g (d + φ_i − φ_j)² + iω Σ_sites p φ²] / Σ_sites p,   (L + iωP) φ = b
///
/// per direction, with L the Laplacian of g, P the weights p and b_i = −Σ_j g d. It rises from the
/// dc diffusivity to Σ g d²/Σ p; the conductivity is σ(ω) = n q² D(ω)/kT. Linear response of the
/// master equation: J. C. Dyre, T. B. Schrøder, Rev. Mod. Phys. 72, 873 (2000),
/// doi:10.1103/RevModPhys.72.873; the quadratic form is its variational expression, which makes an
/// error of φ enter D squared, and loses no digits at low frequency.
///
///     let spectrum = try AdmittanceSpectrum(
///       network, conditions: conditions, angularFrequencies: AdmittanceSpectrum.decades(1e3, 1e12))
///     spectrum.points.map(\.real)   // Å²/s
public struct AdmittanceSpectrum: Sendable {
  /// The conductivity at one frequency.
  public struct Point: Sendable {
    /// ω (rad/s)
    public let angularFrequency: Double
    /// Re D (Å²/s), the mean over the directions in which the network has bonds.
    public let real: Double
    /// Im D (Å²/s), likewise.
    public let imaginary: Double
    /// Of Kirchhoff's first law, relative to the largest Σ g|d| of a site.
    public let relativeResidual: Double
  }

  /// In the order of the frequencies asked for.
  public let points: [Point]
  /// D(∞) = Σ g d²/Σ p (Å²/s), likewise.
  public let highFrequencyLimit: Double
  /// Directions counted: those in which the network has bonds.
  public let dimensions: Int

  private static let largestResidual = 1e-8

  /// - Parameters:
  ///   - angularFrequencies: ω (rad/s), positive, in any order.
  ///   - occupation: mean occupation f of each site, for the charge diffusivity of ions that exclude each
  ///     other, with g = f_i (1 − f_j) k_ij and p = f (1 − f): exact where all sites have one energy, and
  ///     a mean field elsewhere. None for a lone ion.
  /// - Throws: `FieldError` for a field, interactions, a bad frequency, or rates that the solver
  ///   cannot work with.
  /// - Complexity: a sparse Cholesky factorisation and a hundred solutions a frequency.
  public init(
    _ network: SiteNetwork, conditions: Conditions, angularFrequencies: [Double],
    occupation: [Double] = []
  ) throws(FieldError) {
    for frequency in angularFrequencies where !(frequency > 0 && frequency.isFinite) {
      throw .badFrequency(frequency)
    }
    let system = try AdmittanceSystem(network, conditions, occupation)
    dimensions = system.axes.count
    highFrequencyLimit = system.highFrequencyLimit
    var points: [Point] = []
    for frequency in angularFrequencies {
      let response = try system.response(frequency)
      guard response.residual <= Self.largestResidual else {
        throw .inaccurate(residual: response.residual)
      }
      points.append(
        Point(
          angularFrequency: frequency, real: response.real, imaginary: response.imaginary,
          relativeResidual: response.residual))
    }
    self.points = points
  }

  /// Angular frequencies (rad/s) from one to another, evenly spaced in their logarithm.
  public static func decades(
    _ lowest: Double, _ highest: Double, perDecade: Int = 4
  ) -> [Double] {
    guard lowest > 0, highest >= lowest, highest.isFinite, perDecade > 0 else { return [] }
    let steps = Int((log10(highest / lowest) * Double(perDecade)).rounded())
    return (0...max(0, steps)).map { lowest * pow(10, Double($0) / Double(perDecade)) }
  }

  /// σ (S/cm) = n q² D/kT of ions of a density (1/Å³) that have a diffusivity (Å²/s).
  public static func conductivity(
    _ diffusivity: Double, ionDensity: Double, _ conditions: Conditions
  ) -> Double {
    let charges = conditions.charge * conditions.charge * PhysicalConstants.elementaryCharge
    return ionDensity * 1e24 * charges * diffusivity * 1e-16 / conditions.thermalEnergy
  }
}
