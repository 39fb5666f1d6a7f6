import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("A potential that follows the simulation")
struct SelfConsistentTests {
  /// Two ions in a hundred sites: they hardly meet, so that ideal statistics hold.
  private func dilute(_ potential: Double, rounds: Int, seed: Int = 7) throws -> Study {
    var study = try Slabs.study(
      """
      supercell: [20, 8, 8]
      mobile: { Li: 0.02 }
      spaceCharge: { permittivity: 100, corePotential: \(potential), selfConsistent: \(rounds) }
      """, sampling: "{ hops: 2e5, replicas: 4 }")
    study.seed = UInt64(seed)
    return study
  }

  private func field(_ study: Study) throws -> SlabField {
    let model = try #require(study.boundary)
    return try SlabField(model, #require(model.spaceCharge), at: 600)
  }

  @Test("It starts from the mean field of its layers, near that of a continuum, and rests there")
  func start() throws {
    let study = try dilute(0.1, rounds: 4)
    var field = try field(study)
    let state = try field.present()
    let model = try #require(study.boundary)
    let continuum = try #require(try model.state(at: 600).potential)
    let layers = try #require(state.potential)
    for x in stride(from: 0.0, through: 15, by: 0.5) {
      // Charges in planes 3 Å apart, screened over 6 Å, against charges spread evenly.
      #expect(abs(layers.potential(at: x) - continuum.potential(at: x)) < 0.002)
    }
    // The plane on the boundary is part of the core: what lies beyond the middle between it and the next.
    let beyond = 2 * 100 * BoundarySpaceCharge.vacuum * continuum.field(at: 1.5)
    #expect(abs(layers.coreCharge / beyond - 1) < 0.03)
    #expect(
      abs(try #require(layers.screeningLength) / (try #require(continuum.screeningLength)) - 1)
        < 1e-9)
    // What ideal ions in equilibrium with the grains do on each site.
    let filled = 26.0 / 1280  // the whole number nearest to 0.02
    let mu = Slabs.kT(600) * log(filled / (1 - filled))
    let occupations = (0..<state.network.siteCount).map {
      1 / (1 + exp((state.network.energy(of: $0) - mu) / Slabs.kT(600)))
    }
    try field.follow(occupations, keep: true)
    let settled = try #require(try field.state().potential)
    #expect(try #require(settled.lastChange) < 1e-7)
    #expect(settled.rounds == 1)
    for x in stride(from: 0.0, through: 15, by: 0.5) {
      #expect(abs(settled.potential(at: x) - layers.potential(at: x)) < 1e-7)
    }
  }

  @Test("Dilute ions of the simulation make the potential of the mean field, within four errors")
  func mean() async throws {
    // Whole ions run: a core potential is taken that asks for nearly a whole number.
    let candidates = stride(from: 0.07, through: 0.13, by: 0.001).map { $0 }
    func lack(_ potential: Double) throws -> Double {
      let ions = try field(try dilute(potential, rounds: 1)).present().meanIons
      return abs(ions - ions.rounded())
    }
    let lacks = try candidates.map(lack)
    let best = try #require(lacks.indices.min { lacks[$0] < lacks[$1] })
    #expect(lacks[best] < 0.03)
    let ideal = try #require(try field(try dilute(candidates[best], rounds: 1)).present().potential)
    let places = [3.0, 6, 9, 12, 15]
    var found: [[Double]] = places.map { _ in [] }
    for seed in 1...8 {
      let study = try dilute(candidates[best], rounds: 6, seed: seed)
      let point = try await study.results(threads: 2).points[0]
      let charge = try #require(point.boundary?.spaceCharge)
      #expect(charge.rounds == 6)
      let profile = try #require(point.boundary?.profile)
      for (index, place) in places.enumerated() {
        let plane = try #require(
          profile.min { abs(abs($0.position) - place) < abs(abs($1.position) - place) })
        found[index].append(plane.potential)
      }
    }
    for (place, values) in zip(places, found) {
      let mean = values.reduce(0, +) / 8
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 7
      let error = (variance / 8).squareRoot()
      #expect(error < 0.001 && error > 0)
      #expect(abs(mean - ideal.potential(at: place)) < 4 * error)
    }
  }

  @Test("Ions that repel each other screen otherwise, to the bit on any number of threads")
  func interacting() async throws {
    func study(_ rounds: Int) throws -> Study {
      try Slabs.study(
        """
        supercell: [12, 4, 4]
        mobile: { Li: 0.3 }
        ions: fixed
        interactions: { nearestNeighbour: 0.06 }
        core: { width: 3, siteEnergy: -0.15 }
        spaceCharge: { permittivity: 40, selfConsistent: \(rounds) }
        """, sampling: "{ hops: 4e5, replicas: 4 }")
    }
    let one = try await study(6).results(threads: 1).points[0].boundary
    let two = try await study(6).results(threads: 2).points[0].boundary
    #expect(one == two)
    let charge = try #require(one?.spaceCharge)
    let ideal = try #require(try await study(0).results(threads: 2).points[0].boundary?.spaceCharge)
    #expect(ideal.rounds == nil)
    // More ions than in the grains sit in the core, but repulsion lets in fewer than ideal ions.
    #expect(charge.corePotential > 0 && ideal.corePotential > 0)
    #expect(charge.corePotential < ideal.corePotential)
  }

  @Test(
    "What the ions of the simulation cannot tell is refused",
    arguments: [
      ("statistics: boltzmann, corePotential: 0.1, concentration: 1e-4", "fermiDirac"),
      ("background: mobile, corePotential: 0.1", "immobile"),
      ("coreCharge: 0.001", "corePotential"),
    ])
  func refused(keys: String, says: String) {
    let error = #expect(throws: InputError.self) {
      try Slabs.study(
        "supercell: [8, 2, 2]\nmobile: { Li: 0.3 }\nspaceCharge: { permittivity: 20, selfConsistent: 5, \(keys) }"
      )
    }
    #expect(error?.keyPath == "model.grainBoundary.spaceCharge.selfConsistent")
    #expect(error?.message.contains(says) == true)
  }
}
