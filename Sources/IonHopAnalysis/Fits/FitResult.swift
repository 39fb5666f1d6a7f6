/// The temperature law that a fit assumes.
public enum FitModel: String, Sendable, Codable, CaseIterable {
  /// ln y = ln A − E_a / kT
  case arrhenius
  /// ln y = ln A − B / (T − T0)  (Vogel, Fulcher, Tammann)
  case vft
  /// log10 y = log10 y(Tr) + C1 (T − Tr) / (C2 + T − Tr)  (Williams, Landel, Ferry)
  case wlf
  /// Arrhenius or VFT, whichever has the lower AICc.
  case auto
}

/// What a fit is of.
public enum FitQuantity: String, Sendable, Codable, CaseIterable {
  /// σT (S K/cm), as transport theory has it.
  case sigmaT
  /// σ (S/cm)
  case sigma
  /// σ√T (S √K/cm): VFT with the factor T^(−1/2) of free-volume theory.
  case sigmaRootT

  /// What the conductivity is multiplied by at a temperature (K).
  func factor(at t: Double) -> Double {
    switch self {
    case .sigmaT: t
    case .sigma: 1
    case .sigmaRootT: t.squareRoot()
    }
  }

  var unit: Unit {
    switch self {
    case .sigmaT: .siemensKelvinPerCentimetre
    case .sigma: .siemensPerCentimetre
    case .sigmaRootT: .siemensRootKelvinPerCentimetre
    }
  }
}

/// A fitted temperature law with the covariance of its parameters.
public struct FitResult: Sendable, Codable {
  /// The law.
  public var model: FitModel
  /// What was fitted: σT, σ or σ√T.
  public var quantity: FitQuantity
  /// Names of the parameters in the order of `covariance`:
  /// arrhenius: ["activationEnergy" eV, "lnPrefactor"]; vft: ["lnPrefactor", "B" K, "T0" K];
  /// wlf: ["log10Reference", "C1", "C2" K].
  public var parameterNames: [String]
  /// Values in the order of `parameterNames`.
  public var parameters: [Double]
  /// Infinite throughout where nothing determines it: no errors given, no degree of freedom left.
  public var covariance: [[Double]]
  /// eV. Arrhenius: the parameter. VFT and WLF: kB B (T/(T−T0))² at `referenceTemperature`.
  public var activationEnergy: Estimate
  /// The prefactor of `quantity`, with the error of its logarithm carried over.
  public var prefactor: Estimate
  /// K, where an apparent activation energy or a WLF reference needs one: mean of 1/T of the data.
  public var referenceTemperature: Double
  /// Σ (residual/error)² of the logarithms.
  public var chiSquare: Double
  /// Data less parameters.
  public var degreesOfFreedom: Int
  /// χ² per degree of freedom; nil where there is none left, or no errors to measure χ² by.
  public var reducedChiSquare: Double?
  /// Akaike's criterion corrected for small samples; nil where too few points are left for it.
  public var aicc: Double?
  /// True when this fit was picked by `auto`.
  public var chosenByAuto: Bool
  /// What the reader must know: degenerate B and T0, poor fit ...
  public var notes: [String]
}
