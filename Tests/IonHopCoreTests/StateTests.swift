import Foundation
import Testing

@testable import IonHopCore

@Suite("The state of an engine, written and read")
struct StateTests {
  /// A system of each kind of loop and of all that can hang on it.
  enum System: String, CaseIterable, Sendable {
    case latticeNull, disorderedNull, vacancies, disordered, interacting, interactingNull
    case compound, basins, renewal, pairRenewal, sharedRenewal, nullRenewal, interactingRenewal
    case species, interactingSpecies

    private static let hot = Conditions(temperature: 600)
    private static let pairs = Conditions(temperature: 600, pairEnergy: 0.04)

    func plan() throws -> EnginePlan {
      switch self {
      case .latticeNull:
        try EnginePlan(TestNetworks.fcc(6), ions: 50, conditions: Self.hot, selector: .nullEvent)
      case .disorderedNull:
        try EnginePlan(
          TestNetworks.disordered(6, energy: { 0.05 * $0 }), ions: 40, conditions: Self.hot,
          selector: .nullEvent)
      case .vacancies:
        try EnginePlan(
          TestNetworks.disordered(6, energy: { 0.1 * $0 }), ions: 200, conditions: Self.hot,
          selector: .compositionRejection, basins: .off)
      case .disordered:
        try EnginePlan(
          TestNetworks.disordered(6, energy: { 0.3 * $0 }, barrier: { 0.3 + 0.1 * $0 }), ions: 60,
          conditions: Self.hot, selector: .compositionRejection, basins: .off)
      case .interacting:
        try EnginePlan(
          TestNetworks.disordered(5, energy: { 0.1 * $0 }), ions: 40, conditions: Self.pairs,
          selector: .rejectionFree)
      case .interactingNull:
        try EnginePlan(
          TestNetworks.sc(5), ions: 40,
          conditions: Conditions(temperature: 600, pairEnergy: 0.005), selector: .nullEvent)
      case .compound: try EnginePlan(Self.kicks(), ions: 3, conditions: Self.pairs)
      case .basins:
        try EnginePlan(
          BasinNetworks.traps(6, depth: 0.25), ions: 12, conditions: BasinNetworks.conditions,
          basins: .on)
      case .renewal, .pairRenewal, .sharedRenewal, .nullRenewal, .interactingRenewal:
        try renewing()
      case .species:
        try EnginePlan(Self.twoSpecies(), counts: [6, 5], conditions: Self.hot)
      case .interactingSpecies:
        try EnginePlan(
          Self.twoSpecies(), counts: [6, 5], conditions: Self.hot, selector: .rejectionFree)
      }
    }

    private func renewing() throws -> EnginePlan {
      let network = try TestNetworks.sc(5)
      var renewal = BondRenewal.eachBond(network, rate: 1e10, openFraction: 0.3)
      if self == .pairRenewal || self == .sharedRenewal {
        renewal.unitOfHop = renewal.unitOfHop.map { $0 / 3 }
        renewal.sharesState = self == .sharedRenewal
      }
      let selector: SelectorKind =
        switch self {
        case .interactingRenewal: .rejectionFree
        case .nullRenewal: .nullEvent
        default: .compositionRejection
        }
      return try EnginePlan(
        network, ions: 40, conditions: self == .interactingRenewal ? Self.pairs : Self.hot,
        selector: selector, basins: .off, renewal: renewal)
    }

    private static func kicks() throws -> SiteNetwork {
      var draft = NetworkDraft(cell: try Cell([18, 0, 0], [0, 10, 0], [0, 0, 10]))
      let step: SIMD3<Double> = [3, 0, 0]
      for i in 0..<6 { draft.addSite(at: Double(i) * step, energy: 0.04 * Double(i % 2)) }
      for i in 0..<6 {
        let (next, after) = ((i + 1) % 6, (i + 2) % 6)
        draft.addHop(from: i, to: next, displacement: step, barrier: 0.3, frequency: 1e13)
        draft.addEvent(
          steps: [
            EventStep(from: i, to: next, displacement: step),
            EventStep(from: next, to: after, displacement: step),
          ], barrier: 0.27, frequency: 5e12, eventClass: "kick")
      }
      draft.addReverseHops()
      return try SiteNetwork(draft)
    }

    private static func twoSpecies() throws -> SiteNetwork {
      try .joining(
        [
          SpeciesLayer("Li", charge: 1, TestNetworks.sc(3)),
          SpeciesLayer("X", charge: -2, TestNetworks.sc(3)),
        ], sharing: .sameSites)
    }
  }

  private func state(_ engine: borrowing Engine) -> [UInt8] {
    var writer = StateWriter()
    engine.writeState(to: &writer)
    return writer.bytes
  }

  private func state(_ record: DisplacementRecord) -> [UInt8] {
    var writer = StateWriter()
    record.writeState(to: &writer)
    return writer.bytes
  }

  @Test("An engine that took another's state goes on as that one does", arguments: System.allCases)
  func goesOn(system: System) throws {
    let plan = try system.plan()
    let interval = 30 / plan.expectedStepRate
    var engine = try Engine(plan, seed: 3)
    for _ in 0..<40 { engine.advance(by: interval) }
    engine.advance(by: .greatestFiniteMagnitude, hops: 7)
    var reader = StateReader(state(engine))
    var copy = try Engine(plan, seed: 99)
    copy.advance(by: interval)
    try copy.readState(from: &reader)
    #expect(reader.isAtEnd)
    #expect(state(copy) == state(engine))
    for _ in 0..<200 {
      engine.advance(by: interval)
      copy.advance(by: interval)
    }
    #expect(engine.hops > 100)
    #expect(state(copy) == state(engine))
    #expect(copy.energy() == engine.energy())
  }

  @Test("So does a record of displacements", arguments: [System.disordered, .basins, .species])
  func recordGoesOn(system: System) throws {
    let plan = try system.plan()
    let sampling = SamplingPlan(interval: 10 / plan.expectedStepRate, levels: 8)
    var engine = try Engine(plan, seed: 3)
    var record = DisplacementRecord(engine, plan: sampling)
    // More than 64 batches of eight samples: some were merged, one is open.
    for _ in 0..<1003 { _ = record.takeSample(&engine) }
    var (engineState, recordState) = (StateReader(state(engine)), StateReader(state(record)))
    var copy = try Engine(plan, seed: 99)
    try copy.readState(from: &engineState)
    var copyRecord = DisplacementRecord(copy, plan: sampling)
    try copyRecord.readState(from: &recordState)
    #expect(recordState.isAtEnd)
    for _ in 0..<1000 {
      _ = record.takeSample(&engine)
      _ = copyRecord.takeSample(&copy)
    }
    #expect(copyRecord.batches == record.batches)
    #expect(state(copyRecord) == state(record))
  }

  @Test("The clock of a million short stretches is right to its last places")
  func clock() throws {
    var engine = try Engine(try System.disordered.plan(), seed: 3)
    let stretch = 0.1 / engine.plan.expectedStepRate
    for _ in 0..<1_000_000 { engine.advance(by: stretch) }
    // A plain sum is off by some 10⁻¹².
    #expect(abs(engine.time / (1_000_000 * stretch) - 1) < 4e-16)
  }

  @Test("Every generator of GSL goes on where it was")
  func generators() throws {
    var tried = 0
    for name in RandomStream.generators {
      guard var stream = try? RandomStream(generator: name, seed: 0x1234_5678_9abc) else {
        continue
      }
      tried += 1
      for _ in 0..<1500 { _ = stream.word() }
      var writer = StateWriter()
      stream.writeState(to: &writer)
      var copy = try RandomStream(generator: name, seed: 1)
      var reader = StateReader(writer.bytes)
      try copy.readState(from: &reader)
      for _ in 0..<3000 { #expect(copy.word() == stream.word(), "\(name)") }
      #expect(copy.poisson(mean: 50) == stream.poisson(mean: 50), "\(name)")
    }
    #expect(tried > 50)
  }

  @Test("A state cut short, or of another model, is refused")
  func unfit() throws {
    let plan = try System.disordered.plan()
    let whole = state(try Engine(plan, seed: 3))
    for length in stride(from: 0, to: whole.count, by: 997) {
      var engine = try Engine(plan, seed: 4)
      var reader = StateReader(Array(whole.prefix(length)))
      #expect(throws: StateError.self) { try engine.readState(from: &reader) }
    }
    for other in [System.latticeNull, .vacancies, .interacting, .basins] {
      var engine = try Engine(try other.plan(), seed: 4)
      var reader = StateReader(whole)
      #expect(throws: StateError.self) { try engine.readState(from: &reader) }
    }
  }

  @Test("Whatever bytes change in a state, reading it ends, with or without an error")
  func changedBytes() throws {
    var random = try RandomStream(seed: 21)
    for system in System.allCases {
      let plan = try system.plan()
      let whole = state(try Engine(plan, seed: 3))
      // The clock and the generator's own state, which is GSL's, come first, and are left alone.
      var generator = StateWriter()
      try RandomStream(seed: 1).writeState(to: &generator)
      let head = 16 + generator.bytes.count
      var refused = 0
      for _ in 0..<200 {
        var bytes = whole
        let place = head + Int(random.integer(below: UInt32(whole.count - head)))
        bytes[place] ^= UInt8(1 + random.integer(below: 255))
        var engine = try Engine(plan, seed: 4)
        var reader = StateReader(bytes)
        do { try engine.readState(from: &reader) } catch { refused += 1 }
      }
      #expect(refused > 0, "\(system)")
    }
  }
}
