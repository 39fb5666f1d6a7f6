/// All that can happen to ions. Each bond, a hop and its reverse, is one event, of which at most one
/// direction is possible at a time; after the bonds come the compound events of the network.
struct EventTable: ~Copyable {
  let bondOfHop: Buffer<Int32>
  let bonds: Buffer<Bond>
  let paths: PathTable

  struct Bond: BitwiseCopyable {
    var forward: Int32 = 0
    var backward: Int32 = 0
    /// Where the forward hop begins, and where it ends.
    var first: Int32 = 0
    var last: Int32 = 0

    @inline(__always)
    var reversed: Bond { Bond(forward: backward, backward: forward, first: last, last: first) }
  }

  init(_ network: SiteNetwork) {
    bondOfHop = Buffer(repeating: -1, count: network.hopCount)
    bonds = Buffer(repeating: Bond(), count: network.hopCount / 2)
    var count = 0
    for site in 0..<network.siteCount {
      for hop in network.hopRange(from: site) where bondOfHop[hop] < 0 {
        let back = network.reverse(of: hop, from: site)
        bondOfHop[hop] = Int32(count)
        bondOfHop[back] = Int32(count)
        bonds[count] = Bond(
          forward: Int32(hop), backward: Int32(back), first: Int32(site),
          last: network.rows[hop].target)
        count += 1
      }
    }
    paths = PathTable(network)
  }

  var count: Int { bonds.count + paths.count }

  var memory: Int {
    bondOfHop.count * 4 + bonds.count * MemoryLayout<Bond>.stride + paths.memory
  }
}

extension SiteNetwork {
  /// The hop back along another: a network is only built if every hop has one.
  func reverse(of hop: Int, from site: Int) -> Int {
    let record = rows[hop]
    let image = hopKinds[Int(record.kind)].image
    return hopRange(from: Int(record.target)).first { back in
      Int(rows[back].target) == site && back != hop
        && hopKinds[Int(rows[back].kind)].image == 0 &- image
    }!
  }
}
