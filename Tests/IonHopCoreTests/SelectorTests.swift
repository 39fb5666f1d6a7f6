import Foundation
import Testing

@testable import IonHopCore

/// The same suite for every selector: what is drawn, and when, against exact probabilities.
@Suite("Selectors")
struct SelectorTests {
  /// A hub with twelve arms of different rates: from the hub an ion has twelve events, from the
  /// end of an arm one, so every second hop is a draw from the same twelve.
  private static func star() throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try .cubic(100))
    draft.addSite(at: [50, 50, 50])
    for arm in 0..<12 {
      let angle = 2 * .pi * Double(arm) / 12
      let step = SIMD3(10 * cos(angle), 10 * sin(angle), 0)
      draft.addSite(at: SIMD3(50, 50, 50) + step)
      draft.addHop(
        from: 0, to: arm + 1, displacement: step, barrier: 0.3 + 0.01 * Double(arm),
        frequency: 1e13)
    }
    draft.addReverseHops()
    return try SiteNetwork(draft)
  }

  @Test(
    "Waiting times and choices among twelve events, 10⁶ draws, χ²", arguments: EngineTests.exact)
  func distribution(selector: SelectorKind) throws {
    let network = try Self.star()
    let conditions = Conditions(temperature: 400)
    let plan = try EnginePlan(
      network, ions: 1, conditions: conditions, carriers: .ions, selector: selector, basins: .off)
    var engine = try Engine(plan, seed: 5)
    let rates = network.hops(from: 0).map { network.rate(of: $0, under: conditions) }
    let total = rates.reduce(0, +)
    let times = 10
    var counts = Array(repeating: 0, count: 12 * times)
    let draws = 1_000_000
    // The first ion stands anywhere.
    while !engine.isOccupied(0) { engine.advance(by: .greatestFiniteMagnitude, hops: 1) }
    for _ in 0..<draws {
      let wait = engine.advance(by: .greatestFiniteMagnitude, hops: 1)
      let arm = (1...12).first { engine.isOccupied($0) }! - 1
      // Deciles of the exponential law.
      let decile = min(times - 1, Int(Double(times) * (1 - exp(-wait * total))))
      counts[arm * times + decile] += 1
      engine.advance(by: .greatestFiniteMagnitude, hops: 1)
    }
    var chiSquare = 0.0
    for (bin, count) in counts.enumerated() {
      let expected = Double(draws) * rates[bin / times] / total / Double(times)
      chiSquare += (Double(count) - expected) * (Double(count) - expected) / expected
    }
    let freedom = Double(counts.count - 1)
    #expect(abs(chiSquare - freedom) < 4 * (2 * freedom).squareRoot())
  }

  @Test("A group lighter than the last place of a word is drawn as often as it should be")
  func lightGroup() throws {
    var groups = RateGroups(items: 2, smallest: 0x1p-34, largest: 1)
    groups.move(0, to: groups.groupIndex(of: 1))
    groups.move(1, to: groups.groupIndex(of: 0x1p-34))
    groups.finishMoves()
    #expect(groups.total == 1 + 0x1p-34)
    var random = try RandomStream(seed: 9)
    // Of all words only the last can mean the light group, a quarter of the time.
    let draws = 100_000
    var light = 0
    for _ in 0..<draws where groups.propose(.max, random.word(), &random).item == 1 { light += 1 }
    let share = Double(light) / Double(draws)
    #expect(abs(share - 0.25) < 4 * (0.25 * 0.75 / Double(draws)).squareRoot())
    for _ in 0..<100 {
      #expect(groups.propose(.max - 1, random.word(), &random).item == 0)
    }
  }
}
