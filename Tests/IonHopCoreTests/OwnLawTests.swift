import Foundation
import IonHopCore
import Testing

@Suite("Rate laws and observers of one's own")
struct OwnLawTests {
  private static let kT = PhysicalConstants.boltzmann * 600

  /// Two sites of unlike energy (eV) on a ring, 1.5 Å apart.
  private func ring(_ energy: Double) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try .cubic(3))
    draft.addSite(at: .zero, kind: "A")
    draft.addSite(at: SIMD3(1.5, 0, 0), kind: "B", energy: energy)
    for (from, to) in [(0, 1), (1, 0)] {
      draft.addHop(
        from: from, to: to, displacement: SIMD3(1.5, 0, 0), barrier: 0.3, frequency: 1e13)
    }
    draft.addReverseHops()
    return try SiteNetwork(draft)
  }

  /// Marcus's law, whose reorganisation energy is 1.2 eV: detailed balance follows from
  /// (λ − ΔE)² − (λ + ΔE)² = −4λΔE.
  private func marcus(_ network: SiteNetwork, _ hop: SiteNetwork.Hop) -> Double {
    let change = network.energy(of: hop.to) - network.energy(of: hop.from)
    return 1e13 * exp(-pow(1.2 + change, 2) / (4 * 1.2 * Self.kT))
  }

  @Test("A network with rates of one's own has these rates")
  func rates() throws {
    let network = try ring(0.08)
    let own = try network.withRates(at: 600) { marcus(network, $0) }
    let conditions = Conditions(temperature: 600, rateLaw: .transitionState)
    try own.check(.transitionState)
    for site in 0..<own.siteCount {
      for hop in own.hops(from: site) {
        let expected = marcus(network, hop)
        #expect(abs(own.rate(of: hop, under: conditions) / expected - 1) < 1e-9)
      }
    }
  }

  @Test("Rates without detailed balance are refused, and rates that are none")
  func refused() throws {
    let network = try ring(0.08)
    #expect(throws: NetworkError.self) { try network.withRates(at: 600) { _ in 1e9 } }
    for rate in [0, -1, .infinity, .nan] {
      #expect(throws: NetworkError.self) { try network.withRates(at: 600) { _ in rate } }
    }
  }

  private struct Occupation: EngineObserver {
    var looks = 0
    var lower = 0
    var times: [Double] = []

    mutating func observe(_ engine: borrowing Engine) {
      looks += 1
      lower += engine.isOccupied(0) ? 1 : 0
      times.append(engine.time)
    }
  }

  @Test("An observer sees a lone ion on two sites as often as Boltzmann says")
  func observer() throws {
    let network = try ring(0.08)
    let own = try network.withRates(at: 600) { marcus(network, $0) }
    let plan = try EnginePlan(
      own, ions: 1, conditions: Conditions(temperature: 600, rateLaw: .transitionState))
    var engine = try Engine(plan, seed: 5)
    var seen = Occupation()
    // Some ten hops between two looks, after which the site is forgotten.
    let rate = marcus(network, own.hops(from: 0)[0])
    engine.advance(by: 20_000 * 10 / rate, showing: &seen, times: 20_000)
    #expect(seen.looks == 20_000)
    #expect(zip(seen.times, seen.times.dropFirst()).allSatisfy { $0 < $1 })
    let share = 1 / (1 + exp(-0.08 / Self.kT))
    let error = (share * (1 - share) / 20_000).squareRoot()
    #expect(abs(Double(seen.lower) / 20_000 - share) < 4 * error)
  }

  @Test("Without looks the engine runs on")
  func noLooks() throws {
    let plan = try EnginePlan(
      try ring(0), ions: 1, conditions: Conditions(temperature: 600))
    var engine = try Engine(plan, seed: 5)
    var seen = Occupation()
    engine.advance(by: 1e-9, showing: &seen, times: 0)
    #expect(seen.looks == 0)
    #expect(engine.time == 1e-9)
  }
}
