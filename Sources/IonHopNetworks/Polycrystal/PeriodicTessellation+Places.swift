import Foundation
import IonHopCore

extension PeriodicTessellation {
  /// Whose cell a place lies in.
  public struct Owner: Sendable, Equatable {
    /// Number of the point whose cell it is.
    public let point: Int
    /// The cell of the point's image.
    public let image: SIMD3<Int32>
    /// From the point's image to the place (Å).
    public let offset: SIMD3<Double>
  }

  /// The cell that holds a place (Å).
  ///
  /// Walks from neighbour to neighbour down the power distance |x − p|² − r². In the graph of
  /// radical neighbours only the owner is lower than all of its neighbours, so that the walk ends
  /// there (F. Aurenhammer, SIAM J. Comput. 16, 78 (1987), doi:10.1137/0216006).
  ///
  /// - Parameter guess: a point near the place; the walk is short from there.
  public func owner(of place: SIMD3<Double>, near guess: Int = 0) -> Owner {
    let place = place / stretch
    var point = polyhedra.indices.contains(guess) ? guess : 0
    if polyhedra[point].faces.isEmpty {
      point = polyhedra.firstIndex { !$0.faces.isEmpty } ?? point
    }
    let start = reference.fractional(place - polyhedra[point].point / stretch)
    var image = start.rounded(.toNearestOrEven)
    var offset = reference.cartesian(start - image)
    while true {
      var best: (gain: Double, way: Way)?
      for way in ways[point] {
        // |x−p|² − r² of this point less that of the next.
        let gain = 2 * dot(offset, way.displacement) - way.level
        let least = 1e-12 * dot(way.displacement, way.displacement)
        if gain > max(best?.gain ?? 0, least) { best = (gain, way) }
      }
      guard let step = best?.way else { break }
      offset -= step.displacement
      image += SIMD3<Double>(step.image)
      point = Int(step.neighbour)
    }
    return Owner(point: point, image: SIMD3<Int32>(image), offset: offset * stretch)
  }

  private var reference: StretchedCell { StretchedCell(cell: cell, stretch: stretch) }

  /// The cell before the stretch, without a check that cannot fail.
  private struct StretchedCell {
    let cell: Cell
    let stretch: SIMD3<Double>
    func fractional(_ p: SIMD3<Double>) -> SIMD3<Double> { cell.fractional(p * stretch) }
    func cartesian(_ f: SIMD3<Double>) -> SIMD3<Double> { cell.cartesian(f) / stretch }
  }

  /// The tessellation with space stretched along x, y and z: planes stay planes.
  ///
  /// - Parameter factors: positive.
  /// - Throws: `InputError` for other factors.
  public func stretched(by factors: SIMD3<Double>) throws(InputError) -> PeriodicTessellation {
    guard all(factors .> 1e-3), all(factors .< 1e3) else {
      throw Self.error(
        "stretch \(factors.x), \(factors.y), \(factors.z): give factors from 0.001 to 1000")
    }
    let wide: Cell
    do {
      wide = try Cell(cell.a * factors, cell.b * factors, cell.c * factors)
    } catch { throw Self.error("\(error)") }
    let scale = factors.x * factors.y * factors.z
    let stretched = polyhedra.map { polyhedron in
      Polyhedron(
        point: polyhedron.point * factors, volume: polyhedron.volume * scale,
        faces: polyhedron.faces.map { Self.stretch($0, by: factors) },
        centroid: polyhedron.centroid * factors)
    }
    return PeriodicTessellation(
      cell: wide, radii: radii, polyhedra: stretched, stretch: stretch * factors)
  }

  /// Normals follow the inverse of the stretch.
  private static func stretch(_ face: Face, by factors: SIMD3<Double>) -> Face {
    let normal = face.normal / factors
    let corners = face.corners.map { $0 * factors }
    return Face(
      neighbour: face.neighbour, image: face.image, area: TessellationReader.area(corners),
      normal: normal / length(normal), distance: face.distance / length(normal), corners: corners)
  }

  // MARK: Vertices

  /// A place where cells meet: four in general, more in regular arrangements.
  public struct Vertex: Sendable {
    /// Å, within the periodic cell.
    public let position: SIMD3<Double>
    /// The cells that meet, each as its point and the image of it, seen from `position`.
    public internal(set) var cells: [Corner]
  }

  /// A cell at a corner.
  public struct Corner: Sendable, Hashable {
    /// Number of the point whose cell it is.
    public let point: Int
    /// Cells crossed to it.
    public let image: SIMD3<Int32>
  }

  /// All vertices, each once, with the cells that meet there in the order of their points.
  ///
  /// Corners nearer than a millionth of the mean distance of points are one vertex.
  public func vertices() -> [Vertex] {
    let same = 1e-6 * cbrt(cell.volume / Double(polyhedra.count))
    var found: [Vertex] = []
    var boxes: [SIMD3<Int>: [Int]] = [:]
    for (point, polyhedron) in polyhedra.enumerated() {
      for (place, faces) in Self.corners(of: polyhedron, same: same) {
        let absolute = polyhedron.point + place
        let wrap = cell.fractional(absolute).rounded(.down)
        let position = absolute - cell.cartesian(wrap)
        let home = SIMD3<Int32>(-wrap)
        let corners =
          [Corner(point: point, image: home)]
          + faces.map { Corner(point: $0.neighbour, image: home &+ $0.image) }
        add(corners, at: position, to: &found, &boxes, same: same)
      }
    }
    for index in found.indices {
      found[index].cells.sort {
        ($0.point, $0.image.x, $0.image.y, $0.image.z)
          < ($1.point, $1.image.x, $1.image.y, $1.image.z)
      }
    }
    return found
  }

  /// The distinct corners of a polyhedron and the faces that meet at each.
  private static func corners(
    of polyhedron: Polyhedron, same: Double
  ) -> [(place: SIMD3<Double>, faces: [Face])] {
    var found: [(place: SIMD3<Double>, faces: [Face])] = []
    for face in polyhedron.faces {
      for corner in face.corners {
        if let k = found.firstIndex(where: { length($0.place - corner) < same }) {
          found[k].faces.append(face)
        } else {
          found.append((corner, [face]))
        }
      }
    }
    return found
  }

  private func add(
    _ corners: [Corner], at position: SIMD3<Double>, to found: inout [Vertex],
    _ boxes: inout [SIMD3<Int>: [Int]], same: Double
  ) {
    let f = cell.fractional(position)
    let size = SIMD3<Double>(repeating: 64)
    let lower = ((f - 4 * same / cell.thickness) * size).rounded(.down)
    let upper = ((f + 4 * same / cell.thickness) * size).rounded(.down)
    for x in Int(lower.x)...Int(upper.x) {
      for y in Int(lower.y)...Int(upper.y) {
        for z in Int(lower.z)...Int(upper.z) {
          for index in boxes[[x & 63, y & 63, z & 63]] ?? [] {
            let d = cell.fractional(found[index].position - position)
            let image = d.rounded(.toNearestOrEven)
            guard length(cell.cartesian(d - image)) < 4 * same else { continue }
            // Seen from the position of the vertex found first.
            let shift = SIMD3<Int32>(image)
            for corner in corners {
              let moved = Corner(point: corner.point, image: corner.image &+ shift)
              if !found[index].cells.contains(moved) { found[index].cells.append(moved) }
            }
            return
          }
        }
      }
    }
    let box = SIMD3<Int>((f * size).rounded(.down))
    boxes[[box.x & 63, box.y & 63, box.z & 63], default: []].append(found.count)
    found.append(Vertex(position: position, cells: corners))
  }
}
