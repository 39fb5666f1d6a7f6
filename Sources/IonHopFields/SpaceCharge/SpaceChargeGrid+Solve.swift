extension SpaceChargeGrid {
  /// Solves the Poisson equation with the species' statistics.
  ///
  /// - Parameters:
  ///   - start: a solution on the same grid, of a neighbouring temperature or composition.
  ///   - mostSteps: of Newton's method.
  /// - Throws: `SpaceChargeError`.
  /// - Complexity: linear in the voxels and sites a step; some 1 kB a voxel.
  public func solve(
    _ model: SpaceChargeModel, from start: SpaceChargeSolution? = nil, mostSteps: Int = 100
  ) throws(SpaceChargeError) -> SpaceChargeSolution {
    try check(model)
    let held = regions.map { fixedPotentials[$0] }
    let sites = try chargeSites(model)
    let problem = try EquilibriumProblem(model, sites, pinned: held.contains { $0 != nil })
    let table = ChargeTable(model: model, sites: sites)
    var free = held.map { $0 == nil }
    if problem.grounded { free[0] = false }
    let poisson = poisson(model, free: free)
    let newton = PoissonNewton(
      poisson: poisson, table: table, problem: problem, mostSteps: mostSteps)
    if let start, start.potential.count != voxelCount {
      throw .wrongCount(
        of: "potentials to start from", expected: voxelCount, found: start.potential.count)
    }
    var mu = try problem.startingPotentials(model, table)
    var potential = Array(repeating: 0.0, count: voxelCount)
    if let start, start.electrochemicalPotentials.count == mu.count {
      potential = start.potential
      for (index, one) in model.species.enumerated() {
        if case .closed = one.supply { mu[index] = start.electrochemicalPotentials[index] }
      }
    }
    for (voxel, value) in held.enumerated() { potential[voxel] = value ?? potential[voxel] }
    if problem.grounded { potential[0] = 0 }
    var state = try newton.solve(.init(potential: potential, mu: mu))
    problem.centre(&state, model, volumes: Array(repeating: 1, count: voxelCount))
    return SpaceChargeSolution(self, model, newton, state)
  }

  func poisson(_ model: SpaceChargeModel, free: [Bool]) -> GridOperator {
    GridOperator(
      cell: cell, shape: shape, permittivity: regions.map { model.regions[$0].permittivity },
      free: free)
  }

  func chargeSites(_ model: SpaceChargeModel) throws(SpaceChargeError) -> ChargeSites {
    var result = ChargeSites(cells: voxelCount)
    let single = Set(sites.map(\.sublattice))
    for voxel in 0..<voxelCount {
      let region = regions[voxel]
      if frozenProfiles.isEmpty {
        result.add(
          region: region, volume: voxelVolume, to: voxel, of: model, except: single
        ) { model.regions[region].frozen($0) }
      } else {
        let frozen = model.species.indices.map {
          frozenProfiles[$0]?[voxel] ?? model.regions[region].frozen($0)
        }
        try model.checkSites(region: region, frozen: frozen)
        result.add(
          region: region, volume: voxelVolume, to: voxel, of: model, except: single
        ) { frozen[$0] }
      }
    }
    for site in sites {
      let voxel = voxel(at: site.position)
      result.addSites(
        1, region: regions[voxel], sublattice: site.sublattice, shift: site.energy, to: voxel,
        of: model)
      if site.fixedCharge != 0 { result.addFixed(site.fixedCharge, to: voxel) }
    }
    return result
  }
}
