import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Schottky pairs")
struct SchottkyPairsTests {
  private static let temperatures = [200.0, 300, 600, 1000, 2000]

  @Test(
    "Mass action and neutrality hold",
    arguments: [
      SchottkyPairs(formationEnergy: 2.12), SchottkyPairs(formationEnergy: 0.2),
      SchottkyPairs(formationEnergy: 1.34, formationEntropy: 4, dopants: 5.9e-5),
      SchottkyPairs(formationEnergy: 1.0, dopants: 0.3),
      SchottkyPairs(formationEnergy: 0.3, formationEntropy: 3, dopants: -0.2),
    ])
  func massAction(pairs: SchottkyPairs) {
    for temperature in Self.temperatures {
      let vacancies = pairs.vacantShare(at: temperature)
      #expect(vacancies > 0 && vacancies < 1)
      // The counter-ion's vacancies, where the difference keeps digits enough to be judged.
      let others = vacancies - pairs.dopants
      guard others > 1e-6 * vacancies, others < 1 else { continue }
      let logarithm =
        log(vacancies / (1 - vacancies)) + log(others / (1 - others))
      let wanted =
        pairs.formationEntropy
        - pairs.formationEnergy / (PhysicalConstants.boltzmann * temperature)
      #expect(abs(logarithm - wanted) < 1e-8 * abs(wanted) + 1e-9 * vacancies / others)
    }
  }

  @Test("Without dopants half the energy makes the share, with many of them they are all")
  func limits() {
    let (kT, pure) = (PhysicalConstants.boltzmann * 500, SchottkyPairs(formationEnergy: 2))
    #expect(abs(pure.vacantShare(at: 500) / exp(-1 / kT) - 1) < 1e-9)
    let doped = SchottkyPairs(formationEnergy: 2, dopants: 1e-4)
    #expect(abs(doped.vacantShare(at: 500) / 1e-4 - 1) < 1e-9)
    // Dopants that need fewer vacancies leave K/|d|.
    let suppressed = SchottkyPairs(formationEnergy: 2, dopants: -1e-4)
    #expect(abs(suppressed.vacantShare(at: 500) / (exp(-2 / kT) / 1e-4) - 1) < 2e-4)
  }

  /// Canonical sum over the number n of pairs on N sites of each ion, of weight
  /// C(N, n + d) C(N, n) exp(−nE/kT).
  @Test("A finite crystal has that share on average, as nearly as it is large", arguments: [0, 40])
  func canonicalSum(dopants: Int) {
    let (sites, energy, temperature) = (20_000, 0.5, 600.0)
    let kT = PhysicalConstants.boltzmann * temperature
    func logBinomial(_ k: Int) -> Double {
      lgamma(Double(sites + 1)) - lgamma(Double(k + 1)) - lgamma(Double(sites - k + 1))
    }
    let logs = (0...2000).map { n in
      logBinomial(n + dopants) + logBinomial(n) - Double(n) * energy / kT
    }
    let top = logs.max() ?? 0
    let weights = logs.map { exp($0 - top) }
    let mean =
      zip(weights, 0...).reduce(0.0) { $0 + $1.0 * Double($1.1 + dopants) }
      / weights.reduce(0, +)
    let pairs = SchottkyPairs(
      formationEnergy: energy, dopants: Double(dopants) / Double(sites))
    let share = pairs.vacantShare(at: temperature)
    // Corrections are of the order of one vacancy.
    #expect(abs(mean - share * Double(sites)) < 1)
    #expect(mean > 100)
  }

  @Test(
    "What is wrong is said with key and mend",
    arguments: [
      ("{ frenkel: { formationEnergy: 1 } }", "schottky"),
      ("{ schottky: { dopants: 0.1 } }", "formationEnergy"),
      ("{ schottky: { formationEnergy: -1 } }", "formationEnergy"),
      ("{ schottky: { formationEnergy: 1, dopants: 2 } }", "dopants"),
    ])
  func errors(defects: String, key: String) {
    let error = #expect(throws: InputError.self) {
      try HostLattice.lattice("defects: \(defects)\n")
    }
    #expect(error.map { "\($0)" }?.contains(key) == true)
    #expect(error?.file == "host.yaml" && error?.line != nil)
  }
}
