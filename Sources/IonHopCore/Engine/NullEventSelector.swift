/// Null-event selection: a carrier and one of its z hops with equal probability, accepted with
/// probability rate/largest rate; a blocked, missing or refused hop is a null event.
///
/// The rate of attempts, N z k_max, is constant, so the number of attempts in a time t is a
/// Poisson number drawn once, not a sum of waiting times. Per event: one random word (one more
/// where rates differ), a carrier's site, its row, the target's occupant.
///
/// A. Jensen, Scand. Actuar. J. 1953, 87 (uniformisation), doi:10.1080/03461238.1953.10419459.
struct NullEventSelector<Gate: AcceptanceGate>: EventSelector, ~Copyable {
  private let gate: Gate
  /// Attempts a second.
  private let attemptRate: Double
  private let carriers: UInt64
  private let slots: UInt64
  /// A word gives two attempts.
  private let drawsPairs: Bool
  /// A word with less than this left after its digits is drawn anew: no choice is favoured.
  private let leftOut: UInt32
  private let staged: Bool
  var renewal: RenewalState
  private let log = HopLog(capacity: Self.batch)
  private let drafts = Buffer<Draft>(repeating: Draft(carrier: 0, slot: 0), count: Self.batch + 1)

  /// Attempts drawn at a time: their words and hops stay in the first-level cache.
  private static var batch: Int { 128 }

  init(
    gate: Gate, renewal: consuming RenewalState, carriers: Int, slots: Int, largestRate: Double,
    staged: Bool
  ) {
    self.gate = gate
    self.renewal = renewal
    self.carriers = UInt64(carriers)
    self.slots = UInt64(slots)
    self.staged = staged
    let choices = UInt64(carriers * slots)
    let pairs = choices.multipliedReportingOverflow(by: choices)
    drawsPairs = !pairs.overflow && pairs.partialValue <= Self.mostChoicesAWord
    let outcomes = drawsPairs ? pairs.partialValue : choices
    leftOut = UInt32((UInt64(1) << 32) % outcomes)
    attemptRate = Double(choices) * largestRate
  }

  /// With more outcomes than this, too many words would be left out.
  private static var mostChoicesAWord: UInt64 { 1 << 28 }

  mutating func advance(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    by duration: Double, hopLimit: Int
  ) -> Double {
    let stop = hopLimit == .max ? Int.max : gas.hops + hopLimit
    if renewal.isGated {
      let elapsed = advanceTimed(&gas, rows, &random, by: duration, until: stop)
      renewal.pass(elapsed)
      gas.sumKinds(rows)
      return elapsed
    }
    var clock = 0.0
    // Attempts in separate stretches of time are independent, so a long wait may be cut in pieces.
    let stretch = Self.attemptsAStretch / attemptRate
    while clock < duration && gas.hops < stop {
      let length = min(stretch, duration - clock)
      let attempts = random.poisson(mean: attemptRate * length)
      let share =
        if let lattice = LatticeRows(rows) {
          run(attempts, &gas, lattice, rows, &random, until: stop)
        } else {
          run(attempts, &gas, rows, rows, &random, until: stop)
        }
      clock += length * share
    }
    gas.sumKinds(rows)
    return gas.hops < stop ? duration : min(clock, duration)
  }

  private static var attemptsAStretch: Double { 1e8 }

  /// Makes attempts until the hop count reaches `stop`, which a batch never oversteps.
  ///
  /// - Returns: the share of the stretch that passed: 1, or less if the count was reached first.
  @specialized(where Gate == OpenGate, Rows == LatticeRows)
  @specialized(where Gate == RateGate, Rows == LatticeRows)
  @specialized(where Gate == OpenGate, Rows == RowPointers)
  @specialized(where Gate == RateGate, Rows == RowPointers)
  @specialized(where Gate == PairGate, Rows == LatticeRows)
  @specialized(where Gate == PairGate, Rows == RowPointers)
  private func run<Rows: HopReader>(
    _ attempts: Int, _ gas: inout LatticeGas, _ rows: Rows, _ tables: RowPointers,
    _ random: inout RandomStream, until stop: Int
  ) -> Double {
    var made = 0
    while made < attempts {
      let count = min(Self.batch, attempts - made, stop - gas.hops)
      draw(count, gas, rows, &random)
      if staged { stage(count, gas, rows) }
      let hops = make(count, gas, rows, tables, &random)
      gas.settle(log, hops, rows, tables)
      made += count
      if gas.hops == stop { return random.orderStatistic(made, of: attempts) }
    }
    return 1
  }

  /// Draws carrier and slot of `count` attempts, two from a word where it has digits enough.
  @inline(__always)
  private func draw<Rows: HopReader>(
    _ count: Int, _ gas: borrowing LatticeGas, _ rows: Rows, _ random: inout RandomStream
  ) {
    var drawn = 0
    while drawn < count {
      var digits = random.next()
      drafts[drawn] = draft(&digits)
      if drawsPairs { drafts[drawn &+ 1] = draft(&digits) }
      if !staged {
        prefetchRow(drawn, gas, rows)
        if drawsPairs { prefetchRow(drawn &+ 1, gas, rows) }
      }
      drawn &+= digits >= leftOut ? (drawsPairs ? 2 : 1) : 0
    }
  }

  /// Takes the leading digits, in bases `carriers` and `slots`, off a random fraction of 2³².
  @inline(__always)
  private func draft(_ digits: inout UInt32) -> Draft {
    let scaled = UInt64(digits) &* carriers
    let rest = (scaled & 0xffff_ffff) &* slots
    digits = UInt32(truncatingIfNeeded: rest)
    return Draft(
      carrier: UInt32(truncatingIfNeeded: scaled >> 32),
      slot: UInt32(truncatingIfNeeded: rest >> 32))
  }

  @inline(__always)
  private func prefetchRow<Rows: HopReader>(
    _ attempt: Int, _ gas: borrowing LatticeGas, _ rows: Rows
  ) {
    let draft = drafts[attempt]
    rows.prefetch(draft.slot, of: Int(gas.carrierSite[Int(draft.carrier)]))
  }

  /// Makes the attempts, without a branch on their outcome, which no processor could foresee.
  ///
  /// - Returns: how many were hops.
  @inline(__always)
  private func make<Rows: HopReader>(
    _ count: Int, _ gas: borrowing LatticeGas, _ rows: Rows, _ tables: RowPointers,
    _ random: inout RandomStream
  ) -> Int {
    var hops = 0
    for attempt in 0..<count {
      let draft = drafts[attempt]
      let carrier = Int32(bitPattern: draft.carrier)
      let site = gas.carrierSite[Int(draft.carrier)]
      let (index, exists) = rows.slot(draft.slot, of: Int(site))
      let word = rows[index]
      let target = rows.target(word)
      let other = gas.occupant[Int(target)]
      var open = (other >> 31) & exists
      if Rows.mayMeetItself { open |= other == carrier ? gas.selfMask & exists : 0 }
      if Gate.needsOpenHop && open == 0 { continue }
      open &= gate.mask(
        index, rows.kind(rows.tag(word)), from: Int(site), to: Int(target), gas, tables, &random)
      let swap = (carrier ^ other) & open
      gas.occupant[Int(site)] = carrier ^ swap
      gas.occupant[Int(target)] = other ^ swap
      gas.carrierSite[Int(draft.carrier)] = site ^ ((site ^ Int32(bitPattern: target)) & open)
      if Rows.mayShare && tables.sharesPlaces && open != 0 {
        gas.changePlace(Int(site), Int(target), tables)
      }
      log[hops] = LoggedHop(tag: rows.tag(word), ion: gas.ion(carrier, other))
      hops &-= Int(open)
    }
    return hops
  }

  /// Brings near what the batch will touch, one kind of memory after the other, so that the
  /// waits for all its events overlap. What an earlier event of the batch changes is read again.
  @inline(__always)
  private func stage<Rows: HopReader>(_ count: Int, _ gas: borrowing LatticeGas, _ rows: Rows) {
    for attempt in 0..<count { gas.carrierSite.prefetch(Int(drafts[attempt].carrier)) }
    for attempt in 0..<count {
      let site = Int(gas.carrierSite[Int(drafts[attempt].carrier)])
      rows.prefetch(drafts[attempt].slot, of: site)
      gas.occupant.prefetch(site)
    }
    for attempt in 0..<count {
      let site = Int(gas.carrierSite[Int(drafts[attempt].carrier)])
      let (index, _) = rows.slot(drafts[attempt].slot, of: site)
      gas.occupant.prefetch(Int(rows.target(rows[index])))
    }
  }

  var memory: Int { gate.memory + renewal.memory + log.memory + 8 * drafts.count }
}

/// Hops that open and close: what happens then depends on when, so each attempt has its time.
extension NullEventSelector {
  private func advanceTimed(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    by duration: Double, until stop: Int
  ) -> Double {
    if let lattice = LatticeRows(rows) {
      return runTimed(&gas, lattice, rows, &random, by: duration, until: stop)
    }
    return runTimed(&gas, rows, rows, &random, by: duration, until: stop)
  }

  /// - Returns: the time that passed: `duration`, or less if the hop count reached `stop` first,
  ///   which a batch never oversteps.
  @specialized(where Gate == OpenGate, Rows == LatticeRows)
  @specialized(where Gate == RateGate, Rows == LatticeRows)
  @specialized(where Gate == OpenGate, Rows == RowPointers)
  @specialized(where Gate == RateGate, Rows == RowPointers)
  @specialized(where Gate == PairGate, Rows == LatticeRows)
  @specialized(where Gate == PairGate, Rows == RowPointers)
  private func runTimed<Rows: HopReader>(
    _ gas: inout LatticeGas, _ rows: Rows, _ tables: RowPointers, _ random: inout RandomStream,
    by duration: Double, until stop: Int
  ) -> Double {
    var clock = 0.0
    while gas.hops < stop {
      let count = min(Self.batch, stop - gas.hops)
      draw(count, gas, rows, &random)
      if staged {
        stage(count, gas, rows)
        stageGates(count, gas, rows)
      }
      let hops = makeTimed(count, gas, rows, tables, &random, &clock, until: duration)
      gas.settle(log, hops, rows, tables)
      // Waiting has no memory and attempts are independent: what is left is drawn anew later.
      if clock >= duration { return duration }
    }
    return clock
  }

  /// Makes attempts until the clock reaches `duration`.
  ///
  /// - Returns: how many were hops.
  @inline(__always)
  private func makeTimed<Rows: HopReader>(
    _ count: Int, _ gas: borrowing LatticeGas, _ rows: Rows, _ tables: RowPointers,
    _ random: inout RandomStream, _ clock: inout Double, until duration: Double
  ) -> Int {
    var hops = 0
    let meanWait = 1 / attemptRate
    for attempt in 0..<count {
      clock += random.exponential() * meanWait
      if clock >= duration { break }
      let draft = drafts[attempt]
      let carrier = Int32(bitPattern: draft.carrier)
      let site = gas.carrierSite[Int(draft.carrier)]
      let (index, exists) = rows.slot(draft.slot, of: Int(site))
      let word = rows[index]
      let target = Int32(bitPattern: rows.target(word))
      let other = gas.occupant[Int(target)]
      var open = (other >> 31) & exists
      if Rows.mayMeetItself { open |= other == carrier ? gas.selfMask & exists : 0 }
      if open == 0 { continue }
      open &= gate.mask(
        index, rows.kind(rows.tag(word)), from: Int(site), to: Int(target), gas, tables, &random)
      if open == 0 || !renewal.isOpen(index, at: clock, &random) { continue }
      gas.occupant[Int(site)] = other
      gas.occupant[Int(target)] = carrier
      gas.carrierSite[Int(draft.carrier)] = target
      if Rows.mayShare && tables.sharesPlaces { gas.changePlace(Int(site), Int(target), tables) }
      log[hops] = LoggedHop(tag: rows.tag(word), ion: gas.ion(carrier, other))
      hops &+= 1
    }
    return hops
  }

  /// Brings near what looks at the hops of a batch will read.
  @inline(__always)
  private func stageGates<Rows: HopReader>(
    _ count: Int, _ gas: borrowing LatticeGas, _ rows: Rows
  ) {
    for attempt in 0..<count { renewal.prefetchGate(of: hop(attempt, gas, rows)) }
    for attempt in 0..<count { renewal.prefetchUnit(of: hop(attempt, gas, rows)) }
  }

  @inline(__always)
  private func hop<Rows: HopReader>(
    _ attempt: Int, _ gas: borrowing LatticeGas, _ rows: Rows
  ) -> Int {
    let draft = drafts[attempt]
    return rows.slot(draft.slot, of: Int(gas.carrierSite[Int(draft.carrier)])).index
  }
}

/// A carrier and the number of a hop in its row, chosen but not yet tried.
struct Draft: BitwiseCopyable {
  var carrier: UInt32
  var slot: UInt32
}

/// Decides whether an attempted hop happens, from rate/largest rate.
protocol AcceptanceGate: Sendable {
  /// True if the gate may only be asked about hops whose target is free.
  static var needsOpenHop: Bool { get }
  /// All bits if the hop happens, none otherwise.
  func mask(
    _ hop: Int, _ kind: Int32, from site: Int, to target: Int, _ gas: borrowing LatticeGas,
    _ tables: RowPointers, _ random: inout RandomStream
  ) -> Int32
  var memory: Int { get }
}

/// All rates are equal: nothing to decide, nothing to draw.
struct OpenGate: AcceptanceGate {
  static var needsOpenHop: Bool { false }

  @inline(__always)
  func mask(
    _ hop: Int, _ kind: Int32, from site: Int, to target: Int, _ gas: borrowing LatticeGas,
    _ tables: RowPointers, _ random: inout RandomStream
  ) -> Int32 { -1 }

  var memory: Int { 0 }
}

/// Rates differ: a random 64-bit number against a table of probabilities in 2⁻⁶⁴.
///
/// The second 32 bits are drawn only when the first decide nothing, once in 2³² attempts.
struct RateGate: AcceptanceGate, @unchecked Sendable {
  private let owner: ThresholdTable
  private let table: UnsafePointer<UInt64>
  private let isPerKind: Bool

  init(_ rates: CarrierRates) {
    let largest = rates.largest
    owner = ThresholdTable(rates.map { Self.threshold($0 / largest) })
    table = owner.pointer
    isPerKind = rates.isPerKind
  }

  static func threshold(_ probability: Double) -> UInt64 {
    probability >= 1 ? .max : probability <= 0 ? 0 : UInt64(probability * 0x1p64)
  }

  static var needsOpenHop: Bool { false }

  @inline(__always)
  func mask(
    _ hop: Int, _ kind: Int32, from site: Int, to target: Int, _ gas: borrowing LatticeGas,
    _ tables: RowPointers, _ random: inout RandomStream
  ) -> Int32 { Self.decide(table[isPerKind ? Int(kind) : hop], &random) }

  /// All bits with the probability that a threshold stands for.
  @inline(__always)
  static func decide(_ threshold: UInt64, _ random: inout RandomStream) -> Int32 {
    let high = UInt32(truncatingIfNeeded: threshold >> 32)
    let word = random.word()
    if _slowPath(word == high) {
      return threshold == .max || random.word() < UInt32(truncatingIfNeeded: threshold) ? -1 : 0
    }
    return word < high ? -1 : 0
  }

  var memory: Int { owner.count * 8 }
}

/// Owns the memory that a gate's pointer reads: one reference kept, none counted in the loop.
final class ThresholdTable: @unchecked Sendable {
  // Immutable after the initialiser, hence safe to share.
  let pointer: UnsafePointer<UInt64>
  let count: Int

  init(_ values: [UInt64]) {
    let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, values.count))
    memory.initialize(from: values, count: values.count)
    pointer = UnsafePointer(memory)
    count = values.count
  }

  deinit { pointer.deallocate() }
}
