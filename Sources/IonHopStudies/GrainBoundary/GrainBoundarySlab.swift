import Foundation
import IonHopCore
import IonHopNetworks

/// A lattice with two boundaries across one of its directions, without potential and without ions.
public struct GrainBoundarySlab: Sendable {
  /// The lattice without boundaries.
  public let bulk: SiteNetwork
  /// One cell of it, where all are alike: how fast ions diffuse is then known of any slab.
  public var unitCell: SiteNetwork?
  /// As the core's rules alter it.
  public let network: SiteNetwork
  /// What boundaries do to sites and hops.
  public let rules: BoundaryRules
  /// Nil where one lattice goes through both grains.
  public let misfit: SlabMisfit?
  /// 0 or 1, of each site of `network`.
  public let grainOfSite: [Int32]
  /// 0, 1 or 2: of the cell's vectors.
  public let axis: Int
  /// 0, 1 or 2: of x, y and z, along which that vector lies.
  public let direction: Int
  /// Å, of the whole slab.
  public let length: Double
  /// Of each site from the nearer boundary (Å).
  public let distances: [Double]
  /// The same with a sign: positive on the side to which the axis points.
  let signedDistances: [Double]
  /// Planes of sites across the boundaries.
  public let planes: SlabPlanes
  /// False where no ion can cross the boundaries.
  public let percolates: Bool

  /// Boundaries in the periodic cell.
  public static let boundaries = 2

  /// From the middle of a boundary to the middle of a grain (Å).
  public var grainHalf: Double { length / 4 }
  /// Å²
  public var area: Double { bulk.cell.volume / length }

  /// - Parameters:
  ///   - origin: of the first boundary along the axis (Å); the other is half the slab further on.
  ///   - misfit: turned grains with boundaries of their own; nil for one lattice through both.
  /// - Throws: `InputError` where the axis does not stand upright on the other two or does not lie along
  ///   x, y or z, for rules out of range, and for a core that leaves no grain.
  public init(
    of bulk: SiteNetwork, axis: Int, origin: Double = 0, rules: BoundaryRules,
    misfit: SlabMisfit? = nil, seed: UInt64
  ) throws(InputError) {
    let cell = bulk.cell
    guard (0...2).contains(axis) else { throw Self.error("give 0, 1 or 2", at: "axis") }
    let vector = [cell.a, cell.b, cell.c][axis]
    let size = IonHopCore.length(vector)
    guard let direction = (0..<3).first(where: { abs(vector[$0]) > (1 - 1e-9) * size }) else {
      throw Self.error(
        "does not lie along x, y or z; choose another vector of the cell", at: "axis")
    }
    for (other, edge) in [cell.a, cell.b, cell.c].enumerated() where other != axis {
      guard abs(dot(edge, vector)) < 1e-9 * IonHopCore.length(edge) * size else {
        throw Self.error(
          "does not stand upright on the other vectors of the cell; choose one that does",
          at: "axis")
      }
    }
    guard rules.coreWidth < size / 2 else {
      throw Self.error(
        "\(rules.coreWidth) Å of core leave nothing of grains \(size / 2) Å thick; give a narrower core or more cells",
        at: "coreWidth")
    }
    let structure = try GrainStructure.bicrystal(
      in: cell, across: axis, origin: origin,
      texture: misfit.map { .given($0.orientations) } ?? .aligned)
    let grains: GrainNetwork
    if let misfit {
      grains = try misfit.network(in: structure)
    } else {
      grains = try GrainNetwork(bulk, in: structure)
    }
    let altered = try rules.applied(to: grains, seed: seed)
    (self.misfit, grainOfSite) = (misfit, altered.grain)
    (self.bulk, network, self.rules) = (bulk, altered.network, rules)
    (self.axis, self.direction, length) = (axis, direction, size)
    let network = altered.network
    signedDistances = (0..<network.siteCount).map { site in
      let x = cell.fractional(network.position(of: site))[axis] * size - origin
      return x - size / 2 * (x / (size / 2)).rounded()
    }
    distances = signedDistances.map(abs)
    planes = SlabPlanes(signedDistances)
    percolates = network.connectivity().directions.contains { abs($0[direction]) > 1e-6 }
  }

  private static func error(_ message: String, at key: String) -> InputError {
    InputError(file: "", keyPath: key, message: message)
  }
}

/// The planes of sites parallel to a boundary; both boundaries of a slab laid over each other.
public struct SlabPlanes: Sendable, Equatable {
  /// Å from the boundary, rising.
  public let positions: [Double]
  /// Sites in each.
  public let sites: [Int]
  let planeOfSite: [Int32]

  /// Sites nearer to each other than this (Å) across the boundary are in one plane.
  private static let spacing = 0.05

  init(_ signedDistances: [Double]) {
    let order = signedDistances.indices.sorted {
      (signedDistances[$0], $0) < (signedDistances[$1], $1)
    }
    var (groups, last) = ([[Int]](), -Double.infinity)
    for site in order {
      if signedDistances[site] - last > Self.spacing {
        groups.append([])
        last = signedDistances[site]
      }
      groups[groups.count - 1].append(site)
    }
    positions = groups.map { group in
      group.reduce(0) { $0 + signedDistances[$1] } / Double(group.count)
    }
    sites = groups.map(\.count)
    var planeOfSite = Array(repeating: Int32(0), count: signedDistances.count)
    for (plane, group) in groups.enumerated() {
      for site in group { planeOfSite[site] = Int32(plane) }
    }
    self.planeOfSite = planeOfSite
  }

  /// Mean over the sites of each plane.
  func means(of values: [Double]) -> [Double] {
    var sums = positions.map { _ in 0.0 }
    for (site, value) in values.enumerated() { sums[Int(planeOfSite[site])] += value }
    return zip(sums, sites).map { $0 / Double($1) }
  }
}

/// Who stands in which plane of a slab, by looks at even intervals of time.
struct PlaneOccupation: Sendable {
  private let planes: SlabPlanes
  private var occupied: [Int]
  private var looks = 0

  init(_ planes: SlabPlanes) {
    self.planes = planes
    occupied = planes.sites.map { _ in 0 }
  }

  /// - Complexity: O(sites)
  mutating func look(at engine: borrowing Engine) {
    looks += 1
    for (site, plane) in planes.planeOfSite.enumerated() where engine.isOccupied(site) {
      occupied[Int(plane)] += 1
    }
  }

  /// Nil before the first look.
  var means: [Double]? {
    guard looks > 0 else { return nil }
    return zip(occupied, planes.sites).map { Double($0) / Double($1 * looks) }
  }

  func writeState(to writer: inout StateWriter) {
    writer.write(looks)
    writer.write(occupied)
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    looks = try reader.number()
    occupied = try reader.numbers(count: occupied.count, "occupation of planes")
  }
}
