import Foundation
import IonHopCore
import Testing

/// Sites of different numbers of neighbours whose hops have the same displacement and barrier, as in
/// the garnet: an ion goes from four neighbours to two, or from two to four, along one kind of hop.
@Suite("Interacting ions on sites of unequal coordination")
struct UnequalCoordinationTests {
  private let temperature = 600.0
  private var kT: Double { PhysicalConstants.boltzmann * temperature }

  /// The corners (four neighbours) and edges (two) of 2 × 2 squares: twelve sites of one cell, in
  /// which hops from corners and from edges share their kinds.
  private func decoratedSquare() throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try Cell([12, 0, 0], [0, 12, 0], [0, 0, 9]))
    for x in [0.0, 6] {
      for y in [0.0, 6] {
        draft.addSite(at: [x, y, 0], kind: "corner")
        draft.addSite(at: [x + 3, y, 0], kind: "edge")
        draft.addSite(at: [x, y + 3, 0], kind: "edge")
      }
    }
    draft.addHops(
      between: "corner", and: "edge", distance: 2.9...3.1, barrier: 0.3, frequency: 1e13,
      hopClass: "hop")
    return try SiteNetwork(draft)
  }

  /// Canonical means, by counting all states.
  private struct Means {
    /// Pair energy over J.
    var pairs = 0.0
    /// Ions on corners.
    var corners = 0.0
    /// Hops per second of all ions together.
    var hopRate = 0.0
  }

  private func canonical(_ network: SiteNetwork, ions: Int, _ conditions: Conditions) -> Means {
    let near = (0..<network.siteCount).map { network.hops(from: $0).map(\.to) }
    var (sum, means) = (0.0, Means())
    for state in 0..<1 << near.count where state.nonzeroBitCount == ions {
      func holds(_ site: Int) -> Bool { state >> site & 1 == 1 }
      func beside(_ site: Int) -> Double { Double(near[site].count { holds($0) }) }
      let held = near.indices.filter { holds($0) }
      let pairs = held.reduce(0) { $0 + beside($1) } / 2
      let weight = exp(-pairs * conditions.pairEnergy / kT)
      sum += weight
      means.pairs += weight * pairs
      means.corners += weight * Double(held.count { near[$0].count == 4 })
      for site in held {
        for target in near[site] where !holds(target) {
          means.hopRate +=
            weight
            * conditions.rateLaw.rate(
              barrier: 0.3, frequency: 1e13, initial: conditions.pairEnergy * beside(site),
              // The hopping ion is not its own neighbour.
              final: conditions.pairEnergy * (beside(target) - 1), thermalEnergy: kT)
        }
      }
    }
    return Means(
      pairs: means.pairs / sum, corners: means.corners / sum, hopRate: means.hopRate / sum)
  }

  @Test(
    "Twelve sites of four and two neighbours fill, and hop, as the canonical ensemble has them",
    arguments: RateLaw.allCases, [Carriers.ions, .vacancies])
  func canonical(law: RateLaw, carriers: Carriers) throws {
    let network = try decoratedSquare()
    let corners = (0..<12).filter { network.hopRange(from: $0).count == 4 }
    for selector in [SelectorKind.nullEvent, .rejectionFree] {
      for (ions, strength) in [(5, 1.0), (8, 2.0), (8, -0.7)] {
        let conditions = Conditions(
          temperature: temperature, rateLaw: law, pairEnergy: strength * kT)
        let exact = canonical(network, ions: ions, conditions)
        var engine = try Engine(
          try EnginePlan(
            network, ions: ions, conditions: conditions, carriers: carriers, selector: selector),
          seed: 4)
        engine.advance(by: 200 / exact.hopRate)
        var blocks: [Means] = []
        for _ in 0..<50 {
          var block = Means()
          let (before, start) = (engine.hops, engine.time)
          for _ in 0..<80 {
            engine.advance(by: 10 / exact.hopRate)
            block.pairs += engine.energy() / (strength * kT) / 80
            block.corners += Double(corners.count { engine.isOccupied($0) }) / 80
          }
          block.hopRate = Double(engine.hops - before) / (engine.time - start)
          blocks.append(block)
        }
        for value in [\Means.pairs, \.corners, \.hopRate] {
          let values = blocks.map { $0[keyPath: value] }
          let mean = values.reduce(0, +) / 50
          let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 49
          #expect(abs(mean - exact[keyPath: value]) < 4.5 * (variance / 50).squareRoot())
        }
      }
    }
  }
}
