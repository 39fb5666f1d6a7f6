import Foundation
import IonHopCore
import Testing

@testable import IonHopFields

@Suite("The exact network solver")
struct ExactDiffusivityTests {
  private let temperature = 500.0
  private var kT: Double { PhysicalConstants.boltzmann * temperature }
  private var conditions: Conditions { Conditions(temperature: temperature) }

  /// An L^d grid 3 Å apart; site energies uniform between 0 and `depth` (eV), barriers given by
  /// a function of a uniform random number and of the bond's place.
  private func grid(
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

  private func close(_ value: Double, _ exact: Double, _ tolerance: Double = 1e-9) -> Bool {
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
    "V17: an alternating chain has 2w₁w₂/(w₁ + w₂), at any ratio", arguments: [1e-2, 1e-6, 1e-12])
  func alternating(ratio: Double) throws {
    let network = try grid(8, dimensions: 1) { _, place, _ in
      place.x % 2 == 0 ? 0.3 : 0.3 - kT * log(ratio)
    }
    let exact = try ExactDiffusivity(network, conditions: conditions)
    let fast = 1e13 * exp(-0.3 / kT)
    #expect(close(exact.mean, 9 * fast * 2 * ratio / (1 + ratio), 1e-6))
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
    #expect(close(exact.mean / (9e13 * exp(-0.5 / kT)), expected, 1e-4))
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
    #expect(abs(caged.mean) < 1e-6 * 1e13 * exp(-0.3 / kT))
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
      #expect(close(exact.mean, expected, 2e-2))
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
  }
}
