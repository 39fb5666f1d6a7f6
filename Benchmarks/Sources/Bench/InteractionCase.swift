import IonHop

/// (d) Half a simple cubic lattice of ions that repel their neighbours by 2 kT: below the ordering
/// temperature, so that most hops go uphill, out of one sublattice.
enum RepulsionCase {
  static func run(_ options: Options, into table: inout Table) throws {
    for edge in [20, 64] {
      let network = try Cubic.uniform(edge: edge)
      for law in [RateLaw.symmetric, .metropolis] {
        let plan = try EnginePlan(
          network, ions: network.siteCount / 2,
          conditions: Conditions(
            temperature: Cubic.temperature, rateLaw: law, pairEnergy: 2 * Cubic.thermalEnergy))
        table.add(
          try engineRow(
            "d", "sc, 2 kT, \(law.rawValue)", plan, carriers: "50 % \(plan.carriers.rawValue)",
            options.effort, warmUpHopsPerIon: 20))
      }
    }
  }
}

/// (e) Cubic garnet with a repulsion of 1 kT between ions on neighbouring sites.
enum GarnetCase {
  static let cells = (3, 3, 3)

  static func run(_ options: Options, into table: inout Table) throws {
    let lattice = try Lattice.named("LLZO-cubic")
    let network = try lattice.network(supercell: cells)
    let ions = lattice.filling(supercell: cells).ions(on: network)
    let plan = try EnginePlan(
      network, ions: ions,
      conditions: Conditions(
        temperature: Cubic.temperature, pairEnergy: Cubic.thermalEnergy))
    table.add(
      try engineRow(
        "e", "garnet Li7, 1 kT", plan,
        carriers: percent(Double(ions) / Double(network.siteCount)) + " ions", options.effort,
        warmUpHopsPerIon: 100))
  }
}
