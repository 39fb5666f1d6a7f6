import Foundation
import IonHopCore
import Testing

@testable import IonHopFields

/// Several ions, and what the solver must refuse.
extension ExactDiffusivityTests {
  /// The states of N ions that exclude each other on a chain, as one network: its x is the sum of
  /// the ions' displacements, its y only keeps the states apart.
  private func manyBodyNetwork(ions: Int, on chain: SiteNetwork) throws -> SiteNetwork {
    let sites = chain.siteCount
    let states = (0..<(1 << sites)).filter { $0.nonzeroBitCount == ions }
    let edge = chain.cell.a.x
    var draft = NetworkDraft(
      cell: try Cell([edge, 0, 0], [0, Double(states.count), 0], [0, 0, 3]))
    for (index, state) in states.enumerated() {
      let x = (0..<sites).reduce(0.0) {
        $0 + (state >> $1 & 1 == 1 ? chain.position(of: $1).x : 0)
      }
      draft.addSite(at: [x, Double(index), 0])
    }
    for (index, state) in states.enumerated() {
      for site in 0..<sites where state >> site & 1 == 1 {
        for hop in chain.hops(from: site) where state >> hop.to & 1 == 0 {
          let end = states.firstIndex(of: state ^ (1 << site) ^ (1 << hop.to))!
          draft.addHop(
            from: index, to: end, displacement: [hop.displacement.x, Double(end - index), 0],
            barrier: hop.barrier, frequency: hop.frequency)
        }
      }
    }
    return try SiteNetwork(draft)
  }

  @Test("Exclusion: D_σ = (Ns − N)/(Ns − 1) D₁ for random barriers", arguments: [2, 3, 4])
  func exclusion(ions: Int) throws {
    let chain = try grid(6, dimensions: 1) { u, _, _ in 0.3 + 0.2 * u }
    let single = try ExactDiffusivity(chain, conditions: conditions)
    let all = try ExactDiffusivity(
      try manyBodyNetwork(ions: ions, on: chain), conditions: conditions)
    let theorem = try #require(single.chargeDiffusivity(ions: ions, on: chain))
    #expect(close(all.tensor[0][0] / Double(ions), theorem))
    #expect(close(theorem, single.mean * Double(6 - ions) / 5))
    #expect(single.chargeDiffusivity(ions: 7, on: chain) == nil)
  }

  @Test("The exclusion theorem is offered only where site energies are equal")
  func theorem() throws {
    let flat = try grid(3) { u, _, _ in 0.3 + 0.1 * u }
    let exact = try ExactDiffusivity(flat, conditions: conditions)
    #expect(
      exact.chargeDiffusivity(ions: 10, on: flat).map { close($0, exact.mean * 17 / 26) } == true)
    let rough = try grid(3, depth: 0.1) { _, _, _ in 0.3 }
    #expect(
      try ExactDiffusivity(rough, conditions: conditions).chargeDiffusivity(ions: 10, on: rough)
        == nil)
  }

  @Test("A field, interactions, a bad temperature and frozen networks are refused")
  func refusals() throws {
    let network = try grid(2) { _, _, _ in 0.3 }
    let cases: [(Conditions, FieldError)] = [
      (Conditions(temperature: 500, field: [0.1, 0, 0]), .fieldSet),
      (Conditions(temperature: 500, pairEnergy: 0.1), .interactionsSet),
      (Conditions(temperature: -1), .badTemperature(-1)),
      (Conditions(temperature: 1), .nothingMoves(temperature: 1)),
    ]
    for (conditions, error) in cases {
      #expect(throws: error) { try ExactDiffusivity(network, conditions: conditions) }
    }
    #expect(FieldError.fieldSet.description.contains("remove the key"))
    #expect(FieldError.interactionsSet.description.contains("set them to zero"))
    #expect(FieldError.nothingMoves(temperature: 1).description.contains("raise the temperature"))
  }
}
