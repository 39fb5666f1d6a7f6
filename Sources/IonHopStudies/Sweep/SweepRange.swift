import Foundation
import IonHopNetworks

/// `{ from: 0.1, to: 0.9, count: 5, spacing: linear }`: numbers at even distances.
struct SweepRange {
  enum Spacing: String, CaseIterable {
    case linear, logarithmic, reciprocal
  }

  let values: [InputValue]

  static let hint = "give a list, or a range such as { from: 0.1, to: 0.9, count: 5 }"

  /// - Parameter quantity: in whose units the ends may be written.
  init(_ value: InputValue, quantity: Quantity) throws(InputError) {
    let range = try value.mapping(["from", "to", "count", "spacing"], Self.hint)
    let from = try range.required("from", Self.hint)
    let to = try range.required("to", Self.hint)
    let count = try range.required("count", Self.hint).wholeNumber(in: 2...10_000)
    let spacing = try range["spacing"]?.choice(of: Spacing.self, what: "spacing") ?? .linear
    let bound: InputValue.Bound = spacing == .linear ? .any : .positive
    let (low, high) = (try from.number(quantity, bound), try to.number(quantity, bound))
    guard low != high else {
      throw value.error("from and to are both \(Self.plain(low)); give a list of one value")
    }
    values = (0..<count).map { index in
      value.replaced(by: Self.plain(Self.number(index, of: count, low, high, spacing)))
    }
  }

  private static func number(
    _ index: Int, of count: Int, _ low: Double, _ high: Double, _ spacing: Spacing
  ) -> Double {
    // The ends come out as they were written, and the numbers between with twelve digits, so that
    // a range of another count has the same values where the two meet.
    if index == 0 { return low }
    if index == count - 1 { return high }
    let (step, steps) = (Double(index), Double(count - 1))
    let exact =
      switch spacing {
      case .linear: low + (high - low) * step / steps
      case .logarithmic: exp(log(low) + (log(high) - log(low)) * step / steps)
      case .reciprocal: 1 / (1 / low + (1 / high - 1 / low) * step / steps)
      }
    return Double(String(format: "%.11e", exact)) ?? exact
  }

  /// A number without a needless ".0", so that whole numbers stay whole.
  static func plain(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
