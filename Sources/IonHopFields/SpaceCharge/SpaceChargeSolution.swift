import IonHopCore

/// Potential and ions in the voxels of a grid.
public struct SpaceChargeSolution: Sendable {
  /// Where it was solved.
  public let grid: SpaceChargeGrid
  /// Which defects there are.
  public let model: SpaceChargeModel
  /// V, of each voxel
  public let potential: [Double]
  /// Electrochemical potential of each mobile species (eV).
  public let electrochemicalPotentials: [Double]
  /// How many there are of each mobile species in the cell.
  public let amounts: [Double]
  /// Charge of each voxel (e); of a voxel at a fixed potential that of its own ions.
  public let charges: [Double]
  /// Newton steps.
  public let steps: Int
  /// Charge that the Poisson equation lacks, over the sum of all charges.
  public let residual: Double
  /// |Sum of all charges| over the sum of their sizes; voxels at a fixed potential hold what charge
  /// their potential needs.
  public let neutrality: Double

  private let table: ChargeTable

  init(
    _ grid: SpaceChargeGrid, _ model: SpaceChargeModel, _ newton: PoissonNewton<GridOperator>,
    _ state: EquilibriumState
  ) {
    self.grid = grid
    self.model = model
    potential = state.potential
    electrochemicalPotentials = state.mu
    steps = state.steps
    residual = state.residual
    table = newton.table
    let evaluation = newton.table.evaluate(state.potential, state.mu)
    amounts = evaluation.totals
    charges = evaluation.charge
    let flux = newton.poisson.flux(state.potential)
    var total = 0.0
    for voxel in charges.indices {
      total += newton.poisson.free[voxel] ? charges[voxel] : flux[voxel]
    }
    neutrality = evaluation.gross > 0 ? abs(total) / evaluation.gross : 0
  }

  /// Concentration in each voxel (Å⁻³).
  public func concentrations(of species: Int) -> [Double] {
    guard model.species[species].isMobile else {
      return grid.frozenProfiles[species] ?? grid.regions.map { model.regions[$0].frozen(species) }
    }
    var result = Array(repeating: 0.0, count: grid.voxelCount)
    for (entry, share) in occupations(of: species) {
      result[Int(entry.cell)] += entry.count * share / grid.voxelVolume
    }
    return result
  }

  /// Mean occupation of each of the grid's single sites by a species.
  public func siteOccupations(of species: Int) -> [Double] {
    grid.sites.map { site in
      let voxel = grid.voxel(at: site.position)
      let group = grid.regions[voxel] * model.sublattices.count + site.sublattice
      let members = table.members[table.start[group]..<table.start[group + 1]]
      guard let place = members.firstIndex(where: { $0.species == species }) else { return 0 }
      let occupation = table.occupation(
        group: group, potential: potential[voxel], mu: electrochemicalPotentials,
        shift: site.energy)
      return occupation.shares[place - members.startIndex]
    }
  }

  private func occupations(of species: Int) -> [(ChargeSites.Entry, Double)] {
    table.sites.entries.compactMap { entry in
      let group = Int(entry.group)
      let members = table.members[table.start[group]..<table.start[group + 1]]
      guard let place = members.firstIndex(where: { $0.species == species }) else { return nil }
      let occupation = table.occupation(
        group: group, potential: potential[Int(entry.cell)], mu: electrochemicalPotentials,
        shift: entry.shift)
      return (entry, occupation.shares[place - members.startIndex])
    }
  }

  /// What the potential adds to the energies of a network's sites (eV): zeφ, for
  /// `SiteNetwork.inPotential(_:rateLaw:)`.
  ///
  /// - Parameters:
  ///   - network: in the same cell as the grid.
  ///   - charge: of the mobile ion (e).
  public func siteEnergyShifts(_ network: SiteNetwork, charge: Double) -> [Double] {
    (0..<network.siteCount).map {
      charge * grid.value(of: potential, at: network.position(of: $0))
    }
  }

  /// −∇φ in each voxel (V/Å), from the neighbours along the cell vectors.
  public func field() -> [SIMD3<Double>] {
    let (a, b, c) = (grid.cell.a, grid.cell.b, grid.cell.c)
    let volume = dot(a, cross(b, c))
    let reciprocal = [cross(b, c) / volume, cross(c, a) / volume, cross(a, b) / volume]
    var result: [SIMD3<Double>] = []
    result.reserveCapacity(grid.voxelCount)
    for x in 0..<grid.shape.x {
      for y in 0..<grid.shape.y {
        for z in 0..<grid.shape.z {
          var field = SIMD3<Double>.zero
          for axis in 0..<3 {
            var step = SIMD3<Int>.zero
            step[axis] = 1
            let place = SIMD3(x, y, z)
            let rise =
              potential[GridOperator.index(place &+ step, grid.shape)]
              - potential[GridOperator.index(place &- step, grid.shape)]
            field -= reciprocal[axis] * (rise * Double(grid.shape[axis]) / 2)
          }
          result.append(field)
        }
      }
    }
    return result
  }
}

extension SpaceChargeGrid {
  /// A voxel's value at a position (Å): straight between the centres of voxels, but where sites are
  /// placed one by one that of the voxel, which is what decided their occupation.
  public func value(of values: [Double], at position: SIMD3<Double>) -> Double {
    guard sites.isEmpty else { return values[voxel(at: position)] }
    let fractional = cell.fractional(position)
    let scaled = (fractional - fractional.rounded(.down)) * SIMD3<Double>(shape)
    let low = scaled.rounded(.down)
    let part = scaled - low
    let place = SIMD3(Int(low.x), Int(low.y), Int(low.z))
    var sum = 0.0
    for corner in 0..<8 {
      let step = SIMD3(corner & 1, corner >> 1 & 1, corner >> 2)
      var weight = 1.0
      for axis in 0..<3 { weight *= step[axis] == 1 ? part[axis] : 1 - part[axis] }
      sum += weight * values[GridOperator.index(place &+ step, shape)]
    }
    return sum
  }
}
