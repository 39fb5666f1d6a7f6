extension LayerStack {
  /// Solves the Poisson equation with the species' statistics.
  ///
  /// Elements are halved, starting from a few a layer, until the potential changes little over
  /// each, and the charge too little to bend it: a thin layer at an interface is found by itself.
  ///
  /// - Parameters:
  ///   - resolution: largest change of potential over an element, in kT over the largest charge;
  ///     errors fall with its square, and are some 1e-4 of the profile at 0.04.
  ///   - mostSteps: of Newton's method, a refinement.
  /// - Throws: `SpaceChargeError`.
  /// - Complexity: linear in the nodes, of which there are hundreds to thousands.
  public func solve(
    _ model: SpaceChargeModel, resolution: Double = 0.04, mostSteps: Int = 200
  ) throws(SpaceChargeError) -> LayerSolution {
    try check(model)
    try SpaceChargeError.positive(resolution, "resolution")
    let pinned = sheets.values.contains { if case .potential = $0 { true } else { false } }
    let first = LayerGrid.coarse(self, model, grounded: false)
    let problem = try EquilibriumProblem(model, try sites(first, model), pinned: pinned)
    var grid = LayerGrid.coarse(self, model, grounded: problem.grounded)
    var start = EquilibriumState(
      potential: startingPotential(grid),
      mu: try problem.startingPotentials(
        model, ChargeTable(model: model, sites: try sites(grid, model))))
    for _ in 0..<Self.mostRefinements {
      let table = ChargeTable(model: model, sites: try sites(grid, model))
      let newton = PoissonNewton(
        poisson: grid, table: table, problem: problem, mostSteps: mostSteps)
      var state = try newton.solve(start)
      problem.centre(&state, model, volumes: grid.volumes)
      let solution = LayerSolution(self, model, grid, newton, state)
      let halved = solution.elements(coarserThan: resolution)
      guard halved.contains(true) else { return solution }
      (grid, start) = refine(grid, state, model, halved, grounded: problem.grounded)
      guard grid.count <= Self.mostNodes else { break }
    }
    throw .tooFine(nodes: Self.mostNodes)
  }

  private static var mostNodes: Int { 200_000 }
  private static var mostRefinements: Int { 60 }

  private func startingPotential(_ grid: LayerGrid) -> [Double] {
    var potential = Array(repeating: 0.0, count: grid.count)
    for (interface, sheet) in sheets {
      if case .potential(let value) = sheet { potential[grid.node(of: interface)] = value }
    }
    return potential
  }

  private func refine(
    _ grid: LayerGrid, _ state: EquilibriumState, _ model: SpaceChargeModel,
    _ halved: [Bool], grounded: Bool
  ) -> (LayerGrid, EquilibriumState) {
    var nodes: [Double] = []
    var layers: [Int] = []
    var potential: [Double] = []
    for element in 0..<grid.elementCount {
      nodes.append(grid.nodes[element])
      layers.append(grid.layerOfElement[element])
      potential.append(state.potential[element])
      guard halved[element] else { continue }
      nodes.append((grid.nodes[element] + grid.nodes[element + 1]) / 2)
      layers.append(grid.layerOfElement[element])
      potential.append((state.potential[element] + state.potential[grid.upper(element)]) / 2)
    }
    nodes.append(grid.nodes[grid.elementCount])
    if !isPeriodic { potential.append(state.potential[grid.elementCount]) }
    return (
      LayerGrid(self, model, nodes: nodes, layers: layers, grounded: grounded),
      .init(potential: potential, mu: state.mu)
    )
  }

  /// Half of each element belongs to the cell of either node; sheets to the node they are at.
  private func sites(
    _ grid: LayerGrid, _ model: SpaceChargeModel
  ) throws(SpaceChargeError) -> ChargeSites {
    var sites = ChargeSites(cells: grid.count)
    for element in 0..<grid.elementCount {
      let region = layers[grid.layerOfElement[element]].region
      for above in [true, false] {
        let x = grid.nodes[above ? element : element + 1]
        let frozen = model.species.indices.map {
          self.frozen($0, at: x, above: above, region: region, model)
        }
        try model.checkSites(region: region, frozen: frozen)
        sites.add(
          region: region, volume: grid.length(element) / 2,
          to: above ? element : grid.upper(element), of: model
        ) { frozen[$0] }
      }
    }
    for (interface, sheet) in sheets.sorted(by: { $0.key < $1.key }) {
      let node = grid.node(of: interface)
      switch sheet {
      case .potential: continue
      case .charge(let charge): sites.addFixed(charge, to: node)
      case .core(let cores, let charge):
        sites.addFixed(charge, to: node)
        for core in cores {
          sites.addSites(
            core.density, region: core.region, sublattice: core.sublattice, shift: core.shift,
            to: node, of: model)
        }
      }
    }
    return sites
  }
}

extension SpaceChargeModel {
  /// - Throws: `SpaceChargeError.overfull` if immobile species (Å⁻³) take more sites than there
  ///   are.
  func checkSites(region: Int, frozen: [Double]) throws(SpaceChargeError) {
    for (index, name) in sublattices.enumerated() {
      let sites = regions[region].siteDensities[index]
      let taken = Self.frozen(on: index, species) { frozen[$0] }
      guard taken <= sites * (1 + 1e-12) else {
        throw .overfull(
          sublattice: name, region: regions[region].name, occupied: taken, sites: sites)
      }
    }
  }
}

extension LayerGrid {
  /// Length of the cell around each node (Å).
  var volumes: [Double] {
    var volumes = Array(repeating: 0.0, count: count)
    for element in 0..<elementCount {
      volumes[element] += length(element) / 2
      volumes[upper(element)] += length(element) / 2
    }
    return volumes
  }
}
