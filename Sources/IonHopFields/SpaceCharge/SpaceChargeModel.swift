import Foundation
import IonHopCore

/// The defect chemistry of a space charge: species, sublattices and regions at one temperature.
///
/// Ions keep the electrochemical potential μ̃ = μ + zeφ the same everywhere. On a sublattice of N
/// sites the species that exclude each other have
/// c_s = N w_s / (1 + Σ_t w_t), w_s = exp((μ_s − E_s − z_s eφ)/kT),
/// the multi-component Fermi–Dirac (Langmuir–McLean) statistics; without exclusion c_s = N w_s.
/// J. Maier, Prog. Solid State Chem. 23, 171 (1995), doi:10.1016/0079-6786(95)00004-E, for the
/// thermodynamics of boundaries (reference checked, text recalled); the statistics are those of the
/// ideal lattice gas.
///
///     let lithium = DefectSpecies("Li", charge: 1, sublattice: 0, supply: .reservoir(0.01))
///     let host = DefectSpecies.background("host", charge: -1)
///     let bulk = SpaceChargeRegion(
///       "bulk", permittivity: 30, siteDensities: [0.02], frozen: [0, 0.01])
///     let model = try SpaceChargeModel(
///       species: [lithium, host], sublattices: ["A"], regions: [bulk], temperature: 300)
public struct SpaceChargeModel: Sendable, Equatable {
  /// Mobile defects.
  public let species: [DefectSpecies]
  /// Names of the sublattices.
  public let sublattices: [String]
  /// Regions, by their number.
  public let regions: [SpaceChargeRegion]
  /// Index of the region whose composition is the reservoir's, at potential zero.
  public let bulk: Int
  /// K
  public let temperature: Double
  /// Chemical potential of each species that a reservoir supplies (eV), nil for the others.
  let chemicalPotentials: [Double?]

  /// - Throws: `SpaceChargeError` for lists of wrong length, numbers out of range, a reservoir that
  ///   fills all sites, or, if all mobile species come from the reservoir, one that is not neutral.
  public init(
    species: [DefectSpecies], sublattices: [String], regions: [SpaceChargeRegion], bulk: Int = 0,
    temperature: Double
  ) throws(SpaceChargeError) {
    guard temperature > 0, temperature.isFinite else { throw .badTemperature(temperature) }
    guard regions.indices.contains(bulk) else {
      throw .unknownRegion(index: bulk, of: regions.count)
    }
    try Self.check(species, sublattices)
    for region in regions { try Self.check(region, species, sublattices) }
    try Self.checkNeutral(species, regions[bulk])
    self.species = species
    self.sublattices = sublattices
    self.regions = regions
    self.bulk = bulk
    self.temperature = temperature
    chemicalPotentials = try Self.chemicalPotentials(
      species, sublattices, regions[bulk], PhysicalConstants.boltzmann * temperature)
  }

  /// kT (eV)
  public var thermalEnergy: Double { PhysicalConstants.boltzmann * temperature }

  /// Vacuum permittivity in the units used here, e/(V Å).
  static let vacuumPermittivity =
    PhysicalConstants.vacuumPermittivity * 1e-10 / PhysicalConstants.elementaryCharge

  /// Concentration in the reservoir (Å⁻³) of a mobile species that it supplies or of an immobile
  /// one.
  public func bulkConcentration(of index: Int) -> Double? {
    switch species[index].supply {
    case .reservoir(let c): c
    case .frozen: regions[bulk].frozen(index)
    case .closed, .electrochemicalPotential: nil
    }
  }

  /// Screening length of the reservoir (Å), √(ε kT / e² Σ z² c (1 − …)): how fast small potentials
  /// decay. With two dilute carriers of charges ±1 it is the textbook Debye length.
  ///
  /// - Returns: nil if some mobile species is not supplied by the reservoir, or none is charged.
  public var debyeLength: Double? {
    guard species.indices.allSatisfy({ bulkConcentration(of: $0) != nil }) else { return nil }
    let table = ChargeTable(model: self, sites: bulkSites())
    let slope = table.evaluate([0], chemicalPotentials.map { $0 ?? 0 }).slope[0]
    guard slope > 0 else { return nil }
    return (Self.vacuumPermittivity * regions[bulk].permittivity / slope).squareRoot()
  }

  /// One Å³ of bulk.
  private func bulkSites() -> ChargeSites {
    var sites = ChargeSites(cells: 1)
    sites.add(region: bulk, volume: 1, to: 0, of: self)
    return sites
  }
}

extension SpaceChargeModel {
  private static func check(
    _ species: [DefectSpecies], _ sublattices: [String]
  ) throws(SpaceChargeError) {
    for one in species {
      try SpaceChargeError.finite(one.charge, "charge of \(one.name)")
      if let sublattice = one.sublattice, !sublattices.indices.contains(sublattice) {
        throw .badValue(
          of: "sublattice of \(one.name)", value: Double(sublattice),
          needs: "from 0 to \(sublattices.count - 1)")
      }
      guard one.sublattice != nil || !one.isMobile else {
        throw .badValue(
          of: "sublattice of \(one.name)", value: .nan, needs: "given, as the species is mobile")
      }
      switch one.supply {
      case .reservoir(let c): try SpaceChargeError.positive(c, "bulk concentration of \(one.name)")
      case .closed(let n): try SpaceChargeError.positive(n, "amount of \(one.name)")
      case .electrochemicalPotential(let mu):
        try SpaceChargeError.finite(mu, "electrochemical potential of \(one.name) (eV)")
      case .frozen: break
      }
    }
  }

  private static func check(
    _ region: SpaceChargeRegion, _ species: [DefectSpecies], _ sublattices: [String]
  ) throws(SpaceChargeError) {
    guard region.permittivity > 0, region.permittivity.isFinite else {
      throw .badPermittivity(region: region.name, value: region.permittivity)
    }
    guard region.siteDensities.count == sublattices.count else {
      throw .wrongCount(
        of: "site densities of region \(region.name)", expected: sublattices.count,
        found: region.siteDensities.count)
    }
    for (density, name) in zip(region.siteDensities, sublattices) {
      try SpaceChargeError.notNegative(density, "density of sites \(name) in \(region.name)")
    }
    for (list, name) in [(region.energies, "energies"), (region.frozen, "concentrations")] {
      guard list.isEmpty || list.count == species.count else {
        throw .wrongCount(
          of: "\(name) of region \(region.name)", expected: species.count, found: list.count)
      }
    }
    for value in region.energies { try SpaceChargeError.finite(value, "energy in \(region.name)") }
    for value in region.frozen {
      try SpaceChargeError.notNegative(value, "concentration in \(region.name)")
    }
    for (index, name) in sublattices.enumerated() {
      let sites = region.siteDensities[index]
      let taken = frozen(on: index, species) { region.frozen($0) }
      guard taken <= sites else {
        throw .overfull(sublattice: name, region: region.name, occupied: taken, sites: sites)
      }
    }
  }

  /// What the immobile species on a sublattice take.
  static func frozen(
    on sublattice: Int, _ species: [DefectSpecies], _ concentration: (Int) -> Double
  ) -> Double {
    species.indices.reduce(0) {
      let one = species[$1]
      return !one.isMobile && one.sublattice == sublattice ? $0 + concentration($1) : $0
    }
  }

  private static func checkNeutral(
    _ species: [DefectSpecies], _ bulk: SpaceChargeRegion
  ) throws(SpaceChargeError) {
    var (sum, gross) = (0.0, 0.0)
    for (index, one) in species.enumerated() {
      let concentration: Double
      switch one.supply {
      case .closed, .electrochemicalPotential: return
      case .reservoir(let c): concentration = c
      case .frozen: concentration = bulk.frozen(index)
      }
      sum += one.charge * concentration
      gross += abs(one.charge) * concentration
    }
    let supplied = species.contains { $0.isMobile && $0.charge != 0 }
    guard !supplied || abs(sum) <= 1e-9 * gross else { throw .bulkNotNeutral(charge: sum) }
  }

  /// From the composition of the reservoir, at potential zero.
  private static func chemicalPotentials(
    _ species: [DefectSpecies], _ sublattices: [String], _ bulk: SpaceChargeRegion, _ kT: Double
  ) throws(SpaceChargeError) -> [Double?] {
    var result: [Double?] = []
    for (index, one) in species.enumerated() {
      if case .electrochemicalPotential(let mu) = one.supply {
        result.append(mu)
        continue
      }
      guard case .reservoir(let c) = one.supply, let sublattice = one.sublattice else {
        result.append(nil)
        continue
      }
      let sites = bulk.siteDensities[sublattice]
      guard sites > 0 else { throw .noSites(species: one.name, region: bulk.name) }
      let taken = frozen(on: sublattice, species) { bulk.frozen($0) }
      let exclusive = species.reduce(0) { sum, other in
        guard case .reservoir(let c) = other.supply, other.sublattice == sublattice,
          other.statistics == .fermiDirac
        else { return sum }
        return sum + c
      }
      let free = one.statistics == .fermiDirac ? sites - taken - exclusive : sites - taken
      guard free > 0 else {
        throw .overfull(
          sublattice: sublattices[sublattice], region: bulk.name, occupied: taken + exclusive,
          sites: sites)
      }
      result.append(bulk.energy(of: index) + kT * log(c / free))
    }
    return result
  }
}
