/// Compound events: several ions that step on at once along a path.
///
/// In event e the ion at the start of each step in `steps(of: e)` goes to its end. Forward, all
/// sites but the end of the last step hold ions and that one is empty; in a ring all hold ions.
/// The reverse event is the same entry read backwards: ions on the ends of all steps go to their
/// starts by the opposite displacements, over the same barrier.
public struct EventRows: Sendable {
  /// The steps of all events, one event after another.
  public private(set) var steps: [EventStepRecord] = []
  /// What steps share; `EventStepRecord.kind` counts in it.
  public private(set) var stepKinds: [EventStepKind] = []
  private var stepStart: [Int32] = [0]
  private var kindOfEvent: [Int32] = []
  private var kinds: [EventKind] = []
  private var kindIndex: [EventKind: Int32] = [:]
  private var stepKindIndex: [EventStepKind: Int32] = [:]

  /// Compound events of the network.
  public var count: Int { kindOfEvent.count }

  /// Indices in `steps`, in the order of the path.
  public func steps(of event: Int) -> Range<Int> {
    Int(stepStart[event])..<Int(stepStart[event + 1])
  }

  /// eV
  public func barrier(of event: Int) -> Double { kind(of: event).barrier }
  /// Attempt frequency (Hz).
  public func frequency(of event: Int) -> Double { kind(of: event).frequency }
  /// Index into `SiteNetwork.hopClasses`.
  public func hopClass(of event: Int) -> Int { Int(kind(of: event).hopClass) }

  /// Displacement (Å) of the ion that makes a step forward.
  public func displacement(of step: Int) -> SIMD3<Double> {
    stepKinds[Int(steps[step].kind)].displacement
  }

  /// True if the path closes, so that no empty site is needed.
  public func isRing(_ event: Int) -> Bool {
    let range = steps(of: event)
    guard steps[range.lowerBound].from == steps[range.upperBound - 1].to else { return false }
    // Through the periodic border a path may also come to an image of its start.
    return range.reduce(SIMD3<Int32>.zero) { $0 &+ stepKinds[Int(steps[$1].kind)].image } == .zero
  }

  /// Bytes held.
  public var memory: Int {
    steps.count * MemoryLayout<EventStepRecord>.stride
      + (stepKinds.count + stepKindIndex.count) * MemoryLayout<EventStepKind>.stride
      + (kinds.count + kindIndex.count) * MemoryLayout<EventKind>.stride
      + (stepStart.count + kindOfEvent.count) * 4
  }

  // MARK: Inside the module

  func kind(of event: Int) -> EventKind { kinds[Int(kindOfEvent[event])] }

  mutating func appendEvent(
    _ kind: EventKind, steps path: [(from: Int, to: Int, kind: EventStepKind)]
  ) {
    for step in path {
      steps.append(
        EventStepRecord(
          from: Int32(step.from), to: Int32(step.to),
          kind: Self.index(of: step.kind, in: &stepKinds, &stepKindIndex)))
    }
    kindOfEvent.append(Self.index(of: kind, in: &kinds, &kindIndex))
    stepStart.append(Int32(steps.count))
  }

  private static func index<Kind: Hashable>(
    of kind: Kind, in kinds: inout [Kind], _ indices: inout [Kind: Int32]
  ) -> Int32 {
    if let index = indices[kind] { return index }
    kinds.append(kind)
    indices[kind] = Int32(kinds.count - 1)
    return Int32(kinds.count - 1)
  }

  /// A site that the path meets twice other than by closing a ring.
  func siteMetTwice(_ event: Int) -> Int? {
    let range = steps(of: event)
    var met: Set = [steps[range.lowerBound].from]
    for step in isRing(event) ? range.dropLast() : range
    where !met.insert(steps[step].to).inserted {
      return Int(steps[step].to)
    }
    return nil
  }
}

/// One step of a compound event: an ion goes from one site to the next.
public struct EventStepRecord: Sendable, Equatable {
  /// Number of the site that an ion leaves.
  public var from: Int32
  /// Number of the site that it moves to.
  public var to: Int32
  /// Index into `EventRows.stepKinds`.
  public var kind: Int32
}

/// What steps of one kind share.
public struct EventStepKind: Sendable, Hashable {
  /// Å
  public var displacement: SIMD3<Double>
  /// How many cells the step crosses along each cell vector.
  public var image: SIMD3<Int32>
}

/// What events of one kind share.
struct EventKind: Sendable, Hashable {
  /// eV
  var barrier: Double
  /// Hz
  var frequency: Double
  var hopClass: UInt16
  /// Whose ions they are, among the network's layers.
  var species: UInt16 = 0
}

extension SiteNetwork {
  /// Checks the barriers of compound events against a rate law, as `check(_:)` does for hops.
  ///
  /// Under `transitionState` a barrier is the absolute energy of the saddle, and the energies that
  /// it must not lie below are those of all the sites which the moving ions leave, or come to.
  ///
  /// - Throws: `NetworkError.negativeEventBarrier` or `.eventSaddleBelowSites`.
  public func checkEvents(_ law: RateLaw) throws(NetworkError) {
    for event in 0..<compoundEvents.count {
      let barrier = compoundEvents.barrier(of: event)
      guard law == .transitionState else {
        guard barrier >= 0 else { throw .negativeEventBarrier(event: event, barrier: barrier) }
        continue
      }
      var (initial, final) = (0.0, 0.0)
      for step in compoundEvents.steps(of: event) {
        initial += energy(of: Int(compoundEvents.steps[step].from))
        final += energy(of: Int(compoundEvents.steps[step].to))
      }
      guard barrier >= max(initial, final) - 1e-12 else {
        throw .eventSaddleBelowSites(event: event, saddle: barrier, sites: max(initial, final))
      }
    }
  }
}
