import Testing

@testable import IonHopCore

@Suite("Incremental rates")
struct RateBookkeepingTests {
  @Test(
    "V13: after 10⁵ hops levels are those computed anew, and every bound holds for the rate",
    arguments: [Carriers.ions, .vacancies], RateLaw.allCases)
  func noDrift(carriers: Carriers, law: RateLaw) throws {
    let network = try TestNetworks.disordered(
      4, energy: { 0.05 * $0 }, barrier: { 0.3 + 0.05 * $0 })
    let conditions = Conditions(temperature: 500, rateLaw: law, pairEnergy: 0.03)
    var random = try RandomStream(seed: 8)
    let occupied = Placement.equilibrium(
      ions: 30, on: network, thermalEnergy: conditions.thermalEnergy, &random)
    var gas = LatticeGas(
      occupied: occupied, carriers: carriers, hopClasses: network.hopClasses.count,
      hopKinds: network.hopKinds.count)
    let tables = HopTables(network)
    let model = try InteractionModel(network, conditions)
    var selector = RejectionFreeSelector(
      gas, network, tables, model, staged: false)
    withRows(network, tables) { rows in
      _ = selector.advance(&gas, rows, &random, by: 1, hopLimit: 100_000)
    }
    #expect(gas.hops == 100_000)
    let fresh = RejectionFreeSelector(
      gas, network, tables, model, staged: false)
    for site in 0..<network.siteCount {
      #expect(selector.levels.now(site) == fresh.levels.now(site))
      #expect(selector.levels.held(site).isIon == gas.isOccupied(site))
    }
    for site in 0..<network.siteCount where gas.isOccupied(site) {
      for hop in network.hopRange(from: site) {
        let record = network.rows[hop]
        let target = Int(record.target)
        guard !gas.isOccupied(target) else { continue }
        let beside = [site, target].map { end in
          network.rows[network.hopRange(from: end)].count { gas.isOccupied(Int($0.target)) }
        }
        let rate = conditions.rate(
          network.hopKinds[Int(record.kind)],
          initial: network.energy(of: site) + conditions.pairEnergy * Double(beside[0]),
          final: network.energy(of: target) + conditions.pairEnergy * Double(beside[1] - 1))
        let bound = selector.groups.bound(of: Int(model.events.bondOfHop[hop]))
        // Within two groups, another where the law is bounded by twice its value, and e at each end.
        #expect(rate * (1 - 1e-6) <= bound && bound <= rate * 8 * 8)
      }
    }
  }
}
