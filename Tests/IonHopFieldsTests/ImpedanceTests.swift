import Foundation
import Testing

@testable import IonHopFields

@Suite struct ImpedanceTests {
  /// 1 mHz to 100 GHz: from resistors alone to capacitors alone.
  static let frequencies = (0..<15).map { Foundation.pow(10, Double($0) - 3) }

  @Test("Two materials across the current have the impedance of two RC elements in series")
  func stack() async throws {
    let grid = try Microstructures.grid(SIMD3(8, 1, 1)) { $0.x < 3 ? 0 : 1 }
    let materials = [
      GrainMaterial(conductivity: 1e-3, permittivity: 50),
      GrainMaterial(conductivity: 1e-8, permittivity: 12),
    ]
    let spectrum = try await MesoscaleSolver(VoxelConductor(grid, materials: materials))
      .impedance(at: Self.frequencies, along: 0)
    for point in spectrum.points {
      let parts = materials.map {
        Complex(1)
          / Complex(
            $0.conductivity.x, 2 * .pi * point.frequency * 8.8541878128e-14 * $0.permittivity)
      }
      let exact = (3.0 / 8) * parts[0] + (5.0 / 8) * parts[1]
      #expect((point.resistivity - exact).magnitude < 1e-9 * exact.magnitude)
    }
  }

  @Test("Cubic grains with boundaries have the two arcs of the brick layer")
  func bricks() async throws {
    let grid = try Microstructures.bricks(size: 3, grains: 2)
    let grain = GrainMaterial(conductivity: 4e-4, permittivity: 60)
    let boundary = GrainBoundary(areaResistance: 1e-2, permittivity: 30, width: 20)
    let solver = MesoscaleSolver(
      try VoxelConductor(
        grid, materials: Array(repeating: grain, count: 8), boundary: boundary))
    let spectrum = try await solver.impedance(at: Self.frequencies, along: 2)
    for point in spectrum.points {
      let exact = BrickLayer.resistivity(
        grain: grain, boundary: boundary, grainSize: 30, frequency: point.frequency)
      #expect((point.resistivity - exact).magnitude < 1e-9 * exact.magnitude)
      let thick = point.areaImpedance(thickness: 0.1)
      #expect((thick - 0.1 * exact).magnitude < 1e-9 * thick.magnitude)
    }
  }

  @Test("The low-frequency end is the direct current's conductivity, the threads do not matter")
  func threads() async throws {
    let grid = try Microstructures.voronoi(edge: 12, grains: 6, seed: 3)
    let solver = MesoscaleSolver(
      try VoxelConductor(
        grid,
        materials: (0..<6).map {
          GrainMaterial(conductivity: 1e-4 * Double($0 + 1), permittivity: 40)
        }, boundary: GrainBoundary(areaResistance: 1e-3, permittivity: 30, width: 20)))
    let frequencies = (0..<24).map { Foundation.pow(10, Double($0) / 3 - 2) }
    let one = try await solver.impedance(at: frequencies, along: 1, threads: 1)
    let three = try await solver.impedance(at: frequencies, along: 1, threads: 3)
    #expect(one == three)
    let direct = try solver.conductivity().tensor[1][1]
    #expect(abs(one.points[0].conductivity.real / direct - 1) < 1e-8)
    #expect(one.points.map(\.frequency) == frequencies)
    // A passive circuit lags: −Im ρ is not negative.
    #expect(one.points.allSatisfy { $0.resistivity.imaginary <= 0 })
  }

  /// The conductivity is stationary in the potential: half the digits there are all of them here.
  @Test(
    "Tighter potentials leave the impedance of a polycrystal as it is", arguments: [1e2, 1e5, 1e7])
  func tolerance(frequency: Double) throws {
    let grid = try Microstructures.voronoi(edge: 16, grains: 10, seed: 5)
    let solver = MesoscaleSolver(
      try VoxelConductor(
        grid,
        materials: (0..<10).map {
          GrainMaterial(conductivity: $0 % 2 == 0 ? 1e-3 : 1e-6, permittivity: 40)
        }, boundary: GrainBoundary(areaResistance: 1e-2, permittivity: 30, width: 20)))
    let used = try solver.conductivity(
      at: frequency, along: 0, from: nil, tolerance: MesoscaleSolver.alternatingTolerance)
    let tight = try solver.conductivity(at: frequency, along: 0, from: nil, tolerance: 1e-12)
    #expect((used.value - tight.value).magnitude < 1e-8 * tight.value.magnitude)
  }

  @Test("Pores carry displacement current where they carry no ions")
  func pores() async throws {
    let grid = try Microstructures.grid(SIMD3(4, 1, 1)) { $0.x == 0 ? 1 : 0 }
    let solver = MesoscaleSolver(
      try VoxelConductor(
        grid, materials: [GrainMaterial(conductivity: 1e-3, permittivity: 10), .pore],
        boundary: GrainBoundary(areaResistance: 1)))
    let point = try await solver.impedance(at: [1e3], along: 0).points[0]
    let omega = 2 * Double.pi * 1e3 * 8.8541878128e-14
    let exact =
      0.75 * (Complex(1) / Complex(1e-3, 10 * omega)) + 0.25 * (Complex(1) / Complex(0, omega))
    #expect((point.resistivity - exact).magnitude < 1e-9 * exact.magnitude)
    #expect(try solver.conductivity().tensor[0][0] == 0)
  }

  @Test("A stack of films sums what its layers and interfaces resist, each an arc")
  func films() throws {
    let stack = try FilmStack(
      layers: [
        .init(thickness: 1e5, material: GrainMaterial(conductivity: 2e-6, permittivity: 20)),
        .init(thickness: 30, material: GrainMaterial(conductivity: 1e-9, permittivity: 10)),
      ], interfaces: [GrainBoundary(areaResistance: 5, permittivity: 10, width: 10)])
    #expect(stack.layerResistances.map { ($0 * 1e6).rounded() / 1e6 } == [500, 300])
    #expect(abs(stack.areaResistance - 805) < 1e-9)
    #expect(abs(stack.areaImpedance(at: 1e-6).real - 805) < 1e-6)
    #expect(stack.areaImpedances(at: 1e6).count == 3)
    #expect(throws: FieldError.self) {
      try FilmStack(
        layers: stack.layers, interfaces: stack.interfaces + stack.interfaces)
    }
    #expect(throws: FieldError.self) { try FilmStack(layers: []) }
  }

  @Test("Frequencies that are none are errors")
  func badFrequencies() async throws {
    let grid = try Microstructures.grid(SIMD3(2, 1, 1)) { $0.x }
    let solver = MesoscaleSolver(
      try VoxelConductor(grid, materials: Microstructures.materials([1, 2])))
    await #expect(throws: FieldError.self) { try await solver.impedance(at: [1, 0], along: 0) }
    await #expect(throws: FieldError.self) { try await solver.impedance(at: [1], along: 3) }
  }
}
