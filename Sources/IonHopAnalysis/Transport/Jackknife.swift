import IonHopCore

/// What a jackknife adds up and leaves out: sums of a stretch of time.
protocol Summable {
  static func += (total: inout Self, other: Self)
  static func -= (total: inout Self, other: Self)
}

extension Batch: Summable {}

/// Delete-one-group jackknife: errors of any function of sums, ratios and differences included.
///
/// B. Efron, C. Stein, Ann. Stat. 9, 586 (1981), doi:10.1214/aos/1176345462. Groups that remember
/// their neighbours give errors that are too small; groups are therefore joined two by two and
/// the largest error of three group sizes is taken, as in blocking (H. Flyvbjerg, H. G. Petersen,
/// J. Chem. Phys. 91, 461 (1989), doi:10.1063/1.457480).
struct Jackknife {
  /// Values from all data.
  let values: [Double]
  /// One standard error for each value.
  let errors: [Double]
  let groups: Int

  /// Fewer groups than this are not joined further: their own scatter would be too uncertain.
  private static let fewestGroups = 32

  /// - Parameters:
  ///   - replicas: batches in the order of time, replica by replica.
  ///   - joined: how many successive batches make a group at least.
  ///   - function: from a sum of batches to the values wanted.
  init<Sums: Summable>(
    _ replicas: [[Sums]], joined: Int = 1, _ function: (Sums) -> [Double]
  ) {
    var groups = replicas.flatMap { Self.join($0, joined) }
    let first = Self.errors(of: groups, function)
    var errors = first.errors
    for _ in 0..<2 where groups.count >= 2 * Self.fewestGroups {
      groups = Self.join(groups, 2)
      errors = zip(errors, Self.errors(of: groups, function).errors).map { max($0, $1) }
    }
    self.values = first.values
    self.errors = errors
    self.groups = groups.count
  }

  private static func join<Sums: Summable>(_ batches: [Sums], _ size: Int) -> [Sums] {
    stride(from: 0, to: batches.count, by: size).map { start in
      var group = batches[start]
      for next in batches[(start + 1)..<min(start + size, batches.count)] { group += next }
      return group
    }
  }

  private static func errors<Sums: Summable>(
    of groups: [Sums], _ function: (Sums) -> [Double]
  ) -> (values: [Double], errors: [Double]) {
    guard var total = groups.first else { return ([], []) }
    for group in groups.dropFirst() { total += group }
    let values = function(total)
    let n = Double(groups.count)
    guard groups.count > 1 else { return (values, values.map { _ in .infinity }) }
    var sum = values.map { _ in 0.0 }
    var squares = sum
    for group in groups {
      var rest = total
      rest -= group
      for (i, value) in function(rest).enumerated() {
        let deviation = value - values[i]
        sum[i] += deviation
        squares[i] += deviation * deviation
      }
    }
    let errors = zip(sum, squares).map { sum, squares in
      let scatter = squares - sum * sum / n
      // A ratio that has no finite value without one of the groups is not known at all.
      return scatter.isFinite ? (max(0, scatter) * (n - 1) / n).squareRoot() : .infinity
    }
    return (values, errors)
  }
}
