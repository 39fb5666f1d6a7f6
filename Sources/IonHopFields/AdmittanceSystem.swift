import Foundation
import IonHopCore

/// (L + iωP) φ = b for all frequencies of one circuit.
///
/// With M = L + ωP, which is positive definite and real, and S = M⁻¹(ωP − L),
///
///     L + iωP = (1 + i)/2 · M (1 + iS),
///
/// and S has all its eigenvalues (ωp − λ)/(ωp + λ) in [−1, 1]. The inverse of 1 + iS is therefore a
/// Chebyshev series whose terms fall as (√2 − 1)ᵏ whatever the network and the frequency (the
/// generating function of T_k; T. J. Rivlin, Chebyshev Polynomials, Wiley (1990)): one real
/// factorisation a frequency, and a fixed number of real solutions. The splitting is that of
/// O. Axelsson, A. Kucherov, Numer. Linear Algebra Appl. 7, 197 (2000), citation recalled.
struct AdmittanceSystem {
  private let circuit: Circuit
  /// p in units of the deepest site's; f (1 − f) of ions that exclude each other.
  private let weights: [Double]
  /// Directions in which there are bonds.
  let axes: [Int]

  init(
    _ network: SiteNetwork, _ conditions: Conditions, _ occupation: [Double]
  ) throws(FieldError) {
    circuit = try Circuit(checking: network, conditions, occupation: occupation)
    let kT = conditions.thermalEnergy
    let lowest = (0..<network.siteCount).map { network.energy(of: $0) }.min() ?? 0
    weights =
      occupation.isEmpty
      ? (0..<network.siteCount).map { exp(-(network.energy(of: $0) - lowest) / kT) }
      : occupation.map { $0 * (1 - $0) }
    axes = (0..<3).filter { [bonds = circuit.bonds] axis in
      bonds.contains { abs($0.displacement[axis]) > 1e-9 * length($0.displacement) }
    }
  }

  /// Å²/s per unit of dissipation, as a mean over the directions.
  private var scale: Double {
    circuit.largestConductance / circuit.partition / Double(axes.count)
  }

  var highFrequencyLimit: Double {
    scale
      * circuit.bonds.reduce(0) { $0 + $1.conductance * dot($1.displacement, $1.displacement) }
  }

  /// A complex potential or current of each site.
  private struct Field {
    var real: [Double]
    var imaginary: [Double]

    init(zeros count: Int) {
      real = Array(repeating: 0, count: count)
      imaginary = real
    }
  }

  struct Response {
    var real = 0.0
    var imaginary = 0.0
    var residual = 0.0
  }

  /// D (Å²/s) at an angular frequency (rad/s).
  func response(_ frequency: Double) throws(FieldError) -> Response {
    let omega = frequency / circuit.largestConductance
    guard omega > 0, omega.isFinite else { throw .badFrequency(frequency) }
    let factor = try SparseCholesky(size: weights.count, entries: entries(omega))
    guard factor.smallestPivot > 0 else { throw .tooManyDecades(sites: weights.count) }
    var result = Response()
    for axis in axes {
      var potential = Field(zeros: weights.count)
      for _ in 0..<Self.refinements {
        let rest = lack(axis, potential, omega)
        let correction = try solve(factor, rest, omega)
        for site in weights.indices {
          potential.real[site] += correction.real[site]
          potential.imaginary[site] += correction.imaginary[site]
        }
      }
      add(axis, potential, omega, to: &result)
    }
    return result
  }

  /// The first solution, and two corrections for what rounding left of it.
  private static let refinements = 3
  /// (√2 − 1)ᵏ falls below 1e-16 here.
  private static let terms = 42

  private func entries(_ omega: Double) -> [SparseCholesky.Entry] {
    var entries = circuit.entries(weights.indices.map { Int32($0) })
    for (site, weight) in weights.enumerated() {
      entries.append(
        .init(row: Int32(site), column: Int32(site), value: max(omega * weight, 1e-300)))
    }
    return entries
  }

  /// (L + iωP)⁻¹ of a right side.
  private func solve(
    _ factor: borrowing SparseCholesky, _ right: Field, _ omega: Double
  ) throws(FieldError) -> Field {
    let a = try inverse(factor, right.real, omega)
    let b = try inverse(factor, right.imaginary, omega)
    var result = Field(zeros: weights.count)
    for site in weights.indices {
      result.real[site] = a.real[site] - b.imaginary[site]
      result.imaginary[site] = a.imaginary[site] + b.real[site]
    }
    return result
  }

  /// (L + iωP)⁻¹ of a real right side: (1 − i) times the series of (1 + iS)⁻¹ M⁻¹.
  private func inverse(
    _ factor: borrowing SparseCholesky, _ right: [Double], _ omega: Double
  ) throws(FieldError) -> Field {
    var sum = Field(zeros: weights.count)
    guard right.contains(where: { $0 != 0 }) else { return sum }
    var previous = try factor.solve(right)
    var current = try factor.solve(mismatch(previous, omega))
    for site in weights.indices { sum.real[site] = previous[site] / 2.0.squareRoot() }
    var size = 2.0.squareRoot()
    for k in 1...Self.terms {
      size *= 2.0.squareRoot() - 1
      // (−i)ᵏ
      switch k % 4 {
      case 0: for site in weights.indices { sum.real[site] += size * current[site] }
      case 1: for site in weights.indices { sum.imaginary[site] -= size * current[site] }
      case 2: for site in weights.indices { sum.real[site] -= size * current[site] }
      default: for site in weights.indices { sum.imaginary[site] += size * current[site] }
      }
      let image = try factor.solve(mismatch(current, omega))
      for site in weights.indices {
        (previous[site], current[site]) = (current[site], 2 * image[site] - previous[site])
      }
    }
    var result = Field(zeros: weights.count)
    for site in weights.indices {
      result.real[site] = sum.real[site] + sum.imaginary[site]
      result.imaginary[site] = sum.imaginary[site] - sum.real[site]
    }
    return result
  }

  /// (ωP − L) v
  private func mismatch(_ v: [Double], _ omega: Double) -> [Double] {
    var result = zip(weights, v).map { omega * $0 * $1 }
    for bond in circuit.bonds where bond.from != bond.to {
      let flow = bond.conductance * (v[bond.from] - v[bond.to])
      result[bond.from] -= flow
      result[bond.to] += flow
    }
    return result
  }

  /// b − (L + iωP) φ, summed over bonds so that rounding keeps the balance of both ends.
  private func lack(_ axis: Int, _ potential: Field, _ omega: Double) -> Field {
    var rest = Field(zeros: weights.count)
    for site in weights.indices {
      rest.real[site] = omega * weights[site] * potential.imaginary[site]
      rest.imaginary[site] = -omega * weights[site] * potential.real[site]
    }
    for bond in circuit.bonds where bond.from != bond.to {
      let (i, j) = (bond.from, bond.to)
      let real =
        bond.conductance
        * (bond.displacement[axis] + (potential.real[i] - potential.real[j]))
      let imaginary = bond.conductance * (potential.imaginary[i] - potential.imaginary[j])
      rest.real[i] -= real
      rest.real[j] += real
      rest.imaginary[i] -= imaginary
      rest.imaginary[j] += imaginary
    }
    return rest
  }

  /// Adds the response along one axis.
  private func add(_ axis: Int, _ potential: Field, _ omega: Double, to result: inout Response) {
    var (real, imaginary) = (0.0, 0.0)
    var flows = Array(repeating: 0.0, count: weights.count)
    for bond in circuit.bonds {
      let (i, j) = (bond.from, bond.to)
      let x = bond.displacement[axis] + (potential.real[i] - potential.real[j])
      let y = potential.imaginary[i] - potential.imaginary[j]
      real += bond.conductance * (x * x - y * y)
      imaginary += 2 * bond.conductance * x * y
      if i != j {
        flows[i] += bond.conductance * abs(bond.displacement[axis])
        flows[j] += bond.conductance * abs(bond.displacement[axis])
      }
    }
    for (site, weight) in weights.enumerated() {
      let (x, y) = (potential.real[site], potential.imaginary[site])
      real -= omega * weight * 2 * x * y
      imaginary += omega * weight * (x * x - y * y)
    }
    let rest = lack(axis, potential, omega)
    let largest = zip(rest.real, rest.imaginary).map { max(abs($0), abs($1)) }.max() ?? 0
    let unit = flows.max() ?? 0
    result.real += scale * real
    result.imaginary += scale * imaginary
    result.residual = max(result.residual, unit > 0 ? largest / unit : 0)
  }
}
