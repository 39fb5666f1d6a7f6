import Foundation
import IonHopCore
import IonHopFields
import IonHopNetworks

/// A polycrystal as it is solved: voxels, and what lies between each two of its labels.
struct Polycrystal: Sendable {
  let voxels: Microstructure
  let grid: VoxelGrid
  /// Of each label of `grid`, which count from 0 without gaps.
  let phases: [Microstructure.Phase]
  /// Factors on the bulk conductivity along x, y and z (anisotropy in the grain's orientation).
  let factors: [SIMD3<Double>]
  /// Shift of each grain's barrier (eV).
  let shifts: [Double]
  let pairs: [GrainPair: PairKind]
  /// Share of the core in volume; zero where it is an interface.
  let hasResolvedCore: Bool
  let warnings: [String]

  /// What a boundary between two grains is.
  struct PairKind: Sendable {
    /// Of its barrier (eV).
    var shift = 0.0
    var isSpecial = false
    var hasFilm = false
    var isCracked = false
  }

  var grainCount: Int { phases.count { if case .grain = $0 { true } else { false } } }
}

extension Polycrystal {
  /// - Throws: `InputError` with the key below `model.polycrystal`, without file.
  init(_ model: PolycrystalModel, seed: UInt64) throws(InputError) {
    let (voxels, orientations, isCore) = try Self.voxels(model, seed: seed)
    self.voxels = voxels
    hasResolvedCore = isCore
    let labels = Set(voxels.labels).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    let phases = labels.map { voxels.phases[$0] ?? .grain(Int($0)) }
    self.phases = phases
    do {
      grid = try VoxelGrid(
        shape: voxels.shape, spacing: voxels.spacing, labels: voxels.labels.map { numbers[$0] ?? 0 }
      )
    } catch { throw Self.error("voxels", "\(error)") }

    let grains = labels.enumerated().map { index, label -> Int? in
      if case .grain = phases[index] { Int(label) } else { nil }
    }
    var warnings: [String] = []
    factors = grains.map { grain in
      guard let grain else { return [1, 1, 1] }
      guard let orientations, orientations.indices.contains(grain) else {
        return model.bulk.anisotropy
      }
      return Self.turned(model.bulk.anisotropy, orientations[grain])
    }
    let anisotropy = model.bulk.anisotropy
    if anisotropy.min() != anisotropy.max(), model.texture != .aligned {
      warnings.append(
        "bulk.anisotropy: of each turned grain the components along x, y and z are kept, the others left out"
      )
    }
    shifts = try Self.shifts(grains.count, model.bulk.spread, seed)
    var painter = try PairPainter(grid, phases, model, orientations, grains, seed: seed)
    try painter.paint()
    pairs = painter.pairs
    self.warnings = warnings + painter.warnings
  }

  static func error(_ key: String, _ message: String) -> InputError {
    InputError(file: "", keyPath: key, message: message)
  }

  /// Diagonal of the turned tensor.
  private static func turned(_ a: SIMD3<Double>, _ turn: Orientation) -> SIMD3<Double> {
    let axes: [SIMD3<Double>] = [turn([1, 0, 0]), turn([0, 1, 0]), turn([0, 0, 1])]
    return a.x * axes[0] * axes[0] + a.y * axes[1] * axes[1] + a.z * axes[2] * axes[2]
  }

  private static func shifts(
    _ count: Int, _ spread: Double, _ seed: UInt64
  ) throws(InputError) -> [Double] {
    guard spread > 0 else { return Array(repeating: 0, count: count) }
    var stream = try RandomStream.forStructure(StreamSeed(study: seed).mixed(with: 41 as UInt64))
    return (0..<count).map { _ in spread * stream.normalPair().0 }
  }

  // MARK: At a temperature

  /// Materials and boundaries at a temperature (K).
  func conductor(_ model: PolycrystalModel, at temperature: Double) throws(FieldError)
    -> VoxelConductor
  {
    let kT = PhysicalConstants.boltzmann * temperature
    let bulk = model.bulk.conductivity.value(at: temperature)
    let materials = phases.indices.map { label -> GrainMaterial in
      switch phases[label] {
      case .grain:
        GrainMaterial(
          conductivity: bulk * exp(-shifts[label] / kT) * factors[label],
          permittivity: model.bulk.permittivity ?? 1)
      case .junction:
        GrainMaterial(
          conductivity: model.junctions?.conductivity.value(at: temperature) ?? bulk,
          permittivity: model.junctions?.permittivity ?? model.bulk.permittivity ?? 1)
      case .core, .film:
        GrainMaterial(
          conductivity: model.coreConductivity(at: temperature) ?? bulk,
          permittivity: model.boundary?.permittivity ?? model.bulk.permittivity ?? 1)
      case .pore: .pore
      }
    }
    let boundaries = pairs.mapValues { model.boundary($0, at: temperature) }
    return try VoxelConductor(
      grid, materials: materials, boundaries: boundaries.compactMapValues { $0 })
  }
}

extension Polycrystal {
  /// Resistances further apart than this drown in rounding; at 10¹² σ is good to 10⁻⁵ and better,
  /// against brick layers.
  private static let largestContrast = 1e12

  /// - Throws: `InputError` where boundaries and grains are too unlike to be solved together.
  func checkContrast(
    _ model: PolycrystalModel, at temperatures: [Double]
  ) throws(InputError) {
    let edge = grid.spacing.min() * 1e-8
    for temperature in temperatures {
      let bulk = model.bulk.conductivity.value(at: temperature)
      var largest = pairs.values.reduce(0.0) { largest, kind in
        let resistance = model.boundary(kind, at: temperature)?.areaResistance ?? 0
        return resistance.isFinite ? max(largest, resistance) : largest
      }
      if hasResolvedCore, let core = model.coreConductivity(at: temperature) {
        largest = max(largest, edge / core)
      }
      if let junctions = model.junctions {
        largest = max(largest, edge / junctions.conductivity.value(at: temperature))
      }
      guard largest * bulk / edge <= Self.largestContrast else {
        throw Self.error(
          model.film == nil ? "boundary" : "phases.film",
          "\(largest) Ω·cm² at \(temperature) K is more than 10¹² times the resistance of a voxel; correct it, or let phases.cracks block entirely"
        )
      }
    }
  }
}

extension PolycrystalModel {
  /// S/cm
  func coreConductivity(at temperature: Double) -> Double? {
    guard case .core(let law) = boundary?.resistance else { return nil }
    return law.value(at: temperature)
  }

  /// Excess resistance of an ordinary boundary (Ω·cm²); nil where the core has voxels of its own.
  ///
  /// A core in place of grain over its width: R = δ (1/σ_core − 1/σ_b).
  func areaResistance(at temperature: Double) -> Double? {
    switch boundary?.resistance {
    case nil: return nil
    case .area(let law): return 1 / law.value(at: temperature)
    case .core(let law):
      let excess = 1 / law.value(at: temperature) - 1 / bulk.conductivity.value(at: temperature)
      return max(0, (boundary?.width ?? 0) * 1e-8 * excess)
    }
  }

  /// What lies between two grains.
  func boundary(_ kind: Polycrystal.PairKind, at temperature: Double) -> GrainBoundary? {
    if kind.isCracked {
      return GrainBoundary(areaResistance: .infinity, permittivity: 1, width: cracks?.width ?? 1)
    }
    let kT = PhysicalConstants.boltzmann * temperature
    var own: GrainBoundary?
    if let boundary, let plain = areaResistance(at: temperature) {
      let factor = (kind.isSpecial ? boundary.special?.factor ?? 1 : 1) * exp(kind.shift / kT)
      own = GrainBoundary(areaResistance: plain * factor)
      if let width = boundary.width, let permittivity = boundary.permittivity {
        own = GrainBoundary(
          areaResistance: plain * factor, permittivity: permittivity, width: width)
      }
    }
    guard kind.hasFilm, let film else { return own }
    let resistance = film.thickness * 1e-8 / film.conductivity.value(at: temperature)
    let over = GrainBoundary(
      areaResistance: resistance, permittivity: film.permittivity ?? bulk.permittivity ?? 1,
      width: film.thickness)
    guard let own, !film.replacesBoundary else { return over }
    // Two capacitors in series.
    let (a, b) = (own.areaCapacitance, over.areaCapacitance)
    return GrainBoundary(
      areaResistance: own.areaResistance + resistance,
      areaCapacitance: a > 0 && b > 0 ? 1 / (1 / a + 1 / b) : max(a, b))
  }
}
