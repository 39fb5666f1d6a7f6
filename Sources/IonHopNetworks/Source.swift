/// A work that a number was taken from.
public struct Source: Sendable, Codable, Equatable {
  /// For example "Murugan2007".
  public var key: String
  /// Author, journal, year.
  public var citation: String
  /// Without https://doi.org/.
  public var doi: String?
  /// What was taken, and whether it was verified.
  public var note: String?

  /// A source of numbers.
  public init(key: String, citation: String, doi: String? = nil, note: String? = nil) {
    self.key = key
    self.citation = citation
    self.doi = doi
    self.note = note
  }
}

/// A literature value of a quantity that the study also computes.
public struct PublishedValue: Sendable, Codable, Equatable {
  /// "conductivity", "activationEnergy", "havenRatio", "correlationFactor" or "tracerDiffusivity"
  public var quantity: String
  /// In `unit`.
  public var value: Double
  /// Of `value`.
  public var unit: String
  /// K, where the value belongs to one temperature.
  public var temperature: Double?
  /// What kind of number it is: measured, DFT, MD ...
  public var kind: String
  /// The key of its `Source`.
  public var source: String

  /// A value that was published.
  public init(
    quantity: String, value: Double, unit: String, temperature: Double? = nil, kind: String,
    source: String
  ) {
    self.quantity = quantity
    self.value = value
    self.unit = unit
    self.temperature = temperature
    self.kind = kind
    self.source = source
  }

  /// What a published value can be of.
  public static let quantities = [
    "conductivity", "activationEnergy", "havenRatio", "correlationFactor", "tracerDiffusivity",
  ]
}
