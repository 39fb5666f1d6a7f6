import Foundation

/// How a hop's rate follows from its barrier and the energies of its two ends.
///
/// Every law obeys detailed balance with respect to exp(−H/kT): with ΔE = E(after) − E(before),
/// k(forward)/k(reverse) = exp(−ΔE/kT). The laws differ in kinetics only.
public enum RateLaw: String, Sendable, Codable, CaseIterable {
  /// Kinetically resolved barrier, the same both ways: E_act = max(E_b + ΔE/2, ΔE, 0).
  /// A. Van der Ven et al., Phys. Rev. B 64, 184307 (2001), doi:10.1103/PhysRevB.64.184307.
  /// The clip on both sides keeps detailed balance where |ΔE| > 2 E_b.
  case symmetric
  /// The hop's barrier is the absolute energy of its saddle: k = ν exp(−(E_saddle − E_initial)/kT).
  case transitionState
  /// k = ν exp(−E_b/kT) min(1, exp(−ΔE/kT)), also known as Miller–Abrahams.
  /// N. Metropolis et al., J. Chem. Phys. 21, 1087 (1953), doi:10.1063/1.1699114.
  case metropolis
  /// k = ν exp(−E_b/kT) / (1 + exp(ΔE/kT)); R. J. Glauber, J. Math. Phys. 4, 294 (1963),
  /// doi:10.1063/1.1703954.
  case heatBath
  /// The barrier counts from an initial state at zero energy: k = ν exp(−(E_b − E_initial)/kT).
  case initialState

  /// Rate of one hop (1/s).
  ///
  /// - Parameters:
  ///   - barrier: eV; the saddle's energy under `transitionState`.
  ///   - frequency: attempt frequency (Hz).
  ///   - initial: energy of the moving ion before the hop, interactions included (eV).
  ///   - final: its energy after the hop (eV).
  ///   - thermalEnergy: kT (eV).
  public func rate(
    barrier: Double, frequency: Double, initial: Double, final: Double, thermalEnergy: Double
  ) -> Double {
    let change = final - initial
    return switch self {
    case .symmetric:
      frequency * exp(-max(barrier + change / 2, change, 0) / thermalEnergy)
    case .transitionState, .initialState:
      frequency * exp(-(barrier - initial) / thermalEnergy)
    case .metropolis:
      frequency * exp(-(barrier + max(change, 0)) / thermalEnergy)
    case .heatBath:
      frequency * exp(-barrier / thermalEnergy) / (1 + exp(change / thermalEnergy))
    }
  }
}

/// What turns energies into rates in one run: law, temperature, field and interactions.
public struct Conditions: Sendable, Equatable {
  /// K
  public var temperature: Double
  /// How energies become rates.
  public var rateLaw: RateLaw
  /// Electric field (V/Å); enters as exp(q E·d / 2kT), which keeps local detailed balance.
  public var field: SIMD3<Double>
  /// Charge of the mobile ion (e); of the first species where there are several.
  public var charge: Double
  /// Charges of the further species (e).
  public var furtherCharges: [Double] = []
  /// Energy of each pair of ions on sites joined by a hop (eV); counts once a hop pair.
  public var pairEnergy: Double

  /// Conditions of a run: temperature in K, field in V/Å, charge in e, energy of a pair in eV.
  public init(
    temperature: Double, rateLaw: RateLaw = .symmetric, field: SIMD3<Double> = .zero,
    charge: Double = 1, pairEnergy: Double = 0
  ) {
    self.temperature = temperature
    self.rateLaw = rateLaw
    self.field = field
    self.charge = charge
    self.pairEnergy = pairEnergy
  }

  /// Charge of an ion of a species (e).
  func charge(of species: UInt16) -> Double {
    species == 0 || Int(species) > furtherCharges.count
      ? charge : furtherCharges[Int(species) - 1]
  }

  /// kT (eV)
  public var thermalEnergy: Double { PhysicalConstants.boltzmann * temperature }

  /// Rate of an ion's hop along `kind` between ends of the given energies (1/s).
  func rate(_ kind: HopKind, initial: Double, final: Double) -> Double {
    let kT = thermalEnergy
    let bare = rateLaw.rate(
      barrier: kind.barrier, frequency: kind.frequency, initial: initial, final: final,
      thermalEnergy: kT)
    guard field != .zero else { return bare }
    let work = charge(of: kind.species) * dot(field, kind.displacement)
    return bare * exp(work / (2 * kT))
  }
}

extension SiteNetwork {
  /// Rate of a hop of a lone ion (1/s).
  public func rate(of hop: Hop, under conditions: Conditions) -> Double {
    conditions.rate(
      HopKind(
        displacement: hop.displacement, image: hop.image, barrier: hop.barrier,
        frequency: hop.frequency, hopClass: UInt16(hop.hopClass)),
      initial: energy(of: hop.from), final: energy(of: hop.to))
  }

  /// Checks the barriers against a rate law.
  ///
  /// - Throws: `NetworkError.negativeBarrier`, or `.saddleBelowSite` under `transitionState`.
  public func check(_ law: RateLaw) throws(NetworkError) {
    for site in 0..<siteCount {
      for index in hopRange(from: site) {
        let kind = hopKinds[Int(rows[index].kind)]
        if law == .transitionState {
          guard kind.barrier >= energy(of: site) - 1e-12 else {
            throw .saddleBelowSite(
              from: site, to: Int(rows[index].target), saddle: kind.barrier,
              site: energy(of: site))
          }
        } else if kind.barrier < 0 {
          throw .negativeBarrier(hop: index, barrier: kind.barrier)
        }
      }
    }
  }
}
