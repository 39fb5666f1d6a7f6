/// A network under construction: sites, hops, interacting pairs and compound events in any order,
/// unchecked.
///
/// `SiteNetwork.init(_:)` checks it and sorts hops and pairs into rows.
public struct NetworkDraft: Sendable {
  /// A site of the draft.
  public struct Site: Sendable {
    /// Cartesian (Å).
    public var position: SIMD3<Double>
    /// Name of its kind.
    public var kind: String
    /// eV
    public var energy: Double
  }

  /// A hop of the draft.
  public struct Hop: Sendable {
    /// Number of the site that it leaves.
    public var from: Int
    /// Number of the site that it leads to.
    public var to: Int
    /// Å, through the periodic cell.
    public var displacement: SIMD3<Double>
    /// eV
    public var barrier: Double
    /// Hz
    public var frequency: Double
    /// Name of its class.
    public var hopClass: String
  }

  /// The periodic cell.
  public var cell: Cell
  /// In the order of their numbers.
  public private(set) var sites: [Site] = []
  /// In the order in which they were added.
  public private(set) var hops: [Hop] = []
  /// Pairs of sites whose ions feel each other.
  public internal(set) var pairs: [Pair] = []
  /// Events that move several ions at once.
  public internal(set) var events: [Event] = []

  /// A draft without sites.
  public init(cell: Cell) { self.cell = cell }

  /// Adds a site at a place (Å) with the energy of an ion there (eV).
  public mutating func addSite(
    at position: SIMD3<Double>, kind: String = "site", energy: Double = 0
  ) {
    sites.append(Site(position: position, kind: kind, energy: energy))
  }

  /// Adds one directed hop; its reverse must be added too, by hand or by `addReverseHops()`.
  public mutating func addHop(
    from: Int, to: Int, displacement: SIMD3<Double>, barrier: Double, frequency: Double,
    hopClass: String = "hop"
  ) {
    hops.append(
      Hop(
        from: from, to: to, displacement: displacement, barrier: barrier, frequency: frequency,
        hopClass: hopClass))
  }

  /// Adds the reverse of every hop present.
  public mutating func addReverseHops() {
    for hop in hops {
      addHop(
        from: hop.to, to: hop.from, displacement: -hop.displacement, barrier: hop.barrier,
        frequency: hop.frequency, hopClass: hop.hopClass)
    }
  }

  /// Adds hops, in both directions, between all pairs of sites of two kinds whose distance
  /// through the periodic cell lies in a window.
  ///
  /// - Parameter distance: Å, both ends included.
  /// - Returns: the number of directed hops added.
  /// - Complexity: O(n²) in the sites of a unit cell; build the cell, then `supercell`.
  @discardableResult
  public mutating func addHops(
    between kindA: String, and kindB: String, distance: ClosedRange<Double>, barrier: Double,
    frequency: Double, hopClass: String
  ) -> Int {
    let before = hops.count
    for (i, first) in sites.enumerated() where first.kind == kindA || first.kind == kindB {
      let partner = first.kind == kindA ? kindB : kindA
      for near in neighbours(of: i, kind: partner, distance: distance) {
        addHop(
          from: i, to: near.site, displacement: near.displacement, barrier: barrier,
          frequency: frequency, hopClass: hopClass)
      }
    }
    return hops.count - before
  }

  // MARK: Neighbours

  /// A periodic image of a site, seen from some place.
  package struct Neighbour {
    package var site: Int
    /// From the place to the image, Å.
    package var displacement: SIMD3<Double>
    /// The cell of the image.
    package var image: SIMD3<Int32>
  }

  /// All images of the sites of a kind whose distance (Å) from a site lies in a window; its own
  /// images are among them, the site itself is not.
  func neighbours(of site: Int, kind: String, distance: ClosedRange<Double>) -> [Neighbour] {
    neighbours(of: sites[site].position, kind: kind, distance: distance).filter {
      length($0.displacement) > 1e-6
    }
  }

  /// All images of the sites of a kind whose distance (Å) from a position lies in a window.
  package func neighbours(
    of position: SIMD3<Double>, kind: String, distance: ClosedRange<Double>
  ) -> [Neighbour] {
    var found: [Neighbour] = []
    let images = SIMD3<Int>((distance.upperBound / cell.thickness + 1).rounded(.up))
    for (j, other) in sites.enumerated() where other.kind == kind {
      let base = cell.fractional(other.position - position)
      let home = base.rounded(.toNearestOrEven)
      for x in -images.x...images.x {
        for y in -images.y...images.y {
          for z in -images.z...images.z {
            let image = SIMD3(Double(x), Double(y), Double(z))
            let d = cell.cartesian(base - home + image)
            guard distance.contains(length(d)) else { continue }
            found.append(
              Neighbour(site: j, displacement: d, image: SIMD3<Int32>(image - home)))
          }
        }
      }
    }
    return found
  }
}
