import Foundation
import Testing

@testable import IonHopCore

@Suite("Basins: the engine")
struct BasinEngineTests {
  private typealias Net = BasinNetworks
  /// Diffusivity of a lone ion on the argyrodite net with rates (1, 1, 0.01) (Å² × unit rate).
  private static let argyroditeD = 0.158528

  private func map(_ network: SiteNetwork, _ carriers: Carriers = .ions) -> BasinMap? {
    let rates = CarrierRates(network, Net.conditions, carriers: carriers)
    return BasinMap(network, rates, Net.conditions, carriers: carriers)
  }

  @Test("Basins are the cages of argyrodite, the trap pairs, and nothing on other nets")
  func finding() throws {
    let argyrodite = try Net.argyrodite(2)
    #expect((0..<argyrodite.siteCount).allSatisfy { argyrodite.hops(from: $0).count == 5 })
    let cages = try #require(map(argyrodite))
    #expect(cages.count == 32)
    #expect((0..<32).allSatisfy { cages.sites(of: $0).count == 12 })
    #expect(cages.chains.count < 32)
    // Out of 3 hops inside and 2 × 0.01 outside, 150 inside an exit.
    #expect(abs(cages.chains[0].weights.reduce(0, +) - 12) < 1e-9)
    #expect(map(argyrodite, .vacancies) == nil, "a cage has loops")

    let pairs = try #require(map(try Net.traps(4, depth: 0.25)))
    #expect(pairs.count == 16)
    #expect((0..<64).allSatisfy { (pairs.basin[$0] >= 0) == ($0 % 4 < 2) })
    #expect(try #require(map(try Net.traps(4, depth: -0.25), .vacancies)).count == 16)
    let threes = try #require(map(try Net.saddles(3, depth: -0.2), .vacancies))
    #expect(threes.count == 9 && threes.sites.count == 27)

    #expect(map(try TestNetworks.sc(4)) == nil)
    // Fast bonds in a chain through the cell: the cluster percolates.
    #expect(map(try Net.argyrodite(1, inter: 1)) == nil)
    #expect(map(try TestNetworks.disordered(5, barrier: { 0.3 + 0.01 * $0 })) == nil)
  }

  @Test("A lone ion on the argyrodite net has the exact diffusivity, in twenty times fewer steps")
  func argyroditeDiffusivity() throws {
    let lag = 25_000 / Net.unit
    let yield = try Net.run(try Net.argyrodite(2), ions: 1, .on, lag: lag, windows: 3000)
    let (mean, error) = yield["collective"]
    let d = mean / (6 * lag * Net.unit)
    let sigma = error / (6 * lag * Net.unit)
    #expect(sigma < 0.02 * Self.argyroditeD)
    // A window begins and ends somewhere in a cage: that adds less than 12 Å² to 6Dt.
    #expect(abs(d - Self.argyroditeD) < 4 * sigma + 12 / (6 * 25_000))
    // Exits at 0.02 a time unit against 3.02 hops.
    #expect(abs(Double(yield.executed) / (yield.elapsed * Net.unit) / 0.02 - 1) < 0.02)
    #expect(abs(yield["doublet"].mean / 25_000 - 1) < 0.002)
  }

  @Test("Ions with exclusion: D_σ is (S − N)/(S − 1) of the lone ion's, on or off")
  func exclusion() throws {
    let network = try Net.argyrodite(1)
    let lag = 3000 / Net.unit
    let on = try Net.run(network, ions: 5, .on, lag: lag, windows: 800, seed: 2)
    let off = try Net.run(network, ions: 5, .off, lag: lag, windows: 800, seed: 3)
    let exact = Self.argyroditeD * Double(48 - 5) / 47
    for yield in [on, off] {
      let (mean, error) = yield["collective"]
      #expect(abs(mean / (6 * 3000) - exact) < 4 * error / (6 * 3000) + 12 / (6.0 * 3000))
    }
    #expect(on.deviation(from: off) < 4)
    #expect(on.executed < off.executed * 9 / 10)
  }

  @Test(
    "Displacements and hops in short windows agree with plain runs",
    arguments: [(1, 0.5), (1, 20), (4, 2), (4, 60), (12, 5)])
  func shortWindows(ions: Int, lag: Double) throws {
    let network = try Net.argyrodite(1)
    let runs = try [(BasinUse.on, 4), (.off, 5)].map {
      try Net.run(
        network, ions: ions, $0.0, lag: lag / Net.unit, windows: 10_000, seed: UInt64($0.1))
    }
    #expect(runs[0].deviation(from: runs[1]) < 4)
  }

  @Test("Ions among traps: occupation, displacements and hops agree with plain runs, and Boltzmann")
  func traps() throws {
    let network = try Net.traps(3, depth: 0.25)
    let lone = try Net.run(network, ions: 1, .on, lag: 300 / Net.unit, windows: 10_000, seed: 6)
    let deep = exp(0.25 / Net.conditions.thermalEnergy)
    let (mean, error) = lone["on A"]
    #expect(abs(mean - deep / (deep + 3)) < 4 * error)
    for ions in [1, 6, 14] {
      let runs = try [(BasinUse.on, 7), (.off, 8)].map {
        try Net.run(
          network, ions: ions, $0.0, lag: 100 / Net.unit, windows: 4000, seed: UInt64($0.1))
      }
      #expect(runs[0].deviation(from: runs[1]) < 4, "\(ions) ions")
      if ions == 1 { #expect(runs[0].executed * 15 < runs[1].executed) }
    }
  }

  @Test(
    "Vacancies in basins without loops: every ion moves as in plain runs",
    arguments: [(false, 1), (false, 4), (true, 1), (true, 3)])
  func vacancies(inThrees: Bool, count: Int) throws {
    let network =
      try inThrees ? Net.saddles(3, depth: -0.2) : Net.traps(3, depth: -0.25)
    let runs = try [(BasinUse.on, 9), (.off, 10)].map {
      try Net.run(
        network, ions: network.siteCount - count, $0.0, carriers: .vacancies,
        lag: 30 / Net.unit, windows: 5000, seed: UInt64($0.1))
    }
    #expect(runs[0].deviation(from: runs[1]) < 4)
    #expect(runs[0].executed < runs[1].executed / 2)
  }

  @Test("In a field ions drift as in plain runs")
  func field() throws {
    let network = try Net.traps(3, depth: 0.25)
    let runs = try [(BasinUse.on, 14), (.off, 15)].map {
      try Net.run(
        network, ions: 3, $0.0, lag: 100 / Net.unit, windows: 4000, seed: UInt64($0.1),
        field: [0.008, 0, 0])
    }
    #expect(runs[0]["drift"].mean > 10 * runs[0]["drift"].error)
    #expect(runs[0].deviation(from: runs[1]) < 4)
  }

  @Test("Positions add up to the collective displacement; limits and seeds hold")
  func bookkeeping() throws {
    for (network, ions, carriers) in [
      (try Net.argyrodite(1), 9, Carriers.ions), (try Net.traps(3, depth: -0.25), 30, .vacancies),
    ] {
      let plan = try EnginePlan(
        network, ions: ions, conditions: Net.conditions, carriers: carriers, basins: .on)
      #expect(plan.basins != nil && plan.selector == .compositionRejection)
      var engine = try Engine(plan, seed: 12)
      var twin = try Engine(plan, seed: 12)
      var before = Array(repeating: 0.0, count: 3 * ions)
      engine.writePositions(into: &before)
      var after = before
      for round in 1...20 {
        let time = engine.advance(by: 1, hops: 500)
        #expect(time == twin.advance(by: 1, hops: 500) && engine.hops == 500 * round)
        #expect(engine.skippedHopsPerClass == twin.skippedHopsPerClass)
      }
      #expect(engine.hopsPerClass.reduce(0, +) == engine.hops)
      engine.writePositions(into: &after)
      for axis in 0..<3 {
        let sum = stride(from: axis, to: 3 * ions, by: 3).reduce(0) { $0 + after[$1] - before[$1] }
        #expect(abs(sum - engine.collectiveDisplacement[axis]) < 1e-6)
      }
      #expect((0..<network.siteCount).count { engine.isOccupied($0) } == ions)
    }
  }

  @Test("Dilute ions on the argyrodite net: same D_σ as exact, twenty times fewer steps")
  func savings() throws {
    let network = try Net.argyrodite(6)
    let plan = try EnginePlan(network, ions: 12, conditions: Net.conditions)
    #expect(plan.basins != nil, "automatic takes them")
    #expect(try EnginePlan(network, ions: 5000, conditions: Net.conditions).basins == nil)
    let lag = 2500 / Net.unit
    let yield = try Net.run(network, ions: 12, .on, lag: lag, windows: 600, seed: 13)
    let all = ["doublet", "intra", "inter"].reduce(0) { $0 + yield[$1].mean } * 600
    #expect(Double(yield.executed) * 20 < all)
    // With equal energies each target is free with probability (S − N)/(S − 1): 3.02 a time unit each.
    #expect(abs(all / (3.02 * 12 * 2500 * 600 * Double(10368 - 12) / 10367) - 1) < 0.002)
    let (mean, error) = yield["collective"]
    let exact = Self.argyroditeD * Double(10368 - 12) / 10367
    #expect(abs(mean / (6 * 2500) - exact) < 4 * error / (6 * 2500) + 12 / (6.0 * 2500))
  }

  @Test("Basin steps are refused where rates are not static")
  func refused() throws {
    let network = try Net.argyrodite(1)
    var conditions = Net.conditions
    conditions.pairEnergy = 0.05
    #expect(throws: EngineError.self) {
      try EnginePlan(network, ions: 3, conditions: conditions, basins: .on)
    }
    #expect(throws: EngineError.self) {
      try EnginePlan(
        network, ions: 3, conditions: Net.conditions, selector: .nullEvent, basins: .on)
    }
    #expect(try EnginePlan(network, ions: 3, conditions: conditions).basins == nil)
  }
}
