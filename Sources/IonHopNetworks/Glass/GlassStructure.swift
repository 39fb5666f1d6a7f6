import Foundation
import IonHopCore

/// Positions of sites and the pairs of them that hops join, before any energy.
///
///     let structure = try GlassStructure(
///       .hardSpheres(distance: 2.5), joined: .delaunay(longest: 6),
///       in: GlassBox(sites: 1000, density: 0.02), seed: 7)
///     structure.statistics.meanCoordination
///
/// Reproducible: the same arguments give the same structure to the bit.
public struct GlassStructure: Sendable {
  /// The periodic cell.
  public let cell: Cell
  /// Within the cell (Å).
  public let positions: [SIMD3<Double>]
  /// 2 or 3.
  public let dimensions: Int
  let bonds: [SiteNetwork.Bond]
  /// How near the path of each bond comes to the centre of a host atom (Å); empty where there are none.
  let bottlenecks: [Double]

  /// Two nearer than this are one site given twice (Å).
  static let closest = 0.01
  /// Positions beyond are a mistake (Å).
  static let farthest = 1e9

  /// - Throws: `GlassError`, or `EngineError` for an unknown generator.
  /// - Complexity: O(sites), but for relaxed packings and continuous random networks.
  public init(
    _ arrangement: SiteArrangement, joined rule: BondRule, in box: GlassBox,
    generator: String = RandomStream.defaultGenerator, seed: UInt64
  ) throws {
    try box.check()
    let cell = try box.cell()
    let root = StreamSeed(study: seed).mixed(with: UInt64(0x676c_6173))
    if case .continuousRandomNetwork(let recipe) = arrangement {
      let network = try recipe.network(in: box, generator: generator, seed: root)
      self.init(
        cell: cell, positions: network.positions, bonds: network.bonds, bottlenecks: [],
        dimensions: 3)
      return
    }
    let positions = try GlassPositions(box, cell, generator: generator, seed: root)
      .positions(arrangement)
    try self.init(cell: cell, positions: positions, joined: rule, dimensions: box.dimensions)
  }

  /// Sites at given positions (Å), as from an MD snapshot.
  ///
  /// - Parameters:
  ///   - hosts: positions of host atoms (Å), whose distance from the path of a bond is its
  ///     bottleneck.
  ///   - dimensions: 2 for sites that all lie in one plane through the cell.
  /// - Throws: `GlassError`.
  public init(
    cell: Cell, positions: [SIMD3<Double>], joined rule: BondRule, hosts: [SIMD3<Double>] = [],
    dimensions: Int = 3
  ) throws(GlassError) {
    guard !positions.isEmpty else { throw .tooFewSites(0, needed: 1) }
    guard positions.count <= GlassModel.mostSites else { throw .tooManySites(positions.count) }
    guard dimensions == 2 || dimensions == 3 else {
      throw .badNumber(key: "dimensions", value: Double(dimensions), mend: "give 2 or 3")
    }
    for position in [positions, hosts].joined() where !(length(position) < Self.farthest) {
      throw .badNumber(
        key: "positions", value: length(position),
        mend: "a position is not finite, or far from the cell; correct it (Å)")
    }
    try Self.checkDistinct(positions, in: cell)
    let finder = BondFinder(cell: cell, positions: positions, dimensions: dimensions)
    switch rule {
    case .voronoiVertices:
      guard dimensions == 3 else {
        throw .onlyInLayers("Voronoi vertices are for three dimensions; take delaunay in a layer")
      }
      let vertices = try VoronoiVertices(of: positions, in: cell)
      self.init(
        cell: cell, positions: vertices.positions, bonds: vertices.bonds,
        bottlenecks: vertices.bottlenecks, dimensions: 3)
    default:
      let bonds = try finder.bonds(rule)
      let bottlenecks =
        hosts.isEmpty ? [] : Bottlenecks.distances(bonds, positions, in: cell, hosts: hosts)
      self.init(
        cell: cell, positions: positions, bonds: bonds, bottlenecks: bottlenecks,
        dimensions: dimensions)
    }
  }

  /// Corners of Voronoi cells may come as near as they like; sites that are placed may not.
  private static func checkDistinct(
    _ positions: [SIMD3<Double>], in cell: Cell
  ) throws(GlassError) {
    let grid = PointGrid(positions, in: cell, reach: closest)
    for (i, position) in positions.enumerated() {
      for near in grid.near(position, within: closest) where near.point > i {
        throw .coincident(i, near.point, distance: length(near.displacement))
      }
    }
  }

  private init(
    cell: Cell, positions: [SIMD3<Double>], bonds: [SiteNetwork.Bond], bottlenecks: [Double],
    dimensions: Int
  ) {
    (self.cell, self.positions, self.bonds) = (cell, positions, bonds)
    (self.bottlenecks, self.dimensions) = (bottlenecks, dimensions)
  }

  /// From the first site of a bond to its second (Å).
  func displacement(_ bond: SiteNetwork.Bond) -> SIMD3<Double> {
    positions[Int(bond.second)] - positions[Int(bond.first)]
      + cell.cartesian(SIMD3<Double>(SIMD3<Int32>(truncatingIfNeeded: bond.image)))
  }

  /// Halfway along a bond (Å).
  func midpoint(_ bond: SiteNetwork.Bond) -> SIMD3<Double> {
    positions[Int(bond.first)] + displacement(bond) / 2
  }
}
