import Foundation
import IonHopCore
import IonHopFields
import IonHopNetworks

/// The potential of a slab as it follows the ions of a simulation.
///
/// One period of the slab, both boundaries laid over each other, in thin layers: the sites of each plane
/// hold the charge that the simulation finds there, less what the lattice without boundaries has.
/// `MeanFieldPotential` makes the steps; for ions that only exclude each other it comes to rest where
/// Fermi–Dirac statistics do, and starts there.
struct SlabField {
  private let model: GrainBoundaryModel
  private let temperature: Double
  private let bulk: BulkIons
  /// By distance from a boundary: sites that symmetry makes alike.
  private let planes: SlabPlanes
  /// Å
  private let step: Double
  private let layers: Int
  private var field: MeanFieldPotential
  private var sum: (count: Int, potential: [Double], shifts: [Double])
  private var lastChange: Double?
  private var rounds = 0
  private let neutralIons: Double?

  /// Thickness of a layer at most (Å).
  private static let thickest = 0.25
  private static let fewestLayers = 64

  /// - Throws: `SpaceChargeError`
  init(_ model: GrainBoundaryModel, _ charge: BoundarySpaceCharge, at temperature: Double)
    throws(SpaceChargeError)
  {
    (self.model, self.temperature) = (model, temperature)
    let slab = model.slab
    bulk = BulkIons(
      of: model.filling.ions(on: slab.bulk), on: slab.bulk, charge: model.species.charge,
      temperature: temperature)
    planes = SlabPlanes(slab.distances)
    let period = slab.length / 2
    // An even number has a layer in the middle of the grain.
    let count = max(Self.fewestLayers, 2 * Int((period / Self.thickest / 2).rounded(.up)))
    (layers, step) = (count, period / Double(count))
    let (grid, ions) = try Self.grid(slab, charge, bulk, layers: count, step: step)
    neutralIons = ions
    let supply: DefectSpecies.Supply =
      ions.map { .closed($0) } ?? .electrochemicalPotential(bulk.chemicalPotential)
    let region = { (name: String) in
      SpaceChargeRegion(name, permittivity: charge.permittivity, siteDensities: [1])
    }
    let statistics = try SpaceChargeModel(
      species: [DefectSpecies("ion", charge: bulk.charge, sublattice: 0, supply: supply)],
      sublattices: ["sites"], regions: [region("grain"), region("core")], temperature: temperature)
    field = try MeanFieldPotential(
      grid, statistics, charge: bulk.charge, from: try grid.solve(statistics))
    sum = (0, [], [])
  }

  /// - Returns: also the ions of a slab that nothing but its own charges holds; nil with a core of given
  ///   potential, which takes up what charge it needs.
  private static func grid(
    _ slab: GrainBoundarySlab, _ charge: BoundarySpaceCharge, _ bulk: BulkIons, layers: Int,
    step: Double
  ) throws(SpaceChargeError) -> (SpaceChargeGrid, Double?) {
    let period = slab.length / 2
    let area = Double(GrainBoundarySlab.boundaries) * slab.area
    let cell: Cell
    do { cell = try Cell([period, 0, 0], [0, area, 0], [0, 0, 1]) } catch {
      throw .emptyRegion("of the slab")
    }
    var grid = SpaceChargeGrid(
      cell: cell, shape: [layers, 1, 1], regions: Array(repeating: 0, count: layers))
    let occupation = Placement.fermi(
      ions: bulk.ions, on: slab.bulk,
      thermalEnergy: PhysicalConstants.boltzmann * bulk.temperature)
    var background = meanByKind(occupation, slab.bulk, slab.network)
    var neutral: Double?
    if case .potential(let value) = charge.core {
      grid.fixedPotentials[1] = value
      for layer in 0..<layers {
        let distance = step * Double(min(layer, layers - layer))
        if distance <= slab.rules.coreWidth / 2 + 1e-6 { grid.regions[layer] = 1 }
      }
    } else {
      // Whole ions are neutral with a background that is scaled a little.
      let sum = background.reduce(0, +)
      let whole = max(1, sum.rounded())
      background = background.map { $0 * whole / sum }
      // A region that no layer has would be refused: the layer on the boundary is as good as a grain's.
      grid.regions[0] = 1
      neutral = whole
    }
    grid.sites = (0..<slab.network.siteCount).map { site in
      SpaceChargeGrid.Site(
        position: [slab.signedDistances[site], 0, 0], energy: slab.network.energy(of: site),
        fixedCharge: -bulk.charge * background[site])
    }
    return (grid, neutral)
  }

  /// What the lattice without boundaries has on sites of the same kind.
  private static func meanByKind(
    _ occupation: [Double], _ bulk: SiteNetwork, _ network: SiteNetwork
  ) -> [Double] {
    var sums: [String: (ions: Double, sites: Double)] = [:]
    for site in 0..<bulk.siteCount {
      let sum = sums[bulk.siteKinds[bulk.kind(of: site)]] ?? (0, 0)
      sums[bulk.siteKinds[bulk.kind(of: site)]] = (sum.ions + occupation[site], sum.sites + 1)
    }
    return (0..<network.siteCount).map {
      sums[network.siteKinds[network.kind(of: $0)]].map { $0.ions / $0.sites } ?? 0
    }
  }

  // MARK: Following

  /// Moves the potential to what the ions now ask for, and keeps it for the mean if asked.
  ///
  /// - Parameter occupations: mean number of ions on each site of the slab.
  mutating func follow(_ occupations: [Double], keep: Bool) throws(SpaceChargeError) {
    let means = planes.means(of: occupations)
    lastChange = try field.update(
      occupations: planes.planeOfSite.map { means[Int($0)] })
    rounds += 1
    guard keep else { return }
    if sum.count == 0 {
      sum = (1, field.potential, field.siteEnergyShifts)
    } else {
      sum.count += 1
      for i in sum.potential.indices { sum.potential[i] += field.potential[i] }
      for (i, shift) in field.siteEnergyShifts.enumerated() { sum.shifts[i] += shift }
    }
  }

  /// The slab in the present potential, or in the mean of those that were kept.
  func state() throws(SpaceChargeError) -> BoundaryState {
    let count = Double(max(1, sum.count))
    let potential = sum.count > 0 ? sum.potential.map { $0 / count } : field.potential
    let shifts = sum.count > 0 ? sum.shifts.map { $0 / count } : field.siteEnergyShifts
    return try state(potential, shifts)
  }

  /// The same without any mean.
  func present() throws(SpaceChargeError) -> BoundaryState {
    try state(field.potential, field.siteEnergyShifts)
  }

  private func state(
    _ potential: [Double], _ shifts: [Double]
  ) throws(SpaceChargeError) -> BoundaryState {
    let network = try model.slab.network.inPotential(shifts, rateLaw: model.rateLaw)
    let mean: Double
    switch model.ions {
    case .equilibrium: mean = neutralIons ?? bulk.number(on: network)
    case .fixed: mean = Double(bulk.ions)
    }
    let half = layers / 2
    var profile = BoundaryPotential(
      coreWidth: model.slab.rules.coreWidth,
      shape: .sampled(step: step, values: Array(potential[0...half])),
      corePotential: potential[0], coreCharge: charge(potential), middlePotential: potential[half],
      screeningLength: bulk.screeningLength(permittivity: permittivity), steps: nil, residual: nil,
      neutrality: nil)
    (profile.rounds, profile.lastChange) = (rounds, lastChange)
    return BoundaryState(network: network, meanIons: mean, potential: profile)
  }

  private var permittivity: Double { model.spaceCharge?.permittivity ?? 1 }

  /// What the field outside the core asks it to hold, both sides together (e/Å²).
  private func charge(_ potential: [Double]) -> Double {
    let edge = min(Int((model.slab.rules.coreWidth / 2 + 1e-6) / step), layers / 2 - 1)
    let fall = (potential[edge] - potential[edge + 1]) / step
    return 2 * BoundarySpaceCharge.vacuum * permittivity * fall
  }
}
