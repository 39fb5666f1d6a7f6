import Foundation
import IonHopCore
import IonHopFields
import IonHopNetworks

extension GrainBoundaryModel {
  /// How long charge takes to settle between the boundaries (s): no slope is taken at shorter lags.
  ///
  /// A step of the current decays as exp(−t/τ) with τ = ℓ²/π²D, the slowest mode of diffusion between
  /// planes ℓ apart that hold charge back (J. Crank, The Mathematics of Diffusion, Oxford 1975; recalled).
  /// In exact coordinates nothing has to settle; in those of a mean field what is left of the step is of
  /// the size of the slab's own conductivity at most, and 1/100 of it after τ ln 100. Displacements as
  /// they are hold about 2Dτ of what merely sloshes within the grains, against 2Dt/r of what comes
  /// through, r = σ_bulk/σ_slab: after τ ln(100 r) what is left is 1/100 of the slab's own, and a given
  /// number of hops tells most at lags of t ≈ rτ. A lag that is still too short is found by comparison
  /// with longer ones, as everywhere.
  func settlingTime(
    at temperature: Double, in coordinates: FollowedCoordinates? = nil
  ) throws -> Double {
    if let coordinates, coordinates.areExact { return 0 }
    let lattice = slab.unitCell ?? slab.bulk
    guard slab.percolates, lattice.siteCount <= Self.mostSites,
      let lone = try? ExactDiffusivity(lattice, conditions: conditions(at: temperature))
    else { return 0 }
    let across = lone.tensor[slab.direction][slab.direction]
    guard across > 0 else { return 0 }
    let grain = slab.length / 2
    let slowest = grain * grain / (Double.pi * Double.pi * across)
    if coordinates != nil { return log(100) * slowest }
    let blocking = min(max(try self.blocking(at: temperature) ?? 1, 1), Self.mostBlocking)
    return max(log(100 * blocking), blocking) * slowest
  }

  /// Longer lags would take no run to its end.
  private static let mostBlocking = 1e4
}
