import IonHopCore

/// A potential that follows the ions of a simulation, in steps between stretches of it.
///
/// Each update makes one step towards Kφ = q, with q from the mean occupations that the simulation
/// found in the present potential. A step that takes only q from the simulation would overshoot
/// where ions screen; so what they will answer, θ(1 − θ)/kT a site, stands in the matrix (H. K.
/// Gummel, IEEE Trans. Electron Devices 11, 455 (1964), doi:10.1109/T-ED.1964.15364; recalled).
/// Where it comes to rest the potential is that of the measured charge, whatever the ions do to
/// each other.
///
///     var field = try MeanFieldPotential(grid, model, charge: 1)
///     // Run in network.inPotential(field.siteEnergyShifts, rateLaw: law), measure, then:
///     let change = try field.update(occupations: measured)
public struct MeanFieldPotential: Sendable {
  /// Where the potential is solved.
  public let grid: SpaceChargeGrid
  /// Of the simulated ion (e).
  public let charge: Double
  /// V, of each voxel
  public private(set) var potential: [Double]
  private let poisson: GridOperator
  private let fixed: [Double]
  private let fixedGross: Double
  private let voxelOfSite: [Int]
  private let kT: Double

  /// Starts from a potential of zero, or from a solution on the same grid.
  ///
  /// - Parameter model: its mobile species must have no sites but the grid's single ones, since
  ///   only these are simulated.
  public init(
    _ grid: SpaceChargeGrid, _ model: SpaceChargeModel, charge: Double,
    from start: SpaceChargeSolution? = nil
  ) throws(SpaceChargeError) {
    try grid.check(model)
    try SpaceChargeError.finite(charge, "charge of the simulated ion (e)")
    guard !grid.sites.isEmpty else { throw .emptyRegion("of single sites") }
    if let start, start.potential.count != grid.voxelCount {
      throw .wrongCount(
        of: "potentials to start from", expected: grid.voxelCount, found: start.potential.count)
    }
    let sites = try grid.chargeSites(model)
    guard sites.entries.allSatisfy({ $0.count == 1 }), sites.entries.count == grid.sites.count
    else {
      throw .wrongCount(
        of: "groups of mobile sites", expected: grid.sites.count, found: sites.entries.count)
    }
    let held = grid.regions.map { grid.fixedPotentials[$0] }
    self.grid = grid
    self.charge = charge
    potential = zip(held, start?.potential ?? held.map { _ in 0 }).map { $0 ?? $1 }
    poisson = grid.poisson(model, free: held.map { $0 == nil })
    fixed = sites.fixed
    fixedGross = sites.fixedGross
    voxelOfSite = grid.sites.map { grid.voxel(at: $0.position) }
    kT = model.thermalEnergy
  }

  /// What the present potential adds to the energy of each single site (eV).
  public var siteEnergyShifts: [Double] { voxelOfSite.map { charge * potential[$0] } }

  /// Moves the potential to what the ions now ask for.
  ///
  /// - Parameter occupations: mean number of ions at each single site.
  /// - Returns: the largest change (V).
  /// - Throws: `SpaceChargeError.notNeutral` if the charges of a cell without fixed potential do
  ///   not add up to zero, to 1e-6 of all charges.
  public mutating func update(occupations: [Double]) throws(SpaceChargeError) -> Double {
    guard occupations.count == voxelOfSite.count else {
      throw .wrongCount(
        of: "occupations", expected: voxelOfSite.count, found: occupations.count)
    }
    var charges = fixed
    var response = Array(repeating: 0.0, count: potential.count)
    var gross = fixedGross
    for (voxel, occupation) in zip(voxelOfSite, occupations) {
      try SpaceChargeError.notNegative(occupation, "occupation of a site")
      charges[voxel] += charge * occupation
      gross += abs(charge) * occupation
      let variance = max(Self.leastVariance, occupation * (1 - occupation))
      response[voxel] += charge * charge * variance / kT
    }
    let total = charges.reduce(0, +)
    let floats = poisson.free.allSatisfy { $0 }
    guard !floats || abs(total) <= 1e-6 * gross else { throw .notNeutral(charge: total) }
    let flux = poisson.flux(potential)
    let lack = flux.indices.map { poisson.free[$0] ? charges[$0] - flux[$0] : 0 }
    let change = try poisson.solve(response, lack, tolerance: 1e-9)
    for voxel in potential.indices { potential[voxel] += change[voxel] }
    return change.map { abs($0) }.max() ?? 0
  }

  /// Sites that a short run found always full or empty still answer a little.
  private static let leastVariance = 1e-3
}
