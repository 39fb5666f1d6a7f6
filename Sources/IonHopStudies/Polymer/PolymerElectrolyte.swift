import Foundation
import IonHopCore
import IonHopNetworks

/// The polymer of a study, which has a network and a renewal for each temperature.
///
///     let polymer = PolymerElectrolyte(model, monomersPerCation: 16)
///     try polymer.model.state(at: 353).renewal
public struct PolymerElectrolyte: Sendable {
  /// Sites, ions and segments.
  public var model: PolymerModel
  /// Motion of the chains that carries cations; nil where chains stand still between renewals.
  public var chainMotion: ChainMotion?

  /// A polymer whose chains stand still, or move.
  public init(_ model: PolymerModel, chainMotion: ChainMotion? = nil) {
    (self.model, self.chainMotion) = (model, chainMotion)
  }

  /// Renewals that must pass before displacements grow evenly: ions rattle among open hops before.
  private static let renewalsToForget = 4.0

  /// Time (s) before which no slope of a displacement is taken; zero where nothing renews.
  public func settlingTime(at temperature: Double) -> Double {
    let rate = model.renewalRate(at: temperature)
    guard rate > 0, !isAlwaysOpen else { return 0 }
    return Self.renewalsToForget / rate
  }

  private var hops: [GatedHop] { model.ions.flatMap { [$0.intrachain, $0.interchain] } }
  private var isAlwaysOpen: Bool { hops.allSatisfy { $0.openFraction == 1 } }

  /// Whether ions get anywhere at a temperature (K): where nothing renews, open hops must lead on.
  ///
  /// One draw of the open hops decides, as it does for a replica.
  ///
  /// - Throws: `PolymerError`, `NetworkError`, or `EngineError` for the random stream.
  func conducts(at temperature: Double, seed: UInt64) throws -> Bool {
    guard model.renewalRate(at: temperature) == 0, !isAlwaysOpen else { return true }
    return try model.ions.allSatisfy {
      try openHopsLeadAcross(for: $0, at: temperature, seed: seed, draws: 1)
    }
  }

  /// Ions that hop across without waiting for any renewal though hops are much faster than that: with
  /// open fractions above the threshold of bond percolation, 0.2488 of a cubic lattice (C. D. Lorenz,
  /// R. M. Ziff, Phys. Rev. E 57, 230 (1998), doi:10.1103/PhysRevE.57.230, recalled). Their conductivity
  /// follows the hops, not the segments.
  ///
  /// Larger networks are not looked at, since a draw visits every hop.
  ///
  /// - Parameter temperature: K
  /// - Throws: `PolymerError`, `NetworkError`, or `EngineError` for the random stream.
  func ionsThatNeedNoRenewal(at temperature: Double, seed: UInt64) throws -> [PolymerIon] {
    let rate = model.renewalRate(at: temperature)
    let kT = PhysicalConstants.boltzmann * temperature
    guard rate > 0, model.topology.siteCount <= Self.largestDrawn else { return [] }
    return try model.ions.filter { ion in
      let hops = [ion.intrachain, ion.interchain]
      let fastest = hops.map { $0.frequency * exp(-$0.barrier / kT) }.max() ?? 0
      guard fastest > Self.slowRenewal * rate, hops.contains(where: { $0.openFraction < 1 })
      else { return false }
      return try openHopsLeadAcross(for: ion, at: temperature, seed: seed, draws: Self.draws)
    }
  }

  /// Whether hops that are open at one time lead across the cell, in most of some draws.
  private func openHopsLeadAcross(
    for ion: PolymerIon, at temperature: Double, seed: UInt64, draws count: Int
  ) throws -> Bool {
    var random = try RandomStream(seed: StreamSeed(study: seed).mixed(with: Self.draw).value)
    var single = model
    single.ions = [ion]
    let state = try single.state(at: temperature)
    let network = state.network
    // One number for a hop and its reverse, whatever renews together.
    let bonds = BondRenewal.eachBond(network, rate: 0, openFraction: 0)
    var leadingAcross = 0
    for _ in 0..<count {
      let draws = bonds.rateOfUnit.map { _ in random.uniform() }
      var isOpen = Array(repeating: true, count: network.hopCount)
      for site in 0..<network.siteCount {
        for hop in network.hopRange(from: site) {
          let share = state.renewal.openFraction[network.hop(hop, from: site).hopClass]
          isOpen[hop] = draws[Int(bonds.unitOfHop[hop])] <= share
        }
      }
      let open = try? network.altered(keptHops: isOpen)
      if let open, open.connectivity().dimensions > 0 { leadingAcross += 1 }
    }
    return 2 * leadingAcross > count
  }

  /// Draws of the open hops, of which most decide.
  private static let draws = 9
  /// Sites of networks of which open hops are drawn to warn.
  private static let largestDrawn = 20_000
  /// Hops over renewals from which ions explore what is open before it changes.
  private static let slowRenewal = 30.0
  private static let draw: UInt64 = 0x6f70_656e
}

extension Study {
  /// Time (s) before which no slope of a displacement is taken at a temperature (K): that of charge
  /// between boundaries, of a few renewals of a polymer, of a carrier's way through a composite.
  ///
  /// - Throws: `SpaceChargeError` or `FieldError`.
  func settlingTime(
    at temperature: Double, in coordinates: FollowedCoordinates? = nil
  ) throws -> Double {
    if let polymer { return polymer.settlingTime(at: temperature) }
    if let composite { return try composite.settlingTime(at: temperature) }
    return try boundary?.settlingTime(at: temperature, in: coordinates) ?? 0
  }

  /// Who is bound to whom; nil but for a salt whose ions attract each other.
  func pairing(on network: SiteNetwork) -> IonPairing? {
    guard let polymer, polymer.model.association > 0 else { return nil }
    return IonPairing(network)
  }
}
