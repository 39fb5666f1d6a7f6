import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies
import Testing

@Suite("Studies of composites")
struct CompositeStudyTests {
  private func study(
    particles: String = "{ sphere: { radius: 20 }, volumeFraction: 0.12, overlap: false }",
    filler: String = "{ material: LLZTO }", more: String = "", sampling: String = ""
  ) throws -> Study {
    try Study.parse(
      text: """
        model:
          composite:
            matrix: { material: PPC-LiTFSI, conductivity: { at: 298.15, value: 1.68e-4, activationEnergy: 0.25 } }
            filler: \(filler)
            particles: \(particles)
            voxels: 20
            voxelSize: 10
            \(more)
        temperatures: [298.15]
        \(sampling)
        """, file: "study.yaml")
  }

  @Test("LLZTO in PPC with a threefold shell gains some 2.5; inert particles without one lose")
  func gain() async throws {
    let shell = "shell: { thickness: 20, conductivityFactor: 3, carrierFactor: 2 }"
    let active = try #require(try await study(more: shell).results().points[0].composite)
    #expect(abs(active.gain / 2.5 - 1) < 0.15)
    #expect(active.solved > active.bounds[0] && active.solved < active.bounds[1])
    #expect(abs(active.dissipation.values.reduce(0, +) - 1) < 1e-6)
    let silica = try #require(
      try await study(filler: "{ material: SiO2 }", more: shell).results().points[0].composite)
    #expect(silica.gain > 1 && silica.gain < active.gain / 1.08)
    let bare = try #require(
      try await study(filler: "{ material: SiO2 }").results().points[0].composite)
    #expect(bare.gain < 1 - 1.5 * 0.12 / 1.06 + 1e-9)
    #expect(bare.effectiveMedia["general effective medium"] == nil)
    // A contact of 1 Ω·cm² makes the garnet an insulator.
    let closed = try #require(
      try await study(more: "contactResistance: 1").results().points[0].composite)
    #expect(abs(closed.gain / bare.gain - 1) < 0.01)
  }

  @Test("Hops from voxel to voxel agree with the solver")
  func monteCarlo() async throws {
    let study = try study(
      particles: "{ sphere: { radius: 15 }, volumeFraction: 0.2 }",
      filler: "{ density: 5, conductivity: 1e-4, carrierDensity: \"8e20 1/cm3\" }",
      more:
        "shell: { thickness: 10, conductivityFactor: 4, carrierFactor: 2 }\n    method: monteCarlo",
      sampling: "sampling: { relativeError: 0.04 }")
    let point = try await study.results().points[0]
    let exact = try #require(point.composite).solved
    #expect(abs(point.conductivity.value - exact) < 4 * point.conductivity.standardError)
    #expect(point.conductivity.standardError < 0.06 * exact)
  }

  @Test("Weights become volumes by the densities of polymer and filler")
  func weights() throws {
    let study = try study(
      particles: "{ sphere: { radius: 20 }, weightFraction: 0.15 }", filler: "{ material: SiO2 }")
    let wanted = FillerParticles.volumeFraction(
      weightFraction: 0.15, density: 2.2, matrixDensity: 1.26)
    let structure = try #require(study.composite).structure
    #expect(abs(structure.fraction(of: .filler) - wanted) < 1e-3)
  }

  @Test(
    "A broken key of a composite is named",
    arguments: [
      BrokenFile(
        "unknown filler", "LLZTO", "LLZT0", key: "model.composite.filler.material", "LLZTO"),
      BrokenFile("no size", "voxelSize: 10, ", "", key: "model.composite", "voxelSize"),
      BrokenFile(
        "too many particles", "volumeFraction: 0.1", "volumeFraction: 0.9, overlap: false",
        key: "model.composite.particles", "packed"),
      BrokenFile(
        "two fractions", "volumeFraction: 0.1", "volumeFraction: 0.1, weightFraction: 0.1",
        key: "model.composite.particles", "exclude"),
      BrokenFile("box too small", "voxels: 12", "voxels: 2", key: "model.composite", "more voxels"),
      BrokenFile(
        "too many voxels", "voxels: 12", "voxels: 1000", key: "model.composite.voxels", "larger"),
      BrokenFile(
        "no carriers", "material: PPC-LiTFSI, ", "", key: "model.composite.matrix",
        "carrierDensity"),
      BrokenFile(
        "no density", "material: PPC-LiTFSI, ", "carrierDensity: \"1e21 1/cm3\", ",
        key: "model.composite.particles.weightFraction", "density"),
      BrokenFile(
        "unit", "voxels: 12", "voxels: 12, contactResistance: \"1 S/cm\"",
        key: "model.composite.contactResistance", "Ω·cm²"),
    ])
  func broken(_ broken: BrokenFile) throws {
    let kind = broken.label == "no density" ? "weightFraction" : "volumeFraction"
    let good = """
      model: { composite: { matrix: { material: PPC-LiTFSI, conductivity: 1e-4 }, \
      filler: { material: LLZTO }, particles: { sphere: { radius: 20 }, \(kind): 0.1 }, \
      voxelSize: 10, voxels: 12 } }
      temperatures: 300
      """
    #expect(try Study.parse(text: good, file: "good.yaml").composite != nil)
    let error = #expect(throws: InputError.self) {
      try Study.parse(text: broken.text(of: good), file: "bad.yaml")
    }
    expect(error, names: "bad.yaml", broken.key, broken.mention)
  }
}
