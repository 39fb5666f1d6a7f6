/// Direct-current conductivity of a microstructure, and where the resistance is.
public struct MesoscaleResult: Sendable {
  /// Effective conductivity [row][column] (S/cm); exactly zero along axes without a path.
  public let tensor: [[Double]]
  /// Whether a path of conducting voxels crosses the box along x, y and z.
  public let percolates: [Bool]
  /// Part of the dissipation along x, y and z that is in each label's grains; zero without a path.
  public let grainShares: [[Double]]
  /// The same of the boundary of each pair of labels.
  public let pairShares: [[GrainPair: Double]]
  /// Part of the dissipation along x, y and z in boundaries: R_gb / (R_bulk + R_gb).
  public let boundaryShare: [Double]
  /// Potential and current for a mean field along x, y and z.
  public let maps: [FieldMap]
  /// The worst of the three linear systems.
  public let relativeResidual: Double
  /// Of the solver, over all directions.
  public let iterations: Int

  /// Resistivity along an axis in grains and in boundaries (Ω·cm); infinite without a path.
  public func resistivity(along axis: Int) -> (grains: Double, boundaries: Double) {
    guard percolates[axis] else { return (.infinity, .infinity) }
    let total = 1 / tensor[axis][axis]
    return (total * (1 - boundaryShare[axis]), total * boundaryShare[axis])
  }

  /// What the user should know: one line for each axis without a path.
  public var warnings: [String] {
    zip(percolates, ["x", "y", "z"]).filter { !$0.0 }.map {
      "no path of conducting voxels crosses the box along \($0.1): the conductivity is zero there"
    }
  }

  init(
    _ circuit: VoxelCircuit<Double>, _ structure: VoxelConductor, _ faces: BoundaryFaces,
    _ deviations: [[Double]], residual: Double, iterations: Int
  ) {
    let percolates = circuit.percolation.percolates
    tensor = (0..<3).map { a in
      (0..<3).map { b in
        guard percolates[a], percolates[b] else { return 0 }
        // One sum for both triangles, so that the tensor is symmetric to the bit.
        let (i, j) = (min(a, b), max(a, b))
        return circuit.conductivity(i, deviations[i], j, deviations[j])
      }
    }
    let budgets = (0..<3).map { axis in
      percolates[axis]
        ? Dissipation(circuit, structure, faces, axis, deviations[axis]) : Dissipation(structure)
    }
    grainShares = budgets.map(\.grains)
    pairShares = budgets.map(\.pairs)
    boundaryShare = budgets.map(\.boundaries)
    maps = (0..<3).map { FieldMap(circuit, $0, deviations[$0]) }
    (self.percolates, relativeResidual, self.iterations) = (percolates, residual, iterations)
  }
}

/// Joule heat by place, as parts of the whole.
private struct Dissipation {
  private(set) var grains: [Double]
  private(set) var pairs: [GrainPair: Double] = [:]
  private(set) var boundaries = 0.0

  init(_ structure: VoxelConductor) {
    grains = Array(repeating: 0, count: structure.materials.count)
  }

  init(
    _ circuit: VoxelCircuit<Double>, _ structure: VoxelConductor, _ faces: BoundaryFaces,
    _ axis: Int, _ deviation: [Double]
  ) {
    self.init(structure)
    let grid = circuit.grid
    for voxel in 0..<grid.count {
      for face in 0..<3 where circuit.faces[3 * voxel + face] != 0 {
        let current =
          circuit.faces[3 * voxel + face] * circuit.drop(voxel, face, field: axis, deviation)
        let half = current * current * grid.spacing[face] / (2 * grid.faceArea(face))
        let (a, b) = (grid.labels[voxel], grid.labels[grid.neighbour(of: voxel, face)])
        grains[a] += half / structure.materials[a].conductivity[face]
        grains[b] += half / structure.materials[b].conductivity[face]
        guard let boundary = structure.boundary(between: a, and: b) else { continue }
        let area = faces.parts[3 * voxel + face] * grid.faceArea(face) * centimetresPerAngstrom
        let heat = current * current * boundary.areaResistance / area
        pairs[GrainPair(a, b), default: 0] += heat
        boundaries += heat
      }
    }
    let total = grains.reduce(boundaries, +)
    guard total > 0 else { return }
    grains = grains.map { $0 / total }
    pairs = pairs.mapValues { $0 / total }
    boundaries /= total
  }
}

/// Potential and current density for a mean field of 1 V/cm along one axis.
public struct FieldMap: Sendable {
  /// Of each voxel's centre, falling along the axis (V); a lone voxel has that of the mean field.
  public let potential: [Double]
  /// Mean over the two faces of each direction (A/cm²); exactly zero without a path.
  public let currentDensity: [SIMD3<Double>]

  init(_ circuit: VoxelCircuit<Double>, _ axis: Int, _ deviation: [Double]) {
    let grid = circuit.grid
    potential = (0..<grid.count).map { voxel in
      let place = (Double(grid.coordinate(of: voxel, axis)) + 0.5) * grid.spacing[axis]
      return (deviation[voxel] - place) * centimetresPerAngstrom
    }
    var density = Array(repeating: SIMD3<Double>.zero, count: grid.count)
    for voxel in 0..<grid.count {
      for face in 0..<3 where circuit.percolation.percolates[axis] {
        let current =
          circuit.faces[3 * voxel + face] * circuit.drop(voxel, face, field: axis, deviation)
        let half = current / grid.faceArea(face) / 2
        density[voxel][face] += half
        density[grid.neighbour(of: voxel, face)][face] += half
      }
    }
    currentDensity = density
  }
}
