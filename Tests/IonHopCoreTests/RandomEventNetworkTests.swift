import Foundation
import Testing

@testable import IonHopCore

/// Networks made at random, so that no symmetry can hide a fault: sites, energies, hops, pairs of
/// either sign and compound events of two or three ions.
@Suite("Compound events on random networks")
struct RandomEventNetworkTests {
  private static let sites = 7
  private static let ions = 4

  /// Seven sites in a row that closes, with a few hops across, and events along hops.
  private func network(_ random: inout RandomStream) throws -> SiteNetwork {
    let edge = 14.0
    var draft = NetworkDraft(cell: try .cubic(edge))
    for site in 0..<Self.sites {
      let jitter = SIMD3(random.uniform(), random.uniform(), random.uniform())
      draft.addSite(
        at: 2 * SIMD3(Double(site), Double(site * site % 5), Double(site * site * site % 7))
          + jitter,
        energy: 0.08 * random.uniform())
    }
    func step(_ i: Int, _ j: Int) -> SIMD3<Double> {
      draft.sites[j].position - draft.sites[i].position
    }
    var near: [Set<Int>] = Array(repeating: [], count: Self.sites)
    func join(_ i: Int, _ j: Int) {
      guard i != j, near[i].insert(j).inserted else { return }
      near[j].insert(i)
      draft.addHop(
        from: i, to: j, displacement: step(i, j), barrier: 0.28 + 0.04 * random.uniform(),
        frequency: 1e13)
    }
    for site in 0..<Self.sites { join(site, (site + 1) % Self.sites) }
    for _ in 0..<3 { join(any(&random), any(&random)) }
    draft.addReverseHops()
    for i in 0..<Self.sites {
      for j in (i + 1)..<Self.sites where random.uniform() < 0.4 {
        draft.addPair(i, j, displacement: step(i, j), energy: 0.12 * random.uniform() - 0.05)
      }
    }
    var known: Set<[Int]> = []
    for _ in 0..<40 {
      let path = walk(over: near, &random)
      guard path.count > 2,
        known.insert(min(path, path.reversed()) { $0.lexicographicallyPrecedes($1) }).inserted
      else { continue }
      draft.addEvent(
        steps: zip(path, path.dropFirst()).map {
          EventStep(from: $0, to: $1, displacement: step($0, $1))
        }, barrier: 0.26 + 0.06 * random.uniform(), frequency: 1e13, eventClass: "kick")
    }
    return try SiteNetwork(draft)
  }

  private func any(_ random: inout RandomStream) -> Int {
    Int(random.integer(below: UInt32(Self.sites)))
  }

  private func min(_ a: [Int], _ b: [Int], by less: ([Int], [Int]) -> Bool) -> [Int] {
    less(a, b) ? a : b
  }

  /// Three or four different sites, each joined to the next.
  private func walk(over near: [Set<Int>], _ random: inout RandomStream) -> [Int] {
    var path = [any(&random)]
    let length = 3 + Int(random.integer(below: 2))
    while path.count < length {
      let next = near[path[path.count - 1]].subtracting(path).sorted()
      guard !next.isEmpty else { break }
      path.append(next[Int(random.integer(below: UInt32(next.count)))])
    }
    return path
  }

  /// The time (s) in which the slowest departure from equilibrium dies away, by power iteration.
  private func relaxation(_ system: SmallSystem, _ weights: [Double]) -> Double {
    let numbers = Dictionary(uniqueKeysWithValues: system.states.enumerated().map { ($1, $0) })
    let moves = system.states.map { state in
      system.moves(state).map { (numbers[$0.state] ?? 0, $0.rate) }
    }
    let step = 0.5 / (moves.map { $0.reduce(0) { $0 + $1.1 } }.max() ?? 1)
    // Of a function of the state, whose mean is kept at zero.
    var values = system.states.indices.map { Double($0 * $0 % 11) }
    var share = 0.0
    for _ in 0..<3000 {
      var next = values
      for (state, moves) in moves.enumerated() {
        for (target, rate) in moves {
          next[state] += rate * step * (values[target] - values[state])
        }
      }
      let mean = zip(next, weights).reduce(0) { $0 + $1.0 * $1.1 }
      next = next.map { $0 - mean }
      let size = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      share = size / values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      values = next.map { $0 / size }
    }
    return step / -log(share)
  }

  @Test(
    "Every state of a random network is met as often as its Boltzmann weight says: χ² of 10⁵ samples",
    arguments: 1...10)
  func detailedBalance(seed: Int) throws {
    var random = try RandomStream(seed: UInt64(seed))
    let network = try network(&random)
    let conditions = Conditions(
      temperature: 700, rateLaw: RateLaw.allCases[seed % RateLaw.allCases.count],
      pairEnergy: 0.03)
    let system = SmallSystem(network, conditions, ions: Self.ions) { _, _ in 0 }
    let raw = system.states.map { exp(-system.energy($0) / conditions.thermalEnergy) }
    let weights = raw.map { $0 / raw.reduce(0, +) }
    #expect(network.compoundEvents.count > 4)
    // Samples five relaxation times apart remember 0.7 % of each other.
    let interval = 5 * relaxation(system, weights)
    let plan = try EnginePlan(network, ions: Self.ions, conditions: conditions)
    var engine = try Engine(plan, seed: UInt64(100 + seed))
    var counts: [Int: Int] = [:]
    let samples = 100_000
    var positions = Array(repeating: 0.0, count: 3 * Self.ions)
    for sample in 0..<samples {
      engine.advance(by: interval)
      let state = (0..<Self.sites).reduce(0) { engine.isOccupied($1) ? $0 | 1 << $1 : $0 }
      counts[state, default: 0] += 1
      guard sample % 100 == 0 else { continue }
      engine.writePositions(into: &positions)
      #expect(sitesOf(positions, network) == state)
    }
    #expect(counts.keys.allSatisfy { $0.nonzeroBitCount == Self.ions })
    let expected = weights.map { $0 * Double(samples) }
    #expect(expected.min() ?? 0 > 5)
    let chiSquared = zip(system.states, expected).reduce(0) { sum, state in
      let difference = Double(counts[state.0] ?? 0) - state.1
      return sum + difference * difference / state.1
    }
    // E. B. Wilson, M. M. Hilferty, PNAS 17, 684 (1931), doi:10.1073/pnas.17.12.684.
    let freedom = Double(system.states.count - 1)
    let spread = 2 / (9 * freedom)
    let deviation = (pow(chiSquared / freedom, 1.0 / 3) - (1 - spread)) / spread.squareRoot()
    #expect(abs(deviation) < 4, "χ² \(chiSquared) of \(freedom)")
  }

  /// The state in which each ion stands where its followed position says; nil if two share a site or
  /// one stands on none.
  private func sitesOf(_ positions: [Double], _ network: SiteNetwork) -> Int? {
    var state = 0
    for ion in 0..<positions.count / 3 {
      let r = SIMD3(positions[3 * ion], positions[3 * ion + 1], positions[3 * ion + 2])
      let site = (0..<network.siteCount).first { site in
        let apart = network.cell.fractional(r - network.position(of: site))
        return length(network.cell.cartesian(apart - apart.rounded(.toNearestOrEven))) < 1e-6
      }
      guard let site, state & (1 << site) == 0 else { return nil }
      state |= 1 << site
    }
    return state
  }
}
