extension SiteNetwork {
  /// The network repeated `x` × `y` × `z` times along the vectors of its cell.
  ///
  /// Sites of one unit cell stay together; cells follow each other along a space-filling curve.
  ///
  /// - Throws: `NetworkError.badSupercell`, `.tooLarge`, or `.layered` for several species.
  /// - Complexity: O(hops of the supercell); no hop is checked anew, as copies keep the invariant.
  public func supercell(_ x: Int, _ y: Int, _ z: Int) throws(NetworkError) -> SiteNetwork {
    let n = SIMD3(x, y, z)
    guard layers == nil else { throw .layered }
    guard x > 0, y > 0, z > 0, max(x, y, z) < 1 << 20 else { throw .badSupercell(n) }
    let cells = x * y * z
    // In floating point, since the product of four large numbers may not fit an integer.
    let (sites, hops) = (Double(cells) * Double(siteCount), Double(cells) * Double(hopCount))
    guard max(sites, hops) < Double(Int32.max) else {
      throw .tooLarge(sites: Int(min(sites, 1e18)), hops: Int(min(hops, 1e18)))
    }
    let pairs = Double(cells) * Double(self.pairs.termCount)
    let steps = Double(cells) * Double(compoundEvents.steps.count)
    guard max(pairs, steps) < Double(Int32.max) else {
      throw .tooManyPairs(pairs: Int(min(pairs / 2, 1e18)), steps: Int(min(steps, 1e18)))
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
      hopKinds: copy.kinds, pairs: copy.pairs.rows(), compoundEvents: copy.events)
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
  private(set) var pairs = PairRowsBuilder()
  private(set) var events = EventRows()
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
      if unit.hasPairs { appendPairs(of: site, in: place) }
    }
    for event in 0..<unit.compoundEvents.count { appendEvent(event, in: place) }
  }

  private mutating func appendHop(_ record: HopRecord, from place: SIMD3<Int>) {
    var kind = unit.hopKinds[Int(record.kind)]
    let end = wrapped(place, kind.image)
    kind.image = end.image
    rows.append(
      HopRecord(target: site(Int(record.target), in: end.cell), kind: index(of: kind)))
  }

  private mutating func appendPairs(of site: Int, in place: SIMD3<Int>) {
    var row: [(target: Int32, term: PairTerm)] = []
    for entry in unit.pairs.range(of: site) {
      let target = Int(unit.pairs.targets[entry])
      for term in unit.pairs.kind(entry).terms {
        let end = wrapped(place, term.image)
        row.append(
          (self.site(target, in: end.cell), PairTerm(image: end.image, energy: term.energy)))
      }
    }
    pairs.appendRow(row)
  }

  private mutating func appendEvent(_ event: Int, in place: SIMD3<Int>) {
    let unit = self.unit.compoundEvents
    var cell = place
    var path: [(from: Int, to: Int, kind: EventStepKind)] = []
    for index in unit.steps(of: event) {
      let step = unit.steps[index]
      var kind = unit.stepKinds[Int(step.kind)]
      let end = wrapped(cell, kind.image)
      kind.image = end.image
      path.append(
        (Int(site(Int(step.from), in: cell)), Int(site(Int(step.to), in: end.cell)), kind))
      cell = end.cell
    }
    events.appendEvent(unit.kind(of: event), steps: path)
  }

  /// The cell so many images on from another, and the images of the supercell crossed to get there.
  private func wrapped(
    _ place: SIMD3<Int>, _ image: SIMD3<Int32>
  ) -> (cell: SIMD3<Int>, image: SIMD3<Int32>) {
    let end = place &+ SIMD3<Int>(truncatingIfNeeded: image)
    var inside = SIMD3<Int>.zero
    var crossed = SIMD3<Int32>.zero
    for axis in 0..<3 {
      let n = repeats[axis]
      inside[axis] = ((end[axis] % n) + n) % n
      crossed[axis] = Int32((end[axis] - inside[axis]) / n)
    }
    return (inside, crossed)
  }

  /// Number of a site of the unit cell in one cell of the supercell.
  private func site(_ site: Int, in cell: SIMD3<Int>) -> Int32 {
    Int32(order.number(of: cell) * unit.siteCount + site)
  }

  private mutating func index(of kind: HopKind) -> Int32 {
    if let index = kindIndex[kind] { return index }
    kinds.append(kind)
    kindIndex[kind] = Int32(kinds.count - 1)
    return Int32(kinds.count - 1)
  }
}
