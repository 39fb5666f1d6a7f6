/// The order in which the cells of a supercell are numbered: along Morton's curve, so that cells
/// near in space are mostly near in memory, and a hop finds its two sites on one page.
///
/// G. M. Morton, A computer oriented geodetic data base, IBM technical report (1966).
package struct CellOrder: Sendable {
  /// Cells in their new order, each as x, y, z.
  package let cells: [SIMD3<Int32>]
  /// New number of the cell at (x · ny + y) · nz + z.
  private let rank: [Int32]
  private let repeats: SIMD3<Int>

  package init(_ repeats: SIMD3<Int>) {
    self.repeats = repeats
    var cells: [SIMD3<Int32>] = []
    cells.reserveCapacity(repeats.x * repeats.y * repeats.z)
    let bits = Int.bitWidth - (max(repeats.x, repeats.y, repeats.z) - 1).leadingZeroBitCount
    Self.visit(SIMD3(0, 0, 0), bits, repeats) { cells.append(SIMD3<Int32>(truncatingIfNeeded: $0)) }
    self.cells = cells
    var rank = Array(repeating: Int32(0), count: cells.count)
    for (number, cell) in cells.enumerated() {
      rank[Self.place(SIMD3<Int>(truncatingIfNeeded: cell), repeats)] = Int32(number)
    }
    self.rank = rank
  }

  private static func place(_ cell: SIMD3<Int>, _ repeats: SIMD3<Int>) -> Int {
    (cell.x * repeats.y + cell.y) * repeats.z + cell.z
  }

  /// Number of the cell at x, y, z.
  func number(of cell: SIMD3<Int>) -> Int { Int(rank[Self.place(cell, repeats)]) }

  /// Number of the cell so far on from another, through the periodic border.
  package func number(of cell: SIMD3<Int32>, shifted offset: SIMD3<Int32>) -> Int {
    let end = SIMD3<Int>(truncatingIfNeeded: cell) &+ SIMD3<Int>(truncatingIfNeeded: offset)
    var inside = SIMD3<Int>.zero
    for axis in 0..<3 {
      inside[axis] = ((end[axis] % repeats[axis]) + repeats[axis]) % repeats[axis]
    }
    return number(of: inside)
  }

  /// Visits the cells of a cube with edge 2^bits, octant by octant, as far as they exist.
  private static func visit(
    _ corner: SIMD3<Int>, _ bits: Int, _ repeats: SIMD3<Int>, _ body: (SIMD3<Int>) -> Void
  ) {
    if any(corner .>= repeats) { return }
    if bits == 0 { return body(corner) }
    let half = 1 << (bits - 1)
    for octant in 0..<8 {
      let step = SIMD3(octant >> 2, octant >> 1 & 1, octant & 1)
      visit(corner &+ half &* step, bits - 1, repeats, body)
    }
  }
}
