import IonHopCore

/// What depends on two sites of a supercell only through their places in the cell and the cells
/// between them, found once for each such displacement.
struct DisplacementTable {
  /// 1/Å
  private let values: [Double]
  private let ends: Int
  private let repeats: SIMD3<Int>

  /// The potentials (1/Å) that charges on sites `to` of each cell make on the sites `from`.
  ///
  /// - Parameters:
  ///   - from: positions in the first cell (Å).
  ///   - to: the same list again where pairs of one kind of site are meant: then both directions of
  ///     a displacement agree to the last digit.
  init(
    from: [SIMD3<Double>], to: [SIMD3<Double>], cell: Cell, repeats: SIMD3<Int>, _ ewald: EwaldSum
  ) {
    ends = to.count
    self.repeats = repeats
    let cells = repeats.x * repeats.y * repeats.z
    let isSame = from == to
    var values = Array(repeating: 0.0, count: from.count * to.count * cells)
    for a in from.indices {
      for b in to.indices {
        for number in 0..<cells {
          let offset = Self.offset(number, repeats)
          let index = Self.index(a, b, offset, ends: to.count, repeats)
          let reverse = Self.index(b, a, 0 &- offset, ends: to.count, repeats)
          if isSame, reverse < index {
            values[index] = values[reverse]
          } else {
            let displacement = to[b] - from[a] + cell.cartesian(SIMD3<Double>(offset))
            values[index] = ewald.potential(at: displacement)
          }
        }
      }
    }
    self.values = values
  }

  var count: Int { values.count }

  subscript(index: Int) -> Double { values[index] }

  /// Of the entry for site `a` of a cell and site `b` of the cell so far on.
  func index(_ a: Int, _ b: Int, _ offset: SIMD3<Int>) -> Int {
    Self.index(a, b, offset, ends: ends, repeats)
  }

  /// Of the entry that both directions share, where `from` and `to` are the same.
  func sharedIndex(_ a: Int, _ b: Int, _ offset: SIMD3<Int>) -> Int {
    min(index(a, b, offset), index(b, a, 0 &- offset))
  }

  private static func offset(_ number: Int, _ repeats: SIMD3<Int>) -> SIMD3<Int> {
    [
      number / (repeats.y * repeats.z), number / repeats.z % repeats.y, number % repeats.z,
    ]
  }

  private static func index(
    _ a: Int, _ b: Int, _ offset: SIMD3<Int>, ends: Int, _ repeats: SIMD3<Int>
  ) -> Int {
    let inside = wrapped(offset, repeats)
    let cells = repeats.x * repeats.y * repeats.z
    return (a * ends + b) * cells + (inside.x * repeats.y + inside.y) * repeats.z + inside.z
  }

  /// An offset of cells through the periodic border.
  private static func wrapped(_ offset: SIMD3<Int>, _ repeats: SIMD3<Int>) -> SIMD3<Int> {
    var inside = SIMD3<Int>.zero
    for axis in 0..<3 {
      let rest = offset[axis] % repeats[axis]
      inside[axis] = rest < 0 ? rest + repeats[axis] : rest
    }
    return inside
  }
}
