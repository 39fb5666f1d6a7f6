import Foundation
import IonHopCore

/// Potential, concentrations and field across a stack of layers.
public struct LayerSolution: Sendable {
  /// The state on one side of a node; at an interface there is a point on each side.
  public struct Point: Sendable, Equatable {
    /// Å from the beginning of the stack
    public let position: Double
    /// Number of the layer in its stack.
    public let layer: Int
    /// V
    public let potential: Double
    /// −dφ/dx, V/Å
    public let field: Double
    /// e/Å³
    public let chargeDensity: Double
    /// Å⁻³, of each species
    public let concentrations: [Double]
    /// What conductivity is proportional to, Å⁻³: concentration times the fraction of sites that
    /// are free, for species that exclude each other; of a Boltzmann species its concentration.
    public let carriers: [Double]
  }

  /// What was solved.
  public let stack: LayerStack
  /// Which defects there are.
  public let model: SpaceChargeModel
  /// Numbers 2e and 2e + 1 are the lower and upper end of element e.
  let ends: [Point]
  /// Electrochemical potential of each mobile species (eV).
  public let electrochemicalPotentials: [Double]
  /// Amount of each species (Å⁻²), in layers and sheets.
  public let amounts: [Double]
  /// Charge of each sheet (e/Å²), by interface: given, of its ions, or what holds a fixed
  /// potential.
  public let sheetCharges: [Int: Double]
  /// Newton steps on the last grid.
  public let steps: Int
  /// Charge that the Poisson equation lacks, over the sum of all charges.
  public let residual: Double
  /// |Sum of all charges|, sheets included, over the sum of their sizes.
  public let neutrality: Double

  let table: ChargeTable

  init(
    _ stack: LayerStack, _ model: SpaceChargeModel, _ grid: LayerGrid,
    _ newton: PoissonNewton<LayerGrid>, _ state: EquilibriumState
  ) {
    self.stack = stack
    self.model = model
    table = newton.table
    electrochemicalPotentials = state.mu
    steps = state.steps
    residual = state.residual
    ends = Self.ends(stack, model, grid, newton.table, state)
    let charges = newton.table.evaluate(state.potential, state.mu)
    let flux = grid.flux(state.potential)
    var sheetCharges: [Int: Double] = [:]
    var total = charges.charge.reduce(0, +)
    for interface in stack.sheets.keys.sorted() {
      let node = grid.node(of: interface)
      let layers = Self.layerCharge(grid, ends, node)
      sheetCharges[interface] = (grid.free[node] ? charges.charge[node] : flux[node]) - layers
      if !grid.free[node] { total += flux[node] - charges.charge[node] }
    }
    self.sheetCharges = sheetCharges
    neutrality = charges.gross > 0 ? abs(total) / charges.gross : 0
    var amounts = charges.totals
    for (index, one) in model.species.enumerated() where !one.isMobile {
      amounts[index] = Self.integral(ends) { $0.concentrations[index] }
    }
    self.amounts = amounts
  }

  /// The profile, layer by layer: an interface has a point on each side.
  public var points: [Point] {
    ends.indices.filter {
      $0 % 2 == 0 || $0 + 1 == ends.count || ends[$0].layer != ends[$0 + 1].layer
    }.map { ends[$0] }
  }

  private static func ends(
    _ stack: LayerStack, _ model: SpaceChargeModel, _ grid: LayerGrid, _ table: ChargeTable,
    _ state: EquilibriumState
  ) -> [Point] {
    var ends: [Point] = []
    ends.reserveCapacity(2 * grid.elementCount)
    for element in 0..<grid.elementCount {
      let layer = grid.layerOfElement[element]
      let region = stack.layers[layer].region
      let (a, b) = (state.potential[element], state.potential[grid.upper(element)])
      let permittivity = SpaceChargeModel.vacuumPermittivity * model.regions[region].permittivity
      for above in [true, false] {
        let x = grid.nodes[above ? element : element + 1]
        let matter = Matter(
          stack, model, table, region: region, x: x, above: above, potential: above ? a : b,
          mu: state.mu)
        // By Gauss's law over the half of the element between its middle and its end.
        let bend = matter.charge * grid.length(element) / 2 / permittivity
        ends.append(
          Point(
            position: x, layer: layer, potential: above ? a : b,
            field: (a - b) / grid.length(element) + (above ? -bend : bend),
            chargeDensity: matter.charge, concentrations: matter.concentrations,
            carriers: matter.carriers))
      }
    }
    return ends
  }

  /// Charge (e/Å²) of the halves of elements that meet at a node.
  private static func layerCharge(_ grid: LayerGrid, _ ends: [Point], _ node: Int) -> Double {
    (0..<grid.elementCount).reduce(0) { sum, element in
      var sum = sum
      if element == node { sum += ends[2 * element].chargeDensity * grid.length(element) / 2 }
      if grid.upper(element) == node {
        sum += ends[2 * element + 1].chargeDensity * grid.length(element) / 2
      }
      return sum
    }
  }

  /// What a place holds (Å⁻³, e/Å³).
  private struct Matter {
    var concentrations: [Double]
    var carriers: [Double]
    var charge = 0.0

    init(
      _ stack: LayerStack, _ model: SpaceChargeModel, _ table: ChargeTable, region: Int, x: Double,
      above: Bool, potential: Double, mu: [Double]
    ) {
      concentrations = model.species.indices.map {
        model.species[$0].isMobile
          ? 0 : stack.frozen($0, at: x, above: above, region: region, model)
      }
      carriers = Array(repeating: 0, count: model.species.count)
      let frozen = concentrations
      for sublattice in model.sublattices.indices {
        let sites = model.regions[region].siteDensities[sublattice]
        let taken = SpaceChargeModel.frozen(on: sublattice, model.species) { frozen[$0] }
        guard sites > taken else { continue }
        let group = region * model.sublattices.count + sublattice
        let occupation = table.occupation(group: group, potential: potential, mu: mu)
        let members = table.members[table.start[group]..<table.start[group + 1]]
        let free = (sites - taken) * occupation.vacant / sites
        for (member, share) in zip(members, occupation.shares) {
          concentrations[member.species] = (sites - taken) * share
          carriers[member.species] = concentrations[member.species] * (member.excludes ? free : 1)
        }
      }
      for (one, concentration) in zip(model.species, concentrations) {
        charge += one.charge * concentration
      }
    }
  }
}
