import IonHopCore

extension SiteNetwork {
  /// The network with its ions in an electrostatic potential.
  ///
  /// Sites take the energies given. Half way between two sites an ion feels the mean of theirs,
  /// which most rate laws put on the barrier themselves; where the barrier is an energy on the
  /// scale of the sites' (`transitionState`, `initialState`) it rises by that mean.
  ///
  /// - Parameters:
  ///   - shifts: energy of an ion on each site in the potential (eV), zeφ.
  ///   - rateLaw: that of the simulation to come.
  /// - Throws: `SpaceChargeError.wrongCount`, or `.badValue` for an energy that is not finite.
  public func inPotential(
    _ shifts: [Double], rateLaw: RateLaw
  ) throws(SpaceChargeError) -> SiteNetwork {
    guard shifts.count == siteCount else {
      throw .wrongCount(of: "energies of sites", expected: siteCount, found: shifts.count)
    }
    for shift in shifts { try SpaceChargeError.finite(shift, "energy of a site (eV)") }
    let moves = rateLaw == .transitionState || rateLaw == .initialState
    do {
      return try altered(
        siteEnergies: shifts, hopBarriers: moves ? hopShifts(shifts) : [],
        eventBarriers: moves ? eventShifts(shifts) : [])
    } catch {
      // `altered` refuses nothing else.
      throw .emptyRegion("of the hops of the network")
    }
  }

  private func hopShifts(_ shifts: [Double]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(hopCount)
    for site in 0..<siteCount {
      for index in hopRange(from: site) {
        result.append((shifts[site] + shifts[hop(index, from: site).to]) / 2)
      }
    }
    return result
  }

  /// An event moves several ions: their energies at the saddle add up.
  private func eventShifts(_ shifts: [Double]) -> [Double] {
    (0..<compoundEvents.count).map { event in
      compoundEvents.steps[compoundEvents.steps(of: event)].reduce(0) {
        $0 + (shifts[Int($1.from)] + shifts[Int($1.to)]) / 2
      }
    }
  }
}
