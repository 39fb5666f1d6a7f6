import Foundation

/// Selection among the possible events alone, for ions that interact or move together: every bond
/// between an ion and a hole, and every path along which ions can step on, is an event of known
/// rate, and after each event the rates around it are brought up to date.
///
/// Events stand in groups by an upper bound of their rate (`RateGroups`), so that picking one costs
/// the same for any number. Bounds are renewed lazily: an event whose rate fell, or that is no
/// longer possible, keeps its place until it is proposed in vain, or until one of its ends has
/// changed by more than `SiteLevels` lets pass.
///
/// A. B. Bortz, M. H. Kalos, J. L. Lebowitz, J. Comput. Phys. 17, 10 (1975),
/// doi:10.1016/0021-9991(75)90060-1.
struct RejectionFreeSelector: EventSelector, ~Copyable {
  private let owner: InteractionModel
  private let model: InteractionPointers
  var levels: SiteLevels
  var groups: RateGroups
  /// The group of each hop's event, beside the rows of hops: most events are looked at and left.
  let groupOfHop: Buffer<UInt16>

  private let drafts = Buffer(repeating: ProposalDraft(), count: Self.batch)
  /// Whether to fetch ahead what proposals will touch.
  private let staged: Bool
  private let local: BarrierBox?
  private let hasLocal: Bool
  var renewal: RenewalState

  private static let batch = 8
  /// Groups by which a bound may be too high before it is renewed.
  private static let groupSlack = 1

  init(
    _ gas: borrowing LatticeGas, _ network: SiteNetwork, _ tables: HopTables,
    _ model: InteractionModel, local: BarrierBox? = nil, renewal: BondRenewal? = nil,
    staged: Bool
  ) {
    owner = model
    self.renewal = RenewalState(renewal, network)
    self.local = local
    hasLocal = local != nil
    self.staged = staged
    self.model = InteractionPointers(model)
    levels = SiteLevels(model.siteLevels, slack: model.law.slack)
    groups = RateGroups(items: model.events.count, exponents: model.exponents)
    groupOfHop = Buffer(repeating: 0, count: network.hopCount)
    withRows(network, tables) { rows in
      for site in 0..<network.siteCount where gas.isOccupied(site) {
        self.model.forEachPair(of: site, rows) { levels.change($0, by: $1) }
      }
      for site in 0..<network.siteCount { levels.settle(site, gas.occupancy(of: site)) }
      for site in 0..<network.siteCount { sort(eventsOf: site, rows) }
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
    guard hopLimit > 0 else { return 0 }
    let stop = hopLimit == .max ? Int.max : gas.hops + hopLimit
    var clock = 0.0
    // Until something changes, waits are drawn from one total: their sum is one logarithm of the
    // product of the uniform numbers that each would have been made of.
    var product = 1.0
    while groups.total > 0 {
      for number in 0..<Self.batch { drafts[number] = ProposalDraft(&random) }
      if staged { stage(rows) }
      for number in 0..<Self.batch {
        product *= drafts[number].share
        let outcome = propose(drafts[number], &random, rows)
        if outcome.isRefused && product > 1e-200 { continue }
        clock -= log(product) / groups.total
        product = 1
        // Waiting has no memory and drafts are independent: what is left is drawn anew later.
        if clock >= duration { return duration }
        if renewal.isGated, case .hop(let way) = outcome,
          !renewal.isOpen(Int(way.forward), at: clock, &random)
        {
          continue
        }
        if carry(out: outcome, &gas, rows) && gas.hops == stop { return clock }
        if groups.total <= 0 { break }
      }
    }
    return duration
  }

  /// Brings near what the proposals will probably touch. Nothing is decided here: an earlier event
  /// of the batch may still change what is picked.
  @inline(__always)
  private func stage(_ rows: RowPointers) {
    for number in 0..<Self.batch {
      let (event, _) = groups.guess(drafts[number].level, drafts[number].member)
      drafts.base[number].event = Int32(truncatingIfNeeded: event)
      model.prefetch(event)
    }
    for number in 0..<Self.batch where model.path(Int(drafts[number].event)) < 0 {
      let bond = model.bond(Int(drafts[number].event))
      levels.prefetch(Int(bond.first))
      levels.prefetch(Int(bond.last))
      rows.prefetchRow(of: Int(bond.first))
      rows.prefetchRow(of: Int(bond.last))
    }
  }

  /// What became of a proposal.
  private enum Outcome {
    /// The rate is lower than its bound.
    case refused
    /// The event is no longer possible.
    case stale(event: Int)
    /// The bond from an ion to its hole.
    case hop(EventTable.Bond)
    /// Ions step on along a path, or back.
    case path(Int, along: Bool)

    @inline(__always)
    var isRefused: Bool { if case .refused = self { true } else { false } }
  }

  @inline(__always)
  private mutating func propose(
    _ draft: ProposalDraft, _ random: inout RandomStream, _ rows: RowPointers
  ) -> Outcome {
    let (event, bound) = groups.propose(draft.level, draft.member, &random)
    if model.path(event) >= 0 { return proposePath(model.path(event), bound, &random) }
    let bond = model.bond(event)
    let first = levels.held(Int(bond.first))
    guard SiteLevels.Held.canHop(first, levels.held(Int(bond.last))) else {
      return .stale(event: event)
    }
    let firstHoldsIon = first.isIon
    let way = firstHoldsIon ? bond : bond.reversed
    let hop = Int(way.forward)
    let kind = rows.record(hop).kind
    let raised = hasLocal ? raise(bond, hopClass: Int(rows.codes[Int(kind)] >> 1)) : 0
    let rate = model.rate(
      ofHop: hop, kind, raised: raised, ion: levels.now(Int(way.first)),
      hole: levels.now(Int(way.last)))
    return random.uniform() * bound > rate ? .refused : .hop(way)
  }

  @inline(never)
  private mutating func proposePath(
    _ path: Int, _ bound: Double, _ random: inout RandomStream
  ) -> Outcome {
    let way = model.paths.way(of: path, levels.reader)
    let steps = model.paths.steps(of: path)
    let ends = (Int(steps[0].from), Int(steps[steps.count &- 1].to))
    if way == .blocked { return .stale(event: model.event(ofPath: path)) }
    let (ion, hole) = way == .along ? ends : (ends.1, ends.0)
    let raised = hasLocal ? raise(path, steps) : 0
    let rate = model.rate(
      ofPath: path, raised: raised, along: way == .along, ion: levels.now(ion),
      hole: levels.now(hole))
    if random.uniform() * bound > rate { return .refused }
    guard model.paths.isRing(path) else { return .path(path, along: way == .along) }
    return .path(path, along: random.uniform() <= model.shareAlong(ofRing: path))
  }

  /// What the surroundings of a hop add to its barrier (kT).
  @inline(never)
  private func raise(_ bond: EventTable.Bond, hopClass: Int) -> Double {
    let event = BarrierEvent(
      first: Int(bond.first), last: Int(bond.last), hopClass: hopClass, number: Int(bond.forward),
      isCompound: false)
    return raise(event, UnsafeBufferPointer(start: nil, count: 0))
  }

  /// What the surroundings of a path add to its barrier (kT).
  private func raise(_ path: Int, _ steps: UnsafeBufferPointer<PathStep>) -> Double {
    let event = BarrierEvent(
      first: Int(steps[0].from), last: Int(steps[steps.count - 1].to),
      hopClass: model.paths.hopClass(of: path), number: path, isCompound: true)
    return raise(event, steps)
  }

  private func raise(
    _ event: BarrierEvent, _ steps: UnsafeBufferPointer<PathStep>
  ) -> Double {
    let ions = Surroundings(
      levels: levels.reader, first: event.first, last: event.last, steps: steps)
    return local?.raise(event, ions) ?? 0
  }

  /// - Returns: true if an ion moved.
  @inline(__always)
  private mutating func carry(
    out outcome: Outcome, _ gas: inout LatticeGas, _ rows: RowPointers
  ) -> Bool {
    switch outcome {
    case .refused: return false
    case .stale(let event):
      move(event, to: 0)
      groups.finishMoves()
      return false
    case .hop(let way):
      let step = gas.carriers == .ions ? way : way.reversed
      guard let carrier = gas.carrier(at: Int(step.first)),
        gas.move(carrier, from: Int(step.first), along: rows.record(Int(step.forward)), rows)
      else { return false }
      follow(from: Int(way.first), to: Int(way.last), rows)
      return true
    case .path(let path, let along):
      stepOn(path, along: along, &gas, rows)
      return true
    }
  }

  @inline(never)
  private mutating func stepOn(
    _ path: Int, along: Bool, _ gas: inout LatticeGas, _ rows: RowPointers
  ) {
    let steps = model.paths.steps(of: path)
    let isRing = model.paths.isRing(path)
    gas.stepOn(
      steps, along: along, isRing: isRing, hopClass: model.paths.hopClass(of: path), rows)
    if isRing { return }
    let ends = (Int(steps[0].from), Int(steps[steps.count &- 1].to))
    follow(from: along ? ends.0 : ends.1, to: along ? ends.1 : ends.0, rows)
  }

  /// Brings levels and groups up to date after an ion went from one site to another.
  @inline(__always)
  private mutating func follow(from: Int, to: Int, _ rows: RowPointers) {
    let model = model
    prefetch(around: from, rows)
    prefetch(around: to, rows)
    model.forEachPair(of: from, rows) { levels.change($0, by: 0 &- $1) }
    model.forEachPair(of: to, rows) { levels.change($0, by: $1) }
    levels.settle(from, .hole)
    levels.settle(to, .ion)
    if rows.sharesPlaces { changePlace(from, to, rows) }
    model.forEachPair(of: from, rows) { site, _ in renew(site, rows) }
    model.forEachPair(of: to, rows) { site, _ in renew(site, rows) }
    sort(eventsOf: from, rows)
    sort(eventsOf: to, rows)
    groups.finishMoves()
  }

  /// Opens the place that an ion left to the other species, and bars the one that it came to.
  @inline(never)
  private mutating func changePlace(_ from: Int, _ to: Int, _ rows: RowPointers) {
    rows.forEachOther(at: to) { levels.settle($0, .barred) }
    rows.forEachOther(at: from) { levels.settle($0, .hole) }
    rows.forEachOther(at: from) { sort(eventsOf: $0, rows) }
  }

  /// Brings near what sorting the events of neighbours will read, all at once.
  @inline(__always)
  private func prefetch(around site: Int, _ rows: RowPointers) {
    for hop in rows.start(of: site)..<rows.end(of: site) {
      let near = Int(rows.record(hop).target)
      rows.prefetchRow(of: near)
      groupOfHop.prefetch(rows.start(of: near))
    }
  }

  /// Sorts the events of a site anew if its level has gone too far from that they were sorted by.
  @inline(__always)
  private mutating func renew(_ site: Int, _ rows: RowPointers) {
    if levels.holds(site) { return }
    levels.settle(site)
    sort(eventsOf: site, rows)
  }

  /// Gives all possible events of a site bounds that hold.
  @inline(__always)
  private mutating func sort(eventsOf site: Int, _ rows: RowPointers) {
    let here = levels.held(site)
    for hop in rows.start(of: site)..<rows.end(of: site) {
      let record = rows.record(hop)
      let there = levels.held(Int(record.target))
      if !SiteLevels.Held.canHop(here, there) { continue }
      let group = model.group(
        ofHop: hop, record.kind, along: here.isIon,
        ion: here.isIon ? here.energy : there.energy, hole: here.isIon ? there.energy : here.energy)
      let new = groups.clamped(group)
      let excess = Int(groupOfHop[hop]) &- new
      if excess >= 0 && excess <= Self.groupSlack { continue }
      move(model.event(of: hop), to: new)
    }
    if model.paths.count > 0 { sort(pathsOver: site) }
  }

  @inline(never)
  private mutating func sort(pathsOver site: Int) {
    for path in model.paths.near(site) {
      let path = Int(path)
      let way = model.paths.way(of: path, levels.reader)
      if way == .blocked { continue }
      let steps = model.paths.steps(of: path)
      let ends = (Int(steps[0].from), Int(steps[steps.count &- 1].to))
      let (ion, hole) = way == .along ? ends : (ends.1, ends.0)
      let group = model.group(
        ofPath: path, along: way == .along, ion: levels.held(ion).energy,
        hole: levels.held(hole).energy)
      groups.admit(
        model.event(ofPath: path), to: groups.clamped(group), slack: Self.groupSlack)
    }
  }

  @inline(__always)
  private mutating func move(_ event: Int, to group: Int) {
    groups.move(event, to: group)
    if model.path(event) >= 0 { return }
    let bond = model.bond(event)
    groupOfHop[Int(bond.forward)] = UInt16(truncatingIfNeeded: group)
    groupOfHop[Int(bond.backward)] = UInt16(truncatingIfNeeded: group)
  }

  var memory: Int {
    groups.memory + levels.memory + 2 * groupOfHop.count + renewal.memory
  }
}

/// The random numbers of one proposal, and what they pointed at when they were drawn.
private struct ProposalDraft: BitwiseCopyable {
  /// Of which the waiting time is the logarithm.
  var share = 0.0
  /// Which group.
  var level: UInt32 = 0
  /// Which of its members.
  var member: UInt32 = 0
  var event: Int32 = 0

  init() {}

  @inline(__always)
  init(_ random: inout RandomStream) {
    share = random.uniform32()
    level = random.word()
    member = random.word()
  }
}
