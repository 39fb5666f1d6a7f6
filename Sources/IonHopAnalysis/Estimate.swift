/// A measured or computed scalar with its standard error and unit.
///
///     let barrier = Estimate(value: 0.35, standardError: 0.01, unit: .electronvolt)
///     print(barrier)   // 0.350(10) eV
public struct Estimate: Sendable, Codable, Equatable {
  /// The number, in `unit`.
  public var value: Double
  /// One standard deviation of the sampling distribution of `value`; zero for an exact number.
  public var standardError: Double
  /// What `value` and `standardError` are in.
  public var unit: Unit

  /// An estimate with one standard deviation of its error.
  public init(value: Double, standardError: Double, unit: Unit) {
    self.value = value
    self.standardError = standardError
    self.unit = unit
  }

  /// |standardError / value|, infinite where the value is zero but its error is not.
  public var relativeError: Double {
    standardError == 0 ? 0 : value == 0 ? .infinity : abs(standardError / value)
  }
}

/// The units that results are reported in.
public enum Unit: String, Sendable, Codable {
  /// A pure number.
  case one = "1"
  /// Energies.
  case electronvolt = "eV"
  /// Temperatures.
  case kelvin = "K"
  /// Conductivities.
  case siemensPerCentimetre = "S/cm"
  /// Prefactors of σT.
  case siemensKelvinPerCentimetre = "S K/cm"
  /// Prefactors of σ√T.
  case siemensRootKelvinPerCentimetre = "S K^0.5/cm"
  /// Diffusivities.
  case squareCentimetrePerSecond = "cm2/s"
  /// Drift velocities.
  case centimetrePerSecond = "cm/s"
  /// Times.
  case second = "s"
  /// Area resistances.
  case ohmSquareCentimetre = "ohm cm2"
}

/// A symmetric 3 × 3 tensor with a standard error for each component.
///
/// `value` is the trace over the number of directions in which the network is connected,
/// so that a chain along x, a layer and a crystal all report their own mobility.
public struct TensorEstimate: Sendable, Codable, Equatable {
  /// The trace over the number of connected directions.
  public var value: Double
  /// One standard deviation of `value`.
  public var standardError: Double
  /// What all components are in.
  public var unit: Unit
  /// Components [row][column] along x, y, z.
  public var tensor: [[Double]]
  /// One standard deviation of each component.
  public var tensorStandardError: [[Double]]

  /// A tensor with its isotropic mean, which is not computed here.
  public init(
    value: Double, standardError: Double, unit: Unit, tensor: [[Double]],
    tensorStandardError: [[Double]]
  ) {
    self.value = value
    self.standardError = standardError
    self.unit = unit
    self.tensor = tensor
    self.tensorStandardError = tensorStandardError
  }

  /// The isotropic mean with its error.
  public var mean: Estimate { Estimate(value: value, standardError: standardError, unit: unit) }

  /// The same tensor times a constant, in another unit.
  public func scaled(by factor: Double, unit: Unit) -> TensorEstimate {
    TensorEstimate(
      value: value * factor, standardError: standardError * abs(factor), unit: unit,
      tensor: tensor.map { $0.map { $0 * factor } },
      tensorStandardError: tensorStandardError.map { $0.map { $0 * abs(factor) } })
  }
}
