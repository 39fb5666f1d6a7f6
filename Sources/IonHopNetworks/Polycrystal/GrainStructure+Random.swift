import Foundation
import IonHopCore

extension GrainStructure {
  /// How grains grow into space.
  public struct Growth: Sendable, Equatable {
    /// Standard deviation of the log-normal diameters over their mean; nil for the cells of a
    /// Voronoi tessellation as they come (0.15 or so around random points).
    public var diameterSpread: Double?
    /// Rounds in which points move to the centres of their cells (S. P. Lloyd, IEEE Trans. Inf. Theory
    /// 28, 129 (1982), doi:10.1109/TIT.1982.1056489): rounder grains, narrower sizes.
    public var lloydRounds = 0
    /// Lengths of grains along x, y and z relative to each other.
    public var elongation: SIMD3<Double> = [1, 1, 1]
    /// 0, 1 or 2 for columns along that vector of the cell, which must stand upright on the others;
    /// nil for grains in all directions.
    public var columnAxis: Int?

    /// Cells around random points.
    public init(
      diameterSpread: Double? = nil, lloydRounds: Int = 0, elongation: SIMD3<Double> = [1, 1, 1],
      columnAxis: Int? = nil
    ) {
      (self.diameterSpread, self.lloydRounds) = (diameterSpread, lloydRounds)
      (self.elongation, self.columnAxis) = (elongation, columnAxis)
    }
  }

  /// More would not fit into the memory of usual machines.
  public static let mostGrains = 1_000_000
  /// Largest deviation of a grain's volume from its target, relative to the mean volume.
  static let volumeTolerance = 1e-3

  /// Grains around random points: a Voronoi polycrystal, or with a spread of diameters a Laguerre
  /// polycrystal whose volumes are fitted to the target (`VolumeFit`).
  ///
  /// - Parameters:
  ///   - cell: after elongation.
  ///   - seed: draws points, sizes and orientations.
  /// - Throws: `InputError` for numbers that make no polycrystal.
  public static func voronoi(
    in cell: Cell, grains: Int, growth: Growth = Growth(), texture: Texture = .random, seed: UInt64
  ) throws(InputError) -> GrainStructure {
    try check(grains, growth, in: cell)
    let round: Cell
    do {
      let s = growth.elongation
      round = try Cell(cell.a / s, cell.b / s, cell.c / s)
    } catch { throw Self.error("\(error)", at: "elongation") }
    let base = StreamSeed(study: seed)
    var numbers = try RandomStream.forStructure(base.mixed(with: 0 as UInt64))
    var points = (0..<grains).map { _ in
      var f = SIMD3<Double>.zero
      for axis in 0..<3 { f[axis] = numbers.uniform() }
      if let column = growth.columnAxis { f[column] = 0.5 }
      return round.cartesian(f)
    }
    let shares = try volumeShares(grains, growth, base.mixed(with: 1 as UInt64))
    var cells = try tessellate(points, shares, in: round)
    for _ in 0..<growth.lloydRounds {
      points = cells.polyhedra.map { polyhedron in
        var step = polyhedron.centroid
        if let column = growth.columnAxis {
          let up = [round.a, round.b, round.c][column]
          step -= up * (dot(step, up) / dot(up, up))
        }
        return polyhedron.point + step
      }
      cells = try tessellate(points, shares, in: round)
    }
    if growth.elongation != [1, 1, 1] { cells = try cells.stretched(by: growth.elongation) }
    return try GrainStructure(cells, texture: texture, seed: seed)
  }

  private static func tessellate(
    _ points: [SIMD3<Double>], _ shares: [Double], in cell: Cell
  ) throws(InputError) -> PeriodicTessellation {
    guard !shares.isEmpty else { return try PeriodicTessellation(of: points, in: cell) }
    return try VolumeFit(points, volumes: shares.map { $0 * cell.volume }, in: cell)
      .tessellation(tolerance: volumeTolerance)
  }

  /// Shares of the volume of log-normal diameters (areas for columns, whose height is the cell's);
  /// none where sizes are left to the points.
  private static func volumeShares(
    _ grains: Int, _ growth: Growth, _ seed: StreamSeed
  ) throws(InputError) -> [Double] {
    guard let spread = growth.diameterSpread else { return [] }
    var numbers = try RandomStream.forStructure(seed)
    // Of ln d, for a standard deviation of d of so many means.
    let width = log(1 + spread * spread).squareRoot()
    let power = growth.columnAxis == nil ? 3.0 : 2.0
    let sizes = (0..<grains).map { _ in exp(power * width * numbers.normalPair().0) }
    let sum = sizes.reduce(0, +)
    return sizes.map { $0 / sum }
  }

  private static func check(
    _ grains: Int, _ growth: Growth, in cell: Cell
  ) throws(InputError) {
    guard (1...mostGrains).contains(grains) else {
      throw error("\(grains): give 1 to \(mostGrains)", at: "grains")
    }
    if let spread = growth.diameterSpread {
      guard (0...1).contains(spread) else {
        throw error(
          "\(spread): give a share of the mean diameter from 0 to 1", at: "diameterSpread")
      }
    }
    guard (0...1000).contains(growth.lloydRounds) else {
      throw error("\(growth.lloydRounds): give 0 to 1000 rounds", at: "lloydRounds")
    }
    let s = growth.elongation
    guard all(s .>= 0.01), all(s .<= 100) else {
      throw error("\(s.x), \(s.y), \(s.z): give factors from 0.01 to 100", at: "elongation")
    }
    guard let column = growth.columnAxis else { return }
    let vectors = [cell.a, cell.b, cell.c]
    guard vectors.indices.contains(column) else {
      throw error("\(column): give 0, 1 or 2", at: "columnAxis")
    }
    let upright = (0..<3).allSatisfy { other in
      other == column
        || abs(dot(vectors[column], vectors[other]))
          < 1e-9 * length(vectors[column]) * length(vectors[other])
    }
    guard upright else {
      throw error(
        "columns need a cell whose vector \(column + 1) stands upright on the others",
        at: "columnAxis"
      )
    }
  }
}
