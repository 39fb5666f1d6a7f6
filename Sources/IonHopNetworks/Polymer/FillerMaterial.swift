import Foundation
import IonHopCore

/// A ceramic that is mixed into polymers.
public struct FillerMaterial: Sendable {
  public var name: String
  /// g/cm³
  public var density: Double
  /// At 298 K (S/cm); zero for a filler that conducts no ions.
  public var conductivity: Double
  /// eV
  public var activationEnergy: Double
  /// Mobile ions (1/cm³).
  public var carrierDensity: Double
  public var sources: [Source]

  /// True if ions go through it.
  public var isActive: Bool { conductivity > 0 }

  /// As a phase of a composite at a temperature (K): σT is Arrhenius.
  public func phase(at t: Double) -> CompositePhase {
    guard isActive else { return .inert }
    let exponent = activationEnergy / PhysicalConstants.boltzmann * (1 / 298.15 - 1 / t)
    return CompositePhase(
      conductivity: conductivity * 298.15 / t * exp(exponent), carrierDensity: carrierDensity)
  }

  public static let all = [llzto, latp, silica, alumina]

  /// - Parameter name: without regard to case.
  public static func named(_ name: String) -> FillerMaterial? {
    all.first { $0.name.lowercased() == name.lowercased() }
  }

  public static let llzto = FillerMaterial(
    name: "LLZTO", density: 5.42, conductivity: 1e-3, activationEnergy: 0.35,
    carrierDensity: 2.35e22,
    sources: [
      Source(
        key: "Li2012",
        citation:
          "Y. Li, J.-T. Han, C.-A. Wang, H. Xie, J. B. Goodenough, J. Mater. Chem. 22, 15357 (2012)",
        doi: "10.1039/c2jm31413d",
        note:
          "1.0e-3 S/cm and 0.35 eV of Li6.4La3Zr1.4Ta0.6O12. Recalled. Density and lithium follow from 8 formula units in (12.97 A)3."
      )
    ])

  public static let latp = FillerMaterial(
    name: "LATP", density: 2.93, conductivity: 7.2e-4, activationEnergy: 0.35,
    carrierDensity: 5.99e21,
    sources: [
      Source(
        key: "Aono1990",
        citation: "H. Aono et al., J. Electrochem. Soc. 137, 1023 (1990)", doi: "10.1149/1.2086597",
        note:
          "0.7 mS/cm of Li1.3Al0.3Ti1.7(PO4)3; number as in the OBELiX table, energy recalled. Density and lithium follow from 6 formula units in a cell of a = 8.500, c = 20.82 A."
      )
    ])

  public static let silica = FillerMaterial(
    name: "SiO2", density: 2.2, conductivity: 0, activationEnergy: 0, carrierDensity: 0,
    sources: [handbook])

  public static let alumina = FillerMaterial(
    name: "Al2O3", density: 3.97, conductivity: 0, activationEnergy: 0, carrierDensity: 0,
    sources: [handbook])

  private static let handbook = Source(
    key: "CRC", citation: "CRC Handbook of Chemistry and Physics",
    note: "Densities of fused silica and corundum. Recalled.")
}
