import Foundation
import IonHopCore

/// Fixed charges that make wells for the mobile ions: a site's energy is the sum over them of
///
///     z z₀ e²/(4π ε₀ ε_r r) exp(−r/λ)
///
/// over all periodic images within sixteen screening lengths λ. The screening stands for what other
/// mobile ions and the glass do to the bare charge (P. Debye, E. Hückel, Phys. Z. 24, 185 (1923)).
public struct CounterIons: Sendable, Equatable {
  /// Where they stand.
  public enum Places: Sendable, Equatable {
    /// Å
    case given([SIMD3<Double>])
    /// Anywhere, this many to a mobile site.
    case random(perSite: Double)
  }

  /// Where they stand.
  public var places: Places
  /// Charges of a counter-ion and of a mobile ion (e).
  public var charge: Double
  /// Charge of the mobile ion (e).
  public var ionCharge = 1.0
  /// λ (Å)
  public var screeningLength: Double
  /// Relative, of what lies between.
  public var permittivity: Double
  /// Charges nearer than this count as at this distance (Å): ions do not enter each other.
  public var closestApproach: Double

  /// Fixed charges (e), screened over a length and cut off at another (Å).
  public init(
    _ places: Places, charge: Double = -1, screeningLength: Double, permittivity: Double,
    closestApproach: Double
  ) {
    (self.places, self.charge) = (places, charge)
    (self.screeningLength, self.permittivity) = (screeningLength, permittivity)
    self.closestApproach = closestApproach
  }

  /// All that lies beyond adds up to some microelectronvolts at the densities of ions in solids.
  private static let cut = 16.0

  func check() throws(GlassError) {
    for (key, value) in [
      ("screeningLength", screeningLength), ("permittivity", permittivity),
      ("closestApproach", closestApproach),
    ] where !(value > 0 && value < 1e6) {
      throw .badNumber(key: "counterIons.\(key)", value: value, mend: "give a positive number")
    }
    guard charge.isFinite, abs(charge) < 100, ionCharge.isFinite, abs(ionCharge) < 100 else {
      throw .badNumber(key: "counterIons.charge", value: charge, mend: "give a charge in e")
    }
    if case .given(let list) = places,
      let lost = list.map(length).first(where: { !($0 < GlassStructure.farthest) })
    {
      throw .badNumber(
        key: "counterIons.places", value: lost, mend: "give finite positions near the cell (Å)")
    }
    if case .random(let share) = places, !(share > 0 && share <= 100) {
      throw .badNumber(key: "counterIons.perSite", value: share, mend: "give a positive number")
    }
  }

  /// Energies of the sites (eV).
  func energies(
    of structure: GlassStructure, generator: String, seed: StreamSeed
  ) throws -> [Double] {
    try check()
    let charges: [SIMD3<Double>]
    switch places {
    case .given(let list): charges = list
    case .random(let perSite):
      let count = Int((perSite * Double(structure.positions.count)).rounded())
      var stream = try RandomStream(generator: generator, seed: seed.value)
      charges = (0..<count).map { _ in
        let (x, y) = (stream.uniform(), stream.uniform())
        return structure.cell.cartesian([x, y, structure.dimensions == 2 ? 0 : stream.uniform()])
      }
    }
    let reach = Self.cut * screeningLength
    let volume = structure.cell.volume / Double(max(1, charges.count))
    guard 4 * .pi / 3 * reach * reach * reach < 1e5 * volume else {
      throw GlassError.badNumber(
        key: "counterIons.screeningLength", value: screeningLength,
        mend: "a hundred thousand charges lie within its reach; shorten it")
    }
    let grid = PointGrid(charges, in: structure.cell, reach: min(reach, 3 * cbrt(volume)))
    let unit = charge * ionCharge * PhysicalConstants.coulombEnergy / permittivity
    return structure.positions.map { position in
      grid.near(position, within: reach).reduce(0) { sum, near in
        guard structure.dimensions == 3 || near.image.z == 0 else { return sum }
        let r = max(length(near.displacement), closestApproach)
        return sum + unit / r * exp(-r / screeningLength)
      }
    }
  }
}
