import Foundation

/// Equivalent circuits that spectra of ceramics are read with: arcs in series, each a resistor beside
/// a constant-phase element, Z = R / (1 + (iωτ)^α); in some a resistor before the arc, in some the
/// spike of electrodes that pass no ions behind it, a constant-phase element Z = K (iω)^−β.
///
/// K. S. Cole, R. H. Cole, J. Chem. Phys. 9, 341 (1941), doi:10.1063/1.1750906 (the depressed arc).
public enum CircuitModel: String, Sendable, CaseIterable {
  /// Bulk and boundary cannot be told apart, or there is no boundary.
  case oneArc
  /// The arc of the bulk lies above the highest frequency: it is seen as a resistance alone.
  case resistorAndArc
  /// Bulk and boundary, told apart.
  case twoArcs
  /// All arcs lie above the highest frequency.
  case resistorAndElectrode
  /// One arc, and the spike of an electrode.
  case oneArcAndElectrode
  /// A resistor, an arc, and the spike of an electrode.
  case resistorArcAndElectrode
  /// Two arcs, and the spike of an electrode.
  case twoArcsAndElectrode

  /// Those of a sample alone, without electrodes, as a solver computes it.
  public static let withoutElectrode = allCases.filter { !$0.hasElectrode }

  var arcs: Int {
    switch self {
    case .resistorAndElectrode: 0
    case .oneArc, .resistorAndArc, .oneArcAndElectrode, .resistorArcAndElectrode: 1
    case .twoArcs, .twoArcsAndElectrode: 2
    }
  }

  var hasResistor: Bool {
    switch self {
    case .resistorAndArc, .resistorAndElectrode, .resistorArcAndElectrode: true
    default: false
    }
  }

  var hasElectrode: Bool {
    switch self {
    case .oneArc, .resistorAndArc, .twoArcs: false
    default: true
    }
  }

  /// ln R, ln τ and α of each arc, then ln R of the resistor, then ln K and β of the electrode.
  var parameterCount: Int { electrodeIndex + (hasElectrode ? 2 : 0) }
  var resistorIndex: Int { 3 * arcs }
  var electrodeIndex: Int { 3 * arcs + (hasResistor ? 1 : 0) }

  /// Where the logarithms of the resistances stand that add up to the direct-current resistance.
  var resistanceIndices: [Int] {
    (0..<arcs).map { 3 * $0 } + (hasResistor ? [resistorIndex] : [])
  }

  /// Real and imaginary part.
  func impedance(_ omega: Double, _ p: [Double]) -> (real: Double, imaginary: Double) {
    var (real, imaginary) = (hasResistor ? exp(p[resistorIndex]) : 0, 0.0)
    for arc in 0..<arcs {
      let (a, b) = Self.share(omega, p[3 * arc + 1], p[3 * arc + 2])
      real += exp(p[3 * arc]) * a
      imaginary += exp(p[3 * arc]) * b
    }
    if hasElectrode {
      let (a, b) = Self.spike(omega, p[electrodeIndex + 1])
      real += exp(p[electrodeIndex]) * a
      imaginary += exp(p[electrodeIndex]) * b
    }
    return (real, imaginary)
  }

  /// Derivatives of both parts by the parameters.
  func gradient(_ omega: Double, _ p: [Double]) -> (real: [Double], imaginary: [Double]) {
    var (real, imaginary): ([Double], [Double]) = ([], [])
    let angle = Double.pi / 2
    for arc in 0..<arcs {
      let (resistance, alpha) = (exp(p[3 * arc]), p[3 * arc + 2])
      let (a, b) = Self.share(omega, p[3 * arc + 1], alpha)
      // With s = 1/(1 + u) = a + ib and u = (iωτ)^α: ∂s = −u s² ∂(ln u), and u s² = s − s².
      let (c, d) = (a - a * a + b * b, b - 2 * a * b)
      let length = log(omega) + p[3 * arc + 1]
      real += [resistance * a, -resistance * alpha * c, -resistance * (c * length - d * angle)]
      imaginary += [
        resistance * b, -resistance * alpha * d, -resistance * (d * length + c * angle),
      ]
    }
    if hasResistor {
      real.append(exp(p[resistorIndex]))
      imaginary.append(0)
    }
    if hasElectrode {
      let size = exp(p[electrodeIndex])
      let (a, b) = Self.spike(omega, p[electrodeIndex + 1])
      let length = log(omega)
      real += [size * a, -size * (a * length - b * angle)]
      imaginary += [size * b, -size * (b * length + a * angle)]
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

  /// (iω)^−β
  static func spike(_ omega: Double, _ beta: Double) -> (Double, Double) {
    let size = exp(min(300, -beta * log(omega)))
    return (size * cos(beta * .pi / 2), -size * sin(beta * .pi / 2))
  }
}
