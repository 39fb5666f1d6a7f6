import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Turned grains and pictures of a slab")
struct MisfitSlabTests {
  private func study(
    _ misfit: String, supercell: String = "[8, 3, 3]", mobile: String = "0.25",
    more: String = "", sampling: String = "{ relativeError: 0.03 }"
  ) throws -> Study {
    try Slabs.study(
      """
      supercell: \(supercell)
      origin: 1.5
      mobile: { Li: \(mobile) }
      misfit: { \(misfit) }
      \(more)
      """, sampling: sampling)
  }

  private func hops(_ barrier: Double, _ window: String = "[2.9, 3.1]") -> String {
    "minimumSeparation: 2, hops: { distance: \(window), barrier: \(barrier), frequency: 1e13 }"
  }

  @Test("Grains that are not turned are one lattice")
  func aligned() throws {
    let model = try #require(
      try study("about: [1, 0, 0], angle: 0, \(hops(0.9))").boundary)
    #expect(model.slab.network.siteCount == model.slab.bulk.siteCount)
    let ideal = try #require(try model.ideal(at: 600))
    #expect(abs(ideal.acrossConductivity / ideal.bulkConductivity - 1) < 1e-9)
  }

  @Test(
    "A quarter turn of a cubic lattice fits, and its boundary is a plane of the bonds that are given",
    arguments: [0.3, 0.42], ["", "symmetric: true, "])
  func quarter(barrier: Double, symmetric: String) throws {
    let angle = symmetric.isEmpty ? 90 : 180
    let study = try study("about: [1, 0, 0], angle: \(angle), \(symmetric)\(hops(barrier))")
    #expect(!study.warnings().contains { $0.contains("go on") })
    let model = try #require(study.boundary)
    #expect(model.slab.grainOfSite.filter { $0 == 1 }.count == 36)
    let ideal = try #require(try model.ideal(at: 600))
    let exact = 3e-8 * expm1((barrier - 0.3) / Slabs.kT(600)) / ideal.bulkConductivity
    #expect(abs(ideal.areaResistance - exact) < 1e-9 / ideal.bulkConductivity * 1e-8 + 1e-9 * exact)
    #expect(study.modelDescription.contains("turned by"))
  }

  @Test(
    "A coincidence boundary of misfit sites: the simulation of a lone ion agrees with the solver")
  func coincidence() async throws {
    let study = try study(
      "about: [1, 0, 0], angle: \"36.86989765 deg\", \(hops(0.35, "[2, 3.6]"))",
      supercell: "[8, 5, 5]", mobile: "{ count: 1 }", more: "ions: fixed",
      sampling: "{ relativeError: 0.02 }")
    // Multiples of five cells hold both lattices.
    #expect(!study.warnings().contains { $0.contains("go on") })
    let model = try #require(study.boundary)
    #expect(model.slab.percolates)
    #expect(model.slab.network.hopClasses.contains("boundary"))
    let boundary = try #require(try await study.results(threads: 2).points[0].boundary)
    let ideal = try #require(boundary.ideal)
    #expect(ideal.method == .exact)
    let across = boundary.acrossConductivity
    #expect(across.relativeError <= 0.02)
    #expect(abs(across.value - ideal.acrossConductivity) < 4 * across.standardError)
  }

  @Test("An angle that the cell does not hold is warned of, with the vectors where")
  func border() throws {
    let study = try study("about: [1, 0, 0], angle: 30, \(hops(0.35, "[2, 3.6]"))")
    let warnings = study.warnings().filter { $0.contains("go on") }
    #expect(warnings.count == 2)
    #expect(warnings[0].contains("along b") && warnings[1].contains("along c"))
  }

  @Test(
    "Broken misfits name their key",
    arguments: [
      (
        "about: [0, 0, 0], angle: 10, minimumSeparation: 2, hops: { distance: [2, 3], barrier: 0.3, frequency: 1e13 }",
        "about"
      ),
      (
        "about: [0, 0, 1], angle: 200, minimumSeparation: 2, hops: { distance: [2, 3], barrier: 0.3, frequency: 1e13 }",
        "angle"
      ),
      (
        "about: [0, 0, 1], angle: 10, minimumSeparation: 2, hops: { distance: [3, 2], barrier: 0.3, frequency: 1e13 }",
        "hops.distance"
      ),
      (
        "about: [0, 0, 1], angle: 10, minimumSeparation: 2, hops: { distance: [0, 1], barrier: 0.3, frequency: 1e13 }",
        "hops.distance"
      ),
      (
        "about: [0, 0, 1], angle: 10, minimumSeparation: 2, hops: { distance: [2, 3], barrier: -1, frequency: 1e13 }",
        "hops.barrier"
      ),
      (
        "about: [0, 0, 1], angle: 10, minimumSeparation: 2, hops: { distance: [2, 3], barrier: 0.3, frequency: 0 }",
        "hops.frequency"
      ),
    ])
  func broken(misfit: String, key: String) {
    let error = #expect(throws: InputError.self) { try study(misfit) }
    #expect(error?.keyPath == "model.grainBoundary.misfit.\(key)")
  }

  @Test("A picture holds the current of the mean field, and what it falls by at the boundaries")
  func picture() throws {
    let study = try Slabs.bondPlane(planes: 4, rise: 0.1, temperatures: "[600]")
    let model = try #require(study.boundary)
    let picture = try model.picture(at: 600)
    let ideal = try #require(try model.ideal(at: 600))
    let sites = Double(picture.network.siteCount)
    let mean = picture.current.reduce(SIMD3<Double>.zero, +) / sites
    #expect(abs(mean.x / ideal.acrossConductivity - 1) < 1e-9)
    #expect(abs(mean.y) + abs(mean.z) < 1e-9 * mean.x)
    // Three fast bonds and a slow one share 12 Å of the field of 1 V/cm.
    let slow = exp(0.1 / Slabs.kT(600))
    for site in 0..<picture.network.siteCount {
      for hop in picture.network.hops(from: site) where hop.displacement.x > 1 && hop.image == .zero
      {
        let fall = picture.driving[site] - picture.driving[hop.to]
        let isSlow = picture.grain[site] != picture.grain[hop.to]
        #expect(abs(fall / (12e-8 * (isSlow ? slow : 1) / (3 + slow)) - 1) < 1e-8)
      }
    }
    let text = String(decoding: picture.unstructuredGrid.prefix(2000), as: UTF8.self)
    #expect(text.contains("UnstructuredGrid") && text.contains("NumberOfPoints=\"72\""))
  }
}
