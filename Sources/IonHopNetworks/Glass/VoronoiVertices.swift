import Foundation
import IonHopCore

/// The corners of Voronoi cells and the edges between them: interstices and the doors from one to
/// the next.
///
/// A corner is as far from four points, an edge from three; where points are atoms, the least
/// distance of an edge from them is the bottleneck of the hop along it.
struct VoronoiVertices {
  private(set) var positions: [SIMD3<Double>] = []
  private(set) var bonds: [SiteNetwork.Bond] = []
  /// Å
  private(set) var bottlenecks: [Double] = []

  /// Corners seen from several cells agree to this share of the mean distance of points.
  private static let same = 1e-6

  private struct Edge: Hashable {
    var first: Int32
    var second: Int32
    var image: SIMD3<Int32>
  }

  /// A corner as one of the cells around it sees it.
  private struct Sight {
    var vertex: Int
    /// The cell of the vertex, seen from the cell's point.
    var image: SIMD3<Int32>
    /// From the cell's point (Å).
    var place: SIMD3<Double>
  }

  init(of points: [SIMD3<Double>], in cell: Cell) throws(GlassError) {
    let spacing = cbrt(cell.volume / Double(points.count))
    let cells = try VoronoiCells(of: points, in: cell, unit: spacing)
    var corners: [SIMD3<Double>] = []
    var starts = [0]
    for (point, position) in points.enumerated() {
      corners.append(contentsOf: cells.corners(of: point).map { position + $0 })
      starts.append(corners.count)
    }
    let sights = join(corners, in: cell, within: Self.same * spacing)
    var known: Set<Edge> = []
    for point in points.indices {
      let own = (starts[point]..<starts[point + 1]).map { corner in
        Sight(
          vertex: sights[corner].vertex, image: sights[corner].image,
          place: corners[corner] - points[point])
      }
      cells.forEachRing(of: point) { _, ring in
        for (k, corner) in ring.enumerated() {
          add(own[corner], own[ring[(k + 1) % ring.count]], &known)
        }
      }
    }
  }

  /// Numbers the distinct corners.
  private mutating func join(
    _ corners: [SIMD3<Double>], in cell: Cell, within distance: Double
  ) -> [(vertex: Int, image: SIMD3<Int32>)] {
    let grid = PointGrid(corners, in: cell, reach: distance)
    var result = Array(repeating: (vertex: -1, image: SIMD3<Int32>.zero), count: corners.count)
    for (index, corner) in corners.enumerated() where result[index].vertex < 0 {
      let vertex = positions.count
      let wrap = cell.fractional(corner).rounded(.down)
      positions.append(corner - cell.cartesian(wrap))
      for near in grid.near(corner, within: distance) where result[near.point].vertex < 0 {
        // `near.image` is where the other stands if seen here; the vertex is then at wrap − image.
        result[near.point] = (vertex, SIMD3<Int32>(wrap) &- near.image)
      }
    }
    return result
  }

  private mutating func add(_ a: Sight, _ b: Sight, _ known: inout Set<Edge>) {
    guard a.vertex != b.vertex || a.image != b.image else { return }
    let (first, second) = a.vertex < b.vertex ? (a, b) : (b, a)
    let edge = Edge(
      first: Int32(first.vertex), second: Int32(second.vertex),
      image: second.image &- first.image)
    guard known.insert(edge).inserted else { return }
    bonds.append(
      SiteNetwork.Bond(
        first: edge.first, second: edge.second,
        image: SIMD3<Int16>(truncatingIfNeeded: edge.image)))
    bottlenecks.append(Bottlenecks.distance(of: .zero, from: first.place, to: second.place))
  }
}

/// How near the path of a hop, a straight line, comes to atoms.
enum Bottlenecks {
  /// Distance (Å) of a point from a line between two ends.
  static func distance(
    of point: SIMD3<Double>, from start: SIMD3<Double>, to end: SIMD3<Double>
  ) -> Double {
    let line = end - start
    let squared = dot(line, line)
    let along = squared > 0 ? min(max(dot(point - start, line) / squared, 0), 1) : 0
    return length(point - start - along * line)
  }

  /// For each bond, the least distance (Å) of its path from a host atom.
  static func distances(
    _ bonds: [SiteNetwork.Bond], _ positions: [SIMD3<Double>], in cell: Cell,
    hosts: [SIMD3<Double>]
  ) -> [Double] {
    let reach = cbrt(cell.volume / Double(hosts.count))
    let grid = PointGrid(hosts, in: cell, reach: reach)
    return bonds.map { bond in
      let start = positions[Int(bond.first)]
      let image = SIMD3<Double>(SIMD3<Int32>(truncatingIfNeeded: bond.image))
      let line = positions[Int(bond.second)] - start + cell.cartesian(image)
      let middle = start + line / 2
      var radius = reach + length(line) / 2
      while true {
        let near = grid.near(middle, within: radius).map {
          distance(of: $0.displacement, from: -line / 2, to: line / 2)
        }
        // Whatever lies further from the middle lies further from the line than this.
        if let least = near.min(), least <= radius - length(line) / 2 { return least }
        radius *= 1.5
      }
    }
  }
}
