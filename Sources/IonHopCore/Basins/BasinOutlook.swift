/// What basin steps would save, by mean-field equilibrium.
struct BasinOutlook {
  /// Hops skipped (1/s).
  private(set) var skipped = 0.0
  /// Ordinary steps that the basin steps cost instead (1/s).
  private(set) var overhead = 0.0

  /// - Parameter occupation: probability that a site holds a carrier.
  init(
    _ map: BasinMap, _ network: SiteNetwork, _ rates: CarrierRates, occupation: [Double]
  ) {
    for basin in 0..<map.count {
      let sites = map.sites(of: basin).map { Int(map.sites[$0]) }
      // Saturated sites: the products below stay finite, and such a basin saves nothing anyhow.
      let free = sites.map { max(1 - occupation[$0], 1e-12) }
      let empty = free.reduce(1, *)
      for (site, free) in zip(sites, free) {
        let alone = empty / free * occupation[site]
        for hop in network.hopRange(from: site) {
          let record = network.rows[hop]
          let rate = alone * rates.rate(hop: hop, kind: record.kind)
          if map.basin[Int(record.target)] == Int32(basin) {
            skipped += rate
          } else {
            overhead += rate * Self.cost(sites: sites.count)
          }
        }
      }
    }
  }

  /// How many times faster a run becomes that makes `hopRate` hops a second without basin steps.
  ///
  /// - Parameter costOfHop: of the best other selector, in steps of composition–rejection.
  func gain(hopRate: Double, costOfHop: Double) -> Double {
    hopRate * costOfHop / (max(0, hopRate - skipped) + overhead)
  }

  /// A stay, from entry to exit, in ordinary steps: 0.5 µs against 90 ns in a cage of twelve, and
  /// about 0.3 µs in a pair.
  static func cost(sites: Int) -> Double { 3 + 0.03 * Double(sites * sites) }

  /// Less than this is not worth the set-up.
  static let worthwhile = 2.0

  /// Beyond this many hops the search itself takes a minute and gigabytes, and is made on demand.
  static let largestSearch = 20_000_000
}
