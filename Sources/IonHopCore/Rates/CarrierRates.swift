/// The rates at which carriers, ions or vacancies, leave their sites along each hop.
///
/// A vacancy at s moves to t when the ion at t hops to s, so its rate is that of the reverse hop.
/// Static: interactions between ions are not in here. One value a hop kind where that suffices,
/// as in a crystal; otherwise one value a hop.
struct CarrierRates: Sendable {
  private let values: [Double]
  let isPerKind: Bool
  let largest: Double

  init(_ network: SiteNetwork, _ conditions: Conditions, carriers: Carriers) {
    var perKind = Array(repeating: -1.0, count: network.hopKinds.count)
    var perHop: [Double] = []
    perHop.reserveCapacity(network.hopCount)
    var oneValueAKind = true
    for site in 0..<network.siteCount {
      for record in network.rows[network.hopRange(from: site)] {
        let rate = network.carrierRate(record, from: site, conditions, carriers: carriers)
        perHop.append(rate)
        let known = perKind[Int(record.kind)]
        if known < 0 {
          perKind[Int(record.kind)] = rate
        } else if known != rate {
          oneValueAKind = false
        }
      }
    }
    isPerKind = oneValueAKind
    values = oneValueAKind ? perKind : perHop
    largest = perHop.max() ?? 0
  }

  func rate(hop: Int, kind: Int32) -> Double { values[isPerKind ? Int(kind) : hop] }

  var isUniform: Bool { values.allSatisfy { $0 == largest || $0 < 0 } }

  /// A table of the same shape made from each value.
  func map<T>(_ transform: (Double) -> T) -> [T] { values.map(transform) }

  var memory: Int { values.count * 8 }
}

extension SiteNetwork {
  /// Rate at which a carrier on `site` moves along a hop if its target is free for it (1/s).
  func carrierRate(
    _ record: HopRecord, from site: Int, _ conditions: Conditions, carriers: Carriers
  ) -> Double {
    carrierRate(record, from: site, conditions, carriers: carriers, beside: (0, 0))
  }
}
