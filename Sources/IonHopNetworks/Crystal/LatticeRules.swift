import IonHopCore

extension Lattice {
  /// All pairs of sites of two kinds within a window of distances, whose ions interact.
  public struct PairRule: Sendable, Equatable {
    /// The two kinds of sites that interact.
    public let kinds: [String]
    /// Å
    public let distance: ClosedRange<Double>
    /// Of each pair of ions (eV).
    public let energy: Double
  }

  /// Compound events: all ions along a path of sites step on at once.
  public struct EventRule: Sendable, Equatable {
    /// Name of the class.
    public let hopClass: String
    /// Kinds of the sites on the path; all but the last hold ions.
    public let path: [String]
    /// Å, one window a step.
    public let distances: [ClosedRange<Double>]
    /// Between one step and the next, at the site between (degrees).
    public let angle: ClosedRange<Double>
    /// eV
    public internal(set) var barrier: Double
    /// Hz
    public internal(set) var frequency: Double
  }

  /// An immobile ion and its share of the sites where it may stand.
  public struct Occupant: Sendable, Equatable {
    /// For example "S".
    public let name: String
    /// 0 to 1
    public let share: Double

    /// An immobile ion with its share of the sites.
    public init(_ name: String, share: Double) { (self.name, self.share) = (name, share) }
  }

  /// Sites of the host that mobile ions never enter.
  public struct HostKind: Sendable, Equatable {
    /// Name of the kind of sites.
    public let name: String
    /// All of the cell, fractional, in [0, 1).
    public let positions: [SIMD3<Double>]
    /// Shares that add up to 1.
    public internal(set) var occupants: [Occupant]
    /// Of occupants whose potential the mobile ions feel, where there is a Coulomb interaction (e).
    public let charges: [String: Double]
  }

  /// Mobile sites of a kind of which immobile ions take a share.
  public struct BlockedKind: Sendable, Equatable {
    /// Name of the kind of mobile sites.
    public let name: String
    /// Shares that add up to less than 1.
    public let blockers: [Occupant]

    /// A kind of mobile sites with who takes some of them.
    public init(name: String, blockers: [Occupant]) {
      (self.name, self.blockers) = (name, blockers)
    }

    /// Share of the sites that is taken.
    public var share: Double { blockers.reduce(0) { $0 + $1.share } }
  }

  /// What an immobile occupant does to sites or hops near it.
  public struct NearRule: Sendable, Equatable {
    /// What is changed.
    public enum Target: Sendable, Equatable {
      /// Sites of a kind, by their energy.
      case site(String)
      /// Hops and compound events of a class, by their barrier; seen from their midpoint.
      case hopClass(String)
    }

    /// The immobile ion.
    public let occupant: String
    /// A kind of immobile or of blocked sites.
    public let host: String
    /// Sites or hops near it.
    public let target: Target
    /// Å
    public let distance: ClosedRange<Double>
    /// Added to the energy or the barrier for each such occupant (eV).
    public let shift: Double
  }
}

extension Lattice {
  /// The window with room for rounding: both directions at its very edge must fall on one side.
  static func slack(_ window: ClosedRange<Double>) -> ClosedRange<Double> {
    let slack = 1e-9 * window.upperBound
    return max(0, window.lowerBound - slack)...(window.upperBound + slack)
  }

  /// One cell with all its hops, pairs and compound events, unchecked.
  var draft: NetworkDraft {
    var draft = Self.draft(cell: cell, siteKinds: siteKinds)
    for rule in hopRules { draft.addHops(rule) }
    for rule in pairRules { draft.addPairs(rule) }
    for rule in eventRules { draft.addEvents(rule) }
    return draft
  }

  /// One cell with its sites alone.
  static func draft(cell: Cell, siteKinds: [SiteKind]) -> NetworkDraft {
    var draft = NetworkDraft(cell: cell)
    for kind in siteKinds {
      for position in kind.positions {
        draft.addSite(at: cell.cartesian(position), kind: kind.name, energy: kind.energy)
      }
    }
    return draft
  }
}

extension NetworkDraft {
  /// - Returns: the number of directed hops added.
  @discardableResult
  mutating func addHops(_ rule: Lattice.HopRule) -> Int {
    addHops(
      between: rule.kinds[0], and: rule.kinds[1], distance: Lattice.slack(rule.distance),
      barrier: rule.barrier, frequency: rule.frequency, hopClass: rule.hopClass)
  }

  /// - Returns: the number of pairs added.
  @discardableResult
  mutating func addPairs(_ rule: Lattice.PairRule) -> Int {
    addPairs(
      between: rule.kinds[0], and: rule.kinds[1], distance: Lattice.slack(rule.distance),
      energy: rule.energy)
  }

  /// - Returns: the number of events added.
  @discardableResult
  mutating func addEvents(_ rule: Lattice.EventRule) -> Int {
    addEvents(
      along: rule.path, distances: rule.distances.map(Lattice.slack), angle: rule.angle,
      barrier: rule.barrier, frequency: rule.frequency, eventClass: rule.hopClass)
  }
}
