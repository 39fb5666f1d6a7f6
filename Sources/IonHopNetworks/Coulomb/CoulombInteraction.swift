import Foundation
import IonHopCore

/// The Coulomb interaction of all mobile ions, screened by the dielectric constant of the host.
///
///     let coulomb = CoulombInteraction(dielectricConstant: 20)
///     let charged = try coulomb.applied(to: network, unit: unit, repeats: [4, 4, 4], charge: 1)
///
/// Every pair of ions in the supercell has the energy q² G(r) / (4 π ε0 εr), with G the potential of
/// `EwaldSum`: images and a uniform background that neutralises the ions are included. What an ion
/// feels of its own images is the same everywhere and left out.
public struct CoulombInteraction: Sendable, Equatable {
  /// εr of the host, what the mobile ions themselves do left out.
  public let dielectricConstant: Double

  /// Sites a network may have: rows of all with all take 8 bytes an entry, in the network and again
  /// at each temperature under way, and a hop costs time in proportion to the sites.
  public static let mostSites = 5000
  /// Displacements that may be tabulated: sites of the cell that repeats × sites of the whole.
  public static let mostDisplacements = 4_000_000

  /// An immobile ion that acts on the mobile ones.
  struct HostCharge {
    /// Of its site among `positions`.
    var member: Int
    var cell: SIMD3<Int>
    /// e
    var charge: Double
  }

  /// All immobile ions of a supercell.
  struct Hosts {
    /// Of the host sites of the first cell (Å).
    var positions: [SIMD3<Double>] = []
    var charges: [HostCharge] = []
  }

  /// Charges in a dielectric.
  public init(dielectricConstant: Double) { self.dielectricConstant = dielectricConstant }

  /// The network with this interaction beside those that it has. It must not be repeated any more.
  ///
  /// - Parameters:
  ///   - network: `unit` repeated; blockers may have taken sites.
  ///   - charge: of a mobile ion (e).
  /// - Throws: `InputError` if it has more than `mostSites` sites or `mostDisplacements`.
  public func applied(
    to network: SiteNetwork, unit: SiteNetwork, repeats: SIMD3<Int>, charge: Double
  ) throws(InputError) -> SiteNetwork {
    try applied(to: network, unit: unit, repeats: repeats, charge: charge, hosts: Hosts())
  }

  func applied(
    to network: SiteNetwork, unit: SiteNetwork, repeats: SIMD3<Int>, charge: Double, hosts: Hosts
  ) throws(InputError) -> SiteNetwork {
    try check(network, unit)
    let ewald = EwaldSum(network.cell)
    let places = Places(of: network, in: unit)
    let table = DisplacementTable(
      from: unit.positions, to: unit.positions, cell: unit.cell, repeats: repeats, ewald)
    let scale = charge * PhysicalConstants.coulombEnergy / dielectricConstant
    var kinds = Array(repeating: Int32(-1), count: table.count)
    var energies: [Double] = []
    let pairs = network.addingPairs { i, j in
      let (a, b) = (places[i], places[j])
      let index = table.sharedIndex(a.member, b.member, b.cell &- a.cell)
      if kinds[index] < 0 {
        kinds[index] = Int32(energies.count)
        energies.append(charge * scale * table[index])
      }
      return (kind: kinds[index], energy: energies[Int(kinds[index])])
    }
    return pairs.addingSiteEnergies(
      potential(of: hosts, on: places, unit, repeats, ewald).map { scale * $0 })
  }

  private func check(_ network: SiteNetwork, _ unit: SiteNetwork) throws(InputError) {
    let sites = network.siteCount
    guard sites <= Self.mostSites else {
      throw InputError(
        file: "", keyPath: "coulomb",
        message:
          "\(sites) sites; ions that all interact are possible on up to \(Self.mostSites), use a smaller supercell"
      )
    }
    guard saturatingProduct(unit.siteCount, sites) <= Self.mostDisplacements else {
      throw InputError(
        file: "", keyPath: "coulomb",
        message:
          "\(unit.siteCount) sites in the cell times \(sites) in all; up to \(Self.mostDisplacements) are possible, use fewer sites"
      )
    }
  }

  /// The potential (1/Å per e) of the immobile ions on each site, the mean taken away: with their
  /// background they are neutral, and a constant moves no ion.
  private func potential(
    of hosts: Hosts, on places: Places, _ unit: SiteNetwork, _ repeats: SIMD3<Int>,
    _ ewald: EwaldSum
  ) -> [Double] {
    guard !hosts.charges.isEmpty else { return [] }
    let table = DisplacementTable(
      from: unit.positions, to: hosts.positions, cell: unit.cell, repeats: repeats, ewald)
    let potential = (0..<places.count).map { site in
      let place = places[site]
      return hosts.charges.reduce(0) { sum, host in
        sum + host.charge * table[table.index(place.member, host.member, host.cell &- place.cell)]
      }
    }
    let mean = potential.reduce(0, +) / Double(potential.count)
    return potential.map { $0 - mean }
  }
}

/// Where each site of a supercell lies: its number in the unit cell, and in which cell.
private struct Places {
  struct Place {
    var member: Int
    var cell: SIMD3<Int>
  }

  private var places: [Place] = []

  var count: Int { places.count }

  subscript(site: Int) -> Place { places[site] }

  /// By positions, since blockers may have taken any site out of the order.
  init(of network: SiteNetwork, in unit: SiteNetwork) {
    let members = unit.positions.map(unit.cell.fractional)
    for site in 0..<network.siteCount {
      let position = unit.cell.fractional(network.position(of: site))
      var (nearest, best) = (Place(member: 0, cell: .zero), Double.infinity)
      for (member, start) in members.enumerated() {
        let whole = (position - start).rounded(.toNearestOrEven)
        // A site of a file may lie absurdly far out; no supercell is as wide.
        guard abs(whole.x) < 1e6, abs(whole.y) < 1e6, abs(whole.z) < 1e6 else { continue }
        let apart = length(unit.cell.cartesian(position - start - whole))
        if apart < best { (nearest, best) = (Place(member: member, cell: SIMD3(whole)), apart) }
      }
      places.append(nearest)
    }
  }
}

extension SiteNetwork {
  /// Å
  fileprivate var positions: [SIMD3<Double>] { (0..<siteCount).map { position(of: $0) } }
}
