import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

/// Cluster expansions against sums over sets of sites written out here.
@Suite("Cluster expansions of barriers")
struct ClusterExpansionTests {
  /// Around a hop of the host lattice: eight sites beside it at 3.354 Å, two ahead and behind at 4.5 Å.
  static let expansion = """
    environment:
      - class: nearest
        clusterExpansion:
          constant: 0.10
          sites:
            beside: { near: [A], distance: [3.3, 3.4] }
            ahead: { near: [A], distance: [4.4, 4.55], ends: [[2.9, 3.1], [5.9, 6.1]] }
          clusters:
            - { sites: [beside], energy: 0.011 }
            - { sites: [ahead], energy: -0.007 }
            - { sites: [beside, beside], distance: [2.9, 3.1], energy: 0.013 }
            - { sites: [beside, ahead], energy: -0.003 }
            - { sites: [beside, beside, beside], distances: [[2.9, 3.1], [4.2, 4.3], [5.1, 5.3]], energy: 0.005 }

    """

  /// The expansion by its definition, over all sites and images: sites are numbered by the loop.
  private func shift(
    _ expansion: Lattice.ClusterExpansion, _ event: EventMidpoint, _ network: SiteNetwork,
    _ ions: [Bool]
  ) -> Double {
    var near: [(place: SIMD3<Double>, occupation: Double, orbits: [Int])] = []
    for site in 0..<network.siteCount where !event.own.contains(where: { $0.site == site }) {
      for image in images {
        let offset =
          network.position(of: site) + network.cell.cartesian(image) - event.place
        let toEnds = [event.own.first, event.own.last].compactMap(\.self).map {
          length(offset - $0.offset)
        }.sorted()
        let orbits = expansion.orbits.indices.filter { index in
          let orbit = expansion.orbits[index]
          return orbit.kinds.contains(network.siteKinds[network.kind(of: site)])
            && orbit.distance.contains(length(offset))
            && (orbit.ends.map { zip($0, toEnds).allSatisfy { $0.contains($1) } } ?? true)
        }
        let occupation: Double =
          expansion.basis == .occupation ? (ions[site] ? 1 : 0) : (ions[site] ? -1 : 1)
        if !orbits.isEmpty { near.append((offset, occupation, orbits)) }
      }
    }
    return expansion.clusters.reduce(expansion.constant) { sum, cluster in
      sum + cluster.energy
        * subsets(near.count, cluster.orbits.count).reduce(0.0) { total, set in
          let fits = permutations(set).contains { order in
            order.indices.allSatisfy { i in
              near[order[i]].orbits.contains(cluster.orbits[i])
                && (cluster.distances.isEmpty
                  || (0..<i).allSatisfy { j in
                    cluster.distances[i * (i - 1) / 2 + j].contains(
                      length(near[order[i]].place - near[order[j]].place))
                  })
            }
          }
          return total + (fits ? set.reduce(1) { $0 * near[$1].occupation } : 0)
        }
    }
  }

  private var images: [SIMD3<Double>] {
    (-1...1).flatMap { x in
      (-1...1).flatMap { y in
        (-1...1).map { SIMD3(Double(x), Double(y), Double($0)) }
      }
    }
  }

  private func subsets(_ count: Int, _ size: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    return subsets(count, size - 1).flatMap { set in
      ((set.last ?? -1) + 1..<max(count, (set.last ?? -1) + 1)).map { set + [$0] }
    }
  }

  private func permutations(_ set: [Int]) -> [[Int]] {
    set.isEmpty
      ? [[]]
      : set.flatMap { first in
        permutations(set.filter { $0 != first }).map { [first] + $0 }
      }
  }

  private static let skew = """
    name: skew
    title: Two kinds in a triclinic cell
    cell: { a: 3.1, b: 4.3, c: 5.2, alpha: 71, beta: 83, gamma: 64 }
    sites:
      A: { position: [0.02, 0, 0] }
      B: { position: [0.5, 0.4, 0.99] }
    hops:
      - { class: hop, between: [A, B], distance: [0, 3.4], barrier: 0.9, frequency: 1e13 }
    concerted:
      - { class: kick, path: [A, B, A], distances: [[0, 3.4], [0, 3.4]], angle: [100, 180], barrier: 0.9, frequency: 1e13 }
    environment:
      - class: hop
        clusterExpansion:
          basis: spin
          sites: { near: { near: [B], distance: [0, 4.4] }, all: { near: [A, B], distance: [2, 4.9], ends: [[0, 4], [3, 9]] } }
          clusters: [{ sites: [near, all], energy: 0.004 }, { sites: [all], energy: 0.003 }, { sites: [near, near, all], distances: [[3, 6], [2, 9], [1, 9]], energy: 0.002 }]
      - class: kick
        clusterExpansion:
          sites: { near: { near: [A, B], distance: [0, 4.5] } }
          clusters: [{ sites: [near, near], distance: [2, 5], energy: 0.01 }]
    mobile: { Li: { charge: 1, fraction: 0.5 } }

    """

  @Test("Every hop's polynomial is the sum over all sets of sites, for random ions")
  func bruteForce() throws {
    var random = RandomNumbers(seed: 5)
    for (lattice, cells) in [
      (try HostLattice.lattice(Self.expansion), (5, 5, 4)),
      (try Lattice.parse(Self.skew, file: "skew.yaml"), (5, 4, 3)),
    ] {
      let network = try lattice.network(supercell: cells)
      let table = try ClusterTable(lattice.clusterExpansions, network)
      var events: [EventMidpoint] = []
      network.forEachMidpoint { events.append($0) }
      var values: Set<Int> = []
      for event in events where random.next() % 6 == 0 || event.isCompound {
        guard
          let expansion = lattice.clusterExpansions.first(where: {
            $0.hopClass == network.hopClasses[event.hopClass]
          })
        else { continue }
        let ions = (0..<network.siteCount).map { _ in random.next() % 2 == 0 }
        let place = event.isCompound ? network.hopCount + event.number : event.number
        let value = table.shift(place) { ions[$0] }
        #expect(abs(value - shift(expansion, event, network, ions)) < 1e-12)
        #expect(table.range(place).lowerBound - 1e-12 <= value)
        #expect(value <= table.range(place).upperBound + 1e-12)
        values.insert(Int((value * 1e6).rounded()))
      }
      #expect(values.count > 10)
    }
  }

  @Test("Hops of one geometry share a polynomial")
  func shared() throws {
    let lattice = try HostLattice.lattice(Self.expansion)
    let table = try ClusterTable(
      lattice.clusterExpansions, lattice.network(supercell: (6, 5, 4)))
    #expect(table.polynomials.count == 3)  // along x, y and z
  }

  @Test("Branch and bound finds the least and the largest value of random polynomials")
  func ranges() {
    var random = RandomNumbers(seed: 11)
    for round in 0..<200 {
      let terms = (0..<30).map { _ in
        OccupationPolynomial.Term(
          sites: random.next() & random.next() & 0xfff,
          energy: Double(Int(random.next() % 2001) - 1000) / 1000)
      }
      let polynomial = OccupationPolynomial(terms)
      let values = (0..<UInt64(1 << 12)).map { ions in
        terms.reduce(0.0) { $0 + (ions & $1.sites == $1.sites ? $1.energy : 0) }
      }
      for ions in [0, 7, 0xfff, UInt64(round)] {
        #expect(abs(polynomial.value(ions) - values[Int(ions)]) < 1e-12)
      }
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      let range = polynomial.range()
      #expect(abs(range.lowerBound - low) < 1e-12 && abs(range.upperBound - high) < 1e-12)
      let rough = polynomial.range(steps: 3)
      #expect(rough.lowerBound <= low + 1e-12 && rough.upperBound >= high - 1e-12)
    }
  }

  @Test("A product of spins is the same polynomial in occupations")
  func spins() {
    let terms = OccupationPolynomial.terms(0b1011, energy: 0.3, basis: .spin)
    let polynomial = OccupationPolynomial(terms)
    for ions in UInt64(0)..<16 {
      let sign = (ions & 0b1011).nonzeroBitCount % 2 == 0 ? 1.0 : -1
      #expect(abs(polynomial.value(ions) - 0.3 * sign) < 1e-12)
    }
  }

  @Test("A lone ion meets the constant, and in spins what all vacancies give")
  func alone() throws {
    let spin = Self.expansion.replacingOccurrences(
      of: "constant", with: "basis: spin\n      constant")
    let sums = 0.10 + 8 * 0.011 - 2 * 0.007 + 4 * 0.013 - 16 * 0.003 + 16 * 0.005
    for (text, raise) in [(Self.expansion, 0.10), (spin, sums)] {
      let lattice = try HostLattice.lattice(text)
      let network = try lattice.network(supercell: (5, 5, 5))
      let environment = try #require(try lattice.environment(on: network))
      let emptied = try environment.emptied(network)
      for site in 0..<emptied.siteCount {
        for hop in emptied.hops(from: site) { #expect(abs(hop.barrier - 0.30 - raise) < 1e-12) }
      }
    }
  }

  @Test("An expansion of single sites is the rule that counts ions, to the bit")
  func points() throws {
    let rule = "{ class: nearest, near: [A], distance: [3.3, 3.4], perIon: 0.02 }"
    let cluster =
      "{ class: nearest, clusterExpansion: { sites: { s: { near: [A], distance: [3.3, 3.4] } }, clusters: [{ sites: [s], energy: 0.02 }] } }"
    var hops: [Int] = []
    for entry in [rule, cluster] {
      let lattice = try HostLattice.lattice("environment: [\(entry)]\n")
      let network = try lattice.network(supercell: (4, 4, 4))
      let environment = try #require(try lattice.environment(on: network))
      #expect(environment.least == 0 && abs(environment.most - 0.16) < 1e-12)
      let plan = try EnginePlan(
        network, ions: 20, conditions: Conditions(temperature: 600), barriers: environment)
      var engine = try Engine(plan, seed: 3)
      engine.advance(by: 1, hops: 20_000)
      hops.append(engine.hops)
      hops.append(Int((engine.time * 1e15).rounded()))
    }
    #expect(hops[0] == hops[2] && abs(hops[1] - hops[3]) <= hops[1] / 1_000_000)
  }
}

/// A small generator for tests, so that they need no engine: splitmix64, S. Vigna, public domain.
private struct RandomNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
