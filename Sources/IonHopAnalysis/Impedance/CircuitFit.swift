import Foundation

/// One point of a spectrum, in any unit of impedance or resistivity.
public struct ImpedanceDatum: Sendable, Equatable {
  /// Hz
  public var frequency: Double
  /// Z′, in the unit of the data.
  public var real: Double
  /// Negative for a capacitor.
  public var imaginary: Double

  /// An impedance at a frequency (Hz).
  public init(frequency: Double, real: Double, imaginary: Double) {
    (self.frequency, self.real, self.imaginary) = (frequency, real, imaginary)
  }
}

/// A fitted number with its standard error.
public struct FittedValue: Sendable, Equatable {
  /// The parameter that fits best.
  public let value: Double
  /// One standard deviation, from the covariance of the fit.
  public let standardError: Double
}

/// One arc of a Nyquist plot. Resistances have the unit of the data, and capacitances are seconds
/// over that unit: F/cm from Ω·cm, F/cm² from Ω·cm².
public struct CircuitArc: Sendable, Equatable {
  /// R of the arc, in the unit of the data.
  public let resistance: FittedValue
  /// τ of Z = R / (1 + (iωτ)^α) (s); the apex of the arc is at ωτ = 1.
  public let timeConstant: FittedValue
  /// α: 1 for a capacitor, less for a depressed arc.
  public let exponent: FittedValue
  /// C = τ/R, the capacitance with the same apex: C. H. Hsu, F. Mansfeld, Corrosion 57, 747 (2001),
  /// doi:10.5006/1.3280607.
  public let capacitance: FittedValue

  /// Q of the constant-phase element, 1/Z = Q (iω)^α.
  public var phaseElement: Double { pow(timeConstant.value, exponent.value) / resistance.value }

  /// Capacitance of an arc behind a resistance, spread over the surface: Q^(1/α)
  /// (1/R_s + 1/R)^((α − 1)/α), G. J. Brug, A. L. G. van den Eeden, M. Sluyters-Rehbach,
  /// J. H. Sluyters, J. Electroanal. Chem. 176, 275 (1984), doi:10.1016/S0022-0728(84)80324-1.
  public func brugCapacitance(seriesResistance: Double) -> Double {
    let alpha = exponent.value
    return pow(phaseElement, 1 / alpha)
      * pow(1 / seriesResistance + 1 / resistance.value, (alpha - 1) / alpha)
  }
}

/// The spike of electrodes that pass no ions, Z = K (iω)^−β.
public struct CircuitElectrode: Sendable, Equatable {
  /// K: |Z| at ω = 1/s.
  public let size: FittedValue
  /// β: 1 for a capacitor, 0.5 for diffusion.
  public let exponent: FittedValue
}

/// An equivalent circuit fitted to a spectrum as experimenters do it: complex non-linear least
/// squares with weights 1/|Z|².
///
/// J. R. Macdonald, J. Schoonman, A. P. Lehnen, J. Electroanal. Chem. 131, 77 (1982),
/// doi:10.1016/0022-0728(82)87062-9. The circuit is the one of least Bayesian information (G. Schwarz,
/// Ann. Stat. 6, 461 (1978), doi:10.1214/aos/1176344136) whose parameters the data determine. The
/// errors are those of the scatter about the fit; a smooth spectrum that is no sum of arcs has
/// misfits that are no scatter, and then they are a lower bound. References in this file are
/// recalled, not looked up; the formulas are checked by tests.
///
///     let fit = try CircuitFit(data)
///     fit.model            // .twoArcs
///     fit.bulkResistance   // of the faster arc, or of the resistor before the only one
public struct CircuitFit: Sendable {
  /// What was fitted.
  public let model: CircuitModel
  /// By rising time constant: bulk before boundary.
  public let arcs: [CircuitArc]
  /// Of the models with a resistor before an arc or an electrode.
  public let seriesResistance: FittedValue?
  /// Of the models with one.
  public let electrode: CircuitElectrode?
  /// All resistances in series: that of a direct current between electrodes that pass ions.
  public let totalResistance: FittedValue
  /// √⟨|Z_fit − Z|²/|Z|²⟩
  public let relativeResidual: Double
  let information: Double

  /// The bulk's, where the circuit tells it from the boundary's.
  public var bulkResistance: FittedValue? {
    arcs.count == 2 ? arcs[0].resistance : arcs.count == 1 ? seriesResistance : nil
  }

  /// The boundaries', where the circuit tells it from the bulk's.
  public var boundaryResistance: FittedValue? {
    bulkResistance == nil ? nil : arcs.last?.resistance
  }

  /// Impedance of the fitted circuit, in the unit of the data.
  ///
  /// - Parameter frequency: Hz.
  public func impedance(at frequency: Double) -> ImpedanceDatum {
    var parameters = arcs.flatMap {
      [log($0.resistance.value), log($0.timeConstant.value), $0.exponent.value]
    }
    if let seriesResistance { parameters.append(log(seriesResistance.value)) }
    if let electrode { parameters += [log(electrode.size.value), electrode.exponent.value] }
    let z = model.impedance(2 * .pi * frequency, parameters)
    return ImpedanceDatum(frequency: frequency, real: z.real, imaginary: z.imaginary)
  }

  /// - Parameter models: to choose among; a measured spectrum may need all.
  /// - Throws: `ImpedanceFitError`.
  public init(
    _ data: [ImpedanceDatum], among models: [CircuitModel] = CircuitModel.withoutElectrode
  ) throws(ImpedanceFitError) {
    let fitter = try CircuitFitter(data)
    var best: CircuitFit?
    var reasons: [String] = []
    for candidate in models {
      do throws(ImpedanceFitError) {
        let fit = try fitter.fit(candidate)
        if best.map({ fit.information < $0.information }) ?? true { best = fit }
      } catch {
        reasons.append(error.description)
      }
    }
    guard let best else { throw .notConverged(reasons.joined(separator: "; ")) }
    self = best
  }

  init(
    _ model: CircuitModel, arcs: [CircuitArc], seriesResistance: FittedValue?,
    electrode: CircuitElectrode?, totalResistance: FittedValue, relativeResidual: Double,
    information: Double
  ) {
    (self.model, self.seriesResistance, self.electrode) = (model, seriesResistance, electrode)
    self.totalResistance = totalResistance
    self.arcs = arcs.sorted { $0.timeConstant.value < $1.timeConstant.value }
    (self.relativeResidual, self.information) = (relativeResidual, information)
  }
}

/// Why a spectrum cannot be fitted, with the mend.
public enum ImpedanceFitError: Error, Equatable, CustomStringConvertible {
  /// A model has more parameters than the data.
  case tooFewFrequencies(needed: Int, given: Int)
  /// A frequency (Hz) that is not positive and finite.
  case badFrequency(Double)
  /// An impedance that is not finite, at a frequency (Hz).
  case badImpedance(frequency: Double)
  /// The data do not tell the model's elements apart.
  case undetermined(CircuitModel)
  /// The iteration ended without a minimum.
  case notConverged(String)

  /// What is wrong, in a line.
  public var description: String {
    switch self {
    case .tooFewFrequencies(let needed, let given):
      "a circuit needs at least \(needed) different frequencies, got \(given); measure more"
    case .badFrequency(let frequency):
      "frequency \(frequency) Hz is not a positive finite number; correct or remove the row"
    case .badImpedance(let frequency):
      "the impedance at \(frequency) Hz is zero or not finite; correct or remove the row"
    case .undetermined(let model):
      "the spectrum does not determine a circuit of \(model.rawValue); choose a simpler one, or a wider range of frequencies"
    case .notConverged(let reason):
      "no circuit fits (\(reason))"
    }
  }
}
