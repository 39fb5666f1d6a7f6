import Foundation

/// A physical quantity as it may be written in a file: a plain number in the base unit, or a
/// string of number and unit.
///
///     Quantity.energy.read("350 meV")   // .value(0.35)
public struct Quantity: Sendable {
  /// With its article, as in "an energy".
  let name: String
  /// The base unit comes first. value = number × scale + offset.
  let units: [Unit]

  struct Unit: Sendable {
    let symbol: String
    let scale: Double
    var offset = 0.0
  }

  enum Reading: Equatable {
    case value(Double)
    case notANumber
    case notFinite
    case wrongUnit(String)
  }

  func read(_ text: String) -> Reading {
    // The common case at a tenth of the cost: large tables hold millions of bare numbers.
    if text.utf8.allSatisfy(isDecimal), let number = Double(text), number.isFinite {
      return .value(number)
    }
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    guard let (number, rest) = leadingNumber(of: trimmed) else {
      let word = trimmed.lowercased().drop { "+-.".contains($0) }
      return ["nan", "inf", "infinity"].contains(word) ? .notFinite : .notANumber
    }
    let symbol = rest.trimmingCharacters(in: .whitespaces)
    guard !symbol.isEmpty else { return number.isFinite ? .value(number) : .notFinite }
    guard let unit = units.first(where: { $0.symbol == symbol }) else {
      return .wrongUnit(symbol)
    }
    let value = number * unit.scale + unit.offset
    return value.isFinite ? .value(value) : .notFinite
  }

  /// The unit of a bare number; empty for a pure one.
  package var baseUnit: String { units.first?.symbol ?? "" }
  /// All that a text may carry.
  package var unitSymbols: [String] { units.map(\.symbol) }

  /// Without its article: "energy".
  package var noun: String { String(name.drop { $0 != " " }.dropFirst()) }
  /// All that have units.
  package static let all: [Quantity] = [
    .energy, .length, .temperature, .frequency, .time, .angle, .charge, .potential, .areaCharge,
    .concentration, .conductivity, .areaResistance, .field,
  ]

  /// Whether it is an area resistance.
  package var isAreaResistance: Bool { units.first?.symbol == "Ω·cm²" }

  /// "eV, meV or kJ/mol"; nothing for a bare number.
  private var symbols: String {
    let symbols = units.map(\.symbol)
    guard let last = symbols.last, symbols.count > 1 else { return symbols.first ?? "" }
    return symbols.dropLast().joined(separator: ", ") + " or " + last
  }

  /// "accepted are eV, meV or kJ/mol"
  var acceptedUnits: String {
    units.isEmpty ? "give a plain number" : "accepted are \(symbols)"
  }

  /// "give an energy in eV, meV or kJ/mol"
  var mend: String { "give \(name)" + (units.isEmpty ? "" : " in \(symbols)") }

  /// " eV", or nothing for a bare number.
  var inBaseUnit: String { units.first.map { " \($0.symbol)" } ?? "" }
}

extension Quantity {
  /// Without a unit.
  public static let number = Quantity(name: "a number", units: [])
  /// eV
  public static let energy = Quantity(
    name: "an energy",
    units: [
      Unit(symbol: "eV", scale: 1), Unit(symbol: "meV", scale: 1e-3),
      // 1 eV = 96.48533212 kJ/mol (CODATA 2018, exact constants).
      Unit(symbol: "kJ/mol", scale: 1 / 96.485_332_123_310_02),
    ])
  /// Å
  public static let length = Quantity(
    name: "a length",
    units: [
      // Swift compares by canonical equivalence, so the ångström sign U+212B is this letter too.
      Unit(symbol: "Å", scale: 1), Unit(symbol: "Angstrom", scale: 1),
      Unit(symbol: "nm", scale: 10), Unit(symbol: "pm", scale: 0.01),
      Unit(symbol: "um", scale: 1e4), Unit(symbol: "µm", scale: 1e4),
      Unit(symbol: "μm", scale: 1e4),
    ])
  /// K
  public static let temperature = Quantity(
    name: "a temperature",
    units: [
      Unit(symbol: "K", scale: 1), Unit(symbol: "C", scale: 1, offset: 273.15),
      Unit(symbol: "°C", scale: 1, offset: 273.15),
    ])
  /// Hz
  public static let frequency = Quantity(
    name: "a frequency",
    units: [
      Unit(symbol: "Hz", scale: 1), Unit(symbol: "MHz", scale: 1e6),
      Unit(symbol: "GHz", scale: 1e9), Unit(symbol: "THz", scale: 1e12),
      Unit(symbol: "1/s", scale: 1),
    ])
  /// s
  public static let time = Quantity(
    name: "a time",
    units: [
      Unit(symbol: "s", scale: 1), Unit(symbol: "min", scale: 60), Unit(symbol: "h", scale: 3600),
    ])
  /// degrees
  public static let angle = Quantity(
    name: "an angle",
    units: [
      Unit(symbol: "deg", scale: 1), Unit(symbol: "°", scale: 1),
      Unit(symbol: "rad", scale: 180 / .pi),
    ])
  /// e
  public static let charge = Quantity(name: "a charge", units: [Unit(symbol: "e", scale: 1)])
  /// V
  public static let potential = Quantity(
    name: "a potential",
    units: [Unit(symbol: "V", scale: 1), Unit(symbol: "mV", scale: 1e-3)])
  /// e/Å²; 1 C/m² is 1/16.02176634 e/Å² (CODATA 2018, exact).
  public static let areaCharge = Quantity(
    name: "a charge over area",
    units: [
      Unit(symbol: "e/Å2", scale: 1), Unit(symbol: "e/Å²", scale: 1),
      Unit(symbol: "C/m2", scale: 1 / 16.021_766_34),
      Unit(symbol: "uC/cm2", scale: 0.01 / 16.021_766_34),
    ])
  /// Å⁻³
  public static let concentration = Quantity(
    name: "a concentration",
    units: [
      Unit(symbol: "1/Å3", scale: 1), Unit(symbol: "1/nm3", scale: 1e-3),
      Unit(symbol: "1/cm3", scale: 1e-24),
    ])
  /// S/cm
  public static let conductivity = Quantity(
    name: "a conductivity",
    units: [
      Unit(symbol: "S/cm", scale: 1), Unit(symbol: "mS/cm", scale: 1e-3),
      Unit(symbol: "S/m", scale: 1e-2),
    ])
  /// Ω·cm²
  public static let areaResistance = Quantity(
    name: "an area resistance",
    units: [
      Unit(symbol: "Ω·cm²", scale: 1), Unit(symbol: "ohm cm2", scale: 1),
      Unit(symbol: "Ω cm²", scale: 1), Unit(symbol: "kΩ·cm²", scale: 1e3),
    ])
  /// V/Å
  public static let field = Quantity(
    name: "a field",
    units: [
      Unit(symbol: "V/Å", scale: 1), Unit(symbol: "V/nm", scale: 0.1),
      Unit(symbol: "V/cm", scale: 1e-8), Unit(symbol: "V/m", scale: 1e-10),
    ])
}

/// True for the bytes of a decimal number; a Double alone would take "0x1p3" and "nan" too.
private func isDecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): true
  case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
  case UInt8(ascii: "e"), UInt8(ascii: "E"): true
  default: false
  }
}

/// Splits "1e13 Hz" into its number and the rest; nil if it does not begin with a decimal number.
///
/// Infinite where the number is beyond the range of a `Double`. In "3eV" the e is of the unit.
func leadingNumber(of text: String) -> (number: Double, rest: Substring)? {
  var end = text.startIndex
  func skipDigits() -> Bool {
    let begin = end
    while end < text.endIndex, text[end].isASCII, text[end].isNumber { text.formIndex(after: &end) }
    return end > begin
  }
  func skip(_ characters: String) -> Bool {
    guard end < text.endIndex, characters.contains(text[end]) else { return false }
    text.formIndex(after: &end)
    return true
  }
  _ = skip("+-")
  let whole = skipDigits()
  let point = skip(".")
  let fraction = point && skipDigits()
  guard whole || fraction else { return nil }
  let mantissaEnd = end
  if skip("eE") {
    _ = skip("+-")
    if !skipDigits() { end = mantissaEnd }
  }
  guard let number = Double(text[..<end]) else { return nil }
  return (number, text[end...])
}
