extension SiteNetwork {
  /// Connected components and the directions in which an ion can travel without end.
  public struct Connectivity: Sendable {
    /// Component of each site.
    public let component: [Int]
    /// Parts that no hop joins.
    public let componentCount: Int
    /// Orthonormal directions spanned by closed paths through the periodic cell.
    public let directions: [SIMD3<Double>]

    /// Number of directions in which the network is connected: 0 (cages) to 3.
    public var dimensions: Int { directions.count }
  }

  /// Walks the hops from every site; a hop that closes a loop adds the loop's net displacement
  /// to the space of unbounded travel.
  ///
  /// - Complexity: O(sites + hops)
  public func connectivity() -> Connectivity {
    var component = Array(repeating: -1, count: siteCount)
    var travelled = Array(repeating: SIMD3<Int32>.zero, count: siteCount)
    var loops: [SIMD3<Double>] = []
    var count = 0
    var stack: [Int] = []
    for start in 0..<siteCount where component[start] < 0 {
      component[start] = count
      stack.append(start)
      while let site = stack.popLast() {
        for record in rows[hopRange(from: site)] {
          let target = Int(record.target)
          let image = travelled[site] &+ hopKinds[Int(record.kind)].image
          if component[target] < 0 {
            component[target] = count
            travelled[target] = image
            stack.append(target)
          } else if image != travelled[target], loops.count < 3 {
            addIndependent(cell.cartesian(SIMD3<Double>(image &- travelled[target])), to: &loops)
          }
        }
      }
      count += 1
    }
    return Connectivity(component: component, componentCount: count, directions: loops)
  }

  /// Gram–Schmidt: keeps `vector` only if it leaves the space of `basis`.
  private func addIndependent(_ vector: SIMD3<Double>, to basis: inout [SIMD3<Double>]) {
    let rest = basis.reduce(vector) { $0 - $1 * dot($1, vector) }
    if length(rest) > 1e-6 * length(vector) { basis.append(rest / length(rest)) }
  }
}
