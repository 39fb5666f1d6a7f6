import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks

extension GrainBoundaryModel {
  /// Sites up to which the network is solved in seconds.
  static let mostSites = DissipationShares.mostSites

  func conditions(at temperature: Double) -> Conditions {
    Conditions(temperature: temperature, rateLaw: rateLaw, charge: species.charge)
  }

  /// The slab and its lattice by the network solver, without any interaction.
  ///
  /// - Returns: nil where the network is too large.
  /// - Throws: `SpaceChargeError` or `FieldError`.
  public func ideal(at temperature: Double) throws -> IdealBoundary? {
    guard slab.network.siteCount <= Self.mostSites else { return nil }
    let state = try state(at: temperature)
    let (across, method) = try conductivity(
      of: state.network, ions: state.ions, at: temperature)
    let (bulk, bulkMethod) = try conductivity(
      of: slab.bulk, ions: filling.ions(on: slab.bulk), at: temperature)
    let series = BoundarySeries(
      length: slab.length, coreWidth: slab.rules.coreWidth,
      slab: Self.exact(slab.percolates ? across * state.fillingFactor : 0), bulk: Self.exact(bulk))
    return IdealBoundary(
      method: method == .exact && bulkMethod == .exact ? .exact : .meanField,
      bulkConductivity: bulk, acrossConductivity: series.slab.value,
      areaResistance: series.areaResistance.value)
  }

  /// Of the lattice without boundaries, where it is exact (S/cm).
  func exactBulk(at temperature: Double) throws -> Double? {
    guard slab.bulk.siteCount <= Self.mostSites, !slab.bulk.hasPairs,
      slab.bulk.compoundEvents.count == 0
    else { return nil }
    let (value, method) = try conductivity(
      of: slab.bulk, ions: filling.ions(on: slab.bulk), at: temperature)
    return method == .exact ? value : nil
  }

  static func exact(_ value: Double) -> Estimate {
    Estimate(value: value, standardError: 0, unit: .siemensPerCentimetre)
  }

  /// Across (S/cm).
  private func conductivity(
    of network: SiteNetwork, ions: Int, at temperature: Double
  ) throws -> (value: Double, method: GrainBoundaryResult.Method) {
    let conditions = conditions(at: temperature)
    let first = network.energy(of: 0)
    let isLevel = (1..<network.siteCount).allSatisfy { network.energy(of: $0) == first }
    let diffusivity: Double
    if ions == 1 || isLevel {
      let lone = try ExactDiffusivity(network, conditions: conditions)
      let free =
        network.siteCount > 1
        ? Double(network.siteCount - ions) / Double(network.siteCount - 1) : 1
      diffusivity = lone.tensor[slab.direction][slab.direction] * free
    } else {
      let occupation = Placement.fermi(
        ions: ions, on: network, thermalEnergy: conditions.thermalEnergy)
      diffusivity =
        try ExactDiffusivity(network, conditions: conditions, occupation: occupation)
        .tensor[slab.direction][slab.direction]
    }
    // Nernst–Einstein, σ = n q² D/kT; one e cancels against kT in eV, and Å² ⁄ Å³ is 1e8/cm.
    let density = Double(ions) / network.cell.volume * 1e8
    let sigma =
      density * species.charge * species.charge * PhysicalConstants.elementaryCharge * diffusivity
      / conditions.thermalEnergy
    return (sigma, ions == 1 || isLevel ? .exact : .meanField)
  }

  /// σ_bulk/σ_slab by the network solver; nil where it does not apply.
  func blocking(at temperature: Double) throws -> Double? {
    guard let ideal = try ideal(at: temperature), ideal.acrossConductivity > 0 else { return nil }
    return ideal.bulkConductivity / ideal.acrossConductivity
  }
}
