import CGSL

/// Weighted least squares by GSL: linear in closed form, non-linear by a trust region.
///
/// Both return parameters, (Jᵀ W J)⁻¹ as their covariance, and χ². All unsafe code of the fits is
/// in this file: GSL's vectors, matrices and workspaces are freed by the call that allocates them.
enum LeastSquares {
  /// Why GSL has no solution.
  struct Failure: Error { let reason: String }

  struct Solution {
    let parameters: [Double]
    let covariance: [[Double]]
    let chiSquare: Double

    /// - Throws: where a number is not finite.
    fileprivate init(
      _ parameters: [Double], _ covariance: [[Double]], _ chiSquare: Double
    ) throws(Failure) {
      guard parameters.allSatisfy(\.isFinite), chiSquare.isFinite,
        ErrorPropagation.isDetermined(covariance)
      else { throw Failure(reason: "the solution is not finite") }
      (self.parameters, self.covariance, self.chiSquare) = (parameters, covariance, chiSquare)
    }
  }

  /// Statuses are checked below; evaluated once, since it writes a global of GSL.
  private static let errorsReturn: Void = ionhop_gsl_errors_return()

  private static func check(_ status: Int32) throws(Failure) {
    guard status == GSL_SUCCESS else {
      throw Failure(reason: String(cString: gsl_strerror(status)))
    }
  }

  /// y = Σ p_j columns_j
  static func linear(
    _ y: [Double], columns: [[Double]], weights: [Double]
  ) throws(Failure) -> Solution {
    _ = errorsReturn
    let (n, p) = (y.count, columns.count)
    let design = Matrix(n, p)
    let (values, weight, result) = (Vector(y), Vector(weights), Vector(count: p))
    let covariance = Matrix(p, p)
    defer { extendLifetime((design, values, weight, result, covariance)) }
    for (j, column) in columns.enumerated() {
      for (i, x) in column.enumerated() { gsl_matrix_set(design.pointer, i, j, x) }
    }
    guard let work = gsl_multifit_linear_alloc(n, p) else {
      throw Failure(reason: "fewer data than parameters")
    }
    defer { gsl_multifit_linear_free(work) }
    var chiSquare = 0.0
    try check(
      gsl_multifit_wlinear(
        design.pointer, weight.pointer, values.pointer, result.pointer, covariance.pointer,
        &chiSquare, work))
    // GSL drops a direction that the data do not determine, without a word.
    guard gsl_multifit_linear_rank(Double.ulpOfOne, work) == p else {
      throw Failure(reason: "the data do not determine all parameters")
    }
    return try Solution(result.array, covariance.array, chiSquare)
  }

  /// A model y(x; p) with its derivatives by the parameters.
  struct Model: Sendable {
    let value: @Sendable (_ x: Double, _ p: [Double]) -> Double
    let gradient: @Sendable (_ x: Double, _ p: [Double]) -> [Double]
  }

  /// - Throws: `Failure` if the iteration does not converge.
  static func nonlinear(
    _ y: [Double], at x: [Double], weights: [Double], model: Model, from start: [Double]
  ) throws(Failure) -> Solution {
    _ = errorsReturn
    let (n, p) = (y.count, start.count)
    var parameters = gsl_multifit_nlinear_default_parameters()
    guard let work = gsl_multifit_nlinear_alloc(ionhop_nlinear_trust(), &parameters, n, p) else {
      throw Failure(reason: "fewer data than parameters")
    }
    defer { gsl_multifit_nlinear_free(work) }
    let problem = Unmanaged.passRetained(Problem(x: x, y: y, model: model))
    defer { problem.release() }
    var callbacks = gsl_multifit_nlinear_fdf()
    callbacks.f = residuals
    callbacks.df = jacobian
    callbacks.n = n
    callbacks.p = p
    callbacks.params = problem.toOpaque()
    let (first, weight, covariance) = (Vector(start), Vector(weights), Matrix(p, p))
    defer { extendLifetime((first, weight, covariance)) }
    try check(gsl_multifit_nlinear_winit(first.pointer, weight.pointer, &callbacks, work))
    var reason: Int32 = 0
    let status = gsl_multifit_nlinear_driver(500, 1e-12, 1e-12, 0, nil, nil, &reason, work)
    // No further progress at the precision of the machine is convergence too.
    if status != GSL_ENOPROG { try check(status) }
    try check(gsl_multifit_nlinear_covar(gsl_multifit_nlinear_jac(work), 0, covariance.pointer))
    let best = (0..<p).map { gsl_vector_get(gsl_multifit_nlinear_position(work), $0) }
    let chiSquare = zip(zip(x, y), weights).reduce(0) { sum, point in
      let rest = model.value(point.0.0, best) - point.0.1
      return sum + point.1 * rest * rest
    }
    return try Solution(best, covariance.array, chiSquare)
  }

  /// What the C callbacks see through their context pointer.
  private final class Problem {
    let x: [Double]
    let y: [Double]
    let model: Model
    init(x: [Double], y: [Double], model: Model) { (self.x, self.y, self.model) = (x, y, model) }
  }

  private static func unpack(
    _ position: UnsafePointer<gsl_vector>?, _ context: UnsafeMutableRawPointer?
  ) -> (Problem, [Double]) {
    let problem = Unmanaged<Problem>.fromOpaque(context!).takeUnretainedValue()
    return (problem, (0..<position!.pointee.size).map { gsl_vector_get(position, $0) })
  }

  private static let residuals:
    @convention(c) (
      UnsafePointer<gsl_vector>?, UnsafeMutableRawPointer?, UnsafeMutablePointer<gsl_vector>?
    ) -> Int32 = { position, context, result in
      let (problem, p) = unpack(position, context)
      for (i, x) in problem.x.enumerated() {
        gsl_vector_set(result, i, problem.model.value(x, p) - problem.y[i])
      }
      return Int32(GSL_SUCCESS)
    }

  private static let jacobian:
    @convention(c) (
      UnsafePointer<gsl_vector>?, UnsafeMutableRawPointer?, UnsafeMutablePointer<gsl_matrix>?
    ) -> Int32 = { position, context, result in
      let (problem, p) = unpack(position, context)
      for (i, x) in problem.x.enumerated() {
        for (j, slope) in problem.model.gradient(x, p).enumerated() {
          gsl_matrix_set(result, i, j, slope)
        }
      }
      return Int32(GSL_SUCCESS)
    }
}

/// A GSL vector that frees itself.
private final class Vector {
  let pointer: UnsafeMutablePointer<gsl_vector>
  init(count: Int) { pointer = gsl_vector_calloc(max(1, count)) }
  init(_ values: [Double]) {
    pointer = gsl_vector_calloc(max(1, values.count))
    for (i, value) in values.enumerated() { gsl_vector_set(pointer, i, value) }
  }
  deinit { gsl_vector_free(pointer) }
  var array: [Double] { (0..<pointer.pointee.size).map { gsl_vector_get(pointer, $0) } }
}

/// A GSL matrix that frees itself.
private final class Matrix {
  let pointer: UnsafeMutablePointer<gsl_matrix>
  init(_ rows: Int, _ columns: Int) { pointer = gsl_matrix_calloc(max(1, rows), max(1, columns)) }
  deinit { gsl_matrix_free(pointer) }
  var array: [[Double]] {
    (0..<pointer.pointee.size1).map { i in
      (0..<pointer.pointee.size2).map { j in gsl_matrix_get(pointer, i, j) }
    }
  }
}
