import Foundation
import Testing

@testable import IonHopCore

@Suite("Interacting ions")
struct InteractionTests {
  /// PHYSICS: full master equation on a periodic 4 × 4 square; mean pair energy over J.
  @Test(
    "Mean energy of N ions on 4 × 4 sites is the canonical one under every rate law",
    arguments: RateLaw.allCases, [Carriers.ions, .vacancies])
  func canonicalEnergy(law: RateLaw, carriers: Carriers) throws {
    let temperature = 600.0
    let kT = PhysicalConstants.boltzmann * temperature
    let network = try TestNetworks.square(4)
    let systems = [(8, 2.0, 0.387600), (6, 1.0, 2.285656), (8, -0.5, 8.252249)]
    let selectors = [SelectorKind.nullEvent, .rejectionFree]
    for ((ions, strength, expected), selector) in selectors.flatMap({ selector in
      systems.map { ($0, selector) }
    }) {
      let plan = try EnginePlan(
        network, ions: ions,
        conditions: Conditions(temperature: temperature, rateLaw: law, pairEnergy: strength * kT),
        carriers: carriers, selector: selector)
      var engine = try Engine(plan, seed: 4)
      engine.advance(by: 1, hops: 2000)
      let interval = engine.time / 2000 * 20
      var blocks: [Double] = []
      for _ in 0..<50 {
        var sum = 0.0
        for _ in 0..<60 {
          engine.advance(by: interval)
          sum += engine.energy() / (strength * kT)
        }
        blocks.append(sum / 60)
      }
      let mean = blocks.reduce(0, +) / 50
      let variance = blocks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 49
      #expect(abs(mean - expected) < 4.5 * (variance / 50).squareRoot())
    }
  }
}
