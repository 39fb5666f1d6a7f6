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
    let rate = model.segments.rate(at: temperature)
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
    guard model.segments.rate(at: temperature) == 0, !isAlwaysOpen else { return true }
    var random = try RandomStream(seed: StreamSeed(study: seed).mixed(with: Self.draw).value)
    return try model.ions.allSatisfy { ion in
      var single = model
      single.ions = [ion]
      let state = try single.state(at: temperature)
      let network = state.network
      // One number for a hop and its reverse, whatever renews together.
      let bonds = BondRenewal.eachBond(network, rate: 0, openFraction: 0)
      let draws = bonds.rateOfUnit.map { _ in random.uniform() }
      var isOpen = Array(repeating: true, count: network.hopCount)
      for site in 0..<network.siteCount {
        for hop in network.hopRange(from: site) {
          let share = state.renewal.openFraction[network.hop(hop, from: site).hopClass]
          isOpen[hop] = draws[Int(bonds.unitOfHop[hop])] <= share
        }
      }
      guard let open = try? network.altered(keptHops: isOpen) else { return false }
      return open.connectivity().dimensions > 0
    }
  }

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
