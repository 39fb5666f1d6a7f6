import Foundation
import IonHopCore

/// Grains that fill a periodic cell: where they are, and how each is turned.
///
///     let grains = try GrainStructure.voronoi(in: .cubic(2000), grains: 50, seed: 7)
///     grains.statistics.areaPerVolume   // 1/Å
///     grains.place(of: [10, 20, 30])    // grain and distance to its boundary
///
/// Every kind of structure, from a bicrystal to a textured polycrystal, is a radical tessellation:
/// its boundaries are planes. A face through which a grain meets its own image is no boundary.
public struct GrainStructure: Sendable {
  /// The cells of the grains.
  public let tessellation: PeriodicTessellation
  /// One a grain.
  public let orientations: [Orientation]
  /// For each grain its faces towards other grains.
  let boundaries: [[PeriodicTessellation.Face]]
  /// Their planes, without the arrays that slow a search down: outward normals and distances (Å).
  private let planes: [[SIMD4<Double>]]

  /// The periodic cell.
  public var cell: Cell { tessellation.cell }
  /// Number of grains.
  public var grainCount: Int { orientations.count }

  /// - Parameters:
  ///   - tessellation: cells without room are no grains and must be left out beforehand.
  ///   - texture: how grains are turned; drawn by the seed.
  init(
    _ tessellation: PeriodicTessellation, texture: Texture, seed: UInt64
  ) throws(InputError) {
    self.tessellation = tessellation
    orientations = try texture.orientations(
      tessellation.polyhedra.count, seed: StreamSeed(study: seed).mixed(with: 2 as UInt64))
    boundaries = tessellation.polyhedra.enumerated().map { grain, polyhedron in
      polyhedron.faces.filter { $0.neighbour != grain }
    }
    planes = boundaries.map { $0.map { SIMD4($0.normal, $0.distance) } }
  }

  static func error(_ message: String, at key: String) -> InputError {
    InputError(file: "", keyPath: key, message: message)
  }

  // MARK: Places

  /// Where a place lies among the grains.
  public struct Place: Sendable, Equatable {
    /// Number of the grain.
    public let grain: Int
    /// The cell of the grain's image.
    public let image: SIMD3<Int32>
    /// To the nearest boundary of the grain (Å); infinite in a single crystal.
    public let distance: Double
    /// To the second nearest boundary face (Å): small near triple junctions.
    public let junctionDistance: Double
    /// The grain beyond the nearest boundary; the grain itself in a single crystal.
    public let neighbour: Int
    /// The nearest boundary among the grain's faces; nil in a single crystal.
    let face: Int?
  }

  /// - Parameters:
  ///   - position: Å
  ///   - guess: a grain nearby, which shortens the search.
  public func place(of position: SIMD3<Double>, near guess: Int = 0) -> Place {
    let owner = tessellation.owner(of: position, near: guess)
    return place(at: owner.offset, in: owner.point, image: owner.image)
  }

  /// The place at an offset (Å) from a grain's point that is known to lie in the grain.
  func place(at offset: SIMD3<Double>, in grain: Int, image: SIMD3<Int32> = .zero) -> Place {
    var (first, second) = (Double.infinity, Double.infinity)
    var nearest: Int?
    for (index, plane) in planes[grain].enumerated() {
      let height = plane.x * offset.x + plane.y * offset.y + plane.z * offset.z
      let distance = max(0, plane.w - height)
      if distance < first {
        (first, second, nearest) = (distance, first, index)
      } else if distance < second {
        second = distance
      }
    }
    return Place(
      grain: grain, image: image, distance: first, junctionDistance: second,
      neighbour: nearest.map { boundaries[grain][$0].neighbour } ?? grain, face: nearest)
  }

  // MARK: Statistics

  /// Sizes and boundaries of grains, as microscopists give them.
  public struct Statistics: Sendable, Equatable {
    /// Number of grains.
    public let grains: Int
    /// Å³
    public let meanVolume: Double
    /// Of spheres of the grains' volumes (Å).
    public let meanDiameter: Double
    /// Standard deviation of those diameters over their mean.
    public let diameterSpread: Double
    /// Boundary area per volume S_V (1/Å).
    public let areaPerVolume: Double
    /// Boundary faces a grain.
    public let meanFaces: Double
    /// Mean length (Å) of a random line between boundaries, 2/S_V: S. A. Saltykov and C. S. Smith,
    /// L. Guttman, Trans. AIME 197, 81 (1953) (from memory; tested by lines through a polycrystal).
    public let meanIntercept: Double
  }

  /// Sizes and boundaries of the grains.
  public var statistics: Statistics {
    let volumes = tessellation.polyhedra.map(\.volume)
    let diameters = volumes.map { cbrt(6 * $0 / .pi) }
    let count = Double(grainCount)
    let mean = diameters.reduce(0, +) / count
    let variance = diameters.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    // Slivers that rounding leaves in regular arrangements are no faces.
    let smallest = 1e-9 * pow(cell.volume / count, 2.0 / 3)
    let faces = boundaries.flatMap { $0.filter { $0.area > smallest } }
    let area = faces.reduce(0) { $0 + $1.area } / 2
    return Statistics(
      grains: grainCount, meanVolume: cell.volume / count, meanDiameter: mean,
      diameterSpread: variance.squareRoot() / mean, areaPerVolume: area / cell.volume,
      meanFaces: Double(faces.count) / count,
      meanIntercept: area > 0 ? 2 * cell.volume / area : .infinity)
  }
}
