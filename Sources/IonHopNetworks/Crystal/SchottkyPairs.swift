import Foundation
import IonHopCore

/// Vacancies of the mobile ion made in pairs with vacancies of its counter-ion, of which there are as
/// many sites, and by dopants of one charge more than the ion whose site they take.
///
/// Law of mass action and neutrality, [V]/(1 − [V]) · [X]/(1 − [X]) = exp(S/k) exp(−E/kT) and
/// [V] = [X] + [dopants], shares of the sites of each: N. F. Mott, R. W. Gurney, Electronic Processes in
/// Ionic Crystals, Oxford (1940), and A. R. Allnatt, A. B. Lidiard, Atomic Transport in Solids, Cambridge
/// (1993), doi:10.1017/CBO9780511563904 (recalled; that it minimises the free energy of defects which
/// only exclude each other is tested).
///
///     SchottkyPairs(formationEnergy: 2.12).vacantShare(at: 600)
public struct SchottkyPairs: Sendable, Equatable {
  /// Of one pair (eV).
  public var formationEnergy: Double
  /// Of one pair, without that of mixing (k).
  public var formationEntropy: Double
  /// Share of the mobile sites, each with one vacancy to balance it; negative for dopants that take
  /// vacancies away, such as a doubly charged anion.
  public var dopants: Double

  /// Pairs of a formation energy (eV) and entropy (k), with a share of dopants.
  public init(formationEnergy: Double, formationEntropy: Double = 0, dopants: Double = 0) {
    self.formationEnergy = formationEnergy
    self.formationEntropy = formationEntropy
    self.dopants = dopants
  }

  /// Share of the mobile sites that is vacant at a temperature (K).
  public func vacantShare(at temperature: Double) -> Double {
    let energy = formationEnergy / (PhysicalConstants.boltzmann * temperature)
    let constant = exp(formationEntropy - energy)
    // (1 − K) x² + b x = K (1 + d), in the form of its root that does not cancel.
    let b = 2 * constant - dopants * (1 - constant)
    let skew = dopants * (1 - constant)
    let root = (4 * constant + skew * skew).squareRoot()
    return b > 0
      ? 2 * constant * (1 + dopants) / (b + root) : (root - b) / (2 * (1 - constant))
  }
}

extension InputValue {
  /// `defects: { schottky: { formationEnergy: 2.1, dopants: 1e-5 } }`.
  public func defects() throws(InputError) -> SchottkyPairs {
    let hint = "give defects: { schottky: { formationEnergy: 2.1, dopants: 1e-5 } }"
    let pairs = try mapping(["schottky"], hint).required("schottky", hint)
    let keys = try pairs.mapping(["formationEnergy", "formationEntropy", "dopants"], hint)
    return SchottkyPairs(
      formationEnergy: try keys.required("formationEnergy", hint).number(.energy, .positive),
      formationEntropy: try keys["formationEntropy"]?.number(.number, .within(-50...50)) ?? 0,
      dopants: try keys["dopants"]?.number(.number, .within(-0.5...0.5)) ?? 0)
  }
}
