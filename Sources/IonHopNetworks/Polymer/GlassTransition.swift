/// Tg of a polymer with salt, plasticiser and cross-links.
///
///     let glass = GlassTransition(pure: 213, perSalt: 200)
///     glass.temperature(saltRatio: 1 / 16.0)   // 225.5 K
public struct GlassTransition: Sendable, Equatable {
  /// Tg of the polymer alone (K).
  public var pure: Double
  /// Rise for each cation per coordinating monomer (K). Tg of salts in polyethers follows the
  /// cationic charge per ether oxygen: H. Masui et al., Solid State Ionics 107, 175 (1998).
  public var perSalt: Double
  /// Rise for each mole of cross-links in a gram of polymer (K g/mol): T. G. Fox, S. Loshaek,
  /// J. Polym. Sci. 15, 371 (1955), doi:10.1002/pol.1955.120158006.
  public var perCrossLink: Double
  /// Tg of the plasticiser alone (K), if there is one.
  public var plasticiser: Double?

  /// T_g of the pure polymer (K), and what salt and cross-links add.
  public init(
    pure: Double, perSalt: Double = 0, perCrossLink: Double = 0, plasticiser: Double? = nil
  ) {
    (self.pure, self.perSalt) = (pure, perSalt)
    (self.perCrossLink, self.plasticiser) = (perCrossLink, plasticiser)
  }

  /// Tg (K).
  ///
  /// Salt and cross-links raise it in proportion; a plasticiser mixes by 1/Tg = w/Tg₁ + (1 − w)/Tg₂
  /// (T. G. Fox, Bull. Am. Phys. Soc. 1, 123 (1956)).
  ///
  /// - Parameters:
  ///   - saltRatio: cations per coordinating monomer, 1/n of "EO:Li = n".
  ///   - plasticiserFraction: by weight, 0 to 1.
  ///   - crossLinks: mol/g
  public func temperature(
    saltRatio: Double = 0, plasticiserFraction w: Double = 0, crossLinks: Double = 0
  ) -> Double {
    let polymer = pure + perSalt * saltRatio + perCrossLink * crossLinks
    guard let plasticiser, w > 0 else { return polymer }
    return 1 / ((1 - w) / polymer + w / plasticiser)
  }
}
