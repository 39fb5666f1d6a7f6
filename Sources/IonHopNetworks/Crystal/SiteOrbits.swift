import IonHopCore

/// The sites that a space group makes of the listed positions of one kind.
struct SiteOrbits {
  let cell: Cell
  let operations: [SymmetryOperation]
  /// Fractional, in [0, 1).
  private(set) var positions: [SIMD3<Double>] = []

  /// Copies nearer than this are one site (Å).
  static let same = 0.01
  /// Copies between `same` and this come of a position given with too few digits (Å).
  private static let distinct = 0.3

  init(cell: Cell, operations: [SymmetryOperation]) {
    self.cell = cell
    self.operations = operations
  }

  /// Adds all copies of one listed position.
  mutating func add(_ value: InputValue) throws(InputError) {
    let position = try value.vector(.number, "give fractional coordinates such as [0.5, 0, 0.25]")
    guard abs(position.x) <= 1000, abs(position.y) <= 1000, abs(position.z) <= 1000 else {
      throw value.error("\(value.shown) is far outside the cell; give fractional coordinates")
    }
    let first = positions.count
    for operation in operations {
      let copy = operation.apply(to: position)
      let inside = copy - copy.rounded(.down)
      try append(inside, orbit: first, at: value)
    }
  }

  private mutating func append(
    _ copy: SIMD3<Double>, orbit first: Int, at value: InputValue
  ) throws(InputError) {
    for (index, other) in positions.enumerated() {
      let apart = cell.shortestDistance(fractional: copy - other)
      if apart < Self.same {
        guard index >= first else {
          throw value.error("a duplicate site: a copy of one listed before; remove one of the two")
        }
        return
      }
      guard apart > Self.distinct else {
        throw value.error(
          "two copies of this site are only \((apart * 1000).rounded() / 1000) Å apart; give more digits or correct the symmetry"
        )
      }
    }
    positions.append(copy)
  }
}

extension Cell {
  /// Length (Å) of the shortest image of a fractional vector.
  func shortestDistance(fractional d: SIMD3<Double>) -> Double {
    let wrapped = d - d.rounded(.toNearestOrEven)
    var shortest = length(cartesian(wrapped))
    // Half a cell further each way suffices unless the cell is very oblique.
    for x in -1...1 {
      for y in -1...1 {
        for z in -1...1 {
          let image = wrapped + SIMD3(Double(x), Double(y), Double(z))
          shortest = min(shortest, length(cartesian(image)))
        }
      }
    }
    return shortest
  }
}

extension SymmetryOperation {
  /// True if the rotation keeps all lengths and angles of the cell.
  func preserves(_ cell: Cell) -> Bool {
    let edges = [cell.a, cell.b, cell.c]
    // Column j of the rotation says where edge j goes.
    let images = (0..<3).map { j in
      edges[0] * Double(rows[0][j]) + edges[1] * Double(rows[1][j])
        + edges[2] * Double(rows[2][j])
    }
    return (0..<3).allSatisfy { i in
      (i..<3).allSatisfy { j in
        let scale = length(edges[i]) * length(edges[j])
        return abs(dot(images[i], images[j]) - dot(edges[i], edges[j])) < 1e-3 * scale
      }
    }
  }
}
