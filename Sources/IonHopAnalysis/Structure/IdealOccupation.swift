import IonHopCore

/// How ions that only exclude each other from sites would stand at equilibrium: the Fermi function
///
///     f_i = 1/(1 + exp((E_i − μ)/kT)),  Σ f_i = N
///
/// of the grand canonical ensemble; a fixed number of ions differs from it by about 1/Ns.
public struct IdealOccupation: Sendable {
  /// Of each site.
  public let ofSite: [Double]
  /// Mean over the sites of each kind, in the order of the network's kinds.
  public let ofKind: [Double]

  /// Fermi–Dirac occupation of a network's sites by ions that only exclude each other; `kT` in eV.
  public init(ions: Int, on network: SiteNetwork, thermalEnergy kT: Double) {
    self.init(
      Placement.fermi(ions: ions, on: network, thermalEnergy: kT), network)
  }

  /// Of the ions of a plan; several species share their places as `EnginePlan.idealOccupation` says.
  public init(_ plan: EnginePlan) { self.init(plan.idealOccupation, plan.network) }

  private init(_ occupation: [Double], _ network: SiteNetwork) {
    ofSite = occupation
    var (sums, counts) = (
      network.siteKinds.map { _ in 0.0 }, network.siteKinds.map { _ in 0 }
    )
    for (site, occupation) in ofSite.enumerated() {
      sums[network.kind(of: site)] += occupation
      counts[network.kind(of: site)] += 1
    }
    ofKind = zip(sums, counts).map { $0 / Double(max(1, $1)) }
  }
}
