import Foundation
import IonHopCore

/// A ceramic that is mixed into polymers: a file of `Lattices/Fillers`.
///
///     let garnet = try FillerMaterial.named("LLZTO")
public struct FillerMaterial: Sendable {
  /// By which studies call it.
  public var name: String
  /// For people.
  public var title: String
  /// g/cm³
  public var density: Double
  /// At `temperature` (S/cm); zero for a filler that conducts no ions.
  public var conductivity: Double
  /// K
  public var temperature: Double
  /// eV
  public var activationEnergy: Double
  /// Mobile ions (1/cm³).
  public var carrierDensity: Double
  /// Where the numbers come from.
  public var sources: [Source]

  /// True if ions go through it.
  public var isActive: Bool { conductivity > 0 }

  /// As a phase of a composite at a temperature (K): σT is Arrhenius.
  public func phase(at t: Double) -> CompositePhase {
    guard isActive else { return .inert }
    let exponent = activationEnergy / PhysicalConstants.boltzmann * (1 / temperature - 1 / t)
    return CompositePhase(
      conductivity: conductivity * temperature / t * exp(exponent), carrierDensity: carrierDensity)
  }
}
