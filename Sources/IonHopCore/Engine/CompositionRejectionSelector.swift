/// Composition–rejection over carriers grouped by the total rate of their site.
///
/// For static rates: a site's total rate is a constant, a blocked hop is a null event, and only
/// the mover's group can change. Per attempt: five random words, a walk down the groups, one row.
struct CompositionRejectionSelector: EventSelector, ~Copyable {
  private var groups: RateGroups
  /// Total rate of a carrier on each site (1/s).
  private let siteRate: Buffer<Double>
  private let rates: Buffer<Double>
  private let isPerKind: Bool

  init(_ gas: borrowing LatticeGas, _ network: SiteNetwork, _ rates: CarrierRates) {
    isPerKind = rates.isPerKind
    let table = rates.map { max(0, $0) }
    self.rates = Buffer(repeating: 0, count: table.count)
    for (index, rate) in table.enumerated() { self.rates[index] = rate }
    siteRate = Buffer(repeating: 0, count: network.siteCount)
    for site in 0..<network.siteCount {
      siteRate[site] = network.hopRange(from: site).reduce(0) {
        $0 + rates.rate(hop: $1, kind: network.rows[$1].kind)
      }
    }
    let positive = siteRate.array.filter { $0 > 0 }
    groups = RateGroups(
      carriers: gas.carrierCount, smallest: positive.min() ?? 1, largest: positive.max() ?? 1)
    for carrier in 0..<gas.carrierCount {
      groups.update(carrier, to: siteRate[Int(gas.carrierSite[carrier])])
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
      // Waiting has no memory: the rest of a wait that crosses the end is drawn anew later.
      if clock >= duration { return duration }
      let (carrier, rate) = groups.propose(&random)
      if rate > groups.rates[carrier] { continue }
      let site = Int(gas.carrierSite[carrier])
      guard let index = pickHop(from: site, at: rate, rows) else { continue }
      let hop = rows.rows[index]
      guard gas.move(carrier, from: site, along: hop, rows) else { continue }
      groups.update(carrier, to: siteRate[Int(hop.target)])
      if gas.hops == stop { return clock }
    }
  }

  @inline(__always)
  private func pickHop(from site: Int, at rate: Double, _ rows: RowPointers) -> Int? {
    var rest = rate
    for index in rows.start(of: site)..<rows.end(of: site) {
      rest -= rates[isPerKind ? Int(rows.rows[index].kind) : index]
      if rest <= 0 { return index }
    }
    return nil
  }

  var memory: Int { groups.memory + siteRate.count * 8 + rates.count * 8 }
}
