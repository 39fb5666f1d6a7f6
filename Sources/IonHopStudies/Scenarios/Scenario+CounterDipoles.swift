import Foundation
import IonHopFields

extension Scenario {
  private static let particles = "counter-dipoles"

  static let counterDipoles = Scenario(
    "counter-dipoles",
    "Ferroelectric particles on a depleted interface: resistance against coverage",
    parts: [.table(particles) { try CounterDipoles.table() }],
    pass:
      "between the limits of planes and columns; dipoles that lithium passes lower the resistance the more they cover; particles that block do so best at part coverage, and the more the closer they stand"
  ) { results in
    let table = results.table(particles)
    return [bare(table), within(table)] + CounterDipoles.periods.map { falling(table, $0) }
      + optima(table)
  }

  /// The interface without particles against the solution in one dimension.
  private static func bare(_ table: ScenarioTable) -> Check {
    let exact = CounterDipoles.bareResistance
    let solved = table.rows(where: ["coverage": 0]).map { table.value("dipoles", of: $0) }
    let worst = solved.map { abs($0 / exact - 1) }.max() ?? .nan
    return Check(
      String(
        format: "bare interface: %.4g ohm cm2, %.4g in one dimension", solved.first ?? .nan, exact),
      worst < 0.03)
  }

  private static func within(_ table: ScenarioTable) -> Check {
    // Shares of the bare resistance, as excesses near zero have no scale of their own.
    let slack = 1e-6 * CounterDipoles.bareResistance
    let outside = table.rows.filter { row in
      ["dipoles", "blocking particles"].contains { name in
        let value = table.value(name, of: row)
        return
          !(value >= table.value("\(name) planes", of: row) - slack
          && value <= table.value("\(name) columns", of: row) + slack)
      }
    }
    return Check(
      "\(table.rows.count - outside.count) of \(table.rows.count) arrays between both limits",
      outside.isEmpty && !table.rows.isEmpty)
  }

  private static func series(
    _ table: ScenarioTable, _ name: String, _ period: Double
  ) -> [(coverage: Double, resistance: Double)] {
    table.rows(where: ["period": period]).map {
      (table.value("coverage", of: $0), table.value(name, of: $0))
    }
  }

  private static func falling(_ table: ScenarioTable, _ period: Double) -> Check {
    let points = series(table, "dipoles", period)
    let text = points.map { String(format: "%.3g", $0.resistance) }.joined(separator: ", ")
    return Check(
      String(format: "dipoles %g A apart: %@ ohm cm2 with coverage", period, text),
      points.count > 2
        && zip(points, points.dropFirst()).allSatisfy { $1.resistance < $0.resistance }
    )
  }

  /// Where particles block, the best coverage and what is left of the resistance there.
  private static func optima(_ table: ScenarioTable) -> [Check] {
    var checks: [Check] = []
    var last = -Double.infinity
    for period in CounterDipoles.periods {
      let points = series(table, "blocking particles", period)
      guard let bare = points.first, let best = points.min(by: { $0.resistance < $1.resistance })
      else { return [Check("no array \(period) A apart", false)] }
      // Closer than the layer is wide, particles lower the potential between them as well.
      let isClose = period < CounterDipoles.depletionWidth
      let most = isClose ? bare.resistance / 100 : bare.resistance
      checks.append(
        Check(
          String(
            format:
              "blocking particles %g A apart: best at a coverage of %.2f, %.2g of %.3g ohm cm2",
            period, best.coverage, best.resistance, bare.resistance),
          best.coverage > 0 && best.coverage < 1 && best.resistance < most
            && best.resistance > last))
      last = best.resistance
    }
    return checks
  }
}

extension CounterDipoles {
  /// One side of the bare interface in one dimension (Ω·cm²); the ions begin half a voxel from its charge.
  static var bareResistance: Double {
    let model = try? SpaceChargeModel(
      species: [
        DefectSpecies(
          "Li", charge: 1, sublattice: 0, statistics: .boltzmann, supply: .reservoir(carriers)),
        .background("host", charge: -1),
      ], sublattices: ["sites"],
      regions: [
        SpaceChargeRegion(
          "electrolyte", permittivity: permittivity, siteDensities: [1], frozen: [0, carriers])
      ], temperature: temperature)
    let stack = LayerStack(
      layers: [.init(thickness: 4 * depletionWidth, region: 0)], sheets: [0: .charge(charge)])
    guard let model, let solution = try? stack.solve(model) else { return .nan }
    return solution.areaResistance(of: 0, bulkConductivity: bulkConductivity) ?? .nan
  }
}
