import IonHopCore

/// Which pairs of mobile sites an ion can hop between, judged by distance alone.
///
/// A pair up to the cutoff is a hop unless
/// - another mobile site lies in or on the sphere whose diameter the pair is (the Gabriel graph:
///   K. R. Gabriel, R. R. Sokal, Syst. Zool. 18, 259 (1969), DOI 10.2307/2412323): the ion would go
///   by way of it; or
/// - the centre of a host atom lies nearer than `clearance` to the straight line between the sites.
struct HopSearch {
  /// Å
  let cutoff: Double
  /// Å
  let clearance: Double
  /// Å beyond the cutoff in which pairs are listed, so that windows stay clear of them.
  static let margin = 0.5

  /// A pair of sites, one direction.
  struct Pair {
    let from: Int
    let to: Int
    /// Å
    let displacement: SIMD3<Double>
    let distance: Double
    var isHop = false
  }

  /// All pairs up to the cutoff and the margin, both directions.
  ///
  /// - Parameter mobile, host: fractional.
  /// - Complexity: O(sites × atoms) distances, then O(neighbours²) a site.
  func pairs(
    mobile: [SIMD3<Double>], host: [SIMD3<Double>], in cell: Cell
  ) -> [Pair] {
    let reach = cutoff + Self.margin
    var result: [Pair] = []
    for site in mobile.indices {
      let around = neighbours(of: mobile[site], among: mobile, within: reach, in: cell)
        .sorted { $0.distance < $1.distance }
      let atoms = neighbours(of: mobile[site], among: host, within: cutoff + clearance, in: cell)
      for end in around {
        let isOpen =
          end.distance <= cutoff && !isBypassed(end, by: around) && !isBlocked(end, by: atoms)
        result.append(
          Pair(
            from: site, to: end.index, displacement: end.offset, distance: end.distance,
            isHop: isOpen))
      }
    }
    return result
  }

  private struct Neighbour {
    let index: Int
    /// Å
    let offset: SIMD3<Double>
    let distance: Double
  }

  private func neighbours(
    of position: SIMD3<Double>, among others: [SIMD3<Double>], within reach: Double, in cell: Cell
  ) -> [Neighbour] {
    let images = SIMD3<Int>((reach / cell.thickness + 1).rounded(.up))
    var found: [Neighbour] = []
    for (index, other) in others.enumerated() {
      let base = other - position
      let wrapped = base - base.rounded(.toNearestOrEven)
      for x in -images.x...images.x {
        for y in -images.y...images.y {
          for z in -images.z...images.z {
            let d = cell.cartesian(wrapped + SIMD3(Double(x), Double(y), Double(z)))
            let r = length(d)
            if r > 1e-6, r <= reach {
              found.append(Neighbour(index: index, offset: d, distance: r))
            }
          }
        }
      }
    }
    return found
  }

  /// A third site sees the pair at a right angle or more: it lies in or on the sphere.
  private func isBypassed(_ end: Neighbour, by sites: [Neighbour]) -> Bool {
    let centre = end.offset / 2
    // The slack puts sites on the sphere, as on square lattices, inside it in spite of rounding.
    let radius = end.distance / 2 * (1 + 1e-3)
    for site in sites {
      guard site.distance < end.distance * (1 - 1e-3) else { return false }
      if length(site.offset - centre) <= radius { return true }
    }
    return false
  }

  private func isBlocked(_ end: Neighbour, by atoms: [Neighbour]) -> Bool {
    atoms.contains { atom in
      let along = max(0, min(1, dot(atom.offset, end.offset) / dot(end.offset, end.offset)))
      return length(atom.offset - end.offset * along) < clearance
    }
  }
}
