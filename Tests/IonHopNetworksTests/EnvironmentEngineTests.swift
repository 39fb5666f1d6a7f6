import Foundation
import IonHopCore
import IonHopNetworks
import Testing

/// A ring of eight sites, in turn A and B, whose states can be listed: how often each class of event
/// happens follows from the Boltzmann weights and the rates, without any simulation.
@Suite("Barriers by the ions near, in the engine")
struct EnvironmentEngineTests {
  private static let ring = """
    name: ring
    title: Alternating ring
    cell: { a: 6, b: 20, c: 20 }
    sites:
      A: { position: [0, 0, 0] }
      B: { position: [0.5, 0, 0], energy: 0.04 }
    hops:
      - { class: hop, between: [A, B], distance: [2.9, 3.1], barrier: 0.30, frequency: 1e13 }
    concerted:
      - { class: kick, path: [A, B, A], distances: [[2.9, 3.1], [2.9, 3.1]], angle: [170, 180], barrier: 0.25, frequency: 5e12 }
    environment:
      - { class: hop, near: [A], distance: [4.4, 7.6], table: [0.01, -0.03] }
      - { class: hop, near: [A, B], distance: [4.4, 4.6], perIon: 0.02 }
      - { class: kick, near: [B], distance: [5.9, 6.1], perIon: 0.05 }
    mobile: { Li: { charge: 1, fraction: 0.5 } }

    """

  private static let sites = 8
  private static let ions = 4
  private static let kT = Conditions(temperature: 700).thermalEnergy

  /// States as words of one bit a site, site i at 3 i Å.
  private struct Move {
    var state: Int
    var hopClass: String
    /// 1/s
    var rate: Double
  }

  private static func holds(_ state: Int, _ site: Int) -> Bool {
    state & (1 << ((site % sites + sites) % sites)) != 0
  }

  private static func energy(_ state: Int) -> Double {
    0.04 * Double((0..<sites).count { $0 % 2 == 1 && holds(state, $0) })
  }

  /// From the definitions alone: what the file says of a hop between sites i and i + 1, and of a kick
  /// between A sites i and i + 2.
  private static func moves(_ state: Int) -> [Move] {
    var moves: [Move] = []
    func add(from: Int, to: Int, _ name: String, barrier: Double, frequency: Double) {
      let next =
        state & ~(1 << ((from % sites + sites) % sites)) | 1 << ((to % sites + sites) % sites)
      let change = energy(next) - energy(state)
      let activation = max(barrier + change / 2, change, 0)
      moves.append(
        Move(state: next, hopClass: name, rate: frequency * exp(-activation / kT)))
    }
    for i in 0..<sites {
      if holds(state, i) != holds(state, i + 1) {
        let around = [i - 2, i - 1, i + 2, i + 3]
        let onA = around.count { ($0 + sites) % 2 == 0 && holds(state, $0) }
        let next = [i - 1, i + 2].count { holds(state, $0) }
        let barrier = 0.30 + (onA == 0 ? 0.01 : -0.03) + 0.02 * Double(next)
        let (from, to) = holds(state, i) ? (i, i + 1) : (i + 1, i)
        add(from: from, to: to, "hop", barrier: barrier, frequency: 1e13)
      }
      if i % 2 == 0, holds(state, i + 1), holds(state, i) != holds(state, i + 2) {
        let near = [i - 1, i + 3].count { holds(state, $0) }
        let (from, to) = holds(state, i) ? (i, i + 2) : (i + 2, i)
        add(from: from, to: to, "kick", barrier: 0.25 + 0.05 * Double(near), frequency: 5e12)
      }
    }
    return moves
  }

  @Test("Mean energy and the rate of each class are those of the sum over all states")
  func exact() throws {
    let states = (0..<1 << Self.sites).filter { $0.nonzeroBitCount == Self.ions }
    var (sum, energy, rates) = (0.0, 0.0, ["hop": 0.0, "kick": 0.0])
    for state in states {
      let weight = exp(-Self.energy(state) / Self.kT)
      sum += weight
      energy += weight * Self.energy(state)
      for move in Self.moves(state) { rates[move.hopClass, default: 0] += weight * move.rate }
    }
    let lattice = try Lattice.parse(Self.ring, file: "ring.yaml")
    let network = try lattice.network(supercell: (4, 1, 1))
    let environment = try #require(try lattice.environment(on: network))
    #expect(abs(environment.least + 0.03) < 1e-15)
    let plan = try EnginePlan(
      network, ions: Self.ions, conditions: Conditions(temperature: 700), barriers: environment)
    #expect(plan.selector == .rejectionFree)
    var engine = try Engine(plan, seed: 17)
    engine.advance(by: 1, hops: 5000)
    let total = rates.values.reduce(0, +) / sum
    var (energies, found): ([Double], [[Double]]) = ([], [])
    for _ in 0..<80 {
      let (hops, time) = (engine.hopsPerClass, engine.time)
      var mean = 0.0
      for _ in 0..<100 {
        engine.advance(by: 20 / total)
        mean += engine.energy() / 100
      }
      energies.append(mean)
      found.append(zip(engine.hopsPerClass, hops).map { Double($0 - $1) / (engine.time - time) })
    }
    expect(energies, energy / sum)
    for (index, name) in network.hopClasses.enumerated() {
      expect(found.map { $0[index] }, try #require(rates[name]) / sum)
    }
    // The numbers would tell: without the environment hops are some tenths more or less frequent.
    let plain = try EnginePlan(
      network, ions: Self.ions, conditions: Conditions(temperature: 700))
    var other = try Engine(plain, seed: 17)
    other.advance(by: 20_000 / total)
    let hop = try #require(network.hopClasses.firstIndex(of: "hop"))
    let bare = Double(other.hopsPerClass[hop]) / other.time
    #expect(abs(bare / (try #require(rates["hop"]) / sum) - 1) > 0.05)
  }

  private static let expansion = """
    environment:
      - class: hop
        clusterExpansion:
          basis: spin
          constant: 0.02
          sites:
            next: { near: [A, B], distance: [4.4, 4.6] }
            second: { near: [A, B], distance: [7.4, 7.6], ends: [[5.9, 6.1], [8.9, 9.1]] }
          clusters:
            - { sites: [next], energy: 0.011 }
            - { sites: [next, next], energy: -0.019 }
            - { sites: [next, second], distance: [2.9, 3.1], energy: 0.023 }
            - { sites: [next, second, second], energy: 0.007 }

    """

  /// The same hops with the barrier of the expansion, written out: i − 1 and i + 2 are next to a hop
  /// from i to i + 1, i − 2 and i + 3 second, which on eight sites are all but i + 4 and i + 5.
  private static func expandedMoves(_ state: Int) -> [Move] {
    func spin(_ site: Int) -> Double { holds(state, site) ? -1 : 1 }
    return (0..<sites).filter { holds(state, $0) != holds(state, $0 + 1) }.map { i in
      let (a, b, c, d) = (spin(i - 1), spin(i + 2), spin(i - 2), spin(i + 3))
      let barrier =
        0.30 + 0.02 + 0.011 * (a + b) - 0.019 * a * b + 0.023 * (a * c + b * d)
        + 0.007 * (a + b) * c * d
      let next = state ^ (1 << i) ^ (1 << ((i + 1) % sites))
      let change = energy(next) - energy(state)
      return Move(
        state: next, hopClass: "hop",
        rate: 1e13 * exp(-max(barrier + change / 2, change, 0) / kT))
    }
  }

  @Test("With a cluster expansion the hops are as many as the sum over all states says")
  func clusters() throws {
    let states = (0..<1 << Self.sites).filter { $0.nonzeroBitCount == Self.ions }
    var (sum, energy, rate) = (0.0, 0.0, 0.0)
    for state in states {
      let weight = exp(-Self.energy(state) / Self.kT)
      sum += weight
      energy += weight * Self.energy(state)
      rate += weight * Self.expandedMoves(state).reduce(0) { $0 + $1.rate }
    }
    let parts = Self.ring.components(separatedBy: "concerted:")
    let lattice = try Lattice.parse(
      parts[0] + Self.expansion + "mobile: { Li: { charge: 1, fraction: 0.5 } }\n",
      file: "ring.yaml")
    let network = try lattice.network(supercell: (4, 1, 1))
    let environment = try #require(try lattice.environment(on: network))
    let plan = try EnginePlan(
      network, ions: Self.ions, conditions: Conditions(temperature: 700), barriers: environment)
    var engine = try Engine(plan, seed: 23)
    engine.advance(by: 1, hops: 5000)
    var (energies, rates): ([Double], [Double]) = ([], [])
    for _ in 0..<80 {
      let (hops, time) = (engine.hops, engine.time)
      var mean = 0.0
      for _ in 0..<100 {
        engine.advance(by: 20 * sum / rate)
        mean += engine.energy() / 100
      }
      energies.append(mean)
      rates.append(Double(engine.hops - hops) / (engine.time - time))
    }
    expect(energies, energy / sum)
    expect(rates, rate / sum)
    let bare = states.reduce(0.0) { total, state in
      total + exp(-Self.energy(state) / Self.kT)
        * Self.moves(state).reduce(0) { $0 + ($1.hopClass == "hop" ? $1.rate : 0) }
    }
    #expect(abs(bare / rate - 1) > 0.05)
  }

  private func expect(_ blocks: [Double], _ exact: Double) {
    let mean = blocks.reduce(0, +) / Double(blocks.count)
    let variance =
      blocks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      / Double(blocks.count * (blocks.count - 1))
    #expect(abs(mean - exact) <= 4.5 * variance.squareRoot(), "\(mean) against \(exact)")
  }

  @Test("A table of one value shifts every barrier of its class alike")
  func constant() throws {
    let lattice = try HostLattice.lattice(
      "environment: [{ class: nearest, near: [A], distance: [3.3, 3.4], table: [100 meV] }]\n")
    let network = try lattice.network(supercell: (4, 4, 4))
    let plan = try EnginePlan(
      network, ions: 1, conditions: Conditions(temperature: 700),
      barriers: lattice.environment(on: network))
    var engine = try Engine(plan, seed: 5)
    let rate = 6e13 * exp(-0.4 / Self.kT)
    let wanted = 250_000.0
    engine.advance(by: wanted / rate)
    // Poisson: the variance of the count is its mean.
    #expect(abs(Double(engine.hops) - wanted) < 4.5 * wanted.squareRoot())
  }
}
