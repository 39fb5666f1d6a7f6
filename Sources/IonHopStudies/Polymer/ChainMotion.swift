import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// Chains that move by Rouse modes and carry the cations that they hold.
///
/// The third process of A. Maitra, A. Heuer, Phys. Rev. Lett. 98, 227802 (2007),
/// doi:10.1103/PhysRevLett.98.227802, beside hops along and between chains: while a cation stays on a
/// chain, for τ₃ in the mean, it moves with its bead, and forgets that motion when it has changed to
/// another chain. Its share of the diffusivity, (1/6τ₃²) ∫ e^(−t/τ₃) g(t) dt, is added to that of the hops
/// between sites that stand still: an upper bound where hops along a chain and its motion together lead
/// back to where it was (`RouseWalk` has both at once, for one chain).
///
/// τ₃ is counted in the run: a cation found on another chain one renewal later has left its chain.
/// What is left out: cations on one chain are carried together, which raises the conductivity further
/// where chains hold many; entanglements, above some 2 kg/mol of PEO.
public struct ChainMotion: Sendable, Equatable {
  /// Coordination sites of a chain, the beads of the model.
  public var beads: Int
  /// Root mean square distance of neighbouring sites along a chain (Å).
  public var bondLength: Double
  /// Rate of the fastest Rouse mode over that at which segments renew.
  public var mobility: Double

  /// Chains of so many beads, bonds of a root-mean-square length (Å), and the speed of the fastest
  /// mode.
  public init(beads: Int, bondLength: Double, mobility: Double = 1) {
    (self.beads, self.bondLength, self.mobility) = (beads, bondLength, mobility)
  }

  /// The chain while segments renew at a rate (1/s): its fastest mode, 12 D/b² of a long one, relaxes
  /// `mobility` times as fast.
  ///
  /// - Throws: `PolymerError.badValue`, also where nothing renews.
  public func chain(renewalRate: Double) throws(PolymerError) -> RouseChain {
    try RouseChain(
      beads: beads, bondLength: bondLength,
      beadDiffusivity: mobility * renewalRate * bondLength * bondLength / 12)
  }
}

/// How long cations stay on a chain, counted at looks one renewal apart.
struct ChainRecord: Sendable {
  /// Chain of each site of the cations' layer.
  private let chainOfSite: [Int]
  /// Samples from look to look.
  let stride: Int
  var chains: [Int] = []
  var looks = 0
  var transfers = 0
  var cations = 0
  private var sites: [Int] = []

  init(chainOfSite: [Int], stride: Int) {
    (self.chainOfSite, self.stride) = (chainOfSite, stride)
  }

  mutating func look(at engine: borrowing Engine) {
    if sites.count != engine.plan.ions {
      sites = Array(repeating: 0, count: engine.plan.ions)
    }
    engine.writeSites(into: &sites)
    let now = sites.map { $0 < chainOfSite.count ? chainOfSite[$0] : -1 }
    if !chains.isEmpty {
      looks += 1
      for (before, after) in zip(chains, now) where before >= 0 && before != after {
        transfers += 1
      }
    }
    cations = now.count { $0 >= 0 }
    chains = now
  }

  /// Mean time on a chain in looks; nil before the first change.
  var meanLooks: Double? {
    transfers > 0 ? Double(looks * cations) / Double(transfers) : nil
  }
}

/// What the motion of chains adds at a temperature.
public struct ChainMotionResult: Sendable, Codable {
  /// Mean time of a cation on a chain, τ₃ (s).
  public var residenceTime: Estimate
  /// What carrying adds to the tracer diffusivity of the cation (cm²/s).
  public var carriedDiffusivity: Estimate
  /// Of the slowest mode (s).
  public var rouseTime: Double
  /// Of a chain.
  public var beads: Int
}
