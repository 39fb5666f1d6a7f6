import CGSL
import IonHopCore

/// The principal axes of a symmetric tensor, the largest value first.
struct PrincipalAxes {
  private(set) var axes: [SIMD3<Double>] = []

  /// Nil if there is no memory for it.
  init?(of tensor: Tensor6) {
    guard let matrix = gsl_matrix_alloc(3, 3), let vectors = gsl_matrix_alloc(3, 3),
      let values = gsl_vector_alloc(3), let work = gsl_eigen_symmv_alloc(3)
    else { return nil }
    defer {
      gsl_matrix_free(matrix)
      gsl_matrix_free(vectors)
      gsl_vector_free(values)
      gsl_eigen_symmv_free(work)
    }
    for (i, row) in tensor.matrix.enumerated() {
      for (j, value) in row.enumerated() { gsl_matrix_set(matrix, i, j, value) }
    }
    gsl_eigen_symmv(matrix, values, vectors, work)
    gsl_eigen_symmv_sort(values, vectors, GSL_EIGEN_SORT_VAL_DESC)
    axes = (0..<3).map { column in
      let axis = SIMD3(
        gsl_matrix_get(vectors, 0, column), gsl_matrix_get(vectors, 1, column),
        gsl_matrix_get(vectors, 2, column))
      // An axis has no sign: its largest component is made positive, so that results repeat.
      let largest = (0..<3).max { abs(axis[$0]) < abs(axis[$1]) } ?? 0
      return axis[largest] < 0 ? -axis : axis
    }
  }

  /// A tensor's values along these axes, and the ratio of the first to the last connected one.
  func components(of tensor: Tensor6, dimensions: Int) -> [Double] {
    let matrix = tensor.matrix
    let along = axes.map { axis in
      (0..<3).reduce(0) { $0 + axis[$1] * dot(SIMD3(matrix[$1]), axis) }
    }
    return along + [along[0] / along[max(1, dimensions) - 1]]
  }
}

/// A tensor's values along its principal axes, and how far they differ.
///
/// The axes are those of all data, and are held fixed for the errors, as is right to first order.
/// Noise parts equal values: an isotropic crystal shows a ratio above 1 by one or two of its errors.
public struct PrincipalValues: Sendable, Codable, Equatable {
  /// The largest first; those of directions without connection are zero within their errors.
  public var values: [Estimate]
  /// Unit vectors along x, y, z, in the order of the values.
  public var axes: [[Double]]
  /// Largest over smallest of the connected directions; nil for chains.
  public var anisotropy: Estimate?

  /// The same values times a constant.
  public func scaled(by factor: Double) -> PrincipalValues {
    var scaled = self
    for axis in scaled.values.indices {
      scaled.values[axis].value *= factor
      scaled.values[axis].standardError *= abs(factor)
    }
    return scaled
  }

  init(
    _ principal: PrincipalAxes, values: ArraySlice<Double>, errors: ArraySlice<Double>,
    dimensions: Int, scale: Double
  ) {
    let (values, errors) = (Array(values), Array(errors))
    self.values = (0..<3).map {
      Estimate(
        value: values[$0] * scale, standardError: errors[$0] * scale, unit: .siemensPerCentimetre)
    }
    axes = principal.axes.map { [$0.x, $0.y, $0.z] }
    anisotropy =
      dimensions > 1 ? Estimate(value: values[3], standardError: errors[3], unit: .one) : nil
  }
}
