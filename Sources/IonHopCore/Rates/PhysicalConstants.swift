/// CODATA 2018 values (E. Tiesinga et al., Rev. Mod. Phys. 93, 025010 (2021), doi:10.1103/RevModPhys.93.025010).
public enum PhysicalConstants {
  /// Boltzmann constant (eV/K).
  public static let boltzmann = 8.617333262e-5
  /// Elementary charge (C).
  public static let elementaryCharge = 1.602176634e-19
  /// Vacuum electric permittivity (F/m)
  public static let vacuumPermittivity = 8.8541878128e-12
  /// Energy of two elementary charges 1 Å apart in vacuum, e²/(4 π ε0) (eV Å)
  public static let coulombEnergy = elementaryCharge * 1e10 / (4 * Double.pi * vacuumPermittivity)
}
