import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Quenched disorder: immobile ions and blockers")
struct DisorderTests {
  private static let energies =
    HostLattice.immobile
    + "near: [{ occupant: S, on: H, site: A, distance: [0, 2.7], energy: -0.05 }]\n"
  private static let barriers =
    HostLattice.immobile
    + "near: [{ occupant: S, on: H, class: nearest, distance: [0, 2.2], barrier: 0.02 }]\n"
  private static let blocked = "blocked: { A: { La: 0.25, Sr: 0.3 } }\n"

  /// How many hosts with S lie within a distance (Å) of a place, by brute force over all images.
  private func sulphurs(
    near place: SIMD3<Double>, within distance: Double, _ network: SiteNetwork,
    _ occupants: [String?]
  ) -> Int {
    var count = 0
    for (site, occupant) in occupants.enumerated() where occupant == "S" {
      // One site and one host a cell, in the same order.
      let host = network.position(of: site) + SIMD3(1.5, 1.5, 1.5)
      for x in -1...1 {
        for y in -1...1 {
          for z in -1...1 {
            let image = network.cell.cartesian(SIMD3(Double(x), Double(y), Double(z)))
            if length(host + image - place) < distance { count += 1 }
          }
        }
      }
    }
    return count
  }

  @Test("Each S lowers the energy of the eight sites about it, through the border too")
  func siteEnergies() throws {
    let lattice = try HostLattice.lattice(Self.energies)
    for cells in [SIMD3(4, 3, 5), SIMD3(1, 2, 3)] {
      let disorder = try QuenchedDisorder(of: lattice, supercell: cells, seed: 3)
      let network = try disorder.network()
      let occupants = disorder.occupants(of: "H")
      for site in 0..<network.siteCount {
        let near = sulphurs(
          near: network.position(of: site), within: 2.7, network, occupants)
        #expect(abs(network.energy(of: site) + 0.05 * Double(near)) < 1e-12)
      }
    }
  }

  @Test("Each S raises the barriers of the hops whose midpoints it is near, both ways alike")
  func hopBarriers() throws {
    let lattice = try HostLattice.lattice(Self.barriers)
    let disorder = try QuenchedDisorder(of: lattice, supercell: SIMD3(4, 3, 5), seed: 3)
    let network = try disorder.network()
    let occupants = disorder.occupants(of: "H")
    var seen: Set<Double> = []
    for site in 0..<network.siteCount {
      for hop in network.hops(from: site) {
        let middle = network.position(of: site) + hop.displacement / 2
        let near = sulphurs(near: middle, within: 2.2, network, occupants)
        #expect(abs(hop.barrier - 0.3 - 0.02 * Double(near)) < 1e-12)
        let reverse = network.hops(from: hop.to).first {
          $0.to == site && $0.displacement == -hop.displacement
        }
        #expect(reverse?.barrier == hop.barrier)
        seen.insert(hop.barrier)
      }
    }
    #expect(seen.count >= 4)
  }

  @Test("Events shift by the S near the mean of their midpoints")
  func eventBarriers() throws {
    let lattice = try HostLattice.lattice(
      HostLattice.immobile + """
        concerted: [{ class: kick, path: [A, A, A], distances: [[2.9, 3.1], [2.9, 3.1]], angle: [175, 180], barrier: 0.2, frequency: 1e13 }]
        near: [{ occupant: S, on: H, class: kick, distance: [0, 2.7], barrier: 0.01 }]

        """)
    let disorder = try QuenchedDisorder(of: lattice, supercell: SIMD3(4, 3, 5), seed: 3)
    let network = try disorder.network()
    let events = network.compoundEvents
    #expect(events.count == 180)
    for event in 0..<events.count {
      // Straight on over three sites: the middle is the second site.
      let place = network.position(of: Int(events.steps[events.steps(of: event).lowerBound].to))
      let near = sulphurs(near: place, within: 2.7, network, disorder.occupants(of: "H"))
      #expect(abs(events.barrier(of: event) - 0.2 - 0.01 * Double(near)) < 1e-12)
    }
    #expect(Set((0..<network.siteCount).map { network.energy(of: $0) }) == [0])
  }

  @Test("Shares become whole numbers that add up, by largest remainders")
  func counts() {
    #expect(QuenchedDisorder.counts([0.4, 0.6], of: 1000) == [400, 600, 0])
    #expect(QuenchedDisorder.counts([0.55], of: 1000) == [550, 450])
    #expect(QuenchedDisorder.counts([1 / 3.0, 1 / 3.0, 1 / 3.0], of: 10) == [4, 3, 3, 0])
    #expect(QuenchedDisorder.counts([0.26, 0.26, 0.48], of: 4) == [1, 1, 2, 0])
    #expect(QuenchedDisorder.counts([0, 1], of: 7) == [0, 7, 0])
    #expect(QuenchedDisorder.counts([0.1 + 0.2, 0.7], of: 10) == [3, 7, 0])
  }

  @Test("A seed draws the same ions again, another seed others, in the same numbers")
  func seeds() throws {
    let lattice = try HostLattice.lattice(Self.energies)
    let cells = SIMD3(6, 6, 6)
    func drawn(_ seed: UInt64) throws -> [String?] {
      try QuenchedDisorder(of: lattice, supercell: cells, seed: seed).occupants(of: "H")
    }
    let first = try drawn(1)
    #expect(try drawn(1) == first)
    #expect(try drawn(2) != first)
    for seed in UInt64(1)...5 {
      // 0.4 × 216 = 86.4
      #expect(try drawn(seed).count { $0 == "S" } == 86)
    }
    let energies = try (0..<3).map { seed in
      let network = try lattice.network(supercell: (6, 6, 6), disorderSeed: UInt64(seed / 2))
      return (0..<216).map { network.energy(of: $0) }
    }
    #expect(energies[0] == energies[1] && energies[0] != energies[2])
    // Another kind of sites leaves the draw as it is.
    let more = try HostLattice.lattice(Self.energies + "blocked: { A: { La: 0.1 } }\n")
    #expect(
      try QuenchedDisorder(of: more, supercell: cells, seed: 1).occupants(of: "H") == first)
  }

  @Test("Blockers take the exact share, with the hops, pairs and events of their sites")
  func blockers() throws {
    let rules = """
      interactions: [{ between: [A, A], distance: [2.9, 3.1], energy: 0.05 }]
      concerted: [{ class: kick, path: [A, A, A], distances: [[2.9, 3.1], [2.9, 3.1]], barrier: 0.2, frequency: 1e13 }]

      """
    let lattice = try HostLattice.lattice(Self.blocked + rules)
    let whole = try HostLattice.lattice(rules).network(supercell: (6, 6, 6))
    let disorder = try QuenchedDisorder(of: lattice, supercell: SIMD3(6, 6, 6), seed: 9)
    let network = try disorder.network()
    let occupants = disorder.occupants(of: "A")
    // 0.25 × 216 and 0.3 × 216 = 64.8, the larger remainder of 64.8 and 97.2
    #expect(occupants.count { $0 == "La" } == 54 && occupants.count { $0 == "Sr" } == 65)
    #expect(network.siteCount == 97)
    let kept = occupants.indices.filter { occupants[$0] == nil }
    for (new, old) in kept.enumerated() {
      #expect(network.position(of: new) == whole.position(of: old))
      let near = whole.hops(from: old).filter { occupants[$0.to] == nil }
      let hops = network.hops(from: new)
      #expect(hops.map { kept[$0.to] } == near.map(\.to))
      #expect(hops.map(\.displacement) == near.map(\.displacement))
      let pairs = network.pairRange(of: new).map { kept[Int(network.pairTargets[$0])] }
      #expect(Set(pairs) == Set(near.map(\.to)))
    }
    let (events, all) = (network.compoundEvents, whole.compoundEvents)
    let left = (0..<all.count).filter { event in
      all.steps[all.steps(of: event)].allSatisfy {
        occupants[Int($0.from)] == nil && occupants[Int($0.to)] == nil
      }
    }
    #expect(events.count == left.count && !left.isEmpty)
    #expect(
      events.steps.map { kept[Int($0.from)] }
        == left.flatMap { event in
          all.steps[all.steps(of: event)].map { Int($0.from) }
        })
    // A fraction counts the sites that are left.
    #expect(lattice.filling(supercell: (6, 6, 6)).ions(on: network) == 49)
  }

  /// Bonds between two of K sites drawn from N on sc: 3N K(K − 1)/(N(N − 1)) on average, their
  /// variance at fixed K that of uncorrelated bonds, 3N p²(1 − p)², but for terms of order 1.
  @Test("Blockers are scattered at random: bonds left on sc within 4 σ")
  func bonds() throws {
    let lattice = try HostLattice.lattice("blocked: { A: { La: 0.55 } }\n")
    for seed in UInt64(1)...3 {
      let network = try lattice.network(supercell: (20, 20, 20), disorderSeed: seed)
      #expect(network.siteCount == 3600)
      let expected = 3 * 8000 * 3600.0 * 3599 / (8000 * 7999)
      let sigma = (3 * 8000.0).squareRoot() * 0.45 * 0.55
      #expect(abs(Double(network.hopCount) / 2 - expected) < 4 * sigma)
    }
  }

  @Test("A blocker on a mobile site may act on its neighbours")
  func blockersAct() throws {
    let lattice = try HostLattice.lattice(
      "blocked: { A: { La: 0.5 } }\nnear: [{ occupant: La, on: A, site: A, distance: [2.9, 3.1], energy: 0.1 }]\n"
    )
    let network = try lattice.network(supercell: (5, 5, 5), disorderSeed: 4)
    for site in 0..<network.siteCount {
      let blocked = 6 - network.hops(from: site).count
      #expect(abs(network.energy(of: site) - 0.1 * Double(blocked)) < 1e-12)
    }
  }

  @Test("Shifts that make a barrier negative, and blockers that leave nothing, are refused")
  func refusals() throws {
    let low = try HostLattice.lattice(
      HostLattice.immobile
        + "near: [{ occupant: S, on: H, class: nearest, distance: [0, 2.2], barrier: -0.2 }]\n")
    let error = #expect(throws: InputError.self) { try low.network(supercell: (5, 5, 5)) }
    #expect("\(error!)".contains("class nearest: barrier 0.3 eV"))
    #expect("\(error!)".contains("below zero"))
    // Three times -0.1 brings the barrier to zero but for rounding.
    let zero = try HostLattice.lattice(
      HostLattice.immobile.replacing("0.4, Cl: 0.6", with: "1, Cl: 0")
        + "near: [{ occupant: S, on: H, class: nearest, distance: [0, 2.2], barrier: -0.075 }]\n")
    #expect(try zero.network(supercell: (3, 3, 3)).hops(from: 0).allSatisfy { $0.barrier == 0 })
    let full = try HostLattice.lattice("blocked: { A: { La: 0.9 } }\n")
    let none = #expect(throws: InputError.self) { try full.network() }
    #expect("\(none!)".contains("blocked: leaves no hop on [1, 1, 1] cells"))
    #expect(throws: NetworkError.badSupercell(SIMD3(0, 1, 1))) {
      try full.network(supercell: (0, 1, 1))
    }
  }
}
