/// Why data cannot be fitted, with the mend.
public enum FitError: Error, Equatable, CustomStringConvertible {
  /// A model has more parameters than there are temperatures.
  case tooFewTemperatures(model: FitModel, needed: Int, given: Int)
  /// A temperature (K) that is not positive and finite.
  case badTemperature(Double)
  /// A conductivity (S/cm) that is not positive and finite.
  case badConductivity(Double, temperature: Double)
  /// A standard error that is negative or not finite.
  case badError(Double, temperature: Double)
  /// Errors are given for some data only, so that weights have no meaning.
  case someErrorsMissing(known: Int, of: Int)
  /// The data do not bend as the model does.
  case noCurvature(model: FitModel)
  /// A reference temperature (K) at or below T0.
  case badReference(Double, t0: Double)
  /// The iteration ended without a minimum.
  case notConverged(model: FitModel, reason: String)

  /// What is wrong, in a line.
  public var description: String {
    switch self {
    case .tooFewTemperatures(let model, let needed, let given):
      "a fit of \(model.rawValue) needs at least \(needed) different temperatures, got \(given); measure or simulate more"
    case .badTemperature(let t):
      "temperature \(t) K is not a positive finite number; correct or remove the row"
    case .badConductivity(let value, let t):
      "conductivity \(value) S/cm at \(t) K is not a positive finite number; correct or remove the row"
    case .badError(let value, let t):
      "standard error \(value) S/cm at \(t) K is negative, not finite or out of all proportion to the conductivity; correct it or leave the column out"
    case .someErrorsMissing(let known, let all):
      "\(known) of \(all) conductivities have a standard error; give one for each, or for none"
    case .noCurvature(let model):
      "the data show no curvature that \(model.rawValue) could describe (T0 runs away); fit arrhenius instead"
    case .badReference(let reference, let t0):
      "a WLF reference temperature of \(reference) K lies at or below T0 = \(t0) K; choose a higher one"
    case .notConverged(let model, let reason):
      "the fit of \(model.rawValue) did not converge (\(reason)); give more temperatures or fit arrhenius"
    }
  }
}
