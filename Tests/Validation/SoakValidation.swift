import Foundation
import IonHop
import Testing

/// A long run on one network, beside what is conserved. `IONHOP_SOAK_HOPS=1e10` makes it as long as a day
/// of a small study is; the default is short.
@Suite("Soak: what must hold however long a run is")
struct SoakValidation {
  private static let hops: Int = {
    let given = ProcessInfo.processInfo.environment["IONHOP_SOAK_HOPS"].flatMap(Double.init)
    return Int(min(1e15, max(1e6, given ?? 2e8)))
  }()

  @Test("Clock, counters, displacements and ions of many hops are right")
  func soak() throws {
    let spacing = 3.0
    let network = try CoverageValidation.cubic(20, 20, 20)
    let (ions, sites) = (800, 8000)
    let plan = try EnginePlan(network, ions: ions, conditions: Conditions(temperature: 600))
    var engine = try Engine(plan, seed: 11)
    var start = Array(repeating: 0.0, count: 3 * ions)
    engine.writePositions(into: &start)
    // N z k (1 − (N − 1)/(S − 1)) hops a second: each place beside an ion is as likely taken as any.
    let rate = 1e13 * exp(-0.3 / plan.conditions.thermalEnergy)
    let hopRate = Double(ions * 6) * rate * (1 - Double(ions - 1) / Double(sites - 1))
    let blocks = 200
    var rates: [Double] = []
    var (sum, rest) = (0.0, 0.0)
    for _ in 0..<blocks {
      let before = engine.hops
      var elapsed = 0.0
      for _ in 0..<100 {
        let passed = engine.advance(
          by: .greatestFiniteMagnitude, hops: max(1, Self.hops / (100 * blocks)))
        elapsed += passed
        // A sum with twice the digits, to hold the engine's clock against.
        let next = sum + passed
        rest += abs(sum) >= abs(passed) ? (sum - next) + passed : (passed - next) + sum
        sum = next
      }
      rates.append(Double(engine.hops - before) / elapsed)
    }
    let done = blocks * 100 * max(1, Self.hops / (100 * blocks))
    #expect(engine.hops == done)
    #expect(engine.hopsPerClass == [done])
    #expect(abs(engine.time / (sum + rest) - 1) < 4e-16)
    let (mean, error) = meanAndError(rates)
    #expect(abs(mean - hopRate) < 4 * error, "\(mean) ± \(error) hops/s against \(hopRate)")
    #expect(error < 1e-3 * hopRate)
    // Every hop is 3 Å long: sums of their squares and of steps are whole multiples, exact below 2⁵³.
    #expect(engine.squaredHopLengths == Double(done) * spacing * spacing)
    var end = start
    engine.writePositions(into: &end)
    var moved = SIMD3<Double>.zero
    for ion in 0..<ions {
      for axis in 0..<3 { moved[axis] += end[3 * ion + axis] - start[3 * ion + axis] }
    }
    let collective = engine.collectiveDisplacement
    for axis in 0..<3 {
      #expect(abs(moved[axis] - collective[axis]) < 1e-6)
      #expect(abs((collective[axis] / spacing).rounded() * spacing - collective[axis]) < 1e-6)
    }
    // ⟨ΔR²⟩ = 6 N D_σ t with D_σ = (S − N)/(S − 1) k a², one walk of three directions: a wide band.
    let square = (collective * collective).sum()
    let expected =
      6 * Double(ions) * rate * spacing * spacing * Double(sites - ions)
      / Double(sites - 1) * engine.time
    #expect(square < 10 * expected && square > expected / 1000)
    #expect((0..<sites).count { engine.isOccupied($0) } == ions)
    print(
      "soak: \(done) hops, \(engine.time) s of physical time, \(mean / hopRate) of the exact rate")
  }
}
