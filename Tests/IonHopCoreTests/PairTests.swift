import Testing

@testable import IonHopCore

@Suite("Pairs of interacting ions")
struct PairTests {
  /// One site a cell, hops between nearest neighbours.
  private static func draft(
    _ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>, hop: Double
  ) throws -> NetworkDraft {
    var draft = NetworkDraft(cell: try Cell(a, b, c))
    draft.addSite(at: .zero)
    draft.addHops(
      between: "site", and: "site", distance: (hop - 0.01)...(hop + 0.01), barrier: 0.3,
      frequency: 1e13, hopClass: "nn")
    return draft
  }

  static func sc() throws -> NetworkDraft {
    try draft([3, 0, 0], [0, 3, 0], [0, 0, 3], hop: 3)
  }

  static func fcc() throws -> NetworkDraft {
    try draft([0, 2, 2], [2, 0, 2], [2, 2, 0], hop: 8.0.squareRoot())
  }

  @Test("sc has 3 nearest and 6 next-nearest pairs a site, fcc 6 and 3; supercells repeat them")
  func counts() throws {
    let cases = [
      (try Self.sc(), 3.0, 3), (try Self.sc(), 3 * 2.0.squareRoot(), 6),
      (try Self.fcc(), 8.0.squareRoot(), 6), (try Self.fcc(), 4, 3),
    ]
    for (unit, distance, perSite) in cases {
      var draft = unit
      let window = (distance - 0.01)...(distance + 0.01)
      #expect(
        draft.addPairs(between: "site", and: "site", distance: window, energy: 0.05) == perSite)
      for (x, y, z) in [(3, 3, 3), (5, 4, 3)] {
        let network = try SiteNetwork(draft).supercell(x, y, z)
        #expect(network.hasPairs)
        #expect(network.pairTargets.count == 2 * perSite * network.siteCount)
        #expect(network.pairEnergies.allSatisfy { $0 == 0.05 })
        for site in 0..<network.siteCount {
          let near = network.pairRange(of: site).map { Int(network.pairTargets[$0]) }
          #expect(near.count == 2 * perSite && Set(near).count == near.count)
          #expect(!near.contains(site))
        }
        try network.checkRoom()
      }
    }
  }

  @Test("Pairs of two kinds join each to the other, and both rows agree to the last digit")
  func symmetry() throws {
    var draft = NetworkDraft(cell: try Cell([4, 0, 0], [1, 5, 0], [0.5, 0.2, 6]))
    draft.addSite(at: .zero, kind: "A")
    draft.addSite(at: [1.3, 1.1, 2.2], kind: "B")
    draft.addSite(at: [2.4, 3.1, 0.3], kind: "B")
    draft.addHops(
      between: "A", and: "B", distance: 1...4, barrier: 0.3, frequency: 1e13, hopClass: "AB")
    let both = draft.addPairs(between: "B", and: "A", distance: 1...7, energy: 0.1)
    var swapped = draft
    swapped.pairs = []
    #expect(swapped.addPairs(between: "A", and: "B", distance: 1...7, energy: 0.1) == both)
    draft.addPairs(between: "B", and: "B", distance: 1...7, energy: -0.03)
    // Two cells wide, so that several images of one pair are summed.
    let network = try SiteNetwork(draft).supercell(2, 3, 2)
    var terms = 0.0
    for site in 0..<network.siteCount {
      for entry in network.pairRange(of: site) {
        let target = Int(network.pairTargets[entry])
        let back = network.pairRange(of: target).first { Int(network.pairTargets[$0]) == site }
        #expect(back.map(network.pairEnergy) == network.pairEnergy(entry))
        terms += network.pairEnergy(entry)
      }
    }
    let expected = draft.pairs.reduce(0) { $0 + 2 * $1.energy } * 12
    #expect(abs(terms - expected) < 1e-9)
    #expect(network.pairEnergies == network.pairTargets.indices.map(network.pairEnergy))
  }

  @Test("Two images of one pair are one entry, and unfold again in a supercell of the supercell")
  func images() throws {
    var draft = try Self.sc()
    draft.addPairs(between: "site", and: "site", distance: 2.9...3.1, energy: 0.05)
    let small = try SiteNetwork(draft).supercell(2, 2, 2)
    #expect(small.pairTargets.count == 3 * 8)
    #expect(small.pairEnergies.allSatisfy { abs($0 - 0.1) < 1e-15 })
    let unfolded = try small.supercell(2, 2, 2)
    #expect(unfolded.pairTargets.count == 6 * 64)
    #expect(unfolded.pairEnergies.allSatisfy { $0 == 0.05 })
    #expect(throws: NetworkError.selfPair(site: 0)) {
      try SiteNetwork(draft).supercell(1, 3, 3).checkRoom()
    }
    #expect(unfolded.memory > (try SiteNetwork(Self.sc()).supercell(4, 4, 4)).memory)
  }

  @Test("Pairs of no energy leave no entry; a network without pairs has none")
  func none() throws {
    var draft = try Self.sc()
    #expect(!(try SiteNetwork(draft).hasPairs))
    draft.addPairs(between: "site", and: "site", distance: 2.9...3.1, energy: 0)
    let network = try SiteNetwork(draft).supercell(3, 3, 3)
    #expect(!network.hasPairs && network.pairRange(of: 5).isEmpty)
  }

  @Test("Pairs that are wrong are refused by number")
  func defects() throws {
    var base = NetworkDraft(cell: try .cubic(4))
    base.addSite(at: .zero)
    base.addSite(at: [2, 0, 0])
    base.addHop(from: 0, to: 1, displacement: [2, 0, 0], barrier: 0.3, frequency: 1e13)
    base.addReverseHops()
    let cases: [(NetworkError, (inout NetworkDraft) -> Void)] = [
      (
        .unknownPairSite(pair: 0, site: 7, sites: 2),
        { $0.addPair(0, 7, displacement: [2, 0, 0], energy: 0.1) }
      ),
      (
        .pairMismatch(pair: 0, 0, 1, displacement: [2.1, 0, 0]),
        { $0.addPair(0, 1, displacement: [2.1, 0, 0], energy: 0.1) }
      ),
      (
        .notFinite(what: "pairs", index: 0),
        { $0.addPair(0, 1, displacement: [2, 0, 0], energy: .nan) }
      ),
      (
        .duplicatePair(1, 0, displacement: [-2, 0, 0]),
        {
          $0.addPair(0, 1, displacement: [2, 0, 0], energy: 0.1)
          $0.addPair(1, 0, displacement: [-2, 0, 0], energy: 0.1)
        }
      ),
    ]
    for (expected, defect) in cases {
      var draft = base
      defect(&draft)
      #expect(throws: expected) { try SiteNetwork(draft) }
      #expect("\(expected)".hasPrefix("pairs"))
    }
  }
}
