import CVoro
import Foundation
import IonHopCore

/// Finds the pairs of sites that hops join; each pair once, whichever rule.
struct BondFinder {
  let cell: Cell
  let positions: [SIMD3<Double>]
  let dimensions: Int

  private typealias Bond = SiteNetwork.Bond

  /// Share of space of one site, to the power 1/d (Å).
  private var spacing: Double {
    let space = dimensions == 2 ? cell.volume / cell.thickness.z : cell.volume
    return pow(space / Double(positions.count), 1 / Double(dimensions))
  }

  func bonds(_ rule: BondRule) throws(GlassError) -> [SiteNetwork.Bond] {
    let found =
      switch rule {
      case .cutoff(let distance): try cutoff(distance).map(\.bond)
      case .nearest(let k): try nearest(k)
      case .coordination(let z): try coordination(z)
      case .delaunay(let longest): try delaunay(longest)
      case .voronoiVertices: [Bond]()
      }
    guard !found.isEmpty else { throw .noBonds(rule: "\(rule)") }
    return found
  }

  private func isFirst(_ i: Int, _ j: Int, _ image: SIMD3<Int32>) -> Bool {
    guard i == j else { return i < j }
    for axis in 0..<3 where image[axis] != 0 { return image[axis] > 0 }
    return false
  }

  private func bond(_ i: Int, _ j: Int, _ image: SIMD3<Int32>) -> Bond {
    Bond(
      first: Int32(i), second: Int32(j), image: SIMD3<Int16>(truncatingIfNeeded: image))
  }

  /// In a layer hops do not leave the plane for its image above.
  private func isInPlane(_ image: SIMD3<Int32>) -> Bool { dimensions == 3 || image.z == 0 }

  // MARK: Distances

  /// Neighbours within reach beyond which a cutoff is taken for a mistake.
  private static let mostNeighbours = 500.0

  private func cutoff(
    _ distance: Double
  ) throws(GlassError) -> [(bond: Bond, length: Double)] {
    let reach = distance / spacing
    let expected = dimensions == 2 ? .pi * reach * reach : 4 * .pi / 3 * reach * reach * reach
    guard distance > 0, expected < Self.mostNeighbours else {
      throw .badNumber(
        key: "cutoff", value: distance,
        mend: "give a distance (Å) with fewer than \(Int(Self.mostNeighbours)) neighbours each")
    }
    let grid = PointGrid(positions, in: cell, reach: distance)
    var found: [(bond: Bond, length: Double)] = []
    for (i, position) in positions.enumerated() {
      for near in grid.near(position, within: distance)
      where isInPlane(near.image) && isFirst(i, near.point, near.image) {
        found.append((bond(i, near.point, near.image), length(near.displacement)))
      }
    }
    return found
  }

  private func coordination(_ z: Double) throws(GlassError) -> [Bond] {
    guard z > 0, z < Self.mostNeighbours / 4 else {
      throw .badNumber(key: "coordination", value: z, mend: "give a mean number of neighbours")
    }
    let wanted = max(1, Int((z * Double(positions.count) / 2).rounded()))
    var reach = spacing * pow(z, 1 / Double(dimensions)) / 2
    while true {
      var pairs = try cutoff(reach)
      if pairs.count >= wanted {
        pairs.sort {
          ($0.length, $0.bond.first, $0.bond.second) < ($1.length, $1.bond.first, $1.bond.second)
        }
        return pairs.prefix(wanted).map(\.bond)
      }
      reach *= 1.3
    }
  }

  private func nearest(_ k: Int) throws(GlassError) -> [Bond] {
    guard k > 0, k <= 64 else {
      throw .badNumber(key: "nearest", value: Double(k), mend: "give 1 to 64 neighbours")
    }
    guard positions.count > k else {
      throw .tooManyNeighbours(wanted: k, sites: positions.count)
    }
    let start = spacing * pow(Double(k + 2), 1 / Double(dimensions)) * 0.75
    let grid = PointGrid(positions, in: cell, reach: start)
    var found: Set<PairKey> = []
    var result: [Bond] = []
    for (i, position) in positions.enumerated() {
      for near in nearest(k, of: position, grid, start) {
        let isFirst = isFirst(i, near.point, near.image)
        let key =
          isFirst
          ? PairKey(i: i, j: near.point, image: near.image)
          : PairKey(i: near.point, j: i, image: 0 &- near.image)
        guard found.insert(key).inserted else { continue }
        result.append(bond(key.i, key.j, key.image))
      }
    }
    return result
  }

  private func nearest(
    _ k: Int, of position: SIMD3<Double>, _ grid: PointGrid, _ start: Double
  ) -> [PointGrid.Near] {
    var reach = start
    while true {
      // The site itself is among them.
      let near = grid.near(position, within: reach).filter {
        isInPlane($0.image) && length($0.displacement) > GlassStructure.closest
      }
      if near.count >= k {
        let sorted = near.sorted {
          (dot($0.displacement, $0.displacement), $0.point)
            < (dot($1.displacement, $1.displacement), $1.point)
        }
        return Array(sorted.prefix(k))
      }
      reach *= 1.3
    }
  }

  private struct PairKey: Hashable {
    var i: Int
    var j: Int
    var image: SIMD3<Int32>
  }

  // MARK: Delaunay

  private func delaunay(_ longest: Double) throws(GlassError) -> [Bond] {
    guard longest > 0 else {
      throw .badNumber(key: "longest", value: longest, mend: "give a positive length (Å)")
    }
    let tessellation = try VoronoiCells(of: positions, in: cell, unit: spacing)
    var found: [Bond] = []
    for i in positions.indices {
      tessellation.forEachFace(of: i) { j, image, displacement in
        guard isInPlane(image), isFirst(i, j, image), length(displacement) <= longest else {
          return
        }
        found.append(bond(i, j, image))
      }
    }
    return found
  }
}
