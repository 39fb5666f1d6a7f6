/// Clusters of sites joined so far, which know when they have grown around the periodic cell.
///
/// Union–find by size, each site with the cell it stands in seen from its cluster's root: a bond
/// between two sites of one cluster that does not close on itself goes around the cell
/// (J. Machta, Y. S. Choi, A. Lucke, T. Schweizer, L. M. Chayes, Phys. Rev. E 54, 1332 (1996),
/// doi:10.1103/PhysRevE.54.1332; M. E. J. Newman, R. M. Ziff, Phys. Rev. E 64, 016706 (2001),
/// doi:10.1103/PhysRevE.64.016706).
struct PercolatingClusters {
  private var parent: [Int32]
  /// The cell of a site, seen from its parent.
  private var offset: [SIMD3<Int32>]
  private var size: [Int32]

  init(sites: Int) {
    parent = (0..<sites).map { Int32($0) }
    offset = Array(repeating: .zero, count: sites)
    size = Array(repeating: 1, count: sites)
  }

  /// The root of a site's cluster.
  mutating func root(of site: Int) -> Int { find(site).root }

  /// Sites in the cluster of a site.
  mutating func size(of site: Int) -> Int { Int(size[root(of: site)]) }

  /// Joins two sites.
  ///
  /// - Returns: how often the bond's loop goes around the cell along each vector; zero for none.
  mutating func join(_ first: Int, _ second: Int, image: SIMD3<Int32>) -> SIMD3<Int32> {
    var (a, b) = (find(first), find(second))
    var shift = a.offset &+ image &- b.offset
    guard a.root != b.root else { return shift }
    if size[a.root] < size[b.root] {
      swap(&a, &b)
      shift = 0 &- shift
    }
    parent[b.root] = Int32(a.root)
    offset[b.root] = shift
    size[a.root] += size[b.root]
    return .zero
  }

  /// The root and the site's cell seen from it; the path there is shortened to one step.
  private mutating func find(_ site: Int) -> (root: Int, offset: SIMD3<Int32>) {
    var root = site
    var total = SIMD3<Int32>.zero
    while Int(parent[root]) != root {
      total = total &+ offset[root]
      root = Int(parent[root])
    }
    var (current, rest) = (site, total)
    while Int(parent[current]) != root, current != root {
      let (next, step) = (Int(parent[current]), offset[current])
      parent[current] = Int32(root)
      offset[current] = rest
      rest = rest &- step
      current = next
    }
    return (root, total)
  }
}
