import CVoro
import IonHopCore

/// Turns what the library computed into polyhedra in the frame of the caller.
struct TessellationReader {
  private let library: OpaquePointer
  private let frame: LowerFrame
  private let points: [SIMD3<Double>]
  private let radii: [Double]
  private let cell: Cell
  /// The same lattice by short vectors, so that images are near each other.
  private let reduced: Cell

  init(
    _ library: OpaquePointer, _ frame: LowerFrame, _ points: [SIMD3<Double>], _ radii: [Double],
    _ cell: Cell, _ reduced: Cell
  ) {
    (self.library, self.frame, self.points) = (library, frame, points)
    (self.radii, self.cell, self.reduced) = (radii, cell, reduced)
  }

  func polyhedron(_ index: Int) -> PeriodicTessellation.Polyhedron {
    let volume = voro_volume(library, index) * frame.unit * frame.unit * frame.unit
    guard let raw = voro_corners(library, index), volume > 0 else {
      return PeriodicTessellation.Polyhedron(
        point: points[index], volume: 0, faces: [], centroid: .zero)
    }
    let corners = (0..<voro_corner_count(library, index)).map { k in
      frame.outer([raw[3 * k], raw[3 * k + 1], raw[3 * k + 2]])
    }
    let neighbours = voro_face_neighbours(library, index)
    let sizes = voro_face_sizes(library, index)
    let members = voro_face_corners(library, index)
    var faces: [PeriodicTessellation.Face] = []
    var first = 0
    for f in 0..<voro_face_count(library, index) {
      guard let neighbours, let sizes, let members else { break }
      let size = Int(sizes[f])
      let around = (first..<first + size).map { corners[Int(members[$0])] }
      first += size
      if let face = face(of: index, to: Int(neighbours[f]), around) { faces.append(face) }
    }
    return PeriodicTessellation.Polyhedron(
      point: points[index], volume: volume, faces: faces,
      centroid: Self.centroid(of: faces, volume: volume))
  }

  private func face(
    of index: Int, to neighbour: Int, _ corners: [SIMD3<Double>]
  ) -> PeriodicTessellation.Face? {
    guard points.indices.contains(neighbour) else { return nil }
    let image = image(of: neighbour, from: index, corners)
    let towards = points[neighbour] - points[index] + cell.cartesian(SIMD3<Double>(image))
    let span = length(towards)
    guard span > 0 else { return nil }
    // The radical plane, rather than one fitted to corners, so that both sides agree to the bit.
    let power = radii[index] * radii[index] - radii[neighbour] * radii[neighbour]
    return PeriodicTessellation.Face(
      neighbour: neighbour, image: image, area: Self.area(corners), normal: towards / span,
      distance: (span + power / span) / 2, corners: corners)
  }

  /// The image of the neighbour whose radical plane the corners lie on, as the library gives none.
  private func image(
    of neighbour: Int, from index: Int, _ corners: [SIMD3<Double>]
  ) -> SIMD3<Int32> {
    let offset = points[neighbour] - points[index]
    let power = radii[index] * radii[index] - radii[neighbour] * radii[neighbour]
    // Twice the middle of the face leads about to the neighbour.
    let middle = corners.reduce(.zero, +) / Double(max(1, corners.count))
    let start = reduced.fractional(2 * middle - offset).rounded(.toNearestOrEven)
    var best = (miss: Double.infinity, image: SIMD3<Double>.zero)
    for reach in [1, 4] {
      for x in -reach...reach {
        for y in -reach...reach {
          for z in -reach...reach {
            let image = start + SIMD3(Double(x), Double(y), Double(z))
            let towards = offset + reduced.cartesian(image)
            guard length(towards) > 1e-9 * frame.unit else { continue }
            let middle = (dot(towards, towards) + power) / 2
            var miss = 0.0
            for corner in corners { miss = max(miss, abs(dot(towards, corner) - middle)) }
            if miss < best.miss { best = (miss, image) }
          }
        }
      }
      if best.miss < 1e-6 * frame.unit * frame.unit { break }
    }
    let crossed = cell.fractional(reduced.cartesian(best.image))
    return SIMD3<Int32>(crossed.rounded(.toNearestOrEven))
  }

  static func area(_ corners: [SIMD3<Double>]) -> Double {
    guard corners.count > 2 else { return 0 }
    var sum = SIMD3<Double>.zero
    for k in 1..<corners.count - 1 {
      sum += cross(corners[k] - corners[0], corners[k + 1] - corners[0])
    }
    return length(sum) / 2
  }

  /// From tetrahedra between the point and triangles of the faces.
  static func centroid(
    of faces: [PeriodicTessellation.Face], volume: Double
  ) -> SIMD3<Double> {
    var moment = SIMD3<Double>.zero
    for face in faces where face.corners.count > 2 {
      let p = face.corners
      for k in 1..<p.count - 1 {
        let triple = dot(p[0], cross(p[k], p[k + 1])) / 6
        // Corners may run either way around; the outward normal settles the sign.
        let sign = dot(cross(p[k] - p[0], p[k + 1] - p[0]), face.normal) < 0 ? -1.0 : 1
        moment += (p[0] + p[k] + p[k + 1]) * (sign * triple / 4)
      }
    }
    return moment / volume
  }
}
