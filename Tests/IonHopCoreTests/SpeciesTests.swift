import Foundation
import Testing

@testable import IonHopCore

@Suite("Several mobile species")
struct SpeciesTests {
  /// A ladder of eight places with energies and barriers of its own for each species.
  private func layer(seed: UInt64, frequency: Double) throws -> SiteNetwork {
    var random = try RandomStream(seed: seed)
    var draft = NetworkDraft(cell: try Cell([12, 0, 0], [0, 10, 0], [0, 0, 10]))
    for rung in 0..<4 {
      for side in 0..<2 {
        draft.addSite(
          at: [3 * Double(rung), 3 * Double(side), 0], energy: 0.06 * random.uniform())
      }
    }
    func join(_ from: Int, _ to: Int, _ displacement: SIMD3<Double>) {
      draft.addHop(
        from: from, to: to, displacement: displacement, barrier: 0.1 + 0.1 * random.uniform(),
        frequency: frequency)
    }
    for rung in 0..<4 {
      join(2 * rung, 2 * rung + 1, [0, 3, 0])
      for side in 0..<2 { join(2 * rung + side, (2 * rung + 2) % 8 + side, [3, 0, 0]) }
    }
    draft.addReverseHops()
    return try SiteNetwork(draft)
  }

  private func joint(pairs: [LayerPair]) throws -> SiteNetwork {
    try .joining(
      [
        SpeciesLayer("Li", charge: 1, layer(seed: 1, frequency: 1e13)),
        SpeciesLayer("X", charge: -2, layer(seed: 2, frequency: 3e12)),
      ], sharing: .sameSites, pairs: pairs)
  }

  private static let pairs = [
    LayerPair((0, 0), (1, 1), energy: -0.05), LayerPair((0, 2), (1, 4), energy: 0.04),
    LayerPair((0, 3), (0, 5), energy: 0.03),
  ]

  struct Case: Sendable, CustomStringConvertible {
    var selector: SelectorKind
    var law = RateLaw.symmetric
    var field = SIMD3<Double>.zero
    var pairs = false
    var description: String { "\(selector) \(law) \(field.x) V/Å, pairs \(pairs)" }
  }

  @Test(
    "Hops of each species come as often as the master equation says",
    arguments: [
      Case(selector: .nullEvent), Case(selector: .compositionRejection),
      Case(selector: .rejectionFree), Case(selector: .nullEvent, field: [0.01, 0, 0]),
      Case(selector: .rejectionFree, field: [0.01, 0, 0], pairs: true),
      Case(selector: .rejectionFree, law: .metropolis, pairs: true),
      Case(selector: .rejectionFree, law: .heatBath, pairs: true),
      Case(selector: .rejectionFree, law: .initialState, pairs: true),
      Case(selector: .automatic, pairs: true), Case(selector: .automatic),
    ])
  func rates(_ test: Case) throws {
    let network = try joint(pairs: test.pairs ? Self.pairs : [])
    let conditions = Conditions(temperature: 500, rateLaw: test.law, field: test.field)
    let exact = SmallSystem(network, conditions, counts: [3, 2]).steadyAverages()
    let plan = try EnginePlan(
      network, counts: [3, 2], conditions: conditions, selector: test.selector)
    var blocks: [[Double]] = []
    for seed in 1...24 {
      var engine = try Engine(plan, seed: UInt64(seed))
      engine.advance(by: .infinity, hops: 2_000)
      let (hops, time) = (engine.hopsPerClass, engine.time)
      engine.advance(by: .infinity, hops: 40_000)
      blocks.append(
        zip(engine.hopsPerClass, hops).map { Double($0 - $1) / (engine.time - time) })
      expectOneIonAPlace(engine, [3, 2])
    }
    #expect(network.hopClasses == ["Li hop", "X hop"])
    for c in exact.rates.indices { expect(blocks.map { $0[c] }, exact.rates[c]) }
  }

  /// 4.5 standard errors of 24 blocks.
  private func expect(_ blocks: [Double], _ exact: Double) {
    let mean = blocks.reduce(0, +) / Double(blocks.count)
    let variance =
      blocks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      / Double(blocks.count * (blocks.count - 1))
    #expect(abs(mean - exact) <= 4.5 * variance.squareRoot())
    #expect(variance.squareRoot() < 0.01 * exact)
  }

  private func expectOneIonAPlace(_ engine: borrowing Engine, _ counts: [Int]) {
    let layers = engine.plan.network.layers!
    for species in 0..<layers.count {
      let sites = layers.sites(of: species)
      var ions = 0
      for site in sites where engine.isOccupied(site) {
        ions += 1
        layers.forEachOther(at: site) { other in
          if engine.isOccupied(other) { Issue.record("two ions at the place of site \(site)") }
        }
      }
      #expect(ions == counts[species])
    }
  }

  @Test("In a ring, ions of two species never change their order", arguments: SelectorKind.allCases)
  func order(selector: SelectorKind) throws {
    let ring = try TestNetworks.ring(24)
    let network = try SiteNetwork.joining(
      [SpeciesLayer("Li", charge: 1, ring), SpeciesLayer("Na", charge: 1, ring)],
      sharing: .sameSites)
    let plan = try EnginePlan(
      network, counts: [7, 6], conditions: Conditions(temperature: 600), selector: selector)
    var engine = try Engine(plan, seed: 3)
    var positions = Array(repeating: 0.0, count: 3 * 13)
    func order(_ engine: borrowing Engine) -> [Int] {
      engine.writePositions(into: &positions)
      return (0..<13).sorted { positions[3 * $0] < positions[3 * $1] }
    }
    let before = order(engine)
    for _ in 0..<200 {
      engine.advance(by: .infinity, hops: 500)
      #expect(order(engine) == before)
    }
  }

  @Test("Mean-field occupation meets all numbers of ions, and a free place is as likely for all")
  func occupation() throws {
    let network = try joint(pairs: [])
    let kT = 0.05
    let occupation = LayeredOccupation([3, 2], on: network, network.layers!, thermalEnergy: kT)
    let o = occupation.ofSite
    #expect(abs(o[0..<8].reduce(0, +) - 3) < 1e-9)
    #expect(abs(o[8..<16].reduce(0, +) - 2) < 1e-9)
    for species in 0..<2 {
      // x = o/(1 − all at the place) times exp(E/kT) is the activity, the same on all sites.
      let activity = (0..<8).map { place in
        o[8 * species + place] / (1 - o[place] - o[8 + place])
          * exp(network.energy(of: 8 * species + place) / kT)
      }
      #expect(activity.allSatisfy { abs($0 / activity[0] - 1) < 1e-6 })
    }
  }

  @Test("Layers that do not fit are refused, with the mend")
  func errors() throws {
    let ring = try TestNetworks.ring(4)
    let li = SpeciesLayer("Li", charge: 1, ring)
    let na = SpeciesLayer("Na", charge: 1, ring)
    #expect(throws: NetworkError.unlikeLayers("two species have one name")) {
      try SiteNetwork.joining([li, li])
    }
    #expect(throws: NetworkError.self) {
      try SiteNetwork.joining([li, SpeciesLayer("Na", charge: 1, TestNetworks.ring(5))])
    }
    #expect(throws: NetworkError.self) {
      try SiteNetwork.joining([li, na], sharing: .numbered([[0, 1, 2, 2], [0, 1, 2, 3]]))
    }
    #expect(throws: NetworkError.badLayerPair("layer 1 has no site 9")) {
      try SiteNetwork.joining([li, na], pairs: [LayerPair((0, 0), (1, 9), energy: 0.1)])
    }
    let joint = try SiteNetwork.joining([li, na], sharing: .sameSites)
    #expect(throws: NetworkError.layered) { try joint.supercell(2, 1, 1) }
    let hot = Conditions(temperature: 600)
    #expect(throws: EngineError.fullLattice(ions: 4, sites: 4)) {
      try EnginePlan(joint, counts: [2, 2], conditions: hot)
    }
    #expect(throws: EngineError.wrongSpecies(given: 1, layers: 2)) {
      try EnginePlan(joint, ions: 2, conditions: hot)
    }
    #expect(throws: EngineError.self) {
      try EnginePlan(joint, counts: [1, 1], conditions: hot, carriers: .vacancies)
    }
    #expect(throws: EngineError.self) {
      try EnginePlan(
        joint, counts: [1, 1], conditions: Conditions(temperature: 600, pairEnergy: 0.1))
    }
  }
}
