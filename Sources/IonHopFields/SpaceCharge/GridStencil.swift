import IonHopCore

/// The bonds of a periodic grid of voxels of any shape that stand for −∇·∇.
///
/// A cell vector of a crystal need not be at right angles to the others. Selling's decomposition
/// writes the inverse metric of such a grid as a sum of at most six dyads of lattice vectors with
/// weights that are never negative; so charge flows along few bonds, downhill only, and on right
/// angles these are the six neighbours of the finite-volume method.
/// E. Selling, J. reine angew. Math. 77, 143 (1874); as stencils: J. Fehrenbach, J.-M. Mirebeau,
/// J. Math. Imaging Vis. 49, 123 (2014), doi:10.1007/s10851-013-0446-3 (both recalled; derived
/// again, and tested on a skewed cell).
struct GridStencil {
  struct Bond: Equatable {
    /// To the other voxel, in voxels.
    let offset: SIMD3<Int>
    /// Conductance for a unit permittivity (Å).
    let weight: Double
  }

  /// Each bond once: the other half of the neighbours is at the opposite offsets.
  let bonds: [Bond]

  init(cell: Cell, shape: SIMD3<Int>) {
    let edges = [
      cell.a / Double(shape.x), cell.b / Double(shape.y), cell.c / Double(shape.z),
    ]
    let volume = cell.volume / Double(shape.x * shape.y * shape.z)
    let inverse = Self.inverseMetric(edges)
    let product = { (p: SIMD3<Int>, q: SIMD3<Int>) -> Double in
      var sum = 0.0
      for i in 0..<3 { for j in 0..<3 { sum += Double(p[i] * q[j]) * inverse[i][j] } }
      return sum
    }
    let base = Self.obtuseSuperbase(product)
    var bonds: [Bond] = []
    let scale = (0..<3).map { inverse[$0][$0] }.max() ?? 1
    for i in 0..<4 {
      for j in i + 1..<4 {
        let others = (0..<4).filter { $0 != i && $0 != j }
        let weight = -product(base[i], base[j])
        // Products that are zero but for rounding make no bond.
        guard weight > 1e-12 * scale else { continue }
        let offset = Self.cross(base[others[0]], base[others[1]])
        bonds.append(Bond(offset: offset, weight: weight * volume))
      }
    }
    self.bonds = bonds
  }

  /// Of the metric of the voxel edges: the scalar products of the reciprocal vectors (Å⁻²).
  private static func inverseMetric(_ edges: [SIMD3<Double>]) -> [[Double]] {
    let volume = dot(edges[0], IonHopCore.cross(edges[1], edges[2]))
    let reciprocal = (0..<3).map {
      IonHopCore.cross(edges[($0 + 1) % 3], edges[($0 + 2) % 3]) / volume
    }
    return reciprocal.map { p in reciprocal.map { dot(p, $0) } }
  }

  /// Selling's algorithm: while two vectors are at an acute angle, turn one of them round.
  private static func obtuseSuperbase(
    _ product: (SIMD3<Int>, SIMD3<Int>) -> Double
  ) -> [SIMD3<Int>] {
    var base: [SIMD3<Int>] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, -1, -1]]
    let size = base.map { product($0, $0) }.max() ?? 1
    var acute = true
    while acute {
      acute = false
      for i in 0..<4 {
        for j in i + 1..<4 where !acute && product(base[i], base[j]) > 1e-12 * size {
          let others = (0..<4).filter { $0 != i && $0 != j }
          let turned = base[i]
          base = [0 &- turned, base[j], base[others[0]] &+ turned, base[others[1]] &+ turned]
          acute = true
        }
      }
    }
    return base
  }

  private static func cross(_ p: SIMD3<Int>, _ q: SIMD3<Int>) -> SIMD3<Int> {
    [p.y * q.z - p.z * q.y, p.z * q.x - p.x * q.z, p.x * q.y - p.y * q.x]
  }
}
