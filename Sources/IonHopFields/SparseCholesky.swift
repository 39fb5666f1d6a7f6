import CSuiteSparse

/// A sparse symmetric matrix, factorised by CHOLMOD of SuiteSparse.
///
/// Y. Chen, T. A. Davis, W. W. Hager, S. Rajamanickam, ACM Trans. Math. Softw. 35, 22 (2008),
/// doi:10.1145/1391989.1391995. All C memory lives and dies with this
/// value; CHOLMOD prints nothing.
struct SparseCholesky: ~Copyable {
  private let common: UnsafeMutablePointer<cholmod_common>
  private var matrix: UnsafeMutablePointer<cholmod_sparse>?
  private var factor: UnsafeMutablePointer<cholmod_factor>?
  private let size: Int

  /// One entry of the upper triangle; entries on the same place add up.
  struct Entry {
    var row: Int32
    var column: Int32
    var value: Double
  }

  /// - Throws: `FieldError.outOfMemory`, or `.solverFailed`. A matrix that is not positive definite
  ///   in floating point has `smallestPivot` 0 instead.
  init(size: Int, entries: [Entry]) throws(FieldError) {
    self.size = size
    common = .allocate(capacity: 1)
    common.initialize(to: cholmod_common())
    matrix = nil
    factor = nil
    cholmod_start(common)
    common.pointee.print = 0
    matrix = Self.assemble(size, entries, common)
    try check()
    factor = cholmod_analyze(matrix, common)
    try check()
    cholmod_factorize(matrix, factor, common)
    try check()
  }

  deinit {
    var (matrix, factor) = (matrix, factor)
    cholmod_free_factor(&factor, common)
    cholmod_free_sparse(&matrix, common)
    cholmod_finish(common)
    common.deallocate()
  }

  private static func assemble(
    _ size: Int, _ entries: [Entry], _ common: UnsafeMutablePointer<cholmod_common>
  ) -> UnsafeMutablePointer<cholmod_sparse>? {
    var triplet = cholmod_allocate_triplet(size, size, entries.count, 1, CHOLMOD_REAL, common)
    guard let list = triplet else { return nil }
    defer { cholmod_free_triplet(&triplet, common) }
    let rows = list.pointee.i.assumingMemoryBound(to: Int32.self)
    let columns = list.pointee.j.assumingMemoryBound(to: Int32.self)
    let values = list.pointee.x.assumingMemoryBound(to: Double.self)
    for (k, entry) in entries.enumerated() {
      rows[k] = min(entry.row, entry.column)
      columns[k] = max(entry.row, entry.column)
      values[k] = entry.value
    }
    list.pointee.nnz = entries.count
    return cholmod_triplet_to_sparse(list, entries.count, common)
  }

  /// Negative statuses of CHOLMOD are errors, positive ones warnings.
  private func check() throws(FieldError) {
    switch common.pointee.status {
    case CHOLMOD_OUT_OF_MEMORY, CHOLMOD_TOO_LARGE: throw .outOfMemory(sites: size)
    case let status where status < 0: throw .solverFailed(status: Int(status))
    default: return
    }
  }

  /// Multiplications and additions of the factorisation.
  var work: Double { common.pointee.fl }

  /// The order of elimination that keeps the factor sparse.
  var order: [Int] {
    guard let list = factor?.pointee.Perm?.assumingMemoryBound(to: Int32.self) else { return [] }
    return (0..<size).map { Int(list[$0]) }
  }

  /// The smallest pivot over the diagonal entry it is left from: 1e-16 over this is the relative
  /// error of that pivot, 0 a matrix that is not positive definite in floating point.
  var smallestPivot: Double {
    guard let matrix, let factor, factor.pointee.minor == size else { return 0 }
    let diagonal = Self.diagonal(of: matrix, size)
    let squared = factor.pointee.is_ll != 0
    var smallest = Double.infinity
    for (pivot, row) in zip(Self.pivots(of: factor, size), order) {
      smallest = min(smallest, (squared ? pivot * pivot : pivot) / diagonal[row])
    }
    return smallest.isFinite ? smallest : 0
  }

  private static func diagonal(
    of matrix: UnsafeMutablePointer<cholmod_sparse>, _ size: Int
  ) -> [Double] {
    let starts = matrix.pointee.p.assumingMemoryBound(to: Int32.self)
    let rows = matrix.pointee.i.assumingMemoryBound(to: Int32.self)
    let values = matrix.pointee.x.assumingMemoryBound(to: Double.self)
    var diagonal = Array(repeating: 0.0, count: size)
    for column in 0..<size {
      for k in Int(starts[column])..<Int(starts[column + 1]) where Int(rows[k]) == column {
        diagonal[column] = values[k]
      }
    }
    return diagonal
  }

  /// The diagonal of the factor, kept by columns or, in large systems, by dense blocks of columns.
  private static func pivots(
    of factor: UnsafeMutablePointer<cholmod_factor>, _ size: Int
  ) -> [Double] {
    let values = factor.pointee.x.assumingMemoryBound(to: Double.self)
    guard factor.pointee.is_super != 0 else {
      let starts = factor.pointee.p.assumingMemoryBound(to: Int32.self)
      return (0..<size).map { values[Int(starts[$0])] }
    }
    let columns = factor.pointee.`super`.assumingMemoryBound(to: Int32.self)
    let rows = factor.pointee.pi.assumingMemoryBound(to: Int32.self)
    let starts = factor.pointee.px.assumingMemoryBound(to: Int32.self)
    var pivots: [Double] = []
    pivots.reserveCapacity(size)
    for block in 0..<Int(factor.pointee.nsuper) {
      let height = Int(rows[block + 1] - rows[block])
      for column in 0..<Int(columns[block + 1] - columns[block]) {
        pivots.append(values[Int(starts[block]) + column * (height + 1)])
      }
    }
    return pivots
  }

  func solve(_ right: [Double]) throws(FieldError) -> [Double] {
    var dense = cholmod_allocate_dense(size, 1, size, CHOLMOD_REAL, common)
    defer { cholmod_free_dense(&dense, common) }
    guard let column = dense?.pointee.x.assumingMemoryBound(to: Double.self) else {
      throw .outOfMemory(sites: size)
    }
    for i in 0..<size { column[i] = right[i] }
    var result = cholmod_solve(CHOLMOD_A, factor, dense, common)
    defer { cholmod_free_dense(&result, common) }
    guard let values = result?.pointee.x.assumingMemoryBound(to: Double.self) else {
      throw .outOfMemory(sites: size)
    }
    return (0..<size).map { values[$0] }
  }
}
