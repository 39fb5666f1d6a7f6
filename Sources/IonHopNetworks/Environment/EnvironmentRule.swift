import IonHopCore

extension Lattice {
  /// How the mobile ions near a hop change its barrier, the same both ways.
  public struct EnvironmentRule: Sendable, Equatable {
    /// What the number of ions does.
    public enum Shift: Sendable, Equatable {
      /// eV for each ion.
      case perIon(Double)
      /// eV by the number of ions, from none on; the last value holds beyond.
      case table([Double])
    }

    /// Of hops or compound events.
    public let hopClass: String
    /// Kinds of the sites whose ions count.
    public let kinds: [String]
    /// From the midpoint of the hop (Å).
    public let distance: ClosedRange<Double>
    /// By the number of ions.
    public let shift: Shift

    /// A rule for a class of hops: sites of some kinds at a distance (Å) from a hop's middle.
    public init(
      hopClass: String, kinds: [String], distance: ClosedRange<Double>, shift: Shift
    ) {
      self.hopClass = hopClass
      self.kinds = kinds
      self.distance = distance
      self.shift = shift
    }

    /// What a number of ions adds to the barrier (eV).
    public func shift(ions: Int) -> Double {
      switch shift {
      case .perIon(let energy): energy * Double(ions)
      case .table(let energies):
        energies.isEmpty ? 0 : energies[Swift.min(Swift.max(ions, 0), energies.count - 1)]
      }
    }
  }

  /// The part of the barriers that depends on the ions around a hop, for one network of this lattice;
  /// nil if no barrier does.
  ///
  /// - Throws: `EnvironmentError`.
  public func environment(
    on network: SiteNetwork, rateLaw: RateLaw = .symmetric
  ) throws(EnvironmentError) -> EnvironmentBarrier? {
    guard !environmentRules.isEmpty || !clusterExpansions.isEmpty else { return nil }
    return try EnvironmentBarrier(
      environmentRules, expansions: clusterExpansions, on: network, rateLaw: rateLaw)
  }
}

/// Why barriers cannot follow the ions around them.
public enum EnvironmentError: Error, Equatable, CustomStringConvertible {
  /// A window holds two images of one site, or an image of the hop's own sites.
  case smallCell(hopClass: String, distance: Double)
  /// eV; `floor` is the energy that no barrier may lie below.
  case lowBarrier(hopClass: String, barrier: Double, shift: Double, floor: Double)
  /// More sites in all windows together than 32 bits count.
  case tooLarge(sites: Int)
  /// More sites around a hop than `ClusterExpansion.mostSites`.
  case tooManySites(hopClass: String, sites: Int)
  /// A class of hops with too many clusters around it.
  case tooManyClusters(hopClass: String)

  /// What is wrong, in a line with its mend.
  public var description: String {
    switch self {
    case .smallCell(let name, let distance):
      "environment: the window to \(distance) Å round hops of class \(name) holds one site twice, through the periodic border; use a larger supercell or a narrower window"
    case .lowBarrier(let name, let barrier, let shift, let floor):
      "environment: class \(name): barrier \(barrier) eV and the shifts by the ions around it may come to \(barrier + shift) eV, below \(floor == 0 ? "zero" : "the energy \(floor) eV of a site"); raise the barrier or lessen the shifts"
    case .tooLarge(let sites):
      "environment: the windows hold \(sites) sites in all; narrow them or use a smaller supercell"
    case .tooManySites(let name, let sites):
      "environment: the cluster expansion of class \(name) has \(sites) sites around a hop, above \(Lattice.ClusterExpansion.mostSites); narrow the windows of its sites"
    case .tooManyClusters(let name):
      "environment: a cluster of class \(name) asks for millions of sets of sites; give distances between them"
    }
  }
}
