import CGSL
import Foundation

/// Decay rates and modes of an absorbing chain with detailed balance.
///
/// −√π T 1/√π = X Xᵀ with X lower triangular; its singular values by one-sided Jacobi are √λ.
/// A symmetric eigenproblem solved as such would lose the slow decays below 10⁻¹⁶ of the fastest
/// rate, which are what a trap is about; this way each keeps its own relative precision.
///
/// J. Demmel, M. Gu, S. Eisenstat, I. Slapničar, K. Veselić, Z. Drmač, Linear Algebra Appl. 299,
/// 21 (1999), doi:10.1016/S0024-3795(99)00134-2.
struct Spectrum {
  let count: Int
  /// λ_k (1/s), slowest first.
  private(set) var decays: [Double] = []
  /// r_xk at `x * count + k`, l_yk at `y * count + k`.
  private(set) var right: [Double]
  private(set) var left: [Double]

  init?(_ factors: GeneratorFactors, _ weights: [Double]) {
    ionhop_gsl_errors_return()
    let m = factors.count
    count = m
    right = Array(repeating: 0, count: m * m)
    left = right
    guard let a = gsl_matrix_alloc(m, m), let v = gsl_matrix_alloc(m, m),
      let s = gsl_vector_alloc(m)
    else { return nil }
    defer {
      gsl_matrix_free(a)
      gsl_matrix_free(v)
      gsl_vector_free(s)
    }
    for i in 0..<m {
      for j in 0..<m { gsl_matrix_set(a, i, j, factors.symmetricFactor(i, j)) }
    }
    guard gsl_linalg_SV_decomp_jacobi(a, v, s) == 0 else { return nil }
    for k in 0..<m {
      // Singular values come largest first.
      let sigma = gsl_vector_get(s, m - 1 - k)
      guard sigma > 0, sigma.isFinite else { return nil }
      decays.append(sigma * sigma)
      for (place, site) in factors.order.enumerated() {
        let entry = gsl_matrix_get(a, place, m - 1 - k)
        right[site * m + k] = entry / weights[site].squareRoot()
        left[site * m + k] = entry * weights[site].squareRoot()
      }
    }
  }

  /// Compares both ends of time with what is known to full precision: p(y,0|x) is 1 if y = x and
  /// 0 otherwise, and ∫p dt is the fundamental matrix; in shares of probability, of the mean time
  /// and of the exits.
  func isTrusted(_ factors: GeneratorFactors, exits: [Double], times: [Double]) -> Bool {
    for y in 0..<count {
      var unit = Array(repeating: 0.0, count: count)
      unit[y] = 1
      let stay = factors.solve(unit)
      for x in 0..<count {
        var (start, total) = (0.0, 0.0)
        for k in 0..<count {
          let product = right[x * count + k] * left[y * count + k]
          start += product
          total += product / decays[k]
        }
        let error = max(
          abs(start - unit[x]), abs(total - stay[x]) / times[x], abs(total - stay[x]) * exits[y])
        guard error < AbsorbingChain.tolerance else { return false }
      }
    }
    return true
  }

  /// The terms of the survival from x: equal decays together, terms that add nothing left out.
  func survivalModes(from x: Int, meanTime: Double) -> [(weight: Double, decay: Double)] {
    var modes: [(weight: Double, decay: Double)] = []
    for k in 0..<count {
      let sum = (0..<count).reduce(0) { $0 + left[$1 * count + k] }
      let weight = right[x * count + k] * sum
      if let last = modes.last, decays[k] - last.decay < 1e-12 * decays[k] {
        modes[modes.count - 1].weight += weight
      } else {
        modes.append((weight, decays[k]))
      }
    }
    return modes.filter { abs($0.weight) > 1e-15 || abs($0.weight) > 1e-13 * $0.decay * meanTime }
  }
}
