/// Which hops are open, found out only when an ion asks.
///
/// Between two looks at a hop all that matters is whether its unit was renewed, so each unit keeps
/// the time of its next renewal. Exact, since renewal has no memory: after one or more renewals the
/// state is a fresh draw and the wait for the next is a fresh exponential. A renewal of any number
/// of hops costs nothing until they are looked at.
///
/// Where one draw serves all hops of a unit, since they share their state or are but one hop and its
/// reverse, a look reads twenty bytes: the hop's gate and its unit. Otherwise units count the
/// renewals noticed, and each bond keeps the count at which it was last drawn.
struct RenewalState: ~Copyable {
  struct Unit: BitwiseCopyable {
    /// Time of the next renewal (s); below zero while nothing is known of the unit.
    var next = -1.0
    /// What decides on all its hops where one draw serves them, otherwise the renewals noticed.
    var word: UInt32 = 0
    /// Which of the mean waits is its own.
    var wait: UInt32
  }

  /// A hop and its reverse, where each is drawn for itself.
  struct Bond: BitwiseCopyable {
    var unit: UInt32
    /// Twice the count of renewals at which it was drawn, and one more if it is open.
    var seen: UInt32 = 0
  }

  /// False where every hop is always open; nothing else is then asked.
  let isGated: Bool
  /// Whether a unit's draw serves all its hops, so that there are no bonds.
  private let drawsUnits: Bool
  /// Of each hop its unit, or its bond, above the index of its threshold; `alwaysOpen` for others.
  private let gates: Buffer<UInt32>
  private let thresholdBits: UInt32
  /// The different open fractions, in 2⁻³².
  private let thresholds: Buffer<UInt32>
  let units: Buffer<Unit>
  let bonds: Buffer<Bond>
  /// The different mean waits (s).
  private let meanWaits: Buffer<Double>
  /// Time at the start of the stretch that is being run (s).
  var start = 0.0

  private static var alwaysOpen: UInt32 { .max }

  init(_ renewal: BondRenewal?, _ network: SiteNetwork) {
    let table = GateTable(renewal, network)
    isGated = !table.unitOfBond.isEmpty
    drawsUnits = table.drawsUnits
    thresholdBits = table.thresholdBits
    gates = Buffer(table.gates(always: Self.alwaysOpen))
    thresholds = Buffer(table.thresholds)
    meanWaits = Buffer(copying: table.meanWaits, or: 0)
    units = Buffer(copying: table.waitOfUnit.map { Unit(wait: $0) }, or: Unit(wait: 0))
    bonds = Buffer(
      copying: drawsUnits ? [] : table.unitOfBond.map { Bond(unit: $0) }, or: Bond(unit: 0))
  }

  /// Says that so much time (s) has passed, beyond what hops were asked about.
  @inline(__always)
  mutating func pass(_ elapsed: Double) { start += elapsed }

  /// Whether a hop can happen at a time (s) after the start of the stretch; times must not fall.
  @inline(__always)
  func isOpen(_ hop: Int, at clock: Double, _ random: inout RandomStream) -> Bool {
    let gate = gates[hop]
    if gate == Self.alwaysOpen { return true }
    let threshold = thresholds[Int(gate & ((1 &<< thresholdBits) &- 1))]
    let place = Int(gate &>> thresholdBits)
    if !drawsUnits { return look(place, threshold, at: start + clock, &random) }
    var unit = units[place]
    if start + clock >= unit.next {
      unit.next = start + clock + random.exponential() * meanWaits[Int(unit.wait)]
      unit.word = random.word()
      units[place] = unit
    }
    return unit.word < threshold
  }

  @inline(never)
  private func look(
    _ index: Int, _ threshold: UInt32, at time: Double, _ random: inout RandomStream
  ) -> Bool {
    var bond = bonds[index]
    var unit = units[Int(bond.unit)]
    if time >= unit.next {
      unit.next = time + random.exponential() * meanWaits[Int(unit.wait)]
      unit.word = (unit.word &+ 1) & (.max >> 1)
      units[Int(bond.unit)] = unit
    }
    if bond.seen &>> 1 != unit.word {
      bond.seen = unit.word &<< 1 | (random.word() < threshold ? 1 : 0)
      bonds[index] = bond
    }
    return bond.seen & 1 != 0
  }

  /// Brings near what a look at a hop reads first.
  @inline(__always)
  func prefetchGate(of hop: Int) { gates.prefetch(hop) }

  /// Brings near what it reads next, once the gate is there.
  @inline(__always)
  func prefetchUnit(of hop: Int) {
    let gate = gates[hop]
    if gate == Self.alwaysOpen { return }
    if drawsUnits {
      units.prefetch(Int(gate &>> thresholdBits))
    } else {
      bonds.prefetch(Int(gate &>> thresholdBits))
    }
  }

  var memory: Int {
    guard isGated else { return 0 }
    return 4 * (gates.count + thresholds.count) + 8 * meanWaits.count
      + MemoryLayout<Unit>.stride * units.count + MemoryLayout<Bond>.stride * bonds.count
  }
}

/// Units and hops as arrays, while they are gathered.
private struct GateTable {
  /// Of each hop, or −1 for one that is always open.
  private var bondOfHop: [Int32] = []
  private(set) var unitOfBond: [UInt32] = []
  private var thresholdOfBond: [UInt32] = []
  private(set) var thresholds: [UInt32] = []
  private(set) var waitOfUnit: [UInt32] = []
  private(set) var meanWaits: [Double] = []
  private(set) var drawsUnits = true

  init(_ renewal: BondRenewal?, _ network: SiteNetwork) {
    guard let renewal else { return }
    bondOfHop = Array(repeating: -1, count: network.hopCount)
    thresholds = renewal.thresholds
    for site in 0..<network.siteCount {
      for hop in network.hopRange(from: site)
      where bondOfHop[hop] < 0 && renewal.unitOfHop[hop] >= 0 {
        let open = renewal.openFraction[network.hopClass(of: hop)]
        if open == 1 { continue }
        bondOfHop[hop] = Int32(unitOfBond.count)
        bondOfHop[network.reverse(of: hop, from: site)] = Int32(unitOfBond.count)
        unitOfBond.append(UInt32(renewal.unitOfHop[hop]))
        let threshold = BondRenewal.threshold(open)
        thresholdOfBond.append(UInt32(thresholds.firstIndex(of: threshold) ?? 0))
      }
    }
    drawsUnits = renewal.sharesState || Set(unitOfBond).count == unitOfBond.count
    gatherWaits(renewal.rateOfUnit)
  }

  private mutating func gatherWaits(_ rates: [Double]) {
    var index: [Double: UInt32] = [:]
    waitOfUnit = rates.map { rate in
      if let known = index[rate] { return known }
      let new = UInt32(meanWaits.count)
      index[rate] = new
      meanWaits.append(rate > 0 ? 1 / rate : .infinity)
      return new
    }
  }

  var thresholdBits: UInt32 { BondRenewal.bits(for: thresholds.count) }

  func gates(always: UInt32) -> [UInt32] {
    bondOfHop.map { bond in
      guard bond >= 0 else { return always }
      let place = drawsUnits ? unitOfBond[Int(bond)] : UInt32(bond)
      return place << thresholdBits | thresholdOfBond[Int(bond)]
    }
  }
}

extension BondRenewal {
  /// The different open fractions of hops that are not always open, in 2⁻³².
  fileprivate var thresholds: [UInt32] {
    Set(openFraction.filter { $0 < 1 }.map(Self.threshold)).sorted()
  }

  fileprivate static func threshold(_ open: Double) -> UInt32 {
    UInt32(min(open * 0x1p32, 0x1p32 - 1))
  }

  /// Bits that hold the numbers `0..<count`.
  fileprivate static func bits(for count: Int) -> UInt32 {
    UInt32(Int.bitWidth - max(0, count - 1).leadingZeroBitCount)
  }

  /// Whether the gates of all hops fit their words.
  func fitsGates(hops: Int) -> Bool {
    max(hops / 2, rateOfUnit.count) < Int(UInt32.max >> Self.bits(for: thresholds.count))
  }
}
