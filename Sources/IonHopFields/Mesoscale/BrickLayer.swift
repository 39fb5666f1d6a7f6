/// Cubic grains of one size with boundaries between them: what grain-size series are read with.
///
/// J. E. Bauerle, J. Phys. Chem. Solids 30, 2657 (1969), doi:10.1016/0022-3697(69)90039-0 (series
/// circuit of grains and boundaries); T. van Dijk, A. J. Burggraaf, Phys. Status Solidi A 63, 229
/// (1981), doi:10.1002/pssa.2210630131 (brick layers). Formulas are checked against exact networks;
/// of the references only volume and page of Belova and Murch, and Hart's, were looked up.
public enum BrickLayer {
  /// 1/σ = 1/σ_b + R_gb/d: a boundary of area resistance R_gb (Ω·cm²) every d (Å). Exact for cubic
  /// grains with boundaries without width.
  ///
  /// - Returns: S/cm.
  public static func conductivity(
    grain: Double, areaResistance: Double, grainSize: Double
  ) -> Double {
    1 / (1 / grain + areaResistance / (grainSize * centimetresPerAngstrom))
  }

  /// 1/σ = (1 − δ/d)/σ_b + (δ/d)/σ_gb: boundaries of width δ across the current alone.
  public static func series<T: ConductivityNumber>(
    grain: T, boundary: T, widthRatio: Double
  ) -> T {
    EffectiveMedium.series(grain, boundary, fraction: widthRatio)
  }

  /// The same with the boundaries along the current beside each column of grains: of the face of a
  /// brick, (1 − δ/d)² leads through grains, the rest through boundary alone.
  public static func withSidePaths<T: ConductivityNumber>(
    grain: T, boundary: T, widthRatio: Double
  ) -> T {
    let column = (1 - widthRatio) * (1 - widthRatio)
    return column * series(grain: grain, boundary: boundary, widthRatio: widthRatio)
      + (1 - column) * boundary
  }

  /// Part of the volume of cubic bricks that is boundary: 1 − (1 − δ/d)³.
  public static func boundaryFraction(widthRatio: Double) -> Double {
    1 - (1 - widthRatio) * (1 - widthRatio) * (1 - widthRatio)
  }

  /// g σ_gb + (1 − g) σ_b: the upper bound that E. W. Hart, Acta Metall. 5, 597 (1957),
  /// doi:10.1016/0001-6160(57)90127-X, gives for diffusion, here with g of cubic bricks.
  public static func hart<T: ConductivityNumber>(grain: T, boundary: T, widthRatio: Double) -> T {
    EffectiveMedium.parallel(
      grain, boundary, fraction: boundaryFraction(widthRatio: widthRatio))
  }

  /// Grains in a matrix of boundary, by Maxwell Garnett: the better estimate for fast boundaries
  /// that connect (I. V. Belova, G. E. Murch, J. Phys. Chem. Solids 64, 873 (2003),
  /// doi:10.1016/S0022-3697(02)00421-3).
  public static func maxwellGarnett<T: ConductivityNumber>(
    grain: T, boundary: T, widthRatio: Double
  ) -> T {
    EffectiveMedium.maxwellGarnett(
      matrix: boundary, inclusion: grain,
      fraction: 1 - boundaryFraction(widthRatio: widthRatio))
  }

  /// ρ(ω) = 1/(σ_b + iωε₀ε_r) + 1/(d (1/R_gb + iωC_gb)): two arcs in series (Ω·cm).
  ///
  /// - Parameters:
  ///   - grainSize: d (Å).
  ///   - frequency: Hz.
  public static func resistivity(
    grain: GrainMaterial, boundary: GrainBoundary, grainSize: Double, frequency: Double
  ) -> Complex {
    let omega = 2 * Double.pi * frequency
    let body = Complex(
      grain.conductivity.x, omega * vacuumPermittivity * grain.permittivity)
    guard boundary.areaResistance > 0 else { return Complex(1) / body }
    let joint = Complex(1 / boundary.areaResistance, omega * boundary.areaCapacitance)
    return Complex(1) / body
      + Complex(1) / ((grainSize * centimetresPerAngstrom) * joint)
  }
}
