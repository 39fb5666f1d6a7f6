import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Energies of glasses")
struct GlassEnergeticsTests {
  static let distributions: [(EnergyDistribution, mean: Double, variance: Double)] = [
    (.gaussian(mean: 0.4, deviation: 0.1), 0.4, 0.01),
    (.exponential(lowest: 0.1, scale: 0.2), 0.3, 0.04),
    (.uniform(0.2...0.8), 0.5, 0.03),
    // Moments of the log-normal: m e^(s²/2), m² e^(s²) (e^(s²) − 1).
    (.logNormal(median: 0.3, width: 0.5), 0.3 * exp(0.125), 0.09 * exp(0.25) * (exp(0.25) - 1)),
    (.bimodal(first: 0.2, second: 0.6, deviation: 0.05, share: 0.25), 0.5, 0.0025 + 0.03),
  ]

  @Test(
    "Draws have the mean and variance asked for, and the distribution", arguments: distributions)
  func moments(_ distribution: EnergyDistribution, mean: Double, variance: Double) throws {
    var stream = try RandomStream(seed: 4)
    let n = 40_000
    let draws = (0..<n).map { _ in distribution.energy(at: NormalDeviate.draw(&stream)) }
    let average = draws.reduce(0, +) / Double(n)
    let squares = draws.map { ($0 - average) * ($0 - average) }
    let spread = glassMean(squares)
    #expect(abs(average - mean) < 4 * (variance / Double(n)).squareRoot())
    #expect(abs(spread.mean - variance) < 4 * spread.standardError)
    // Kolmogorov–Smirnov: 1.95/√n is passed by 99.9 % of true samples.
    var worst = 0.0
    for (k, draw) in draws.sorted().enumerated() {
      worst = max(worst, abs(distribution.share(below: draw) - (Double(k) + 0.5) / Double(n)))
    }
    #expect(worst < 1.95 / Double(n).squareRoot())
  }

  @Test("A table is drawn from as its straight lines say, and read from CSV")
  func table() throws {
    // A triangle from 0 to 1 eV: share E², mean 2/3.
    let url = FileManager.default.temporaryDirectory.appending(
      path: "ionhop-glass-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: url) }
    try "energy,weight\n0,0\n0.5,1\n1 eV,2\n".write(to: url, atomically: true, encoding: .utf8)
    let distribution = EnergyDistribution.tabulated(try EnergyTable(contentsOf: url))
    for share in [0.01, 0.2, 0.25, 0.7, 0.99] {
      let energy = distribution.energy(at: NormalDeviate.quantile(share))
      #expect(abs(energy - share.squareRoot()) < 1e-9)
      #expect(abs(distribution.share(below: energy) - share) < 1e-9)
    }
    for (energies, weights) in [
      ([0.1], [1.0]), ([0, 1], [0, 0]), ([1, 0], [1, 1]), ([0, 1], [1, -1]), ([0, .nan], [1, 1]),
      ([0, 1, 2], [1, 1]),
    ] {
      #expect(throws: GlassError.self) { try EnergyTable(energies: energies, weights: weights) }
    }
    try "energy,wait\n0,0\n".write(to: url, atomically: true, encoding: .utf8)
    #expect(throws: InputError.self) { try EnergyTable(contentsOf: url) }
  }

  @Test("Barriers below zero are not drawn: the part above keeps its shape")
  func truncated() throws {
    let distribution = EnergyDistribution.gaussian(mean: 0.1, deviation: 0.1)
    var stream = try RandomStream(seed: 5)
    let draws = (0..<20_000).map { _ in
      distribution.energy(at: NormalDeviate.draw(&stream), above: 0)
    }
    #expect(draws.allSatisfy { $0 >= 0 })
    // Mean of a normal cut at −1 deviation: μ + σ φ(1)/Φ(1) = 0.1 + 0.1 × 0.28760.
    let (mean, error) = glassMean(draws)
    #expect(abs(mean - 0.128760) < 4 * error)
  }

  @Test("The field has unit variance and correlation exp(−r²/2ℓ²)")
  func correlation() throws {
    let cell = try Cell.cubic(30)
    let length = 4.0
    let places: [SIMD3<Double>] = [
      [1.3, 2.1, 29.4], [3.3, 2.1, 29.4], [1.3, 6.1, 29.4], [1.3, 2.1, 37.4], [4.1, 5.0, 32.2],
    ]
    var products = Array(repeating: [Double](), count: places.count)
    for seed in 1...3000 {
      var stream = try RandomStream(seed: UInt64(seed))
      let field = try NoiseField(length: length, in: cell, layer: false, &stream)
      let values = places.map { field.value(at: $0) }
      for k in places.indices { products[k].append(values[0] * values[k]) }
    }
    for (k, place) in places.enumerated() {
      let d = place - places[0]
      let (mean, error) = glassMean(products[k])
      #expect(abs(mean - exp(-dot(d, d) / (2 * length * length))) < 4 * error)
    }
  }

  @Test("Correlated site energies keep their distribution and follow the correlation asked for")
  func siteCorrelation() throws {
    var squares: [Double] = []
    var products: [Double] = []
    for seed in 1...40 {
      var model = disorderedLattice(16, seed: UInt64(seed))
      model.energetics.siteEnergies = .gaussian(mean: 0.1, deviation: 0.05)
      model.energetics.siteCorrelationLength = 6
      let network = try model.network()
      let energies = (0..<network.siteCount).map { (network.energy(of: $0) - 0.1) / 0.05 }
      squares.append(energies.reduce(0) { $0 + $1 * $1 } / Double(energies.count))
      let hops = network.allHops
      products.append(
        hops.reduce(0) { $0 + energies[$1.from] * energies[$1.to] } / Double(hops.count))
    }
    let (variance, varianceError) = glassMean(squares)
    #expect(abs(variance - 1) < 4 * varianceError)
    // Neighbours are 3 Å apart: exp(−9/72).
    let (product, productError) = glassMean(products)
    #expect(abs(product - exp(-0.125)) < 4 * productError)
    #expect(productError < 0.05)
  }

  /// V73: ν₀₀ exp(E/Δ₀) exp(−E/kT) is the same for all E at kT = Δ₀.
  @Test("V73: Meyer–Neldel lines cross at T = Δ₀/k")
  func meyerNeldel() throws {
    var model = disorderedLattice(5, seed: 2)
    model.energetics.barriers = .uniform(0.1...0.9)
    model.energetics.meyerNeldelEnergy = 0.04
    let network = try model.network()
    let crossing = Conditions(temperature: 0.04 / PhysicalConstants.boltzmann)
    let rates = network.allHops.map { network.rate(of: $0, under: crossing) }
    #expect(rates.allSatisfy { abs($0 / 1e13 - 1) < 1e-6 })
    let cold = Conditions(temperature: 300)
    let spread = network.allHops.map { network.rate(of: $0, under: cold) }
    #expect(try #require(spread.max()) > 1e3 * #require(spread.min()))
  }

  @Test("Anderson–Stuart: binding and strain energies by hand")
  func andersonStuart() throws {
    var model = AndersonStuart(
      radius: 0.6, counterRadius: 1.4, covalency: 7, shearModulus: 30, doorway: .radius(0.3))
    // 1 × 2 × 14.39964 eV Å/(7 × 2 Å); 4π × 30 GPa × 0.3 Å × (0.3 Å)² / (160.2177 GPa Å³/eV).
    #expect(abs(model.bindingEnergy - 2.0570919) < 1e-5)
    #expect(abs(model.strainEnergy(doorway: 0.3) - 0.0635312) < 1e-6)
    #expect(model.strainEnergy(doorway: 0.7) == 0)
    model.counterCharge = 0.2
    var glass = disorderedLattice(4, seed: 1)
    glass.energetics.barriers = .single(0)
    glass.energetics.andersonStuart = model
    let barriers = try glass.network().allHops.map(\.barrier)
    #expect(barriers.allSatisfy { abs($0 - 0.2057092 - 0.0635312) < 1e-6 })
    model.doorway = .spread(mean: 0.3, deviation: 0.05)
    glass.energetics.andersonStuart = model
    let spread = Set(try glass.network().allHops.map(\.barrier))
    #expect(spread.count == 3 * 64)
  }

  @Test("Doorways between packed anions: narrow ones cost more")
  func doorways() throws {
    var glass = GlassModel(
      .hardSpheres(distance: 3, relaxed: true), joined: .voronoiVertices,
      in: GlassBox(sites: 100, density: 0.024), seed: 3)
    glass.energetics.barriers = .single(0)
    glass.energetics.andersonStuart = AndersonStuart(
      radius: 1.2, counterRadius: 1.4, covalency: 20, shearModulus: 20,
      doorway: .bottleneck(hostRadius: 1.5))
    let model = try #require(glass.energetics.andersonStuart)
    let structure = try glass.structure()
    let network = try glass.network(on: structure)
    var known: [SIMD3<Double>: Double] = [:]
    for hop in network.allHops { known[hop.displacement] = hop.barrier }
    for (bond, bottleneck) in zip(structure.bonds, structure.bottlenecks) {
      let barrier = try #require(known[structure.displacement(bond)])
      let expected = model.bindingEnergy + model.strainEnergy(doorway: bottleneck - 1.5)
      #expect(abs(barrier - expected) < 1e-12)
    }
    #expect(Set(known.values).count > structure.bonds.count / 4)
  }

  @Test("A counter-ion makes a screened Coulomb well, with its periodic images")
  func wells() throws {
    let cell = try Cell.cubic(10)
    let structure = try GlassStructure(
      cell: cell, positions: [[0, 0, 0], [5, 0, 0], [5, 5, 5]], joined: .cutoff(9))
    let ions = CounterIons(
      .given([[2, 0, 0]]), charge: -1, screeningLength: 4, permittivity: 8, closestApproach: 1)
    let energies = try ions.energies(
      of: structure, generator: RandomStream.defaultGenerator, seed: StreamSeed(study: 1))
    for (site, energy) in energies.enumerated() {
      var sum = 0.0
      for x in -7...7 {
        for y in -7...7 {
          for z in -7...7 {
            let image = SIMD3(Double(x), Double(y), Double(z)) * 10
            let r = length(structure.positions[site] + image - SIMD3(2, 0, 0))
            sum -= 14.399645 / 8 / r * exp(-r / 4)
          }
        }
      }
      #expect(abs(energy - sum) < 1e-5)
    }
    // Closer than the closest approach counts as there.
    var near = ions
    near.places = .given([[0.1, 0, 0]])
    near.closestApproach = 3
    near.screeningLength = 0.5
    let cut = try near.energies(
      of: structure, generator: RandomStream.defaultGenerator, seed: StreamSeed(study: 1))
    #expect(abs(cut[0] + 14.399645 / 8 / 3 * exp(-6)) < 1e-6)
  }

  @Test("Classes: exact shares, own energies, barriers by pair of classes")
  func classes() throws {
    var model = disorderedLattice(6, seed: 4)
    model.classes = SiteClasses(
      [.init("PS4", share: 0.7), .init("P2S7", share: 0.3, energy: 0.1)],
      barriers: [.init("P2S7", "PS4", .single(0.5)), .init("P2S7", "P2S7", .single(0.6))])
    model.energetics.barriers = .single(0.4)
    let network = try model.network()
    let kinds = (0..<216).map { network.siteKinds[network.kind(of: $0)] }
    #expect(kinds.count { $0 == "PS4" } == 151)
    for site in 0..<216 { #expect(network.energy(of: site) == (kinds[site] == "PS4" ? 0 : 0.1)) }
    for hop in network.allHops {
      let ends = [kinds[hop.from], kinds[hop.to]].sorted()
      #expect(
        hop.barrier == (ends == ["PS4", "PS4"] ? 0.4 : ends == ["P2S7", "P2S7"] ? 0.6 : 0.5))
      #expect(
        network.hopClasses[hop.hopClass].split(separator: "-").sorted().map(String.init) == ends)
    }
    // Like classes stand together where they are correlated.
    func likeShare(_ length: Double) throws -> Double {
      model.classes?.correlationLength = length
      let network = try model.network()
      let hops = network.allHops
      return Double(hops.count { network.kind(of: $0.from) == network.kind(of: $0.to) })
        / Double(hops.count)
    }
    #expect(try likeShare(2.5) > likeShare(0) + 0.1)
  }

  @Test("Crystalline inclusions: share of the sites, own barriers inside and across")
  func inclusions() throws {
    var model = disorderedLattice(10, seed: 6)
    model.energetics.barriers = .uniform(0.4...0.6)
    model.inclusions = Inclusions(share: 0.3, radius: 6, barrier: 0.2, surfaceBarrier: 0.35)
    let network = try model.network()
    let inside = (0..<1000).map { network.siteKinds[network.kind(of: $0)] == "crystal" }
    #expect(inside.count { $0 } == 300)
    for hop in network.allHops {
      switch (inside[hop.from], inside[hop.to]) {
      case (true, true): #expect(hop.barrier == 0.2)
      case (false, false): #expect(hop.barrier >= 0.4)
      default: #expect(hop.barrier == 0.35)
      }
    }
    let within = network.allHops.count { inside[$0.from] && inside[$0.to] }
    // Scattered at random it would be 0.09 of the hops.
    #expect(Double(within) / Double(network.hopCount) > 0.15)
  }

  @Test("Thiophosphate units by the balance of charge")
  func thiophosphates() throws {
    for (x, ortho, pyro, meta) in [
      (0.5, 0.0, 0.0, 1.0), (0.6, 0, 0.5, 0.5), (2.0 / 3, 0, 1, 0), (0.7, 1.0 / 3, 2.0 / 3, 0),
      (0.75, 1, 0, 0), (0.8, 1, 0, 0),
    ] {
      let shares = try SiteClasses.thiophosphateShares(lithiumSulfide: x)
      #expect(abs(shares.ortho - ortho) < 1e-9)
      #expect(abs(shares.pyro - pyro) < 1e-9)
      #expect(abs(shares.meta - meta) < 1e-9)
    }
    #expect(throws: GlassError.self) { try SiteClasses.thiophosphateShares(lithiumSulfide: 0.4) }
  }

  @Test("Barriers grow with the length of hops, and rates fall with it")
  func lengths() throws {
    var model = GlassModel(
      .hardSpheres(distance: 2), joined: .cutoff(5), in: GlassBox(sites: 100, density: 0.02),
      seed: 1)
    model.energetics.barriers = .single(0.2)
    model.energetics.barrierPerLength = 0.1
    model.energetics.referenceLength = 2
    model.energetics.decay = 0.5
    for hop in try model.network().allHops {
      let d = length(hop.displacement)
      #expect(abs(hop.barrier - 0.2 - 0.1 * (d - 2)) < 1e-9)
      #expect(abs(hop.frequency / (1e13 * exp(-d)) - 1) < 1e-9)
    }
  }

  @Test("Random streams are apart: site energies leave barriers and positions as they are")
  func streams() throws {
    var model = GlassModel(
      .poisson, joined: .coordination(6), in: GlassBox(sites: 50, density: 0.02), seed: 3)
    model.energetics.barriers = .uniform(0.2...0.5)
    let plain = try model.network()
    model.energetics.siteEnergies = .gaussian(mean: 0, deviation: 0.1)
    let energetic = try model.network()
    #expect(plain.allHops == energetic.allHops)
    #expect((0..<50).contains { energetic.energy(of: $0) != 0 })
  }
}
