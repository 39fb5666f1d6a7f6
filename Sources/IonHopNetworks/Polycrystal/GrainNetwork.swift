import IonHopCore

/// A network whose sites know their grain and how far they are from its boundary.
///
/// Two kinds: `init(_:in:)` lays grains over one lattice that runs through the whole cell, coherent at
/// every boundary; `misfit(of:in:joining:)` fills each grain with its own rotated lattice, cut off at
/// the boundary. Either is altered by `BoundaryRules`.
///
///     let network = try lattice.network(supercell: (40, 10, 10))
///     let grains = try GrainStructure.bicrystal(in: network.cell, across: 0)
///     let coherent = try GrainNetwork(network, in: grains)
///     let blocked = try BoundaryRules(barrierRise: .single(0.2)).applied(to: coherent, seed: 1)
public struct GrainNetwork: Sendable {
  /// Sites and hops of all grains.
  public let network: SiteNetwork
  /// Of each site.
  public let grain: [Int32]
  /// Of each site from the nearest boundary (Å); infinite where there is none.
  public let distance: [Double]
  /// Of each site from the second nearest boundary face (Å).
  public let junctionDistance: [Double]

  init(
    network: SiteNetwork, grain: [Int32], distance: [Double], junctionDistance: [Double]
  ) {
    (self.network, self.grain) = (network, grain)
    (self.distance, self.junctionDistance) = (distance, junctionDistance)
  }

  /// One lattice through all grains.
  ///
  /// - Throws: `InputError` where the cells differ, so that the structure would end in an open
  ///   surface at the periodic border, or where a grain holds no site.
  public init(_ network: SiteNetwork, in grains: GrainStructure) throws(InputError) {
    try Self.checkSame(network.cell, grains.cell)
    var (grain, distance, junction): ([Int32], [Double], [Double]) = ([], [], [])
    var last = 0
    for site in 0..<network.siteCount {
      let place = grains.place(of: network.position(of: site), near: last)
      last = place.grain
      grain.append(Int32(place.grain))
      distance.append(place.distance)
      junction.append(place.junctionDistance)
    }
    try Self.checkFilled(grain, grains: grains.grainCount)
    self.init(
      network: network, grain: grain, distance: distance, junctionDistance: junction)
  }

  static func checkSame(_ network: Cell, _ grains: Cell) throws(InputError) {
    for (p, q) in [(network.a, grains.a), (network.b, grains.b), (network.c, grains.c)] {
      guard length(p - q) < 1e-6 * length(p) else {
        throw GrainStructure.error(
          "the grains' cell is not that of the lattice, so that grains would end in an open surface at the periodic border; make the grains in the cell of the supercell",
          at: "grains")
      }
    }
  }

  static func checkFilled(_ grain: [Int32], grains: Int) throws(InputError) {
    var isFilled = Array(repeating: false, count: grains)
    for g in grain { isFilled[Int(g)] = true }
    if let empty = isFilled.firstIndex(of: false) {
      throw GrainStructure.error(
        "grain \(empty) holds no site; use larger or fewer grains", at: "grains")
    }
  }

  /// True if an ion can travel without end in as many directions as in another network: without
  /// that, the conductivity is zero along some direction.
  public func percolates(like bulk: SiteNetwork) -> Bool {
    network.connectivity().dimensions >= bulk.connectivity().dimensions
  }

  /// For each hop its reverse; the invariant of networks is that there is one.
  ///
  /// Hops of site i are `network.hopRange(from: i)`.
  static func reverses(in network: SiteNetwork) -> [Int32] {
    var reverse = Array(repeating: Int32(-1), count: network.hopCount)
    for site in 0..<network.siteCount {
      for index in network.hopRange(from: site) where reverse[index] < 0 {
        let hop = network.hop(index, from: site)
        for back in network.hopRange(from: hop.to) {
          let other = network.hop(back, from: hop.to)
          guard other.to == site, other.image == 0 &- hop.image else { continue }
          reverse[index] = Int32(back)
          reverse[back] = Int32(index)
          break
        }
      }
    }
    return reverse
  }
}
