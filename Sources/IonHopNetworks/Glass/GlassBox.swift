import Foundation
import IonHopCore

/// How many sites, how dense, and in how many dimensions.
///
///     GlassBox(sites: 1000, density: 0.02)                   // sites per Å³
///     GlassBox(sites: 900, density: 0.1, dimensions: 2)      // per Å², one layer
public struct GlassBox: Sendable, Equatable {
  /// How many.
  public var sites: Int
  /// Sites per Å³, per Å² in a layer.
  public var density: Double
  /// 2 or 3. A layer's cell is periodic too, but one site thick.
  public var dimensions: Int

  /// A box of sites at a density (1/Å³; in two dimensions 1/Å²).
  public init(sites: Int, density: Double, dimensions: Int = 3) {
    (self.sites, self.density, self.dimensions) = (sites, density, dimensions)
  }

  /// n^(−1/d), the edge of the share of space of one site (Å).
  public var spacing: Double { pow(density, -1 / Double(dimensions)) }

  /// Edge of the cubic or square cell (Å).
  public var edge: Double { pow(Double(sites) / density, 1 / Double(dimensions)) }

  func check(atLeast fewest: Int = 2) throws(GlassError) {
    guard dimensions == 2 || dimensions == 3 else {
      throw .badNumber(key: "dimensions", value: Double(dimensions), mend: "give 2 or 3")
    }
    guard sites >= fewest else { throw .tooFewSites(sites, needed: fewest) }
    guard sites <= GlassModel.mostSites else { throw .tooManySites(sites) }
    guard density > 1e-9, density < 1e3 else {
      throw .badNumber(key: "density", value: density, mend: "give sites per Å³ (Å² in a layer)")
    }
  }

  /// The periodic cell: a cube, or a square one spacing high.
  func cell() throws(GlassError) -> Cell {
    let height = dimensions == 2 ? spacing : edge
    do {
      return try Cell([edge, 0, 0], [0, edge, 0], [0, 0, height])
    } catch {
      throw .badNumber(key: "density", value: density, mend: "\(error)")
    }
  }
}

/// Where the sites of a glass lie.
public enum SiteArrangement: Sendable, Equatable {
  /// Anywhere, independently.
  case poisson
  /// No two nearer than a distance (Å): one after another wherever there is room (B. Widom, J. Chem.
  /// Phys. 44, 3888 (1966), doi:10.1063/1.1726548; up to 38 % of the volume in spheres, recalled),
  /// or, `relaxed`, from anywhere by pushing overlaps apart, for denser packings.
  case hardSpheres(distance: Double, relaxed: Bool = false)
  /// A simple cubic or square lattice, each coordinate off by a normal deviate of this standard
  /// deviation (Å).
  case perturbedLattice(displacement: Double)
  /// Four-coordinated, without the order of the diamond lattice: `ContinuousRandomNetwork`.
  case continuousRandomNetwork(ContinuousRandomNetwork = .init())
}

/// Which sites are joined by hops.
public enum BondRule: Sendable, Equatable {
  /// All pairs no further apart (Å).
  case cutoff(Double)
  /// Each site and its k nearest, whether or not it is among theirs.
  case nearest(Int)
  /// The shortest pairs, until sites have so many neighbours on average.
  case coordination(Double)
  /// Neighbours by the faces of Voronoi cells, that is by Delaunay's triangulation; those further
  /// apart than `longest` (Å) left out.
  case delaunay(longest: Double = .infinity)
  /// Sites are the corners of the Voronoi cells of the points placed, four neighbours each, bonds the
  /// edges of the cells: interstices among packed anions, and the doors between them.
  case voronoiVertices
}
