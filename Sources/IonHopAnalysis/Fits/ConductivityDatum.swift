/// One conductivity at one temperature, with its standard error if known.
public struct ConductivityDatum: Sendable, Equatable {
  /// K
  public var temperature: Double
  /// S/cm
  public var conductivity: Double
  /// S/cm; zero where it is not known.
  public var standardError: Double

  /// A conductivity (S/cm) at a temperature (K), with its standard error if it is known.
  public init(temperature: Double, conductivity: Double, standardError: Double = 0) {
    self.temperature = temperature
    self.conductivity = conductivity
    self.standardError = standardError
  }
}
