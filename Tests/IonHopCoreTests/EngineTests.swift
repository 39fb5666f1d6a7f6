import Foundation
import Testing

@testable import IonHopCore

@Suite("The engine")
struct EngineTests {
  static let exact: [SelectorKind] = [.nullEvent, .compositionRejection, .rejectionFree]

  private func engine(
    _ network: SiteNetwork, ions: Int, _ selector: SelectorKind = .automatic,
    carriers: Carriers? = nil, conditions: Conditions = Conditions(temperature: 600),
    generator: String = "taus2", seed: UInt64 = 11
  ) throws -> Engine {
    let plan = try EnginePlan(
      network, ions: ions, conditions: conditions, carriers: carriers, selector: selector)
    return try Engine(plan, generator: generator, seed: seed)
  }

  @Test("Ions are conserved, and positions add up to the collective displacement", arguments: exact)
  func conservation(selector: SelectorKind) throws {
    let network = try TestNetworks.disordered(
      5, energy: { 0.05 * $0 }, barrier: { 0.3 + 0.05 * $0 })
    for (ions, carriers) in [
      (20, Carriers.ions), (20, .vacancies), (110, .ions), (110, .vacancies),
    ] {
      var engine = try engine(network, ions: ions, selector, carriers: carriers)
      var before = Array(repeating: 0.0, count: 3 * ions)
      engine.writePositions(into: &before)
      engine.advance(by: 1, hops: 50_000)
      var after = before
      engine.writePositions(into: &after)
      #expect((0..<network.siteCount).count { engine.isOccupied($0) } == ions)
      for axis in 0..<3 {
        let sum = stride(from: axis, to: 3 * ions, by: 3).reduce(0) { $0 + after[$1] - before[$1] }
        #expect(abs(sum - engine.collectiveDisplacement[axis]) < 1e-6)
      }
      #expect(engine.hops == 50_000)
      #expect(engine.hopsPerClass.reduce(0, +) == 50_000)
    }
  }

  @Test("V5: the hops of a lone walker in a fixed time are a Poisson number", arguments: exact)
  func clock(selector: SelectorKind) throws {
    let network = try TestNetworks.sc(3)
    var engine = try engine(network, ions: 1, selector)
    let rate = 6 * network.rate(of: network.hops(from: 0)[0], under: engine.plan.conditions)
    let (windows, mean) = (20_000, 5.0)
    var counts: [Double] = []
    for _ in 0..<windows {
      let before = engine.hops
      engine.advance(by: mean / rate)
      counts.append(Double(engine.hops - before))
    }
    let average = counts.reduce(0, +) / Double(windows)
    let variance = counts.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(windows - 1)
    #expect(abs(average - mean) < 4 * (mean / Double(windows)).squareRoot())
    // Relative standard error of a variance: √(2/n), and 1/(n mean) more for a Poisson number.
    #expect(abs(variance / mean - 1) < 4 * ((2 + 1 / mean) / Double(windows)).squareRoot())
  }

  @Test(
    "The time of a given number of hops has the mean and variance of a Gamma number",
    arguments: exact)
  func hopLimit(selector: SelectorKind) throws {
    let network = try TestNetworks.sc(3)
    var engine = try engine(network, ions: 1, selector)
    let rate = 6 * network.rate(of: network.hops(from: 0)[0], under: engine.plan.conditions)
    let times = (0..<5000).map { _ in engine.advance(by: 1, hops: 10) * rate }
    let mean = times.reduce(0, +) / 5000
    let variance = times.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4999
    #expect(engine.hops == 50_000)
    #expect(abs(mean - 10) < 4 * (10.0 / 5000).squareRoot())
    #expect(abs(variance / 10 - 1) < 4 * ((2 + 0.6) / 5000.0).squareRoot())
  }

  @Test("The same seed gives the same trajectory to the bit; another seed another")
  func reproducible() throws {
    let network = try TestNetworks.disordered(4, energy: { 0.1 * $0 })
    for selector in Self.exact {
      var one = try engine(network, ions: 30, selector)
      var two = try engine(network, ions: 30, selector)
      var other = try engine(network, ions: 30, selector, seed: 12)
      for _ in 0..<100 {
        one.advance(by: 1e-10)
        two.advance(by: 1e-10)
        other.advance(by: 1e-10)
      }
      #expect(one.hops == two.hops)
      #expect(one.collectiveDisplacement == two.collectiveDisplacement)
      #expect(one.collectiveDisplacement != other.collectiveDisplacement)
    }
  }

  @Test(
    "V6: a lone ion visits sites in proportion to exp(−E/kT), weighted by time", arguments: exact,
    [Carriers.ions, .vacancies])
  func boltzmann(selector: SelectorKind, carriers: Carriers) throws {
    let energies = [0, 0.04, 0.08, 0.02]
    var draft = NetworkDraft(cell: try Cell([8, 0, 0], [0, 10, 0], [0, 0, 10]))
    for (i, energy) in energies.enumerated() {
      draft.addSite(at: [2 * Double(i), 0, 0], energy: energy)
    }
    for i in 0..<4 {
      draft.addHop(
        from: i, to: (i + 1) % 4, displacement: [2, 0, 0], barrier: 0.3 + 0.05 * Double(i),
        frequency: 1e13)
    }
    draft.addReverseHops()
    var engine = try engine(try SiteNetwork(draft), ions: 1, selector, carriers: carriers)
    let kT = engine.plan.conditions.thermalEnergy
    let partition = energies.reduce(0) { $0 + exp(-$1 / kT) }
    // A site is left within about 10⁻¹⁰ s: samples 3·10⁻⁹ s apart are independent.
    let samples = 20_000
    var visits = Array(repeating: 0.0, count: 4)
    for _ in 0..<samples {
      engine.advance(by: 3e-9)
      for i in 0..<4 where engine.isOccupied(i) { visits[i] += 1 }
    }
    for i in 0..<4 {
      let p = exp(-energies[i] / kT) / partition
      let error = (p * (1 - p) / Double(samples)).squareRoot()
      #expect(abs(visits[i] / Double(samples) - p) < 4 * error)
    }
  }

  @Test("An ion alone on a one-site cell walks through its periodic images")
  func ownImage() throws {
    let network = try TestNetworks.bravais(
      [3, 0, 0], [0, 3, 0], [0, 0, 3], length: 3, repeats: (1, 1, 1))
    var engine = try engine(network, ions: 1)
    engine.advance(by: 1, hops: 10_000)
    var positions = [0.0, 0, 0]
    engine.writePositions(into: &positions)
    let d = engine.collectiveDisplacement
    #expect(engine.hops == 10_000)
    #expect(length(SIMD3(positions[0], positions[1], positions[2]) - d) < 1e-6)
    #expect(length(d) > 0)
  }

  @Test(
    "V41: drift in a field: 2 a k sinh(qEa/2kT), times (Ns − N)/(Ns − 1) with exclusion",
    arguments: exact, [0.5, 2.0])
  func drift(selector: SelectorKind, strength: Double) throws {
    let network = try TestNetworks.ring(10)
    let temperature = 600.0
    let field = strength * PhysicalConstants.boltzmann * temperature / 2
    let conditions = Conditions(temperature: temperature, field: [field, 0, 0])
    for ions in [1, 4] {
      var engine = try engine(network, ions: ions, selector, conditions: conditions)
      let k = network.rate(
        of: network.hops(from: 0)[0], under: Conditions(temperature: temperature))
      let expected = 2 * 2 * k * sinh(strength / 2) * Double(10 - ions) / 9
      let blocks = 200
      var velocities: [Double] = []
      for _ in 0..<blocks {
        let before = engine.collectiveDisplacement.x
        let time = 2000 / k
        engine.advance(by: time)
        velocities.append((engine.collectiveDisplacement.x - before) / (time * Double(ions)))
      }
      let mean = velocities.reduce(0, +) / Double(blocks)
      let variance = velocities.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(blocks - 1)
      let error = (variance / Double(blocks)).squareRoot()
      #expect(abs(mean - expected) < 4 * error)
      #expect(error < 0.02 * expected)
    }
  }

  @Test("Impossible fillings and unfit choices are refused")
  func refusals() throws {
    let network = try TestNetworks.sc(3)
    let good = Conditions(temperature: 300)
    for ions in [-1, 0, 27, 28] {
      #expect(throws: EngineError.self) { try EnginePlan(network, ions: ions, conditions: good) }
    }
    for temperature in [0, -5, .nan, .infinity] {
      #expect(throws: EngineError.self) {
        try EnginePlan(network, ions: 3, conditions: Conditions(temperature: temperature))
      }
    }
    #expect(throws: EngineError.nothingMoves(temperature: 1)) {
      try EnginePlan(network, ions: 3, conditions: Conditions(temperature: 1))
    }
    #expect(throws: EngineError.self) {
      try EnginePlan(
        network, ions: 3, conditions: Conditions(temperature: 300, pairEnergy: 0.1),
        selector: .compositionRejection)
    }
  }
}
