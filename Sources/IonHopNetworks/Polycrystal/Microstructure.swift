import IonHopCore

/// A periodic box of labelled voxels: what the mesoscale solver and networks read of a structure.
///
/// Labels count x fastest, then y, then z. Each label stands for a phase; several labels may be
/// grains of one material.
///
///     let voxels = try Microstructure(grains, shape: [100, 100, 100], layers: layers, seed: 1)
///     voxels.label(at: [3, 0, 99])
///     voxels.shares[.pore]          // of the volume
public struct Microstructure: Sendable {
  /// What a label stands for.
  public enum Phase: Sendable, Hashable {
    /// A voxel of a grain, by its number.
    case grain(Int)
    /// The core of boundaries, with a thickness of its own.
    case core
    /// Where three or more grains meet.
    case junction
    /// A second phase along boundaries.
    case film
    /// A pore or crack.
    case pore
  }

  /// Voxels along x, y, z.
  public let shape: SIMD3<Int>
  /// Edges of a voxel (Å).
  public let spacing: SIMD3<Double>
  /// Of the voxels, x fastest.
  public internal(set) var labels: [Int32]
  /// Of every label that occurs.
  public internal(set) var phases: [Int32: Phase]

  /// 10⁹ voxels take 4 GB.
  public static let mostVoxels = 1_000_000_000

  /// - Parameters:
  ///   - spacing: Å
  ///   - labels: one a voxel, x fastest.
  ///   - phases: of labels that are no grains; every other label is a grain of its own.
  /// - Throws: `InputError` for a shape, spacing or number of labels that make no box.
  public init(
    shape: SIMD3<Int>, spacing: SIMD3<Double>, labels: [Int32], phases: [Int32: Phase] = [:]
  ) throws(InputError) {
    let voxels = try Self.check(shape: shape, spacing: spacing)
    guard labels.count == voxels else {
      throw Self.error(
        "\(labels.count) labels for \(shape.x) × \(shape.y) × \(shape.z) voxels; give one each",
        at: "labels")
    }
    (self.shape, self.spacing, self.labels) = (shape, spacing, labels)
    var known: [Int32: Phase] = [:]
    for label in labels where known[label] == nil {
      known[label] = phases[label] ?? .grain(Int(label))
    }
    self.phases = known
  }

  /// - Returns: the number of voxels.
  @discardableResult
  static func check(shape: SIMD3<Int>, spacing: SIMD3<Double>) throws(InputError) -> Int {
    let voxels = saturatingProduct(
      saturatingProduct(max(0, shape.x), max(0, shape.y)), max(0, shape.z))
    guard shape.min() > 0, voxels <= mostVoxels else {
      throw error(
        "\(shape.x) × \(shape.y) × \(shape.z) voxels; give from 1 to \(mostVoxels) in all",
        at: "shape")
    }
    guard all(spacing .> 0), all(spacing .< 1e12) else {
      throw error(
        "\(spacing.x), \(spacing.y), \(spacing.z) Å; give three positive lengths", at: "spacing")
    }
    return voxels
  }

  static func error(_ message: String, at key: String) -> InputError {
    InputError(file: "", keyPath: key, message: message)
  }

  // MARK: Voxels

  /// Where a voxel stands in `labels`, through the periodic border.
  public func index(_ voxel: SIMD3<Int>) -> Int {
    voxel.x + shape.x * (voxel.y + shape.y * voxel.z)
  }

  /// - Parameter voxel: counted from zero; beyond the box it stands for its periodic image.
  public func label(at voxel: SIMD3<Int>) -> Int32 { labels[index(wrapped(voxel))] }

  func wrapped(_ voxel: SIMD3<Int>) -> SIMD3<Int> {
    var result = voxel
    for axis in 0..<3 { result[axis] = ((voxel[axis] % shape[axis]) + shape[axis]) % shape[axis] }
    return result
  }

  /// The voxel that holds a place (Å), periodic images included.
  public func voxel(at position: SIMD3<Double>) -> SIMD3<Int> {
    let edges = SIMD3<Double>(shape) * spacing
    let inside = position - edges * (position / edges).rounded(.down)
    return SIMD3<Int>(inside / spacing).clamped(lowerBound: .zero, upperBound: shape &- 1)
  }

  /// Calls for every voxel, in the order of labels.
  func forEachVoxel(_ body: (_ voxel: SIMD3<Int>, _ index: Int) -> Void) {
    var index = 0
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          body([x, y, z], index)
          index += 1
        }
      }
    }
  }

  /// The periodic box (Å).
  public var cell: Cell {
    get throws(InputError) {
      let edges = SIMD3<Double>(shape) * spacing
      do {
        return try Cell([edges.x, 0, 0], [0, edges.y, 0], [0, 0, edges.z])
      } catch { throw Self.error("\(error)", at: "spacing") }
    }
  }

  /// Share of the volume of every phase; grains one by one.
  public var shares: [Phase: Double] {
    var counts: [Int32: Int] = [:]
    for label in labels { counts[label, default: 0] += 1 }
    var shares: [Phase: Double] = [:]
    for (label, count) in counts {
      if let phase = phases[label] {
        shares[phase, default: 0] += Double(count) / Double(labels.count)
      }
    }
    return shares
  }
}
