import Foundation
import Testing

@testable import IonHopFields

/// Voxel stairs against boundaries whose area and resistance are known.
@Suite struct BoundaryFaceTests {
  /// Two lamellae whose boundaries have the normal (p, q, 0) in a periodic box of p·q… voxels.
  static func slanted(_ p: Int, _ q: Int, period: Int) throws -> VoxelGrid {
    try Microstructures.grid(SIMD3(period, period, 1)) {
      ((p * $0.x + q * $0.y) % period) * 2 < period ? 0 : 1
    }
  }

  @Test(
    "Slanted planes have their own area, not that of their stairs",
    arguments: [(1, 0), (1, 1), (1, 2), (2, 3), (1, 4)])
  func area(p: Int, q: Int) throws {
    let period = 48
    let faces = BoundaryFaces(try Self.slanted(p, q, period: period))
    // |(p, q)| lamellae of two boundaries each cross the box.
    let length = Double(p * p + q * q).squareRoot()
    let exact = 2 * length * Double(period) * 100
    let stairs = 2 * Double(p + q) * Double(period) * 100
    #expect(abs(faces.stairArea / stairs - 1) < 1e-12)
    #expect(abs(faces.area / exact - 1) < 0.015)
  }

  @Test(
    "Slanted boundaries add R/d across at any angle, as upright ones",
    arguments: [(1, 0), (1, 1), (1, 2), (2, 3)])
  func resistance(p: Int, q: Int) throws {
    let period = 48
    let grid = try Self.slanted(p, q, period: period)
    let sigma = 1e-3
    let length = Double(p * p + q * q).squareRoot()
    // The distance of boundaries along their normal is period/(2 |(p, q)|).
    let distance = Double(period) * 10 / (2 * length)
    let resistance = 3 * distance * 1e-8 / sigma
    let result = try MesoscaleSolver(
      VoxelConductor(
        grid, materials: Microstructures.materials([sigma, sigma]),
        boundary: GrainBoundary(areaResistance: resistance))
    ).conductivity()
    let (x, y) = (Double(p) / length, Double(q) / length)
    let tensor = result.tensor
    // Resistivity along the normal, from the inverse tensor.
    let determinant = tensor[0][0] * tensor[1][1] - tensor[0][1] * tensor[1][0]
    let resistivity =
      (x * x * tensor[1][1] - 2 * x * y * tensor[0][1] + y * y * tensor[0][0]) / determinant
    #expect(abs(resistivity * sigma / 4 - 1) < 0.02)
  }

  /// The normal (p, q, r) in a box of 24³ voxels.
  @Test(
    "Planes slanting in space have their own area, and add R/d along their normal",
    arguments: [SIMD3(1, 1, 1), SIMD3(0, 1, 2), SIMD3(1, 1, 2), SIMD3(1, 2, 2)])
  func space(normal: SIMD3<Int>) throws {
    let period = 24
    let grid = try Microstructures.grid(SIMD3(repeating: period)) {
      (normal &* $0).wrappedSum() % period * 2 < period ? 0 : 1
    }
    let direction = SIMD3<Double>(normal)
    let length = (direction * direction).sum().squareRoot()
    let exact = 2 * length * Double(period * period) * 100
    #expect(abs(BoundaryFaces(grid).area / exact - 1) < 0.005)

    let sigma = 1e-3
    let distance = Double(period) * 10 / (2 * length)
    let result = try MesoscaleSolver(
      VoxelConductor(
        grid, materials: Microstructures.materials([sigma, sigma]),
        boundary: GrainBoundary(areaResistance: 3 * distance * 1e-8 / sigma))
    ).conductivity()
    // The tensor is σ∥(1 − nn) + σ⊥ nn, so n σ n is σ⊥ = σ/4.
    var across = 0.0
    for a in 0..<3 {
      for b in 0..<3 {
        across += direction[a] * direction[b] * result.tensor[a][b] / (length * length)
      }
    }
    #expect(abs(across * 4 / sigma - 1) < 0.005)
  }

  @Test("The same grains on finer voxels keep their conductivity when boundaries rule it")
  func resolution() throws {
    var values: [Double] = []
    for edge in [16, 32, 64] {
      let grid = try Microstructures.voronoi(
        edge: edge, grains: 12, seed: 4, spacing: 640 / Double(edge))
      let result = try MesoscaleSolver(
        VoxelConductor(
          grid, materials: Array(repeating: GrainMaterial(conductivity: 1e-3), count: 12),
          boundary: GrainBoundary(areaResistance: 280e-8 / 1e-3 * 5))
      ).conductivity()
      values.append((0..<3).reduce(0) { $0 + result.tensor[$1][$1] / 3 })
    }
    #expect(abs(values[0] / values[2] - 1) < 0.015)
    #expect(abs(values[1] / values[2] - 1) < 0.003)
  }

  /// J. L. Meijering, Philips Res. Rep. 8, 270 (1953): S_V = 2.91044 ρ^(1/3).
  @Test("Poisson–Voronoi grains have 2.910 ρ^(1/3) of boundary per volume")
  func voronoi() throws {
    let edge = 48
    let grains = 27
    let ratios = try (1...8).map { seed in
      let grid = try Microstructures.voronoi(edge: edge, grains: grains, seed: UInt64(seed))
      let density = Double(grains) / grid.volume
      return BoundaryFaces(grid).area / grid.volume / (2.91044 * Foundation.cbrt(density))
    }
    let mean = ratios.reduce(0, +) / 8
    let scatter = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 7
    let error = (scatter / 8).squareRoot()
    #expect(error < 0.005)
    #expect(abs(mean - 1) < 4 * error)
  }

  @Test("Single voxels and plates keep their faces whole")
  func small() throws {
    let dot = try Microstructures.grid(SIMD3(repeating: 5)) {
      $0 == SIMD3(2, 2, 2) ? 1 : 0
    }
    #expect(BoundaryFaces(dot).area == 600)
    let plate = try Microstructures.grid(SIMD3(1, 1, 8)) { $0.z == 3 ? 1 : 0 }
    #expect(BoundaryFaces(plate).area == 200)
  }
}
