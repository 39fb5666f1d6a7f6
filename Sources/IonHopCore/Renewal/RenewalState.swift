/// Which hops are open, found out only when an ion asks.
///
/// Between two looks at a hop all that matters is whether its unit was renewed, so each unit keeps
/// the time of its next renewal and counts renewals noticed; each bond keeps the count at which it
/// was last drawn. Exact, since renewal has no memory: after one or more renewals the state is a
/// fresh draw and the wait for the next is a fresh exponential. A renewal of any number of hops
/// costs nothing until they are looked at.
struct RenewalState: ~Copyable {
  struct Unit: BitwiseCopyable {
    /// Time of the next renewal (s); below zero while nothing is known of the unit.
    var next = -1.0
    /// Renewals noticed.
    var epoch: UInt32 = 0
    /// What decides on all its hops, where they share their state.
    var share: UInt32 = 0
  }

  struct Bond: BitwiseCopyable {
    var unit: Int32 = 0
    var epoch: UInt32 = 0
    var isOpen = false
  }

  /// False where every hop is always open; nothing else is then asked.
  let isGated: Bool
  private let sharesState: Bool
  /// Below zero for a hop that is always open.
  private let bondOfHop: Buffer<Int32>
  let units: Buffer<Unit>
  private let meanWaits: Buffer<Double>
  let bonds: Buffer<Bond>
  /// Open fractions in 2⁻³², one a bond.
  private let thresholds: Buffer<UInt32>
  /// Time at the start of the stretch that is being run (s).
  var start = 0.0

  init(_ renewal: BondRenewal?, _ network: SiteNetwork) {
    var bondOfHop: [Int32] = []
    var bonds: [Bond] = []
    var thresholds: [UInt32] = []
    if let renewal {
      bondOfHop = Array(repeating: -1, count: network.hopCount)
      for site in 0..<network.siteCount {
        for hop in network.hopRange(from: site)
        where bondOfHop[hop] < 0 && renewal.unitOfHop[hop] >= 0 {
          let open = renewal.openFraction[network.hopClass(of: hop)]
          if open == 1 { continue }
          bondOfHop[hop] = Int32(bonds.count)
          bondOfHop[network.reverse(of: hop, from: site)] = Int32(bonds.count)
          bonds.append(Bond(unit: renewal.unitOfHop[hop]))
          thresholds.append(UInt32(min(open * 0x1p32, 0x1p32 - 1)))
        }
      }
    }
    let waits = (renewal?.rateOfUnit ?? []).map { $0 > 0 ? 1 / $0 : Double.infinity }
    isGated = !bonds.isEmpty
    sharesState = renewal?.sharesState ?? false
    self.bondOfHop = Buffer(bondOfHop)
    units = Buffer(repeating: Unit(), count: waits.count)
    meanWaits = Buffer(copying: waits, or: 0)
    self.bonds = Buffer(copying: bonds, or: Bond())
    self.thresholds = Buffer(thresholds)
  }

  /// Says that so much time (s) has passed, beyond what hops were asked about.
  @inline(__always)
  mutating func pass(_ elapsed: Double) { start += elapsed }

  /// Whether a hop can happen at a time (s) after the start of the stretch; times must not fall.
  @inline(__always)
  func isOpen(_ hop: Int, at clock: Double, _ random: inout RandomStream) -> Bool {
    let bond = bondOfHop[hop]
    return bond < 0 || look(Int(bond), at: start + clock, &random)
  }

  @inline(never)
  private func look(_ index: Int, at time: Double, _ random: inout RandomStream) -> Bool {
    var bond = bonds[index]
    var unit = units[Int(bond.unit)]
    if time >= unit.next {
      unit.next = time + random.exponential() * meanWaits[Int(bond.unit)]
      unit.epoch &+= 1
      if sharesState { unit.share = random.word() }
      units[Int(bond.unit)] = unit
    }
    if bond.epoch != unit.epoch {
      bond.epoch = unit.epoch
      bond.isOpen = (sharesState ? unit.share : random.word()) < thresholds[index]
      bonds[index] = bond
    }
    return bond.isOpen
  }

  var memory: Int {
    guard isGated else { return 0 }
    return bondOfHop.count * 4 + units.count * (MemoryLayout<Unit>.stride + 8)
      + bonds.count * (MemoryLayout<Bond>.stride + 4)
  }
}
