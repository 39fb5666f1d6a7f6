import Foundation
import IonHop
import Testing

/// Random networks against exact and published values, with larger cells and more realisations than
/// the unit tests have.
@Suite("Glasses")
struct GlassValidation {
  let temperature = 500.0
  var kT: Double { PhysicalConstants.boltzmann * temperature }
  var conditions: Conditions { Conditions(temperature: temperature) }

  /// A simple cubic lattice 3 Å apart with barriers uniform in [0, b kT].
  func randomBarriers(_ edge: Int, b: Double, seed: Int) throws -> SiteNetwork {
    var model = GlassModel(
      .perturbedLattice(displacement: 0), joined: .cutoff(3.1),
      in: GlassBox(sites: edge * edge * edge, density: 1.0 / 27), seed: UInt64(seed))
    model.energetics.barriers = .uniform(0...b * kT)
    return try model.network()
  }

  /// ln(D/k₀a²) and the local activation energy over b kT, by b: PHYSICS 2.7.
  @Test(
    "V60, V61: random barriers on sc",
    arguments: [(10.0, -3.894, 0.319), (15, -5.443, 0.296), (30, -9.680, 0.2745)])
  func barriers(b: Double, logarithm: Double, slope: Double) throws {
    var logarithms: [Double] = []
    var slopes: [Double] = []
    for seed in 1...10 {
      let network = try randomBarriers(b < 20 ? 18 : 22, b: b, seed: seed)
      let d = try ExactDiffusivity(network, conditions: conditions).mean / 9e13
      let warmer =
        try ExactDiffusivity(
          network, conditions: Conditions(temperature: 1.01 * temperature)
        ).mean / 9e13
      logarithms.append(log(d))
      slopes.append(log(warmer / d) / (b * (1 - 1 / 1.01)))
    }
    let (mean, error) = meanAndError(logarithms)
    #expect(abs(mean - logarithm) < max(0.06, 4 * error))
    let (local, localError) = meanAndError(slopes)
    #expect(abs(local - slope) < max(0.01, 4 * localError))
  }

  /// V62: Re s of the master curve, PHYSICS 2.7, at W = 1, 10, 100 to 6 %.
  @Test("V62: the ac master curve of random barriers of 15 kT")
  func master() throws {
    var ratios = [[Double]](repeating: [], count: 3)
    for seed in 1...5 {
      let network = try randomBarriers(18, b: 15, seed: seed)
      let dc = try ExactDiffusivity(network, conditions: conditions).mean
      let slow = dc / 9 * 1e-6
      let low = try AdmittanceSpectrum(
        network, conditions: conditions, angularFrequencies: [slow])
      let tau = low.points[0].imaginary / dc / slow
      let spectrum = try AdmittanceSpectrum(
        network, conditions: conditions, angularFrequencies: [1, 10, 100].map { $0 / tau })
      for (k, point) in spectrum.points.enumerated() { ratios[k].append(point.real / dc) }
    }
    for (values, expected) in zip(ratios, [1.2745, 2.433, 6.862]) {
      let (mean, error) = meanAndError(values)
      #expect(abs(mean / expected - 1) < max(0.06, 4 * error / expected))
    }
  }

  static let energetics: [(String, RateLaw, @Sendable (inout GlassEnergetics) -> Void)] = [
    ("barriers", .symmetric, { $0.barriers = .gaussian(mean: 0.3, deviation: 0.06) }),
    ("site energies", .symmetric, { $0.siteEnergies = .gaussian(mean: 0, deviation: 0.06) }),
    (
      "both", .symmetric,
      {
        $0.siteEnergies = .exponential(lowest: 0, scale: 0.04)
        $0.barriers = .logNormal(median: 0.25, width: 0.2)
      }
    ),
    (
      "Miller–Abrahams", .metropolis,
      {
        $0.siteEnergies = .gaussian(mean: 0, deviation: 0.06)
        $0.barriers = .single(0.1)
        $0.decay = 0.2
      }
    ),
    (
      "wells", .symmetric,
      {
        $0.counterIons = CounterIons(
          .random(perSite: 0.2), screeningLength: 5, permittivity: 15, closestApproach: 2.5)
      }
    ),
  ]

  @Test("KMC of a lone ion agrees with the exact solver on every model", arguments: energetics)
  func engine(
    name: String, law: RateLaw, change: @Sendable (inout GlassEnergetics) -> Void
  ) async throws {
    var model = GlassModel(
      .hardSpheres(distance: 2.5), joined: .delaunay(longest: 5.5),
      in: GlassBox(sites: 100, density: 0.02), seed: 5)
    change(&model.energetics)
    let network = try model.network()
    let exact =
      try ExactDiffusivity(
        network, conditions: Conditions(temperature: 600, rateLaw: law)
      ).mean * 1e-16
    let d = try await validationPoint(network, ions: 1, error: 0.02) { $0.rateLaw = law }
      .chargeDiffusivity
    #expect(d.standardError < 0.025 * exact)
    #expect(abs(d.value - exact) < 4 * d.standardError)
  }

  /// V68: D_σ(N) = (Ns − N)/(Ns − 1) D(1), exactly, for any barriers.
  @Test("V68: random barriers at half filling")
  func halfFilling() async throws {
    let network = try randomBarriers(10, b: 6, seed: 2)
    let exact = try ExactDiffusivity(network, conditions: Conditions(temperature: 600)).mean
    let d = try await validationPoint(network, ions: 500, error: 0.02).chargeDiffusivity
    #expect(abs(d.value - 1e-16 * exact * 500 / 999) < 4 * d.standardError)
    #expect(d.standardError < 0.025 * d.value)
  }

  /// Rates over 10 decades: clock and selection lose nothing in a long run.
  @Test("A lone ion over ten decades of rates agrees with the exact solver")
  func decades() async throws {
    let hot = 23.0 * PhysicalConstants.boltzmann * 600
    var model = GlassModel(
      .perturbedLattice(displacement: 0), joined: .cutoff(3.1),
      in: GlassBox(sites: 36, density: 1.0 / 9, dimensions: 2), seed: 3)
    model.energetics.barriers = .uniform(0...hot)
    let network = try model.network()
    let exact =
      try ExactDiffusivity(
        network, conditions: Conditions(temperature: 600)
      ).mean * 1e-16
    let d = try await validationPoint(network, ions: 1, error: 0.03).chargeDiffusivity
    #expect(abs(d.value - exact) < 4 * d.standardError)
    #expect(d.standardError < 0.04 * exact)
  }

  /// Rates over 20 decades: the conductivity is right within its error, or the point says that it is not
  /// known; the network solver gives the exact value of a ring, or refuses.
  @Test(
    "Rates over twenty decades give the right answer or say that they do not", arguments: [1, 2])
  func twentyDecades(seed: UInt64) async throws {
    let hot = 46.0 * PhysicalConstants.boltzmann * 600
    var model = GlassModel(
      .perturbedLattice(displacement: 0), joined: .cutoff(3.1),
      in: GlassBox(sites: 36, density: 1.0 / 9, dimensions: 2), seed: seed)
    model.energetics.barriers = .uniform(0...hot)
    let network = try model.network()
    let rates = (0..<network.siteCount).flatMap { network.hops(from: $0).map(\.barrier) }
    #expect((rates.max() ?? 0) - (rates.min() ?? 0) > 0.9 * hot)
    let exact =
      try ExactDiffusivity(
        network, conditions: Conditions(temperature: 600)
      ).mean * 1e-16
    do {
      let point = try await validationPoint(network, ions: 1, error: 0.03) {
        $0.sampling.maxHops = 40_000_000
      }
      let d = point.chargeDiffusivity
      let isRight = abs(d.value - exact) < 4 * d.standardError
      #expect(isRight || (!point.converged && !point.warnings.isEmpty))
      #expect(!point.converged || d.standardError < 0.035 * exact)
    } catch RunError.tooFewHops {
      // A refusal that names what to raise.
    }
  }

  @Test("The network solver keeps all digits of a ring over twenty decades of rates")
  func ring() throws {
    let kT = PhysicalConstants.boltzmann * 600
    var draft = NetworkDraft(cell: try Cell([24, 0, 0], [0, 5, 0], [0, 0, 5]))
    let barriers = (0..<8).map { 46 * kT * Double($0) / 7 }
    for site in 0..<8 { draft.addSite(at: [3 * Double(site), 0, 0]) }
    for (site, barrier) in barriers.enumerated() {
      draft.addHop(
        from: site, to: (site + 1) % 8, displacement: [3, 0, 0], barrier: barrier,
        frequency: 1e13)
    }
    draft.addReverseHops()
    let exact = try ExactDiffusivity(
      try SiteNetwork(draft), conditions: Conditions(temperature: 600))
    // PHYSICS 2.7: D = ν a² L²/(Σ 1 · Σ e^(E/kT)).
    let sum = barriers.reduce(0) { $0 + exp($1 / kT) }
    #expect(abs(exact.mean / (1e13 * 9 * 64 / (8 * sum)) - 1) < 1e-9)
  }

  @Test("A study samples a lone ion's spectrum over eight decades as the admittance network has it")
  func studySpectrum() async throws {
    let study = try Study.parse(
      text: """
        model:
          glass:
            sites: { count: 64, density: 0.037037037, arrangement: { perturbedLattice: 0 } }
            bonds: { cutoff: 3.1 }
            barriers: { uniform: [0, 0.6] }
            mobile: { Li: { count: 1, charge: 1 } }
        temperatures: 500
        seed: 4
        sampling: { hops: 200000, replicas: 8 }
        spectrum: { perDecade: 2, hops: 4e8 }
        """, file: "study.yaml")
    let spectrum = try #require(try await study.results().points[0].spectrum)
    #expect(spectrum.sampledDecades >= 8)
    for point in spectrum.points {
      guard let real = point.real, let exact = point.networkReal else { continue }
      // Straight lines between lags leave a per cent or so.
      #expect(abs(real.value - exact) < 4.5 * real.standardError + 0.015 * exact)
    }
  }

  @Test("KMC displacements give the exact admittance spectrum, joined over nine decades")
  func spectrum() throws {
    var model = GlassModel(
      .perturbedLattice(displacement: 0), joined: .cutoff(3.1),
      in: GlassBox(sites: 64, density: 1.0 / 27), seed: 4)
    model.energetics.barriers = .uniform(0...10 * kT)
    let network = try model.network()
    let plan = try EnginePlan(network, ions: 1, conditions: conditions, basins: .off)
    let interval = 2e-13
    let replicas = try (1...8).map { seed in
      var engine = try Engine(plan, seed: UInt64(seed))
      var record = try MultipleTau(interval: interval)
      var before = engine.collectiveDisplacement
      for _ in 0..<4_000_000 {
        engine.advance(by: interval)
        record.push(engine.collectiveDisplacement - before)
        before = engine.collectiveDisplacement
      }
      return record
    }
    let exact = try AdmittanceSpectrum(
      network, conditions: conditions,
      angularFrequencies: AdmittanceSpectrum.decades(1e4, 1e13, perDecade: 1))
    let sampled = try DisplacementSpectrum(
      replicas, ions: 1, dimensions: 3,
      angularFrequencies: exact.points.map(\.angularFrequency),
      initialSlope: 6 * exact.highFrequencyLimit)
    for (a, b) in zip(sampled.points, exact.points) where a.angularFrequency < 0.2 / interval {
      #expect(abs(a.real - b.real) < 4 * a.realError + 0.01 * b.real)
    }
  }
}
