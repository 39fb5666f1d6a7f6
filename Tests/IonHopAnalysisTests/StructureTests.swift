import Foundation
import IonHopCore
import Testing

@testable import IonHopAnalysis

/// A network sampled in four replicas, with both kinds of records.
private struct Looked {
  let transport: TransportAnalysis
  let structure: StructureAnalysis
  let records: [StructureRecord]
  /// Ions on each kind of site at the end, summed over the replicas.
  let onKind: [Int]

  init(_ network: SiteNetwork, ions: Int, samples: Int, conditions: Conditions) throws {
    let plan = try EnginePlan(network, ions: ions, conditions: conditions)
    let bonds = BondSample(network)
    let sampling = SamplingPlan(interval: max(16, Double(ions) / 4) / plan.expectedHopRate)
    var batches: [[Batch]] = []
    var records: [StructureRecord] = []
    var onKind = network.siteKinds.map { _ in 0 }
    for replica in 0..<4 {
      let stream = StreamSeed(study: 11).mixed(with: UInt64(replica))
      var engine = try Engine(plan, seed: stream.value)
      engine.advance(by: 80 * sampling.interval)
      var record = DisplacementRecord(engine, plan: sampling)
      var structure = StructureRecord(engine, bonds: bonds)
      for sample in 1...samples {
        _ = record.takeSample(&engine)
        if sample % 8 == 0 { structure.look(at: engine) }
      }
      batches.append(record.batches)
      records.append(structure)
      onKind = zip(onKind, engine.occupationCounts()).map { $0 + $1 }
    }
    self.records = records
    self.onKind = onKind
    transport = try #require(
      TransportAnalysis(batches, TransportContext(plan, sampling: sampling)))
    structure = try #require(StructureAnalysis(records, bonds: bonds))
  }
}

/// Within four standard errors, which must themselves be small.
private func agrees(_ estimate: Estimate, _ exact: Double, errorBelow: Double) -> Bool {
  estimate.standardError < errorBelow * abs(exact)
    && abs(estimate.value - exact) < 4 * estimate.standardError
}

@Suite("Tensors, neighbours and hop classes")
struct StructureTests {
  private let temperature = 600.0
  private var kT: Double { PhysicalConstants.boltzmann * temperature }
  private var conditions: Conditions { Conditions(temperature: temperature) }

  /// A simple lattice 3 Å apart in the layers and `height` Å between them, hops between them slower
  /// by `factor`.
  private func layers(_ edge: Int, height: Double, factor: Double) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try Cell([3, 0, 0], [0, 3, 0], [0, 0, height]))
    draft.addSite(at: .zero)
    draft.addHops(
      between: "site", and: "site", distance: 2.99...3.01, barrier: 0.3, frequency: 1e13,
      hopClass: "in-plane")
    draft.addHops(
      between: "site", and: "site", distance: (height - 0.01)...(height + 0.01), barrier: 0.3,
      frequency: 1e13 / factor, hopClass: "across")
    return try SiteNetwork(draft).supercell(edge, edge, edge)
  }

  @Test("In a layered crystal the conductivity's principal values are as k a² of their directions")
  func anisotropy() throws {
    let run = try Looked(
      try layers(5, height: 4, factor: 6), ions: 40, samples: 1 << 15, conditions: conditions)
    let principal = run.transport.principalConductivity
    let ratio = 9.0 / 16 * 6
    #expect(agrees(try #require(principal.anisotropy), ratio, errorBelow: 0.06))
    // The smallest value lies along z.
    #expect(abs(principal.axes[2][2]) > 0.99)
    let k = 1e13 * exp(-0.3 / kT)
    let factor = run.transport.conductivity.value / run.transport.chargeDiffusivity.value
    let exact = factor * k / 6 * 16e-16 * (125 - 40) / 124
    #expect(agrees(principal.values[2], exact, errorBelow: 0.06))
  }

  @Test("Principal axes of a tensor turned in space are found with their values")
  func turned() throws {
    // 2 along (1, 1, 0)/√2, 1 along (1, −1, 0)/√2, 0.5 along z.
    var tensor = Tensor6.zero
    (tensor[0], tensor[1], tensor[2], tensor[5]) = (1.5, 1.5, 0.5, 0.5)
    let axes = try #require(PrincipalAxes(of: tensor))
    let values = axes.components(of: tensor, dimensions: 3)
    for (value, exact) in zip(values, [2, 1, 0.5, 4]) { #expect(abs(value - exact) < 1e-12) }
    #expect(length(axes.axes[0] - SIMD3(1, 1, 0) / 2.0.squareRoot()) < 1e-12)
    #expect(axes.components(of: tensor, dimensions: 2)[3] == 2)
  }

  @Test("Ideal ions stand side by side (N − 1)Ns/(N(Ns − 1)) as often as chance has it")
  func idealPairs() throws {
    let run = try Looked(
      try layers(4, height: 4, factor: 3), ions: 10, samples: 1 << 14, conditions: conditions)
    for correlation in run.structure.pairCorrelation {
      #expect(agrees(try #require(correlation), 0.9 * 64 / 63, errorBelow: 0.02))
    }
  }

  @Test("Repulsion parts neighbours: on a ring of 4, 2 ions are together with Boltzmann's weight")
  func repelledPairs() throws {
    var draft = NetworkDraft(cell: try Cell([3, 0, 0], [0, 9, 0], [0, 0, 9]))
    draft.addSite(at: .zero)
    draft.addHop(from: 0, to: 0, displacement: [3, 0, 0], barrier: 0.3, frequency: 1e13)
    draft.addReverseHops()
    var conditions = conditions
    conditions.pairEnergy = kT
    let run = try Looked(
      try SiteNetwork(draft).supercell(4, 1, 1), ions: 2, samples: 1 << 15, conditions: conditions)
    // Four states hold a pair on one of the four bonds, two hold none; means are 1/2.
    let weight = exp(-conditions.pairEnergy / kT)
    let exact = 4 * weight / (4 * weight + 2)
    let found = try #require(run.structure.pairCorrelation[0])
    #expect(agrees(found, exact, errorBelow: 0.03))
  }

  @Test("Hop classes share Σℓ² as k ℓ² of their bonds")
  func squaredLengths() throws {
    let run = try Looked(
      try layers(4, height: 4, factor: 3), ions: 20, samples: 1 << 14, conditions: conditions)
    // Two bonds of 3 Å a site in the plane, one of 4 Å across, a third as often.
    let across = 16.0 / 3 / (2 * 9 + 16.0 / 3)
    #expect(agrees(run.structure.squaredLengthShare[1], across, errorBelow: 0.02))
    #expect(abs(run.structure.squaredLengthShare.reduce(0) { $0 + $1.value } - 1) < 1e-12)
  }

  @Test("Ions locked in pairs of sites are not mobile; all on a chain are, in the end")
  func mobile() throws {
    var draft = NetworkDraft(cell: try Cell([3, 0, 0], [0, 9, 0], [0, 0, 9]))
    draft.addSite(at: .zero, kind: "chain")
    draft.addSite(at: [0, 4, 0], kind: "cage")
    draft.addSite(at: [1.2, 4, 0], kind: "cage")
    draft.addHop(
      from: 0, to: 0, displacement: [3, 0, 0], barrier: 0.3, frequency: 1e13, hopClass: "chain")
    draft.addHop(
      from: 1, to: 2, displacement: [1.2, 0, 0], barrier: 0.3, frequency: 1e13, hopClass: "cage")
    draft.addReverseHops()
    let run = try Looked(
      try SiteNetwork(draft).supercell(12, 1, 1), ions: 12, samples: 1 << 14,
      conditions: conditions)
    let share = Double(run.onKind[0]) / 48
    #expect(share > 0 && share < 1)
    #expect(abs(run.structure.mobileFraction.value - share) < 1e-12)
    #expect(run.structure.mobileFraction.standardError > 0)
  }

  @Test("Fermi–Dirac: two kinds of sites 1 : 2, 2 kT apart, two thirds full")
  func fermi() throws {
    var draft = NetworkDraft(cell: try Cell([9, 0, 0], [0, 9, 0], [0, 0, 9]))
    draft.addSite(at: .zero, kind: "deep")
    draft.addSite(at: [3, 0, 0], kind: "high", energy: 2 * kT)
    draft.addSite(at: [6, 0, 0], kind: "high", energy: 2 * kT)
    draft.addHops(
      between: "deep", and: "high", distance: 2.9...3.1, barrier: 0.3, frequency: 1e13,
      hopClass: "nn")
    let ideal = IdealOccupation(
      ions: 20, on: try SiteNetwork(draft).supercell(10, 1, 1), thermalEnergy: kT)
    #expect(abs(ideal.ofKind[0] - 0.900262) < 1e-6)
    #expect(abs(ideal.ofKind[1] - 0.549869) < 1e-6)
    #expect(abs(ideal.ofSite.reduce(0, +) - 20) < 1e-9)
  }
}
