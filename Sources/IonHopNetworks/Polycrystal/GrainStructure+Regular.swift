import IonHopCore

extension GrainStructure {
  /// Layers across one vector of the cell, with a boundary between each two and, through the
  /// periodic border, between the last and the first.
  ///
  /// - Parameters:
  ///   - axis: 0, 1 or 2: the vector of the cell that the layers lie across; the other two must stand
  ///     upright on it.
  ///   - shares: of the vector's length that the layers take; scaled to add up to 1.
  ///   - origin: of the first boundary along the vector (Å).
  public static func layers(
    in cell: Cell, across axis: Int, shares: [Double], origin: Double = 0,
    texture: Texture = .aligned, seed: UInt64 = 1
  ) throws(InputError) -> GrainStructure {
    guard (0...2).contains(axis) else {
      throw error("axis \(axis): give 0, 1 or 2", at: "axis")
    }
    var cuts: [[Double]] = [[1], [1], [1]]
    cuts[axis] = shares
    var start = SIMD3<Double>.zero
    start[axis] = origin
    return try bricks(in: cell, shares: cuts, origin: start, texture: texture, seed: seed)
  }

  /// Two slabs of a bicrystal; a periodic cell holds two boundaries.
  ///
  /// - Parameter share: of the length that the first slab takes.
  public static func bicrystal(
    in cell: Cell, across axis: Int, share: Double = 0.5, origin: Double = 0,
    texture: Texture = .aligned, seed: UInt64 = 1
  ) throws(InputError) -> GrainStructure {
    try layers(
      in: cell, across: axis, shares: [share, 1 - share], origin: origin, texture: texture,
      seed: seed)
  }

  /// Bricks: the cell cut along each of its vectors.
  ///
  /// With rᵢ² = Σ (half an edge)² the radical planes are the bricks' faces, whatever their edges.
  ///
  /// - Parameters:
  ///   - shares: for each vector what the bricks take of its length; `[1]` leaves it uncut.
  ///   - origin: a corner of the first brick (Å).
  /// - Throws: `InputError` where a vector that is cut does not stand upright on the others.
  public static func bricks(
    in cell: Cell, shares: [[Double]], origin: SIMD3<Double> = .zero,
    texture: Texture = .aligned, seed: UInt64 = 1
  ) throws(InputError) -> GrainStructure {
    let pieces = try pieces(in: cell, shares)
    let vectors = [cell.a, cell.b, cell.c]
    var (points, radii): ([SIMD3<Double>], [Double]) = ([], [])
    for x in pieces[0] {
      for y in pieces[1] {
        for z in pieces[2] {
          let halves = [(x, 0), (y, 1), (z, 2)].map { $0.0.half * length(vectors[$0.1]) }
          points.append(origin + cell.cartesian([x.middle, y.middle, z.middle]))
          radii.append(halves.reduce(0) { $0 + $1 * $1 }.squareRoot())
        }
      }
    }
    return try GrainStructure(
      PeriodicTessellation(of: points, radii: radii, in: cell), texture: texture, seed: seed)
  }

  private static func pieces(
    in cell: Cell, _ shares: [[Double]]
  ) throws(InputError) -> [[(middle: Double, half: Double)]] {
    guard shares.count == 3 else { throw error("give three lists of shares", at: "bricks") }
    let vectors = [cell.a, cell.b, cell.c]
    var pieces: [[(middle: Double, half: Double)]] = []
    for (axis, list) in shares.enumerated() {
      let sum = list.reduce(0, +)
      guard !list.isEmpty, sum.isFinite, list.allSatisfy({ $0 > 0 && $0 > 1e-6 * sum }) else {
        throw error("the shares of vector \(axis + 1) must be positive numbers", at: "bricks")
      }
      if list.count > 1 {
        let upright = (0..<3).allSatisfy { other in
          other == axis
            || abs(dot(vectors[axis], vectors[other]))
              < 1e-9 * length(vectors[axis]) * length(vectors[other])
        }
        guard upright else {
          throw error(
            "vector \(axis + 1) of the cell does not stand upright on the others; cut along one that does, or use an orthogonal cell",
            at: "bricks")
        }
      }
      var start = 0.0
      pieces.append(
        list.map { share in
          let width = share / sum
          defer { start += width }
          // An uncut vector shall not widen the sphere: it is the same for all bricks.
          return (start + width / 2, list.count > 1 ? width / 2 : 0)
        })
    }
    return pieces
  }
}
