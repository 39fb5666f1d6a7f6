extension EquilibriumProblem {
  /// The state with numbers of ions, and neutrality where a constant in the potential brings it,
  /// made exact; the shape of the potential stays.
  ///
  /// Newton's method on a convex function of a few variables. Without it Newton's method on the
  /// whole would leap between the levels of sites, where nothing changes, to where all are full or
  /// empty.
  func balance(_ table: ChargeTable, _ state: EquilibriumState) -> EquilibriumState {
    let variables = closed.count + (shifts ? 1 : 0)
    guard variables > 0 else { return state }
    var state = state
    var point = slopes(table, state)
    for _ in 0..<Self.mostBalanceSteps {
      guard point.imbalance > Self.tolerance,
        let next = balanceStep(table, state, point)
      else { break }
      // Rounding of long sums may keep it above the tolerance.
      guard point.imbalance > Self.good || next.1.imbalance < point.imbalance else { break }
      (state, point) = next
    }
    return state
  }

  private static let mostBalanceSteps = 500
  /// Largest change of a chemical potential a step, in kT.
  private static let longestStep = 8.0
  /// Imbalance that is none.
  private static let tolerance = 1e-14
  /// Imbalance at which it is enough that it still falls.
  private static let good = 1e-10

  /// Derivatives of the convex function by the chemical potentials of closed species and the shift.
  private struct Slopes {
    var first: [Double]
    var second: [[Double]]
    /// What each first derivative is the difference of.
    var sizes: [Double]

    /// The largest first derivative over its size.
    var imbalance: Double {
      zip(first, sizes).reduce(0) { $1.0 == 0 ? $0 : max($0, abs($1.0) / $1.1) }
    }
  }

  private func slopes(_ table: ChargeTable, _ state: EquilibriumState) -> Slopes {
    let (totals, matrix) = table.numbers(state.potential, state.mu)
    var directions: [[Double]] = closed.map { one in
      totals.indices.map { $0 == one.species ? 1 : 0 }
    }
    var first = closed.map { totals[$0.species] - $0.amount }
    var sizes = closed.map(\.amount)
    if shifts {
      directions.append(table.charges.map { -$0 })
      first.append(-dot(table.charges, totals) - table.sites.fixed.reduce(0, +))
      sizes.append(dot(table.charges.map { abs($0) }, totals) + table.sites.fixedGross)
    }
    let second = directions.map { p in
      let row = matrix.map { dot($0, p) }
      return directions.map { dot($0, row) }
    }
    return Slopes(first: first, second: second, sizes: sizes)
  }

  /// - Returns: nil if no step leads further down.
  private func balanceStep(
    _ table: ChargeTable, _ state: EquilibriumState, _ point: Slopes
  ) -> (EquilibriumState, Slopes)? {
    var matrix = point.second
    // Where nothing answers, a little stiffness sends the step down the slope.
    for d in matrix.indices { matrix[d][d] += 1e-12 * point.sizes[d] / table.kT }
    var step = solveDense(matrix, point.first.map { -$0 })
    let longest = step.map { abs($0) }.max() ?? 0
    guard longest.isFinite, longest > 0 else { return nil }
    let limit = min(1, Self.longestStep * table.kT / longest)
    step = step.map { $0 * limit }
    let slope = dot(point.first, step)
    guard slope < 0 else { return nil }
    var length = 1.0
    for _ in 0..<40 {
      var next = state
      for (one, change) in zip(closed, step) { next.mu[one.species] += length * change }
      if shifts {
        for i in next.potential.indices { next.potential[i] += length * step[closed.count] }
      }
      let nextPoint = slopes(table, next)
      // Short of the lowest point is as good as near it: the next step goes on.
      if dot(nextPoint.first, step) <= 0.5 * abs(slope) { return (next, nextPoint) }
      length /= 2
    }
    return nil
  }
}
