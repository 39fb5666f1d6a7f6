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

/// Thinning for interacting ions: the rate of an attempted hop is looked up with the ions that
/// stand around it just then, so that nothing need be kept up to date. Pays where few attempts
/// are refused: for interactions of about kT and less.
///
/// P. A. W. Lewis, G. S. Shedler, Nav. Res. Logist. Q. 26, 403 (1979),
/// doi:10.1002/nav.3800260304.
struct PairGate: AcceptanceGate, @unchecked Sendable {
  private let owner: ThresholdTable
  private let table: UnsafePointer<UInt64>
  private let width: Int
  private let carriersAreIons: Bool

  init(_ pairs: PairTable, _ carriers: Carriers) {
    owner = ThresholdTable(pairs.rates.map { RateGate.threshold($0 / pairs.largest) })
    table = owner.pointer
    width = pairs.width
    carriersAreIons = carriers == .ions
  }

  static var needsOpenHop: Bool { true }

  @inline(__always)
  func mask(
    _ hop: Int, _ kind: Int32, from site: Int, to target: Int, _ gas: borrowing LatticeGas,
    _ tables: RowPointers, _ random: inout RandomStream
  ) -> Int32 {
    let (ion, hole) = carriersAreIons ? (site, target) : (target, site)
    let besideIon = ions(beside: ion, gas, tables)
    // The hopping ion is not its own neighbour.
    let besideHole = ions(beside: hole, gas, tables) &- 1
    let entry = (Int(kind) &* width &+ besideIon) &* width &+ besideHole
    return RateGate.decide(table[entry], &random)
  }

  @inline(__always)
  private func ions(
    beside site: Int, _ gas: borrowing LatticeGas, _ tables: RowPointers
  ) -> Int {
    var count = 0
    for hop in tables.start(of: site)..<tables.end(of: site) {
      count &-= Int(gas.occupant[Int(tables.target(tables[hop]))] >> 31)
    }
    // Counted were the free sites, which hold ions where vacancies are moved.
    return carriersAreIons ? tables.end(of: site) &- tables.start(of: site) &- count : count
  }

  var memory: Int { owner.count * 8 }
}
