import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks
import Testing

@testable import IonHopStudies

/// Boundaries across which ions hardly come, by simulation and in closed form.
@Suite("Boundaries that block")
struct BlockingBoundaryTests {
  @Test(
    "A plane of bonds slower by up to a million: R = a (exp(ΔE/kT) − 1)/σ_bulk by simulation",
    arguments: [1e2, 1e3, 1e6])
  func plane(factor: Double) async throws {
    let study = try Slabs.bondPlane(
      planes: 4, rise: Slabs.kT(600) * log(factor), temperatures: "[600]")
    #expect(!study.warnings().contains { $0.contains("takes long") })
    let point = try await study.results(threads: 2).points[0]
    let boundary = try #require(point.boundary)
    let exact = 3e-8 * (factor - 1) / boundary.bulkConductivity.value
    let found = boundary.areaResistance
    #expect(abs(try #require(boundary.ideal).areaResistance / exact - 1) < 1e-9)
    #expect(found.relativeError < 0.05, "inconclusive")
    #expect(abs(found.value - exact) < 4 * found.standardError)
    #expect(point.converged)
    #expect(boundary.settlingTime == 0)
  }

  @Test("A lone ion that a space charge holds back manyfold, against the network solver")
  func depleted() async throws {
    let results = try await Slabs.study(
      """
      supercell: [16, 2, 2]
      mobile: { Li: { count: 1 } }
      ions: fixed
      spaceCharge:
        { permittivity: 10, corePotential: 0.3, statistics: boltzmann, concentration: 5e-4 }
      """, temperatures: "[600, 800]", sampling: "{ relativeError: 0.04 }"
    ).results(threads: 2)
    for point in results.points {
      let boundary = try #require(point.boundary)
      let ideal = try #require(boundary.ideal)
      #expect(ideal.method == .exact)
      #expect(ideal.bulkConductivity > 2 * ideal.acrossConductivity)
      let across = boundary.acrossConductivity
      #expect(across.relativeError <= 0.04 && point.converged)
      #expect(abs(across.value - ideal.acrossConductivity) < 4 * across.standardError)
    }
  }

  @Test("The target activationEnergy weighs the conductivity across the boundaries")
  func activationEnergy() async throws {
    let study = try Slabs.study(
      """
      supercell: [8, 3, 3]
      origin: 1.5
      mobile: { Li: 0.25 }
      core: { barrierRise: 0.15 }
      """, temperatures: "[400, 500, 600]",
      sampling: "{ target: activationEnergy, relativeError: 0.01 }")
    let results = try await study.results(threads: 2)
    let summary = try #require(results.boundary)
    let total = try #require(summary.totalActivationEnergy)
    #expect(total.relativeError <= 0.011)
    // Three fast bonds and a slow one in series, in a straight line through ln σT weighed alike.
    let model = try #require(study.boundary)
    let exact = try TemperatureFit.fit(
      results.points.map { point in
        ConductivityDatum(
          temperature: point.temperature,
          conductivity: try #require(try model.ideal(at: point.temperature)).acrossConductivity,
          standardError: point.boundary!.acrossConductivity.standardError)
      }, model: .arrhenius, quantity: .sigmaT
    ).activationEnergy
    #expect(abs(total.value - exact.value) < 4 * total.standardError)
    #expect(exact.value > 0.40 && exact.value < 0.46)
    #expect(results.points.allSatisfy { $0.boundary!.acrossConductivity.relativeError <= 0.1 })
  }

  @Test("Ions that interact keep the warning that they must come across")
  func interacting() throws {
    let study = try Slabs.study(
      """
      supercell: [8, 3, 3]
      origin: 1.5
      mobile: { Li: 0.25 }
      interactions: { nearestNeighbour: 0.02 }
      core: { barrierRise: 0.4 }
      """)
    #expect(study.warnings().contains { $0.contains("takes long") })
  }
}
