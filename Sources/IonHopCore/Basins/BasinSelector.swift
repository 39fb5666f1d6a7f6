/// Composition–rejection with exact basin steps: a carrier alone in a basin is not moved hop by
/// hop; the time of its exit is drawn at once, and where it stands only when that matters.
///
/// While a carrier is inside, its site in the gas is that of its entry. Its true site is drawn when
/// it leaves, when another carrier tries a site of the basin, and at the end of `advance`, each
/// time from the law given all that is known; between calls the gas is an ordinary state. With a
/// second carrier in the basin both hop as ordinary ones; in a full basin only exits are tried.
struct BasinSelector: EventSelector, ~Copyable {
  private let map: BasinMap
  var groups: RateGroups
  /// Total rate of a carrier on each site (1/s).
  private let siteRate: Buffer<Double>
  private let rates: Buffer<Double>
  private let isPerKind: Bool
  private var queue: ExitQueue
  /// Carriers in each basin, and the one that is inside it, or −1.
  let population: Buffer<Int32>
  private let resident: Buffer<Int32>
  /// When the resident was last seen, and how long after that it leaves (s).
  private let seen: Buffer<Double>
  private let stay: Buffer<Double>
  var skipped: SkippedHops
  /// Stays begun.
  var stays = 0

  init(
    _ gas: borrowing LatticeGas, _ network: SiteNetwork, _ rates: CarrierRates, _ map: BasinMap
  ) {
    self.map = map
    isPerKind = rates.isPerKind
    self.rates = Buffer(rates.map { max(0, $0) })
    siteRate = Buffer(repeating: 0, count: network.siteCount)
    for site in 0..<network.siteCount {
      siteRate[site] = network.hopRange(from: site).reduce(0) {
        $0 + rates.rate(hop: $1, kind: network.rows[$1].kind)
      }
    }
    let positive = (siteRate.array + map.chains.flatMap { $0.exits.array }).filter { $0 > 0 }
    groups = RateGroups(
      items: gas.carrierCount, smallest: positive.min() ?? 1, largest: positive.max() ?? 1)
    queue = ExitQueue(basins: map.count)
    population = Buffer(repeating: 0, count: map.count)
    resident = Buffer(repeating: -1, count: map.count)
    seen = Buffer(repeating: 0, count: map.count)
    stay = Buffer(repeating: 0, count: map.count)
    skipped = SkippedHops(perClass: Array(repeating: 0, count: network.hopClasses.count))
    for carrier in 0..<gas.carrierCount {
      let site = Int(gas.carrierSite[carrier])
      groups.move(carrier, to: groups.groupIndex(of: siteRate[site]))
      if map.basin[site] >= 0 { population[Int(map.basin[site])] += 1 }
    }
    groups.finishMoves()
  }

  mutating func advance(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    by duration: Double, hopLimit: Int
  ) -> Double {
    guard hopLimit > 0 else { return 0 }
    let stop = hopLimit == .max ? Int.max : gas.hops + hopLimit
    var clock = 0.0
    for carrier in 0..<gas.carrierCount { settle(carrier, gas, at: clock, &random) }
    while gas.hops < stop {
      // Waiting has no memory: a wait that an exit cuts short, or the end, is drawn anew.
      let bound = groups.total
      let wait = bound > 0 ? random.exponential() / bound : .infinity
      if queue.firstTime < min(clock + wait, duration) {
        clock = queue.firstTime
        leave(queue.first, &gas, rows, at: clock, &random)
      } else {
        clock += wait
        if clock >= duration {
          clock = duration
          break
        }
        hop(&gas, rows, at: clock, &random)
      }
    }
    for carrier in 0..<gas.carrierCount {
      let basin = Int(map.basin[Int(gas.carrierSite[carrier])])
      if basin >= 0 && resident[basin] >= 0 { resolve(basin, &gas, at: clock, &random) }
    }
    return clock
  }

  /// One attempt of an ordinary carrier.
  @inline(__always)
  private mutating func hop(
    _ gas: inout LatticeGas, _ rows: RowPointers, at clock: Double, _ random: inout RandomStream
  ) {
    let (carrier, bound) = groups.propose(random.word(), random.word(), &random)
    let rate = random.uniform() * bound
    let site = Int(gas.carrierSite[carrier])
    if rate > freeRate(from: site) { return }
    let full = isFull(site) ? map.basin[site] : -2
    var rest = rate
    for index in rows.start(of: site)..<rows.end(of: site)
    where map.basin[Int(rows.record(index).target)] != full {
      rest -= self.rate(index, rows)
      if rest <= 0 {
        return attempt(carrier, rows.record(index), &gas, rows, at: clock, &random)
      }
    }
  }

  /// The resident of a basin leaves it, or finds its way out blocked and stays.
  private mutating func leave(
    _ basin: Int, _ gas: inout LatticeGas, _ rows: RowPointers, at clock: Double,
    _ random: inout RandomStream
  ) {
    let carrier = Int(resident[basin])
    let (chain, entry) = (map.chains[Int(map.chainOf[basin])], entrySlot(of: basin, gas))
    let exit = chain.exitSite(from: entry, after: stay[basin], &random)
    credit(basin, chain, from: entry, to: nil)
    release(basin, to: exit, &gas)
    let site = Int(gas.carrierSite[carrier])
    var rest = random.uniform() * chain.exits[exit]
    var way = -1
    for index in rows.start(of: site)..<rows.end(of: site)
    where map.basin[Int(rows.record(index).target)] != Int32(basin) {
      let rate = rate(index, rows)
      guard rate > 0 else { continue }
      // Rounding may leave a rest behind the last way out: that one takes it.
      way = index
      rest -= rate
      if rest <= 0 { break }
    }
    attempt(carrier, rows.record(way), &gas, rows, at: clock, &random)
  }

  /// Tries a hop of a carrier whose site is known, and puts all whom it concerns inside or out.
  @inline(__always)
  private mutating func attempt(
    _ carrier: Int, _ hop: HopRecord, _ gas: inout LatticeGas, _ rows: RowPointers,
    at clock: Double, _ random: inout RandomStream
  ) {
    let site = Int(gas.carrierSite[carrier])
    let (old, new) = (Int(map.basin[site]), Int(map.basin[Int(hop.target)]))
    var host = -1
    if new >= 0 && new != old && resident[new] >= 0 {
      host = Int(resident[new])
      resolve(new, &gas, at: clock, &random)
    }
    let moved = gas.move(carrier, from: site, along: hop, rows)
    if moved && old != new {
      if new >= 0 {
        population.add(1, at: new)
        if isFull(Int(hop.target)) { settleAll(in: new, gas, at: clock, &random) }
      }
      if old >= 0 {
        let wasFull = isFull(site)
        population.add(-1, at: old)
        if wasFull || population[old] == 1 { settleAll(in: old, gas, at: clock, &random) }
      }
    }
    if host >= 0 { settle(host, gas, at: clock, &random) }
    settle(carrier, gas, at: clock, &random)
  }

  /// Puts a carrier that is not inside where it belongs: inside if it is alone in a basin, among
  /// the ordinary ones otherwise.
  @inline(__always)
  private mutating func settle(
    _ carrier: Int, _ gas: borrowing LatticeGas, at clock: Double, _ random: inout RandomStream
  ) {
    let site = Int(gas.carrierSite[carrier])
    let basin = Int(map.basin[site])
    guard basin >= 0 && population[basin] == 1 else {
      groups.move(carrier, to: groups.groupIndex(of: freeRate(from: site)))
      groups.finishMoves()
      return
    }
    groups.move(carrier, to: 0)
    groups.finishMoves()
    let chain = map.chains[Int(map.chainOf[basin])]
    let time = chain.exitTime(from: Int(map.slot[site]), survival: random.uniform())
    (resident[basin], seen[basin], stay[basin]) = (Int32(carrier), clock, time)
    queue.insert(basin, at: clock + time)
    stays += 1
  }

  /// Draws where the resident of a basin is now, and puts it there; it is not inside any more.
  private mutating func resolve(
    _ basin: Int, _ gas: inout LatticeGas, at clock: Double, _ random: inout RandomStream
  ) {
    let (chain, entry) = (map.chains[Int(map.chainOf[basin])], entrySlot(of: basin, gas))
    let here = chain.position(from: entry, after: clock - seen[basin], &random)
    credit(basin, chain, from: entry, to: here)
    release(basin, to: here, &gas)
  }

  @inline(__always)
  private func entrySlot(of basin: Int, _ gas: borrowing LatticeGas) -> Int {
    Int(map.slot[Int(gas.carrierSite[Int(resident[basin])])])
  }

  private mutating func release(_ basin: Int, to slot: Int, _ gas: inout LatticeGas) {
    gas.relocate(Int(resident[basin]), to: slot, in: basin, of: map)
    queue.remove(basin)
    resident[basin] = -1
  }

  /// Books the hops of a stay from one slot until exit, or until it was found on another.
  private mutating func credit(_ basin: Int, _ chain: AbsorbingChain, from: Int, to: Int?) {
    let classes = map.classes[Int(map.chainOf[basin])]
    for row in 0..<chain.rewardCount {
      var amount = chain.reward(row, from: from)
      if let to { amount -= chain.reward(row, from: to) }
      if row < classes.count {
        skipped.perClass[classes[row]] += amount
      } else {
        skipped.squaredLengths += amount
      }
    }
  }

  /// Settles all carriers of a basin that nobody is inside of.
  private mutating func settleAll(
    in basin: Int, _ gas: borrowing LatticeGas, at clock: Double, _ random: inout RandomStream
  ) {
    for place in map.sites(of: basin) {
      if let carrier = gas.carrier(at: Int(map.sites[place])) {
        settle(carrier, gas, at: clock, &random)
      }
    }
  }

  /// True if a site's basin has no free site: hops inside it are blocked, and not even tried.
  @inline(__always)
  private func isFull(_ site: Int) -> Bool {
    let basin = Int(map.basin[site])
    return basin >= 0 && Int(population[basin]) == map.sites(of: basin).count
  }

  /// Rate of the hops from a site that its basin does not block (1/s).
  @inline(__always)
  private func freeRate(from site: Int) -> Double {
    guard isFull(site) else { return siteRate[site] }
    return map.chains[Int(map.chainOf[Int(map.basin[site])])].exits[Int(map.slot[site])]
  }

  @inline(__always)
  private func rate(_ index: Int, _ rows: RowPointers) -> Double {
    rates[isPerKind ? Int(rows.record(index).kind) : index]
  }

  var memory: Int {
    groups.memory + siteRate.count * 8 + rates.count * 8 + queue.memory + map.count * 24
  }
}
