import Foundation
import IonHopAnalysis

/// A value with its standard error in the concise notation, with its unit.
///
/// The digits in parentheses are the error of the last digits shown: two where the error begins
/// with 1, else one. An exact value stands alone; what is not a number is printed as "–".
///
///     formatted(Estimate(value: 3.1e-4, standardError: 9e-6, unit: .siemensPerCentimetre))
///     // 3.10(9)×10⁻⁴ S/cm
public func formatted(_ estimate: Estimate) -> String {
  let number = formatted(estimate.value, standardError: estimate.standardError)
  return estimate.unit == .one || !estimate.value.isFinite
    ? number : number + " " + estimate.unit.symbol
}

/// The same notation without a unit.
public func formatted(_ value: Double, standardError: Double) -> String {
  guard value.isFinite else { return "–" }
  guard standardError.isFinite else { return formatted(value) + " ± –" }
  let error = abs(standardError)
  // Below 10⁻¹² of the value an error has no digit that a Double could show.
  guard error > abs(value) * 1e-12, error > 1e-300 else { return formatted(value) }

  let errorExponent = decimalExponent(error)
  let leading = error / power(errorExponent)
  let lastPlace = leading < 1.95 ? errorExponent - 1 : errorExponent
  let errorDigits = String(format: "%.0f", error / power(lastPlace))

  let rounded = (value / power(lastPlace)).rounded() * power(lastPlace)
  let exponent = max(decimalExponent(rounded), errorExponent)
  if lastPlace <= 0, plainExponents.contains(exponent) {
    return String(format: "%.\(-lastPlace)f", value).withMinusSign + "(\(errorDigits))"
  }
  let mantissa = String(format: "%.\(max(exponent - lastPlace, 0))f", value / power(exponent))
  return mantissa.withMinusSign + "(\(errorDigits))" + powerOfTen(exponent)
}

/// A number without an error, to five significant digits.
public func formatted(_ value: Double) -> String {
  guard value.isFinite else { return "–" }
  // Rounding first: 99 999.7 has six digits before the point once it is rounded.
  let value = Double(String(format: "%.4e", value)) ?? value
  let exponent = decimalExponent(value)
  if value == 0 || plainExponents.contains(exponent) {
    return String(format: "%.5g", value).withMinusSign
  }
  return String(format: "%.5g", value / power(exponent)).withMinusSign + powerOfTen(exponent)
}

/// A count with its thousands set apart by narrow spaces.
public func formatted(_ count: Int) -> String {
  let digits = String(count.magnitude)
  var result = ""
  for (position, digit) in digits.enumerated() {
    if position > 0, (digits.count - position) % 3 == 0 { result += "\u{202F}" }
    result.append(digit)
  }
  return count < 0 ? "−" + result : result
}

extension IonHopAnalysis.Unit {
  /// The unit as it is printed: cm²/s rather than cm2/s, nothing for a pure number.
  public var symbol: String {
    switch self {
    case .one: ""
    case .squareCentimetrePerSecond: "cm²/s"
    default: rawValue
    }
  }
}

/// Decimal exponents of the numbers that read better without a power of ten.
private let plainExponents = -3..<5

private func power(_ exponent: Int) -> Double { pow(10, Double(exponent)) }

private func decimalExponent(_ value: Double) -> Int {
  value == 0 ? Int.min / 2 : Int(log10(abs(value)).rounded(.down))
}

private func powerOfTen(_ exponent: Int) -> String {
  guard exponent != 0 else { return "" }
  let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
  let magnitude = String(exponent.magnitude).compactMap(\.wholeNumberValue).map { digits[$0] }
  return "×10" + (exponent < 0 ? "⁻" : "") + String(magnitude)
}

extension String {
  /// A hyphen before a number as the typographic minus sign.
  fileprivate var withMinusSign: String { replacingOccurrences(of: "-", with: "−") }
}
