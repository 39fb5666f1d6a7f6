import Foundation
import IonHopCore
import Testing

@testable import IonHopFields

@Suite("Space charge in three dimensions")
struct SpaceChargeGridTests {
  let kT = PhysicalConstants.boltzmann * 300

  /// A grain and a core that holds `charge` (e/Å³) more than the ions compensate.
  func model(
    core: Double, energy: Double = 0, permittivity: Double = 10,
    supply: DefectSpecies.Supply = .reservoir(1e-4)
  ) throws -> SpaceChargeModel {
    try SpaceChargeModel(
      species: [
        DefectSpecies("Li", charge: 1, sublattice: 0, supply: supply),
        .background("host", charge: -1), .background("core", charge: core.sign == .minus ? -1 : 1),
      ], sublattices: ["A"],
      regions: [
        SpaceChargeRegion("grain", permittivity: 30, siteDensities: [2e-4], frozen: [0, 1e-4, 0]),
        SpaceChargeRegion(
          "core", permittivity: permittivity, siteDensities: [2e-4], energies: [energy, 0, 0],
          frozen: [0, 1e-4, abs(core)]),
      ], temperature: 300)
  }

  /// Voxels of a layered cell of n × 2 × 1, with the core in the first `core` of them.
  func layered(_ cell: Cell, n: Int, core: Int) -> SpaceChargeGrid {
    SpaceChargeGrid(
      cell: cell, shape: SIMD3(n, 2, 1), regions: (0..<2 * n).map { $0 / 2 < core ? 1 : 0 })
  }

  @Test(
    "A slab in three dimensions is the slab in one, also in a skewed cell",
    arguments: [(0.002, 0.0), (-0.002, 0), (0.002, 1), (-0.0005, -0.1)])
  func slab(core: Double, skew: Double) throws {
    // The error, ρh²/8ε in the core, is below 1e-3 at this h.
    let (n, h) = (800, 0.2)
    let thick = 20
    let model = try model(core: core, energy: skew < 0 ? skew : 0)
    let cell = try Cell([Double(n) * h, 0, 0], [0, 6, 0], [0, 3 * max(0, skew), 5])
    let grid = try layered(cell, n: n, core: thick).solve(model)
    let stack = LayerStack(
      layers: [
        .init(thickness: Double(thick) * h, region: 1),
        .init(thickness: Double(n - thick) * h, region: 0),
      ], isPeriodic: true)
    let line = try stack.solve(model, resolution: 0.02)
    let largest = line.points.map { abs($0.potential) }.max() ?? 0
    #expect(largest > 2 * kT)
    for voxel in 0..<n {
      let exact = line.potential(at: (Double(voxel) + 0.5) * h)
      #expect(abs(grid.potential[2 * voxel] - exact) < 1e-3 * largest)
      #expect(abs(grid.potential[2 * voxel] - grid.potential[2 * voxel + 1]) < 1e-9)
    }
    #expect(grid.neutrality < 1e-9 && line.neutrality < 1e-9)
    #expect(abs(grid.amounts[0] / cell.volume * Double(n) * h / line.amounts[0] - 1) < 1e-3)
  }

  @Test("Skewed cells keep few bonds, none negative, that add up to the isotropic Laplacian")
  func stencil() throws {
    var random = try RandomStream(seed: 5)
    var cells = [
      try Cell.cubic(3),
      try Cell.triclinic(a: 3, b: 3, c: 5, alpha: 90, beta: 90, gamma: 120),
      try Cell([0, 2, 2], [2, 0, 2], [2, 2, 0]), try Cell([-2, 2, 2], [2, -2, 2], [2, 2, -2]),
      try Cell([10, 0, 0], [97, 3, 0], [-41, 55, 2]),
    ]
    for _ in 0..<100 {
      let vectors = (0..<3).map { _ in
        SIMD3(random.uniform() - 0.5, random.uniform() - 0.5, random.uniform() - 0.5)
      }
      if let cell = try? Cell(vectors[0], vectors[1], vectors[2]) { cells.append(cell) }
    }
    for cell in cells {
      let shape = SIMD3(4, 3, 5)
      let stencil = GridStencil(cell: cell, shape: shape)
      #expect(stencil.bonds.count <= 6)
      var sum = Array(repeating: SIMD3<Double>.zero, count: 3)
      for bond in stencil.bonds {
        #expect(bond.weight > 0)
        let step = cell.cartesian(SIMD3<Double>(bond.offset) / SIMD3<Double>(shape))
        for axis in 0..<3 { sum[axis] += bond.weight * step[axis] * step }
      }
      let volume = cell.volume / 60
      for axis in 0..<3 {
        for other in 0..<3 {
          #expect(abs(sum[axis][other] / volume - (axis == other ? 1 : 0)) < 1e-8)
        }
      }
    }
    let cubic = GridStencil(cell: cells[0], shape: [3, 3, 3])
    #expect(cubic.bonds.count == 3 && cubic.bonds.allSatisfy { abs($0.weight - 1) < 1e-12 })
  }

  @Test(
    "A weak wave of fixed charge is screened as Debye and Hückel say, in any direction",
    arguments: [SIMD3(1, 0, 0), SIMD3(1, 2, 1), SIMD3(0, -1, 2)])
  func wave(turns: SIMD3<Int>) throws {
    let cell = try Cell.triclinic(a: 40, b: 36, c: 44, alpha: 80, beta: 95, gamma: 105)
    let shape = SIMD3(48, 44, 52)
    let model = try model(core: 1e-9)
    var grid = SpaceChargeGrid(
      cell: cell, shape: shape, regions: Array(repeating: 0, count: shape.x * shape.y * shape.z))
    let phase = (0..<grid.voxelCount).map { voxel in
      let place = SIMD3(voxel / (shape.y * shape.z), voxel / shape.z % shape.y, voxel % shape.z)
      return 2 * Double.pi
        * (SIMD3<Double>(place &* turns) / SIMD3<Double>(shape)).sum()
    }
    let amplitude = 1e-8
    grid.frozenProfiles[2] = phase.map { amplitude * (1 + cos($0)) }
    grid.frozenProfiles[1] = phase.map { _ in 1e-4 + amplitude }
    // A core region that no voxel has would be refused.
    let solution = try grid.solve(
      SpaceChargeModel(
        species: model.species, sublattices: model.sublattices, regions: [model.regions[0]],
        temperature: 300))
    let edges = [cell.a, cell.b, cell.c]
    let reciprocal = (0..<3).map {
      cross(edges[($0 + 1) % 3], edges[($0 + 2) % 3]) / dot(cell.a, cross(cell.b, cell.c))
    }
    let k =
      2 * Double.pi
      * (Double(turns.x) * reciprocal[0] + Double(turns.y) * reciprocal[1]
        + Double(turns.z) * reciprocal[2])
    let permittivity = 30 * SpaceChargeModel.vacuumPermittivity
    let length = try #require(model.debyeLength)
    let exact = amplitude / (permittivity * (dot(k, k) + 1 / (length * length)))
    // The lattice's own wave number, k² less h²k⁴/12 for a plane along an edge.
    let mode =
      zip(phase, solution.potential).reduce(0) { $0 + cos($1.0) * $1.1 }
      * 2 / Double(grid.voxelCount)
    #expect(abs(mode / exact - 1) < 0.01)
    let bonds = GridStencil(cell: cell, shape: shape).bonds
    let symbol = bonds.reduce(0) { sum, bond in
      let angle =
        2 * Double.pi
        * (SIMD3<Double>(bond.offset &* turns) / SIMD3<Double>(shape)).sum()
      return sum + bond.weight * (2 - 2 * cos(angle)) / grid.voxelVolume
    }
    let discrete = amplitude / (permittivity * (symbol + 1 / (length * length)))
    #expect(abs(mode / discrete - 1) < 1e-5)
    let field = solution.field()[grid.voxel(at: cell.cartesian([0.25, 0, 0]))]
    let expected = exact * sin(0.5 * .pi * Double(turns.x)) * k
    let error = field - expected
    #expect(dot(error, error) < 0.02 * 0.02 * exact * exact * dot(k, k))
  }

  @Test(
    "A closed cell with a charged sphere keeps its ions and is neutral to 1e-10",
    arguments: [0.0004, -0.0004])
  func sphere(core: Double) throws {
    let n = 20
    let centre = SIMD3<Double>(repeating: Double(n / 2))
    let regions = (0..<n * n * n).map { voxel in
      let place = SIMD3(Double(voxel / (n * n)), Double(voxel / n % n), Double(voxel % n))
      return length(place - centre) < 4 ? 1 : 0
    }
    let grid = SpaceChargeGrid(
      cell: try .cubic(3 * Double(n)), shape: SIMD3(n, n, n), regions: regions)
    let inside = Double(regions.count { $0 == 1 })
    let amount = 27 * (1e-4 * Double(n * n * n) - core * inside)
    let model = try model(core: core, supply: .closed(amount))
    let solution = try grid.solve(model)
    #expect(abs(solution.amounts[0] / amount - 1) < 1e-10)
    #expect(solution.neutrality < 1e-10)
    #expect(solution.residual < 1e-8)
    #expect(abs(solution.potential.reduce(0, +)) < 1e-9)
    let (middle, corner) = (solution.potential[grid.voxel(at: 3 * centre)], solution.potential[0])
    #expect((middle - corner) * core > 0)
    let concentrations = solution.concentrations(of: 0)
    #expect(abs(concentrations.reduce(0, +) * 27 / amount - 1) < 1e-10)
    // From its own solution there is nothing left to do.
    #expect(try grid.solve(model, from: solution).steps <= 1)
    #expect(try grid.solve(model).potential == solution.potential)
  }

  @Test("A region held at a potential is the plane held at it")
  func held() throws {
    let model = try model(core: 0, permittivity: 30)
    var grid = layered(try Cell([160, 0, 0], [0, 4, 0], [0, 0, 4]), n: 320, core: 1)
    grid.fixedPotentials[1] = 0.15
    let solution = try grid.solve(model)
    let stack = LayerStack(
      layers: [.init(thickness: 160, region: 0)], sheets: [0: .potential(0.15)], isPeriodic: true)
    let line = try stack.solve(model)
    for voxel in 0..<320 {
      let x = Double(voxel) * 0.5
      #expect(abs(solution.potential[2 * voxel] - line.potential(at: x)) < 1e-3 * 0.15)
    }
    #expect(solution.neutrality < 1e-9)
  }
}
