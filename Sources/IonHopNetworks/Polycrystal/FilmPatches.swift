import IonHopCore

/// Patches of a film: the Voronoi cells of random points, of which a share is covered.
struct FilmPatches: Sendable {
  private let patches: PeriodicTessellation
  private let isCovered: [Bool]
  private static let mostPatches = 200_000.0

  /// - Parameters:
  ///   - size: mean distance of patches (Å).
  ///   - coverage: share of the patches that are covered, rounded to whole patches.
  ///   - seed: the study's; the same patches for networks and for voxels.
  init(
    in cell: Cell, size: Double, coverage: Double, seed: UInt64
  ) throws(InputError) {
    let count = cell.volume / (size * size * size)
    guard count <= Self.mostPatches else {
      throw GrainStructure.error(
        "\(size) Å makes more than \(Int(Self.mostPatches)) patches; use larger ones",
        at: "secondPhase.patchSize")
    }
    var numbers = try RandomStream.forStructure(StreamSeed(study: seed).mixed(with: 21 as UInt64))
    let points = (0..<max(1, Int(count.rounded()))).map { _ in
      let (x, y, z) = (numbers.uniform(), numbers.uniform(), numbers.uniform())
      return cell.cartesian([x, y, z])
    }
    patches = try PeriodicTessellation(of: points, in: cell)
    // The points come in random order, so that the first are a random choice.
    let covered = Int((coverage * Double(points.count)).rounded())
    isCovered = points.indices.map { $0 < covered }
  }

  func covers(_ place: SIMD3<Double>) -> Bool { isCovered[patches.owner(of: place).point] }
}
