/// The pairs of each site: which ions elsewhere share an energy with an ion on it, in levels.
///
/// Where pairs are those of hops, all of one energy, the rows of hops serve, and nothing is kept.
struct PairLevels: ~Copyable {
  /// Energy of a pair along a hop, if these are the pairs.
  let alongHops: Int32
  /// Row of site i at starts[i]..<starts[i + 1]; empty if pairs are those of hops.
  let starts: Buffer<Int32>
  let pairs: Buffer<Pair>
  /// Energy between the two ends of each event, or of all alike if there is but one number.
  let ends: Buffer<Int32>

  struct Pair: BitwiseCopyable {
    var site: Int32 = 0
    var energy: Int32 = 0
  }

  init(
    _ network: SiteNetwork, _ conditions: Conditions, _ events: borrowing EventTable,
    perLevel: Double
  ) {
    let isListed = network.hasPairs
    var rows: [Pair] = []
    var row: [Int32] = isListed ? [0] : []
    if isListed {
      for site in 0..<network.siteCount {
        network.forEachPair(of: site, conditions) { other, energy in
          rows.append(Pair(site: Int32(other), energy: InteractionModel.even(energy * perLevel)))
        }
        row.append(Int32(rows.count))
      }
    }
    var between: [Int32] = []
    for event in 0..<events.count {
      let (first, last) = events.ends(of: event)
      var energy: Int32 = 0
      network.forEachPair(of: first, conditions) { other, value in
        if other == last { energy += InteractionModel.even(value * perLevel) }
      }
      between.append(first == last ? 0 : energy)
    }
    if Set(between).count == 1 { between.removeLast(between.count - 1) }
    alongHops = InteractionModel.even(conditions.pairEnergy * perLevel)
    starts = Buffer(row)
    pairs = Buffer(copying: rows, or: Pair())
    ends = Buffer(between)
  }

  var memory: Int { 4 * (starts.count + ends.count) + 8 * pairs.count }
}

extension EventTable {
  /// The sites that lose and gain an ion if an event happens forward.
  func ends(of event: Int) -> (first: Int, last: Int) {
    if event < bonds.count { return (Int(bonds[event].first), Int(bonds[event].last)) }
    let path = event - bonds.count
    return (
      Int(paths.steps[Int(paths.starts[path])].from),
      Int(paths.steps[Int(paths.starts[path + 1]) - 1].to)
    )
  }
}

extension SiteNetwork {
  /// The sites whose ions share an energy (eV) with an ion on a site; one may come twice.
  func forEachPair(
    of site: Int, _ conditions: Conditions, _ body: (_ other: Int, _ energy: Double) -> Void
  ) {
    if conditions.pairEnergy != 0 {
      for record in rows[hopRange(from: site)] { body(Int(record.target), conditions.pairEnergy) }
    }
    for entry in pairRange(of: site) { body(Int(pairs.targets[entry]), pairEnergy(entry)) }
  }
}
