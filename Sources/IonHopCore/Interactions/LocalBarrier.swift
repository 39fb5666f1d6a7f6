/// A part of the barriers that depends on which sites around a hop hold ions: a table over
/// neighbour counts, a cluster expansion, or any function of yours.
///
///     struct Crowding: LocalBarrier {
///       let nearSites: [[Int]]
///       let least = 0.0
///       func shift(of event: BarrierEvent, _ ions: Surroundings) -> Double {
///         0.02 * Double(nearSites[event.first].count { ions[$0] } + nearSites[event.last].count { ions[$0] })
///       }
///     }
///     let plan = try EnginePlan(
///       network, ions: 40, conditions: conditions, barriers: Crowding(nearSites: nearSites))
///
/// It cannot break detailed balance: hop and reverse ask for the same event, and the sites of the
/// event itself count as empty. Called once an attempt, from several threads, and always within the
/// loop: keep it short, without allocation. The same ions must always give the same value.
public protocol LocalBarrier: Sendable {
  /// The least that `shift` ever returns (eV). Attempts are refused in proportion to
  /// exp((shift − least)/kT), so a least value that is never met costs time.
  var least: Double { get }

  /// Added to the barrier of a hop or compound event and its reverse (eV). What is less than
  /// `least`, or not a number, counts as `least`.
  func shift(of event: BarrierEvent, _ ions: Surroundings) -> Double
}

/// A hop or compound event, without direction.
public struct BarrierEvent: Sendable {
  /// The sites that lose and gain an ion, or the other way round; always in the same order.
  public let first: Int
  /// The other of the two sites.
  public let last: Int
  /// Index into the network's `hopClasses`.
  public let hopClass: Int
  /// Of the hop from `first` to `last`, as `SiteNetwork.hopRange(from:)` counts; of a compound event
  /// among the network's `compoundEvents`. Tells apart what joins the same two sites.
  public let number: Int
  /// True for an event that moves several ions.
  public let isCompound: Bool
}

/// Which sites hold ions, those of the event left out.
public struct Surroundings {
  let levels: SiteLevels.Reader
  let first: Int
  let last: Int
  /// Those of a compound event, for its further sites.
  let steps: UnsafeBufferPointer<PathStep>

  /// Whether an ion stands on a site.
  public subscript(site: Int) -> Bool {
    if site == first || site == last { return false }
    for step in steps where step.to == site { return false }
    return levels.isIon(site)
  }
}

/// A local barrier as the loop holds it.
final class BarrierBox: Sendable {
  let body: any LocalBarrier
  let least: Double
  /// kT (eV)
  private let thermalEnergy: Double

  init(_ body: any LocalBarrier, thermalEnergy: Double) {
    self.body = body
    self.thermalEnergy = thermalEnergy
    least = body.least
  }

  /// What the surroundings of an event add to its barrier, above the least (kT).
  func raise(_ event: BarrierEvent, _ ions: Surroundings) -> Double {
    let excess = body.shift(of: event, ions) - least
    return excess > 0 ? excess / thermalEnergy : 0
  }
}
