import Foundation
import IonHopCore
import IonHopFields
import Testing

@testable import IonHopNetworks

@Suite("Boundary rules")
struct PolycrystalRulesTests {
  static func grains() throws -> GrainNetwork {
    let network = try PolycrystalNetworkTests.lattice().network(supercell: (12, 10, 9))
    return try GrainNetwork(
      network, in: .voronoi(in: network.cell, grains: 4, seed: 5))
  }

  static func everything() throws -> BoundaryRules {
    var rules = BoundaryRules(
      coreWidth: 6, barrierRise: .logNormal(mean: 0.1, deviation: 0.05))
    rules.wellSpread = .gaussian(mean: 0, deviation: 0.04)
    rules.coreSiteEnergy = -0.1
    rules.potential = try PotentialProfile(distances: [0, 10], energies: [0.2, 0])
    rules.missingSites = 0.1
    rules.missingBonds = 0.2
    rules.segregation = BoundaryRules.Segregation(share: 0.1, width: 12)
    rules.secondPhase = BoundaryRules.SecondPhase(
      coverage: 0.5, thickness: 3, patchSize: 8, effect: .barrier(0.6))
    return rules
  }

  /// Symmetric barriers and equal frequencies are detailed balance, under every rate law.
  static func checkBalance(_ network: SiteNetwork) {
    let reverse = GrainNetwork.reverses(in: network)
    for site in 0..<network.siteCount {
      for index in network.hopRange(from: site) {
        let hop = network.hop(index, from: site)
        #expect(reverse[index] >= 0)
        let back = network.hop(Int(reverse[index]), from: hop.to)
        #expect(back.to == site && back.barrier == hop.barrier)
        #expect(back.frequency == hop.frequency)
        #expect(length(back.displacement + hop.displacement) < 1e-9)
      }
    }
  }

  @Test("All knobs at once keep detailed balance, and a seed gives one network")
  func balance() throws {
    let grains = try Self.grains()
    let rules = try Self.everything()
    let one = try rules.applied(to: grains, seed: 9)
    Self.checkBalance(one.network)
    #expect(one.grain.count == one.network.siteCount)
    let two = try rules.applied(to: grains, seed: 9)
    let other = try rules.applied(to: grains, seed: 10)
    let all = { (g: GrainNetwork) in (0..<g.network.siteCount).flatMap { g.network.hops(from: $0) }
    }
    #expect(all(one) == all(two))
    #expect(all(one) != all(other))
    #expect(one.distance == two.distance)
  }

  @Test("Each knob does what it says, and leaves the draws of the others as they were")
  func knobs() throws {
    let grains = try Self.grains()
    let bulk = grains.network
    let core = grains.distance.indices.filter { grains.distance[$0] <= 3 }
    var rules = BoundaryRules(coreWidth: 6, barrierRise: .uniform(0.1...0.3))
    let raised = try rules.applied(to: grains, seed: 1)
    var shifts: [Double] = []
    for site in 0..<bulk.siteCount {
      for (hop, old) in zip(raised.network.hops(from: site), bulk.hops(from: site)) {
        let crosses = grains.grain[site] != grains.grain[hop.to]
        let isCore = crosses || min(grains.distance[site], grains.distance[hop.to]) <= 3
        if isCore { shifts.append(hop.barrier - old.barrier) }
        #expect(isCore || hop.barrier == old.barrier)
        #expect(!isCore || (0.1...0.3).contains(hop.barrier - old.barrier + 1e-15))
      }
    }
    // Each bond is met twice: N/2 draws of variance 0.2²/12.
    let error = 0.2 / (12 * Double(shifts.count) / 2).squareRoot()
    #expect(abs(shifts.reduce(0, +) / Double(shifts.count) - 0.2) < 4 * error)

    rules.wellSpread = .single(0.05)
    rules.coreSiteEnergy = -0.2
    let deep = try rules.applied(to: grains, seed: 1)
    for site in 0..<bulk.siteCount {
      #expect(deep.network.hops(from: site) == raised.network.hops(from: site))
      let expected = grains.distance[site] <= 3 ? -0.15 : 0
      #expect(abs(deep.network.energy(of: site) - expected) < 1e-12)
    }

    rules = BoundaryRules(coreWidth: 6)
    rules.missingSites = 0.25
    let holes = try rules.applied(to: grains, seed: 1)
    let missing = Int((0.25 * Double(core.count)).rounded())
    #expect(holes.network.siteCount == bulk.siteCount - missing)
    #expect(holes.distance.filter { $0 > 3 } == grains.distance.filter { $0 > 3 })

    rules = BoundaryRules(coreWidth: 6)
    rules.missingBonds = 1
    let cut = try rules.applied(to: grains, seed: 1)
    for site in core { #expect(cut.network.hopRange(from: site).isEmpty) }
    #expect(!cut.percolates(like: bulk))
  }

  @Test("A closed film over all boundaries stops an ion; over none it does nothing")
  func films() throws {
    let grains = try Self.grains()
    func network(_ coverage: Double) throws -> SiteNetwork {
      var rules = BoundaryRules()
      rules.secondPhase = BoundaryRules.SecondPhase(
        coverage: coverage, thickness: 0, patchSize: 6, effect: .closed)
      return try rules.applied(to: grains, seed: 3).network
    }
    let bulk = grains.network
    #expect(try network(0).hopCount == bulk.hopCount)
    let (none, half) = (try network(1), try network(0.5))
    var (open, all) = (0, 0)
    for site in 0..<bulk.siteCount {
      all += bulk.hops(from: site).filter { grains.grain[$0.to] != grains.grain[site] }.count
      open += half.hops(from: site).filter { grains.grain[$0.to] != grains.grain[site] }.count
      #expect(none.hops(from: site).allSatisfy { grains.grain[$0.to] == grains.grain[site] })
    }
    // Some 150 patches of 216 Å³: the covered share of bonds scatters by about 0.5/√50.
    #expect(abs(Double(open) / Double(all) - 0.5) < 4 * 0.07)
    Self.checkBalance(half)
  }

  @Test("Given shifts of sites and a profile by distance add up")
  func shifts() throws {
    let grains = try Self.grains()
    var rules = BoundaryRules()
    rules.potential = try PotentialProfile(distances: [0, 4, 8], energies: [0.4, 0.1, 0])
    let given = grains.distance.indices.map { 0.001 * Double($0) }
    let shifted = try rules.applied(to: grains, siteEnergies: given, seed: 1).network
    for (site, d) in grains.distance.enumerated() {
      let profile = d < 4 ? 0.4 - 0.3 * d / 4 : d < 8 ? 0.1 - 0.1 * (d - 4) / 4 : 0
      #expect(abs(shifted.energy(of: site) - profile - given[site]) < 1e-12)
    }
    // Energies of sites alone change no closed loop: a slab's current across is the exact series.
    #expect(shifted.hopCount == grains.network.hopCount)
  }

  @Test("Draws have the mean and deviation asked for")
  func distributions() throws {
    let cases: [(EnergyDistribution, Double, Double)] = [
      (.gaussian(mean: 0.2, deviation: 0.05), 0.2, 0.05),
      (.logNormal(mean: 0.2, deviation: 0.1), 0.2, 0.1),
      (.uniform(0.1...0.5), 0.3, 0.4 / 12.0.squareRoot()), (.single(0.3), 0.3, 0),
    ]
    for (distribution, mean, deviation) in cases {
      var numbers = try RandomStream(seed: 8)
      let draws = (0..<40000).map { _ in distribution.draw(&numbers) }
      let average = draws.reduce(0, +) / 40000
      let spread = (draws.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 39999).squareRoot()
      #expect(abs(average - mean) <= 4 * deviation / 200 + 1e-12)
      // Kurtosis of the log-normal one is 9.2: its deviation scatters by √(8.2/4/40000).
      #expect(abs(spread - deviation) <= 4 * deviation * 0.0072 + 1e-12)
    }
  }

  @Test("Rules out of range are refused, with their key")
  func refused() throws {
    let grains = try Self.grains()
    func key(_ change: (inout BoundaryRules) -> Void) -> String {
      var rules = BoundaryRules(coreWidth: 6)
      change(&rules)
      do { _ = try rules.applied(to: grains, seed: 1) } catch { return error.keyPath }
      return "none"
    }
    #expect(key { $0.coreWidth = -1 } == "coreWidth")
    #expect(key { $0.spaceChargeWidth = .nan } == "spaceChargeWidth")
    #expect(key { $0.missingSites = 1.1 } == "missingSites")
    #expect(key { $0.missingBonds = -0.1 } == "missingBonds")
    #expect(key { $0.segregation = .init(share: 2, width: 3) } == "segregation.share")
    #expect(key { $0.segregation = .init(share: 0.2, width: .infinity) } == "segregation.width")
    #expect(key { $0.barrierRise = .single(-0.5) } == "barrierRise")
    #expect(key { $0.barrierRise = .logNormal(mean: -1, deviation: 1) } == "barrierRise")
    #expect(key { $0.wellSpread = .gaussian(mean: 0, deviation: -1) } == "wellSpread")
    #expect(key { $0.coreSiteEnergy = .infinity } == "coreSiteEnergy")
    let half = BoundaryRules.SecondPhase(
      coverage: 0.5, thickness: 3, patchSize: 6, effect: .barrier(0.5))
    func film(_ change: (inout BoundaryRules.SecondPhase) -> Void) -> String {
      key {
        var phase = half
        change(&phase)
        $0.secondPhase = phase
      }
    }
    #expect(film { _ in } == "none")
    #expect(film { $0.coverage = 1.5 } == "secondPhase.coverage")
    #expect(film { $0.thickness = -1 } == "secondPhase.thickness")
    #expect(film { $0.patchSize = 0 } == "secondPhase.patchSize")
    #expect(film { $0.patchSize = 0.1 } == "secondPhase.patchSize")
    #expect(film { $0.effect = .barrier(-1) } == "secondPhase.barrier")
    #expect(throws: InputError.self) { try PotentialProfile(distances: [0, 0], energies: [1, 1]) }
    #expect(throws: InputError.self) { try PotentialProfile(distances: [0], energies: []) }
    #expect(throws: InputError.self) {
      try BoundaryRules().applied(to: grains, siteEnergies: [1], seed: 1)
    }
    let all = Array(repeating: Double.nan, count: grains.network.siteCount)
    #expect(throws: InputError.self) {
      try BoundaryRules().applied(to: grains, siteEnergies: all, seed: 1)
    }
  }
}
