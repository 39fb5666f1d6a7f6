import Foundation
import IonHopCore
import IonHopFields
import IonHopNetworks

/// Two like boundaries across a periodic slab of one lattice, half its length apart.
///
/// One boundary's area-specific resistance follows from the slab's conductivity across and that of the
/// same lattice without boundaries, L/σ_slab = L/σ_bulk + 2 R. The core's own bulk is part of L, so that
/// R is an excess, as the mesoscale solver and a brick layer want it.
///
///     let network = try Lattice.named("sc").network(supercell: (16, 4, 4))
///     var rules = BoundaryRules(coreWidth: 6)
///     rules.barrierRise = .single(0.1)
///     let slab = try GrainBoundarySlab(of: network, axis: 0, rules: rules, seed: 1)
///     let model = GrainBoundaryModel(slab, species: .lithium, filling: .fraction(0.1))
public struct GrainBoundaryModel: Sendable {
  /// The network with its two boundaries.
  public let slab: GrainBoundarySlab
  /// The mobile ion.
  public let species: Species
  /// Of the lattice without boundaries.
  public let filling: Filling
  /// Whether the grains keep their filling, or the slab its ions.
  public var ions: BoundaryIons
  /// The potential around the boundaries; nil for none.
  public var spaceCharge: BoundarySpaceCharge?
  /// How energies become rates.
  public var rateLaw: RateLaw
  /// Solved ahead, by temperature.
  private var known: [Double: BoundaryState] = [:]

  /// A slab with its ions.
  public init(
    _ slab: GrainBoundarySlab, species: Species, filling: Filling,
    ions: BoundaryIons = .equilibrium, spaceCharge: BoundarySpaceCharge? = nil,
    rateLaw: RateLaw = .symmetric
  ) {
    (self.slab, self.species, self.filling) = (slab, species, filling)
    (self.ions, self.spaceCharge, self.rateLaw) = (ions, spaceCharge, rateLaw)
  }

  /// Solves the space charge at these temperatures (K) once and for all.
  ///
  /// - Throws: `SpaceChargeError`
  public mutating func prepare(for temperatures: [Double]) throws(SpaceChargeError) {
    for temperature in temperatures { known[temperature] = try state(at: temperature) }
  }

  /// Takes a state for the one of a temperature (K) from here on.
  mutating func adopt(_ state: BoundaryState, at temperature: Double) {
    known[temperature] = state
  }

  /// Which ions and which potential the slab has at a temperature (K).
  ///
  /// - Throws: `SpaceChargeError`
  public func state(at temperature: Double) throws(SpaceChargeError) -> BoundaryState {
    if let known = known[temperature] { return known }
    guard temperature > 0, temperature.isFinite else { throw .badTemperature(temperature) }
    let bulk = BulkIons(
      of: filling.ions(on: slab.bulk), on: slab.bulk, charge: species.charge,
      temperature: temperature)
    let potential = try spaceCharge?.solve(
      bulk, coreWidth: slab.rules.coreWidth, reach: slab.grainHalf)
    let network: SiteNetwork
    if let potential {
      network = try slab.network.inPotential(
        slab.distances.map { species.charge * potential.potential(at: $0) }, rateLaw: rateLaw)
    } else {
      network = slab.network
    }
    let mean: Double
    switch ions {
    case .equilibrium: mean = bulk.number(on: network)
    case .fixed: mean = Double(bulk.ions)
    }
    return BoundaryState(network: network, meanIons: mean, potential: potential)
  }
}

/// How many ions a slab with boundaries holds.
public enum BoundaryIons: String, Sendable, CaseIterable {
  /// As many as equilibrium with the filled lattice asks for: the grains keep its filling however many
  /// ions the boundaries take up or drive out.
  case equilibrium
  /// As many as the lattice without boundaries.
  case fixed
}

/// A slab at one temperature.
public struct BoundaryState: Sendable {
  /// With the potential of the space charge.
  public let network: SiteNetwork
  /// Ions that ideal statistics ask for.
  public let meanIons: Double
  /// The potential at this temperature; nil for none.
  public let potential: BoundaryPotential?

  /// Ions that run: the nearest whole number, but not none.
  public var ions: Int { max(meanIons > 0 ? 1 : 0, Int(meanIons.rounded())) }

  /// Conductivity with the ions that statistics ask for over that with those that run, in proportion to
  /// ions times vacancies: exact where either are few, and always where sites have one energy.
  public var fillingFactor: Double {
    let sites = Double(network.siteCount)
    let run = Double(ions) * (sites - Double(ions))
    return run > 0 ? meanIons * (sites - meanIons) / run : 1
  }

  /// Mean occupation of each site by ions that only exclude each other.
  func idealOccupation(at temperature: Double) -> [Double] {
    let kT = PhysicalConstants.boltzmann * temperature
    guard ions == 1 else { return Placement.fermi(ions: ions, on: network, thermalEnergy: kT) }
    // A lone ion excludes nobody, itself included.
    let lowest = (0..<network.siteCount).map { network.energy(of: $0) }.min() ?? 0
    let weights = (0..<network.siteCount).map { exp(-(network.energy(of: $0) - lowest) / kT) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}

/// The ions of the lattice without boundaries at a temperature, as an ideal lattice gas.
struct BulkIons {
  let ions: Int
  /// e
  let charge: Double
  /// K
  let temperature: Double
  /// Distinct site energies (eV), sites of each (Å⁻³) and their mean occupation.
  let levels: [(energy: Double, density: Double, occupation: Double)]
  /// eV
  let chemicalPotential: Double

  /// Energies nearer than this (eV) are one level.
  private static let spacing = 1e-3

  init(of ions: Int, on network: SiteNetwork, charge: Double, temperature: Double) {
    let kT = PhysicalConstants.boltzmann * temperature
    let occupation = Placement.fermi(ions: ions, on: network, thermalEnergy: kT)
    var sums: [Double: (energy: Double, occupation: Double, sites: Int)] = [:]
    for site in 0..<network.siteCount {
      let energy = network.energy(of: site)
      let level = (energy / Self.spacing).rounded()
      var sum = sums[level] ?? (0, 0, 0)
      sum = (sum.energy + energy, sum.occupation + occupation[site], sum.sites + 1)
      sums[level] = sum
    }
    levels = sums.sorted { $0.key < $1.key }.map { _, sum in
      let sites = Double(sum.sites)
      return (sum.energy / sites, sites / network.cell.volume, sum.occupation / sites)
    }
    // Where the occupation is nearest to a half it keeps the most digits of µ.
    let best = occupation.indices.min { abs(occupation[$0] - 0.5) < abs(occupation[$1] - 0.5) } ?? 0
    let share = occupation.isEmpty ? 0 : occupation[best]
    chemicalPotential = network.energy(of: best) + kT * log(share / (1 - share))
    (self.ions, self.charge, self.temperature) = (ions, charge, temperature)
  }

  /// Å⁻³
  var concentration: Double { levels.reduce(0) { $0 + $1.density * $1.occupation } }
  /// Å⁻³
  var vacancies: Double { levels.reduce(0) { $0 + $1.density * (1 - $1.occupation) } }

  /// √(ε kT/Σ z² n f (1 − f)) (Å): over which small potentials decay.
  func screeningLength(permittivity: Double) -> Double? {
    let kT = PhysicalConstants.boltzmann * temperature
    let answer = levels.reduce(0) { $0 + $1.density * $1.occupation * (1 - $1.occupation) }
    guard answer > 0 else { return nil }
    return (BoundarySpaceCharge.vacuum * permittivity * kT / (charge * charge * answer))
      .squareRoot()
  }

  /// Ions on a network in equilibrium with these, Σ 1/(1 + exp((E − µ)/kT)).
  func number(on network: SiteNetwork) -> Double {
    guard ions > 0, chemicalPotential.isFinite else { return Double(ions) }
    let kT = PhysicalConstants.boltzmann * temperature
    return (0..<network.siteCount).reduce(0) {
      $0 + 1 / (1 + exp((network.energy(of: $1) - chemicalPotential) / kT))
    }
  }
}
