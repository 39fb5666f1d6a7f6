import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks
import Testing

@testable import IonHopStudies

/// Slabs of the simple cubic lattice: 3 Å, 1e13 Hz, 0.3 eV.
enum Slabs {
  static func kT(_ temperature: Double) -> Double { PhysicalConstants.boltzmann * temperature }

  static func text(
    _ model: String, temperatures: String = "[600]", sampling: String = "{ relativeError: 0.03 }"
  ) -> String {
    """
    name: slab
    model:
      grainBoundary:
        lattice: sc
        axis: x
        \(model.replacing("\n", with: "\n    "))
    temperatures: \(temperatures)
    sampling: \(sampling)
    seed: 7
    """
  }

  static func study(
    _ model: String, temperatures: String = "[600]", sampling: String = "{ relativeError: 0.03 }"
  ) throws -> Study {
    try Study.parse(
      text: text(model, temperatures: temperatures, sampling: sampling), file: "slab.yaml")
  }

  /// Barriers of the bonds that cross, nothing else.
  static func bondPlane(
    planes: Int, rise: Double, barrier: Double = 0.3, temperatures: String
  ) throws -> Study {
    try study(
      """
      supercell: [\(2 * planes), 3, 3]
      origin: 1.5
      barriers: { nearest: \(barrier) }
      mobile: { Li: 0.25 }
      core: { barrierRise: \(rise) }
      """, temperatures: temperatures)
  }
}

@Suite("Grain boundaries across a slab")
struct GrainBoundaryTests {
  @Test("A plane of slow bonds: R = a (exp(ΔE/kT) − 1)/σ_bulk, by the solver and by the simulation")
  func series() async throws {
    let study = try Slabs.bondPlane(planes: 4, rise: 0.1, temperatures: "[500, 700]")
    let results = try await study.results(threads: 2)
    for point in results.points {
      let boundary = try #require(point.boundary)
      let ratio = expm1(0.1 / Slabs.kT(point.temperature))
      let sigma = boundary.bulkConductivity.value
      let expected = 3e-8 * ratio / sigma
      let ideal = try #require(boundary.ideal)
      #expect(ideal.method == .exact)
      #expect(abs(ideal.areaResistance / expected - 1) < 1e-9)
      #expect(
        abs(boundary.areaResistance.value - expected) < 4 * boundary.areaResistance.standardError)
      #expect(boundary.areaResistance.relativeError < 0.06)
      // Four planes a grain: the boundary has R/R_bulk = (exp(ΔE/kT) − 1)/4.
      #expect(
        abs(boundary.resistanceRatio.value - ratio / 4) < 4 * boundary.resistanceRatio.standardError
      )
      let share = ratio / (4 + ratio)
      #expect(
        abs(boundary.blockingFactor.value - share) < 4 * boundary.blockingFactor.standardError)
      // Along the planes nothing is slow, but for the few hops that cross.
      let along = boundary.alongConductivity
      #expect(abs(along.value - sigma) < 4 * along.standardError)
      #expect(boundary.bulkMethod == .exact)
      #expect(boundary.resistivityRatio == nil)
      #expect(point.conductivity.component(0).relativeError <= 0.03)
    }
    // E_a of T/R between two temperatures, from the closed form.
    let summary = try #require(results.boundary)
    let energy = try #require(summary.boundaryActivationEnergy)
    let exact = Self.slope(500, 700) { kT in exp(-0.3 / kT) / expm1(0.1 / kT) }
    #expect(abs(energy.value - exact) < 4 * energy.standardError)
    let bulk = try #require(summary.bulkActivationEnergy)
    #expect(abs(bulk.value - 0.3) < 1e-9)
  }

  /// −d ln y/dβ between two temperatures (eV).
  private static func slope(_ low: Double, _ high: Double, _ y: (Double) -> Double) -> Double {
    let (a, b) = (Slabs.kT(low), Slabs.kT(high))
    return (log(y(b)) - log(y(a))) / (1 / a - 1 / b)
  }

  @Test("V57: the slab's activation energy crosses over from the bulk's to the boundary's")
  func crossover() throws {
    let study = try Slabs.bondPlane(
      planes: 20, rise: 0.15, barrier: 0.25, temperatures: "[100, 101, 3000, 3001]")
    let model = try #require(study.boundary)
    func across(_ temperature: Double) throws -> Double {
      try #require(try model.ideal(at: temperature)).acrossConductivity * temperature
    }
    func energy(_ low: Double, _ high: Double) throws -> Double {
      let (a, b) = (Slabs.kT(low), Slabs.kT(high))
      return log(try across(high) / (try across(low))) / (1 / a - 1 / b)
    }
    #expect(abs(try energy(100, 101) - 0.40) < 0.003)
    // Nineteen fast bonds and a slow one in series.
    for (low, high) in [(100.0, 101.0), (3000.0, 3001.0)] {
      let exact = Self.slope(low, high) { 1 / (19 * exp(0.25 / $0) + exp(0.40 / $0)) }
      #expect(abs(try energy(low, high) - exact) < 1e-6)
    }
    #expect(try energy(3000, 3001) < 0.27)
  }

  @Test("Simulation and exact solver agree for a lone ion in a space charge at three temperatures")
  func dilute() async throws {
    let results = try await Slabs.study(
      """
      supercell: [8, 2, 2]
      mobile: { Li: { count: 1 } }
      ions: fixed
      core: { width: 2, barrierRise: 0.05 }
      spaceCharge:
        { permittivity: 10, corePotential: 0.08, statistics: boltzmann, concentration: 5e-4 }
      """, temperatures: "[500, 700, 1000]", sampling: "{ relativeError: 0.02 }"
    ).results(threads: 2)
    #expect(results.points.count == 3)
    for point in results.points {
      let boundary = try #require(point.boundary)
      let ideal = try #require(boundary.ideal)
      #expect(ideal.method == .exact)
      let across = boundary.acrossConductivity
      #expect(abs(across.value - ideal.acrossConductivity) < 4 * across.standardError)
      let r = boundary.areaResistance
      #expect(abs(r.value - ideal.areaResistance) < 4 * r.standardError)
      let charge = try #require(boundary.spaceCharge)
      #expect(abs(charge.corePotential - 0.08) < 1e-12)
      #expect(try #require(charge.neutrality) < 1e-9)
      #expect(try #require(charge.residual) < 1e-9)
    }
    // 4σ limits of independent temperatures would hide a bias that all share.
    let mean = results.points.reduce(0.0) { sum, point in
      let boundary = point.boundary!
      return sum
        + (boundary.acrossConductivity.value - boundary.ideal!.acrossConductivity)
        / boundary.acrossConductivity.standardError
    }
    #expect(abs(mean) < 4 * 3.0.squareRoot())
  }

  @Test("V51: each plane is filled as the energies with the potential ask for")
  func occupation() async throws {
    let study = try Slabs.study(
      """
      supercell: [8, 5, 5]
      mobile: { Li: 0.3 }
      core: { width: 2, siteEnergy: 0.03 }
      spaceCharge: { permittivity: 20, corePotential: 0.1 }
      """, sampling: "{ hops: 4e6 }")
    let point = try await study.results(threads: 2).points[0]
    let boundary = try #require(point.boundary)
    let profile = boundary.profile
    #expect(profile.map(\.sites) == [50, 50, 50, 50])
    let exact = Self.canonical(
      profile.map { ($0.siteEnergy / Slabs.kT(600), $0.sites) },
      ions: try #require(study.boundary).state(at: 600).ions)
    for (plane, exact) in zip(profile, exact) {
      let seen = try #require(plane.occupation)
      #expect(abs(seen.value - exact) < 4 * seen.standardError)
      #expect(seen.standardError < 0.005)
      // The Fermi function is that of an infinite system.
      #expect(abs(plane.idealOccupation - exact) < 0.01)
    }
    let core = try #require(profile.min { abs($0.position) < abs($1.position) })
    let grain = try #require(profile.max { abs($0.position) < abs($1.position) })
    #expect(core.idealOccupation < 0.05 && grain.idealOccupation > 0.28)
    #expect(abs(core.siteEnergy - 0.13) < 1e-9)
  }

  /// Occupations of groups of sites by exactly so many ions that only exclude each other, from the
  /// elementary symmetric polynomials of the Boltzmann factors.
  private static func canonical(_ groups: [(energy: Double, sites: Int)], ions: Int) -> [Double] {
    func polynomial(without left: Int?) -> [Double] {
      var sums = [1.0] + Array(repeating: 0.0, count: ions)
      for (index, group) in groups.enumerated() {
        for _ in 0..<(group.sites - (index == left ? 1 : 0)) {
          for n in stride(from: ions, through: 1, by: -1) {
            sums[n] += exp(-group.energy) * sums[n - 1]
          }
        }
      }
      return sums
    }
    let all = polynomial(without: nil)[ions]
    return groups.indices.map {
      exp(-groups[$0].energy) * polynomial(without: $0)[ions - 1] / all
    }
  }
}
