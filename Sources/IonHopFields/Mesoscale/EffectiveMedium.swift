import Foundation

/// Closed formulas for the conductivity of mixtures and ceramics.
///
/// Arguments and results share one unit, such as S/cm; complex arguments include the displacement
/// current. `fraction` is a volume fraction, of `b` where there are two. The formulas are checked
/// against their limits and equations; references and DOIs are recalled, not looked up.
///
///     EffectiveMedium.maxwellGarnett(matrix: 1e-3, inclusion: 0, fraction: 0.1)   // pores
public enum EffectiveMedium {
  /// Layers across the current: the harmonic mean, the lower bound of O. Wiener, Abh. Math.-Phys.
  /// Kl. Königl. Sächs. Ges. Wiss. 32, 507 (1912).
  public static func series<T: ConductivityNumber>(_ a: T, _ b: T, fraction: Double) -> T {
    a * b / ((1 - fraction) * b + fraction * a)
  }

  /// Layers along the current: the arithmetic mean, Wiener's upper bound.
  public static func parallel<T: ConductivityNumber>(_ a: T, _ b: T, fraction: Double) -> T {
    (1 - fraction) * a + fraction * b
  }

  /// Spheres (3), cylinders (2) or sheets (1) in a matrix that surrounds them all: J. C. Maxwell,
  /// A Treatise on Electricity and Magnetism (1873), article 314; J. C. Maxwell Garnett, Philos.
  /// Trans. R. Soc. A 203, 385 (1904), doi:10.1098/rsta.1904.0024.
  public static func maxwellGarnett<T: ConductivityNumber>(
    matrix: T, inclusion: T, fraction: Double, dimensions: Int = 3
  ) -> T {
    let others = Double(dimensions - 1)
    let mean = inclusion + others * matrix
    let difference = fraction * (inclusion - matrix)
    return matrix * (mean + others * difference) / (mean - difference)
  }

  /// What isotropic mixtures of two phases can have: Z. Hashin, S. Shtrikman, J. Appl. Phys. 33,
  /// 3125 (1962), doi:10.1063/1.1728579. Each bound is a Maxwell Garnett mixture.
  public static func hashinShtrikman(
    _ a: Double, _ b: Double, fraction: Double, dimensions: Int = 3
  ) -> ClosedRange<Double> {
    let first = maxwellGarnett(
      matrix: a, inclusion: b, fraction: fraction, dimensions: dimensions)
    let second = maxwellGarnett(
      matrix: b, inclusion: a, fraction: 1 - fraction, dimensions: dimensions)
    return min(first, second)...max(first, second)
  }

  /// Both phases alike in shape, none of them the matrix: D. A. G. Bruggeman, Ann. Phys. 416, 636
  /// (1935), doi:10.1002/andp.19354160705; the root of Σ f (σᵢ − σ) / (σᵢ + (d − 1) σ) = 0 that a
  /// passive medium can have. The conductor percolates from 1/d up.
  public static func bruggeman<T: ConductivityNumber>(
    _ a: T, _ b: T, fraction: Double, dimensions: Int = 3
  ) -> T {
    let d = Double(dimensions)
    let middle = (d * (1 - fraction) - 1) * a + (d * fraction - 1) * b
    let root = (middle * middle + (4 * (d - 1)) * (a * b)).squareRoot
    let plus = (1 / (2 * (d - 1))) * (middle + root)
    return plus.isPassive ? plus : (1 / (2 * (d - 1))) * (middle - root)
  }

  /// A sphere with a coat, as one uniform sphere.
  ///
  /// - Parameter coreFraction: (core radius / whole radius)³.
  public static func coatedSphere<T: ConductivityNumber>(
    core: T, coat: T, coreFraction: Double
  ) -> T {
    maxwellGarnett(matrix: coat, inclusion: core, fraction: coreFraction)
  }

  /// Effective-medium theory with the threshold and exponents of percolation: D. S. McLachlan,
  /// M. Blaszkiewicz, R. E. Newnham, J. Am. Ceram. Soc. 73, 2187 (1990),
  /// doi:10.1111/j.1151-2916.1990.tb07576.x. With threshold 1/3 and exponents 1 it is Bruggeman's.
  ///
  /// - Parameters:
  ///   - fraction: of the better conductor.
  ///   - threshold: fraction from which the better conductor percolates, between 0 and 1.
  ///   - below, above: exponents s and t of the two sides of the threshold.
  /// - Returns: nil for a fraction outside 0...1, conductivities that are not positive, or a
  ///   threshold or exponents out of range.
  public static func general(
    low: Double, high: Double, fraction: Double, threshold: Double, below: Double = 0.87,
    above: Double = 2
  ) -> Double? {
    guard low > 0, high >= low, high.isFinite, (0...1).contains(fraction), threshold > 0,
      threshold < 1, below > 0, above > 0
    else { return nil }
    let weight = (1 - threshold) / threshold
    func excess(_ sigma: Double) -> Double {
      let (l, sl) = (pow(low / high, 1 / below), pow(sigma / high, 1 / below))
      let sh = pow(sigma / high, 1 / above)
      return (1 - fraction) * (l - sl) / (l + weight * sl)
        + fraction * (1 - sh) / (1 + weight * sh)
    }
    // The left side falls with σ, from positive at `low` to negative at `high`.
    var (bottom, top) = (log(low), log(high))
    for _ in 0..<200 where bottom < top {
      let middle = (bottom + top) / 2
      guard middle > bottom, middle < top else { break }
      if excess(exp(middle)) > 0 { bottom = middle } else { top = middle }
    }
    return exp((bottom + top) / 2)
  }
}
