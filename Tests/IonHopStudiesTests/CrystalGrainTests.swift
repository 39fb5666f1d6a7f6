import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Grains of a crystal, site by site")
struct CrystalGrainTests {
  private func text(_ model: String, supercell: String = "[8, 3, 3]", mobile: String) -> String {
    """
    model:
      crystal:
        lattice: sc
        supercell: \(supercell)
        mobile: { Li: \(mobile) }
        \(model.replacing("\n", with: "\n    "))
    temperatures: [600]
    sampling: { relativeError: 0.03 }
    seed: 3
    """
  }

  private func study(
    _ model: String, supercell: String = "[8, 3, 3]", mobile: String = "{ count: 1 }"
  ) throws -> Study {
    try Study.parse(text: text(model, supercell: supercell, mobile: mobile), file: "study.yaml")
  }

  /// Of a lone ion (cm²/s).
  private func exact(_ study: Study) throws -> [[Double]] {
    try ExactDiffusivity(study.network, conditions: study.conditions(at: 600)).tensor
      .map { $0.map { 1e-16 * $0 } }
  }

  @Test("Bricks with slow bonds on both sides of a plane of sites are resistors in series")
  func bricks() throws {
    let plain = try exact(try study(""))
    let blocked = try exact(try study("grains: { bricks: [2, 1, 1] }\ncore: { barrierRise: 0.1 }"))
    let slow = exp(0.1 / Slabs.kT(600))
    #expect(abs(blocked[0][0] / plain[0][0] * (2 + 2 * slow) / 4 - 1) < 1e-9)
    // Along the boundaries the plane on each has slow bonds: two planes of eight.
    #expect(abs(blocked[1][1] / plain[1][1] - (6 + 2 / slow) / 8) < 1e-9)
    let none = try study("grains: { voronoi: 5 }")
    #expect(try exact(none)[0][0] == plain[0][0])
    #expect(none.modelDescription.contains("5 grains"))
  }

  @Test("Turned grains of a Voronoi structure: the simulation of a lone ion agrees with the solver")
  func turned() async throws {
    let study = try study(
      """
      grains: { voronoi: 3, texture: random }
      misfit: { minimumSeparation: 2, hops: { distance: [2, 3.6], barrier: 0.33, frequency: 1e13 } }
      core: { width: 4, missingSites: 0.1 }
      """, supercell: "[9, 9, 9]")
    #expect(study.network.hopClasses.contains("boundary"))
    let tensor = try exact(study)
    let mean = (tensor[0][0] + tensor[1][1] + tensor[2][2]) / 3
    let point = try await study.results(threads: 2).points[0]
    let found = point.chargeDiffusivity.mean
    #expect(found.relativeError <= 0.035)
    #expect(abs(found.value - mean) < 4 * found.standardError)
  }

  @Test(
    "Voxels of a file: pores take their sites out, and a closed direction is zero with a warning")
  func voxels() async throws {
    let folder = try TemporaryFolder()
    // One of four layers along x is a pore; sites stand at the lower ends of the voxels of two planes.
    let labels = (0..<4).map { Int32($0 == 3 ? 1 : 0) }
    try ResultFiles(folder.url).write(
      PolycrystalFields(
        shape: [4, 1, 1], spacing: [6, 9, 9], labels: labels,
        potential: labels.map { _ in 0 }, currentDensity: labels.map { _ in .zero }),
      as: "layers.vti")
    let study = try study(
      "grains: { file: \(folder.url("layers.vti").path), array: labels, labels: { 0: grain, 1: pore } }"
    )
    #expect(study.network.siteCount == 54)
    #expect(study.warnings().contains { $0.contains("close some direction") })
    let point = try await study.results(threads: 2).points[0]
    let found = point.chargeDiffusivity
    #expect(abs(found.tensor[0][0]) < 4 * found.tensorStandardError[0][0])
    #expect(found.tensorStandardError[0][0] < 0.01 * found.tensor[1][1], "inconclusive")
    let tensor = try exact(study)
    #expect(tensor[0][0] == 0 && tensor[1][1] > 0)
  }

  @Test(
    "Broken grains name their key",
    arguments: [
      ("core: { width: 5 }", "core", "single crystal"),
      ("misfit: { minimumSeparation: 2 }", "misfit", "single crystal"),
      ("grains: { voronoi: 2, texture: random }", "grains.texture", "misfit"),
      ("grains: { voronoi: 2 }\nmisfit: { minimumSeparation: 2 }", "misfit", "aligned"),
      ("grains: { voronoi: 2, size: \"1 um\" }", "grains.size", "supercell"),
      ("grains: { voronoi: 400 }", "grains", "no site"),
      ("grains: { voronoi: 2 }\ncore: { missingSites: 2 }", "core.missingSites", "0 to 1"),
      ("grains: { file: none.npy }", "grains", "none.npy"),
      ("grains: { bricks: [1, 1, 1] }", "grains.bricks", "two"),
    ])
  func broken(model: String, key: String, mention: String) {
    let error = #expect(throws: InputError.self) { try study(model) }
    #expect(error?.keyPath.hasPrefix("model.crystal.\(key)") == true || error?.keyPath == "")
    #expect(error.map { "\($0)".contains(mention) } == true)
  }
}
