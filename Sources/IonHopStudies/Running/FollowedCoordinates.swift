import IonHopCore
import IonHopFields

/// The coordinates in which the ions of an uneven network are followed, and how good they are.
struct FollowedCoordinates: Sendable {
  let coordinates: HarmonicCoordinates
  /// True if the sum over ions does not drift at all in them.
  let areExact: Bool

  /// Coordinates in which bad hops do not send ions back, from the network solver.
  ///
  /// - Returns: nil where the network is too large for it, or rates span too many decades.
  /// - Throws: `FieldError`
  init?(for plan: EnginePlan) throws(FieldError) {
    let network = plan.network
    guard network.siteCount <= DissipationShares.mostSites, network.layers == nil,
      plan.conditions.field == .zero
    else { return nil }
    let fixed = plan.hasFixedRates
    let first = network.energy(of: 0)
    let isLevel = (1..<network.siteCount).allSatisfy { network.energy(of: $0) == first }
    let isLone = plan.ions == 1 || isLevel
    guard
      let found = try HarmonicCoordinates(
        solving: network, conditions: plan.conditions,
        occupation: isLone ? [] : plan.idealOccupation, fixedRates: fixed)
    else { return nil }
    (coordinates, areExact) = (found, fixed && isLone)
  }
}

extension Study {
  /// Where boundaries or spread barriers send most ions back, positions tell the conductivity only at
  /// lags so long that a run to a loose accuracy ends before them, and errs to one side.
  ///
  /// - Returns: nil for other models, whose positions do.
  /// - Throws: `FieldError`
  func followedCoordinates(for plan: EnginePlan) throws(FieldError) -> FollowedCoordinates? {
    guard boundary != nil || realisations != nil || realisationIndex != nil else { return nil }
    return try FollowedCoordinates(for: plan)
  }
}
