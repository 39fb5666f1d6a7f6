import Foundation
import IonHop
import Testing

@Suite("Composites")
struct CompositeValidation {
  private let polymer = CompositePhase(conductivity: 1e-4, carrierDensity: 1e21)

  /// Relative to the polymer.
  private func phase(_ ratio: Double, carriers: Double = 1) -> CompositePhase {
    CompositePhase(conductivity: 1e-4 * ratio, carrierDensity: 1e21 * carriers)
  }

  /// Principal conductivities over that of the polymer.
  private func relative(
    _ structure: CompositeStructure, shell: CompositePhase? = nil,
    filler: CompositePhase = .inert, contactResistance: Double = 0
  ) throws -> SIMD3<Double> {
    let composite = try CompositeNetwork(
      structure, phases: [.matrix: polymer, .shell: shell ?? polymer, .filler: filler],
      contactResistance: contactResistance, temperature: 300)
    let exact = try ExactDiffusivity(composite.network, conditions: composite.conditions)
    return SIMD3((0..<3).map { composite.conductivity(diffusivity: exact.tensor[$0][$0]) })
      / polymer.conductivity
  }

  private func spheres(
    _ fraction: Double, radius: Double = 20, shell: Double = 20, voxels: Int = 20,
    clustering: Double = 0, overlap: Bool = false, seed: UInt64 = 1
  ) throws -> CompositeStructure {
    try CompositeStructure(
      shape: SIMD3(repeating: voxels), spacing: 10,
      particles: FillerParticles(
        shape: .sphere(radius: radius), volumeFraction: fraction, shell: shell,
        clustering: clustering, overlap: overlap), seed: seed)
  }

  private func mean(_ v: SIMD3<Double>) -> Double { v.sum() / 3 }

  @Test("Layers conduct in series across and in parallel along, whatever their carriers")
  func layers() throws {
    let labels = (0..<64).map { $0 % 4 < 1 ? 2 : 0 }
    let structure = try CompositeStructure(
      shape: SIMD3(4, 4, 4), spacing: 10, labels: labels)
    let sigma = try relative(structure, filler: phase(20, carriers: 7))
    #expect(abs(sigma.x - 1 / (0.75 + 0.25 / 20)) < 1e-9)
    #expect(abs(sigma.y - (0.75 + 0.25 * 20)) < 1e-8)
    #expect(abs(sigma.z - sigma.y) < 1e-9)
  }

  @Test("A contact resistance adds to layers in series")
  func contact() throws {
    let labels = (0..<64).map { $0 % 4 < 1 ? 2 : 0 }
    let structure = try CompositeStructure(
      shape: SIMD3(4, 4, 4), spacing: 10, labels: labels)
    // 4 nm of 1e-4 S/cm are 4e-3 Ω·cm²; two contacts of 1e-3 add half of that.
    let sigma = try relative(structure, filler: phase(1), contactResistance: 1e-3)
    #expect(abs(sigma.x - 1 / 1.5) < 1e-9)
    #expect(abs(sigma.y - 1) < 1e-9)
  }

  @Test("Monte Carlo of hops agrees with the exact solver, in a composite of unlike carriers")
  func monteCarlo() throws {
    let structure = try spheres(0.2, voxels: 10)
    let composite = try CompositeNetwork(
      structure,
      phases: [.matrix: polymer, .shell: phase(5, carriers: 2), .filler: phase(0.5, carriers: 8)],
      temperature: 300)
    let exact = try ExactDiffusivity(composite.network, conditions: composite.conditions)
    let plan = try EnginePlan(
      composite.network, ions: 1, conditions: composite.conditions)
    var engine = try Engine(plan, seed: 3)
    // Long enough to forget the phase: several crossings of a cell edge of 100 Å.
    let window = 40_000 / (6 * exact.mean)
    var (sum, squares) = (0.0, 0.0)
    let n = 1500.0
    for _ in 0..<Int(n) {
      let before = engine.collectiveDisplacement
      engine.advance(by: window)
      let step = engine.collectiveDisplacement - before
      let d = dot(step, step) / (6 * window)
      (sum, squares) = (sum + d, squares + d * d)
    }
    let error = ((squares / n - sum * sum / n / n) / (n - 1)).squareRoot()
    #expect(abs(sum / n - exact.mean) < 4 * error)
    #expect(error < 0.03 * exact.mean)
  }

  @Test("Voxels of a composite give the solver of continua what its hops give the network's")
  func continuum() throws {
    let structure = try spheres(0.15, voxels: 16)
    let hops = try relative(structure, shell: phase(4), filler: phase(0.1, carriers: 5))
    let grid = try VoxelGrid(
      shape: structure.shape, spacing: SIMD3(repeating: structure.spacing),
      labels: structure.labels)
    let conductor = try VoxelConductor(
      grid, materials: [1, 4, 0.1].map { GrainMaterial(conductivity: $0) })
    let continuum = try MesoscaleSolver(conductor).conductivity()
    for axis in 0..<3 {
      #expect(abs(continuum.tensor[axis][axis] / hops[axis] - 1) < 1e-6)
    }
  }

  @Test(
    "Inert spheres lie below Hashin and Shtrikman's bound and near it", arguments: [0.05, 0.1, 0.2])
  func bounds(fraction: Double) throws {
    let structure = try spheres(fraction, radius: 35, shell: 0)
    #expect(abs(structure.fraction(of: .filler) - fraction) < 2e-4)
    let sigma = mean(try relative(structure))
    let upper = EffectiveMedium.maxwellGarnett(matrix: 1.0, inclusion: 0, fraction: fraction)
    #expect(sigma <= upper + 1e-9)
    // Steps of voxels hinder more than smooth spheres.
    #expect(sigma > upper - 0.5 * fraction)
  }

  @Test("V85: coated spheres stay between the bounds, and percolate near a third of the volume")
  func percolation() throws {
    var before = 0.0
    var values: [(coated: Double, sigma: Double)] = []
    for fraction in [0.02, 0.06, 0.10, 0.20] {
      let structure = try spheres(fraction, radius: 25, shell: 15, voxels: 24, overlap: true)
      let coated = 1 - structure.fraction(of: .matrix)
      // Two phases: matrix, and spheres with shells that conduct a thousandfold.
      let sigma = mean(try relative(structure, shell: phase(1000), filler: phase(1000)))
      let bounds = EffectiveMedium.hashinShtrikman(1, 1000, fraction: coated)
      #expect(bounds.contains(sigma))
      #expect(sigma > before)
      before = sigma
      values.append((coated, sigma))
    }
    // Far below the threshold the effective medium holds; beyond it σ is a share of the shell's.
    #expect(values[0].coated < 0.15)
    #expect(
      abs(values[0].sigma / EffectiveMedium.bruggeman(1, 1000, fraction: values[0].coated) - 1)
        < 0.25)
    #expect(values[0].sigma < 3)
    #expect(values[3].coated > 0.5)
    #expect(values[3].sigma > 100)
    #expect(
      abs(values[3].sigma / EffectiveMedium.bruggeman(1, 1000, fraction: values[3].coated) - 1)
        < 0.35)
  }

  @Test("0, 15 and 20 wt% of silica: 1 : 1.54 : 1.15, by a shell and by agglomerates")
  func maximum() throws {
    let silica = try FillerMaterial.named("SiO2")
    func fraction(_ weight: Double) -> Double {
      FillerParticles.volumeFraction(
        weightFraction: weight, density: silica.density, matrixDensity: 1.2)
    }
    #expect(abs(fraction(0.15) - 0.0878) < 1e-4)
    // A shell of threefold conductivity; from 15 to 20 wt% particles gather to balls of 5.5 nm.
    let few = try spheres(fraction(0.15), radius: 20, voxels: 24)
    let many = try spheres(fraction(0.20), radius: 55, voxels: 24)
    let sigma = (
      mean(try relative(few, shell: phase(3))), mean(try relative(many, shell: phase(3)))
    )
    #expect(abs(sigma.0 / 1.54 - 1) < 0.15)
    #expect(abs(sigma.1 / 1.15 - 1) < 0.15)
    #expect(sigma.0 > sigma.1 && sigma.1 > 1)
  }

  @Test("Garnet in PPC gains 2.5-fold; inert and active fillers are told apart by their contact")
  func activeOrInert() throws {
    let ppc = 1.68e-4
    let structure = try spheres(0.12, radius: 20, shell: 20)
    func gain(_ filler: CompositePhase, contact: Double) throws -> Double {
      let composite = try CompositeNetwork(
        structure,
        phases: [
          .matrix: CompositePhase(conductivity: ppc, carrierDensity: 5e20),
          .shell: CompositePhase(conductivity: 3 * ppc, carrierDensity: 1e21), .filler: filler,
        ], contactResistance: contact, temperature: 298.15)
      let exact = try ExactDiffusivity(composite.network, conditions: composite.conditions)
      return composite.conductivity(diffusivity: exact.mean) / ppc
    }
    let garnet = try FillerMaterial.named("LLZTO").phase(at: 298.15)
    let open = try gain(garnet, contact: 0)
    let inert = try gain(.inert, contact: 0)
    #expect(abs(open / 2.5 - 1) < 0.15)
    #expect(open > 1.08 * inert)
    // A contact of 1 Ω·cm² around 2 nm of garnet makes it an insulator.
    #expect(abs(try gain(garnet, contact: 1) / inert - 1) < 1e-3)
  }

  @Test("Aligned fibres conduct best along their axis; spread by chance they do not care")
  func fibres() throws {
    func structure(_ alignment: FillerParticles.Alignment) throws -> CompositeStructure {
      try CompositeStructure(
        shape: SIMD3(repeating: 20), spacing: 10,
        particles: FillerParticles(
          shape: .fibre(radius: 15, length: 150), alignment: alignment, volumeFraction: 0.12,
          shell: 10), seed: 2)
    }
    let aligned = try relative(
      structure(.axis(2)), shell: phase(50), filler: phase(50))
    #expect(aligned.z > 1.8 * aligned.x && aligned.z > 1.8 * aligned.y)
    let random = try relative(structure(.random), shell: phase(50), filler: phase(50))
    #expect(random.max() < 2.5 * random.min())
    #expect(aligned.z > random.max())
  }
}
