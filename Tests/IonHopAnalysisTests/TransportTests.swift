import Foundation
import IonHopCore
import Testing

@testable import IonHopAnalysis

/// Runs replicas of a network and analyses them, at 600 K with barriers of 0.3 eV.
private struct Sampled {
  let analysis: TransportAnalysis
  let plan: EnginePlan
  let sampling: SamplingPlan
  let batches: [[Batch]]
  /// k a² with a the length of the first hop (cm²/s).
  let unit: Double

  init(
    _ network: SiteNetwork, ions: Int, samples: Int, replicas: Int = 4, hopsASample: Double? = nil,
    conditions: Conditions = Conditions(temperature: 600), carriers: Carriers? = nil,
    selector: SelectorKind = .automatic, generator: String = "taus2", seed: UInt64 = 1
  ) throws {
    plan = try EnginePlan(
      network, ions: ions, conditions: conditions, carriers: carriers, selector: selector)
    let hops = hopsASample ?? max(16, Double(ions) / 4)
    let sampling = SamplingPlan(interval: hops / plan.expectedHopRate)
    self.sampling = sampling
    let plan = plan
    batches = try (0..<replicas).map { replica in
      let stream = StreamSeed(study: seed).mixed(with: UInt64(replica))
      var engine = try Engine(plan, generator: generator, seed: stream.value)
      engine.advance(by: 80 * sampling.interval)
      var record = DisplacementRecord(engine, plan: sampling)
      for _ in 0..<samples { _ = record.takeSample(&engine) }
      return record.batches
    }
    analysis = try #require(
      TransportAnalysis(batches, TransportContext(plan, sampling: sampling)))
    let hop = network.hops(from: 0)[0]
    unit =
      network.rate(of: hop, under: Conditions(temperature: 600))
      * dot(hop.displacement, hop.displacement) * 1e-16
  }
}

private func lattice(
  _ vectors: [SIMD3<Double>], length: Double, _ x: Int, _ y: Int, _ z: Int
) throws -> SiteNetwork {
  var draft = NetworkDraft(cell: try Cell(vectors[0], vectors[1], vectors[2]))
  draft.addSite(at: .zero)
  draft.addHops(
    between: "site", and: "site", distance: (length - 0.01)...(length + 0.01), barrier: 0.3,
    frequency: 1e13, hopClass: "nn")
  return try SiteNetwork(draft).supercell(x, y, z)
}

private func cubic(_ n: Int) throws -> SiteNetwork {
  try lattice([[3, 0, 0], [0, 3, 0], [0, 0, 3]], length: 3, n, n, n)
}

/// The deviation of a value from an exact one in standard errors, which must also be small.
private func deviation(_ value: Double, _ error: Double, from exact: Double, errorBelow: Double)
  -> Double
{
  #expect(error < errorBelow * abs(exact), "inconclusive: the standard error is too large")
  return abs(value - exact) / error
}

@Suite("Transport coefficients")
struct TransportTests {
  @Test("V2: a lone walker on sc has D = k a²: 8.21229·10⁻⁸ cm²/s at 300 K")
  func loneWalker() throws {
    let run = try Sampled(
      try cubic(4), ions: 1, samples: 1 << 17, conditions: Conditions(temperature: 300))
    let d = run.analysis.chargeDiffusivity
    #expect(deviation(d.value, d.standardError, from: 8.21229e-8, errorBelow: 0.01) < 4)
  }

  @Test("V4: Nernst–Einstein for 56 ions in a garnet cell: 1.58602·10⁻³ S/cm")
  func nernstEinstein() throws {
    let plan = try EnginePlan(
      try lattice([[12.9827, 0, 0], [0, 12.9827, 0], [0, 0, 12.9827]], length: 12.9827, 1, 1, 1)
        .supercell(4, 4, 4), ions: 56, conditions: Conditions(temperature: 300))
    var context = TransportContext(plan, sampling: SamplingPlan(interval: 1))
    context.volume = 12.9827 * 12.9827 * 12.9827
    #expect(abs(context.conductivityPerDiffusivity * 1e-8 / 1.58602e-3 - 1) < 1e-4)
  }

  @Test(
    "A lone vacancy shuffles tracers with the f_N of its finite cell, not with f∞",
    arguments: [
      ("sc 3³", 0.72340426), ("square 3²", 7.0 / 11), ("square 6²", 0.499108),
      ("fcc 3³", 0.828442), ("honeycomb", 5.0 / 13),
    ])
  func finiteCells(name: String, exact: Double) throws {
    let network =
      switch name {
      case "sc 3³": try cubic(3)
      case "square 3²": try lattice([[3, 0, 0], [0, 3, 0], [0, 0, 9]], length: 3, 3, 3, 1)
      case "square 6²": try lattice([[3, 0, 0], [0, 3, 0], [0, 0, 9]], length: 3, 6, 6, 1)
      case "fcc 3³":
        try lattice([[0, 2, 2], [2, 0, 2], [2, 2, 0]], length: 8.0.squareRoot(), 3, 3, 3)
      default: try honeycomb(3)
      }
    let run = try Sampled(
      network, ions: network.siteCount - 1, samples: 1 << 17,
      hopsASample: Double(network.siteCount))
    let f = run.analysis.correlationFactor
    #expect(deviation(f.value, f.standardError, from: exact, errorBelow: 0.02) < 4)
  }

  private func honeycomb(_ n: Int) throws -> SiteNetwork {
    let a = 3.0
    var draft = NetworkDraft(
      cell: try Cell([a, 0, 0], [a / 2, a * 3.0.squareRoot() / 2, 0], [0, 0, 10]))
    draft.addSite(at: .zero)
    draft.addSite(at: [a / 2, a / (2 * 3.0.squareRoot()), 0])
    let bond = a / 3.0.squareRoot()
    draft.addHops(
      between: "site", and: "site", distance: (bond - 0.01)...(bond + 0.01), barrier: 0.3,
      frequency: 1e13, hopClass: "nn")
    return try SiteNetwork(draft).supercell(n, n, 1)
  }

  /// PHYSICS: exact master equation; f on 27 sites with 24 ions is 0.753152, D_σ = 3/26 k a².
  @Test(
    "Choosing ions or vacancies, a selector or a generator changes nothing but the noise",
    arguments: [Carriers.ions, .vacancies],
    [SelectorKind.nullEvent, .compositionRejection, .rejectionFree])
  func choices(carriers: Carriers, selector: SelectorKind) throws {
    for generator in ["mt19937", "ranlxd2"] {
      let run = try Sampled(
        try cubic(3), ions: 24, samples: 1 << 14, carriers: carriers, selector: selector,
        generator: generator)
      let (d, f) = (run.analysis.chargeDiffusivity, run.analysis.correlationFactor)
      #expect(
        deviation(d.value / run.unit, d.standardError / run.unit, from: 3.0 / 26, errorBelow: 0.05)
          < 4)
      #expect(deviation(f.value, f.standardError, from: 0.753152, errorBelow: 0.03) < 4)
    }
  }

  @Test(
    "Repulsion of 2 kT on 4 × 4 sites: D_σ and D* under three rate laws, as the master equation has them",
    arguments: [
      (RateLaw.metropolis, 0.00822977, 0.00668127), (.symmetric, 0.02269228, 0.01879235),
    ],
    [
      (Carriers.ions, SelectorKind.rejectionFree), (.vacancies, .rejectionFree),
      (.ions, .nullEvent), (.vacancies, .nullEvent),
    ])
  func interactions(
    expected: (law: RateLaw, charge: Double, tracer: Double),
    way: (carriers: Carriers, selector: SelectorKind)
  ) throws {
    // Barriers of 0.3 eV are high enough that no ΔE of this system clips them.
    let network = try lattice([[3, 0, 0], [0, 3, 0], [0, 0, 9]], length: 3, 4, 4, 1)
    let kT = Conditions(temperature: 600).thermalEnergy
    let run = try Sampled(
      network, ions: 8, samples: 1 << 16, hopsASample: 16,
      conditions: Conditions(temperature: 600, rateLaw: expected.law, pairEnergy: 2 * kT),
      carriers: way.carriers, selector: way.selector)
    let (charge, tracer) = (run.analysis.chargeDiffusivity, run.analysis.tracerDiffusivity)
    #expect(
      deviation(
        charge.value / run.unit, charge.standardError / run.unit, from: expected.charge,
        errorBelow: 0.04) < 4)
    #expect(
      deviation(
        tracer.value / run.unit, tracer.standardError / run.unit, from: expected.tracer,
        errorBelow: 0.04) < 4)
  }

  @Test("Barriers from the repelled initial state: D_σ = 0.57914 k a² on the same 4 × 4 sites")
  func initialStateLaw() throws {
    let kT = Conditions(temperature: 600).thermalEnergy
    let run = try Sampled(
      try lattice([[3, 0, 0], [0, 3, 0], [0, 0, 9]], length: 3, 4, 4, 1), ions: 8,
      samples: 1 << 15, hopsASample: 16,
      conditions: Conditions(temperature: 600, rateLaw: .initialState, pairEnergy: 2 * kT))
    let d = run.analysis.chargeDiffusivity
    #expect(
      deviation(d.value / run.unit, d.standardError / run.unit, from: 0.57914, errorBelow: 0.04)
        < 4)
  }

  @Test("V11: two sites on a periodic ring: D = k a², though both neighbours are one site")
  func twoSiteRing() throws {
    let ring = try lattice([[2, 0, 0], [0, 9, 0], [0, 0, 9]], length: 2, 2, 1, 1)
    let run = try Sampled(ring, ions: 1, samples: 1 << 19)
    let d = run.analysis.chargeDiffusivity
    #expect(
      deviation(d.value / run.unit, d.standardError / run.unit, from: 1, errorBelow: 0.02) < 4)
    #expect(d.tensor[1][1] == 0)
  }

  /// Without site energies D_σ(N) = (Ns − N)/(Ns − 1) D(1), and D(1) of layers is a² times the mean
  /// rate along them and the harmonic mean across.
  @Test(
    "A bicrystal with two slow planes: the same tensor from every selector",
    arguments: [SelectorKind.nullEvent, .compositionRejection, .rejectionFree])
  func bicrystal(selector: SelectorKind) throws {
    let (edge, ions, slow) = (6, 40, 0.1)
    var draft = NetworkDraft(cell: try .cubic(3 * Double(edge)))
    func site(_ x: Int, _ y: Int, _ z: Int) -> Int {
      ((x % edge) * edge + y % edge) * edge + z % edge
    }
    let kT = Conditions(temperature: 600).thermalEnergy
    let places = (0..<edge * edge * edge).map { ($0 / (edge * edge), $0 / edge % edge, $0 % edge) }
    for (x, y, z) in places { draft.addSite(at: 3 * SIMD3(Double(x), Double(y), Double(z))) }
    for (x, y, z) in places {
      let rise = z % 3 == 2 ? -kT * log(slow) : 0
      for (step, target, barrier) in [
        (SIMD3(3.0, 0, 0), site(x + 1, y, z), 0.3), (SIMD3(0, 3, 0), site(x, y + 1, z), 0.3),
        (SIMD3(0, 0, 3), site(x, y, z + 1), 0.3 + rise),
      ] {
        draft.addHop(
          from: site(x, y, z), to: target, displacement: step, barrier: barrier, frequency: 1e13)
      }
    }
    draft.addReverseHops()
    let network = try SiteNetwork(draft)
    let run = try Sampled(network, ions: ions, samples: 1 << 16, selector: selector)
    let unit = 1e13 * exp(-0.3 / kT) * 9 * 1e-16
    let blocking = Double(216 - ions) / 215
    let d = run.analysis.chargeDiffusivity
    for (axis, lone) in [1, 1, 3 / (2 + 1 / slow)].enumerated() {
      #expect(
        deviation(
          d.tensor[axis][axis] / unit, d.tensorStandardError[axis][axis] / unit,
          from: blocking * lone, errorBelow: 0.1) < 4)
    }
  }

  @Test("V14: an oblique cell of the same lattice gives the same tensor")
  func obliqueCell() throws {
    let oblique = try lattice([[3, 0, 0], [6, 3, 0], [-3, 3, 3]], length: 3, 3, 3, 3)
    let run = try Sampled(oblique, ions: 9, samples: 1 << 15)
    let d = run.analysis.chargeDiffusivity
    let expected = 18.0 / 26
    for i in 0..<3 {
      for j in 0..<3 {
        let target = i == j ? expected : 0
        let z = (d.tensor[i][j] / run.unit - target) / (d.tensorStandardError[i][j] / run.unit)
        #expect(abs(z) < 4)
      }
    }
  }

  @Test("V92: in single file the tracer subdiffuses and is flagged; the charge diffuses")
  func singleFile() throws {
    let ring = try lattice([[2, 0, 0], [0, 9, 0], [0, 0, 9]], length: 2, 1000, 1, 1)
    let run = try Sampled(ring, ions: 500, samples: 1 << 14)
    #expect(!run.analysis.tracerIsDiffusive)
    #expect(abs(run.analysis.tracerExponent.value - 0.5) < 0.12)
    let d = run.analysis.chargeDiffusivity
    #expect(
      deviation(
        d.value / run.unit, d.standardError / run.unit, from: 500.0 / 999, errorBelow: 0.06) < 4)
  }

  /// ⟨x²⟩ = ((1−c)/c) a² 2 √(kt/π): T. E. Harris, J. Appl. Probab. 2, 323 (1965), doi:10.2307/3212197.
  @Test("V92: single-file displacement at kt = 100 and half filling is 11.2838 a²")
  func singleFileLaw() throws {
    let ring = try lattice([[2, 0, 0], [0, 9, 0], [0, 0, 9]], length: 2, 4000, 1, 1)
    let plan = try EnginePlan(ring, ions: 2000, conditions: Conditions(temperature: 600))
    let k = ring.rate(of: ring.hops(from: 0)[0], under: plan.conditions)
    var values: [Double] = []
    for seed in 0..<24 {
      var engine = try Engine(plan, seed: StreamSeed(study: 5).mixed(with: UInt64(seed)).value)
      var start = Array(repeating: 0.0, count: 6000)
      engine.writePositions(into: &start)
      engine.advance(by: 100 / k)
      var end = start
      engine.writePositions(into: &end)
      let square = zip(start, end).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
      values.append(square / 2000 / 4)
    }
    let mean = values.reduce(0, +) / 24
    let error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 23 / 24).squareRoot()
    #expect(deviation(mean, error, from: 11.2838, errorBelow: 0.02) < 4)
  }

  @Test("V8: ions share deep and high sites by Fermi–Dirac statistics")
  func fermiDirac() throws {
    let kT = Conditions(temperature: 600).thermalEnergy
    var draft = NetworkDraft(cell: try Cell([9, 0, 0], [0, 3, 0], [0, 0, 3]))
    for i in 0..<3 {
      draft.addSite(
        at: [3 * Double(i), 0, 0], kind: i == 0 ? "T" : "O", energy: i == 0 ? 0 : 2 * kT)
    }
    for (a, b) in [("T", "O"), ("O", "O"), ("T", "T")] {
      draft.addHops(
        between: a, and: b, distance: 2.99...3.01, barrier: 0.3, frequency: 1e13, hopClass: a + b)
    }
    let network = try SiteNetwork(draft).supercell(4, 12, 12)
    let run = try Sampled(network, ions: 1152, samples: 1 << 11)
    let sites = Double(network.siteCount)
    for (kind, exact) in [(0, 0.900262), (1, 0.549869)] {
      let share = run.analysis.occupation[kind]
      // The canonical ensemble differs from the grand-canonical reference by O(1/Ns).
      #expect(abs(share.value - exact) < 4 * share.standardError + 1 / sites)
      #expect(share.standardError < 0.005)
    }
  }

  @Test("V86: on an alternating chain the slope is 2 w₁ w₂/(w₁ + w₂), the ratio MSD/2t is more")
  func slopeNotRatio() throws {
    var draft = NetworkDraft(cell: try Cell([4, 0, 0], [0, 9, 0], [0, 0, 9]))
    draft.addSite(at: .zero)
    draft.addSite(at: [2, 0, 0])
    let kT = Conditions(temperature: 600).thermalEnergy
    let slow = 0.3 + kT * log(100.0)
    draft.addHop(from: 0, to: 1, displacement: [2, 0, 0], barrier: 0.3, frequency: 1e13)
    draft.addHop(from: 1, to: 0, displacement: [2, 0, 0], barrier: slow, frequency: 1e13)
    draft.addReverseHops()
    let run = try Sampled(try SiteNetwork(draft).supercell(2, 1, 1), ions: 1, samples: 1 << 18)
    let d = run.analysis.chargeDiffusivity
    let exact = 2 * 0.01 / 1.01
    #expect(
      deviation(d.value / run.unit, d.standardError / run.unit, from: exact, errorBelow: 0.03) < 4)
    // MSD/2t exceeds the slope by (D∞ − D₀)(1 − e^(−κt))/κt, in units of the fast rate w₁.
    let shortest = run.analysis.displacementCurve[0]
    let time = shortest.time * run.unit * 1e16 / 4
    let kappa = 2 * 1.01
    let expected = exact + (0.505 - exact) * (1 - exp(-kappa * time)) / (kappa * time)
    let scale = 1e-16 / (2 * shortest.time) / run.unit
    let (ratio, error) = (shortest.charge.value * scale, shortest.charge.standardError * scale)
    #expect(deviation(ratio, error, from: expected, errorBelow: 0.01) < 4)
    #expect(ratio > 1.5 * exact)
  }

  @Test("V87: error bars are honest: 68 % of 400 small runs lie within one, pulls have width one")
  func calibration() throws {
    let network = try cubic(3)
    var within = 0
    var squares = 0.0
    let exact = 17.0 / 26
    for seed in 0..<400 {
      let run = try Sampled(
        network, ions: 10, samples: 1 << 10, replicas: 4, seed: 1000 + UInt64(seed))
      let d = run.analysis.chargeDiffusivity
      let pull = (d.value / run.unit - exact) / (d.standardError / run.unit)
      if abs(pull) < 1 { within += 1 }
      squares += pull * pull
    }
    #expect(abs(Double(within) / 400 - 0.68) < 0.07)
    let width = (squares / 400).squareRoot()
    #expect(width > 0.85 && width < 1.15)
  }
}
