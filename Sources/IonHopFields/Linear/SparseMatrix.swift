/// A square sparse matrix in compressed rows.
///
///     let chain = SparseMatrix(size: 2, entries: [
///       .init(row: 0, column: 0, value: 2), .init(row: 1, column: 1, value: 2),
///       .init(row: 0, column: 1, value: -1), .init(row: 1, column: 0, value: -1),
///     ])
///     chain.times([1, 1])   // [1, 1]
///
/// - Invariant: columns rise within a row, and every row holds its diagonal, if only as a zero.
struct SparseMatrix: Sendable, Equatable {
  /// One entry; entries on the same place add up.
  struct Entry: Sendable {
    var row: Int
    var column: Int
    var value: Double
  }

  let size: Int
  /// Where the entries of each row begin, `size + 1` numbers.
  let starts: [Int]
  let columns: [Int]
  var values: [Double]

  /// Assembles triplets in any order, both triangles; sums run in the order of the entries, so
  /// that equal lists give equal bits.
  ///
  /// - Complexity: O(entries × log of the longest row).
  init(size: Int, entries: [Entry]) {
    let (offsets, order) = Self.sortByRow(size, entries)
    var starts = [0]
    var columns: [Int] = []
    var values: [Double] = []
    starts.reserveCapacity(size + 1)
    columns.reserveCapacity(entries.count + size)
    values.reserveCapacity(entries.count + size)
    for row in 0..<size {
      var places = order[offsets[row]..<offsets[row + 1]].map { Place(entries[$0].column, $0) }
      places.append(Place(row, -1))
      places.sort { $0.column != $1.column ? $0.column < $1.column : $0.entry < $1.entry }
      for place in places {
        let value = place.entry < 0 ? 0 : entries[place.entry].value
        if columns.count > starts[row], columns[columns.count - 1] == place.column {
          values[values.count - 1] += value
        } else {
          columns.append(place.column)
          values.append(value)
        }
      }
      starts.append(columns.count)
    }
    (self.size, self.starts, self.columns, self.values) = (size, starts, columns, values)
  }

  /// A matrix on a pattern that is already in order; see the invariant.
  init(starts: [Int], columns: [Int], values: [Double]) {
    size = starts.count - 1
    (self.starts, self.columns, self.values) = (starts, columns, values)
    assert(starts.last == columns.count && columns.count == values.count)
  }

  private struct Place {
    let column: Int
    let entry: Int
    init(_ column: Int, _ entry: Int) { (self.column, self.entry) = (column, entry) }
  }

  /// A counting sort that keeps the order of entries in a row.
  private static func sortByRow(_ size: Int, _ entries: [Entry]) -> (offsets: [Int], order: [Int]) {
    var offsets = Array(repeating: 0, count: size + 1)
    for entry in entries { offsets[entry.row + 1] += 1 }
    for row in 0..<size { offsets[row + 1] += offsets[row] }
    var next = offsets
    var order = Array(repeating: 0, count: entries.count)
    for (k, entry) in entries.enumerated() {
      order[next[entry.row]] = k
      next[entry.row] += 1
    }
    return (offsets, order)
  }

  func times(_ x: [Double]) -> [Double] {
    (0..<size).map { row in
      var sum = 0.0
      for k in starts[row]..<starts[row + 1] { sum += values[k] * x[columns[k]] }
      return sum
    }
  }
}
