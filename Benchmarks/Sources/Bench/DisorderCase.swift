import CReference
import IonHopCore

/// (b) Normally distributed site energies, beside a C loop of composition–rejection.
struct GaussianCase {
  let edge: Int
  /// Standard deviation of the site energies (kT).
  let width: Double
  static let ionFraction = 0.05

  static func run(_ options: Options, into table: inout Table) throws {
    for edge in options.quick ? [20, 64] : [20, 64, 256] {
      for width in [1.0, 2, 4] {
        let work = GaussianCase(edge: edge, width: width)
        for row in try work.measure(options.effort) { table.add(row) }
      }
    }
  }

  /// One row for the engine's own choice of selector, one for composition–rejection if that differs.
  private func measure(_ effort: Effort) throws -> [Row] {
    let network = try Cubic.gaussian(edge: edge, width: width)
    let chosen = try plan(network)
    var plans = [chosen]
    if chosen.selector != .compositionRejection {
      plans.append(try plan(network, .compositionRejection))
    }
    return try plans.map { plan in
      let runner = try EngineRunner(plan)
      var row = Row(
        benchmark: "b", model: "sc, Gaussian \(rounded(width)) kT", sites: network.siteCount,
        carriers: percent(Self.ionFraction) + " ions",
        selector: plan.selector.rawValue + (plan.selector == chosen.selector ? " *" : ""))
      row.enter(Race([runner.contender] + cContenders(network, runner.occupied), effort))
      row.remark = "\(rounded(runner.bytesPerSite)) B/site"
      return row
    }
  }

  func plan(_ network: SiteNetwork, _ selector: SelectorKind = .automatic) throws -> EnginePlan {
    try EnginePlan(
      network, ions: Int(Self.ionFraction * Double(network.siteCount)),
      conditions: Conditions(temperature: Cubic.temperature, rateLaw: .initialState),
      carriers: .ions, selector: selector)
  }

  func cContenders(_ network: SiteNetwork, _ occupied: [UInt8]) -> [Contender] {
    let energies = (0..<network.siteCount).map { network.energy(of: $0) / Cubic.thermalEnergy }
    return [c_books_record, c_books_image].map {
      CGroups(edge: edge, energies: energies, occupied: occupied, books: $0).contender
    }
  }
}

/// (c) Random barriers: rates over ten decades. No C loop stands beside it.
enum BarrierCase {
  static func run(_ options: Options, into table: inout Table) throws {
    for edge in [20, 64] {
      let network = try Cubic.randomBarriers(edge: edge, decades: 10)
      let plan = try EnginePlan(
        network, ions: network.siteCount / 20,
        conditions: Conditions(temperature: Cubic.temperature), carriers: .ions)
      table.add(
        try engineRow(
          "c", "sc, barriers of 10 decades", plan, carriers: "5 % ions", options.effort))
    }
  }
}

/// A row without a C loop: there is none of this algorithm here to compare with.
func engineRow(
  _ benchmark: String, _ model: String, _ plan: EnginePlan, carriers: String, _ effort: Effort,
  warmUpHopsPerIon: Int = 0
) throws -> Row {
  let runner = try EngineRunner(plan)
  runner.run(warmUpHopsPerIon * plan.ions)
  var row = Row(
    benchmark: benchmark, model: model, sites: plan.network.siteCount, carriers: carriers,
    selector: plan.selector.rawValue)
  row.enter(Race([runner.contender], effort))
  row.remark = "\(rounded(runner.bytesPerSite)) B/site"
  return row
}
