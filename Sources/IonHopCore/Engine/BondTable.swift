/// Which hop is the reverse of which: a bond is a hop and its reverse.
struct BondTable: ~Copyable {
  private let bondOfHop: Buffer<Int32>
  private let ends: Buffer<Bond>

  private struct Bond: BitwiseCopyable {
    var forward: Int32 = 0
    var backward: Int32 = 0
    /// Where the forward hop begins.
    var source: Int32 = 0
  }

  init(_ network: SiteNetwork) {
    bondOfHop = Buffer(repeating: -1, count: network.hopCount)
    ends = Buffer(repeating: Bond(), count: network.hopCount / 2)
    var count = 0
    for site in 0..<network.siteCount {
      for hop in network.hopRange(from: site) where bondOfHop[hop] < 0 {
        let back = network.reverse(of: hop, from: site)
        bondOfHop[hop] = Int32(count)
        bondOfHop[back] = Int32(count)
        ends[count] = Bond(forward: Int32(hop), backward: Int32(back), source: Int32(site))
        count += 1
      }
    }
  }

  var count: Int { ends.count }

  @inline(__always)
  func bond(of hop: Int) -> Int { Int(bondOfHop[hop]) }

  @inline(__always)
  func prefetch(_ hop: Int) { bondOfHop.prefetch(hop) }

  /// The one of a bond's two hops that starts at a carrier.
  @inline(__always)
  func possibleHop(
    of bond: Int, _ gas: borrowing LatticeGas, _ rows: RowPointers
  ) -> (hop: Int, site: Int) {
    let bond = ends[bond]
    let source = Int(bond.source)
    if !gas.isFree(source) { return (Int(bond.forward), source) }
    return (Int(bond.backward), Int(rows.record(Int(bond.forward)).target))
  }

  var memory: Int { bondOfHop.count * 4 + ends.count * 12 }
}
