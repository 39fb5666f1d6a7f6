extension SiteNetwork {
  /// The network repeated `x` × `y` × `z` times along the vectors of its cell.
  ///
  /// Sites of one unit cell stay together; cells follow each other along a space-filling curve.
  ///
  /// - Throws: `NetworkError.badSupercell` or `.tooLarge`.
  /// - Complexity: O(hops of the supercell); no hop is checked anew, as copies keep the invariant.
  public func supercell(_ x: Int, _ y: Int, _ z: Int) throws(NetworkError) -> SiteNetwork {
    let n = SIMD3(x, y, z)
    guard x > 0, y > 0, z > 0, max(x, y, z) < 1 << 20 else { throw .badSupercell(n) }
    let cells = x * y * z
    // In floating point, since the product of four large numbers may not fit an integer.
    let (sites, hops) = (Double(cells) * Double(siteCount), Double(cells) * Double(hopCount))
    guard max(sites, hops) < Double(Int32.max) else {
      throw .tooLarge(sites: Int(min(sites, 1e18)), hops: Int(min(hops, 1e18)))
    }
    var copy = SupercellCopy(of: self, repeats: n)
    for cell in copy.order.cells { copy.appendCell(SIMD3<Int>(truncatingIfNeeded: cell)) }
    return SiteNetwork(
      cell: try cell.repeated(n), siteKinds: siteKinds, hopClasses: hopClasses,
      coordinates: copy.coordinates,
      kindOfSite: Array(repeating: kindOfSite, count: cells).flatMap { $0 },
      energies: Array(repeating: energies, count: cells).flatMap { $0 },
      rowStart: copy.rowStart,
      rows: HopRows(copy.rows, sites: cells * siteCount, kinds: copy.kinds.count),
      hopKinds: copy.kinds)
  }
}

/// Grows the arrays of a supercell one unit cell at a time.
private struct SupercellCopy {
  private let unit: SiteNetwork
  private let repeats: SIMD3<Int>
  let order: CellOrder
  private(set) var coordinates: [Double] = []
  private(set) var rowStart: [Int32] = [0]
  private(set) var rows: [HopRecord] = []
  private(set) var kinds: [HopKind] = []
  /// Index in `kinds` of each unit kind with each image through the supercell's own border.
  private var kindIndex: [HopKind: Int32] = [:]

  init(of unit: SiteNetwork, repeats: SIMD3<Int>) {
    self.unit = unit
    self.repeats = repeats
    order = CellOrder(repeats)
    let cells = repeats.x * repeats.y * repeats.z
    coordinates.reserveCapacity(3 * unit.siteCount * cells)
    rowStart.reserveCapacity(unit.siteCount * cells + 1)
    rows.reserveCapacity(unit.hopCount * cells)
  }

  mutating func appendCell(_ place: SIMD3<Int>) {
    let origin = unit.cell.cartesian(SIMD3<Double>(place))
    for site in 0..<unit.siteCount {
      let position = unit.position(of: site) + origin
      coordinates.append(position.x)
      coordinates.append(position.y)
      coordinates.append(position.z)
      for hop in unit.hopRange(from: site) { appendHop(unit.rows[hop], from: place) }
      rowStart.append(Int32(rows.count))
    }
  }

  private mutating func appendHop(_ record: HopRecord, from place: SIMD3<Int>) {
    var kind = unit.hopKinds[Int(record.kind)]
    let end = place &+ SIMD3<Int>(truncatingIfNeeded: kind.image)
    var inside = SIMD3<Int>.zero
    for axis in 0..<3 {
      let n = repeats[axis]
      let wrapped = ((end[axis] % n) + n) % n
      inside[axis] = wrapped
      kind.image[axis] = Int32((end[axis] - wrapped) / n)
    }
    let cell = order.number(of: inside)
    rows.append(
      HopRecord(target: Int32(cell * unit.siteCount) + record.target, kind: index(of: kind)))
  }

  private mutating func index(of kind: HopKind) -> Int32 {
    if let index = kindIndex[kind] { return index }
    kinds.append(kind)
    kindIndex[kind] = Int32(kinds.count - 1)
    return Int32(kinds.count - 1)
  }
}
