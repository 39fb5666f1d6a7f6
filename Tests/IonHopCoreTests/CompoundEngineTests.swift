import Foundation
import Testing

@testable import IonHopCore

/// Small systems of which all states can be listed: how often each class of event happens follows
/// from the Boltzmann weights and the rates, without any simulation.
@Suite("Compound events and pairs in the engine")
struct CompoundEngineTests {
  private static let temperature = 700.0

  /// Six sites on a ring, in turn 0 and 0.04 eV, with pairs beyond the hop and two ions that step
  /// on together.
  private func ring() throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try Cell([18, 0, 0], [0, 10, 0], [0, 0, 10]))
    let step: SIMD3<Double> = [3, 0, 0]
    for i in 0..<6 {
      draft.addSite(
        at: Double(i) * step, kind: i % 2 == 0 ? "A" : "B", energy: 0.04 * Double(i % 2))
    }
    for i in 0..<6 {
      let (next, after) = ((i + 1) % 6, (i + 2) % 6)
      draft.addHop(
        from: i, to: next, displacement: step, barrier: 0.3, frequency: 1e13, hopClass: "hop")
      draft.addPair(i, after, displacement: 2 * step, energy: i % 2 == 0 ? 0.05 : -0.02)
      draft.addEvent(
        steps: [
          EventStep(from: i, to: next, displacement: step),
          EventStep(from: next, to: after, displacement: step),
        ], barrier: 0.27, frequency: 5e12, eventClass: "kick")
    }
    draft.addReverseHops()
    return try SiteNetwork(draft)
  }

  @Test(
    "Each class of event happens as often as weights and rates say", arguments: RateLaw.allCases)
  func frequencies(law: RateLaw) throws {
    let conditions = Conditions(
      temperature: Self.temperature, rateLaw: law, field: [2e-3, 0, 0], pairEnergy: 0.03)
    try compare(ring(), conditions, ions: 3, barriers: nil)
  }

  @Test("Barriers that depend on the ions around keep detailed balance, and act as they say")
  func localBarriers() throws {
    for least in [-0.05, 0.0] {
      let conditions = Conditions(temperature: Self.temperature, pairEnergy: 0.03)
      try compare(ring(), conditions, ions: 3, barriers: Crowding(least: least))
    }
  }

  @Test("Three ions on a triangle go round, both ways alike, and move no charge")
  func rings() throws {
    var draft = NetworkDraft(cell: try .cubic(20))
    let places: [SIMD3<Double>] = [[0, 0, 0], [3, 0, 0], [1.5, 2.6, 0], [6, 0, 0]]
    for place in places { draft.addSite(at: place) }
    for (i, j) in [(0, 1), (1, 2), (1, 3)] {
      draft.addHop(
        from: i, to: j, displacement: places[j] - places[i], barrier: 0.3, frequency: 1e13)
    }
    draft.addReverseHops()
    let corners = [0, 1, 2, 0]
    draft.addEvent(
      steps: zip(corners, corners.dropFirst()).map {
        EventStep(from: $0, to: $1, displacement: places[$1] - places[$0])
      }, barrier: 0.28, frequency: 1e13, eventClass: "ring")
    let network = try SiteNetwork(draft)
    try compare(network, Conditions(temperature: Self.temperature), ions: 3, barriers: nil)
    let plan = try EnginePlan(network, ions: 3, conditions: Conditions(temperature: 700))
    var engine = try Engine(plan, seed: 3)
    engine.advance(by: 1, hops: 10_001)
    #expect(length(engine.collectiveDisplacement) < 12)
    #expect(Set((0..<4).filter { engine.isOccupied($0) }).count == 3)
  }

  @Test("In an interstitialcy the charge goes two steps, each ion one")
  func charge() throws {
    let network = try ring()
    let plan = try EnginePlan(
      network, ions: 3, conditions: Conditions(temperature: Self.temperature))
    var engine = try Engine(plan, seed: 5)
    var (before, after) = (Array(repeating: 0.0, count: 9), Array(repeating: 0.0, count: 9))
    let kick = try #require(network.hopClasses.firstIndex(of: "kick"))
    for _ in 0..<2000 {
      engine.writePositions(into: &before)
      let (charge, kicks) = (engine.collectiveDisplacement.x, engine.hopsPerClass[kick])
      engine.advance(by: 1, hops: 1)
      engine.writePositions(into: &after)
      let moved = (0..<3).map { after[3 * $0] - before[3 * $0] }
      let isKick = engine.hopsPerClass[kick] > kicks
      #expect(moved.count { abs($0) > 1e-9 } == (isKick ? 2 : 1))
      #expect(moved.allSatisfy { abs($0) < 3 + 1e-9 })
      #expect(abs(engine.collectiveDisplacement.x - charge - moved.reduce(0, +)) < 1e-9)
      #expect(abs(abs(engine.collectiveDisplacement.x - charge) - (isKick ? 6 : 3)) < 1e-9)
    }
  }

  @Test("Vacancies cannot be the carriers of compound events, nor null events select them")
  func refusals() throws {
    let conditions = Conditions(temperature: Self.temperature)
    #expect(throws: EngineError.self) {
      try EnginePlan(ring(), ions: 5, conditions: conditions, carriers: .vacancies)
    }
    for selector in [SelectorKind.nullEvent, .compositionRejection] {
      #expect(throws: EngineError.self) {
        try EnginePlan(ring(), ions: 3, conditions: conditions, selector: selector)
      }
    }
    #expect(throws: EngineError.self) {
      try EnginePlan(ring(), ions: 3, conditions: conditions, basins: .on)
    }
  }

  @Test(
    "Energies that no whole number of levels can hold are refused, and endless barriers never met")
  func absurdNumbers() throws {
    for energy in [1e6, -1e30, 1e300] {
      #expect(throws: EngineError.self) {
        try EnginePlan(
          ring(), ions: 3,
          conditions: Conditions(temperature: Self.temperature, pairEnergy: energy))
      }
    }
    var draft = NetworkDraft(cell: try .cubic(9))
    for i in 0..<3 { draft.addSite(at: [3 * Double(i), 0, 0]) }
    for (i, barrier) in [0.3, 1e30, 1e300].enumerated() {
      draft.addHop(
        from: i, to: (i + 1) % 3, displacement: [3, 0, 0], barrier: barrier, frequency: 1e13)
    }
    draft.addReverseHops()
    let plan = try EnginePlan(
      SiteNetwork(draft), ions: 1,
      conditions: Conditions(temperature: Self.temperature, pairEnergy: 0.1))
    var engine = try Engine(plan, seed: 1)
    engine.advance(by: 1, hops: 1000)
    #expect(!engine.isOccupied(2) || engine.hops == 0)
  }

  /// Barriers rise with each ion beside the event.
  private struct Crowding: LocalBarrier {
    let least: Double

    func shift(of event: BarrierEvent, _ ions: Surroundings) -> Double {
      let beside = Set([event.first, event.last].flatMap { [($0 + 5) % 6, ($0 + 1) % 6] })
      return 0.03 * Double(beside.count { ions[$0] })
    }
  }

  // MARK: All states

  /// Compares mean energy and the rate of each class with sums over all states.
  private func compare(
    _ network: SiteNetwork, _ conditions: Conditions, ions: Int, barriers: Crowding?
  ) throws {
    let field = conditions.field != .zero
    let exact = states(network, conditions, ions: ions, barriers)
    let plan = try EnginePlan(network, ions: ions, conditions: conditions, barriers: barriers)
    #expect(plan.selector == .rejectionFree && plan.carriers == .ions)
    var engine = try Engine(plan, seed: 11)
    engine.advance(by: 1, hops: 5000)
    let total = exact.rates.reduce(0, +)
    let blocks = 60
    var (energies, rates): ([Double], [[Double]]) = ([], [])
    for _ in 0..<blocks {
      let (hops, time) = (engine.hopsPerClass, engine.time)
      var energy = 0.0
      for _ in 0..<100 {
        engine.advance(by: 10 / total)
        energy += engine.energy() / 100
      }
      energies.append(energy)
      rates.append(
        zip(engine.hopsPerClass, hops).map { Double($0 - $1) / (engine.time - time) })
    }
    // A field drives the ring, whose weights are then no longer those of Boltzmann.
    if !field { expect(energies, exact.energy) }
    for c in exact.rates.indices where !field { expect(rates.map { $0[c] }, exact.rates[c]) }
    if field {
      let drift = driven(network, conditions, ions: ions)
      for c in drift.indices { expect(rates.map { $0[c] }, drift[c]) }
    }
  }

  private func expect(_ blocks: [Double], _ exact: Double) {
    let mean = blocks.reduce(0, +) / Double(blocks.count)
    let variance =
      blocks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      / Double(blocks.count * (blocks.count - 1))
    #expect(abs(mean - exact) <= 4.5 * variance.squareRoot() + 1e-12 * abs(exact))
  }

  /// Mean energy (eV) and events of each class per second in equilibrium.
  private func states(
    _ network: SiteNetwork, _ conditions: Conditions, ions: Int, _ barriers: Crowding?
  ) -> (energy: Double, rates: [Double]) {
    let all = SmallSystem(network, conditions, ions: ions) { event, state in
      guard let barriers else { return 0 }
      let path = event.path
      let beside = Set([path[0], path[path.count - 1]].flatMap { [($0 + 5) % 6, ($0 + 1) % 6] })
      let count = beside.subtracting(path).count { state & (1 << $0) != 0 }
      return max(0.03 * Double(count), barriers.least)
    }
    let weights = all.states.map { exp(-all.energy($0) / conditions.thermalEnergy) }
    return all.averages(weights)
  }

  /// The same in the steady state under a field.
  private func driven(
    _ network: SiteNetwork, _ conditions: Conditions, ions: Int
  ) -> [Double] {
    SmallSystem(network, conditions, ions: ions) { _, _ in 0 }.steadyAverages().rates
  }
}
