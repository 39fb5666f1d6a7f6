import Foundation
import IonHopCore
import IonHopFields
import IonHopNetworks

/// A polymer with ceramic particles in a study: phases of given conductivity on a grid of voxels.
///
///     let composite = CompositeModel(structure, matrix: law, matrixCarriers: 5e20, filler: garnet)
///     try composite.solved(at: 298).conductivity.tensor[0][0]   // S/cm
public struct CompositeModel: Sendable {
  /// How the conductivity is found.
  public enum Method: String, Sendable, CaseIterable {
    /// Exactly, by finite volumes: particles of any size.
    case network
    /// By hops of ions from voxel to voxel, for particles of nanometres.
    case monteCarlo
  }

  /// Voxels of polymer, shells and particles.
  public var structure: CompositeStructure
  /// Of the polymer with its salt.
  public var matrix: ConductionLaw
  /// Mobile ions of the polymer (1/cm³).
  public var matrixCarriers: Double
  /// What particles are of.
  public var filler: FillerMaterial
  /// Conductivity and carriers of the shell over those of the polymer.
  public var shellConductivity = 1.0
  /// Carriers of a shell over those of the polymer.
  public var shellCarriers = 1.0
  /// Between filler and polymer (Ω·cm²).
  public var contactResistance = 0.0
  /// Solved, or sampled.
  public var method = Method.network

  /// A polymer with a conductivity law and density of carriers (1/cm³), and what particles are of.
  public init(
    _ structure: CompositeStructure, matrix: ConductionLaw, matrixCarriers: Double,
    filler: FillerMaterial
  ) {
    (self.structure, self.matrix) = (structure, matrix)
    (self.matrixCarriers, self.filler) = (matrixCarriers, filler)
  }

  /// What each phase carries at a temperature (K).
  public func phases(at t: Double) -> [CompositeStructure.Phase: CompositePhase] {
    let polymer = CompositePhase(
      conductivity: matrix.value(at: t), carrierDensity: matrixCarriers)
    let shell = CompositePhase(
      conductivity: polymer.conductivity * shellConductivity,
      carrierDensity: matrixCarriers * shellCarriers)
    return [.matrix: polymer, .shell: shell, .filler: filler.phase(at: t)]
  }

  /// Mobile ions over the whole volume at a temperature (1/cm³).
  public func meanCarrierDensity(at t: Double) -> Double {
    let phases = phases(at: t)
    return CompositeStructure.Phase.allCases.reduce(0) { sum, phase in
      guard let carrier = phases[phase], carrier.conductivity > 0 else { return sum }
      return sum + structure.fraction(of: phase) * carrier.carrierDensity
    }
  }

  /// The composite as hops from voxel to voxel.
  ///
  /// - Throws: `PolymerError` or `NetworkError`.
  public func network(at t: Double) throws -> CompositeNetwork {
    try CompositeNetwork(
      structure, phases: phases(at: t), contactResistance: contactResistance, temperature: t)
  }

  /// The exact conductivity of the voxels (S/cm).
  ///
  /// - Throws: `FieldError`.
  public func solved(at t: Double) throws -> MesoscaleResult {
    let phases = phases(at: t)
    let grid = try VoxelGrid(
      shape: structure.shape, spacing: SIMD3(repeating: structure.spacing),
      labels: structure.labels)
    let contact = GrainBoundary(areaResistance: contactResistance)
    let filler = CompositeStructure.Phase.filler.rawValue
    let conductor = try VoxelConductor(
      grid,
      materials: CompositeStructure.Phase.allCases.map {
        GrainMaterial(conductivity: phases[$0]?.conductivity ?? 0)
      },
      boundaries: contactResistance == 0
        ? [:]
        : [
          GrainPair(CompositeStructure.Phase.matrix.rawValue, filler): contact,
          GrainPair(CompositeStructure.Phase.shell.rawValue, filler): contact,
        ])
    return try MesoscaleSolver(conductor).conductivity()
  }

  /// Time (s) after which a carrier has seen the whole box, three relaxation times L²/4π²D of its
  /// slowest mode.
  ///
  /// - Throws: `FieldError`.
  func settlingTime(at t: Double) throws -> Double {
    let tensor = try solved(at: t).tensor
    let conductivity = (0..<3).reduce(0) { $0 + tensor[$1][$1] } / 3
    let carriers = meanCarrierDensity(at: t)
    let kT = PhysicalConstants.boltzmann * t
    // Å²/s
    let diffusivity = conductivity * kT / (carriers * PhysicalConstants.elementaryCharge) * 1e16
    let shape = structure.shape
    let edge = structure.spacing * Double(max(shape.x, shape.y, shape.z))
    return diffusivity > 0 ? 3 * edge * edge / (4 * .pi * .pi * diffusivity) : 0
  }
}

/// A composite at one temperature beside what effective media say of it.
public struct CompositeResult: Sendable, Codable {
  /// Share of the volume by phase: matrix, shell and filler.
  public var fractions: [String: Double]
  /// S/cm by phase.
  public var conductivities: [String: Double]
  /// Of the exact solution (S/cm), the mean of three directions.
  public var solved: Double
  /// Over that of the polymer alone.
  public var gain: Double
  /// Part of the dissipation in each phase, and at "contacts"; means of three directions.
  public var dissipation: [String: Double]
  /// Conductivities (S/cm) of effective media of polymer and coated particles: "Maxwell Garnett",
  /// "Bruggeman", and "general effective medium" where coated particles conduct better than polymer.
  public var effectiveMedia: [String: Double]
  /// Hashin–Shtrikman bounds of polymer and coated particles (S/cm).
  public var bounds: [Double]

  /// Volume fraction from which spheres that overlap at random join up: C. D. Lorenz, R. M. Ziff,
  /// J. Chem. Phys. 114, 3659 (2001), doi:10.1063/1.1338506 (0.2895, recalled).
  static let overlapThreshold = 0.2895

  init(_ model: CompositeModel, at t: Double, solved result: MesoscaleResult) {
    let phases = model.phases(at: t)
    func name(_ phase: CompositeStructure.Phase) -> String { "\(phase)" }
    let all = CompositeStructure.Phase.allCases
    fractions = Dictionary(
      uniqueKeysWithValues: all.map { (name($0), model.structure.fraction(of: $0)) })
    conductivities = Dictionary(
      uniqueKeysWithValues: all.map { (name($0), phases[$0]?.conductivity ?? 0) })
    let polymer = phases[.matrix]?.conductivity ?? 0
    solved = (0..<3).reduce(0) { $0 + result.tensor[$1][$1] } / 3
    gain = solved / polymer
    var shares = Dictionary(
      uniqueKeysWithValues: all.map { phase in
        (name(phase), result.grainShares.reduce(0) { $0 + $1[phase.rawValue] } / 3)
      })
    shares["contacts"] = result.boundaryShare.reduce(0, +) / 3
    dissipation = shares
    let (shell, core) = (fractions["shell"] ?? 0, fractions["filler"] ?? 0)
    let coated = shell + core
    let particle =
      coated > 0
      ? EffectiveMedium.coatedSphere(
        core: phases[.filler]?.conductivity ?? 0, coat: phases[.shell]?.conductivity ?? 0,
        coreFraction: core / coated) : polymer
    effectiveMedia = [
      "Maxwell Garnett": EffectiveMedium.maxwellGarnett(
        matrix: polymer, inclusion: particle, fraction: coated),
      "Bruggeman": EffectiveMedium.bruggeman(polymer, particle, fraction: coated),
    ]
    if particle > polymer {
      effectiveMedia["general effective medium"] = EffectiveMedium.general(
        low: polymer, high: particle, fraction: coated, threshold: Self.overlapThreshold)
    }
    let range = EffectiveMedium.hashinShtrikman(polymer, particle, fraction: coated)
    bounds = [range.lowerBound, range.upperBound]
  }
}
