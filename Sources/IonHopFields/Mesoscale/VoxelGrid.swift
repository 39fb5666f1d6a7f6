/// A periodic box of equal voxels, each with the label of its grain.
///
/// Voxel (x, y, z) has the number `x + shape.x · (y + shape.y · z)`: x runs fastest, as in VTK
/// images. A direction with one voxel is uniform, so that layers and plane sections are grids too.
///
///     let bicrystal = try VoxelGrid(
///       shape: SIMD3(2, 1, 1), spacing: SIMD3(repeating: 100), labels: [0, 1])
public struct VoxelGrid: Sendable, Equatable {
  /// Voxels along x, y, z.
  public let shape: SIMD3<Int>
  /// Edges of a voxel (Å).
  public let spacing: SIMD3<Double>
  /// Of the voxels, x fastest.
  public let labels: [Int]

  /// The largest number of voxels: more would not fit the numbering of the solver's levels.
  public static let largestCount = 1 << 30

  /// - Parameters:
  ///   - spacing: edges of a voxel (Å); 1 nm is 10 Å.
  ///   - labels: one of each voxel, not negative.
  /// - Throws: `FieldError.badMicrostructure`.
  public init(shape: SIMD3<Int>, spacing: SIMD3<Double>, labels: [Int]) throws(FieldError) {
    guard let count = Self.count(shape) else {
      throw .badMicrostructure(
        "shape: \(Self.text(shape)) is not three numbers from 1 up, \(Self.largestCount) voxels in all"
      )
    }
    guard (0..<3).allSatisfy({ spacing[$0] > 0 && spacing[$0].isFinite }) else {
      throw .badMicrostructure(
        "spacing: \(spacing.x), \(spacing.y), \(spacing.z) Å; give positive edges of a voxel")
    }
    guard labels.count == count else {
      throw .badMicrostructure(
        "labels: \(labels.count) for the \(count) voxels of shape \(Self.text(shape)); give one each"
      )
    }
    if let bad = labels.firstIndex(where: { $0 < 0 }) {
      throw .badMicrostructure("labels: \(labels[bad]) of voxel \(bad); number labels from 0")
    }
    (self.shape, self.spacing, self.labels) = (shape, spacing, labels)
  }

  private static func count(_ shape: SIMD3<Int>) -> Int? {
    var count = 1
    for axis in 0..<3 {
      guard shape[axis] > 0 else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: shape[axis])
      guard !overflow, product <= largestCount else { return nil }
      count = product
    }
    return count
  }

  private static func text(_ shape: SIMD3<Int>) -> String { "\(shape.x)×\(shape.y)×\(shape.z)" }

  /// Number of voxels.
  public var count: Int { labels.count }
  /// Volume of the box (Å³).
  public var volume: Double { Double(count) * spacing.x * spacing.y * spacing.z }

  /// Area of a voxel's face perpendicular to an axis (Å²).
  func faceArea(_ axis: Int) -> Double { spacing.x * spacing.y * spacing.z / spacing[axis] }

  func stride(_ axis: Int) -> Int { axis == 0 ? 1 : axis == 1 ? shape.x : shape.x * shape.y }

  /// Where a voxel stands along an axis.
  func coordinate(of voxel: Int, _ axis: Int) -> Int { voxel / stride(axis) % shape[axis] }

  /// The next voxel along an axis, through the border of the box.
  func neighbour(of voxel: Int, _ axis: Int) -> Int {
    let next = voxel + stride(axis)
    return coordinate(of: voxel, axis) == shape[axis] - 1 ? next - stride(axis) * shape[axis] : next
  }
}
