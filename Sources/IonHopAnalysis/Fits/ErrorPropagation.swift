/// Linear propagation of a covariance C to functions of the parameters.
///
/// A covariance that nothing determines (no errors given, no degree of freedom left) is infinite
/// throughout, and so is every error that follows from it: ∞ − ∞ never passes for an exact number.
enum ErrorPropagation {
  static func undetermined(_ count: Int) -> [[Double]] {
    Array(repeating: Array(repeating: .infinity, count: count), count: count)
  }

  static func isDetermined(_ covariance: [[Double]]) -> Bool {
    covariance.allSatisfy { $0.allSatisfy(\.isFinite) }
  }

  /// √(gᵀ C g): the standard error of a function with gradient g.
  static func deviation(_ gradient: [Double], _ covariance: [[Double]]) -> Double {
    guard isDetermined(covariance) else { return .infinity }
    let variance = product(gradient, covariance, gradient)
    return variance.isNaN ? .nan : max(0, variance).squareRoot()
  }

  /// J C Jᵀ: the covariance of functions whose gradients are the rows of J.
  static func transformed(_ covariance: [[Double]], by rows: [[Double]]) -> [[Double]] {
    guard isDetermined(covariance) else { return undetermined(rows.count) }
    return rows.map { left in rows.map { product(left, covariance, $0) } }
  }

  private static func product(
    _ left: [Double], _ matrix: [[Double]], _ right: [Double]
  ) -> Double {
    var sum = 0.0
    for i in left.indices {
      for j in right.indices { sum += left[i] * matrix[i][j] * right[j] }
    }
    return sum
  }
}
