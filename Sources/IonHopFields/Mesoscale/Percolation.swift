/// Which voxels hang together, and along which axes they do so without end.
///
/// A union-find that remembers how far, in boxes, each voxel lies from its root: a bond that closes
/// a loop with a net distance makes its component percolate that way (J. Machta, Y. S. Choi,
/// A. Lucke, T. Schweizer, L. M. Chayes, Phys. Rev. E 54, 1332 (1996),
/// doi:10.1103/PhysRevE.54.1332).
struct Percolation {
  private var parent: [Int32]
  private var boxes: [SIMD3<Int32>]
  /// Along x, y and z.
  private(set) var percolates = [false, false, false]

  init(count: Int) {
    parent = (0..<Int32(count)).map { $0 }
    boxes = Array(repeating: .zero, count: count)
  }

  /// The root of a voxel with the boxes between them; shortens the path on the way.
  private mutating func find(_ voxel: Int) -> (root: Int, boxes: SIMD3<Int32>) {
    var (root, total) = (voxel, SIMD3<Int32>.zero)
    while Int(parent[root]) != root {
      total &+= boxes[root]
      root = Int(parent[root])
    }
    var (here, left) = (voxel, total)
    while Int(parent[here]) != root, here != root {
      let (next, step) = (Int(parent[here]), boxes[here])
      (parent[here], boxes[here]) = (Int32(root), left)
      left &-= step
      here = next
    }
    return (root, total)
  }

  /// - Parameter crosses: the boxes from the one of `a` to the one of `b`.
  mutating func join(_ a: Int, _ b: Int, crosses: SIMD3<Int32>) {
    let (first, toFirst) = find(a)
    let (second, toSecond) = find(b)
    // Position of b's root in boxes, seen from a's root, by way of this bond.
    let shift = toFirst &+ crosses &- toSecond
    guard first != second else {
      for axis in 0..<3 where shift[axis] != 0 { percolates[axis] = true }
      return
    }
    // The lower number is the root: the same result for any order of the bonds.
    let (root, child) = (min(first, second), max(first, second))
    parent[child] = Int32(root)
    boxes[child] = second == child ? shift : SIMD3<Int32>.zero &- shift
  }

  mutating func isRoot(_ voxel: Int) -> Bool { Int(parent[voxel]) == voxel }
}
