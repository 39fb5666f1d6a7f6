import Foundation

/// Puts ions on sites as they would stand at equilibrium without interactions.
///
/// With exclusion alone the grand-canonical occupation of a site is the Fermi function of its
/// energy; the chemical potential is found by bisection, and the draw is then corrected to the
/// exact number of ions. What correlation this leaves out, equilibration puts in.
package enum Placement {
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
  ///
  /// R. H. Fowler, E. A. Guggenheim, Statistical Thermodynamics, Cambridge (1939).
  package static func fermi(
    ions: Int, on network: SiteNetwork, thermalEnergy kT: Double
  ) -> [Double] {
    let sites = Double(network.siteCount)
    if network.energies.isEmpty {
      return Array(repeating: Double(ions) / sites, count: network.siteCount)
    }
    let energies = network.energies.map { $0 / kT }
    // Sites of a crystal have few energies: each is counted once.
    var counts: [Double: Int] = [:]
    for energy in energies { counts[energy, default: 0] += 1 }
    let levels = counts.sorted { $0.key < $1.key }
    var low = levels[0].key - 60
    var high = levels[levels.count - 1].key + 60
    while high - low > 1e-13 * max(1, abs(low), abs(high)) {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      let filling = levels.reduce(0) { $0 + Double($1.value) / (1 + exp($1.key - middle)) }
      if filling < Double(ions) { low = middle } else { high = middle }
    }
    return energies.map { 1 / (1 + exp($0 - (low + high) / 2)) }
  }
}
