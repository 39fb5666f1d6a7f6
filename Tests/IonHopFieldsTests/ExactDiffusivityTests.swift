import Foundation
import IonHopCore
import Testing

@testable import IonHopFields

@Suite("The exact network solver")
struct ExactDiffusivityTests {
  let temperature = 500.0
  var kT: Double { PhysicalConstants.boltzmann * temperature }
  var conditions: Conditions { Conditions(temperature: temperature) }

  /// An L^d grid 3 Å apart; site energies uniform between 0 and `depth` (eV), barriers given by
  /// a function of a uniform random number and of the bond's place.
  func grid(
    _ edge: Int, dimensions: Int = 3, depth: Double = 0,
    barrier: (Double, SIMD3<Int>, Int) -> Double
  ) throws -> SiteNetwork {
    var numbers = try RandomStream(seed: 77)
    let n = SIMD3(edge, dimensions > 1 ? edge : 1, dimensions > 2 ? edge : 1)
    var draft = NetworkDraft(
      cell: try Cell([3 * Double(n.x), 0, 0], [0, 3 * Double(n.y), 0], [0, 0, 3 * Double(n.z)]))
    var places: [SIMD3<Int>] = []
    for x in 0..<n.x { for y in 0..<n.y { for z in 0..<n.z { places.append([x, y, z]) } } }
    for place in places {
      draft.addSite(at: 3 * SIMD3<Double>(place), energy: depth * numbers.uniform())
    }
    for (site, place) in places.enumerated() {
      for axis in 0..<dimensions {
        var next = place
        next[axis] = (next[axis] + 1) % n[axis]
        var step = SIMD3<Double>.zero
        step[axis] = 3
        draft.addHop(
          from: site, to: (next.x * n.y + next.y) * n.z + next.z, displacement: step,
          barrier: barrier(numbers.uniform(), place, axis), frequency: 1e13)
      }
    }
    draft.addReverseHops()
    return try SiteNetwork(draft)
  }

  func close(_ value: Double, _ exact: Double, _ tolerance: Double = 1e-9) -> Bool {
    abs(value / exact - 1) < tolerance
  }

  @Test("A lone walker on sc: k a² = 8.21229·10⁻⁸ cm²/s at 300 K (V1, V2)")
  func cubic() throws {
    let network = try grid(4) { _, _, _ in 0.3 }
    let exact = try ExactDiffusivity(network, conditions: Conditions(temperature: 300))
    #expect(close(exact.mean * 1e-16, 8.21229e-8, 1e-6))
    for a in 0..<3 {
      for b in 0..<3 where a != b { #expect(abs(exact.tensor[a][b]) < 1e-6 * exact.mean) }
    }
  }

  @Test("A chain of random sites and saddles has the closed form ν a² L²/(Σe^(−E/kT) Σe^(E_s/kT))")
  func chain() throws {
    let network = try grid(17, dimensions: 1, depth: 0.1) { u, _, _ in 0.3 + 0.2 * u }
    let exact = try ExactDiffusivity(
      network, conditions: Conditions(temperature: temperature, rateLaw: .transitionState))
    var (sites, saddles) = (0.0, 0.0)
    for site in 0..<17 {
      sites += exp(-network.energy(of: site) / kT)
      saddles += exp(network.hops(from: site).first { $0.displacement.x > 0 }!.barrier / kT)
    }
    #expect(exact.dimensions == 1)
    #expect(close(exact.mean, 1e13 * 9 * 17 * 17 / (sites * saddles)))
  }

  @Test("V21: random traps have D = a² k₀ Ns/Σe^(−E/kT) in every dimension", arguments: [1, 2, 3])
  func traps(dimensions: Int) throws {
    let network = try grid(6, dimensions: dimensions, depth: -0.2) { _, _, _ in 0.3 }
    let exact = try ExactDiffusivity(
      network, conditions: Conditions(temperature: temperature, rateLaw: .initialState))
    let weight = (0..<network.siteCount).reduce(0) { $0 + exp(-network.energy(of: $1) / kT) }
    let k0 = 1e13 * exp(-0.3 / kT)
    #expect(close(exact.mean, 9 * k0 * Double(network.siteCount) / weight))
  }

  @Test(
    "V17: an alternating chain has 2w₁w₂/(w₁ + w₂), at any ratio",
    arguments: [1e-2, 1e-6, 1e-12, 1e-15, 1e-20, 1e-28])
  func alternating(ratio: Double) throws {
    let network = try grid(8, dimensions: 1) { _, place, _ in
      place.x % 2 == 0 ? 0.3 : 0.3 - kT * log(ratio)
    }
    let exact = try ExactDiffusivity(network, conditions: conditions)
    let fast = 1e13 * exp(-0.3 / kT)
    #expect(close(exact.mean, 9 * fast * 2 * ratio / (1 + ratio)))
  }

  /// PHYSICS V45: exact networks computed for this project.
  @Test(
    "V45: cubic grains with a layer of boundary sites",
    arguments: [(5, 0.01, 0.026736), (9, 0.01, 0.045278), (9, 100, 21.9135)])
  func siteLayer(grain: Int, ratio: Double, expected: Double) throws {
    let network = try grid(grain + 1) { _, place, axis in
      var next = place
      next[axis] = (next[axis] + 1) % (grain + 1)
      let touches = (0..<3).contains { place[$0] == grain || next[$0] == grain }
      return touches ? 0.5 - kT * log(ratio) : 0.5
    }
    let exact = try ExactDiffusivity(network, conditions: conditions)
    #expect(close(exact.mean / (9e13 * exp(-0.5 / kT)), expected, 2e-5))
  }

  @Test(
    "Boundaries of one bond plane: D = a² n/((n − 1)/w_b + 1/w_gb) exactly", arguments: [1, 2, 3])
  func bondPlane(dimensions: Int) throws {
    let (n, ratio) = (5, 0.02)
    let network = try grid(n, dimensions: dimensions) { _, place, axis in
      place[axis] == n - 1 ? 0.3 - kT * log(ratio) : 0.3
    }
    let exact = try ExactDiffusivity(network, conditions: conditions)
    #expect(close(exact.mean / (9e13 * exp(-0.3 / kT)), 5 / (4 + 1 / ratio)))
  }

  @Test("One site that neighbours its own images, and two sites on a ring")
  func ownImages() throws {
    let one = try ExactDiffusivity(try grid(1) { _, _, _ in 0.3 }, conditions: conditions)
    let two = try ExactDiffusivity(
      try grid(2, dimensions: 1) { _, _, _ in 0.3 }, conditions: conditions)
    let k = 1e13 * exp(-0.3 / kT)
    #expect(close(one.mean, 9 * k))
    #expect(close(two.mean, 9 * k))
  }

  @Test("Layers that do not touch diffuse in two directions only; cages do not diffuse")
  func disconnected() throws {
    var draft = NetworkDraft(cell: try .cubic(4))
    draft.addSite(at: .zero)
    draft.addSite(at: [0, 0, 2])
    for site in 0..<2 {
      for step in [SIMD3<Double>(4, 0, 0), [0, 4, 0]] {
        draft.addHop(from: site, to: site, displacement: step, barrier: 0.3, frequency: 1e13)
      }
    }
    draft.addReverseHops()
    let layers = try ExactDiffusivity(
      try SiteNetwork(draft).supercell(2, 2, 1), conditions: conditions)
    #expect(layers.dimensions == 2)
    #expect(layers.tensor[2][2] == 0)
    #expect(close(layers.mean, 16e13 * exp(-0.3 / kT)))

    var cage = NetworkDraft(cell: try .cubic(4))
    cage.addSite(at: .zero)
    cage.addSite(at: [1, 0, 0])
    cage.addHop(from: 0, to: 1, displacement: [1, 0, 0], barrier: 0.3, frequency: 1e13)
    cage.addReverseHops()
    let caged = try ExactDiffusivity(try SiteNetwork(cage), conditions: conditions)
    #expect(caged.dimensions == 0)
    #expect(caged.mean == 0)
  }

  @Test("V35: the argyrodite net, in units of Å² times the unit rate")
  func argyrodite() throws {
    let network = try argyroditeNetwork()
    #expect(network.siteCount == 48)
    for (rates, expected) in [
      ([1.0, 1, 1], 4.0821), ([1, 1, 0.01], 0.158528), ([1, 0.01, 1], 0.158528),
      ([0.01, 1, 1], 0.080834), ([10, 1, 0.1], 1.457893),
    ] {
      let net = try argyroditeNetwork(rates: rates)
      let exact = try ExactDiffusivity(net, conditions: conditions)
      #expect(close(exact.mean, expected, 2e-5))
    }
  }

  /// 48h of F-43m at (x, y, −y) with x = 0.0204, y = 0.1851, a = 9.898 Å: doublets, cages of
  /// six doublets, and hops between cages.
  private func argyroditeNetwork(rates: [Double] = [1, 1, 1]) throws -> SiteNetwork {
    let (x, z) = (0.0204, 0.1851)
    var draft = NetworkDraft(cell: try .cubic(9.898))
    var seen: [SIMD3<Double>] = []
    let permutations: [[Int]] = [
      [0, 1, 2], [1, 2, 0], [2, 0, 1], [1, 0, 2], [0, 2, 1], [2, 1, 0],
    ]
    let signs: [SIMD3<Double>] = [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]
    let centres: [SIMD3<Double>] = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]
    for order in permutations {
      for sign in signs {
        for centre in centres {
          let base = SIMD3(x, z, -z) * sign
          let point = SIMD3(base[order[0]], base[order[1]], base[order[2]]) + centre
          let inside = point - point.rounded(.down)
          if !seen.contains(where: { length($0 - inside) < 1e-6 }) { seen.append(inside) }
        }
      }
    }
    for point in seen { draft.addSite(at: 9.898 * point) }
    for (window, rate) in zip([1.7...1.9, 2.2...2.4, 2.8...2.95], rates) {
      draft.addHops(
        between: "site", and: "site", distance: window, barrier: 0, frequency: rate,
        hopClass: "hop")
    }
    return try SiteNetwork(draft)
  }

  @Test("Two sites on a ring, joined by two different bonds: 2k₁k₂/(k₁ + k₂) (L/2)²")
  func ring() throws {
    var draft = NetworkDraft(cell: try .cubic(5))
    draft.addSite(at: .zero)
    draft.addSite(at: [2, 0, 0])
    for (step, frequency) in [(2.0, 3e12), (-3, 5e12)] {
      draft.addHop(
        from: 0, to: 1, displacement: [step, 0, 0], barrier: 0.3, frequency: frequency)
    }
    draft.addReverseHops()
    let exact = try ExactDiffusivity(try SiteNetwork(draft), conditions: conditions)
    #expect(exact.dimensions == 1)
    #expect(close(exact.mean, 25.0 / 4 * 2 * 3 * 5 / 8 * 1e12 * exp(-0.3 / kT)))
  }

  /// Four sites in a triclinic cell, each joined to all images within 4.5 Å.
  private func triclinicNetwork(_ cell: Cell, energies: [Double]) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: cell)
    let positions: [SIMD3<Double>] = [
      [0.1, 0.2, 0], [2.1, 0.4, 1.1], [1, 2.3, 2.2], [3.2, 2, 3.1],
    ]
    for (position, energy) in zip(positions, energies) {
      draft.addSite(at: position, kind: "\(energy)", energy: energy)
    }
    for a in 0..<4 {
      for b in a..<4 {
        draft.addHops(
          between: "\(energies[a])", and: "\(energies[b])", distance: 1...4.5,
          barrier: 0.2 + 0.03 * Double(3 * a + b), frequency: 1e13, hopClass: "hop")
      }
    }
    return try SiteNetwork(draft)
  }

  @Test("V14: the tensor depends neither on the choice of cell vectors nor on the supercell")
  func cellVectors() throws {
    let (a, b, c) = (
      SIMD3(4.1, 0, 0), SIMD3(1.2, 4.3, 0), SIMD3(-0.7, 0.9, 4.4)
    )
    let energies = [0, 0.05, 0.11, -0.04]
    let reference = try ExactDiffusivity(
      try triclinicNetwork(try Cell(a, b, c), energies: energies), conditions: conditions)
    let others = [
      try triclinicNetwork(try Cell(a + b, b, c - a), energies: energies),
      try triclinicNetwork(try Cell(c, a + 2 * c, b), energies: energies),
      try triclinicNetwork(try Cell(a, b, c), energies: energies).supercell(2, 3, 2),
    ]
    #expect(reference.dimensions == 3)
    #expect(reference.tensor[0][1] != 0)
    for network in others {
      let exact = try ExactDiffusivity(network, conditions: conditions)
      #expect(exact.relativeResidual < 1e-12)
      for row in 0..<3 {
        for column in 0..<3 {
          let difference = exact.tensor[row][column] - reference.tensor[row][column]
          #expect(abs(difference) < 1e-10 * reference.mean)
        }
      }
    }
  }

  @Test("Parallel chains that do not touch count by their equilibrium weight")
  func parallelChains() throws {
    var draft = NetworkDraft(cell: try .cubic(6))
    let energies = [0, 0.08]
    for (chain, energy) in energies.enumerated() {
      for site in 0..<2 {
        draft.addSite(at: [3 * Double(site), 3 * Double(chain), 0], energy: energy)
      }
      for (from, to) in [(0, 1), (1, 0)] {
        draft.addHop(
          from: 2 * chain + from, to: 2 * chain + to, displacement: [3, 0, 0],
          barrier: 0.3 + 0.1 * Double(chain), frequency: 1e13)
      }
    }
    draft.addReverseHops()
    let exact = try ExactDiffusivity(try SiteNetwork(draft), conditions: conditions)
    let weights = energies.map { exp(-$0 / kT) }
    let single = [0.3, 0.4].map { 9e13 * exp(-$0 / kT) }
    #expect(exact.dimensions == 1)
    #expect(
      close(
        exact.mean,
        (weights[0] * single[0] + weights[1] * single[1]) / (weights[0] + weights[1])))
    #expect(exact.tensor[1][1] == 0)
  }

  @Test("Cages whose inner hops are 10¹⁸ times faster leave D proportional to the slow hop")
  func fastCages() throws {
    let slow = try argyroditeNetwork(rates: [1, 1, 1e-9])
    let slower = try argyroditeNetwork(rates: [1, 1, 1e-18])
    let exact = try ExactDiffusivity(slow, conditions: conditions)
    let far = try ExactDiffusivity(slower, conditions: conditions)
    #expect(close(far.mean / 1e-18, exact.mean / 1e-9, 1e-7))
    let isotropy = (0..<3).map { far.tensor[$0][$0] / far.mean }
    #expect(isotropy.allSatisfy { abs($0 - 1) < 1e-9 })
  }

  /// Triangles of fast hops at 0 and 5 Å on a ring of 10 Å, joined by two hops of rate `slow`.
  private func triangles(
    seed: UInt64, slow: Double, stretch: Double = 0
  ) throws -> SiteNetwork {
    var numbers = try RandomStream(seed: seed)
    var draft = NetworkDraft(cell: try Cell([10, 0, 0], [0, 4, 0], [0, 0, 4]))
    for start in [SIMD3<Double>(0, 0, 0), [5, 0, 0]] {
      for offset in [SIMD3<Double>(0, 0, 0), [1.1, 1.3, 0], [2.3, 0, 0]] {
        draft.addSite(at: start + offset)
      }
    }
    for first in [0, 3] {
      for (i, j, error) in [(0, 1, stretch), (1, 2, 0), (0, 2, 0)] {
        let step = draft.sites[first + j].position - draft.sites[first + i].position
        draft.addHop(
          from: first + i, to: first + j, displacement: step + SIMD3(error, 0, 0), barrier: 0,
          frequency: 0.1 + 0.9 * numbers.uniform())
      }
    }
    draft.addHop(from: 2, to: 3, displacement: [2.7, 0, 0], barrier: 0, frequency: slow)
    draft.addHop(from: 5, to: 0, displacement: [2.7, 0, 0], barrier: 0, frequency: slow)
    draft.addReverseHops()
    return try SiteNetwork(draft)
  }

  @Test(
    "Two fast triangles on a ring of slow hops: D = L² k/2Ns, where a matrix loses all digits",
    arguments: [1e-13, 1e-16, 1e-22, 1e-28])
  func fastTriangles(slow: Double) throws {
    for seed in 1...20 {
      let exact = try ExactDiffusivity(
        try triangles(seed: UInt64(seed), slow: slow), conditions: conditions)
      #expect(close(exact.mean, 100 * slow / 12))
    }
  }

  @Test("Displacements wrong by 5·10⁻⁵ Å, as rounding makes them, leave fast cages at rest")
  func roundedDisplacements() throws {
    let exact = try ExactDiffusivity(
      try triangles(seed: 3, slow: 1e-12, stretch: 5e-5), conditions: conditions)
    #expect(close(exact.mean, 100e-12 / 12))
  }

  @Test("Elimination site by site agrees with the factorised matrix", arguments: [5.0, 15, 25])
  func starMesh(span: Double) throws {
    let network = try grid(6, depth: 0.1) { u, _, _ in 0.2 + span * kT * u }
    let exact = try ExactDiffusivity(network, conditions: conditions)
    #expect(exact.relativeResidual > 0)
    let circuit = try Circuit(network, conditions)
    let mesh = StarMesh.dissipation(
      sites: circuit.sites, bonds: circuit.bonds, order: Array((0..<100).reversed()))
    let scale = circuit.largestConductance / circuit.partition
    for row in 0..<3 {
      for column in 0..<3 {
        #expect(abs(mesh[row][column] * scale - exact.tensor[row][column]) < 1e-11 * exact.mean)
      }
    }
  }
}
