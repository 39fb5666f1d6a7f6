import Foundation
import IonHopCore

/// How ions that only exclude each other from sites would stand at equilibrium: the Fermi function
///
///     f_i = 1/(1 + exp((E_i − μ)/kT)),  Σ f_i = N
///
/// of the grand canonical ensemble; a fixed number of ions differs from it by about 1/Ns.
/// R. H. Fowler, E. A. Guggenheim, Statistical Thermodynamics, Cambridge (1939).
public struct IdealOccupation: Sendable {
  /// Of each site.
  public let ofSite: [Double]
  /// Mean over the sites of each kind, in the order of the network's kinds.
  public let ofKind: [Double]

  public init(ions: Int, on network: SiteNetwork, thermalEnergy kT: Double) {
    let energies = (0..<network.siteCount).map { network.energy(of: $0) / kT }
    let potential = Self.potential(ions: ions, energies)
    ofSite = energies.map { 1 / (1 + exp($0 - potential)) }
    var (sums, counts) = (
      network.siteKinds.map { _ in 0.0 }, network.siteKinds.map { _ in 0 }
    )
    for (site, occupation) in ofSite.enumerated() {
      sums[network.kind(of: site)] += occupation
      counts[network.kind(of: site)] += 1
    }
    ofKind = zip(sums, counts).map { $0 / Double(max(1, $1)) }
  }

  /// μ/kT by bisection; sites of one energy are counted once.
  private static func potential(ions: Int, _ energies: [Double]) -> Double {
    var counts: [Double: Int] = [:]
    for energy in energies { counts[energy, default: 0] += 1 }
    let levels = counts.sorted { $0.key < $1.key }
    var low = (levels.first?.key ?? 0) - 60
    var high = (levels.last?.key ?? 0) + 60
    while high - low > 1e-13 * max(1, abs(low), abs(high)) {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      let filling = levels.reduce(0) { $0 + Double($1.value) / (1 + exp($1.key - middle)) }
      if filling < Double(ions) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
