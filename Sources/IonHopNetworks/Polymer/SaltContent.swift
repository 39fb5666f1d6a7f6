/// How much salt a polymer holds, and how many carriers that makes.
///
/// Volumes add: each monomer and each formula unit of salt takes its molar volume. Salt beyond the
/// solubility stays crystals, which carry nothing and are left out of the volume.
///
///     let salt = SaltContent(
///       ratio: 16, monomerVolume: 65.3, saltVolume: 246, solubleRatio: 4)
///     salt.density   // 7.8e20 pairs per cm³
public struct SaltContent: Sendable, Equatable {
  /// Coordinating monomers per cation, the n of "EO:Li = n".
  public var ratio: Double
  /// Å³ of one monomer.
  public var monomerVolume: Double
  /// Å³ of one formula unit of dissolved salt.
  public var saltVolume: Double
  /// The least ratio at which all salt is dissolved; 0 for no limit.
  public var solubleRatio: Double

  /// Monomers a cation, with the volumes of monomer and salt (Å³).
  public init(
    ratio: Double, monomerVolume: Double, saltVolume: Double = 0, solubleRatio: Double = 0
  ) {
    (self.ratio, self.monomerVolume) = (ratio, monomerVolume)
    (self.saltVolume, self.solubleRatio) = (saltVolume, solubleRatio)
  }

  /// Dissolved cations per monomer.
  public var dissolvedRatio: Double { 1 / max(ratio, solubleRatio) }
  /// The part of the salt that is dissolved.
  public var dissolvedFraction: Double { min(1, ratio / max(ratio, solubleRatio)) }
  /// Dissolved formula units per cubic centimetre of solution (1/cm³).
  public var density: Double {
    dissolvedRatio / (monomerVolume + dissolvedRatio * saltVolume) * 1e24
  }

  /// Ions of each sign for a number of monomers, at least one.
  public func ions(monomers: Int) -> Int {
    let ions = (Double(monomers) * dissolvedRatio).rounded()
    return ions >= 1 && ions < 1e15 ? Int(ions) : 1
  }

  /// The volume of the solution over that of the polymer alone: what distances grow by, cubed.
  public var swelling: Double { 1 + dissolvedRatio * saltVolume / monomerVolume }

  /// - Throws: `PolymerError.badValue`.
  public func check() throws(PolymerError) {
    try PolymerError.checkPositive("ratio", ratio)
    try PolymerError.checkPositive("monomerVolume", monomerVolume)
    try PolymerError.check("saltVolume", saltVolume, in: 0...Double.greatestFiniteMagnitude)
    try PolymerError.check("solubleRatio", solubleRatio, in: 0...Double.greatestFiniteMagnitude)
  }
}
