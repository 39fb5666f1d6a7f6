import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Composite structures")
struct CompositeTests {
  private func structure(
    _ particles: FillerParticles, voxels: Int = 30, seed: UInt64 = 1
  ) throws -> CompositeStructure {
    try CompositeStructure(
      shape: SIMD3(repeating: voxels), spacing: 10, particles: particles, seed: seed)
  }

  private func spheres(_ fraction: Double) -> FillerParticles {
    FillerParticles(
      shape: .sphere(radius: 40), volumeFraction: fraction, shell: 20, overlap: false)
  }

  @Test("Volume fractions are met to one voxel", arguments: [0.0, 0.01, 0.1, 0.25])
  func fractions(fraction: Double) throws {
    let structure = try structure(spheres(fraction))
    let filler = structure.labels.count { $0 == 2 }
    #expect(filler == Int((fraction * 27_000).rounded()))
    #expect(structure.labels.allSatisfy { (0...2).contains($0) })
    #expect((structure.fraction(of: .shell) > 0) == (fraction > 0))
  }

  @Test("The shell is all polymer within its thickness of a particle, and no other")
  func shell() throws {
    let structure = try structure(spheres(0.1), voxels: 20)
    // By brute force: distance to the nearest filler voxel, to the width of a voxel.
    for voxel in structure.labels.indices where structure.labels[voxel] != 2 {
      let r = SIMD3(voxel % 20, voxel / 20 % 20, voxel / 400)
      var nearest = Double.infinity
      for other in structure.labels.indices where structure.labels[other] == 2 {
        var d = r &- SIMD3(other % 20, other / 20 % 20, other / 400)
        for axis in 0..<3 { d[axis] -= 20 * Int((Double(d[axis]) / 20).rounded()) }
        nearest = min(nearest, length(SIMD3<Double>(d)))
      }
      if structure.labels[voxel] == 1 { #expect(nearest <= 2 + 3.0.squareRoot()) }
      if structure.labels[voxel] == 0 { #expect(nearest > 1) }
    }
  }

  @Test("Clustered particles share their shells")
  func clustering() throws {
    var particles = FillerParticles(
      shape: .sphere(radius: 25), volumeFraction: 0.05, shell: 15, overlap: false)
    let spread = try structure(particles).fraction(of: .shell)
    particles.clustering = 1
    #expect(try structure(particles).fraction(of: .shell) < 0.9 * spread)
  }

  @Test("Weight fractions become volume fractions by the densities")
  func weight() {
    // 20 wt% of 5.42 in 1.3 g/cm³
    let fraction = FillerParticles.volumeFraction(
      weightFraction: 0.2, density: 5.42, matrixDensity: 1.3)
    #expect(abs(fraction - 0.036_900 / (0.036_900 + 0.615_385)) < 1e-5)
    #expect(
      FillerParticles.volumeFraction(weightFraction: 0, density: 2, matrixDensity: 1) == 0)
    #expect(
      FillerParticles.volumeFraction(weightFraction: 1, density: 2, matrixDensity: 1) == 1)
  }

  @Test("The same seed places the same particles")
  func seeds() throws {
    #expect(try structure(spheres(0.1)).labels == structure(spheres(0.1)).labels)
    #expect(try structure(spheres(0.1)).labels != structure(spheres(0.1), seed: 2).labels)
  }

  @Test("Inert phases have no sites; carriers count over the whole volume")
  func carriers() throws {
    let structure = try structure(spheres(0.1), voxels: 20)
    let composite = try CompositeNetwork(
      structure,
      phases: [
        .matrix: CompositePhase(conductivity: 1e-4, carrierDensity: 1e21),
        .shell: CompositePhase(conductivity: 1e-3, carrierDensity: 3e21),
      ], temperature: 300)
    #expect(composite.network.siteCount == 7200)
    #expect(composite.voxelOfSite.allSatisfy { structure.labels[$0] != 2 })
    let expected =
      1e21 * structure.fraction(of: .matrix) + 3e21 * structure.fraction(of: .shell)
    #expect(abs(composite.meanCarrierDensity / expected - 1) < 1e-12)
    // Boltzmann's law holds the carriers: density over that of the densest phase.
    let kT = PhysicalConstants.boltzmann * 300
    for site in stride(from: 0, to: 7200, by: 11) {
      let isShell = structure.labels[composite.voxelOfSite[site]] == 1
      #expect(
        abs(exp(-composite.network.energy(of: site) / kT) - (isShell ? 1 : 1.0 / 3)) < 1e-12)
    }
  }

  @Test("Fillers: active ones conduct more when hot, inert ones never")
  func fillers() throws {
    #expect(try FillerMaterial.all().filter(\.isActive).map(\.name) == ["LATP", "LLZTO"])
    let garnet = try FillerMaterial.named("llzto")
    #expect(abs(garnet.phase(at: 298.15).conductivity - 1e-3) < 1e-12)
    let ratio = garnet.phase(at: 350).conductivity * 350 / (1e-3 * 298.15)
    let exact = exp(0.35 / PhysicalConstants.boltzmann * (1 / 298.15 - 1 / 350.0))
    #expect(abs(ratio / exact - 1) < 1e-9)
    #expect(try FillerMaterial.named("SiO2").phase(at: 350) == .inert)
    #expect(try FillerMaterial.all().map(\.name) == ["Al2O3", "LATP", "LLZTO", "SiO2"])
    for material in try FillerMaterial.all() { #expect(!material.sources.isEmpty) }
  }

  @Test("Materials: each has sources, and published values that name them")
  func materials() throws {
    #expect(try PolymerMaterial.all().count == 4)
    for material in try PolymerMaterial.all() {
      let keys = Set(material.sources.map(\.key))
      #expect(material.published.allSatisfy { keys.contains($0.source) })
      #expect(!material.published.isEmpty)
      #expect(try PolymerMaterial.named(material.name.uppercased()).name == material.name)
      try material.segments(ratio: material.usualRatio).check()
      try material.salt(ratio: material.usualRatio).check()
    }
    // 0.805 Å² mol/g: mean squared end-to-end distance of PEO over molar mass.
    let peo = try PolymerMaterial.named("PEO-LiTFSI")
    let square = peo.chain.meanSquareEndToEnd(bonds: 2000, bondLength: peo.monomerLength)
    #expect(abs(square / (2000 * peo.monomerMass) - 0.805) < 0.01)
  }

  @Test("What cannot be built is refused with a reason")
  func refusals() throws {
    var particles = spheres(0.6)
    #expect(throws: PolymerError.self) { try structure(particles) }
    particles = spheres(0.1)
    #expect(throws: PolymerError.self) { try structure(particles, voxels: 8) }
    particles.shape = .fibre(radius: 30, length: 50)
    #expect(throws: PolymerError.self) { try structure(particles) }
    #expect(throws: PolymerError.self) {
      try CompositeStructure(shape: SIMD3(2, 2, 2), spacing: 10, labels: [0, 1, 2])
    }
    #expect(throws: PolymerError.self) {
      try CompositeStructure(shape: SIMD3(1, 1, 1), spacing: 10, labels: [3])
    }
    let empty = try CompositeStructure(shape: SIMD3(1, 1, 2), spacing: 10, labels: [2, 2])
    #expect(throws: PolymerError.self) {
      try CompositeNetwork(empty, phases: [:], temperature: 300)
    }
  }
}
