import CMultigrid

/// Conjugate gradients with an algebraic-multigrid preconditioner, for sparse symmetric systems
/// too large for a factorisation: memory and time grow with the number of unknowns.
///
/// D. Demidov, AMGCL: an efficient, flexible, and extensible algebraic multigrid implementation,
/// Lobachevskii J. Math. 40, 535 (2019), doi:10.1134/S1995080219050056; smoothed aggregation and
/// symmetric Gauss–Seidel. A complex symmetric matrix R + iJ is solved by conjugate orthogonal
/// gradients on the hierarchy of R + J, which serves any ratio of the two.
///
/// The arithmetic is in one thread and so repeats bit for bit. One value serves one thread at a
/// time: the hierarchy holds scratch space.
///
///     let solver = try MultigridSolver(matrix)
///     let potential = try solver.solve(currents).values
struct MultigridSolver: ~Copyable {
  /// A solution with what it took.
  struct Solution<Value: Sendable>: Sendable {
    let values: [Value]
    let iterations: Int
    /// |b − A x| / |b| of the values returned.
    let residual: Double
  }

  private let handle: OpaquePointer
  private let size: Int
  private let isComplex: Bool
  /// |A| of the residual that rounding leaves.
  private let largestRowSum: Double

  private static let messageCapacity = 256
  /// More steps than any matrix that the hierarchy suits needs.
  static let stepLimit = 2000
  /// Residuals above this are refused even where rounding explains them: a singular matrix.
  private static let largestResidual = 1e-6

  /// - Parameters:
  ///   - matrix: symmetric and positive definite; with an imaginary part it may be semidefinite.
  ///   - imaginary: values on the same pattern, symmetric, positive semidefinite, so that the sum
  ///     is definite.
  /// - Throws: `FieldError.multigridFailed`.
  init(_ matrix: SparseMatrix, imaginary: [Double]? = nil) throws(FieldError) {
    var message = Array(repeating: CChar(0), count: Self.messageCapacity)
    let (size, starts, columns) = (matrix.size, matrix.starts, matrix.columns)
    let built =
      if let imaginary {
        multigrid_build(
          size, starts, columns, matrix.values, imaginary, &message, message.count)
      } else {
        multigrid_build(size, starts, columns, matrix.values, nil, &message, message.count)
      }
    guard let built else { throw .multigridFailed(Self.text(message)) }
    (handle, self.size, isComplex) = (built, size, imaginary != nil)
    largestRowSum = Self.largestRowSum(matrix, imaginary)
  }

  deinit { multigrid_free(handle) }

  /// Solves A x = b to |b − A x| ≤ tolerance |b|, or to the precision of the machine.
  ///
  /// - Parameter start: where to begin; zero if absent.
  /// - Throws: `FieldError.notConverged`, or `.multigridFailed`.
  func solve(
    _ right: [Double], from start: [Double]? = nil, tolerance: Double = 1e-10
  ) throws(FieldError) -> Solution<Double> {
    precondition(!isComplex && right.count == size, "a real right side of the matrix's size")
    var x = start ?? Array(repeating: 0, count: size)
    let (iterations, residual) = try iterate(right, &x, tolerance)
    return Solution(values: x, iterations: iterations, residual: residual)
  }

  /// The same for a complex matrix.
  func solve(
    _ right: [Complex], from start: [Complex]? = nil, tolerance: Double = 1e-10
  ) throws(FieldError) -> Solution<Complex> {
    precondition(isComplex && right.count == size, "a complex right side of the matrix's size")
    var pairs = Self.pairs(start) ?? Array(repeating: 0, count: 2 * size)
    let (iterations, residual) = try iterate(Self.pairs(right) ?? [], &pairs, tolerance)
    let values = (0..<size).map { Complex(pairs[2 * $0], pairs[2 * $0 + 1]) }
    return Solution(values: values, iterations: iterations, residual: residual)
  }

  private static func pairs(_ values: [Complex]?) -> [Double]? {
    values.map { $0.flatMap { [$0.real, $0.imaginary] } }
  }

  /// Begins anew where the recursion of the residual has drifted from the true one.
  private func iterate(
    _ right: [Double], _ x: inout [Double], _ tolerance: Double
  ) throws(FieldError) -> (Int, Double) {
    var message = Array(repeating: CChar(0), count: Self.messageCapacity)
    var (steps, residual, before) = (0, Double.infinity, Double.infinity)
    repeat {
      before = residual
      let made = multigrid_solve(
        handle, right, &x, tolerance, Self.stepLimit - steps, &residual, &message, message.count)
      guard made >= 0 else { throw .multigridFailed(Self.text(message)) }
      steps += made
    } while residual > tolerance && residual < before / 2 && steps < Self.stepLimit
    guard residual <= max(tolerance, attainable(right, x)) else {
      throw .notConverged(steps: steps, residual: residual)
    }
    return (steps, residual)
  }

  /// The relative residual that rounding leaves of the exact solution: a few ε |A| |x| / |b|
  /// (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, ch. 7,
  /// doi:10.1137/1.9780898718027). A long chain of resistors gets no further in any solver.
  private func attainable(_ right: [Double], _ x: [Double]) -> Double {
    let norm = { (v: [Double]) in v.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let length = norm(right)
    guard length > 0 else { return 0 }
    return min(Self.largestResidual, 4 * Double.ulpOfOne * largestRowSum * norm(x) / length)
  }

  private static func largestRowSum(_ matrix: SparseMatrix, _ imaginary: [Double]?) -> Double {
    var largest = 0.0
    for row in 0..<matrix.size {
      var sum = 0.0
      for k in matrix.starts[row]..<matrix.starts[row + 1] {
        sum += abs(matrix.values[k]) + abs(imaginary?[k] ?? 0)
      }
      largest = max(largest, sum)
    }
    return largest
  }

  private static func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
