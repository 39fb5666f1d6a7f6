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
      Microstructure(
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

  /// J. L. Meijering, Philips Res. Rep. 8, 270 (1953): S_V = 2.91044 ρ^(1/3).
  @Test("Poisson–Voronoi grains have 2.910 ρ^(1/3) of boundary per volume")
  func voronoi() throws {
    // The scatter of S_V between samples of n grains is some 0.4/√n of it.
    let edge = 64
    let grains = 64
    var ratios: [Double] = []
    for seed in 1...4 {
      let grid = try Microstructures.voronoi(edge: edge, grains: grains, seed: UInt64(seed))
      let faces = BoundaryFaces(grid)
      let density = Double(grains) / grid.volume
      ratios.append(faces.area / grid.volume / (2.91044 * Foundation.cbrt(density)))
    }
    let mean = ratios.reduce(0, +) / 4
    #expect(abs(mean - 1) < 0.03)
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
