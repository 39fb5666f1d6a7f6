import Foundation
import Testing

@testable import IonHopCore

@Suite("Rates")
struct RateTests {
  @Test("V1: a hop with 10¹³ Hz over 0.3 eV at 300 K happens 9.12477·10⁷ times a second")
  func arrhenius() {
    let rate = RateLaw.symmetric.rate(
      barrier: 0.3, frequency: 1e13, initial: 0, final: 0,
      thermalEnergy: Conditions(temperature: 300).thermalEnergy)
    #expect(abs(rate / 9.12477e7 - 1) < 1e-6)
  }

  @Test("Every law obeys detailed balance, at any ΔE", arguments: RateLaw.allCases)
  func detailedBalance(law: RateLaw) {
    let kT = 0.05
    for change in [-1.5, -0.4, -0.01, 0, 0.2, 0.9] {
      let (low, high) = (0.1, 0.1 + change)
      let forward = law.rate(
        barrier: 0.35, frequency: 1e12, initial: low, final: high, thermalEnergy: kT)
      let reverse = law.rate(
        barrier: 0.35, frequency: 1e12, initial: high, final: low, thermalEnergy: kT)
      #expect(abs(log(forward / reverse) + change / kT) < 1e-9)
    }
  }

  @Test("A field keeps local detailed balance: forward/reverse = exp(q E·d/kT)")
  func field() throws {
    let network = try TestNetworks.ring(4)
    var conditions = Conditions(temperature: 400, field: [0.01, 0, 0], charge: 2)
    let hops = network.hops(from: 0)
    let ratio =
      network.rate(of: hops[0], under: conditions) / network.rate(of: hops[1], under: conditions)
    let work = 2 * 0.01 * hops[0].displacement.x / conditions.thermalEnergy
    #expect(abs(log(ratio) - work) < 1e-9)
    #expect(abs(abs(log(ratio)) - abs(2 * 0.01 * 2 / conditions.thermalEnergy)) < 1e-9)
    conditions.field = .zero
    #expect(
      network.rate(of: hops[0], under: conditions) == network.rate(of: hops[1], under: conditions))
  }

  @Test("A saddle below a site it joins, and a negative barrier, are refused")
  func unphysicalBarriers() throws {
    let network = try TestNetworks.disordered(3, energy: { $0 })
    #expect(throws: NetworkError.self) { try network.check(.transitionState) }
    let negative = try TestNetworks.disordered(3, barrier: { $0 - 0.5 })
    #expect(throws: NetworkError.self) { try negative.check(.symmetric) }
  }
}
