import Foundation
import IonHopCore
import Testing

@testable import IonHopAnalysis

/// A ring of sites 3 Å apart, with bonds of any barriers and sites of any energies, at 600 K.
private struct Ring {
  let network: SiteNetwork
  /// Rates of the bonds over 10¹³ Hz for a lone ion, times the Boltzmann weight of the site left.
  let conductances: [Double]
  let weights: [Double]
  static let kT = PhysicalConstants.boltzmann * 600
  static let conditions = Conditions(temperature: 600)
  private static let step = 3.0

  /// - Parameter barriers: of the bond from each site to the next (eV).
  init(barriers: [Double], energies: [Double] = []) throws {
    let count = barriers.count
    var draft = NetworkDraft(
      cell: try Cell([Self.step * Double(count), 0, 0], [0, 9, 0], [0, 0, 9]))
    let energies = energies.isEmpty ? barriers.map { _ in 0.0 } : energies
    for site in 0..<count {
      draft.addSite(at: [Self.step * Double(site), 0, 0], energy: energies[site])
      draft.addHop(
        from: site, to: (site + 1) % count, displacement: [Self.step, 0, 0],
        barrier: barriers[site], frequency: 1e13)
    }
    draft.addReverseHops()
    network = try SiteNetwork(draft)
    weights = energies.map { exp(-$0 / Self.kT) }
    // The symmetric law puts the saddle so much above the mean of both sites.
    conductances = barriers.indices.map {
      exp(-(barriers[$0] + (energies[$0] + energies[($0 + 1) % count]) / 2) / Self.kT)
    }
  }

  /// Bonds in series: D = (n a)²/(Σ weights Σ 1/g) (cm²/s) for a lone ion.
  var exact: Double {
    let length = Self.step * Double(network.siteCount)
    return 1e13 * length * length * 1e-16 / weights.reduce(0, +)
      / conductances.reduce(0) { $0 + 1 / $1 }
  }

  /// In one dimension each bond takes its share of the resistance of the way around.
  var shifts: [SIMD3<Double>] {
    let length = Self.step * Double(network.siteCount)
    let total = conductances.reduce(0) { $0 + 1 / $1 }
    var y = 0.0
    return conductances.enumerated().map { site, g in
      defer { y += length / g / total }
      return [y - Self.step * Double(site), 0, 0]
    }
  }

  func analysis(
    ions: Int, samples: Int, shifts: [SIMD3<Double>], rates: Bool = true,
    carriers: Carriers? = nil, pairEnergy: Double = 0, seed: UInt64 = 1
  ) throws -> TransportAnalysis {
    var conditions = Self.conditions
    conditions.pairEnergy = pairEnergy
    let plan = try EnginePlan(network, ions: ions, conditions: conditions, carriers: carriers)
    #expect(plan.hasFixedRates == (pairEnergy == 0))
    let sampling = SamplingPlan(interval: max(4, Double(ions) / 4) / plan.expectedHopRate)
    let coordinates = HarmonicCoordinates(
      network, shifts: shifts, conditions: rates ? Self.conditions : nil)
    let batches = try (0..<8).map { replica in
      let stream = StreamSeed(study: seed).mixed(with: UInt64(replica))
      var engine = try Engine(plan, seed: stream.value)
      var record = DisplacementRecord(engine, plan: sampling, coordinates: coordinates)
      for _ in 0..<samples { _ = record.takeSample(&engine) }
      return record.batches
    }
    return try #require(TransportAnalysis(batches, TransportContext(plan, sampling: sampling)))
  }
}

/// Boundaries that block by many orders of magnitude are known from short runs.
@Suite("Harmonic coordinates")
struct HarmonicCoordinateTests {
  /// Twelve bonds, one of them slower by a factor.
  private func blocked(_ factor: Double, planes: Int = 12) throws -> Ring {
    try Ring(
      barriers: Array(repeating: 0.2, count: planes - 1) + [0.2 + Ring.kT * log(factor)])
  }

  private func expect(
    _ found: TensorEstimate, near exact: Double, within limit: Double = 0.03,
    _ place: SourceLocation = #_sourceLocation
  ) {
    let (value, error) = (found.tensor[0][0], found.tensorStandardError[0][0])
    #expect(error > 0 && error < limit * exact, "inconclusive", sourceLocation: place)
    #expect(abs(value - exact) < 4 * error, sourceLocation: place)
  }

  @Test("A lone ion behind a bond slower by up to a million", arguments: [1e3, 1e4, 1e6])
  func lone(factor: Double) throws {
    let ring = try blocked(factor)
    let run = try ring.analysis(ions: 1, samples: 1 << 16, shifts: ring.shifts)
    expect(run.chargeDiffusivity, near: ring.exact)
    #expect(run.chargeIsDiffusive)
  }

  @Test(
    "Ions that fill a ring by any share, moved or their vacancies moved: (n − N)/(n − 1) of it",
    arguments: [
      (1e3, 20, Carriers.ions), (1e6, 20, .vacancies), (1e6, 55, .vacancies), (1e4, 5, .ions),
    ])
  func many(factor: Double, ions: Int, carriers: Carriers) throws {
    let ring = try blocked(factor, planes: 60)
    let run = try ring.analysis(
      ions: ions, samples: 1 << 15, shifts: ring.shifts, carriers: carriers)
    expect(run.chargeDiffusivity, near: ring.exact * Double(60 - ions) / 59)
    #expect(run.chargeIsDiffusive)
  }

  @Test(
    "Windows of the displacement alone, as of ions that interact, give the same, with more noise")
  func windows() throws {
    let ring = try blocked(1e3, planes: 60)
    let run = try ring.analysis(ions: 20, samples: 1 << 20, shifts: ring.shifts, rates: false)
    expect(run.chargeDiffusivity, near: ring.exact * 40 / 59, within: 0.15)
    #expect(run.chargeIsDiffusive)
  }

  @Test(
    "Sites of unequal energy, and coordinates that are not harmonic at all, change nothing but the noise",
    arguments: [1.0, 0.5, 0])
  func imperfect(share: Double) throws {
    let ring = try Ring(
      barriers: [0.2, 0.2, 0.25, 0.2, 0.3, 0.2], energies: [0, 0.05, -0.08, 0.02, 0.1, 0])
    let run = try ring.analysis(ions: 1, samples: 1 << 18, shifts: ring.shifts.map { share * $0 })
    expect(run.chargeDiffusivity, near: ring.exact, within: share == 1 ? 0.01 : 0.06)
    // The drift that the first hops show is no more than a lag away from being forgotten.
    #expect(run.chargeIsDiffusive)
  }

  @Test("Several ions on sites of unequal energy: the same from either coordinates")
  func exclusion() throws {
    let ring = try Ring(
      barriers: [0.2, 0.2, 0.25, 0.2, 0.3, 0.2, 0.2, 0.35],
      energies: [0, 0.05, -0.08, 0.02, 0.1, 0, -0.05, 0])
    let none = ring.shifts.map { _ in SIMD3<Double>.zero }
    let plain = try ring.analysis(ions: 3, samples: 1 << 19, shifts: none, rates: false, seed: 5)
    let flux = try ring.analysis(ions: 3, samples: 1 << 19, shifts: ring.shifts)
    let (a, b) = (plain.chargeDiffusivity, flux.chargeDiffusivity)
    let error =
      (a.tensorStandardError[0][0] * a.tensorStandardError[0][0]
      + b.tensorStandardError[0][0] * b.tensorStandardError[0][0]).squareRoot()
    #expect(error < 0.03 * b.tensor[0][0], "inconclusive")
    #expect(b.tensorStandardError[0][0] < a.tensorStandardError[0][0])
    #expect(abs(a.tensor[0][0] - b.tensor[0][0]) < 4 * error)
  }

  @Test(
    "Ions that repel each other behind a slow bond: the same from positions and from coordinates")
  func repulsion() throws {
    let ring = try blocked(30, planes: 10)
    let none = ring.shifts.map { _ in SIMD3<Double>.zero }
    let (plain, shifted) = (
      try ring.analysis(
        ions: 4, samples: 1 << 18, shifts: none, rates: false, pairEnergy: 0.06, seed: 5),
      try ring.analysis(
        ions: 4, samples: 1 << 18, shifts: ring.shifts, rates: false, pairEnergy: 0.06)
    )
    let (a, b) = (plain.chargeDiffusivity, shifted.chargeDiffusivity)
    let errors = (a.tensorStandardError[0][0], b.tensorStandardError[0][0])
    let error = (errors.0 * errors.0 + errors.1 * errors.1).squareRoot()
    #expect(error < 0.1 * b.tensor[0][0], "inconclusive")
    #expect(abs(a.tensor[0][0] - b.tensor[0][0]) < 4 * error)
    #expect(shifted.chargeIsDiffusive)
    // Positions have to forget how ions run to and fro first.
    #expect(shifted.chargeLag < plain.chargeLag)
  }

  @Test("Nothing but the place is looked at: single ions and drift are recorded as without")
  func untouched() throws {
    let ring = try blocked(10)
    let plan = try EnginePlan(ring.network, ions: 5, conditions: Ring.conditions)
    let sampling = SamplingPlan(interval: 4 / plan.expectedHopRate)
    var one = try Engine(plan, seed: 3)
    var two = try Engine(plan, seed: 3)
    var with = DisplacementRecord(
      one, plan: sampling,
      coordinates: HarmonicCoordinates(
        ring.network, shifts: ring.shifts, conditions: Ring.conditions))
    var without = DisplacementRecord(two, plan: sampling)
    for _ in 0..<4096 {
      _ = with.takeSample(&one)
      _ = without.takeSample(&two)
    }
    #expect(with.batches.map(\.hops) == without.batches.map(\.hops))
    #expect(
      with.batches.map { $0.windows.map(\.tracer) }
        == without.batches.map { $0.windows.map(\.tracer) })
    #expect(without.batches.allSatisfy { $0.fluxCount == 0 })
  }
}
