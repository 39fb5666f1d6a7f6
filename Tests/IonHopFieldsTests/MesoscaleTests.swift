import Foundation
import Testing

@testable import IonHopFields

@Suite struct MesoscaleTests {
  @Test("A laminate conducts as its layers in series across and in parallel along")
  func laminate() throws {
    let grid = try Microstructures.grid(
      SIMD3(12, 3, 2), spacing: SIMD3(10, 7, 3)
    ) { $0.x < 5 ? 0 : 1 }
    let (a, b, fraction) = (3e-4, 2e-7, 7.0 / 12)
    let result = try MesoscaleSolver(
      VoxelConductor(grid, materials: Microstructures.materials([a, b]))
    ).conductivity()
    let across = EffectiveMedium.series(a, b, fraction: fraction)
    let along = EffectiveMedium.parallel(a, b, fraction: fraction)
    for (axis, exact) in [across, along, along].enumerated() {
      #expect(abs(result.tensor[axis][axis] / exact - 1) < 1e-9)
    }
    #expect(result.tensor[0][1] == result.tensor[1][0])
    #expect(abs(result.tensor[0][1]) < 1e-9 * along)
    // Heat of layers in series is as their resistances.
    let slow = (fraction / b) / (fraction / b + (1 - fraction) / a)
    #expect(abs(result.grainShares[0][1] - slow) < 1e-9)
  }

  @Test("A uniform crystal of unequal axes returns its own tensor and a straight potential")
  func uniform() throws {
    let grid = try Microstructures.grid(SIMD3(4, 1, 3), spacing: SIMD3(5, 8, 2)) { _ in 0 }
    let material = GrainMaterial(conductivity: SIMD3(1e-3, 2e-4, 5e-5))
    let result = try MesoscaleSolver(VoxelConductor(grid, materials: [material])).conductivity()
    for axis in 0..<3 {
      #expect(abs(result.tensor[axis][axis] / material.conductivity[axis] - 1) < 1e-12)
    }
    #expect(result.boundaryShare == [0, 0, 0])
    // 1 V/cm over 5 Å; Ohm's law in every voxel.
    #expect(abs((result.maps[0].potential[0] - result.maps[0].potential[1]) / 5e-8 - 1) < 1e-12)
    #expect(abs(result.maps[2].currentDensity[3].z / 5e-5 - 1) < 1e-12)
    #expect(result.maps[2].currentDensity[3].x == 0)
  }

  /// Equipotential planes stand on the boundaries, so a column is a series circuit.
  @Test("Cubic grains with boundaries obey 1/σ = 1/σ_b + R/d exactly", arguments: [2, 3, 6])
  func bricks(size: Int) throws {
    let grid = try Microstructures.bricks(size: size, grains: 3)
    let sigma = 1e-3
    let resistance = 2.5e-4
    let result = try MesoscaleSolver(
      VoxelConductor(
        grid, materials: Array(repeating: GrainMaterial(conductivity: sigma), count: 27),
        boundary: GrainBoundary(areaResistance: resistance))
    ).conductivity()
    let grainSize = Double(size) * 10
    let exact = BrickLayer.conductivity(
      grain: sigma, areaResistance: resistance, grainSize: grainSize)
    let share = 1 - exact / sigma
    for axis in 0..<3 {
      #expect(abs(result.tensor[axis][axis] / exact - 1) < 1e-9)
      #expect(abs(result.boundaryShare[axis] - share) < 1e-9)
      let parts = result.resistivity(along: axis)
      #expect(abs(parts.grains * sigma - 1) < 1e-8)
      #expect(abs(parts.boundaries * grainSize * 1e-8 / resistance - 1) < 1e-8)
    }
  }

  @Test("A boundary named for a pair of grains replaces the common one")
  func namedBoundary() throws {
    let grid = try Microstructures.grid(SIMD3(9, 1, 1)) { $0.x / 3 }
    let (common, special) = (1e-4, 7e-4)
    let result = try MesoscaleSolver(
      VoxelConductor(
        grid, materials: Microstructures.materials([1e-3, 1e-3, 1e-3]),
        boundary: GrainBoundary(areaResistance: common),
        boundaries: [GrainPair(2, 1): GrainBoundary(areaResistance: special)])
    ).conductivity()
    let length = 90e-8
    let exact = length / (length / 1e-3 + 2 * common + special)
    #expect(abs(result.tensor[0][0] / exact - 1) < 1e-9)
    let share = try #require(result.pairShares[0][GrainPair(1, 2)])
    #expect(abs(share - special * exact / length) < 1e-9)
  }

  /// PHYSICS.md V45 and V53: every bond at a site of the boundary layer has rate w.
  @Test(
    "Cubic grains of n sites with a layer of boundary sites return the exact network values",
    arguments: [
      (5, 0.01, 0.026736), (9, 0.01, 0.045278), (19, 0.01, 0.088759), (9, 100, 21.9135),
      (19, 100, 11.2401),
    ])
  func siteLayers(n: Int, rate: Double, published: Double) throws {
    let grid = try Microstructures.grid(SIMD3(repeating: n + 1)) {
      $0.x == n || $0.y == n || $0.z == n ? 1 : 0
    }
    var faces: [Double] = []
    for voxel in 0..<grid.count {
      for axis in 0..<3 {
        let ends = grid.labels[voxel] + grid.labels[grid.neighbour(of: voxel, axis)]
        faces.append(Microstructures.cube.x * (ends > 0 ? rate : 1))
      }
    }
    let circuit = VoxelCircuit(grid, faces)
    let pattern = grid.pattern()
    let solver = try Double.solver(pattern, circuit.matrix(pattern))
    let deviation = try solver.solve(circuit.drive(0)).values
    let value = circuit.conductivity(0, deviation, 0, deviation)
    // To the last digit published.
    #expect(abs(value / published - 1) < 2.5e-5)
    let width = 1 / Double(n + 1)
    if rate > 1 {
      // One layer of sites is less than the width of its bonds, so both estimates are estimates.
      #expect(value < BrickLayer.hart(grain: 1, boundary: rate, widthRatio: width))
    }
  }

  /// A. M. Dykhne, Sov. Phys. JETP 32, 63 (1971). The field at the corners goes as r^(x − 1) with
  /// tan(πx/4) = √(σ₂/σ₁), so the error falls as h^(2x): by 5.1 for squares four times as fine.
  @Test("A plane checkerboard of two conductors tends to √(σ₁σ₂) as its squares are resolved")
  func checkerboard() throws {
    var errors: [Double] = []
    for size in [4, 16, 64] {
      let grid = try Microstructures.grid(SIMD3(2 * size, 2 * size, 1)) {
        ($0.x / size + $0.y / size) % 2
      }
      let result = try MesoscaleSolver(
        VoxelConductor(grid, materials: Microstructures.materials([1, 0.25]))
      ).conductivity()
      #expect(abs(result.tensor[0][0] / result.tensor[1][1] - 1) < 1e-9)
      errors.append(abs(result.tensor[0][0] / 0.5 - 1))
    }
    #expect(abs(errors[0] / errors[1] - 5.1) < 0.5)
    #expect(abs(errors[1] / errors[2] - 5.1) < 0.3)
    #expect(errors[2] < 0.005)
  }

  /// PHYSICS.md V55.
  @Test("Random bonds of 1 and 0.01 in a plane conduct 0.1 in the mean")
  func dykhneBonds() throws {
    var random = SplitMix(55)
    let grid = try Microstructures.grid(SIMD3(64, 64, 1)) { _ in 0 }
    let pattern = grid.pattern()
    var values: [Double] = []
    for _ in 0..<20 {
      let faces = (0..<3 * grid.count).map { _ in
        Bool.random(using: &random) ? Microstructures.cube.x : 0.01 * Microstructures.cube.x
      }
      let circuit = VoxelCircuit(grid, faces)
      let solver = try Double.solver(pattern, circuit.matrix(pattern))
      let deviation = try solver.solve(circuit.drive(0)).values
      values.append(circuit.conductivity(0, deviation, 0, deviation))
    }
    let mean = values.reduce(0, +) / 20
    #expect(abs(mean / 0.1 - 1) < 0.05)
  }

  @Test("Random two-phase grids never leave the bounds of Wiener")
  func wienerBounds() throws {
    var random = SplitMix(2)
    for _ in 0..<120 {
      let shape = SIMD3((0..<3).map { _ in Int.random(in: 1...6, using: &random) })
      let chance = Double.random(in: 0.05...0.95, using: &random)
      let contrast = Double.random(in: -6...6, using: &random)
      let grid = try Microstructures.grid(shape, spacing: SIMD3(3, 4, 5)) { _ in
        Double.random(in: 0..<1, using: &random) < chance ? 1 : 0
      }
      let fraction = Double(grid.labels.reduce(0, +)) / Double(grid.count)
      let (a, b) = (1.0, pow10(contrast))
      let result = try MesoscaleSolver(
        VoxelConductor(grid, materials: Microstructures.materials([a, b]))
      ).conductivity()
      let lower = EffectiveMedium.series(a, b, fraction: fraction)
      let upper = EffectiveMedium.parallel(a, b, fraction: fraction)
      for axis in 0..<3 {
        #expect(result.tensor[axis][axis] > lower * (1 - 1e-9))
        #expect(result.tensor[axis][axis] < upper * (1 + 1e-9))
      }
      #expect(abs(result.grainShares[0].reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test("Isotropic cells stay inside the bounds of Hashin and Shtrikman")
  func hashinShtrikmanBounds() throws {
    // An inclusion with cubic symmetry makes the effective tensor isotropic, so the bounds hold.
    for (edge, a, b) in [(4, 1.0, 0.01), (6, 1, 100), (8, 1, 1e-4)] {
      let grid = try Microstructures.grid(SIMD3(repeating: 12)) {
        $0.x < edge && $0.y < edge && $0.z < edge ? 1 : 0
      }
      let result = try MesoscaleSolver(
        VoxelConductor(grid, materials: Microstructures.materials([a, b]))
      ).conductivity()
      let bounds = EffectiveMedium.hashinShtrikman(
        a, b, fraction: Double(edge * edge * edge) / 1728)
      #expect(bounds.contains(result.tensor[0][0]))
      #expect(abs(result.tensor[2][2] / result.tensor[0][0] - 1) < 1e-9)
    }
  }

  @Test("Conductors that do not cross the box give an exact zero, and say so")
  func noPath() throws {
    // A conducting sheet: paths along x and y, none along z.
    let grid = try Microstructures.grid(SIMD3(5, 6, 7)) { $0.z < 3 ? 0 : 1 }
    let result = try MesoscaleSolver(
      VoxelConductor(grid, materials: [GrainMaterial(conductivity: 1e-3), .pore])
    ).conductivity()
    #expect(result.percolates == [true, true, false])
    #expect(result.tensor[2] == [0, 0, 0])
    #expect(result.resistivity(along: 2).grains == .infinity)
    #expect(result.warnings.count == 1)
    #expect(abs(result.tensor[0][0] / (1e-3 * 3 / 7) - 1) < 1e-9)
    #expect(result.maps[2].currentDensity.allSatisfy { $0 == .zero })

    let nothing = try MesoscaleSolver(
      VoxelConductor(grid, materials: [.pore, .pore])
    ).conductivity()
    #expect(nothing.tensor == Array(repeating: [0, 0, 0], count: 3))
    #expect(nothing.warnings.count == 3)
  }

  @Test("A path may cross the box on a slant; a loop inside it is none")
  func slantedPath() throws {
    // A diagonal staircase of conductor in a plane, and a closed ring.
    let slant = try Microstructures.grid(SIMD3(6, 6, 1)) {
      $0.x == $0.y || ($0.x + 1) % 6 == $0.y ? 0 : 1
    }
    let materials = [GrainMaterial(conductivity: 1), .pore]
    let crossed = try MesoscaleSolver(VoxelConductor(slant, materials: materials)).conductivity()
    #expect(crossed.percolates == [true, true, true])
    // One chain of 12 bonds that leads 6 along x and 6 along y: I = 6 E/12 and σ = 6 I/(36 E).
    #expect(abs(crossed.tensor[0][0] * 12 - 1) < 1e-9)
    #expect(abs(crossed.tensor[0][1] * 12 - 1) < 1e-9)

    let ring = try Microstructures.grid(SIMD3(6, 6, 1)) {
      (1...4).contains($0.x) && (1...4).contains($0.y) && !(2...3).contains($0.x * $0.y) ? 0 : 1
    }
    let closed = try MesoscaleSolver(VoxelConductor(ring, materials: materials)).conductivity()
    #expect(closed.percolates == [false, false, true])
  }

  @Test("Grains twelve decades apart are solved, between the bounds")
  func contrast() throws {
    let grid = try Microstructures.voronoi(edge: 16, grains: 8, seed: 11)
    let values = (0..<8).map { $0 % 3 == 0 ? 1.0 : 1e-12 }
    let result = try MesoscaleSolver(
      VoxelConductor(grid, materials: Microstructures.materials(values))
    ).conductivity()
    let sum = grid.labels.reduce(0) { $0 + values[$1] }
    let inverse = grid.labels.reduce(0) { $0 + 1 / values[$1] }
    for axis in 0..<3 {
      #expect(result.tensor[axis][axis] < sum / Double(grid.count))
      #expect(result.tensor[axis][axis] > Double(grid.count) / inverse)
    }
  }

  @Test("A boundary that blocks altogether leaves no direct current, one of nothing leaves all")
  func limits() throws {
    let grid = try Microstructures.grid(SIMD3(4, 2, 2)) { $0.x / 2 }
    for (resistance, exact) in [
      (Double.infinity, 0.0), (0, 1e-3), (Double.leastNonzeroMagnitude, 1e-3),
    ] {
      let result = try MesoscaleSolver(
        VoxelConductor(
          grid, materials: Microstructures.materials([1e-3, 1e-3]),
          boundary: GrainBoundary(areaResistance: resistance))
      ).conductivity()
      #expect(abs(result.tensor[0][0] - exact) < 1e-12)
      #expect(result.percolates[0] == (exact > 0))
      #expect(abs(result.tensor[1][1] - 1e-3) < 1e-12)
    }
  }

  @Test("Bad microstructures are errors that name what to mend")
  func badInput() throws {
    #expect(throws: FieldError.self) {
      try VoxelGrid(shape: SIMD3(2, 0, 1), spacing: Microstructures.cube, labels: [])
    }
    #expect(throws: FieldError.self) {
      try VoxelGrid(shape: SIMD3(1, 1, 1), spacing: SIMD3(1, -1, 1), labels: [0])
    }
    #expect(throws: FieldError.self) {
      try VoxelGrid(shape: SIMD3(Int.max, 2, 1), spacing: Microstructures.cube, labels: [])
    }
    #expect(throws: FieldError.self) {
      try VoxelGrid(shape: SIMD3(2, 1, 1), spacing: Microstructures.cube, labels: [0, -1])
    }
    let grid = try VoxelGrid(shape: SIMD3(2, 1, 1), spacing: Microstructures.cube, labels: [0, 1])
    #expect(
      throws: FieldError.badMicrostructure(
        "materials: voxel 1 has label 1, beyond the 1 materials; add one for each label")
    ) { try VoxelConductor(grid, materials: [.pore]) }
    #expect(throws: FieldError.self) {
      try VoxelConductor(grid, materials: [.pore, GrainMaterial(conductivity: .nan)])
    }
    #expect(throws: FieldError.self) {
      try VoxelConductor(
        grid, materials: [.pore, .pore], boundary: GrainBoundary(areaResistance: -1))
    }
  }
}

private func pow10(_ exponent: Double) -> Double { Foundation.pow(10, exponent) }
