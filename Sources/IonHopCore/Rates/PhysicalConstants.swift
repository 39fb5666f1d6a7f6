/// CODATA 2018 values (E. Tiesinga et al., Rev. Mod. Phys. 93, 025010 (2021), doi:10.1103/RevModPhys.93.025010).
public enum PhysicalConstants {
  /// Boltzmann constant (eV/K).
  public static let boltzmann = 8.617333262e-5
  /// Elementary charge (C).
  public static let elementaryCharge = 1.602176634e-19
}
