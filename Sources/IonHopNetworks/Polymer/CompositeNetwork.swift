import Foundation
import IonHopCore

/// What carries ions in one phase of a composite at one temperature.
public struct CompositePhase: Sendable, Equatable {
  /// S/cm; zero for what is inert.
  public var conductivity: Double
  /// Mobile ions (1/cm³).
  public var carrierDensity: Double

  /// A phase of a conductivity (S/cm) and density of carriers (1/cm³).
  public init(conductivity: Double, carrierDensity: Double) {
    (self.conductivity, self.carrierDensity) = (conductivity, carrierDensity)
  }

  /// Conducts nothing.
  public static let inert = CompositePhase(conductivity: 0, carrierDensity: 0)
}

/// A composite as a network of hops from voxel to voxel: for kinetic Monte Carlo on the scale of
/// nanometres, and for the exact network solver.
///
/// Carriers distribute by Boltzmann's law, so that voxel i holds n_i; hops obey detailed balance with
/// n_i k_ij = σ_ij kT/(q² a²), where the conductivity between two voxels is that of their halves and
/// their contact in series: 1/σ_ij = 1/2σ_i + 1/2σ_j + R/a. Inert voxels have no site.
///
///     let composite = try CompositeNetwork(
///       structure, phases: [.matrix: polymer, .shell: interphase, .filler: .inert],
///       temperature: 300)
///     let exact = try ExactDiffusivity(composite.network, conditions: composite.conditions)
///     composite.conductivity(diffusivity: exact.tensor[0][0])   // S/cm
public struct CompositeNetwork: Sendable {
  /// Voxels as sites, with hops between them.
  public let network: SiteNetwork
  /// Of all voxels, inert ones included (1/cm³).
  public let meanCarrierDensity: Double
  /// K
  public let temperature: Double
  /// Voxel of each site.
  public let voxelOfSite: [Int]

  /// The rate law that the hops are made for.
  public var conditions: Conditions { Conditions(temperature: temperature, rateLaw: .symmetric) }

  /// - Parameters:
  ///   - phases: a phase that is missing is inert.
  ///   - contactResistance: between matrix or shell and filler (Ω·cm²).
  ///   - temperature: K
  /// - Throws: `PolymerError` or `NetworkError`.
  public init(
    _ structure: CompositeStructure, phases: [CompositeStructure.Phase: CompositePhase],
    contactResistance: Double = 0, temperature: Double
  ) throws {
    try PolymerError.checkPositive("temperature", temperature)
    try PolymerError.check(
      "contactResistance", contactResistance, in: 0...Double.greatestFiniteMagnitude)
    let byLabel = CompositeStructure.Phase.allCases.map { phases[$0] ?? .inert }
    for (phase, value) in zip(CompositeStructure.Phase.allCases, byLabel) {
      try PolymerError.check(
        "\(phase).conductivity", value.conductivity, in: 0...Double.greatestFiniteMagnitude)
      if value.conductivity > 0 {
        try PolymerError.checkPositive("\(phase).carrierDensity", value.carrierDensity)
      }
    }
    self.temperature = temperature
    let builder = Builder(structure, byLabel, contactResistance, temperature)
    voxelOfSite = builder.voxelOfSite
    meanCarrierDensity = builder.carriers / Double(structure.count)
    network = try builder.network()
  }

  /// σ = n q² D/kT of the mean density (S/cm).
  ///
  /// - Parameter diffusivity: of one ion in the network (Å²/s).
  public func conductivity(diffusivity: Double) -> Double {
    let kT = PhysicalConstants.boltzmann * temperature
    return meanCarrierDensity * PhysicalConstants.elementaryCharge * diffusivity * 1e-16 / kT
  }
}

private struct Builder {
  private let structure: CompositeStructure
  private let phases: [CompositePhase]
  private let contactResistance: Double
  private let kT: Double
  /// cm
  private let edge: Double
  let voxelOfSite: [Int]
  let carriers: Double

  init(
    _ structure: CompositeStructure, _ phases: [CompositePhase], _ contactResistance: Double,
    _ temperature: Double
  ) {
    (self.structure, self.phases) = (structure, phases)
    self.contactResistance = contactResistance
    kT = PhysicalConstants.boltzmann * temperature
    edge = structure.spacing * 1e-8
    voxelOfSite = structure.labels.indices.filter { phases[structure.labels[$0]].conductivity > 0 }
    carriers = voxelOfSite.reduce(0) { $0 + phases[structure.labels[$1]].carrierDensity }
  }

  func network() throws -> SiteNetwork {
    let (shape, a) = (structure.shape, structure.spacing)
    guard let densest = phases.map(\.carrierDensity).max(), !voxelOfSite.isEmpty else {
      throw PolymerError.nothingConducts("phases")
    }
    var draft = NetworkDraft(
      cell: try Cell(
        [Double(shape.x) * a, 0, 0], [0, Double(shape.y) * a, 0],
        [
          0, 0, Double(shape.z) * a,
        ]))
    var site = Array(repeating: -1, count: structure.count)
    for (new, voxel) in voxelOfSite.enumerated() {
      site[voxel] = new
      let label = structure.labels[voxel]
      let index = SIMD3(
        voxel % shape.x, voxel / shape.x % shape.y, voxel / (shape.x * shape.y))
      draft.addSite(
        at: (SIMD3<Double>(index) + 0.5) * a, kind: name(label),
        energy: -kT * log(phases[label].carrierDensity / densest))
    }
    for voxel in voxelOfSite {
      for axis in 0..<3 {
        let next = neighbour(of: voxel, axis)
        guard site[next] >= 0 else { continue }
        addHop(&draft, voxel, next, site[voxel], site[next], axis)
      }
    }
    guard !draft.hops.isEmpty else { throw PolymerError.nothingConducts("phases") }
    draft.addReverseHops()
    return try SiteNetwork(draft)
  }

  private func name(_ label: Int) -> String {
    CompositeStructure.Phase(rawValue: label).map { "\($0)" } ?? "matrix"
  }

  private func neighbour(of voxel: Int, _ axis: Int) -> Int {
    let shape = structure.shape
    let stride = axis == 0 ? 1 : axis == 1 ? shape.x : shape.x * shape.y
    let isLast = voxel / stride % shape[axis] == shape[axis] - 1
    return voxel + stride - (isLast ? stride * shape[axis] : 0)
  }

  private func addHop(
    _ draft: inout NetworkDraft, _ voxel: Int, _ next: Int, _ i: Int, _ j: Int, _ axis: Int
  ) {
    let (a, b) = (structure.labels[voxel], structure.labels[next])
    let filler = CompositeStructure.Phase.filler.rawValue
    let contact = a != b && (a == filler || b == filler) ? contactResistance / edge : 0
    let between = 1 / (0.5 / phases[a].conductivity + 0.5 / phases[b].conductivity + contact)
    guard between > 0 else { return }
    let mean = (phases[a].carrierDensity * phases[b].carrierDensity).squareRoot()
    let rate = between * kT / (PhysicalConstants.elementaryCharge * edge * edge * mean)
    // At least half the difference in energy, below which a symmetric barrier is clipped.
    let barrier = abs(draft.sites[i].energy - draft.sites[j].energy) / 2
    var step = SIMD3<Double>.zero
    step[axis] = structure.spacing
    draft.addHop(
      from: i, to: j, displacement: step, barrier: barrier,
      frequency: rate * exp(barrier / kT),
      hopClass: a <= b
        ? "\(name(a))-\(name(b))" : "\(name(b))-\(name(a))")
  }
}
