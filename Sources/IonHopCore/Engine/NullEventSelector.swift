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
  private let choices: UInt32
  private let carriers: UInt64
  private let slots: UInt64
  /// Below this the low half of the product is redrawn, so that no choice is favoured.
  private let redraw: UInt32

  init(gate: Gate, carriers: Int, slots: Int, largestRate: Double) {
    self.gate = gate
    self.carriers = UInt64(carriers)
    self.slots = UInt64(slots)
    choices = UInt32(carriers * slots)
    redraw = (0 &- choices) % choices
    attemptRate = Double(carriers * slots) * largestRate
  }

  mutating func advance(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    by duration: Double, hopLimit: Int
  ) -> Double {
    let stop = hopLimit == .max ? Int.max : gas.hops + hopLimit
    var clock = 0.0
    // Attempts in separate stretches of time are independent, so a long wait may be cut in pieces.
    let stretch = Self.attemptsAStretch / attemptRate
    while clock < duration && gas.hops < stop {
      let length = min(stretch, duration - clock)
      let attempts = random.poisson(mean: attemptRate * length)
      clock += length * run(attempts, &gas, rows, &random, until: stop)
    }
    return gas.hops < stop ? duration : min(clock, duration)
  }

  private static var attemptsAStretch: Double { 1e8 }

  /// Makes attempts until the hop count reaches `stop`.
  ///
  /// Counts and sums stay in registers here and are written back at the end of each batch of
  /// random words.
  ///
  /// - Returns: the share of the stretch that passed: 1, or less if the count was reached first.
  @specialized(where Gate == OpenGate)
  @specialized(where Gate == RateGate)
  private func run(
    _ attempts: Int, _ gas: inout LatticeGas, _ rows: RowPointers,
    _ random: inout RandomStream, until stop: Int
  ) -> Double {
    var made = 0
    while made < attempts {
      let words = random.batch(upTo: attempts - made)
      var tally = Tally(limit: stop - gas.hops)
      var used = 0
      while used < words.count && tally.hops < tally.limit {
        tryHop(words[used], &gas, rows, &random, &tally)
        used += 1
      }
      random.giveBack(words.count - used)
      gas.add(tally)
      made += used
      if gas.hops == stop { return random.orderStatistic(made, of: attempts) }
    }
    return 1
  }

  @inline(__always)
  private func tryHop(
    _ word: UInt32, _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    _ tally: inout Tally
  ) {
    // floor(word · carriers · slots / 2³²) in two steps: carrier first, slot from the remainder.
    var scaled = UInt64(word) &* carriers
    var rest = (scaled & 0xffff_ffff) &* slots
    while UInt32(truncatingIfNeeded: rest) < redraw {
      scaled = UInt64(random.word()) &* carriers
      rest = (scaled & 0xffff_ffff) &* slots
    }
    let carrier = Int(scaled >> 32)
    let site = Int(gas.carrierSite[carrier])
    let index = rows.start(of: site) &+ Int(rest >> 32)
    if rows.coordination == 0 && index >= rows.end(of: site) { return }
    let hop = rows.rows[index]
    guard gate.accepts(index, hop.kind, &random) else { return }
    gas.tryMove(carrier, from: site, along: hop, rows, &tally)
  }

  var memory: Int { gate.memory }
}

/// Decides whether an attempted hop happens, from rate/largest rate.
protocol AcceptanceGate: Sendable {
  func accepts(_ hop: Int, _ kind: Int32, _ random: inout RandomStream) -> Bool
  var memory: Int { get }
}

/// All rates are equal: nothing to decide, nothing to draw.
struct OpenGate: AcceptanceGate {
  @inline(__always)
  func accepts(_ hop: Int, _ kind: Int32, _ random: inout RandomStream) -> Bool { true }
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

  private static func threshold(_ probability: Double) -> UInt64 {
    probability >= 1 ? .max : probability <= 0 ? 0 : UInt64(probability * 0x1p64)
  }

  @inline(__always)
  func accepts(_ hop: Int, _ kind: Int32, _ random: inout RandomStream) -> Bool {
    let threshold = table[isPerKind ? Int(kind) : hop]
    let high = UInt32(truncatingIfNeeded: threshold >> 32)
    let word = random.word()
    if word != high { return word < high }
    return threshold == .max || random.word() < UInt32(truncatingIfNeeded: threshold)
  }

  var memory: Int { owner.count * 8 }
}

/// Owns the memory that a gate's pointer reads: one reference kept, none counted in the loop.
private final class ThresholdTable: @unchecked Sendable {
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
