import Foundation

extension SiteNetwork {
  /// The network whose hops have rates by a law of your own, at one temperature.
  ///
  /// The rates are written as saddle energies, E_saddle = E_from + kT ln(ν/k) with ν the largest of
  /// them, so that `RateLaw.transitionState` gives them back at this temperature and no other.
  ///
  ///     // Marcus's law, reorganisation energy 1.2 eV
  ///     let own = try network.withRates(at: 400) { hop in
  ///       let change = network.energy(of: hop.to) - network.energy(of: hop.from)
  ///       return 1e13 * exp(-pow(1.2 + change, 2) / (4 * 1.2 * kT))
  ///     }
  ///     let conditions = Conditions(temperature: 400, rateLaw: .transitionState)
  ///
  /// - Parameters:
  ///   - temperature: K
  ///   - rate: of a lone ion's hop (1/s); it must keep detailed balance with the site energies.
  /// - Throws: `NetworkError.badFrequency` for a rate that is not positive and finite,
  ///   `.brokenDetailedBalance`, `.layered` for several species.
  public func withRates(
    at temperature: Double, _ rate: (Hop) -> Double
  ) throws(NetworkError) -> SiteNetwork {
    guard layers == nil else { throw .layered }
    let kT = PhysicalConstants.boltzmann * temperature
    var rates: [Double] = []
    rates.reserveCapacity(hopCount)
    for site in 0..<siteCount {
      for hop in hops(from: site) {
        let own = rate(hop)
        guard own > 0, own.isFinite else {
          throw .badFrequency(hop: rates.count, frequency: own)
        }
        rates.append(own)
      }
    }
    let largest = rates.max() ?? 1
    var draft = NetworkDraft(cell: cell)
    for site in 0..<siteCount {
      draft.addSite(
        at: position(of: site), kind: siteKinds[kind(of: site)], energy: energy(of: site))
    }
    var index = 0
    for site in 0..<siteCount {
      for hop in hops(from: site) {
        let saddle = energy(of: site) + kT * log(largest / rates[index])
        draft.addHop(
          from: hop.from, to: hop.to, displacement: hop.displacement,
          barrier: rounded(saddle), frequency: largest, hopClass: hopClasses[hop.hopClass])
        index += 1
      }
    }
    return try SiteNetwork(draft)
  }

  /// To 10⁻¹² eV, so that a hop and its reverse, whose saddles come from different rates, agree.
  private func rounded(_ energy: Double) -> Double { (energy * 1e12).rounded() / 1e12 }
}
