/// Rejection-free selection for rates that depend on other ions: every bond with an ion at one end
/// and a hole at the other is an event with its present rate, and after each hop the rates of the
/// bonds within reach are found again.
///
/// A bond joins a hop and its reverse; at most one of the two is possible at a time. Bonds stand
/// in groups of like rate (`RateGroups`), so that picking one costs the same for any number.
///
/// A. B. Bortz, M. H. Kalos, J. L. Lebowitz, J. Comput. Phys. 17, 10 (1975),
/// doi:10.1016/0021-9991(75)90060-1.
struct RejectionFreeSelector: EventSelector, ~Copyable {
  private var rates: PairRates
  private(set) var groups: RateGroups
  private let bonds: BondTable

  init(
    _ gas: borrowing LatticeGas, _ network: SiteNetwork, _ tables: HopTables,
    rates: consuming PairRates
  ) {
    bonds = BondTable(network)
    let groups = RateGroups(
      items: bonds.count, smallest: rates.range.lowerBound, largest: rates.range.upperBound)
    rates.sortTable(groups)
    self.groups = groups
    self.rates = rates
    withRows(network, tables) { rows in
      for site in 0..<network.siteCount { refresh(bondsOf: site, gas, rows) }
    }
    self.groups.finishMoves()
  }

  mutating func advance(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    by duration: Double, hopLimit: Int
  ) -> Double {
    guard hopLimit > 0 else { return 0 }
    let stop = hopLimit == .max ? Int.max : gas.hops + hopLimit
    var clock = 0.0
    while true {
      guard groups.total > 0 else { return duration }
      clock += random.exponential() / groups.total
      // Waiting has no memory: the rest of a wait that crosses the end is drawn anew later.
      if clock >= duration { return duration }
      if tryHop(&gas, rows, &random) && gas.hops == stop { return clock }
    }
  }

  @inline(__always)
  private mutating func tryHop(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream
  ) -> Bool {
    let (bond, bound) = groups.propose(random.word(), random.word(), &random)
    let (hop, site) = bonds.possibleHop(of: bond, gas, rows)
    let record = rows.record(hop)
    if random.uniform() * bound > rates.rate(record, from: site, gas, rows) { return false }
    guard let carrier = gas.carrier(at: site),
      gas.move(carrier, from: site, along: record, rows)
    else { return false }
    prefetch(around: site, rows)
    prefetch(around: Int(record.target), rows)
    rates.follow(from: site, to: Int(record.target), rows)
    refresh(around: site, gas, rows)
    refresh(around: Int(record.target), gas, rows)
    groups.finishMoves()
    return true
  }

  /// Brings near the rows that `refresh` will read, all at once.
  @inline(__always)
  private func prefetch(around site: Int, _ rows: RowPointers) {
    for hop in rows.start(of: site)..<rows.end(of: site) {
      let near = Int(rows.record(hop).target)
      rows.prefetchRow(of: near)
      bonds.prefetch(rows.start(of: near))
    }
  }

  /// Finds the rates again of all bonds of the sites beside one whose occupant has changed: its own
  /// bonds are among them.
  @inline(__always)
  private mutating func refresh(
    around site: Int, _ gas: borrowing LatticeGas, _ rows: RowPointers
  ) {
    for hop in rows.start(of: site)..<rows.end(of: site) {
      refresh(bondsOf: Int(rows.record(hop).target), gas, rows)
    }
  }

  @inline(__always)
  private mutating func refresh(
    bondsOf site: Int, _ gas: borrowing LatticeGas, _ rows: RowPointers
  ) {
    let isFree = gas.isFree(site)
    for hop in rows.start(of: site)..<rows.end(of: site) {
      let record = rows.record(hop)
      let target = Int(record.target)
      var group = 0
      if gas.isFree(target) != isFree {
        if let known = rates.tabulatedGroup(record, of: site, isCarrier: !isFree) {
          group = known
        } else {
          let way = isFree ? rates.reverse(of: record, from: site) : record
          group = groups.groupIndex(of: rates.rate(way, from: isFree ? target : site, gas, rows))
        }
      }
      groups.admit(bonds.bond(of: hop), to: group, slack: Self.slack)
    }
  }

  private static var slack: Int { 2 }

  var memory: Int { groups.memory + bonds.memory + rates.memory }
}
