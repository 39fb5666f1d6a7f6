import CSuiteSparse

/// A sparse symmetric positive definite matrix, factorised by CHOLMOD of SuiteSparse.
///
/// Y. Chen, T. A. Davis, W. W. Hager, S. Rajamanickam, ACM Trans. Math. Softw. 35, 22 (2008),
/// doi:10.1145/1391989.1391995. All C memory lives and dies with this value.
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

  /// - Throws: `FieldError.solverFailed` if memory runs out or the matrix is not positive definite.
  init(size: Int, entries: [Entry]) throws(FieldError) {
    self.size = size
    common = .allocate(capacity: 1)
    common.initialize(to: cholmod_common())
    matrix = nil
    factor = nil
    cholmod_start(common)
    common.pointee.print = 0
    matrix = Self.assemble(size, entries, common)
    guard let matrix else { throw .solverFailed("out of memory") }
    factor = cholmod_analyze(matrix, common)
    guard let factor, cholmod_factorize(matrix, factor, common) == 1 else {
      throw .solverFailed("out of memory")
    }
    guard common.pointee.status == CHOLMOD_OK, factor.pointee.minor == size else {
      throw .solverFailed("the network's matrix is not positive definite")
    }
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

  /// Solves for one right-hand side, with a step of iterative refinement.
  ///
  /// - Returns: the solution, and the residual relative to the right-hand side.
  func solve(_ right: [Double]) throws(FieldError) -> (solution: [Double], residual: Double) {
    var solution = try backSolve(right)
    let correction = try backSolve(residual(of: solution, right))
    for i in 0..<size { solution[i] += correction[i] }
    let scale = right.map(abs).max() ?? 0
    let rest = residual(of: solution, right).map(abs).max() ?? 0
    return (solution, scale > 0 ? rest / scale : 0)
  }

  private func backSolve(_ right: [Double]) throws(FieldError) -> [Double] {
    var dense = cholmod_allocate_dense(size, 1, size, CHOLMOD_REAL, common)
    defer { cholmod_free_dense(&dense, common) }
    guard let column = dense?.pointee.x.assumingMemoryBound(to: Double.self) else {
      throw .solverFailed("out of memory")
    }
    for i in 0..<size { column[i] = right[i] }
    var result = cholmod_solve(CHOLMOD_A, factor, dense, common)
    defer { cholmod_free_dense(&result, common) }
    guard let values = result?.pointee.x.assumingMemoryBound(to: Double.self) else {
      throw .solverFailed("out of memory")
    }
    return (0..<size).map { values[$0] }
  }

  private func residual(of solution: [Double], _ right: [Double]) -> [Double] {
    var rest = right
    guard let matrix else { return rest }
    let starts = matrix.pointee.p.assumingMemoryBound(to: Int32.self)
    let rows = matrix.pointee.i.assumingMemoryBound(to: Int32.self)
    let values = matrix.pointee.x.assumingMemoryBound(to: Double.self)
    for column in 0..<size {
      for k in Int(starts[column])..<Int(starts[column + 1]) {
        let row = Int(rows[k])
        rest[row] -= values[k] * solution[column]
        if row != column { rest[column] -= values[k] * solution[row] }
      }
    }
    return rest
  }
}
