import Foundation
import IonHopCore
import Testing

@testable import IonHopAnalysis

@Suite("Transport of several species")
struct SpeciesTransportTests {
  /// A simple cubic lattice, edge 3 Å, in which every hop has the same rate (1/s).
  private func cubic(_ edge: Int, rate: Double) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try .cubic(3))
    draft.addSite(at: .zero)
    for axis in 0..<3 {
      var step = SIMD3<Double>.zero
      step[axis] = 3
      draft.addHop(from: 0, to: 0, displacement: step, barrier: 0, frequency: rate)
    }
    draft.addReverseHops()
    return try SiteNetwork(draft).supercell(edge, edge, edge)
  }

  private func analyse(
    _ network: SiteNetwork, counts: [Int], charge: Double = 1, field: SIMD3<Double> = .zero,
    interval: Double = 1e-10, samples: Int = 6000, selector: SelectorKind = .automatic
  ) throws -> (TransportAnalysis, TransportContext) {
    let plan = try EnginePlan(
      network, counts: counts,
      conditions: Conditions(temperature: 500, field: field, charge: charge), selector: selector)
    let sampling = SamplingPlan(interval: interval, levels: 8)
    let replicas = try (1...8).map { seed in
      var engine = try Engine(plan, seed: UInt64(seed))
      engine.advance(by: 100 * interval)
      var record = DisplacementRecord(engine, plan: sampling)
      for _ in 0..<samples { _ = record.takeSample(&engine) }
      return record.batches
    }
    let context = TransportContext(plan, sampling: sampling)
    return (try #require(TransportAnalysis(replicas, context)), context)
  }

  private func expect(
    _ estimate: Estimate, _ exact: Double, within: Double,
    _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(
      abs(estimate.value - exact) < 4.5 * estimate.standardError, "\(estimate) against \(exact)",
      sourceLocation: place)
    #expect(estimate.standardError < within * abs(exact), sourceLocation: place)
  }

  @Test("Colours: two species that are alike carry what one does, each its share")
  func colours() throws {
    let lattice = try cubic(6, rate: 1e10)
    let joint = try SiteNetwork.joining(
      [SpeciesLayer("Li", charge: 1, lattice), SpeciesLayer("Na", charge: 1, lattice)],
      sharing: .sameSites)
    let (both, context) = try analyse(joint, counts: [60, 48])
    // Exclusion alone leaves D_σ of the lattice gas (1 − c) k a²; of N ions on M sites (M − N)/(M − 1).
    let exact = 1e10 * 9e-16 * Double(216 - 108) / 215
    expect(both.chargeDiffusivity.mean, exact, within: 0.03)
    expect(both.conductivity.mean, exact * context.conductivityPerDiffusivity, within: 0.03)
    let species = try #require(both.species)
    // Colours move together: Σ_j σ_ij is the share of the number of ions.
    expect(species.transference[0], 60.0 / 108, within: 0.05)
    expect(species.idealTransference[0], 60.0 / 108, within: 0.05)
    let (one, _) = try analyse(lattice, counts: [108])
    for tracer in species.tracerDiffusivity {
      let tracer = try #require(tracer)
      let difference = tracer.value - one.tracerDiffusivity.value
      let error = hypot(tracer.standardError, one.tracerDiffusivity.standardError)
      #expect(abs(difference) < 4.5 * error)
      #expect(error < 0.03 * tracer.value)
    }
    let sum = species.conductivity.joined().reduce(0) { $0 + $1.value }
    #expect(abs(sum / both.conductivity.value - 1) < 1e-9)
    #expect(abs(both.correlationFactor.value / one.correlationFactor.value - 1) < 0.05)
  }

  @Test(
    "On sites of their own, ions of unlike charge and rate add their conductivities",
    arguments: [SelectorKind.nullEvent, .rejectionFree])
  func independent(selector: SelectorKind) throws {
    let joint = try SiteNetwork.joining([
      SpeciesLayer("Li", charge: 1, cubic(5, rate: 1e10)),
      SpeciesLayer("X", charge: -2, cubic(5, rate: 4e9)),
    ])
    let (analysis, context) = try analyse(joint, counts: [20, 10], selector: selector)
    let d = [1e10 * 9e-16 * 105 / 124, 4e9 * 9e-16 * 115 / 124]
    let unit = context.conductivityPerDiffusivity / (30 * context.charge * context.charge)
    let parts = [20 * d[0] * unit, 10 * 4 * d[1] * unit]
    expect(analysis.conductivity.mean, parts[0] + parts[1], within: 0.03)
    let species = try #require(analysis.species)
    expect(species.conductivity[0][0], parts[0], within: 0.03)
    expect(species.conductivity[1][1], parts[1], within: 0.03)
    #expect(abs(species.conductivity[0][1].value) < 4.5 * species.conductivity[0][1].standardError)
    expect(species.transference[0], parts[0] / (parts[0] + parts[1]), within: 0.05)
  }

  @Test("Ions of opposite charge that stay together: their cross term eats up the conductivity")
  func boundPair() throws {
    // Cation and anion attract by 7 kT on one place and on neighbouring ones, so that pairs wander.
    let lattice = try cubic(4, rate: 1e10)
    let pairs = (0..<64).flatMap { site in
      [LayerPair((0, site), (1, site), energy: -0.3)]
        + lattice.hops(from: site).map {
          LayerPair((0, site), (1, $0.to), image: $0.image, energy: -0.3)
        }
    }
    let bound = try SiteNetwork.joining(
      [SpeciesLayer("Li", charge: 1, lattice), SpeciesLayer("X", charge: -1, lattice)],
      pairs: pairs)
    let (analysis, _) = try analyse(bound, counts: [1, 1], samples: 3000)
    let species = try #require(analysis.species)
    let cross = species.conductivity[0][1]
    #expect(cross.value < -4.5 * cross.standardError)
    // A pair that parts in 1 % of the time carries next to no current, though its ions move.
    let own = species.conductivity[0][0].value + species.conductivity[1][1].value
    #expect(analysis.conductivity.value < 0.1 * own)
    #expect(analysis.havenRatio.value > 10)
  }

  @Test("A field drives ions of opposite charge apart, each as fast as its charge says")
  func drift() throws {
    let joint = try SiteNetwork.joining([
      SpeciesLayer("Li", charge: 1, cubic(5, rate: 1e10)),
      SpeciesLayer("X", charge: -2, cubic(5, rate: 1e10)),
    ])
    let field = 0.01
    let (analysis, context) = try analyse(joint, counts: [1, 1], field: [field, 0, 0])
    // v = 2 a k sinh(qEa/2kT), weighed by charge over the mean charge.
    let kT = 8.617333262e-5 * 500
    let v = [1.0, -2].map { 2 * 3 * 1e10 * sinh($0 * field * 3 / (2 * kT)) }
    let weighted = (v[0] - 2 * v[1]) / context.charge / 2
    let drift = analysis.driftVelocity[0]
    #expect(abs(drift.value - weighted) < 4.5 * drift.standardError)
    #expect(drift.standardError < 0.05 * weighted)
    #expect(analysis.species == nil)
    // Free of the drift, what is left is diffusion: D of a lone ion k a² cosh(qEa/2kT) along x.
    expect(analysis.tracerDiffusivity.mean, tracerMean(field, kT), within: 0.08)
  }

  private func tracerMean(_ field: Double, _ kT: Double) -> Double {
    let charges = [1.0, -2]
    let square = charges.reduce(0) { $0 + $1 * $1 }
    return charges.reduce(0) { sum, z in
      sum + z * z / square * 1e10 * 9e-16 * (cosh(z * field * 3 / (2 * kT)) + 2) / 3
    }
  }
}
