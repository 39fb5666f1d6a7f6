import Foundation
import IonHopCore

/// Points in boxes of a periodic cell, to find those near a place in constant time.
struct PointGrid: Sendable {
  struct Near {
    let point: Int
    /// From the place to the image of the point, Å.
    let displacement: SIMD3<Double>
    /// The cell of the image.
    let image: SIMD3<Int32>
  }

  private let cell: Cell
  private let boxes: SIMD3<Int>
  /// Points of box b are `members[starts[b]..<starts[b + 1]]`.
  private let starts: [Int32]
  private let members: [Int32]
  private let fractional: [SIMD3<Double>]

  /// - Parameter reach: about as far as will be searched (Å).
  init(_ points: [SIMD3<Double>], in cell: Cell, reach: Double) {
    self.cell = cell
    let fractional = points.map(cell.fractional)
    // No more boxes than points, however short the reach.
    let spacing = (cell.volume / Double(max(1, points.count)))
    let edge = max(reach, pow(spacing, 1.0 / 3), 1e-12)
    let boxes = SIMD3<Int>(
      (cell.thickness / edge).clamped(lowerBound: .one, upperBound: SIMD3(repeating: 1024)))
    var counts = Array(repeating: Int32(0), count: boxes.x * boxes.y * boxes.z + 1)
    let homes = fractional.map { Self.index(Self.box(of: $0, boxes), boxes) }
    for home in homes { counts[home + 1] += 1 }
    for b in 1..<counts.count { counts[b] += counts[b - 1] }
    var members = Array(repeating: Int32(0), count: points.count)
    var next = counts
    for (point, home) in homes.enumerated() {
      members[Int(next[home])] = Int32(point)
      next[home] += 1
    }
    (self.fractional, self.boxes, starts, self.members) = (fractional, boxes, counts, members)
  }

  private static func box(of f: SIMD3<Double>, _ boxes: SIMD3<Int>) -> SIMD3<Int> {
    let inside = f - f.rounded(.down)
    return SIMD3<Int>(inside * SIMD3<Double>(boxes)).clamped(
      lowerBound: .zero, upperBound: boxes &- 1)
  }

  private static func index(_ box: SIMD3<Int>, _ boxes: SIMD3<Int>) -> Int {
    (box.x * boxes.y + box.y) * boxes.z + box.z
  }

  /// All images of points within a distance (Å) of a place, the place itself included, in the order
  /// of boxes.
  func near(_ place: SIMD3<Double>, within distance: Double) -> [Near] {
    let f = cell.fractional(place)
    let home = Self.box(of: f, boxes)
    let wrap = f.rounded(.down)
    let reach = SIMD3<Int>(
      (SIMD3<Double>(boxes) * distance / cell.thickness).rounded(.up)
        .clamped(lowerBound: .one, upperBound: SIMD3(repeating: 4096)))
    var found: [Near] = []
    for x in home.x - reach.x...home.x + reach.x {
      for y in home.y - reach.y...home.y + reach.y {
        for z in home.z - reach.z...home.z + reach.z {
          let (box, image) = wrapped([x, y, z])
          let slot = Self.index(box, boxes)
          for k in Int(starts[slot])..<Int(starts[slot + 1]) {
            let point = Int(members[k])
            let base = fractional[point].rounded(.down)
            let cells = SIMD3<Double>(image) + wrap - base
            let d = cell.cartesian(fractional[point] + cells - f)
            guard dot(d, d) <= distance * distance else { continue }
            found.append(Near(point: point, displacement: d, image: SIMD3<Int32>(cells)))
          }
        }
      }
    }
    return found
  }

  private func wrapped(_ box: SIMD3<Int>) -> (box: SIMD3<Int>, image: SIMD3<Int>) {
    var (inside, image) = (box, SIMD3<Int>.zero)
    for axis in 0..<3 {
      let n = boxes[axis]
      inside[axis] = ((box[axis] % n) + n) % n
      image[axis] = (box[axis] - inside[axis]) / n
    }
    return (inside, image)
  }
}
