/// Conductivity of a microstructure whose grains are many voxels wide, by finite volumes.
///
/// The box is periodic and stands in a uniform mean field; the deviation of the potential is
/// periodic. Boundaries are interface elements of given area resistance and capacitance, so grains
/// of micrometres and boundaries of nanometres share one grid (`BoundaryFaces` takes the stairs
/// out of slanting ones).
///
///     let result = try MesoscaleSolver(ceramic).conductivity()
///     result.tensor[0][0]          // S/cm
///     result.boundaryShare[0]      // of the resistance along x
public struct MesoscaleSolver: Sendable {
  /// What is solved.
  public let structure: VoxelConductor
  let faces: BoundaryFaces
  let pattern: SparseMatrix

  /// A solver of a structure.
  public init(_ structure: VoxelConductor) {
    self.structure = structure
    faces = BoundaryFaces(structure.grid)
    pattern = structure.grid.pattern()
  }

  /// Area of all faces between different labels over the volume (1/Å), the stairs taken out.
  public var boundaryAreaPerVolume: Double { faces.area / structure.grid.volume }

  /// Of the direct-current potentials; the conductivity's own error is about its square.
  static let directTolerance = 1e-8

  /// Solves for direct current along x, y and z.
  ///
  /// - Throws: `FieldError.notConverged`, `.multigridFailed`.
  /// - Complexity: proportional to the number of voxels: 10⁶ take seconds and less than 1 GiB.
  public func conductivity() throws(FieldError) -> MesoscaleResult {
    let circuit = VoxelCircuit<Double>(structure, faces, frequency: 0)
    let solver = try Double.solver(pattern, circuit.matrix(pattern))
    var deviations: [[Double]] = []
    var (residual, iterations) = (0.0, 0)
    for axis in 0..<3 {
      let solution = try solver.solve(circuit.drive(axis), tolerance: Self.directTolerance)
      deviations.append(solution.values)
      residual = max(residual, solution.residual)
      iterations = max(iterations, solution.iterations)
    }
    return MesoscaleResult(
      circuit, structure, faces, deviations, residual: residual, iterations: iterations)
  }

  /// The complex conductivity along one axis (S/cm) with the deviation to begin the next one at.
  func conductivity(
    at frequency: Double, along axis: Int, from start: [Complex]?, tolerance: Double
  ) throws(FieldError) -> (value: Complex, deviation: [Complex]) {
    let circuit = VoxelCircuit<Complex>(structure, faces, frequency: frequency)
    let solver = try Complex.solver(pattern, circuit.matrix(pattern))
    let deviation = try solver.solve(circuit.drive(axis), from: start, tolerance: tolerance).values
    return (circuit.conductivity(axis, deviation, axis, deviation), deviation)
  }
}
