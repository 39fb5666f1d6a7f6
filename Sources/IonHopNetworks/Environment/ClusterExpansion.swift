import IonHopCore

extension Lattice {
  /// An expansion of the barrier of one hop class in the occupations of the sites around the hop: a
  /// constant, and an energy for each cluster of sites, times the product of their occupations.
  ///
  /// The local cluster expansion of the kinetically resolved barrier: A. Van der Ven et al., Phys. Rev.
  /// B 64, 184307 (2001), doi:10.1103/PhysRevB.64.184307. Sites and clusters are given by distances in
  /// the hop's own frame, the same seen from both ends, so that all hops that symmetry makes equal share
  /// them, and a hop and its reverse have one barrier.
  public struct ClusterExpansion: Sendable, Equatable {
    /// What the occupation of a site counts as.
    public enum Basis: String, Sendable, CaseIterable {
      /// 1 for an ion, 0 for a vacancy.
      case occupation
      /// −1 for an ion, +1 for a vacancy.
      case spin
    }

    /// Sites around a hop that count alike.
    public struct Orbit: Sendable, Equatable {
      /// For `clusters` to name it.
      public let name: String
      /// Site kinds.
      public let kinds: [String]
      /// From the midpoint of the hop (Å).
      public let distance: ClosedRange<Double>
      /// From the end of the hop that is nearer, and from the other (Å); nil for any.
      public let ends: [ClosedRange<Double>]?

      /// Sites by kind and distance (Å) around the middle of a hop.
      public init(
        name: String, kinds: [String], distance: ClosedRange<Double>,
        ends: [ClosedRange<Double>]? = nil
      ) {
        (self.name, self.kinds, self.distance, self.ends) = (name, kinds, distance, ends)
      }
    }

    /// All sets of sites, one of each orbit named, that lie at the distances given.
    public struct Cluster: Sendable, Equatable {
      /// Indices into `orbits`; the same one may come several times.
      public let orbits: [Int]
      /// Between the sites 1 and 2, 1 and 3, 2 and 3, and so on (Å); empty for any.
      public let distances: [ClosedRange<Double>]
      /// Of each set, times the product of its occupations (eV).
      public let energy: Double

      /// A term of an energy (eV); `orbits` by their numbers.
      public init(orbits: [Int], distances: [ClosedRange<Double>] = [], energy: Double) {
        (self.orbits, self.distances, self.energy) = (orbits, distances, energy)
      }
    }

    /// Of hops or compound events.
    public let hopClass: String
    /// What an occupation counts as.
    public let basis: Basis
    /// Added to the barrier of the class (eV).
    public let constant: Double
    /// Kinds of surroundings.
    public let orbits: [Orbit]
    /// Terms of the polynomial.
    public let clusters: [Cluster]

    /// The expansion of a class of hops.
    public init(
      hopClass: String, basis: Basis = .occupation, constant: Double = 0, orbits: [Orbit],
      clusters: [Cluster]
    ) {
      (self.hopClass, self.basis, self.constant) = (hopClass, basis, constant)
      (self.orbits, self.clusters) = (orbits, clusters)
    }

    /// Sites that the surroundings of one hop may hold: one bit each.
    public static let mostSites = 64
    /// Sites of a cluster.
    public static let largestCluster = 6

    /// The farthest site (Å).
    var reach: Double { orbits.map(\.distance.upperBound).max() ?? 0 }
  }
}
