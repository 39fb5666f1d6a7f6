/// A network under construction: sites and hops in any order, unchecked.
///
/// `SiteNetwork.init(_:)` checks it and sorts the hops into rows.
public struct NetworkDraft: Sendable {
  public struct Site: Sendable {
    /// Cartesian (Å).
    public var position: SIMD3<Double>
    public var kind: String
    /// eV
    public var energy: Double
  }

  public struct Hop: Sendable {
    public var from: Int
    public var to: Int
    /// Å, through the periodic cell.
    public var displacement: SIMD3<Double>
    /// eV
    public var barrier: Double
    /// Hz
    public var frequency: Double
    public var hopClass: String
  }

  public var cell: Cell
  public private(set) var sites: [Site] = []
  public private(set) var hops: [Hop] = []

  public init(cell: Cell) { self.cell = cell }

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
    let reach = cell.thickness
    let images = SIMD3<Int>((distance.upperBound / reach + 1).rounded(.up))
    for (i, first) in sites.enumerated() where first.kind == kindA || first.kind == kindB {
      let partner = first.kind == kindA ? kindB : kindA
      for (j, second) in sites.enumerated() where second.kind == partner {
        let base = cell.fractional(second.position - first.position)
        let wrapped = base - base.rounded(.toNearestOrEven)
        for x in -images.x...images.x {
          for y in -images.y...images.y {
            for z in -images.z...images.z {
              let d = cell.cartesian(wrapped + SIMD3(Double(x), Double(y), Double(z)))
              let r = length(d)
              guard r > 1e-6, distance.contains(r) else { continue }
              addHop(
                from: i, to: j, displacement: d, barrier: barrier, frequency: frequency,
                hopClass: hopClass)
            }
          }
        }
      }
    }
    return hops.count - before
  }
}
