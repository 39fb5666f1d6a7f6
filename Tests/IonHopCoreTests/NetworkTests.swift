import Testing

@testable import IonHopCore

@Suite("Networks of sites and hops")
struct NetworkTests {
  @Test("Lattices have the coordination of the textbook")
  func coordination() throws {
    #expect(try TestNetworks.sc(4).uniformCoordination == 6)
    #expect(try TestNetworks.fcc(4).uniformCoordination == 12)
    #expect(try TestNetworks.square(5).uniformCoordination == 4)
    #expect(try TestNetworks.ring(2).uniformCoordination == 2)
  }

  @Test("Chains, layers and crystals are connected in one, two and three directions")
  func dimensions() throws {
    #expect(try TestNetworks.ring(6).connectivity().dimensions == 1)
    #expect(try TestNetworks.square(3).connectivity().dimensions == 2)
    #expect(try TestNetworks.sc(2).connectivity().dimensions == 3)
  }

  @Test("Every hop of a supercell has its reverse, and leads where its displacement says")
  func supercellInvariant() throws {
    let network = try TestNetworks.bravais(
      [3, 0, 0], [1, 3, 0], [0.5, 0.2, 4], length: 3, repeats: (2, 3, 2))
    for site in 0..<network.siteCount {
      for hop in network.hops(from: site) {
        let image = network.cell.cartesian(SIMD3<Double>(hop.image))
        let end = network.position(of: hop.to) + image - network.position(of: site)
        #expect(length(end - hop.displacement) < 1e-9)
        #expect(
          network.hops(from: hop.to).contains {
            $0.to == site && length($0.displacement + hop.displacement) < 1e-9
          })
      }
    }
  }

  @Test("A uniform lattice of six neighbours takes at most 100 bytes a site with its state")
  func memory() throws {
    let network = try TestNetworks.sc(20)
    for vacancies in [80, 800, 4000] {
      let plan = try EnginePlan(
        network, ions: 8000 - vacancies, conditions: Conditions(temperature: 600))
      let engine = try Engine(plan, seed: 1)
      #expect(Double(network.memory + engine.memory) / 8000 <= 100)
    }
  }

  private func draft(_ edit: (inout NetworkDraft) -> Void) throws -> NetworkDraft {
    var draft = NetworkDraft(cell: try .cubic(4))
    draft.addSite(at: .zero)
    draft.addSite(at: [2, 0, 0])
    draft.addHop(from: 0, to: 1, displacement: [2, 0, 0], barrier: 0.3, frequency: 1e13)
    draft.addHop(from: 1, to: 0, displacement: [-2, 0, 0], barrier: 0.3, frequency: 1e13)
    edit(&draft)
    return draft
  }

  @Test("A hop without its reverse is refused")
  func missingReverse() throws {
    let broken = try draft {
      $0.addHop(from: 1, to: 0, displacement: [2, 0, 0], barrier: 0.3, frequency: 1e13)
    }
    #expect(throws: NetworkError.missingReverse(from: 1, to: 0, displacement: [2, 0, 0])) {
      try SiteNetwork(broken)
    }
  }

  @Test("Unequal barriers or frequencies of a hop and its reverse break detailed balance")
  func detailedBalance() throws {
    for (barrier, frequency) in [(0.31, 1e13), (0.3, 2e13)] {
      let broken = try draft {
        $0.addHop(from: 1, to: 0, displacement: [2, 0, 0], barrier: 0.3, frequency: 1e13)
        $0.addHop(
          from: 0, to: 1, displacement: [-2, 0, 0], barrier: barrier, frequency: frequency)
      }
      #expect {
        try SiteNetwork(broken)
      } throws: { error in
        "\(error)".contains("detailed balance")
      }
    }
  }

  @Test("Duplicate sites, duplicate hops, stray displacements and unknown sites are refused")
  func otherDefects() throws {
    let defects: [(inout NetworkDraft) -> Void] = [
      { $0.addSite(at: [4, 4, 0.001]) },
      { $0.addHop(from: 0, to: 1, displacement: [2, 0, 0], barrier: 0.3, frequency: 1e13) },
      { $0.addHop(from: 0, to: 1, displacement: [2.1, 0, 0], barrier: 0.3, frequency: 1e13) },
      { $0.addHop(from: 0, to: 7, displacement: [2, 0, 0], barrier: 0.3, frequency: 1e13) },
      { $0.addHop(from: 0, to: 1, displacement: [-2, 0, 0], barrier: .nan, frequency: 1e13) },
      { $0.addHop(from: 0, to: 1, displacement: [-2, 0, 0], barrier: 0.3, frequency: 0) },
    ]
    for defect in defects {
      let broken = try draft(defect)
      #expect(throws: NetworkError.self) { try SiteNetwork(broken) }
    }
    #expect(throws: NetworkError.empty) { try SiteNetwork(NetworkDraft(cell: try .cubic(1))) }
    #expect(throws: NetworkError.self) { try TestNetworks.sc(2).supercell(0, 1, 1) }
  }

  @Test("A displacement rounded in a file is taken from the positions: a cage does not walk away")
  func roundedDisplacement() throws {
    var draft = NetworkDraft(cell: try .cubic(9))
    draft.addSite(at: .zero)
    draft.addSite(at: [1, 0, 0])
    draft.addSite(at: [0.5, 1, 0])
    for (from, to, d) in [
      (0, 1, SIMD3(1.00009, 0, 0)), (1, 2, [-0.5, 1, 0]), (2, 0, [-0.5, -1, 0]),
    ] {
      draft.addHop(from: from, to: to, displacement: d, barrier: 0.1, frequency: 1e13)
    }
    draft.addReverseHops()
    let plan = try EnginePlan(
      try SiteNetwork(draft), ions: 1, conditions: Conditions(temperature: 600))
    var engine = try Engine(plan, seed: 1)
    var start = [0.0, 0, 0]
    engine.writePositions(into: &start)
    engine.advance(by: 1, hops: 1_000_000)
    var end = start
    engine.writePositions(into: &end)
    let moved = SIMD3(end[0] - start[0], end[1] - start[1], end[2] - start[2])
    #expect(length(engine.collectiveDisplacement - moved) < 1e-6)
  }
}
