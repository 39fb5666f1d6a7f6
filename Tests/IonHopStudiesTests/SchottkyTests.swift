import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Studies whose vacancies follow from Schottky pairs")
struct SchottkyTests {
  private static func text(_ keys: String, temperatures: String, cells: Int = 5) -> String {
    """
    model: { crystal: { lattice: LiCl, supercell: [\(cells), \(cells), \(cells)]\(keys) } }
    temperatures: \(temperatures)
    sampling: { relativeError: 0.02, replicas: 4 }
    """
  }

  private static func study(
    _ keys: String = "", temperatures: String, cells: Int = 5
  ) throws -> Study {
    try Study.parse(
      text: text(keys, temperatures: temperatures, cells: cells), file: "study.yaml")
  }

  /// σ of vacancies that only exclude each other in an infinite fcc crystal (S/cm): charge
  /// diffusivity 2 k d² x of an ion (twelve neighbours, d²/6 each), n of them.
  private static func exact(_ share: Double, _ temperature: Double, edge: Double) -> Double {
    let kT = PhysicalConstants.boltzmann * temperature
    let d = 2 * 1e13 * exp(-0.41 / kT) * edge * edge / 2 * 1e-16 * share
    let ions = 4 / (edge * edge * edge * 1e-24) * (1 - share)
    return ions * PhysicalConstants.elementaryCharge * d / kT
  }

  @Test("σ is that of the equilibrium share, for E_a = E_m + E_f/2 above the knee and E_m below")
  func knee() async throws {
    // Dopants so few that the knee is at 764 K.
    let pairs = SchottkyPairs(formationEnergy: 2.12, dopants: 1e-7)
    let keys = ", defects: { schottky: { formationEnergy: 2.12, dopants: 1e-7 } }"
    var energies: [Double] = []
    for temperatures in ["[1000, 1100, 1250]", "[250, 300, 400]"] {
      let study = try Self.study(keys, temperatures: temperatures)
      #expect(study.schottky == pairs)
      let results = try await study.results()
      for point in results.points {
        let share = pairs.vacantShare(at: point.temperature)
        let sigma = point.conductivity.mean
        let exact = Self.exact(share, point.temperature, edge: 5.1295)
        #expect(abs(sigma.value - exact) < 4 * sigma.standardError)
        #expect(sigma.standardError < 0.025 * sigma.value)
        let occupied = try #require(point.occupation["4a"])
        #expect(abs(occupied.value - (1 - share)) < 1e-12)
        let along = try #require(point.principalConductivity).values.map(\.value)
        #expect(abs(along.reduce(0, +) / 3 / sigma.value - 1) < 1e-9)
      }
      #expect(results.warnings.contains { $0.contains("Schottky pairs") })
      let energy = results.fits[0].activationEnergy
      #expect(energy.standardError < 0.015)
      energies.append(energy.value)
      // The same fit to the closed form.
      let closed = study.temperatures.map { temperature in
        (
          1 / (PhysicalConstants.boltzmann * temperature),
          log(
            temperature
              * Self.exact(
                pairs.vacantShare(at: temperature), temperature, edge: 5.1295))
        )
      }
      let x = closed.map(\.0).reduce(0, +) / 3
      let slope =
        closed.reduce(0) { $0 + ($1.0 - x) * $1.1 }
        / closed.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }
      #expect(abs(energy.value + slope) < 5 * energy.standardError)
    }
    #expect(abs(energies[0] - 1.47) < 0.05 && abs(energies[1] - 0.41) < 0.02)
    // Without dopants the intrinsic energy is E_m + E_f/2.
    let pure = try await Self.study(
      ", defects: { schottky: { formationEnergy: 2.12 } }", temperatures: "[500, 700, 900]"
    ).results()
    let intrinsic = pure.fits[0].activationEnergy
    #expect(abs(intrinsic.value - 1.47) < 4 * intrinsic.standardError)
    #expect(intrinsic.standardError < 0.01)
  }

  @Test("Where the supercell holds many vacancies, their number follows the temperature")
  func numbers() throws {
    let study = try Self.study(
      ", defects: { schottky: { formationEnergy: 0.4 } }", temperatures: "[500, 900]")
    let pairs = SchottkyPairs(formationEnergy: 0.4)
    for temperature in [500.0, 900] {
      let vacancies = try #require(study.vacancies(at: temperature))
      let expected = 500 * pairs.vacantShare(at: temperature)
      #expect(abs(Double(vacancies.count) - expected) <= 0.5)
      #expect(study.ions(at: temperature) == 500 - vacancies.count)
      #expect(try study.plan(at: temperature).ions == 500 - vacancies.count)
    }
    #expect(study.ions(at: 900) < study.ions(at: 500))
    #expect(study.warnings().allSatisfy { !$0.contains("Schottky") })
  }

  @Test("A filling given by the study takes the place of the lattice's equilibrium")
  func filling() throws {
    let study = try Self.study(", mobile: { Li: 0.99 }", temperatures: "[300]")
    #expect(study.schottky == nil && study.ions == 495)
    let own = try Self.study(temperatures: "[300]").schottky
    #expect(own == SchottkyPairs(formationEnergy: 2.12, dopants: 5.9e-5))
  }

  @Test("Where the factor would not be exact, the study is refused")
  func errors() throws {
    let pairs = ", defects: { schottky: { formationEnergy: 1 } }"
    for (keys, cells, key, words) in [
      ("", 3, "model.crystal.lattice", "at least 400"),
      (pairs, 3, "model.crystal.defects", "at least 400"),
      (pairs + ", mobile: { Li: 0.9 }", 5, "model.crystal.defects", "exclude each other"),
      (
        pairs + ", interactions: { nearestNeighbour: 0.05 }", 5, "model.crystal.defects",
        "ions interact"
      ),
    ] {
      let error = #expect(throws: InputError.self) {
        try Self.study(keys, temperatures: "[300]", cells: cells)
      }
      expect(error, names: "study.yaml", key, words)
    }
  }
}
