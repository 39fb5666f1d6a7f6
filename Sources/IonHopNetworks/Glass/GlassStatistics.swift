import Foundation
import IonHopCore

/// What a random structure is like: coordination, distances, free volume.
public struct GlassStatistics: Sendable, Equatable {
  /// Number of sites.
  public let sites: Int
  /// Number of bonds, each counted once.
  public let bonds: Int
  /// Sites per Å³; per Å² in a layer.
  public let density: Double
  /// Bonds a site.
  public let meanCoordination: Double
  /// Number of sites with 0, 1, 2 … neighbours.
  public let coordination: [Int]
  /// Of bonds: shortest, mean and longest (Å), and the standard deviation (Å).
  public let shortestBond: Double
  /// Mean length of bonds (Å).
  public let meanBond: Double
  /// Length of the longest bond (Å).
  public let longestBond: Double
  /// Standard deviation of the lengths of bonds (Å).
  public let bondDeviation: Double
  /// Least distance of any two sites (Å).
  public let closestSites: Double
  /// Share of space further from every site than half the mean distance of nearest neighbours.
  public let freeVolume: Double
}

extension GlassStructure {
  /// - Complexity: O(sites + bonds)
  public var statistics: GlassStatistics {
    var neighbours = Array(repeating: 0, count: positions.count)
    var (sum, squares, shortest, longest) = (0.0, 0.0, Double.infinity, 0.0)
    for bond in bonds {
      neighbours[Int(bond.first)] += 1
      neighbours[Int(bond.second)] += 1
      let d = length(displacement(bond))
      sum += d
      squares += d * d
      (shortest, longest) = (min(shortest, d), max(longest, d))
    }
    var histogram = Array(repeating: 0, count: (neighbours.max() ?? 0) + 1)
    for count in neighbours { histogram[count] += 1 }
    let number = Double(max(1, bonds.count))
    let nearest = nearestDistances()
    let space = dimensions == 2 ? cell.volume / cell.thickness.z : cell.volume
    return GlassStatistics(
      sites: positions.count, bonds: bonds.count, density: Double(positions.count) / space,
      meanCoordination: 2 * Double(bonds.count) / Double(positions.count),
      coordination: histogram, shortestBond: shortest, meanBond: sum / number,
      longestBond: longest,
      bondDeviation: max(0, squares / number - sum * sum / number / number).squareRoot(),
      closestSites: nearest.min() ?? .infinity,
      freeVolume: freeVolume(radius: nearest.reduce(0, +) / Double(nearest.count) / 2))
  }

  private var spacing: Double {
    let space = dimensions == 2 ? cell.volume / cell.thickness.z : cell.volume
    return pow(space / Double(positions.count), 1 / Double(dimensions))
  }

  /// From each site to the nearest other, or to its own nearest image (Å).
  private func nearestDistances() -> [Double] {
    let grid = PointGrid(positions, in: cell, reach: spacing)
    return positions.map { position in
      var reach = spacing
      while true {
        let near = grid.near(position, within: reach).map { length($0.displacement) }
          .filter { $0 > Self.closest }
        if let least = near.min() { return least }
        reach *= 1.5
      }
    }
  }

  /// Points of a lattice of their own, evenly spread: the additive recurrence of the powers of the
  /// plastic number (M. Roberts, Extreme Learning, 2018, The unreasonable effectiveness of
  /// quasirandom sequences; citation recalled).
  private func freeVolume(radius: Double) -> Double {
    let grid = PointGrid(positions, in: cell, reach: radius)
    let steps: SIMD3<Double> =
      dimensions == 2
      ? [0.7548776662466927, 0.5698402909980532, 0]
      : [0.8191725133961645, 0.6710436067037893, 0.5497004779019703]
    let trials = 20_000
    var place = SIMD3<Double>(0.5, 0.5, dimensions == 2 ? 0 : 0.5)
    var free = 0
    for _ in 0..<trials {
      place += steps
      place -= place.rounded(.down)
      if grid.near(cell.cartesian(place), within: radius).isEmpty { free += 1 }
    }
    return Double(free) / Double(trials)
  }
}
