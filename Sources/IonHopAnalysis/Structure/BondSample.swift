import IonHopCore

/// The bonds of each hop class, or a sample of them, as pairs of sites.
///
/// Made once and shared by all replicas. A hop and its reverse are one bond; a bond from a site to its
/// own image is none.
public struct BondSample: Sendable {
  /// For each hop class: from, to, from, to ...
  let ends: [[Int32]]
  /// Root mean square length of the hops of each class (Å); events that move several ions: of the sum
  /// of their steps' squares.
  let lengths: [Double]
  /// The longest hop of the network (Å).
  public let longest: Double
  let siteKinds: [Int]
  let kindCount: Int

  /// Bonds of one class that are looked at: enough for 0.3 % a look.
  private static let most = 100_000

  /// - Complexity: O(hops)
  public init(_ network: SiteNetwork) {
    let classes = network.hopClasses.count
    var ends: [[Int32]] = Array(repeating: [], count: classes)
    var squares = Array(repeating: 0.0, count: classes)
    var counts = Array(repeating: 0, count: classes)
    var longest = 0.0
    for site in 0..<network.siteCount {
      for index in network.hopRange(from: site) {
        let hop = network.hop(index, from: site)
        let square = dot(hop.displacement, hop.displacement)
        squares[hop.hopClass] += square
        counts[hop.hopClass] += 1
        longest = max(longest, square.squareRoot())
        if hop.to > site { ends[hop.hopClass] += [Int32(site), Int32(hop.to)] }
      }
    }
    let events = network.compoundEvents
    for event in 0..<events.count {
      let hopClass = events.hopClass(of: event)
      counts[hopClass] += 1
      for step in events.steps(of: event) {
        let square = dot(events.displacement(of: step), events.displacement(of: step))
        squares[hopClass] += square
        longest = max(longest, square.squareRoot())
      }
    }
    self.ends = ends.map(Self.thinned)
    lengths = zip(squares, counts).map { ($0 / Double(max(1, $1))).squareRoot() }
    self.longest = longest
    siteKinds = (0..<network.siteCount).map(network.kind(of:))
    kindCount = network.siteKinds.count
  }

  /// Evenly spread ones, where there are too many: sites of a crystal come cell by cell.
  private static func thinned(_ ends: [Int32]) -> [Int32] {
    let bonds = ends.count / 2
    guard bonds > most else { return ends }
    return (0..<most).flatMap { index -> [Int32] in
      let bond = index * bonds / most
      return [ends[2 * bond], ends[2 * bond + 1]]
    }
  }
}

/// What one stretch of time adds to the picture of who stands where and who moves how.
struct StructureSums: Summable {
  var looks = 0
  /// Ions on each kind of site, summed over looks.
  var occupied: [Int]
  /// Bonds of each class with ions on both ends, summed over looks.
  var together: [Int]
  /// Accepted hops of each class; those that basin steps skip as expected.
  var hops: [Double]

  init(kinds: Int, classes: Int) {
    occupied = Array(repeating: 0, count: kinds)
    together = Array(repeating: 0, count: classes)
    hops = Array(repeating: 0, count: classes)
  }

  static func += (total: inout StructureSums, other: StructureSums) {
    total.looks += other.looks
    for i in total.occupied.indices { total.occupied[i] += other.occupied[i] }
    for i in total.together.indices { total.together[i] += other.together[i] }
    for i in total.hops.indices { total.hops[i] += other.hops[i] }
  }

  static func -= (total: inout StructureSums, other: StructureSums) {
    total.looks -= other.looks
    for i in total.occupied.indices { total.occupied[i] -= other.occupied[i] }
    for i in total.together.indices { total.together[i] -= other.together[i] }
    for i in total.hops.indices { total.hops[i] -= other.hops[i] }
  }
}
