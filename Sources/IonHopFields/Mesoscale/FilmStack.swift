/// Films on one another with what lies between them: a budget of area-specific resistances.
///
/// Thicknesses may span any range, from 1 nm to 10 µm: the stack is solved in closed form.
///
///     let stack = try FilmStack(
///       layers: [.init(thickness: 1e5, material: lipon), .init(thickness: 30, material: skin)],
///       interfaces: [GrainBoundary(areaResistance: 5, permittivity: 10, width: 10)])
///     stack.areaResistance   // Ω·cm²
public struct FilmStack: Sendable {
  /// A layer of one material.
  public struct Layer: Sendable {
    /// Å
    public let thickness: Double
    /// Its conductivity along z crosses the stack.
    public let material: GrainMaterial

    /// A layer of a thickness (Å).
    public init(thickness: Double, material: GrainMaterial) {
      (self.thickness, self.material) = (thickness, material)
    }
  }

  /// In their order along the stack.
  public let layers: [Layer]
  /// Between a layer and the next one.
  public let interfaces: [GrainBoundary]

  /// - Parameter interfaces: one fewer than layers, or none for perfect contacts.
  /// - Throws: `FieldError.badMicrostructure`.
  public init(layers: [Layer], interfaces: [GrainBoundary] = []) throws(FieldError) {
    guard !layers.isEmpty, interfaces.isEmpty || interfaces.count == layers.count - 1 else {
      throw .badMicrostructure(
        "interfaces: \(interfaces.count) of \(layers.count) layers; give one fewer than layers, or none"
      )
    }
    for (number, layer) in layers.enumerated() {
      guard layer.thickness > 0, layer.thickness.isFinite else {
        throw .badMicrostructure(
          "thickness: \(layer.thickness) Å of layer \(number); give a positive number")
      }
      try VoxelConductor.check(layer.material, number)
    }
    for (number, interface) in interfaces.enumerated() {
      try VoxelConductor.check(interface, "interface \(number)")
    }
    (self.layers, self.interfaces) = (layers, interfaces)
  }

  /// Å
  public var thickness: Double { layers.reduce(0) { $0 + $1.thickness } }
  /// Each layer's resistance (Ω·cm²), infinite for an insulator.
  public var layerResistances: [Double] {
    layers.map { $0.thickness * centimetresPerAngstrom / $0.material.conductivity.z }
  }
  /// Of layers and interfaces together (Ω·cm²).
  public var areaResistance: Double {
    layerResistances.reduce(0, +) + interfaces.reduce(0) { $0 + $1.areaResistance }
  }

  /// Layers in turn, then interfaces (Ω·cm²): each an arc of its own.
  ///
  /// - Parameter frequency: positive (Hz).
  public func areaImpedances(at frequency: Double) -> [Complex] {
    let omega = 2 * Double.pi * frequency
    let bodies = layers.map { layer in
      (layer.thickness * centimetresPerAngstrom)
        * (Complex(1)
          / Complex(
            layer.material.conductivity.z,
            omega * vacuumPermittivity * layer.material.permittivity))
    }
    let joints = interfaces.map { interface in
      guard interface.areaResistance > 0 else { return Complex.zero }
      let joint = Complex(1 / interface.areaResistance, omega * interface.areaCapacitance)
      return joint == .zero ? Complex(.infinity) : Complex(1) / joint
    }
    return bodies + joints
  }

  /// Their sum (Ω·cm²).
  public func areaImpedance(at frequency: Double) -> Complex {
    areaImpedances(at: frequency).reduce(.zero, +)
  }
}
