import IonHopCore

/// Where ions can be in a polymer and which places they can go to from there: what a model of any
/// mechanism hands on, without rates.
public struct PolymerTopology: Sendable {
  /// How two sites hang together.
  public enum Link: String, Sendable, CaseIterable {
    /// Neighbours along a chain, or over a cross-link.
    case intrachain
    /// Sites of different chains, or of distant parts of one, that are near each other.
    case interchain
  }

  struct Hop: Sendable {
    var from: Int
    var to: Int
    /// Å
    var displacement: SIMD3<Double>
    var link: Link
  }

  /// The periodic cell.
  public let cell: Cell
  /// Inside the cell (Å).
  public internal(set) var positions: [SIMD3<Double>] = []
  /// One direction of each hop.
  var hops: [Hop] = []
  /// Chain of each site, −1 where the model knows none.
  public internal(set) var chainOfSite: [Int] = []
  /// Segment of each site; segments move as one.
  public internal(set) var segmentOfSite: [Int32] = []
  /// Renewal rate of each segment over that of a free one.
  public internal(set) var speedOfSegment: [Double] = []
  /// Monomers in the cell; 0 in coarse models until they are told.
  public var monomers = 0

  /// Number of sites.
  public var siteCount: Int { positions.count }
  /// Pairs of sites that hops join.
  public var linkCount: Int { hops.count }

  /// Number of links of a kind at each site.
  public func coordination(_ link: Link) -> [Int] {
    var counts = Array(repeating: 0, count: siteCount)
    for hop in hops where hop.link == link {
      counts[hop.from] += 1
      counts[hop.to] += 1
    }
    return counts
  }
}

extension PolymerTopology {
  /// Sites along the chains of a melt.
  ///
  /// - Parameters:
  ///   - reach: sites of different chains, or three or more apart along one, exchange ions up to
  ///     this distance (Å).
  ///   - sitesPerSegment: neighbouring sites that renew as one.
  ///   - crossLinkSpeed: renewal rate of a segment with a cross-link over that of a free one; it
  ///     counts where segments renew as one.
  /// - Throws: `PolymerError` or `NetworkError`.
  /// - Complexity: O(sites and links)
  public init(
    _ melt: PolymerMelt, reach: Double, sitesPerSegment: Int = 1, crossLinkSpeed: Double = 1
  ) throws {
    try PolymerError.checkPositive("reach", reach)
    try PolymerError.check(
      "sitesPerSegment", Double(sitesPerSegment), in: 1...Double(MeltComposition.largestCount))
    try PolymerError.check("crossLinkSpeed", crossLinkSpeed, in: 0...1)
    cell = try Cell.cubic(melt.edge)
    monomers = melt.composition.chains * melt.composition.monomers
    var box = try Self.box(edge: melt.edge, reach: reach)
    let perChain = melt.composition.sitesPerChain
    let segmentsPerChain = (perChain + sitesPerSegment - 1) / sitesPerSegment
    for (chain, sites) in melt.sites.enumerated() {
      for (index, site) in sites.enumerated() {
        positions.append(Self.wrapped(site, melt.edge))
        box.add(site)
        chainOfSite.append(chain)
        segmentOfSite.append(Int32(chain * segmentsPerChain + index / sitesPerSegment))
        if index > 0 {
          hops.append(
            Hop(
              from: positions.count - 2, to: positions.count - 1,
              displacement: site - sites[index - 1], link: .intrachain))
        }
      }
    }
    speedOfSegment = Array(repeating: 1, count: melt.sites.count * segmentsPerChain)
    for link in melt.crossLinks {
      let (i, j) = (
        link.first.chain * perChain + link.first.site,
        link.second.chain * perChain + link.second.site
      )
      hops.append(Hop(from: i, to: j, displacement: link.displacement, link: .intrachain))
      for site in [i, j] { speedOfSegment[Int(segmentOfSite[site])] = crossLinkSpeed }
    }
    let linked = Set(
      melt.crossLinks.map { link in
        Pair(
          link.first.chain * perChain + link.first.site,
          link.second.chain * perChain + link.second.site)
      })
    addContacts(box, within: reach) { i, j in
      i / perChain == j / perChain ? abs(i - j) < 3 : linked.contains(Pair(i, j))
    }
  }

  /// Points at random, no nearer to each other than a distance: the coarse mode for a melt.
  ///
  /// - Parameters:
  ///   - count: number of sites.
  ///   - edge: of the cubic cell (Å).
  ///   - minimumDistance: Å
  ///   - reach: sites exchange ions up to this distance (Å).
  /// - Throws: `PolymerError`, `NetworkError`, or `EngineError` for the random stream.
  public init(
    randomPoints count: Int, edge: Double, minimumDistance: Double, reach: Double, seed: UInt64
  ) throws {
    try PolymerError.checkPositive("edge", edge)
    try PolymerError.checkPositive("minimumDistance", minimumDistance)
    try PolymerError.check("count", Double(count), in: 2...Double(MeltComposition.largestCount))
    cell = try Cell.cubic(edge)
    var box = try Self.box(edge: edge, reach: max(reach, minimumDistance))
    var random = try RandomStream(seed: StreamSeed(study: seed).mixed(with: UInt64(0x7074)).value)
    var misses = 0  // since the last point that fitted
    while positions.count < count {
      let point = SIMD3(random.uniform(), random.uniform(), random.uniform()) * edge
      guard box.isFree(point, within: minimumDistance) else {
        misses += 1
        // Random addition fills 38 % of space with spheres and then takes for ever.
        guard misses < 20_000 else {
          throw PolymerError.tooDense(chain: positions.count, distance: minimumDistance)
        }
        continue
      }
      misses = 0
      box.add(point)
      positions.append(point)
    }
    segmentOfSite = positions.indices.map { Int32($0) }
    chainOfSite = positions.map { _ in -1 }
    speedOfSegment = Array(repeating: 1, count: count)
    addContacts(box, within: reach) { _, _ in false }
  }

  /// A simple cubic lattice of n³ sites: the coarsest mode, each site a segment.
  ///
  /// - Parameters:
  ///   - sites: along an edge of the cell, at least 2.
  ///   - spacing: Å
  /// - Throws: `PolymerError` or `NetworkError`.
  public init(lattice sites: Int, spacing: Double) throws {
    try PolymerError.check("sites", Double(sites), in: 2...256)
    try PolymerError.checkPositive("spacing", spacing)
    cell = try Cell.cubic(Double(sites) * spacing)
    func number(_ x: Int, _ y: Int, _ z: Int) -> Int {
      x % sites + sites * (y % sites + sites * (z % sites))
    }
    for z in 0..<sites {
      for y in 0..<sites {
        for x in 0..<sites {
          positions.append(SIMD3(Double(x), Double(y), Double(z)) * spacing)
          let here = number(x, y, z)
          for (axis, there) in [
            number(x + 1, y, z), number(x, y + 1, z), number(x, y, z + 1),
          ].enumerated() {
            var step = SIMD3<Double>.zero
            step[axis] = spacing
            hops.append(Hop(from: here, to: there, displacement: step, link: .interchain))
          }
        }
      }
    }
    segmentOfSite = positions.indices.map { Int32($0) }
    chainOfSite = positions.map { _ in -1 }
    speedOfSegment = Array(repeating: 1, count: positions.count)
  }

  private struct Pair: Hashable {
    let low: Int
    let high: Int
    init(_ i: Int, _ j: Int) { (low, high) = (min(i, j), max(i, j)) }
  }

  private static func box(edge: Double, reach: Double) throws(PolymerError) -> CubicBox {
    guard edge > 2 * reach else { throw .cellTooSmall(edge: edge, needed: 2 * reach) }
    return CubicBox(edge: edge, range: reach)
  }

  private static func wrapped(_ r: SIMD3<Double>, _ edge: Double) -> SIMD3<Double> {
    r - edge * (r / edge).rounded(.down)
  }

  private mutating func addContacts(
    _ box: CubicBox, within reach: Double, except: (Int, Int) -> Bool
  ) {
    for i in box.positions.indices {
      box.forEach(near: box.positions[i], within: reach) { j, d in
        guard i < j, !except(i, j) else { return }
        hops.append(Hop(from: i, to: j, displacement: d, link: .interchain))
      }
    }
  }
}
