import IonHopAnalysis
import IonHopNetworks

/// What a slab tells of one of its boundaries at a temperature.
///
/// With L the slab's thickness, w the core's width, σ the conductivities across:
/// R = (L/2)(1/σ_slab − 1/σ_bulk), two like boundaries in series with the lattice that fills the whole
/// slab, as in the brick-layer model (J. Fleig, J. Maier, J. Eur. Ceram. Soc. 19, 693 (1999), for its
/// limits; reference checked, text recalled). R is an excess, and negative where a boundary conducts
/// better than the bulk.
public struct GrainBoundaryResult: Sendable, Codable, Equatable {
  /// How a conductivity was found.
  public enum Method: String, Sendable, Codable {
    /// By the network solver, where ideal ions have an exact value: alone, or on sites of one energy.
    case exact
    /// By the network solver with mean occupations: exclusion in a mean field.
    case meanField
    /// By the engine.
    case simulated
  }

  /// Of the lattice without boundaries, across (S/cm).
  public var bulkConductivity: Estimate
  /// How the bulk's conductivity came about.
  public var bulkMethod: Method
  /// Of the slab, across the boundaries (S/cm).
  public var acrossConductivity: Estimate
  /// Of the slab, along the boundaries: mean of both directions (S/cm).
  public var alongConductivity: Estimate
  /// R of one boundary (Ω·cm²); infinite where nothing crosses.
  public var areaResistance: Estimate
  /// R/R_bulk of one grain, as thick as half the slab.
  public var resistanceRatio: Estimate
  /// ρ_core/ρ_bulk = 1 + R σ_bulk/w, with all excess in the core; nil for a core without width.
  public var resistivityRatio: Estimate?
  /// R/(R + R_bulk), the boundary's share of the slab's resistance: α_R of impedance spectroscopy (M.
  /// Kleitz, H. Bernard, E. Fernandez, E. Schouler, Adv. Ceram. 3, 310 (1981); recalled).
  public var blockingFactor: Estimate
  /// The same slab by the network solver; nil where it does not apply.
  public var ideal: IdealBoundary?
  /// Ions that ideal statistics ask for in the slab. A whole number of them runs; the conductivities
  /// here, unlike the point's, are scaled to this one, by ions times vacancies.
  public var meanIons: Double
  /// Shortest lag at which the slope of the charge displacement was taken (s).
  public var settlingTime: Double
  /// Nil without a space charge.
  public var spaceCharge: SpaceChargeRecord?
  /// Plane by plane from the middle of one grain to that of the next.
  public var profile: [BoundaryPlane]
}

/// Conductivity and resistance by the network solver.
public struct IdealBoundary: Sendable, Codable, Equatable {
  /// How it came about.
  public var method: GrainBoundaryResult.Method
  /// S/cm, of the lattice without boundaries.
  public var bulkConductivity: Double
  /// S/cm
  public var acrossConductivity: Double
  /// Ω·cm²
  public var areaResistance: Double
}

/// What the Poisson equation gave.
public struct SpaceChargeRecord: Sendable, Codable, Equatable {
  /// V, against the bulk.
  public var corePotential: Double
  /// e/Å²
  public var coreCharge: Double
  /// In the middle of the grains (V).
  public var middlePotential: Double
  /// Å
  public var screeningLength: Double?
  /// Newton steps, charge that the equation lacks, and |sum of all charges|, the last two over the sum
  /// of the charges' sizes; nil for a closed form.
  public var steps: Int?
  /// Charge that the Poisson equation lacks, over the sum of the charges’ sizes.
  public var residual: Double?
  /// |Sum of all charges| over the sum of their sizes.
  public var neutrality: Double?
  /// Rounds in which the potential followed the simulation, and the largest change in the last (V); nil
  /// where it is that of ideal statistics.
  public var rounds: Int?
  /// Change of the potential in the last round (V).
  public var lastChange: Double?

  init(_ potential: BoundaryPotential) {
    (rounds, lastChange) = (potential.rounds, potential.lastChange)
    corePotential = potential.corePotential
    coreCharge = potential.coreCharge
    middlePotential = potential.middlePotential
    screeningLength = potential.screeningLength
    steps = potential.steps
    residual = potential.residual
    neutrality = potential.neutrality
  }
}

/// A plane of sites parallel to the boundary.
public struct BoundaryPlane: Sendable, Codable, Equatable {
  /// Å from the middle of the boundary.
  public var position: Double
  /// In both grains and both boundaries together.
  public var sites: Int
  /// V; zero without a space charge.
  public var potential: Double
  /// −dφ/dx (V/Å)
  public var field: Double
  /// Mean energy of the plane's sites, potential included (eV).
  public var siteEnergy: Double
  /// Occupied share, ideal ions: Fermi–Dirac.
  public var idealOccupation: Double
  /// Occupied share in the simulation; nil where none ran.
  public var occupation: Estimate?
  /// Ideal ions per length across the boundary: of the layer half way to both neighbour planes (Å⁻³).
  public var concentration: Double
}

/// Activation energies across temperatures, all of σT-like quantities: ln σT, and ln T/R.
public struct GrainBoundarySummary: Sendable, Codable, Equatable {
  /// x, y or z.
  public var axis: String
  /// Between the two boundaries (Å).
  public var grainThickness: Double
  /// Å
  public var coreWidth: Double
  /// Å²
  public var area: Double
  /// Of the lattice without boundaries; all nil below two temperatures.
  public var bulkActivationEnergy: Estimate?
  /// Of T/R; nil also where R is not positive at every temperature.
  public var boundaryActivationEnergy: Estimate?
  /// Of the slab across.
  public var totalActivationEnergy: Estimate?

  init(_ model: GrainBoundaryModel, points: [PointResult]) {
    let slab = model.slab
    axis = ["x", "y", "z"][slab.direction]
    grainThickness = slab.length / 2
    coreWidth = slab.rules.coreWidth
    area = slab.area
    let results = points.compactMap { point in point.boundary.map { (point.temperature, $0) } }
    bulkActivationEnergy = Self.activationEnergy(results.map { ($0, $1.bulkConductivity) })
    totalActivationEnergy = Self.activationEnergy(results.map { ($0, $1.acrossConductivity) })
    boundaryActivationEnergy = Self.activationEnergy(
      results.map { temperature, result in
        let r = result.areaResistance
        // A conductance over area; the fit takes any quantity that is positive.
        return (
          temperature,
          Estimate(
            value: 1 / r.value, standardError: r.standardError / (r.value * r.value), unit: .one)
        )
      })
  }

  private static func activationEnergy(_ data: [(temperature: Double, value: Estimate)])
    -> Estimate?
  {
    guard data.count > 1, data.allSatisfy({ $0.value.value > 0 && $0.value.value.isFinite }) else {
      return nil
    }
    return try? TemperatureFit.fit(
      data.map {
        ConductivityDatum(
          temperature: $0.temperature, conductivity: $0.value.value,
          standardError: $0.value.standardError)
      }, model: .arrhenius, quantity: .sigmaT
    ).activationEnergy
  }
}
