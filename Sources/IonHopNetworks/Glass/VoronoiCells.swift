import CVoro
import Foundation
import IonHopCore

/// The Voronoi cells of the sites of a glass, read as neighbours alone.
///
/// `PeriodicTessellation` keeps the geometry of every face, some 5 kB a point; a million sites need
/// a reading that does not.
struct VoronoiCells: ~Copyable {
  private let library: OpaquePointer
  private let cell: Cell
  private let positions: [SIMD3<Double>]
  let frame: LowerFrame

  /// - Parameter unit: mean distance of points (Å).
  init(of positions: [SIMD3<Double>], in cell: Cell, unit: Double) throws(GlassError) {
    let frame = LowerFrame(cell, unit: unit)
    var flat: [Double] = []
    flat.reserveCapacity(3 * positions.count)
    for position in positions {
      let f = cell.fractional(position)
      let p = frame.inner(cell.cartesian(f - f.rounded(.down)))
      flat.append(contentsOf: [p.x, p.y, p.z])
    }
    guard let library = voro_tessellate(frame.vectors, positions.count, flat, nil) else {
      throw .tessellationFailed(points: positions.count)
    }
    (self.library, self.cell, self.positions, self.frame) = (library, cell, positions, frame)
  }

  deinit { voro_free(library) }

  /// Corners of a cell, from its point (Å).
  func corners(of point: Int) -> [SIMD3<Double>] {
    guard let numbers = voro_corners(library, point) else { return [] }
    return (0..<voro_corner_count(library, point)).map {
      frame.outer([numbers[3 * $0], numbers[3 * $0 + 1], numbers[3 * $0 + 2]])
    }
  }

  /// The corners of each face of a cell, by their numbers.
  func forEachRing(of point: Int, _ body: (_ neighbour: Int, _ ring: [Int]) -> Void) {
    guard let sizes = voro_face_sizes(library, point),
      let members = voro_face_corners(library, point),
      let neighbours = voro_face_neighbours(library, point)
    else { return }
    var next = 0
    for face in 0..<voro_face_count(library, point) {
      let size = Int(sizes[face])
      body(Int(neighbours[face]), (next..<next + size).map { Int(members[$0]) })
      next += size
    }
  }

  /// The neighbours beyond the faces of a cell.
  func forEachFace(
    of point: Int,
    _ body: (_ neighbour: Int, _ image: SIMD3<Int32>, _ displacement: SIMD3<Double>) -> Void
  ) {
    let corners = corners(of: point)
    forEachRing(of: point) { neighbour, ring in
      let middle = ring.reduce(SIMD3<Double>.zero) { $0 + corners[$1] } / Double(ring.count)
      let (image, displacement) = self.image(of: neighbour, beyond: middle, from: point)
      body(neighbour, image, displacement)
    }
  }

  /// The image of a point that lies as far from a place on the face as the cell's own point does,
  /// the nearest of all its images.
  private func image(
    of neighbour: Int, beyond middle: SIMD3<Double>, from point: Int
  ) -> (SIMD3<Int32>, SIMD3<Double>) {
    let straight = positions[neighbour] - positions[point]
    let guess = -cell.fractional(straight - middle).rounded(.toNearestOrEven)
    var best = (image: guess, displacement: straight + cell.cartesian(guess))
    // Rounding finds the nearest image where that is not halfway across the cell.
    let isNear = 2.2 * length(best.displacement - middle) < cell.thickness.min()
    guard !isNear || (neighbour == point && guess == .zero) else {
      return (SIMD3<Int32>(best.image), best.displacement)
    }
    var nearest = Double.infinity
    for x in -1...1 {
      for y in -1...1 {
        for z in -1...1 {
          let image = guess + SIMD3(Double(x), Double(y), Double(z))
          let displacement = straight + cell.cartesian(image)
          let distance = length(displacement - middle)
          guard neighbour != point || image != .zero, distance < nearest else { continue }
          nearest = distance
          best = (image, displacement)
        }
      }
    }
    return (SIMD3<Int32>(best.image), best.displacement)
  }
}
