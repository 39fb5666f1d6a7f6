/// Rates by kind of hop and by how many ions stand beside its two ends (1/s): all that can occur
/// where ions interact with nearest neighbours and sites of one kind of hop have equal energies.
struct PairTable: Sendable {
  /// At (kind · width + beside the ion) · width + beside the hole; zero where it cannot occur.
  let rates: [Double]
  let width: Int
  let largest: Double

  /// 8 MiB: a larger table would not pay.
  private static let mostEntries = 1 << 20

  /// - Returns: nil where sites of one kind of hop differ in energy, where two sites are joined
  ///   twice, so that an ion is two neighbours of its hole, or for a table too large.
  init?(_ network: SiteNetwork, _ conditions: Conditions, _ carriers: Carriers, isPerKind: Bool) {
    let width = network.largestCoordination + 1
    guard isPerKind, network.hopKinds.count * width * width <= Self.mostEntries else { return nil }
    // Hops of one kind may start at sites of few neighbours and of many, as in the garnet.
    var ends: [Ends?] = Array(repeating: nil, count: network.hopKinds.count)
    for site in 0..<network.siteCount {
      let targets = network.rows[network.hopRange(from: site)].map(\.target)
      guard Set(targets).count == targets.count else { return nil }
      for record in network.rows[network.hopRange(from: site)] {
        let there = network.hopRange(from: Int(record.target)).count
        let (ion, hole) =
          carriers == .ions ? (targets.count, there) : (there, targets.count)
        let known = ends[Int(record.kind)]
        ends[Int(record.kind)] = Ends(
          record: record, site: site, besideIon: max(ion, known?.besideIon ?? 0),
          besideHole: max(hole, known?.besideHole ?? 0))
      }
    }
    var table = Array(repeating: 0.0, count: network.hopKinds.count * width * width)
    for case (let kind, let hop?) in ends.enumerated() {
      for besideIon in 0..<hop.besideIon {
        for besideHole in 0..<hop.besideHole {
          table[(kind * width + besideIon) * width + besideHole] = network.carrierRate(
            hop.record, from: hop.site, conditions, carriers: carriers,
            beside: (besideIon, besideHole))
        }
      }
    }
    rates = table
    self.width = width
    largest = table.max() ?? 0
  }

  /// A hop of some kind, and the most neighbours of ion and hole along any hop of that kind.
  private struct Ends {
    var record: HopRecord
    var site: Int
    var besideIon: Int
    var besideHole: Int
  }
}

extension SiteNetwork {
  /// Rate of a carrier's hop with ions beside its two ends (1/s).
  ///
  /// - Parameter beside: how many ions neighbour the moving ion, and how many others the hole.
  func carrierRate(
    _ record: HopRecord, from site: Int, _ conditions: Conditions, carriers: Carriers,
    beside: (ion: Int, hole: Int)
  ) -> Double {
    var kind = hopKinds[Int(record.kind)]
    let target = Int(record.target)
    let (ion, hole) = carriers == .ions ? (site, target) : (target, site)
    if carriers == .vacancies { kind.displacement = -kind.displacement }
    return conditions.rate(
      kind, initial: energy(of: ion) + conditions.pairEnergy * Double(beside.ion),
      final: energy(of: hole) + conditions.pairEnergy * Double(beside.hole))
  }
}
