import Foundation
import IonHopCore

/// What the arcs of a ceramic's spectrum are, told by their capacitances.
///
/// Thresholds after J. T. S. Irvine, D. C. Sinclair, A. R. West, Adv. Mater. 2, 132 (1990),
/// doi:10.1002/adma.19900020304 (recalled): F/cm of 10⁻¹² are grains, 10⁻¹¹ to 10⁻⁸ boundaries, from
/// 10⁻⁷ the interface of sample and electrode.
public enum ArcOrigin: String, Sendable, Codable {
  /// Bulk, grain boundaries, and electrodes that pass no ions.
  case grains, boundaries, electrode

  /// - Parameter capacitance: of a cube of 1 cm (F/cm).
  public init(capacitance: Double) {
    self = capacitance < 1.5e-11 ? .grains : capacitance < 1e-7 ? .boundaries : .electrode
  }
}

/// A measured spectrum of a ceramic, read as a brick layer: grains, boundaries, electrodes.
///
/// The formulas are those of `IonHopFields.BrickLayer`: a boundary of area resistance R_gb every d, so
/// ρ = 1/σ_b + R_gb/d, of cubes. Of grains whose boundaries lie in all directions, d is 1.5 times their
/// mean intercept l: a line meets S_V/2 = 1/l boundaries a length, and a uniform current crosses them at
/// ⟨cos²⟩ = 1/3, so that ρ_gb = R_gb S_V/3 (exact for boundaries that hardly block; S. A. Saltykov's
/// S_V = 2/l, recalled). With the permittivity of the grains in the boundaries, too, their width is
/// δ = d C_b/C_gb (T. van Dijk, A. J. Burggraaf, Phys. Status Solidi A 63, 229 (1981),
/// doi:10.1002/pssa.2210630131).
///
///     let reading = CeramicReading(try CircuitFit(data, among: CircuitModel.allCases))
///     reading.boundaries     // Ω·cm
///     reading.areaResistance(intercept: 5e-4)   // Ω·cm², grains of 5 µm
public struct CeramicReading: Sendable {
  /// Of the data in Ω·cm: impedance times area over thickness.
  public let fit: CircuitFit
  /// 1/σ of the grains (Ω·cm); nil where they are not told from the boundaries.
  public let grains: FittedValue?
  /// What the boundaries add (Ω·cm); nil where no arc is theirs.
  public let boundaries: FittedValue?
  /// Grains and boundaries (Ω·cm).
  public let whole: FittedValue
  /// Relative, of the grains; nil where their arc lies above the highest frequency.
  public let permittivity: FittedValue?
  /// Of the boundaries of a cube of 1 cm (F/cm).
  public let boundaryCapacitance: FittedValue?
  /// What each arc of the fit is, in its order.
  public let origins: [ArcOrigin]

  /// Reads a circuit that was fitted to a spectrum.
  public init(_ fit: CircuitFit) {
    self.fit = fit
    let origins = fit.arcs.map { ArcOrigin(capacitance: $0.capacitance.value) }
    self.origins = origins
    func arc(_ origin: ArcOrigin) -> CircuitArc? {
      zip(fit.arcs, origins).first { $0.1 == origin }?.0
    }
    let (grainArc, boundaryArc) = (arc(.grains), arc(.boundaries))
    let inner = zip(fit.arcs, origins).filter { $0.1 != .electrode }.map(\.0.resistance)
    // Before the arc of the grains there are only leads.
    let series = grainArc == nil ? fit.seriesResistance : nil
    let isAll = inner.count == fit.arcs.count && (grainArc == nil || fit.seriesResistance == nil)
    whole = isAll ? fit.totalResistance : Self.sum(inner + [series].compactMap(\.self))
    boundaries = boundaryArc?.resistance
    boundaryCapacitance = boundaryArc?.capacitance
    grains = grainArc?.resistance ?? (boundaryArc == nil ? nil : series)
    permittivity = grainArc.map { arc in
      let vacuum = PhysicalConstants.vacuumPermittivity / 100
      return FittedValue(
        value: arc.capacitance.value / vacuum,
        standardError: arc.capacitance.standardError / vacuum)
    }
  }

  /// Of one boundary (Ω·cm²).
  ///
  /// - Parameter intercept: mean length of a straight line within a grain (cm).
  public func areaResistance(intercept: Double) -> FittedValue? {
    let edge = Self.cubeEdge(intercept: intercept)
    return boundaries.map {
      FittedValue(value: $0.value * edge, standardError: $0.standardError * edge)
    }
  }

  /// Electrical width of a boundary (cm) of the grains' permittivity; nil unless both arcs are seen.
  ///
  /// - Parameter intercept: mean length of a straight line within a grain (cm).
  public func boundaryWidth(intercept: Double) -> Double? {
    guard let permittivity, let boundaryCapacitance else { return nil }
    let grains = permittivity.value * PhysicalConstants.vacuumPermittivity / 100
    return Self.cubeEdge(intercept: intercept) * grains / boundaryCapacitance.value
  }

  /// Edge (cm) of the cubes with as much boundary in a volume.
  ///
  /// - Parameter intercept: mean length of a straight line within a grain (cm).
  public static func cubeEdge(intercept: Double) -> Double { 1.5 * intercept }

  /// 1/ρ (S/cm).
  public static func conductivity(_ resistivity: FittedValue) -> Estimate {
    Estimate(
      value: 1 / resistivity.value,
      standardError: resistivity.standardError / (resistivity.value * resistivity.value),
      unit: .siemensPerCentimetre)
  }

  /// Their covariance left out, which mostly makes the sum more certain than this.
  private static func sum(_ values: [FittedValue]) -> FittedValue {
    FittedValue(
      value: values.reduce(0) { $0 + $1.value },
      standardError: values.reduce(0) { $0 + $1.standardError * $1.standardError }.squareRoot())
  }

  /// What limits the reading, in words.
  public var notes: [String] {
    var notes: [String] = []
    if grains == nil {
      notes.append(
        "grains and boundaries are not told apart: cool the sample, or measure to higher frequencies, so that both arcs are seen"
      )
    } else if permittivity != nil, fit.seriesResistance != nil {
      notes.append("the resistance before the grains' arc is taken for that of leads, and left out")
    } else if permittivity == nil {
      notes.append(
        "the grains' arc lies above the highest frequency: their resistance holds that of leads and contacts, too"
      )
    }
    if origins.filter({ $0 == .boundaries }).count > 1 {
      notes.append("two arcs have capacitances of boundaries; the faster one is taken for them")
    }
    if fit.relativeResidual > 0.05 {
      notes.append(
        String(
          format: "the circuit misses the data by %.0f %%; look at the plot before you use it",
          100 * fit.relativeResidual))
    }
    return notes
  }
}
