import Testing

@testable import IonHopCore

@Suite("Compound events of several ions")
struct CompoundEventTests {
  private static func events(
    _ draft: NetworkDraft, ions: Int, step: Double, angle: ClosedRange<Double>
  ) throws -> SiteNetwork {
    var draft = draft
    draft.addEvents(
      along: Array(repeating: "site", count: ions + 1),
      distances: Array(repeating: (step - 0.01)...(step + 0.01), count: ions), angle: angle,
      barrier: 0.2, frequency: 1e13, eventClass: "kick")
    return try SiteNetwork(draft)
  }

  /// A path over a site of z neighbours joins two of them: z(z − 1)/2 in all; by their angle in sc
  /// 12 and 3, in fcc 24, 12, 24 and 6.
  @Test("Two-ion events of sc and fcc are counted once each, at every angle")
  func counts() throws {
    let (sc, fcc) = (try PairTests.sc(), try PairTests.fcc())
    let cases: [(NetworkDraft, Double, ClosedRange<Double>, Int)] = [
      (sc, 3, 0...180, 15), (sc, 3, 90...90, 12), (sc, 3, 180...180, 3),
      (fcc, 8.0.squareRoot(), 0...180, 66), (fcc, 8.0.squareRoot(), 50...70, 24),
      (fcc, 8.0.squareRoot(), 80...100, 12), (fcc, 8.0.squareRoot(), 120...130, 24),
      (fcc, 8.0.squareRoot(), 170...180, 6),
    ]
    for (draft, step, angle, perSite) in cases {
      let unit = try Self.events(draft, ions: 2, step: step, angle: angle)
      #expect(unit.compoundEvents.count == perSite)
      let network = try unit.supercell(4, 3, 5)
      #expect(network.compoundEvents.count == perSite * 60)
      #expect(network.compoundEvents.steps.count == 2 * perSite * 60)
      try network.checkRoom()
      var distinct: Set<[Int]> = []
      for event in 0..<network.compoundEvents.count {
        let path = Self.path(network, event)
        distinct.insert(min(path, path.reversed()) { $0.lexicographicallyPrecedes($1) })
      }
      #expect(distinct.count == network.compoundEvents.count)
    }
  }

  private static func path(_ network: SiteNetwork, _ event: Int) -> [Int] {
    let events = network.compoundEvents
    let steps = events.steps(of: event).map { events.steps[$0] }
    return steps.map { Int($0.from) } + [Int(steps[steps.count - 1].to)]
  }

  private func min(_ a: [Int], _ b: [Int], by less: ([Int], [Int]) -> Bool) -> [Int] {
    less(a, b) ? a : b
  }

  @Test("Each step of a supercell starts where the one before ends, and leads where it says")
  func steps() throws {
    let unit = try Self.events(PairTests.fcc(), ions: 3, step: 8.0.squareRoot(), angle: 110...180)
    let network = try unit.supercell(5, 4, 5)
    let events = network.compoundEvents
    #expect(events.count == unit.compoundEvents.count * 100)
    for event in 0..<events.count {
      #expect(network.hopClasses[events.hopClass(of: event)] == "kick")
      #expect(events.barrier(of: event) == 0.2 && events.frequency(of: event) == 1e13)
      var place: Int32?
      for index in events.steps(of: event) {
        let step = events.steps[index]
        #expect(place == nil || place == step.from)
        let image = network.cell.cartesian(
          SIMD3<Double>(events.stepKinds[Int(step.kind)].image))
        let end = network.position(of: Int(step.to)) + image
        let expected = end - network.position(of: Int(step.from))
        #expect(length(expected - events.displacement(of: index)) < 1e-9)
        place = step.to
      }
      #expect(!events.isRing(event))
    }
    #expect(network.memory > events.steps.count * 12)
  }

  /// Steps over the sites of sc, all of which are number 0 of a cell of one site.
  private func walk(_ displacements: [SIMD3<Double>]) -> [EventStep] {
    displacements.map { EventStep(from: 0, to: 0, displacement: $0) }
  }

  @Test("Four ions round a face of sc are a ring, from whichever corner and side it is given")
  func ring() throws {
    let (x, y) = (SIMD3(3.0, 0, 0), SIMD3(0, 3.0, 0))
    var draft = try PairTests.sc()
    draft.addEvent(
      steps: walk([x, y, -x, -y]), barrier: 0.4, frequency: 1e12, eventClass: "ring")
    let network = try SiteNetwork(draft).supercell(3, 3, 3)
    #expect(network.compoundEvents.count == 27)
    #expect((0..<27).allSatisfy { network.compoundEvents.isRing($0) })
    try network.checkRoom()
    for same in [[y, -x, -y, x], [y, x, -y, -x], [-y, x, y, -x]] {
      var twice = draft
      twice.addEvent(steps: walk(same), barrier: 0.4, frequency: 1e12, eventClass: "again")
      #expect(throws: NetworkError.duplicateEvent(event: 1, of: 0)) { try SiteNetwork(twice) }
    }
  }

  @Test("A path that meets itself through the border of a small cell is refused, not run")
  func crowded() throws {
    let unit = try Self.events(PairTests.sc(), ions: 2, step: 3, angle: 180...180)
    #expect {
      try unit.supercell(2, 3, 3).checkRoom()
    } throws: {
      "\($0)".contains("use a larger supercell")
    }
    // Three steps round a cell of three sites are no ring: the last site is the first one's image.
    let wound = try Self.events(PairTests.sc(), ions: 3, step: 3, angle: 180...180)
      .supercell(3, 3, 3)
    #expect((0..<wound.compoundEvents.count).allSatisfy { !wound.compoundEvents.isRing($0) })
    #expect(throws: NetworkError.self) { try wound.checkRoom() }
  }

  @Test("Events that are wrong are refused by number")
  func defects() throws {
    let x = SIMD3(3.0, 0, 0)
    let good = walk([x, x])
    let cases: [(NetworkError, [EventStep], Double, Double)] = [
      (.shortEvent(event: 0, ions: 1), walk([x]), 0.2, 1e13),
      (.shortEvent(event: 0, ions: 0), [], 0.2, 1e13),
      (.shortEvent(event: 0, ions: 2), walk([x, -x]), 0.2, 1e13),
      (.eventMeetsItself(event: 0, site: 0), walk([x, x, -x]), 0.2, 1e13),
      (.badEventFrequency(event: 0, frequency: 0), good, 0.2, 0),
      (.notFinite(what: "events", index: 0), good, .infinity, 1e13),
      (
        .unknownEventSite(event: 0, site: 3, sites: 1),
        [EventStep(from: 0, to: 3, displacement: x)], 0.2, 1e13
      ),
      (
        .eventStepMismatch(event: 0, step: 1, from: 0, to: 0, displacement: [1, 0, 0]),
        walk([x, [1, 0, 0]]), 0.2, 1e13
      ),
    ]
    for (expected, steps, barrier, frequency) in cases {
      var draft = try PairTests.sc()
      draft.addEvent(steps: steps, barrier: barrier, frequency: frequency, eventClass: "kick")
      #expect(throws: expected) { try SiteNetwork(draft) }
      #expect("\(expected)".hasPrefix("events[0]"))
    }
    var two = NetworkDraft(cell: try .cubic(4))
    two.addSite(at: .zero)
    two.addSite(at: [2, 0, 0])
    two.addHop(from: 0, to: 1, displacement: [2, 0, 0], barrier: 0.3, frequency: 1e13)
    two.addReverseHops()
    let step = EventStep(from: 0, to: 1, displacement: [2, 0, 0])
    two.addEvent(steps: [step, step], barrier: 0.2, frequency: 1e13, eventClass: "kick")
    #expect(throws: NetworkError.brokenEventPath(event: 0, step: 1, from: 0, expected: 1)) {
      try SiteNetwork(two)
    }
  }

  @Test("Barriers of events are checked as the rate law reads them")
  func barriers() throws {
    for (barrier, energy, law, isRight) in [
      (0.0, 0.5, RateLaw.symmetric, true), (-0.1, 0, .symmetric, false),
      (0.9, 0.5, .transitionState, false), (1.1, 0.5, .transitionState, true),
      (-0.1, -0.5, .transitionState, true),
    ] {
      var draft = NetworkDraft(cell: try .cubic(3))
      draft.addSite(at: .zero, energy: energy)
      draft.addHop(from: 0, to: 0, displacement: [3, 0, 0], barrier: 2, frequency: 1e13)
      draft.addReverseHops()
      draft.addEvent(
        steps: walk([[3, 0, 0], [3, 0, 0]]), barrier: barrier, frequency: 1e13, eventClass: "kick")
      let network = try SiteNetwork(draft).supercell(4, 1, 1)
      if isRight {
        try network.checkEvents(law)
      } else {
        #expect(throws: NetworkError.self) { try network.checkEvents(law) }
      }
    }
  }

  @Test("More names than 16 bits number are refused")
  func names() throws {
    var draft = try PairTests.sc()
    for number in 0..<65_536 {
      // Each kicks on to a farther image, so that no two are the same.
      draft.addEvent(
        steps: walk([[3, 0, 0], [3 * Double(number + 1), 0, 0]]), barrier: 0.1,
        frequency: 1e13, eventClass: "\(number)")
    }
    #expect(throws: NetworkError.tooManyNames("65535")) { try SiteNetwork(draft) }
  }
}
