import Testing

@testable import IonHopCore

@Suite("Incremental rates")
struct RateBookkeepingTests {
  @Test(
    "V13: after 10⁵ hops the rates kept are those computed anew, to the bit",
    arguments: [Carriers.ions, .vacancies], RateLaw.allCases)
  func noDrift(carriers: Carriers, law: RateLaw) throws {
    let network = try TestNetworks.disordered(
      4, energy: { 0.05 * $0 }, barrier: { 0.3 + 0.05 * $0 })
    let conditions = Conditions(temperature: 500, rateLaw: law, pairEnergy: 0.03)
    var random = try RandomStream(seed: 8)
    let occupied = Placement.equilibrium(
      ions: 30, on: network, thermalEnergy: conditions.thermalEnergy, &random)
    var gas = LatticeGas(
      occupied: occupied, carriers: carriers, hopClasses: network.hopClasses.count)
    let range = 1e-30...1e14
    var selector = RejectionFreeSelector(gas, network, conditions, range: range)
    withRows(network, HopTables(network)) { rows in
      _ = selector.advance(&gas, rows, &random, by: 1, hopLimit: 100_000)
    }
    #expect(gas.hops == 100_000)
    let fresh = RejectionFreeSelector(gas, network, conditions, range: range)
    for carrier in 0..<gas.carrierCount {
      #expect(selector.groups.rates[carrier] == fresh.groups.rates[carrier])
    }
    #expect(selector.groups.totalBound == fresh.groups.totalBound)
  }
}
