/// Rejection-free selection with incremental updates: only hops that can happen are drawn, with
/// rates that follow the ions around them.
///
/// After a hop the rates of the carriers within two hops of its ends are computed anew; nothing
/// else can have changed. Cost per hop: coordination³ look-ups, whatever the size of the network.
///
/// A. B. Bortz, M. H. Kalos, J. L. Lebowitz, J. Comput. Phys. 17, 10 (1975),
/// doi:10.1016/0021-9991(75)90060-1.
struct RejectionFreeSelector: EventSelector, ~Copyable {
  private let network: SiteNetwork
  private let conditions: Conditions
  private(set) var groups: RateGroups
  /// Rate of each slot of each carrier (1/s).
  private let slotRates: Buffer<Double>
  private let slots: Int
  /// Hops from each site to occupied sites: the interaction energy of an ion there in pair energies.
  private let neighbours: Buffer<Int32>
  /// Marks carriers already updated after the present hop.
  private let updated: Buffer<Int>
  private var step = 0

  init(
    _ gas: borrowing LatticeGas, _ network: SiteNetwork, _ conditions: Conditions,
    range: ClosedRange<Double>
  ) {
    self.network = network
    self.conditions = conditions
    slots = network.largestCoordination
    slotRates = Buffer(repeating: 0, count: gas.carrierCount * slots)
    updated = Buffer(repeating: 0, count: gas.carrierCount)
    neighbours = Buffer(repeating: 0, count: network.siteCount)
    groups = RateGroups(
      carriers: gas.carrierCount, smallest: range.lowerBound,
      largest: range.upperBound * Double(slots))
    for site in 0..<network.siteCount {
      for record in network.rows[network.hopRange(from: site)]
      where gas.isOccupied(Int(record.target)) {
        neighbours[site] += 1
      }
    }
    withRows(network, HopTables(network)) { rows in
      for carrier in 0..<gas.carrierCount { refresh(carrier, gas, rows) }
    }
  }

  mutating func advance(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    by duration: Double, hopLimit: Int
  ) -> Double {
    guard hopLimit > 0, groups.totalBound > 0 else { return hopLimit > 0 ? duration : 0 }
    let stop = hopLimit == .max ? Int.max : gas.hops + hopLimit
    var clock = 0.0
    while true {
      clock += random.exponential() / groups.totalBound
      if clock >= duration { return duration }
      let (carrier, rate) = groups.propose(&random)
      if rate > groups.rates[carrier] { continue }
      let site = Int(gas.carrierSite[carrier])
      guard let index = pickHop(of: carrier, on: site, at: rate, rows) else { continue }
      let hop = rows.rows[index]
      guard gas.move(carrier, from: site, along: hop, rows) else { continue }
      update(around: site, Int(hop.target), gas, rows)
      if gas.hops == stop { return clock }
    }
  }

  @inline(__always)
  private func pickHop(of carrier: Int, on site: Int, at rate: Double, _ rows: RowPointers) -> Int?
  {
    var rest = rate
    let start = rows.start(of: site)
    for index in start..<rows.end(of: site) {
      let share = slotRates[carrier &* slots &+ index &- start]
      rest -= share
      if rest <= 0 && share > 0 { return index }
    }
    return nil
  }

  /// Follows a carrier's move from one site to the other through counts and rates.
  private mutating func update(
    around site: Int, _ target: Int, _ gas: borrowing LatticeGas, _ rows: RowPointers
  ) {
    let arrival = gas.carriers == .ions ? target : site
    let departure = gas.carriers == .ions ? site : target
    for index in rows.start(of: departure)..<rows.end(of: departure) {
      neighbours[Int(rows.rows[index].target)] -= 1
    }
    for index in rows.start(of: arrival)..<rows.end(of: arrival) {
      neighbours[Int(rows.rows[index].target)] += 1
    }
    step += 1
    for end in [departure, arrival] {
      refreshIfCarrier(at: end, gas, rows)
      for first in rows.start(of: end)..<rows.end(of: end) {
        let near = Int(rows.rows[first].target)
        refreshIfCarrier(at: near, gas, rows)
        if conditions.pairEnergy == 0 { continue }
        for second in rows.start(of: near)..<rows.end(of: near) {
          refreshIfCarrier(at: Int(rows.rows[second].target), gas, rows)
        }
      }
    }
  }

  @inline(__always)
  private mutating func refreshIfCarrier(
    at site: Int, _ gas: borrowing LatticeGas, _ rows: RowPointers
  ) {
    guard let carrier = gas.carrier(at: site), updated[carrier] != step else { return }
    updated[carrier] = step
    refresh(carrier, gas, rows)
  }

  /// Computes a carrier's rates from the ions around it.
  private mutating func refresh(
    _ carrier: Int, _ gas: borrowing LatticeGas, _ rows: RowPointers
  ) {
    let site = Int(gas.carrierSite[carrier])
    let start = rows.start(of: site)
    var total = 0.0
    for index in start..<rows.end(of: site) {
      let hop = rows.rows[index]
      let rate = gas.isOpen(site, Int(hop.target)) ? rateNow(of: hop, from: site, gas, rows) : 0
      slotRates[carrier * slots + index - start] = rate
      total += rate
    }
    groups.update(carrier, to: total)
  }

  /// Rate of an open hop of the carrier on `site`, interactions included (1/s).
  private func rateNow(
    of hop: HopRecord, from site: Int, _ gas: borrowing LatticeGas, _ rows: RowPointers
  ) -> Double {
    var kind = network.hopKinds[Int(hop.kind)]
    let target = Int(hop.target)
    let (ion, hole) = gas.carriers == .ions ? (site, target) : (target, site)
    if gas.carriers == .vacancies { kind.displacement = -kind.displacement }
    // The hopping ion is not its own neighbour.
    var own = 0
    for index in rows.start(of: hole)..<rows.end(of: hole)
    where Int(rows.rows[index].target) == ion { own += 1 }
    let pair = conditions.pairEnergy
    return conditions.rate(
      kind, initial: network.energy(of: ion) + pair * Double(neighbours[ion]),
      final: network.energy(of: hole) + pair * Double(Int(neighbours[hole]) - own))
  }

  var memory: Int {
    groups.memory + slotRates.count * 8 + neighbours.count * 4 + updated.count * 8
  }
}
