import Foundation
import IonHopCore
import IonHopFields
import Testing

@testable import IonHopNetworks

@Suite("Transport in glasses, by the exact solvers")
struct GlassTransportTests {
  let temperature = 500.0
  var kT: Double { PhysicalConstants.boltzmann * temperature }

  /// D/(k₀a²) of a network of hops 3 Å long.
  func reduced(_ network: SiteNetwork, _ law: RateLaw = .symmetric) throws -> Double {
    try ExactDiffusivity(
      network, conditions: Conditions(temperature: temperature, rateLaw: law)
    ).mean / (1e13 * 9)
  }

  /// ln D = −3.894(10), local E_a = 0.319(1) E₀ on sc with barriers uniform in [0, 10 kT]: PHYSICS
  /// 2.7, computed there.
  @Test("V60: random barriers on sc, ln D and the local activation energy")
  func randomBarriers() throws {
    var logarithms: [Double] = []
    var slopes: [Double] = []
    for seed in 1...8 {
      var model = disorderedLattice(12, seed: UInt64(seed))
      model.energetics.barriers = .uniform(0...10 * kT)
      let network = try model.network()
      let d = try reduced(network)
      logarithms.append(log(d))
      let warmer =
        try ExactDiffusivity(
          network, conditions: Conditions(temperature: 1.01 * temperature)
        ).mean / (1e13 * 9)
      slopes.append(log(warmer / d) / (10 * (1 - 1 / 1.01)))
    }
    let (mean, error) = glassMean(logarithms)
    #expect(error < 0.03)
    #expect(abs(mean + 3.894) < max(0.06, 4 * error))
    let (slope, slopeError) = glassMean(slopes)
    #expect(abs(slope - 0.319) < max(0.01, 4 * slopeError))
  }

  /// ln D = −1.502(11), −3.546(8) for normal site energies of 2 and 3 kT under the symmetric law, and
  /// −2.441(7) and −4.867(15) under Miller and Abrahams's; with ⟨p⟩ of the infinite network, exp(s²/2):
  /// PHYSICS 2.7.
  @Test(
    "V65, V66: Gaussian site energies on sc",
    arguments: [
      (2.0, RateLaw.symmetric, -1.502, 0.08), (3, .symmetric, -3.546, 0.08),
      (2, .metropolis, -2.441, 0.1), (3, .metropolis, -4.867, 0.1),
    ])
  func gaussian(s: Double, law: RateLaw, expected: Double, tolerance: Double) throws {
    // Above half of any difference of energies, so that no barrier is clipped.
    let barrier = 15.0
    let values = try (1...16).map { seed in
      var model = disorderedLattice(12, seed: UInt64(seed))
      model.energetics.siteEnergies = .gaussian(mean: 0, deviation: s * kT)
      model.energetics.barriers = .single(barrier * kT)
      let network = try model.network()
      let weights = (0..<network.siteCount).reduce(0) { $0 + exp(-network.energy(of: $1) / kT) }
      let scaled = weights / Double(network.siteCount) / exp(s * s / 2)
      return log(try reduced(network, law) * scaled) + barrier
    }
    let (mean, error) = glassMean(values)
    #expect(error < tolerance / 2)
    #expect(abs(mean - expected) < max(tolerance, 4 * error))
  }

  @Test("V67: random traps have D = k₀ a² Ns/Σ e^(−E/kT) in every realisation", arguments: [2, 3])
  func traps(dimensions: Int) throws {
    for seed in 1...3 {
      var model = disorderedLattice(8, dimensions: dimensions, seed: UInt64(seed))
      model.energetics.siteEnergies = .gaussian(mean: 0, deviation: 2 * kT)
      model.energetics.barriers = .single(0.4)
      let network = try model.network()
      let n = Double(network.siteCount)
      let weights = (0..<network.siteCount).reduce(0) { $0 + exp(-network.energy(of: $1) / kT) }
      let exact = exp(-0.4 / kT) * n / weights
      #expect(abs(try reduced(network, .initialState) / exact - 1) < 1e-9)
    }
  }

  /// Self-duality of the square lattice: A. M. Dykhne, Sov. Phys. JETP 32, 63 (1971).
  @Test(
    "Barriers symmetric about a mean in two dimensions: ln D is minus the mean, in kT",
    arguments: [EnergyDistribution.uniform(0...4), .gaussian(mean: 8, deviation: 2)])
  func geometricMean(distribution: EnergyDistribution) throws {
    let (scaled, mean): (EnergyDistribution, Double) =
      switch distribution {
      case .uniform: (.uniform(0...4 * kT), 2)
      default: (.gaussian(mean: 8 * kT, deviation: 2 * kT), 8)
      }
    let values = try (1...40).map { seed in
      var model = disorderedLattice(48, dimensions: 2, seed: UInt64(seed))
      model.energetics.barriers = scaled
      return log(try reduced(try model.network()))
    }
    let (average, error) = glassMean(values)
    #expect(error < 0.02)
    // Cells of 48 sites differ from the infinite lattice by less than a thousandth (PHYSICS 2.7).
    #expect(abs(average + mean) < 4 * error + 1e-3)
  }

  @Test("A chain of random barriers has the harmonic mean of its rates, exactly")
  func harmonicMean() throws {
    var draft = NetworkDraft(cell: try Cell([120, 0, 0], [0, 3, 0], [0, 0, 3]))
    var stream = try RandomStream(seed: 3)
    let distribution = EnergyDistribution.logNormal(median: 0.3, width: 0.3)
    var resistance = 0.0
    for site in 0..<40 {
      draft.addSite(at: [3 * Double(site), 0, 0])
      let barrier = distribution.energy(at: NormalDeviate.draw(&stream))
      resistance += exp(barrier / kT)
      draft.addHop(
        from: site, to: (site + 1) % 40, displacement: [3, 0, 0], barrier: barrier,
        frequency: 1e13)
    }
    draft.addReverseHops()
    let d = try reduced(try SiteNetwork(draft))
    #expect(abs(d * resistance / 40 - 1) < 1e-9)
  }

  /// Bonds of Delaunay 0.0822(50) (G. R. Jerauld, J. C. Hatfield, L. E. Scriven, H. T. Davis, J. Phys.
  /// C 17, 1519 (1984), doi:10.1088/0022-3719/17/9/010, recalled) and 0.085(1) on finite cells; of the
  /// edges of Voronoi cells 0.410(2), on finite cells: PHYSICS 2.6, computed there.
  @Test(
    "V70: percolation of Delaunay and Voronoi networks",
    arguments: [
      (BondRule.delaunay(), [1000, 4000, 12000], 0.0822, 0.005),
      (.voronoiVertices, [150, 600, 1800], 0.410, 0.01),
    ])
  func percolation(rule: BondRule, sizes: [Int], expected: Double, uncertainty: Double) throws {
    let measured = try sizes.map { sites in
      let network = try GlassModel(
        .poisson, joined: rule, in: GlassBox(sites: sites, density: 0.02), seed: 1
      ).network()
      return (
        length: cbrt(Double(sites)),
        threshold: try PercolationThreshold(of: .bonds, in: network, orders: 60, seed: 1)
      )
    }
    let infinite = try #require(PercolationThreshold.infinite(from: measured, dimensions: 3))
    #expect(infinite.standardError < 0.015 * expected)
    #expect(abs(infinite.value - expected) < uncertainty + 4 * infinite.standardError)
  }

  @Test("Conduction keeps to fewer bonds the wider barriers are spread")
  func backbone() throws {
    let shares = try [2.0, 15].map { width in
      var model = GlassModel(
        .hardSpheres(distance: 2.5), joined: .coordination(6),
        in: GlassBox(sites: 1000, density: 0.02), seed: 2)
      model.energetics.barriers = .uniform(0...width * kT)
      return try ConductionBackbone(
        of: try model.network(), conditions: Conditions(temperature: temperature)
      ).shareOfBonds
    }
    #expect(shares[0] > 0.3)
    #expect(shares[1] < 0.5 * shares[0])
  }

  @Test("A glass conducts alike in all directions, within its own scatter")
  func isotropy() throws {
    var differences: [Double] = []
    for seed in 1...10 {
      var model = GlassModel(
        .poisson, joined: .delaunay(longest: 8), in: GlassBox(sites: 800, density: 0.02),
        seed: UInt64(seed))
      model.energetics.barriers = .gaussian(mean: 0.4, deviation: 0.05)
      let exact = try ExactDiffusivity(
        try model.network(), conditions: Conditions(temperature: temperature))
      #expect(exact.dimensions == 3)
      differences.append((exact.tensor[0][0] - exact.tensor[2][2]) / exact.mean)
    }
    let (mean, error) = glassMean(differences)
    #expect(abs(mean) < 4 * error)
    #expect(error < 0.05)
  }
}
