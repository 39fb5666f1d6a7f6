import Foundation

/// Puts ions on sites as they would stand at equilibrium without interactions.
///
/// With exclusion alone the grand-canonical occupation of a site is the Fermi function of its
/// energy; the chemical potential is found by bisection, and the draw is then corrected to the
/// exact number of ions. What correlation this leaves out, equilibration puts in.
enum Placement {
  static func equilibrium(
    ions: Int, on network: SiteNetwork, thermalEnergy kT: Double, _ random: inout RandomStream
  ) -> [Bool] {
    let occupation = fermi(ions: ions, on: network, thermalEnergy: kT)
    var occupied = occupation.map { random.uniform() <= $0 }
    var count = occupied.count { $0 }
    let sites = UInt32(network.siteCount)
    while count != ions {
      let site = Int(random.integer(below: sites))
      let adding = count < ions
      guard occupied[site] != adding else { continue }
      let weight = adding ? occupation[site] : 1 - occupation[site]
      // The floor lets saturated sites change too, should nothing else be left.
      guard random.uniform() <= max(weight, 1e-3) else { continue }
      occupied[site] = adding
      count += adding ? 1 : -1
    }
    return occupied
  }

  /// Equilibrium occupation of each site in the grand-canonical ensemble of `ions` on average.
  static func fermi(ions: Int, on network: SiteNetwork, thermalEnergy kT: Double) -> [Double] {
    let energies = (0..<network.siteCount).map { network.energy(of: $0) / kT }
    var low = (energies.min() ?? 0) - 60
    var high = (energies.max() ?? 0) + 60
    for _ in 0..<200 {
      let middle = (low + high) / 2
      let filling = energies.reduce(0) { $0 + 1 / (1 + exp($1 - middle)) }
      if filling < Double(ions) { low = middle } else { high = middle }
    }
    return energies.map { 1 / (1 + exp($0 - (low + high) / 2)) }
  }
}
