/// Rates at which a carrier leaves each site, and which hop it takes.
///
/// Where all hops of a site are equally fast, as between the traps of a glass, its total is all
/// that is kept; otherwise each rate is kept summed with those before it in its row. Sites of a
/// crystal, which have few different rows, share them.
struct RateRows: ~Copyable {
  /// Total rate of each site (1/s).
  private let totals: Buffer<Double>
  /// Rates summed along rows (1/s); empty if rows are even.
  private let sums: Buffer<Double>
  /// Where the row of each site starts in `sums`; empty if each site has a row of its own.
  private let sharedRow: Buffer<Int32>
  private let isEven: Bool
  private let isShared: Bool

  init(_ network: SiteNetwork, _ rates: CarrierRates) {
    let table = RowTable(network, rates)
    isEven = table.isEven
    isShared = !table.sharedRow.isEmpty
    totals = Buffer(table.totals)
    sums = Buffer(table.sums)
    sharedRow = Buffer(table.sharedRow)
  }

  /// Total rate of a carrier on a site (1/s).
  @inline(__always)
  func total(of site: Int) -> Double { totals[site] }

  /// The hop whose share of the site's total holds a rate that is `word` in units of bound/2³², and
  /// somewhat above it; nil if the total is less.
  @inline(__always)
  func pick(
    _ word: UInt32, bound: Double, of site: Int, _ rows: RowPointers,
    _ random: inout RandomStream
  ) -> Int? {
    let place = bound * 0x1p-32
    var rate = Double(word) * place
    // Whether a border falls within the word's last place, so that more digits must decide.
    var room = abs(totals[site] - rate)
    if isEven {
      let total = totals[site]
      if _slowPath(room < place) { rate += random.uniform() * place }
      if rate >= total { return nil }
      let start = rows.start(of: site)
      let share = rate / total * Double(rows.end(of: site) &- start)
      return start &+ Int(share)
    }
    if room >= place && rate > totals[site] { return nil }
    let start = rows.start(of: site)
    let row = isShared ? Int(sharedRow[site]) : start
    var slot = 0
    let count = rows.end(of: site) &- start
    while slot < count && sums[row &+ slot] <= rate { slot &+= 1 }
    room = slot < count ? sums[row &+ slot] - rate : room
    if _slowPath(room < place) {
      rate += random.uniform() * place
      while slot < count && sums[row &+ slot] < rate { slot &+= 1 }
    }
    return slot < count ? start &+ slot : nil
  }

  @inline(__always)
  func prefetch(_ site: Int, _ rows: RowPointers) {
    totals.prefetch(site)
    if isShared {
      sharedRow.prefetch(site)
    } else if !isEven {
      // A row may lie across two lines.
      sums.prefetch(rows.start(of: site))
      sums.prefetch(rows.end(of: site) &- 1)
    }
  }

  var memory: Int { 8 * (totals.count + sums.count) + 4 * sharedRow.count }
}

/// The rows as arrays, while they are gathered.
private struct RowTable {
  private(set) var totals: [Double] = []
  private(set) var sums: [Double] = []
  private(set) var sharedRow: [Int32] = []
  let isEven: Bool

  init(_ network: SiteNetwork, _ rates: CarrierRates) {
    isEven = (0..<network.siteCount).allSatisfy { site in
      let row = Self.row(site, network, rates)
      return row.allSatisfy { $0 == row[0] }
    }
    var starts: [[Double]: Int32] = [:]
    for site in 0..<network.siteCount {
      var row = Self.row(site, network, rates)
      for slot in row.indices.dropFirst() { row[slot] += row[slot - 1] }
      totals.append(row.last ?? 0)
      if isEven { continue }
      guard rates.isPerKind else {
        sums += row
        continue
      }
      if starts[row] == nil {
        starts[row] = Int32(sums.count)
        sums += row
      }
      sharedRow.append(starts[row]!)
    }
  }

  private static func row(_ site: Int, _ network: SiteNetwork, _ rates: CarrierRates) -> [Double] {
    network.hopRange(from: site).map {
      max(0, rates.rate(hop: $0, kind: network.rows[$0].kind))
    }
  }
}
