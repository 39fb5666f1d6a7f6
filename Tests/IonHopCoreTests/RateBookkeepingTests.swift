import Testing

@testable import IonHopCore

@Suite("Incremental rates")
struct RateBookkeepingTests {
  @Test(
    "V13: after 10⁵ hops every bound still holds for the rate computed anew, and closed bonds have none",
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
    let range = 1e-30...1e14
    let tables = HopTables(network)
    var selector = RejectionFreeSelector(
      gas, network, tables,
      rates: PairRates(gas, network, conditions, table: nil, range: range))
    let bonds = BondTable(network)
    withRows(network, tables) { rows in
      _ = selector.advance(&gas, rows, &random, by: 1, hopLimit: 100_000)
      #expect(gas.hops == 100_000)
      let fresh = PairRates(gas, network, conditions, table: nil, range: range)
      for site in 0..<network.siteCount where !gas.isFree(site) {
        for hop in network.hopRange(from: site) {
          let record = network.rows[hop]
          let bound = selector.groups.bound(of: bonds.bond(of: hop))
          guard gas.isFree(Int(record.target)) else {
            #expect(bound == 0)
            continue
          }
          let rate = fresh.rate(record, from: site, gas, rows)
          #expect(rate <= bound && bound <= rate * 8.000001)
        }
      }
    }
  }
}
