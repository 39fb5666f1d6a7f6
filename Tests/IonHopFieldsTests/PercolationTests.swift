import Foundation
import IonHopCore
import Testing

@testable import IonHopFields

@Suite("Percolation")
struct PercolationTests {
  let grids = ExactDiffusivityTests()

  /// p_c of bonds 1/2 on the square lattice (H. Kesten, Commun. Math. Phys. 74, 41 (1980),
  /// doi:10.1007/BF01197577), 0.248812 on sc; of sites 0.592746 and 0.311608 (PHYSICS 2.6, from
  /// C. D. Lorenz, R. M. Ziff, Phys. Rev. E 57, 230 (1998), doi:10.1103/PhysRevE.57.230, and M. E. J.
  /// Newman, R. M. Ziff, Phys. Rev. Lett. 85, 4104 (2000), doi:10.1103/PhysRevLett.85.4104; recalled).
  static let lattices: [(dimensions: Int, edges: [Int], PercolationThreshold.Element, Double)] = [
    (2, [32, 64], .bonds, 0.5), (2, [32, 64], .sites, 0.592746),
    (3, [10, 16, 24], .bonds, 0.248812), (3, [10, 16, 24], .sites, 0.311608),
  ]

  @Test("V70: thresholds of lattices to 1.5 %, from several sizes", arguments: lattices)
  func thresholds(
    dimensions: Int, edges: [Int], element: PercolationThreshold.Element, exact: Double
  ) throws {
    let measured = try edges.map { edge in
      let network = try grids.grid(edge, dimensions: dimensions) { _, _, _ in 0.3 }
      let orders = dimensions == 2 ? 300 : 500_000 / (edge * edge * edge)
      return (
        length: Double(edge),
        threshold: try PercolationThreshold(of: element, in: network, orders: orders, seed: 5)
      )
    }
    let infinite = try #require(
      PercolationThreshold.infinite(from: measured, dimensions: dimensions))
    #expect(infinite.standardError < 0.0075 * exact)
    #expect(abs(infinite.value - exact) < max(0.015 * exact, 4 * infinite.standardError))
  }

  @Test("A ring closes with its last bond, and a chain that does not close has no threshold")
  func ring() throws {
    let ring = try grids.grid(10, dimensions: 1) { _, _, _ in 0.3 }
    let threshold = try PercolationThreshold(of: .bonds, in: ring, orders: 3, seed: 1)
    #expect(threshold.values == [1, 1, 1])
    var draft = NetworkDraft(cell: try .cubic(10))
    draft.addSite(at: .zero)
    draft.addSite(at: [3, 0, 0])
    draft.addHop(from: 0, to: 1, displacement: [3, 0, 0], barrier: 0.1, frequency: 1e13)
    draft.addReverseHops()
    let open = try SiteNetwork(draft)
    #expect(throws: FieldError.notConnected) {
      try PercolationThreshold(of: .sites, in: open, orders: 1, seed: 1)
    }
    #expect(throws: FieldError.notConnected) { try CriticalPath(in: open, rateLaw: .symmetric) }
    #expect(throws: FieldError.tooFewOrders(0)) {
      try PercolationThreshold(of: .sites, in: ring, orders: 0, seed: 1)
    }
  }

  @Test("The critical barrier of a chain is its highest, of a cubic cell the lowest way round")
  func critical() throws {
    let chain = try grids.grid(9, dimensions: 1) { _, place, _ in place.x == 4 ? 0.5 : 0.2 }
    let path = try CriticalPath(in: chain, rateLaw: .symmetric)
    #expect(path.energy == 0.5)
    #expect(path.energyAlong[1] == nil)
    #expect([path.bottleneck.from, path.bottleneck.to].sorted() == [4, 5])
    // One row of low barriers among high ones.
    let cubic = try grids.grid(6) { u, place, axis in
      axis == 2 && place.x == 2 && place.y == 3 ? 0.2 + 0.01 * u : 0.6 + 0.1 * u
    }
    let way = try CriticalPath(in: cubic, rateLaw: .symmetric)
    #expect(way.energy > 0.2 && way.energy <= 0.21)
    #expect(way.energyAlong[2] == way.energy)
    #expect(try #require(way.energyAlong[0]) > 0.6)
    #expect(way.clusterShare == 6.0 / 216)
  }

  @Test("Uniform random barriers: E_c is the quantile of the bond threshold, 0.2488 on sc")
  func quantile() throws {
    let network = try grids.grid(24) { u, _, _ in u }
    let path = try CriticalPath(in: network, rateLaw: .symmetric)
    let along = path.energyAlong.compactMap { $0 }
    #expect(along.count == 3)
    #expect(abs(along.reduce(0, +) / 3 - 0.2488) < 0.02)
    #expect(abs(path.openShare - path.energy) < 0.01)
  }

  @Test(
    "Saddles of the rate laws: what p k is activated by at low temperature",
    arguments: RateLaw.allCases)
  func saddles(law: RateLaw) throws {
    let (first, second, barrier) = (0.1, 0.25, law == .transitionState ? 0.6 : 0.3)
    var draft = NetworkDraft(cell: try .cubic(6))
    draft.addSite(at: .zero, energy: first)
    draft.addSite(at: [3, 0, 0], energy: second)
    for (from, to) in [(0, 1), (1, 0)] {
      draft.addHop(from: from, to: to, displacement: [3, 0, 0], barrier: barrier, frequency: 1e13)
    }
    draft.addReverseHops()
    let network = try SiteNetwork(draft)
    let hop = network.hops(from: 0)[0]
    func logarithm(_ t: Double) -> Double {
      let conditions = Conditions(temperature: t, rateLaw: law)
      return log(network.rate(of: hop, under: conditions)) - first / conditions.thermalEnergy
    }
    let (t1, t2) = (40.0, 50.0)
    let slope =
      PhysicalConstants.boltzmann * (logarithm(t2) - logarithm(t1)) / (1 / t1 - 1 / t2)
    #expect(abs(law.saddle(barrier: barrier, first, second) - slope) < 1e-6)
  }

  @Test("V61: at low temperature the exact diffusivity is activated by E_c of the same network")
  func activation() throws {
    let network = try grids.grid(8) { u, _, _ in u }
    let path = try CriticalPath(in: network, rateLaw: .symmetric)
    let temperatures = (40.0, 44.0)
    let d = try [temperatures.0, temperatures.1].map {
      try ExactDiffusivity(network, conditions: Conditions(temperature: $0)).mean
    }
    let slope =
      PhysicalConstants.boltzmann * log(d[1] / d[0]) / (1 / temperatures.0 - 1 / temperatures.1)
    #expect(abs(slope - path.energy) < 0.01)
    #expect(abs(path.activationEnergy(of: network, at: 40) - path.energy) < 1e-12)
  }

  @Test("Backbone: equal bonds share equally, a chain of one weak bond needs that bond alone")
  func backbone() throws {
    let even = try ConductionBackbone(
      of: try grids.grid(5) { _, _, _ in 0.3 }, conditions: grids.conditions, coverage: 0.9)
    #expect(abs(even.shareOfBonds - 0.9) < 0.01)
    let chain = try grids.grid(9, dimensions: 1) { _, place, _ in place.x == 4 ? 0.6 : 0.2 }
    let weak = try ConductionBackbone(of: chain, conditions: grids.conditions)
    #expect(weak.bonds.count == 1)
    #expect(weak.bonds[0].from == 4 && weak.bonds[0].share > 0.99)
    #expect(throws: FieldError.badCoverage(1)) {
      try ConductionBackbone(of: chain, conditions: grids.conditions, coverage: 1)
    }
  }
}
