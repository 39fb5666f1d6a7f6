/// Rates with an energy for every pair of ions on neighbouring sites.
///
/// Where sites of one kind of hop have equal energies, as in a crystal, a rate is looked up by the
/// kind and by how many ions stand beside the two ends; otherwise it is computed.
struct PairRates: ~Copyable {
  private let network: SiteNetwork
  private let conditions: Conditions
  private let carriersAreIons: Bool
  /// The kind of the reverse of each kind of hop.
  private let reverseKind: Buffer<Int32>
  /// Hops from each site to occupied sites.
  private let neighbours: Buffer<Int32>
  /// The rates of a `PairTable` (1/s); empty where they are computed.
  private let table: Buffer<Double>
  /// The group of each entry of the table.
  private let groupTable: Buffer<UInt16>
  private let width: Int
  /// Within which all rates lie, zero excepted (1/s).
  let range: ClosedRange<Double>
  /// Two sites are joined by at most one hop, so that the ion is one neighbour of its hole.
  private let isSimple: Bool

  init(
    _ gas: borrowing LatticeGas, _ network: SiteNetwork, _ conditions: Conditions,
    table known: PairTable?, range: ClosedRange<Double>
  ) {
    self.network = network
    self.conditions = conditions
    carriersAreIons = gas.carriers == .ions
    isSimple = (0..<network.siteCount).allSatisfy { site in
      let targets = network.rows[network.hopRange(from: site)].map(\.target)
      return Set(targets).count == targets.count
    }
    reverseKind = Buffer(network.reverseKinds())
    neighbours = Buffer(repeating: 0, count: network.siteCount)
    for site in 0..<network.siteCount {
      for record in network.rows[network.hopRange(from: site)]
      where gas.isOccupied(Int(record.target)) {
        neighbours[site] += 1
      }
    }
    let values = known?.rates ?? []
    let positive = values.lazy.filter { $0 > 0 }
    self.range = (positive.min() ?? range.lowerBound)...(positive.max() ?? range.upperBound)
    width = known?.width ?? 0
    table = Buffer(values)
    groupTable = Buffer(repeating: 0, count: values.count)
  }

  /// Finds the group of every rate in the table, so that the loop need not.
  func sortTable(_ groups: borrowing RateGroups) {
    for entry in 0..<groupTable.count {
      groupTable[entry] = UInt16(groups.groupIndex(of: table[entry]))
    }
  }

  /// The group of a bond between a carrier and a free site, one of which is `site`; nil if its rate
  /// must be computed.
  @inline(__always)
  func tabulatedGroup(_ hop: HopRecord, of site: Int, isCarrier: Bool) -> Int? {
    guard groupTable.count > 0 else { return nil }
    let here = Int(neighbours[site])
    let there = Int(neighbours[Int(hop.target)])
    let kind = Int(isCarrier ? hop.kind : reverseKind[Int(hop.kind)])
    // Of the two ends one holds an ion; it is one neighbour of the other.
    let isIon = isCarrier == carriersAreIons
    let besideIon = isIon ? here : there
    let besideHole = (isIon ? there : here) &- 1
    return Int(groupTable[(kind &* width &+ besideIon) &* width &+ besideHole])
  }

  /// Rate of a carrier on `site` along a hop whose target is free (1/s).
  @inline(__always)
  func rate(
    _ hop: HopRecord, from site: Int, _ gas: borrowing LatticeGas, _ rows: RowPointers
  ) -> Double {
    let target = Int(hop.target)
    let (ion, hole) = carriersAreIons ? (site, target) : (target, site)
    let besideIon = Int(neighbours[ion])
    // The hopping ion is not its own neighbour.
    let besideHole = Int(neighbours[hole]) &- (isSimple ? 1 : bonds(from: hole, to: ion, rows))
    if table.count > 0 {
      return table[(Int(hop.kind) &* width &+ besideIon) &* width &+ besideHole]
    }
    return network.carrierRate(
      hop, from: site, conditions, carriers: gas.carriers, beside: (besideIon, besideHole))
  }

  /// The hop back along one that starts at `site`.
  @inline(__always)
  func reverse(of hop: HopRecord, from site: Int) -> HopRecord {
    HopRecord(target: Int32(truncatingIfNeeded: site), kind: reverseKind[Int(hop.kind)])
  }

  private func bonds(from site: Int, to target: Int, _ rows: RowPointers) -> Int {
    (rows.start(of: site)..<rows.end(of: site)).count { Int(rows.record($0).target) == target }
  }

  /// Follows a carrier's move from one site to a neighbour.
  @inline(__always)
  mutating func follow(from site: Int, to target: Int, _ rows: RowPointers) {
    let change: Int32 = carriersAreIons ? 1 : -1
    for hop in rows.start(of: site)..<rows.end(of: site) {
      neighbours[Int(rows.record(hop).target)] -= change
    }
    for hop in rows.start(of: target)..<rows.end(of: target) {
      neighbours[Int(rows.record(hop).target)] += change
    }
  }

  var memory: Int { neighbours.count * 4 + table.count * 10 + reverseKind.count * 4 }
}

extension SiteNetwork {
  /// The kind of the reverse of each kind of hop. Kinds that differ in the last digit of a barrier
  /// only may stand for each other.
  func reverseKinds() -> [Int32] {
    var reverse = Array(repeating: Int32(-1), count: hopKinds.count)
    for site in 0..<siteCount {
      for hop in hopRange(from: site) where reverse[Int(rows[hop].kind)] < 0 {
        reverse[Int(rows[hop].kind)] = rows[self.reverse(of: hop, from: site)].kind
      }
    }
    return reverse
  }

  /// The hop back along another: a network is only built if every hop has one.
  func reverse(of hop: Int, from site: Int) -> Int {
    let record = rows[hop]
    let image = hopKinds[Int(record.kind)].image
    return hopRange(from: Int(record.target)).first { back in
      Int(rows[back].target) == site && back != hop
        && hopKinds[Int(rows[back].kind)].image == 0 &- image
    }!
  }

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
