import CVoro
import Foundation
import IonHopCore

/// The Voronoi or radical (Laguerre) cells of points in a periodic cell of any shape.
///
/// A place belongs to the point i with the least |x − pᵢ|² − rᵢ², over all periodic images; radii of
/// zero make plain Voronoi cells. Made by Voro++ (C. H. Rycroft, Chaos 19, 041111 (2009),
/// doi:10.1063/1.3215722).
///
///     let cells = try PeriodicTessellation(of: points, in: .cubic(100))
///     cells.polyhedra[0].faces.map(\.neighbour)   // Voronoi neighbours: Delaunay edges
///     cells.vertices()                            // where four cells meet
///
/// Faces carry the image of their neighbour, so that small cells that touch themselves or one
/// neighbour twice are told apart.
public struct PeriodicTessellation: Sendable {
  /// One side of a cell.
  public struct Face: Sendable {
    /// The point beyond; the cell's own where it touches an image of itself.
    public let neighbour: Int
    /// Cells crossed to the image of the neighbour.
    public let image: SIMD3<Int32>
    /// Å²
    public let area: Double
    /// Outward, of length one.
    public let normal: SIMD3<Double>
    /// From the cell's point to the plane along the normal (Å); negative where a radical cell does
    /// not hold its point.
    public let distance: Double
    /// Relative to the cell's point (Å), in order around the face.
    public let corners: [SIMD3<Double>]
  }

  /// The cell of one point.
  public struct Polyhedron: Sendable {
    /// The point, within the periodic cell (Å).
    public let point: SIMD3<Double>
    /// Å³; zero for a radical cell that its neighbours leave no room.
    public let volume: Double
    /// To the neighbours.
    public let faces: [Face]
    /// Centre of mass relative to the point (Å).
    public let centroid: SIMD3<Double>
  }

  /// The periodic cell.
  public let cell: Cell
  /// Å
  public let radii: [Double]
  /// One for each point.
  public let polyhedra: [Polyhedron]
  /// Stretch of space after tessellation; 1 for none.
  let stretch: SIMD3<Double>
  /// For each cell the ways to its neighbours, without the arrays that slow a walk down.
  let ways: [[Way]]

  /// From one point to another across a face, before any stretch.
  struct Way: Sendable {
    let neighbour: Int32
    let image: SIMD3<Int32>
    /// Å
    let displacement: SIMD3<Double>
    /// Twice the height (Å²) of the plane between, as a product with the displacement.
    let level: Double
  }

  /// Points nearer than this share of their mean distance are one point given twice.
  private static let closest = 1e-6
  static let mostPoints = 5_000_000

  /// - Parameters:
  ///   - points: Å; outside of the periodic cell they stand for their images.
  ///   - radii: Å; none for Voronoi cells.
  /// - Throws: `InputError` for no point, too many, two on one spot, or numbers that are not finite.
  /// - Complexity: O(points) where they are spread evenly.
  public init(
    of points: [SIMD3<Double>], radii: [Double] = [], in cell: Cell
  ) throws(InputError) {
    try Self.check(points, radii)
    let spacing = cbrt(cell.volume / Double(points.count))
    let reduced = Self.reduced(cell)
    let frame = LowerFrame(reduced, unit: spacing)
    let places = points.map { point in
      let f = cell.fractional(point)
      return cell.cartesian(f - f.rounded(.down))
    }
    try Self.checkDistinct(places, in: cell, closest: Self.closest * spacing)
    self.cell = cell
    self.radii = radii.isEmpty ? Array(repeating: 0, count: points.count) : radii
    stretch = [1, 1, 1]
    let flat = places.flatMap { place in
      let p = frame.inner(place)
      return [p.x, p.y, p.z]
    }
    guard
      let library = voro_tessellate(
        frame.vectors, points.count, flat, radii.isEmpty ? nil : radii.map { $0 / spacing })
    else {
      throw Self.error("the tessellation of \(points.count) points needs more memory; use fewer")
    }
    defer { voro_free(library) }
    let reader = TessellationReader(library, frame, places, self.radii, cell, reduced)
    polyhedra = places.indices.map { reader.polyhedron($0) }
    ways = Self.ways(polyhedra, self.radii, cell, stretch)
  }

  private static func ways(
    _ polyhedra: [Polyhedron], _ radii: [Double], _ cell: Cell, _ stretch: SIMD3<Double>
  ) -> [[Way]] {
    polyhedra.enumerated().map { point, polyhedron in
      polyhedron.faces.map { face in
        let displacement =
          (polyhedra[face.neighbour].point - polyhedron.point
            + cell.cartesian(SIMD3<Double>(face.image))) / stretch
        let power = radii[point] * radii[point] - radii[face.neighbour] * radii[face.neighbour]
        return Way(
          neighbour: Int32(face.neighbour), image: face.image, displacement: displacement,
          level: dot(displacement, displacement) + power)
      }
    }
  }

  /// The same lattice of cells by short vectors, each made shorter by the others until none can be:
  /// the library gives up on slanted cells.
  private static func reduced(_ cell: Cell) -> Cell {
    var vectors = [cell.a, cell.b, cell.c]
    for _ in 0..<1000 {
      vectors.sort { length($0) < length($1) }
      var isShorter = false
      for i in 1..<3 {
        for j in 0..<i {
          let share = dot(vectors[i], vectors[j]) / dot(vectors[j], vectors[j])
          // Half a vector either way is as short.
          guard abs(share) > 0.5 + 1e-9 else { continue }
          vectors[i] -= share.rounded() * vectors[j]
          isShorter = true
        }
      }
      if !isShorter { break }
    }
    return (try? Cell(vectors[0], vectors[1], vectors[2])) ?? cell
  }

  init(
    cell: Cell, radii: [Double], polyhedra: [Polyhedron], stretch: SIMD3<Double>
  ) {
    (self.cell, self.radii, self.polyhedra, self.stretch) = (cell, radii, polyhedra, stretch)
    ways = Self.ways(polyhedra, radii, cell, stretch)
  }

  static func error(_ message: String) -> InputError {
    InputError(file: "", keyPath: "tessellation", message: message)
  }

  private static func check(
    _ points: [SIMD3<Double>], _ radii: [Double]
  ) throws(InputError) {
    guard !points.isEmpty else { throw error("no point is given; give at least one") }
    guard points.count <= mostPoints else {
      throw error("\(points.count) points are more than \(mostPoints); use fewer")
    }
    guard radii.isEmpty || radii.count == points.count else {
      throw error("\(radii.count) radii for \(points.count) points; give one each, or none")
    }
    for (index, point) in points.enumerated() {
      let radius = radii.isEmpty ? 0 : radii[index]
      guard (point * point).sum().isFinite, radius.isFinite, radius >= 0 else {
        throw error(
          "point \(index) has a coordinate or radius that is not finite, or a negative radius; correct it"
        )
      }
    }
  }

  private static func checkDistinct(
    _ places: [SIMD3<Double>], in cell: Cell, closest: Double
  ) throws(InputError) {
    let grid = PointGrid(places, in: cell, reach: closest)
    for (i, place) in places.enumerated() {
      for near in grid.near(place, within: closest) where near.point > i {
        throw error("points \(i) and \(near.point) lie on one spot; remove one of the two")
      }
    }
  }
}

/// The library's frame: a along x, b in the xy plane, lengths in units of the mean spacing.
struct LowerFrame {
  private let axes: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>)
  let unit: Double
  /// xx, xy, yy, xz, yz, zz
  let vectors: [Double]

  init(_ cell: Cell, unit: Double) {
    let x = cell.a / length(cell.a)
    let z0 = cross(cell.a, cell.b)
    // A left-handed cell keeps positive diagonals in a mirrored frame.
    let z = z0 / length(z0) * (dot(z0, cell.c) < 0 ? -1 : 1)
    let y0 = cell.b - dot(cell.b, x) * x
    let y = y0 / length(y0)
    axes = (x, y, z)
    self.unit = unit
    vectors = [
      length(cell.a), dot(cell.b, x), dot(cell.b, y), dot(cell.c, x), dot(cell.c, y),
      dot(cell.c, z),
    ].map { $0 / unit }
  }

  func inner(_ p: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(dot(p, axes.0), dot(p, axes.1), dot(p, axes.2)) / unit
  }

  func outer(_ p: SIMD3<Double>) -> SIMD3<Double> {
    (axes.0 * p.x + axes.1 * p.y + axes.2 * p.z) * unit
  }
}
