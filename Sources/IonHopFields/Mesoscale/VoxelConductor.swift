import IonHopCore

/// What a grain, a second phase or a pore is made of.
public struct GrainMaterial: Sendable, Equatable {
  /// Conductivity along the axes of the box (S/cm); zero for an insulator or a pore.
  public var conductivity: SIMD3<Double>
  /// Static relative permittivity of the lattice and electrons, 1 in a pore.
  public var permittivity: Double

  /// A material with a conductivity along each axis (S/cm) and a relative permittivity.
  public init(conductivity: SIMD3<Double>, permittivity: Double = 1) {
    (self.conductivity, self.permittivity) = (conductivity, permittivity)
  }

  /// A material with the same conductivity (S/cm) along all axes and a relative permittivity.
  public init(conductivity: Double, permittivity: Double = 1) {
    self.init(conductivity: SIMD3(repeating: conductivity), permittivity: permittivity)
  }

  /// Conducts nothing.
  public static let pore = GrainMaterial(conductivity: 0)

  /// An insulator has no boundary of its own with a neighbour: no ion gets that far.
  var conducts: Bool { conductivity != .zero }
}

/// A boundary between two grains, as the resistance and capacitance of its unit area.
public struct GrainBoundary: Sendable, Equatable {
  /// Excess resistance times area (Ω·cm²); zero for a boundary that does not block.
  public var areaResistance: Double
  /// Capacitance over area (F/cm²).
  public var areaCapacitance: Double

  /// A boundary with a resistance (Ω·cm²) and a capacitance (F/cm²) of its area.
  public init(areaResistance: Double, areaCapacitance: Double = 0) {
    (self.areaResistance, self.areaCapacitance) = (areaResistance, areaCapacitance)
  }

  /// A plate capacitor: ε₀ ε_r / width.
  ///
  /// - Parameters:
  ///   - permittivity: relative permittivity of the boundary.
  ///   - width: electrical width of the boundary (Å).
  public init(areaResistance: Double, permittivity: Double, width: Double) {
    self.init(
      areaResistance: areaResistance,
      areaCapacitance: vacuumPermittivity * permittivity / (width * centimetresPerAngstrom))
  }
}

/// ε₀ (F/cm)
let vacuumPermittivity = PhysicalConstants.vacuumPermittivity / 100
let centimetresPerAngstrom = 1e-8

/// Two labels in either order.
public struct GrainPair: Hashable, Sendable {
  /// The lower label.
  public let lower: Int
  /// The higher label.
  public let upper: Int

  /// Two labels, in any order.
  public init(_ a: Int, _ b: Int) { (lower, upper) = (min(a, b), max(a, b)) }
}

/// Grains, phases and pores on a voxel grid, with what lies between them.
///
///     let ceramic = try VoxelConductor(
///       grid, materials: grains.map { _ in GrainMaterial(conductivity: 1e-3, permittivity: 50) },
///       boundary: GrainBoundary(areaResistance: 10, permittivity: 50, width: 20))
public struct VoxelConductor: Sendable {
  /// Voxels with their labels.
  public let grid: VoxelGrid
  /// One of each label.
  public let materials: [GrainMaterial]
  /// Boundary of the pairs that `boundaries` does not name; nil for none.
  public let boundary: GrainBoundary?
  /// Boundaries by the labels on their sides.
  public let boundaries: [GrainPair: GrainBoundary]

  /// - Parameters:
  ///   - materials: one of each label, from label 0.
  ///   - boundary: between any two labels that conduct.
  ///   - boundaries: between the two labels named, instead.
  /// - Throws: `FieldError.badMicrostructure` for a label without material, or a number that is
  ///   negative or not finite (an area resistance may be infinite).
  public init(
    _ grid: VoxelGrid, materials: [GrainMaterial], boundary: GrainBoundary? = nil,
    boundaries: [GrainPair: GrainBoundary] = [:]
  ) throws(FieldError) {
    if let voxel = grid.labels.firstIndex(where: { $0 >= materials.count }) {
      throw .badMicrostructure(
        "materials: voxel \(voxel) has label \(grid.labels[voxel]), beyond the \(materials.count) materials; add one for each label"
      )
    }
    for (label, material) in materials.enumerated() { try Self.check(material, label) }
    for pair in boundaries.keys.sorted(by: { ($0.lower, $0.upper) < ($1.lower, $1.upper) }) {
      guard let boundary = boundaries[pair] else { continue }
      try Self.check(boundary, "boundary of labels \(pair.lower) and \(pair.upper)")
    }
    if let boundary { try Self.check(boundary, "boundary") }
    (self.grid, self.materials) = (grid, materials)
    (self.boundary, self.boundaries) = (boundary, boundaries)
  }

  static func check(_ material: GrainMaterial, _ label: Int) throws(FieldError) {
    for axis in 0..<3 {
      let value = material.conductivity[axis]
      guard value >= 0, value.isFinite else {
        throw .badMicrostructure(
          "conductivity: \(value) S/cm of label \(label); give zero or a positive number")
      }
    }
    guard material.permittivity >= 1, material.permittivity.isFinite else {
      throw .badMicrostructure(
        "permittivity: \(material.permittivity) of label \(label); give a relative permittivity of at least 1"
      )
    }
  }

  static func check(_ boundary: GrainBoundary, _ name: String) throws(FieldError) {
    guard boundary.areaResistance >= 0 else {
      throw .badMicrostructure(
        "\(name): area resistance \(boundary.areaResistance) Ω·cm²; give zero or a positive number")
    }
    guard boundary.areaCapacitance >= 0, boundary.areaCapacitance.isFinite else {
      throw .badMicrostructure(
        "\(name): area capacitance \(boundary.areaCapacitance) F/cm²; give a positive permittivity and width"
      )
    }
  }

  /// What lies between two labels; nil where nothing hinders.
  func boundary(between a: Int, and b: Int) -> GrainBoundary? {
    guard a != b, materials[a].conducts, materials[b].conducts else { return nil }
    let found = boundaries.isEmpty ? boundary : boundaries[GrainPair(a, b)] ?? boundary
    // A resistance too small for its inverse hinders nothing.
    guard let found, (1 / found.areaResistance).isFinite else { return nil }
    return found
  }
}
