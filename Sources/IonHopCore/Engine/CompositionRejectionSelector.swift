/// Composition–rejection over carriers grouped by the total rate of their site.
///
/// For static rates: a site's total rate is a constant, a blocked hop is a null event, and only
/// the mover's group can change. Per attempt: eight random words, a walk down the groups, one row.
struct CompositionRejectionSelector: EventSelector, ~Copyable {
  var groups: RateGroups
  private let rates: RateRows
  var renewal: RenewalState
  /// Group of a carrier on each site.
  private let groupOfSite: Buffer<UInt16>
  /// Network too large for the near caches: what events touch is fetched ahead.
  private let staged: Bool
  private let drafts = Buffer<AttemptDraft>(repeating: AttemptDraft(), count: Self.batch)

  private static var batch: Int { 16 }
  init(
    _ gas: borrowing LatticeGas, _ network: SiteNetwork, _ rates: CarrierRates,
    renewal: BondRenewal? = nil, staged: Bool
  ) {
    self.renewal = RenewalState(renewal, network)
    self.staged = staged
    let rows = RateRows(network, rates)
    let totals = (0..<network.siteCount).map { rows.total(of: $0) }
    self.rates = rows
    let positive = totals.lazy.filter { $0 > 0 }
    groups = RateGroups(
      items: gas.carrierCount, smallest: positive.min() ?? 1, largest: positive.max() ?? 1)
    groupOfSite = Buffer(repeating: 0, count: network.siteCount)
    for site in 0..<network.siteCount {
      groupOfSite[site] = UInt16(groups.groupIndex(of: totals[site]))
    }
    for carrier in 0..<gas.carrierCount {
      groups.move(carrier, to: Int(groupOfSite[Int(gas.carrierSite[carrier])]))
    }
    groups.finishMoves()
  }

  mutating func advance(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    by duration: Double, hopLimit: Int
  ) -> Double {
    let elapsed = run(&gas, rows, &random, by: duration, hopLimit: hopLimit)
    renewal.pass(elapsed)
    return elapsed
  }

  @inline(__always)
  private mutating func run(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    by duration: Double, hopLimit: Int
  ) -> Double {
    guard hopLimit > 0, groups.total > 0 else { return hopLimit > 0 ? duration : 0 }
    let stop = hopLimit == .max ? Int.max : gas.hops + hopLimit
    let count = staged ? Self.batch : 8
    var clock = 0.0
    while true {
      for attempt in 0..<count { drafts[attempt] = AttemptDraft(&random) }
      if staged { stage(gas, rows, &random) }
      for attempt in 0..<count {
        clock += drafts[attempt].wait / groups.total
        // Waiting has no memory and drafts are independent: what is left is drawn anew later.
        if clock >= duration { return duration }
        if tryHop(drafts[attempt], at: clock, &gas, rows, &random) && gas.hops == stop {
          return clock
        }
      }
    }
  }

  @inline(__always)
  private mutating func tryHop(
    _ draft: AttemptDraft, at clock: Double, _ gas: inout LatticeGas, _ rows: RowPointers,
    _ random: inout RandomStream
  ) -> Bool {
    let (carrier, bound) = groups.propose(draft.level, draft.member, &random)
    let site = Int(gas.carrierSite[carrier])
    guard
      let index = rates.pick(draft.rate, bound: bound, of: site, rows, &random)
    else { return false }
    let hop = rows.record(index)
    if renewal.isGated && !renewal.isOpen(index, at: clock, &random) { return false }
    guard gas.move(carrier, from: site, along: hop, rows) else { return false }
    groups.move(carrier, to: Int(groupOfSite[Int(hop.target)]))
    groups.finishMoves()
    return true
  }

  /// Brings near what the attempts will probably touch. Nothing is decided here: an earlier event
  /// of the batch may still change who is picked.
  @inline(__always)
  private func stage(
    _ gas: borrowing LatticeGas, _ rows: RowPointers, _ random: inout RandomStream
  ) {
    for attempt in 0..<Self.batch {
      let (carrier, bound) = groups.guess(drafts[attempt].level, drafts[attempt].member)
      drafts.base[attempt].carrier = Int32(truncatingIfNeeded: carrier)
      drafts.base[attempt].bound = bound
      gas.carrierSite.prefetch(carrier)
    }
    for attempt in 0..<Self.batch {
      let site = Int(gas.carrierSite[Int(drafts[attempt].carrier)])
      rows.prefetchRow(of: site)
      rates.prefetch(site, rows)
      gas.occupant.prefetch(site)
    }
    for attempt in 0..<Self.batch {
      let draft = drafts[attempt]
      let site = Int(gas.carrierSite[Int(draft.carrier)])
      guard let index = rates.pick(draft.rate, bound: draft.bound, of: site, rows, &random) else {
        continue
      }
      let target = Int(rows.record(index).target)
      gas.occupant.prefetch(target)
      groupOfSite.prefetch(target)
      if renewal.isGated {
        drafts.base[attempt].hop = Int32(truncatingIfNeeded: index)
        renewal.prefetchGate(of: index)
      }
    }
    if !renewal.isGated { return }
    for attempt in 0..<Self.batch where drafts[attempt].hop >= 0 {
      renewal.prefetchUnit(of: Int(drafts[attempt].hop))
    }
  }

  var memory: Int { groups.memory + groupOfSite.count * 2 + rates.memory + renewal.memory }
}

/// The random numbers of one attempt, and whom they pointed at when they were drawn.
struct AttemptDraft: BitwiseCopyable {
  /// Waiting time, in units of the mean.
  var wait = 0.0
  var bound = 0.0
  /// Which group.
  var level: UInt32 = 0
  /// Which of its members.
  var member: UInt32 = 0
  /// Whether, and along which hop.
  var rate: UInt32 = 0
  var carrier: Int32 = 0
  /// Below zero where none was found.
  var hop: Int32 = -1

  init() {}

  @inline(__always)
  init(_ random: inout RandomStream) {
    wait = random.exponential()
    level = random.word()
    member = random.word()
    rate = random.word()
  }
}
