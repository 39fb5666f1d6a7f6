import Foundation
import IonHopCore

/// The path around the periodic cell whose highest saddle is lowest: what limits conduction where
/// rates span many decades.
///
/// Bonds open in the order of their saddle energies until a cluster closes around the cell; the bond
/// that closes it has the critical energy E_c, and σT ∝ exp(−(E_c − E_F)/kT) at low temperature
/// (V. Ambegaokar, B. I. Halperin, J. S. Langer, Phys. Rev. B 4, 2612 (1971),
/// doi:10.1103/PhysRevB.4.2612). E_F is the level from which ions start: the Fermi level where they
/// exclude each other, the mean energy of a lone ion otherwise.
///
///     let path = try CriticalPath(in: network, rateLaw: .symmetric)
///     path.energy                                          // E_c (eV)
///     path.activationEnergy(of: network, at: 300)          // of a lone ion (eV)
public struct CriticalPath: Sendable {
  /// E_c (eV), on the scale of the site energies.
  public let energy: Double
  /// E_c of closing around each vector of the cell (eV); nil where the network closes around none.
  public let energyAlong: [Double?]
  /// The bond that closes the path: its sites and hop class.
  public let bottleneck: (from: Int, to: Int, hopClass: Int)
  /// Share of the bonds whose saddles are no higher.
  public let openShare: Double
  /// Share of the sites in the cluster that closes.
  public let clusterShare: Double

  /// - Throws: `FieldError.notConnected` where the whole network goes around no axis.
  /// - Complexity: O(n log n) in the bonds.
  public init(in network: SiteNetwork, rateLaw: RateLaw) throws(FieldError) {
    var bonds = Self.bonds(of: network, rateLaw)
    bonds.sort { ($0.energy, $0.from, $0.index) < ($1.energy, $1.from, $1.index) }
    var clusters = PercolatingClusters(sites: network.siteCount)
    var along: [Double?] = [nil, nil, nil]
    var first: (bond: Bond, opened: Int, cluster: Int)?
    for (opened, bond) in bonds.enumerated() {
      let hop = network.hop(bond.index, from: bond.from)
      let winding = clusters.join(hop.from, hop.to, image: hop.image)
      guard winding != .zero else { continue }
      if first == nil { first = (bond, opened + 1, clusters.size(of: bond.from)) }
      for axis in 0..<3 where winding[axis] != 0 && along[axis] == nil {
        along[axis] = bond.energy
      }
      if along.allSatisfy({ $0 != nil }) { break }
    }
    guard let first else { throw .notConnected }
    let hop = network.hop(first.bond.index, from: first.bond.from)
    energy = first.bond.energy
    energyAlong = along
    bottleneck = (hop.from, hop.to, hop.hopClass)
    openShare = Double(first.opened) / Double(bonds.count)
    clusterShare = Double(first.cluster) / Double(network.siteCount)
  }

  /// E_c less the mean energy of a lone ion at a temperature (K), in eV: what its conductivity times
  /// temperature is activated by, to compare with a measured slope.
  public func activationEnergy(of network: SiteNetwork, at temperature: Double) -> Double {
    let kT = PhysicalConstants.boltzmann * temperature
    let energies = (0..<network.siteCount).map { network.energy(of: $0) }
    let lowest = energies.min() ?? 0
    let weights = energies.map { exp(-($0 - lowest) / kT) }
    let mean = zip(energies, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    return energy - mean
  }

  /// E_c less the Fermi level (eV).
  public func activationEnergy(fermiLevel: Double) -> Double { energy - fermiLevel }

  private struct Bond {
    /// eV
    var energy: Double
    var from: Int
    var index: Int
  }

  private static func bonds(of network: SiteNetwork, _ law: RateLaw) -> [Bond] {
    var bonds: [Bond] = []
    bonds.reserveCapacity(network.hopCount / 2)
    for site in 0..<network.siteCount {
      for index in network.hopRange(from: site) {
        let hop = network.hop(index, from: site)
        guard hop.to >= site else { continue }
        let energy = law.saddle(
          barrier: hop.barrier, network.energy(of: site), network.energy(of: hop.to))
        bonds.append(Bond(energy: energy, from: site, index: index))
      }
    }
    return bonds
  }
}

extension RateLaw {
  /// The energy E that the conductance p k ∝ exp(−E/kT) of a bond between two sites has at low
  /// temperature (eV).
  func saddle(barrier: Double, _ first: Double, _ second: Double) -> Double {
    switch self {
    case .symmetric: max(barrier + (first + second) / 2, first, second)
    case .transitionState, .initialState: barrier
    case .metropolis, .heatBath: barrier + max(first, second)
    }
  }
}
