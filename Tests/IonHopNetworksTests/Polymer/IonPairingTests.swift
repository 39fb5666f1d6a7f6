import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Ion pairing")
struct IonPairingTests {
  private let ion = GatedHop(barrier: 0.1, frequency: 1e12, openFraction: 1)

  private func state(sites: Int, association: Double) throws -> PolymerState {
    let hop = ion
    return try PolymerModel(
      PolymerTopology(lattice: sites, spacing: 5),
      ions: [
        PolymerIon(name: "Li", charge: 1, hop: hop), PolymerIon(name: "TFSI", charge: -1, hop: hop),
      ],
      segments: SegmentalDynamics(
        law: .arrhenius(rate: 1e9, barrier: 0), glassTransition: 200), units: .eachHop,
      association: association
    ).state(at: 300)
  }

  @Test("Aggregates by hand: a free ion of each kind, a pair and a triple")
  func census() throws {
    let state = try state(sites: 4, association: 0.1)
    let pairing = try #require(IonPairing(state.network))
    let cations: Set<Int> = [2, 8, 10, 40]
    let anions: Set<Int> = [64 + 2, 64 + 9, 64 + 63]
    let census = pairing.census { cations.contains($0) || anions.contains($0) }
    #expect(
      census.clusters == [
        .init(cations: 1, anions: 1): 1, .init(cations: 2, anions: 1): 1,
        .init(cations: 1, anions: 0): 1, .init(cations: 0, anions: 1): 1,
      ])
    #expect(census.pairedCations == 0.75)
    #expect(abs(census.pairedAnions - 2.0 / 3) < 1e-12)
    #expect(census.aggregatedCations == 0.5)
  }

  @Test("One ion of each kind pairs by Boltzmann's law", arguments: [0.0, 0.06, 0.12])
  func boltzmann(association: Double) throws {
    // The seven sites of a cation, its own and its neighbours, against the other 20.
    let state = try state(sites: 3, association: association == 0 ? 1e-9 : association)
    let plan = try EnginePlan(
      state.network, counts: [1, 1], conditions: Conditions(temperature: 300),
      renewal: state.renewal)
    var engine = try Engine(plan, seed: 11)
    let pairing = try #require(IonPairing(state.network))
    var census = IonPairing.Census()
    engine.advance(by: 1e-9)
    let samples = 20_000
    // 1e-9 s are about 120 hops of an ion, many times the life of a pair.
    for _ in 0..<samples {
      engine.advance(by: 1e-9)
      census += pairing.census { engine.isOccupied($0) }
    }
    let weight = 7 * exp(association / (PhysicalConstants.boltzmann * 300))
    let exact = weight / (weight + 20)
    let error = (exact * (1 - exact) / Double(samples)).squareRoot()
    #expect(abs(census.pairedCations - exact) < 4 * error * 2.0.squareRoot())
  }

  @Test("Stronger association binds more, and makes aggregates")
  func aggregates() throws {
    var paired: [Double] = []
    for association in [0.01, 0.04, 0.08] {
      let state = try state(sites: 6, association: association)
      let plan = try EnginePlan(
        state.network, counts: [20, 20], conditions: Conditions(temperature: 300),
        renewal: state.renewal)
      var engine = try Engine(plan, seed: 3)
      let pairing = try #require(IonPairing(state.network))
      var census = IonPairing.Census()
      engine.advance(by: 1e-7)
      for _ in 0..<1000 {
        engine.advance(by: 1e-9)
        census += pairing.census { engine.isOccupied($0) }
      }
      paired.append(census.pairedCations)
      if association == 0.08 { #expect(census.aggregatedCations > 0.5) }
    }
    #expect(paired[0] < paired[1] && paired[1] < paired[2])
    #expect(paired[2] > 0.9)
  }

  @Test("A network of one kind of ions has no pairs")
  func single() throws {
    let network = try PolymerModel(
      PolymerTopology(lattice: 3, spacing: 5), ions: [testCation], segments: testSegments,
      units: .global
    ).state(at: 300).network
    #expect(IonPairing(network) == nil)
  }
}
