/// Coordinates in which a lone ion drifts nowhere, on any network: its position plus a periodic shift.
///
/// In y = x + χ(site), with χ from Kirchhoff's laws, Σ_j k_ij (y_j − y_i) = 0 on every site. As χ is
/// bounded, y travels as far as x in the long run, but without the back-and-forth of an ion that a
/// slow bond sends back: its mean square grows by the long-time slope from the first hop on (the
/// corrector of homogenisation: C. Kipnis, S. R. S. Varadhan, Commun. Math. Phys. 104, 1 (1986),
/// doi:10.1007/BF01210789; recalled, derived again, and tested against exact values). The same holds
/// of the sum over ions that exclude each other where all sites have one energy. Elsewhere a drift is
/// left, whose effect `flux` and the windows of `DisplacementRecord` measure: no coordinates make the
/// result wrong, bad ones only noisy.
public struct HarmonicCoordinates: Sendable {
  /// χ of each site (Å).
  let shifts: [SIMD3<Double>]
  /// By hop of the network: its way in these coordinates (Å), and its rate and its reverse's (1/s);
  /// empty where rates depend on other ions.
  private let steps: [SIMD3<Double>]
  private let rates: [SIMD2<Double>]

  /// - Parameters:
  ///   - shifts: χ of each site (Å); all zero leaves positions as they are.
  ///   - conditions: where the rate of a hop depends on nothing but its sites; nil leaves the flux out.
  public init(_ network: SiteNetwork, shifts: [SIMD3<Double>], conditions: Conditions?) {
    precondition(shifts.count == network.siteCount, "one shift a site")
    self.shifts = shifts
    var steps: [SIMD3<Double>] = []
    var rates: [SIMD2<Double>] = []
    if let conditions {
      steps.reserveCapacity(network.hopCount)
      rates.reserveCapacity(network.hopCount)
      for site in 0..<network.siteCount {
        for index in network.hopRange(from: site) {
          let hop = network.hop(index, from: site)
          // From positions, so that closed loops close to the last digit.
          let displacement =
            network.cell.cartesian(SIMD3<Double>(hop.image))
            + (network.position(of: hop.to) - network.position(of: site))
          steps.append(displacement + (shifts[hop.to] - shifts[site]))
          rates.append(
            SIMD2(
              network.rate(of: hop, under: conditions),
              network.rate(of: network.reverse(of: hop), under: conditions)))
        }
      }
    }
    (self.steps, self.rates) = (steps, rates)
  }

  /// Of Σ k |Δy|. A drift this small, foretelling windows of a few steps, changes a slope by as little.
  private static let roundedDrift = 1e-9

  var hasRates: Bool { !rates.isEmpty }

  /// What the hops that a configuration allows are about to do.
  struct Flux {
    /// Σ k Δy Δyᵀ (Å²/s): what the mean square of Σ y would grow by, if no hop remembered the others.
    var square = Tensor6.zero
    /// Σ k Δy (Å/s)
    var drift = SIMD3<Double>.zero
  }

  /// - Complexity: O(carriers)
  func flux(of gas: borrowing LatticeGas, on network: SiteNetwork) -> Flux {
    var flux = Flux()
    var gross = SIMD3<Double>.zero
    let ionsMove = gas.carriers == .ions
    for carrier in 0..<gas.carrierCount {
      let site = Int(gas.carrierSite[carrier])
      for index in network.hopRange(from: site) {
        let target = Int(network.rows[index].target)
        guard gas.isFree(target) || (ionsMove && target == site) else { continue }
        // A vacancy's hop is an ion's hop the other way.
        let (rate, step) =
          ionsMove ? (rates[index].x, steps[index]) : (rates[index].y, -steps[index])
        flux.square += rate * Tensor6(step, step)
        flux.drift += rate * step
        gross += rate * SIMD3(abs(step.x), abs(step.y), abs(step.z))
      }
    }
    // What the network solver and rounding leave of a sum that is zero.
    for axis in 0..<3 where abs(flux.drift[axis]) < Self.roundedDrift * gross[axis] {
      flux.drift[axis] = 0
    }
    return flux
  }

  /// Σ χ over the ions (Å).
  ///
  /// - Complexity: O(carriers)
  func shift(of gas: borrowing LatticeGas) -> SIMD3<Double> {
    var sum = SIMD3<Double>.zero
    for carrier in 0..<gas.carrierCount { sum += shifts[Int(gas.carrierSite[carrier])] }
    // The sum over all sites never changes.
    return gas.carriers == .ions ? sum : -sum
  }
}

extension SiteNetwork {
  /// The hop back.
  fileprivate func reverse(of hop: Hop) -> Hop {
    Hop(
      from: hop.to, to: hop.from, displacement: -hop.displacement, image: 0 &- hop.image,
      barrier: hop.barrier, frequency: hop.frequency, hopClass: hop.hopClass)
  }
}

extension Engine {
  /// Sum of the displacements of all ions (Å), in other coordinates up to a constant.
  func travelled(in coordinates: HarmonicCoordinates?) -> SIMD3<Double> {
    guard let coordinates else { return collectiveDisplacement }
    return collectiveDisplacement + coordinates.shift(of: gas)
  }

  func flux(in coordinates: HarmonicCoordinates) -> HarmonicCoordinates.Flux {
    coordinates.flux(of: gas, on: plan.network)
  }
}

extension EnginePlan {
  /// True if the rate of a hop depends on nothing but its two sites.
  public var hasFixedRates: Bool {
    !network.hasPairs && conditions.pairEnergy == 0 && conditions.field == .zero
      && network.compoundEvents.count == 0 && network.layers == nil && renewal == nil
      && !hasBarriersByIons
  }
}
