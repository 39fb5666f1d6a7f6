/// The finite-volume circuit of a microstructure: one node a voxel, one admittance a face.
///
/// A face joins two half voxels of admittance 2 y A / h and, between grains, the boundary's
/// y_gb A in series, with y = σ + iωε₀ε_r and y_gb = 1/R + iωC (S. V. Patankar, Numerical Heat
/// Transfer and Fluid Flow, Hemisphere 1980, section 4.2: the harmonic mean). Lengths are in Å
/// here and admittances in S·Å/cm, so that Σ y d² / V is in S/cm.
struct VoxelCircuit<Value: Admittance> {
  let grid: VoxelGrid
  /// Of face `3 voxel + axis`; zero where nothing passes.
  let faces: [Value]
  let percolation: Percolation

  /// - Parameter frequency: Hz.
  init(_ structure: VoxelConductor, _ boundaryFaces: BoundaryFaces, frequency: Double) {
    let grid = structure.grid
    let omega = 2 * Double.pi * frequency
    let bodies = structure.materials.map { material in
      (0..<3).map {
        Value(
          conductance: material.conductivity[$0],
          susceptance: omega * vacuumPermittivity * material.permittivity)
      }
    }
    var faces: [Value] = []
    faces.reserveCapacity(3 * grid.count)
    for voxel in 0..<grid.count {
      let label = grid.labels[voxel]
      for axis in 0..<3 {
        let next = grid.neighbour(of: voxel, axis)
        let other = grid.labels[next]
        let boundary = structure.boundary(between: label, and: other).map {
          Value(
            conductance: 1 / $0.areaResistance, susceptance: omega * $0.areaCapacitance)
        }
        let shape = grid.faceArea(axis) / grid.spacing[axis]
        let part = boundaryFaces.parts[3 * voxel + axis]
        let joint = boundary.map { (part * grid.faceArea(axis) * centimetresPerAngstrom) * $0 }
        faces.append(
          Self.series(
            (2 * shape) * bodies[label][axis], joint, (2 * shape) * bodies[other][axis]))
      }
    }
    self.init(grid, faces)
  }

  /// A circuit of given admittances, for instance the bonds of a lattice with a site a voxel.
  init(_ grid: VoxelGrid, _ faces: [Value]) {
    var percolation = Percolation(count: grid.count)
    for voxel in 0..<grid.count {
      for axis in 0..<3 where faces[3 * voxel + axis] != .zero {
        let next = grid.neighbour(of: voxel, axis)
        var crosses = SIMD3<Int32>.zero
        if next <= voxel { crosses[axis] = 1 }
        percolation.join(voxel, next, crosses: crosses)
      }
    }
    (self.grid, self.faces, self.percolation) = (grid, faces, percolation)
  }

  private static func series(_ a: Value, _ joint: Value?, _ b: Value) -> Value {
    guard a != .zero, b != .zero else { return .zero }
    let halves = a * b / (a + b)
    guard let joint else { return halves }
    return joint == .zero ? .zero : halves * joint / (halves + joint)
  }

  /// Kirchhoff's matrix on the pattern of the grid. One voxel of each component has a lead to
  /// ground, which carries nothing as the currents sum to zero; a voxel alone has nothing else.
  func matrix(_ pattern: SparseMatrix) -> [Value] {
    var values = Array(repeating: Value.zero, count: pattern.columns.count)
    var diagonal = Array(repeating: Value.zero, count: grid.count)
    for voxel in 0..<grid.count {
      for axis in 0..<3 where faces[3 * voxel + axis] != .zero {
        let next = grid.neighbour(of: voxel, axis)
        guard next != voxel else { continue }
        let face = faces[3 * voxel + axis]
        diagonal[voxel] = diagonal[voxel] + face
        diagonal[next] = diagonal[next] + face
        for (row, column) in [(voxel, next), (next, voxel)] {
          let place = pattern.place(row, column)
          values[place] = values[place] - face
        }
      }
    }
    let lone = diagonal.first { $0 != .zero } ?? Value(conductance: 1, susceptance: 1)
    var percolation = percolation
    for voxel in 0..<grid.count {
      let lead = diagonal[voxel] == .zero ? lone : diagonal[voxel]
      values[pattern.place(voxel, voxel)] =
        percolation.isRoot(voxel) ? diagonal[voxel] + lead : diagonal[voxel]
    }
    return values
  }

  /// Currents that a unit field along an axis drives into each voxel.
  func drive(_ axis: Int) -> [Value] {
    var drive = Array(repeating: Value.zero, count: grid.count)
    for voxel in 0..<grid.count {
      let current = grid.spacing[axis] * faces[3 * voxel + axis]
      let next = grid.neighbour(of: voxel, axis)
      drive[voxel] = drive[voxel] - current
      drive[next] = drive[next] + current
    }
    return drive
  }

  /// E d − Δψ over a face, for a unit field along `axis` and the deviation ψ of the potential.
  func drop(_ voxel: Int, _ face: Int, field axis: Int, _ deviation: [Value]) -> Value {
    let fall = deviation[voxel] - deviation[grid.neighbour(of: voxel, face)]
    guard face == axis else { return fall }
    return fall + Value(conductance: grid.spacing[axis], susceptance: 0)
  }

  /// Σ y (E_a d − Δψ_a)(E_b d − Δψ_b) / V, without conjugates (S/cm): stationary in both ψ, so that
  /// its error is the square of theirs.
  func conductivity(_ a: Int, _ first: [Value], _ b: Int, _ second: [Value]) -> Value {
    var sum = Value.zero
    for voxel in 0..<grid.count {
      for face in 0..<3 where faces[3 * voxel + face] != .zero {
        sum =
          sum + faces[3 * voxel + face] * drop(voxel, face, field: a, first)
          * drop(voxel, face, field: b, second)
      }
    }
    return (1 / grid.volume) * sum
  }
}

extension VoxelGrid {
  /// The rows of Kirchhoff's matrix: each voxel and its neighbours.
  func pattern() -> SparseMatrix {
    var starts = [0]
    var columns: [Int] = []
    starts.reserveCapacity(count + 1)
    columns.reserveCapacity(7 * count)
    var row: [Int] = []
    for voxel in 0..<count {
      row.removeAll(keepingCapacity: true)
      row.append(voxel)
      for axis in 0..<3 {
        let step = stride(axis)
        let before =
          coordinate(of: voxel, axis) == 0 ? voxel + step * (shape[axis] - 1) : voxel - step
        for other in [before, neighbour(of: voxel, axis)] where !row.contains(other) {
          row.append(other)
        }
      }
      row.sort()
      columns.append(contentsOf: row)
      starts.append(columns.count)
    }
    let values = Array(repeating: 0.0, count: columns.count)
    return SparseMatrix(starts: starts, columns: columns, values: values)
  }
}

extension SparseMatrix {
  /// Where the entry of a short row stands; the pattern must have it.
  func place(_ row: Int, _ column: Int) -> Int {
    var place = starts[row]
    while columns[place] != column { place += 1 }
    return place
  }
}
