import Foundation
import IonHopCore

/// How a conductivity (S/cm), or a conductance per area (S/cm²), depends on temperature.
///
///     let bulk = ConductionLaw.arrhenius(prefactor: 5.1e3, activationEnergy: 0.278)
///     bulk.value(at: 300)   // S/cm
///
/// An activation energy is always that of the value times T, as transport theory has it: over
/// 300–400 K it is some 30 meV more than that of the value alone.
public enum ConductionLaw: Sendable, Equatable {
  /// The same at all temperatures.
  case constant(Double)
  /// value = prefactor / T · exp(−E/kT); the prefactor in S·K/cm or S·K/cm², the energy in eV.
  case arrhenius(prefactor: Double, activationEnergy: Double)
  /// ln(value·T) linear in 1/T between entries, which rise in temperature (K).
  case table([Entry])

  /// A row of a table.
  public struct Entry: Sendable, Equatable {
    /// K
    public var temperature: Double
    /// In the unit of the law.
    public var value: Double

    /// A value at a temperature (K).
    public init(temperature: Double, value: Double) {
      (self.temperature, self.value) = (temperature, value)
    }
  }

  /// The Arrhenius law through one value.
  ///
  /// - Parameters:
  ///   - temperature: of the value (K).
  ///   - activationEnergy: eV.
  public static func through(
    _ value: Double, at temperature: Double, activationEnergy: Double
  ) -> ConductionLaw {
    let kT = PhysicalConstants.boltzmann * temperature
    return .arrhenius(
      prefactor: value * temperature * exp(activationEnergy / kT),
      activationEnergy: activationEnergy)
  }

  /// - Parameter temperature: K, within `range`.
  public func value(at temperature: Double) -> Double {
    switch self {
    case .constant(let value): return value
    case .arrhenius(let prefactor, let energy):
      return prefactor / temperature * exp(-energy / (PhysicalConstants.boltzmann * temperature))
    case .table(let entries):
      guard let first = entries.first, let last = entries.last else { return .nan }
      guard let upper = entries.firstIndex(where: { $0.temperature >= temperature }) else {
        return last.value
      }
      guard upper > 0 else { return first.value }
      let (a, b) = (entries[upper - 1], entries[upper])
      let share =
        (1 / temperature - 1 / a.temperature) / (1 / b.temperature - 1 / a.temperature)
      let logarithm =
        (1 - share) * log(a.value * a.temperature) + share * log(b.value * b.temperature)
      return exp(logarithm) / temperature
    }
  }

  /// Temperatures (K) for which the law is known.
  public var range: ClosedRange<Double> {
    guard case .table(let entries) = self, let first = entries.first, let last = entries.last
    else { return 0...Double.infinity }
    return first.temperature...last.temperature
  }
}
