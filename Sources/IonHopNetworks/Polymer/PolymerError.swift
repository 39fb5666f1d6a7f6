/// Why a polymer or composite cannot be built, with the mend.
public enum PolymerError: Error, Equatable, CustomStringConvertible {
  /// A number that makes no sense: the key, its value, and what it must be.
  case badValue(key: String, value: Double, mend: String)
  /// The cell is too small for the range of the hops (Å).
  case cellTooSmall(edge: Double, needed: Double)
  /// No room for a site at the asked distance from all others.
  case tooDense(chain: Int, distance: Double)
  /// Fewer pairs of chains meet than cross-links were asked for.
  case tooFewContacts(asked: Int, found: Int)
  /// Nothing is left for ions to move in.
  case nothingConducts(String)
  /// No room for the particles asked for.
  case tooManyParticles(fraction: Double, reached: Double)

  /// What is wrong, in a line with its mend.
  public var description: String {
    switch self {
    case .badValue(let key, let value, let mend):
      "\(key): \(value) is out of range; \(mend)"
    case .cellTooSmall(let edge, let needed):
      "cell: its edge of \(edge) Å is below \(needed) Å, twice the longest hop; use more or longer chains"
    case .tooDense(let chain, let distance):
      "minimumDistance: chain \(chain) finds no room for a site \(distance) Å from all others; lower the distance or the density"
    case .tooFewContacts(let asked, let found):
      "crossLinks: \(asked) asked for, but only \(found) pairs of chains meet; lower the number or raise the cross-link distance"
    case .nothingConducts(let what):
      "\(what): no hop is left; lower the blocked fraction or use a larger cell"
    case .tooManyParticles(let fraction, let reached):
      "volumeFraction: \(fraction) cannot be packed without overlap, \(reached) was reached; lower it or allow overlap"
    }
  }

  /// - Throws: `.badValue` unless the number is finite and in the range.
  static func check(
    _ key: String, _ value: Double, in range: ClosedRange<Double>
  ) throws(PolymerError) {
    guard value.isFinite, range.contains(value) else {
      throw .badValue(
        key: key, value: value,
        mend: range.upperBound == .greatestFiniteMagnitude
          ? "give a finite number of at least \(range.lowerBound)"
          : "give a number from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// - Throws: `.badValue` unless the number is finite and above zero.
  static func checkPositive(_ key: String, _ value: Double) throws(PolymerError) {
    guard value.isFinite, value > 0 else {
      throw .badValue(key: key, value: value, mend: "give a finite number above zero")
    }
  }
}
