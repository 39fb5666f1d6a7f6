/// How much of each voxel face between two grains is boundary.
///
/// Voxels make stairs of a slanting boundary, with |n_x| + |n_y| + |n_z| times its area (1.5 for
/// random directions). A face perpendicular to axis a therefore carries only the part |n_a| of its
/// area: the parts sum to the true area, and a plane crossed by a field along its normal n is then
/// exact at any angle, since each face passes the part n_a of the current.
///
/// The normal is that of the surrounding faces of the same two grains, whose area vectors add up
/// to that of the smooth boundary; their weights fall off smoothly, since a sharp rim would favour
/// one step of the stairs. The largest window of `radii` is taken in which the faces still lie near
/// a plane, so small grains and sharp bends fall back to the face itself.
struct BoundaryFaces: Sendable {
  /// Of face `3 voxel + axis` towards the next voxel; 1 where the labels are equal.
  let parts: [Double]
  /// Area of all boundaries with the stairs taken out (Å²).
  let area: Double
  /// Area of the stairs (Å²).
  let stairArea: Double

  /// In voxels: slopes are seen to 1 %, boundaries further away are not.
  private static let radii = [4.5, 3, 1.5]
  /// |Σ a| / Σ |a| of area vectors: a plane has 1/√3 or more, a window's rim takes a little.
  private static let flatness = 0.5
  /// A face along the boundary keeps this much, so that no admittance is exactly zero.
  private static let smallestPart = 1e-3

  init(_ grid: VoxelGrid) {
    var parts = Array(repeating: 1.0, count: 3 * grid.count)
    var (area, stairArea) = (0.0, 0.0)
    let windows = (0..<3).map { axis in
      Self.radii.map { Self.window(around: axis, radius: $0) }
    }
    let wrap = Wrap(grid)
    for voxel in 0..<grid.count {
      for axis in 0..<3 {
        guard grid.labels[voxel] != grid.labels[grid.neighbour(of: voxel, axis)] else { continue }
        let part = Self.part(of: voxel, axis, windows[axis], grid, wrap)
        parts[3 * voxel + axis] = part
        area += part * grid.faceArea(axis)
        stairArea += grid.faceArea(axis)
      }
    }
    (self.parts, self.area, self.stairArea) = (parts, area, stairArea)
  }

  private struct Member {
    let offset: SIMD3<Int>
    let axis: Int
    let weight: Double
  }

  /// Faces around one perpendicular to `axis`, with weights (1 − r²/R²)².
  private static func window(around axis: Int, radius: Double) -> [Member] {
    let reach = Int(radius + 1)
    var members: [Member] = []
    for x in -reach...reach {
      for y in -reach...reach {
        for z in -reach...reach {
          for other in 0..<3 {
            var place = SIMD3(Double(x), Double(y), Double(z))
            place[other] += 0.5
            place[axis] -= 0.5
            let rest = 1 - (place * place).sum() / (radius * radius)
            guard rest > 0 else { continue }
            members.append(Member(offset: SIMD3(x, y, z), axis: other, weight: rest * rest))
          }
        }
      }
    }
    return members
  }

  /// Voxel numbers through the border of the box.
  private struct Wrap {
    private let tables: [[Int]]
    private let reach = 8

    init(_ grid: VoxelGrid) {
      let reach = reach
      tables = (0..<3).map { axis in
        let n = grid.shape[axis]
        return (-reach..<n + reach).map { (($0 % n) + n) % n * grid.stride(axis) }
      }
    }

    func voxel(_ place: SIMD3<Int>) -> Int {
      tables[0][place.x + reach] + tables[1][place.y + reach] + tables[2][place.z + reach]
    }
  }

  /// The windows are those of one axis, in the order of `radii`.
  private static func part(
    of voxel: Int, _ axis: Int, _ windows: [[Member]], _ grid: VoxelGrid, _ wrap: Wrap
  ) -> Double {
    let (near, far) = (grid.labels[voxel], grid.labels[grid.neighbour(of: voxel, axis)])
    let home = SIMD3((0..<3).map { grid.coordinate(of: voxel, $0) })
    for window in windows {
      var sum = SIMD3<Double>.zero
      var total = 0.0
      for member in window {
        var place = home &+ member.offset
        let a = grid.labels[wrap.voxel(place)]
        guard a == near || a == far else { continue }
        place[member.axis] += 1
        let b = grid.labels[wrap.voxel(place)]
        guard a != b, b == near || b == far else { continue }
        let size = member.weight * grid.faceArea(member.axis)
        sum[member.axis] += a == near ? size : -size
        total += size
      }
      let length = (sum * sum).sum().squareRoot()
      if length >= flatness * total { return max(sum[axis] / length, smallestPart) }
    }
    return 1
  }
}
