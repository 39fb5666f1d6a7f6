import Foundation

/// Equivalent circuits that spectra of ceramics are read with: arcs in series, each a resistor beside
/// a constant-phase element, Z = R / (1 + (iωτ)^α), and in one of them a resistor before the arc.
///
/// K. S. Cole, R. H. Cole, J. Chem. Phys. 9, 341 (1941), doi:10.1063/1.1750906 (the depressed arc).
public enum CircuitModel: String, Sendable, CaseIterable {
  /// Bulk and boundary cannot be told apart, or there is no boundary.
  case oneArc
  /// The arc of the bulk lies above the highest frequency: it is seen as a resistance alone.
  case resistorAndArc
  /// Bulk and boundary, told apart.
  case twoArcs

  var arcs: Int { self == .twoArcs ? 2 : 1 }
  var hasResistor: Bool { self == .resistorAndArc }
  /// ln R, ln τ and α of each arc, then ln R of the resistor.
  var parameterCount: Int { 3 * arcs + (hasResistor ? 1 : 0) }

  /// Real and imaginary part.
  func impedance(_ omega: Double, _ p: [Double]) -> (real: Double, imaginary: Double) {
    var (real, imaginary) = (hasResistor ? exp(p[3 * arcs]) : 0, 0.0)
    for arc in 0..<arcs {
      let (a, b) = Self.share(omega, p[3 * arc + 1], p[3 * arc + 2])
      real += exp(p[3 * arc]) * a
      imaginary += exp(p[3 * arc]) * b
    }
    return (real, imaginary)
  }

  /// Derivatives of both parts by the parameters.
  func gradient(_ omega: Double, _ p: [Double]) -> (real: [Double], imaginary: [Double]) {
    var (real, imaginary): ([Double], [Double]) = ([], [])
    for arc in 0..<arcs {
      let (resistance, alpha) = (exp(p[3 * arc]), p[3 * arc + 2])
      let (a, b) = Self.share(omega, p[3 * arc + 1], alpha)
      // With s = 1/(1 + u) = a + ib and u = (iωτ)^α: ∂s = −u s² ∂(ln u), and u s² = s − s².
      let (c, d) = (a - a * a + b * b, b - 2 * a * b)
      let length = log(omega) + p[3 * arc + 1]
      let angle = Double.pi / 2
      real += [resistance * a, -resistance * alpha * c, -resistance * (c * length - d * angle)]
      imaginary += [
        resistance * b, -resistance * alpha * d, -resistance * (d * length + c * angle),
      ]
    }
    if hasResistor {
      real.append(exp(p[3 * arcs]))
      imaginary.append(0)
    }
    return (real, imaginary)
  }

  /// 1 / (1 + (iωτ)^α)
  static func share(_ omega: Double, _ logTau: Double, _ alpha: Double) -> (Double, Double) {
    // Beyond this, |u|² would overflow, and the share is zero to all digits.
    let size = exp(min(300, alpha * (log(omega) + logTau)))
    let (x, y) = (1 + size * cos(alpha * .pi / 2), size * sin(alpha * .pi / 2))
    let square = x * x + y * y
    return (x / square, -y / square)
  }
}
