import Foundation
import IonHopCore
import IonHopFields

/// How the charge of a boundary's core is screened in the grains.
///
/// The core, |x| ≤ width/2, is at one potential; from its edge to the middle of the grain the Poisson
/// equation holds in one dimension, with no field in the middle. The charge of the core's own ions
/// belongs to the core charge, whether that is given or follows from a given potential; only with
/// `.segregation` does it come from the occupation of the core's sites.
public struct BoundarySpaceCharge: Sendable, Equatable {
  /// What is known of the core.
  public enum Core: Sendable, Equatable {
    /// Against the bulk (V).
    case potential(Double)
    /// All of it, both sides together (e/Å²).
    case charge(Double)
    /// Ions go to core sites that are so much higher (eV) than in the grains, until their charge holds
    /// others back.
    case segregation(Double)
  }

  /// How the mobile ions fill their sites.
  public enum Statistics: String, Sendable, CaseIterable {
    /// The mobile ions as they are in the simulation: one a site, on the sites of the lattice.
    case fermiDirac
    /// Dilute defects, as many as the Boltzmann factor wants.
    case boltzmann
    /// A layer emptied of mobile defects, sharply ended: the depletion approximation of Mott and
    /// Schottky, φ = φ₀ (1 − x/λ)².
    case mottSchottky
  }

  /// The mobile charge of `boltzmann` and `mottSchottky`.
  public enum Defect: String, Sendable, CaseIterable {
    /// Who is mobile.
    case ion, vacancy
  }

  /// What compensates the mobile charge in the bulk.
  public enum Background: String, Sendable, CaseIterable {
    /// Dopants and host that stay: where mobile ions are driven out, their charge remains.
    case immobile
    /// Dilute mobile charges of the opposite sign: the case of Gouy and Chapman.
    case mobile
  }

  /// Relative.
  public var permittivity: Double
  /// What charges the core.
  public var core: Core
  /// How the mobile ions fill their sites.
  public var statistics = Statistics.fermiDirac
  /// Who is mobile, in dilute statistics.
  public var defect = Defect.ion
  /// What compensates the mobile charge.
  public var background = Background.immobile
  /// Of the defects of `boltzmann` and `mottSchottky` in the bulk (Å⁻³); nil for all ions, or all
  /// vacancies, of the lattice.
  public var concentration: Double?
  /// Rounds in which the potential follows the occupations of the simulation, before the sampling; with
  /// zero it is that of ideal statistics. For `.fermiDirac`, an immobile background, and a core of given
  /// potential or one to which ions segregate.
  public var selfConsistentRounds = 0

  /// A core in a medium of a relative permittivity.
  public init(permittivity: Double, core: Core) {
    (self.permittivity, self.core) = (permittivity, core)
  }

  /// Vacuum permittivity, e/(V Å).
  static let vacuum =
    PhysicalConstants.vacuumPermittivity * 1e-10 / PhysicalConstants.elementaryCharge

  /// - Parameters:
  ///   - coreWidth: Å
  ///   - reach: from the middle of the boundary to the middle of the grain (Å).
  /// - Throws: `SpaceChargeError`
  func solve(
    _ bulk: BulkIons, coreWidth: Double, reach: Double
  ) throws(SpaceChargeError) -> BoundaryPotential {
    guard permittivity > 0, permittivity.isFinite else {
      throw .badPermittivity(region: "grain", value: permittivity)
    }
    if statistics == .mottSchottky {
      return try depletion(bulk, coreWidth: coreWidth)
    }
    let charge = try SpaceChargeIons(self, bulk)
    let stack = LayerStack(
      layers: [.init(thickness: reach - coreWidth / 2, region: 0)],
      sheets: [0: charge.sheet(core, coreWidth: coreWidth)])
    let solution = try stack.solve(charge.model)
    return BoundaryPotential(
      coreWidth: coreWidth, shape: .solved(solution),
      corePotential: solution.potential(at: 0),
      coreCharge: 2 * (solution.sheetCharges[0] ?? 0),
      middlePotential: solution.potential(at: stack.thickness),
      screeningLength: screeningLength(bulk), steps: solution.steps, residual: solution.residual,
      neutrality: solution.neutrality)
  }

  private func screeningLength(_ bulk: BulkIons) -> Double? {
    guard statistics == .boltzmann, let (charge, c) = try? defects(bulk) else {
      return bulk.screeningLength(permittivity: permittivity)
    }
    let kT = PhysicalConstants.boltzmann * bulk.temperature
    let carriers = background == .mobile ? 2 * c : c
    return (Self.vacuum * permittivity * kT / (charge * charge * carriers)).squareRoot()
  }

  /// Charge (e) of a defect and how many there are in the bulk (Å⁻³).
  func defects(
    _ bulk: BulkIons
  ) throws(SpaceChargeError) -> (charge: Double, concentration: Double) {
    let isIon = defect == .ion
    let c = concentration ?? (isIon ? bulk.concentration : bulk.vacancies)
    guard c > 0, c.isFinite else {
      throw .badValue(
        of: "concentration of mobile defects (1/Å3)", value: c, needs: "positive and finite")
    }
    return (isIon ? bulk.charge : -bulk.charge, c)
  }

  private func depletion(
    _ bulk: BulkIons, coreWidth: Double
  ) throws(SpaceChargeError) -> BoundaryPotential {
    let (charge, c) = try defects(bulk)
    let density = abs(charge) * c
    var (height, held) = (0.0, 0.0)
    switch core {
    case .potential(let value):
      height = value
      let width = SpaceChargeClosedForms.mottSchottkyWidth(
        potential: value, permittivity: permittivity, dopant: density)
      held = (value < 0 ? -2 : 2) * density * width
    case .charge(let value):
      held = value
      let width = abs(value) / 2 / density
      height = (value < 0 ? -1 : 1) * density * width * width / (2 * Self.vacuum * permittivity)
    case .segregation:
      throw .badValue(
        of: "core of mottSchottky", value: .nan, needs: "given as corePotential or coreCharge")
    }
    guard height * charge >= 0 else {
      throw .badValue(
        of: "core potential (V)", value: height,
        needs:
          "of the sign of the mobile defects, \(charge) e: it draws them in, and mottSchottky is for depletion"
      )
    }
    return BoundaryPotential(
      coreWidth: coreWidth, shape: .parabola(height: height, width: abs(held) / 2 / density),
      corePotential: height, coreCharge: held, middlePotential: 0,
      screeningLength: screeningLength(bulk), steps: nil, residual: nil, neutrality: nil)
  }
}

/// The species of a space charge, in the solver's terms.
private struct SpaceChargeIons {
  let model: SpaceChargeModel
  private let bulk: BulkIons

  init(_ settings: BoundarySpaceCharge, _ bulk: BulkIons) throws(SpaceChargeError) {
    self.bulk = bulk
    var species: [DefectSpecies] = []
    var densities: [Double] = []
    var energies: [Double] = []
    let charge: Double
    if settings.statistics == .fermiDirac {
      for (index, level) in bulk.levels.enumerated() {
        species.append(
          DefectSpecies(
            "ion \(index)", charge: bulk.charge, sublattice: index,
            supply: .electrochemicalPotential(bulk.chemicalPotential)))
        densities.append(level.density)
        energies.append(level.energy)
      }
      charge = bulk.charge * bulk.concentration
    } else {
      let (own, c) = try settings.defects(bulk)
      species.append(
        DefectSpecies(
          "defect", charge: own, sublattice: 0, statistics: .boltzmann, supply: .reservoir(c)))
      densities.append(c)
      energies.append(0)
      charge = own * c
    }
    let sign = charge < 0 ? 1.0 : -1.0
    if settings.background == .mobile {
      species.append(
        DefectSpecies(
          "background", charge: sign, sublattice: densities.count, statistics: .boltzmann,
          supply: .reservoir(abs(charge))))
      densities.append(abs(charge))
    } else {
      species.append(.background("background", charge: sign))
    }
    let frozen = energies.map { _ in 0.0 } + [abs(charge)]
    let region = SpaceChargeRegion(
      "grain", permittivity: settings.permittivity, siteDensities: densities,
      energies: energies + [0], frozen: frozen)
    model = try SpaceChargeModel(
      species: species, sublattices: densities.indices.map { "sites \($0)" }, regions: [region],
      temperature: bulk.temperature)
  }

  /// Half of the core, which the grain on one side screens.
  func sheet(_ core: BoundarySpaceCharge.Core, coreWidth: Double) -> LayerStack.Sheet {
    switch core {
    case .potential(let value): .potential(value)
    case .charge(let value): .charge(value / 2)
    case .segregation(let energy):
      .core(
        sites: bulk.levels.enumerated().map { index, level in
          LayerStack.CoreSites(
            density: level.density * coreWidth / 2, sublattice: index, region: 0, shift: energy)
        }, charge: -bulk.charge * bulk.concentration * coreWidth / 2)
    }
  }
}

/// The potential on both sides of a boundary, by distance from its middle.
public struct BoundaryPotential: Sendable {
  enum Shape: Sendable {
    case solved(LayerSolution)
    /// φ₀ (1 − x/λ)² (V, Å) from the core's edge.
    case parabola(height: Double, width: Double)
    /// At even steps (Å) from the middle of the boundary, straight between.
    case sampled(step: Double, values: [Double])
  }

  /// Å
  public let coreWidth: Double
  let shape: Shape
  /// V
  public let corePotential: Double
  /// Of the core (e/Å²).
  public let coreCharge: Double
  /// In the middle of the grain (V): what is not small against kT/e says that the slab is too thin.
  public let middlePotential: Double
  /// Of small potentials in the bulk (Å); nil where nothing answers.
  public let screeningLength: Double?
  /// Newton steps on the last grid; nil for a closed form.
  public let steps: Int?
  /// Charge that the Poisson equation lacks, over the sum of all charges; nil for a closed form.
  public let residual: Double?
  /// |Sum of all charges| over the sum of their sizes; nil for a closed form.
  public let neutrality: Double?
  /// Rounds in which it followed the simulation, and by how much the last one changed it (V).
  public var rounds: Int?
  /// Change of the potential in the last round (V).
  public var lastChange: Double?

  /// V, at a distance from the middle of the boundary (Å).
  public func potential(at distance: Double) -> Double {
    let x = max(0, abs(distance) - coreWidth / 2)
    switch shape {
    case .solved(let solution): return solution.potential(at: x)
    case .parabola(let height, let width):
      let share = width > 0 ? max(0, 1 - x / width) : 0
      return height * share * share
    case .sampled(let step, let values):
      let place = abs(distance) / step
      let low = min(Int(place), values.count - 2)
      let share = min(place - Double(low), 1)
      return (1 - share) * values[low] + share * values[low + 1]
    }
  }

  /// −dφ/dx (V/Å) at a position across the boundary (Å).
  public func field(at position: Double) -> Double {
    let x = abs(position) - coreWidth / 2
    // Differences over a step that the profile does not bend over, on the grain's side of the edge.
    let step = 1e-3
    guard x > -step else { return 0 }
    let low = coreWidth / 2 + max(0, x - step)
    let fall = (potential(at: low) - potential(at: low + 2 * step)) / (2 * step)
    return position < 0 ? -fall : fall
  }
}
