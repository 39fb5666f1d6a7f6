import Foundation

/// The left side of the Poisson equation, −∇·(ε∇φ), over the cells of a stack or a grid.
protocol PoissonOperator {
  /// False where the potential is fixed.
  var free: [Bool] { get }

  /// Charge that each cell must have for this potential (e or e/Å²).
  func flux(_ potential: [Double]) -> [Double]

  /// Sum of the errors that rounding of the potential makes in the flux (e or e/Å²).
  func rounding(_ potential: [Double]) -> Double

  /// Solves (K + diagonal) x = right in the free cells; x is zero in the others.
  ///
  /// - Parameter tolerance: of the residual over the right side, for iterative solvers.
  func solve(
    _ diagonal: [Double], _ right: [Double], tolerance: Double
  ) throws(SpaceChargeError) -> [Double]
}

/// Where a solution has come to.
struct EquilibriumState: Sendable {
  /// V
  var potential: [Double]
  /// eV, of each species
  var mu: [Double]
  var steps = 0
  /// Σ|Kφ − q| + Σ|N − N⁰| over the sum of all charges.
  var residual = Double.infinity
}

/// Damped Newton's method for the Poisson equation with charges in equilibrium.
///
/// The equations Kφ = q(φ, μ) and N_t(φ, μ) = N_t⁰ of closed species make stationary the convex
/// function ½ φKφ + kT Σ sites ln(1 + Σ w) − Σ μ_t N_t⁰, so Newton's method with a line search
/// finds their one solution from any start. The search only looks at the slope along the step:
/// differences of the function itself would drown in rounding near the end. What needs no linear
/// system is made exact at each trial first, numbers of ions and neutrality, by
/// `EquilibriumProblem.balance`.
struct PoissonNewton<Operator: PoissonOperator> {
  let poisson: Operator
  let table: ChargeTable
  let problem: EquilibriumProblem
  let mostSteps: Int

  typealias State = EquilibriumState

  /// Residual that is none.
  private static var goal: Double { 1e-12 }
  /// Residual allowed once steps are below 1e-9 kT or the search finds no way down.
  private static var acceptable: Double { 1e-8 }

  private struct Gradient {
    var cells: [Double]
    var numbers: [Double]
    var slope: [Double]
    var residual: Double
    /// What of the residual may be rounding.
    var rounding: Double
  }

  func solve(_ start: State) throws(SpaceChargeError) -> State {
    var state = problem.balance(table, start)
    var gradient = gradient(state)
    var last = Double.infinity
    for step in 0..<mostSteps {
      state.steps = step
      state.residual = gradient.residual
      guard gradient.residual.isFinite else { break }
      if gradient.residual <= max(Self.goal, gradient.rounding)
        || last <= 1e-9 && isAcceptable(gradient)
      {
        return state
      }
      let direction = try direction(state, gradient)
      guard let (length, next, nextGradient) = search(state, gradient, direction) else { break }
      last = length * (direction.potential.map { abs($0) }.max() ?? 0) / table.kT
      (state, gradient) = (next, nextGradient)
    }
    guard isAcceptable(gradient) else {
      throw .notConverged(iterations: state.steps, residual: gradient.residual)
    }
    state.residual = gradient.residual
    return state
  }

  private func isAcceptable(_ gradient: Gradient) -> Bool {
    gradient.residual <= max(Self.acceptable, 16 * gradient.rounding)
  }

  private func gradient(_ state: State) -> Gradient {
    let charges = table.evaluate(state.potential, state.mu)
    let flux = poisson.flux(state.potential)
    var (lack, scale) = (0.0, charges.gross)
    var cells = flux
    for i in cells.indices {
      scale += abs(flux[i])
      cells[i] = poisson.free[i] ? flux[i] - charges.charge[i] : 0
      lack += abs(cells[i])
    }
    let numbers = problem.closed.map { charges.totals[$0.species] - $0.amount }
    for number in numbers { lack += abs(number) }
    return Gradient(
      cells: cells, numbers: numbers, slope: charges.slope,
      residual: lack == 0 ? 0 : lack / scale,
      rounding: lack == 0 ? 0 : poisson.rounding(state.potential) / scale)
  }

  private struct Direction {
    var potential: [Double]
    var mu: [Double]
  }

  /// One linear solve, and one more for each closed species, whose row and column border the
  /// matrix.
  private func direction(
    _ state: State, _ gradient: Gradient
  ) throws(SpaceChargeError) -> Direction {
    let tolerance = min(1e-2, max(1e-9, 0.1 * gradient.residual))
    var potential = try poisson.solve(
      gradient.slope, gradient.cells.map { -$0 }, tolerance: tolerance)
    var mu = Array(repeating: 0.0, count: state.mu.count)
    let rows = problem.closed.indices.filter { problem.closed[$0].species != problem.reference }
    let closed = rows.map { problem.closed[$0].species }
    let coupling = table.coupling(state.potential, state.mu, closed: closed)
    var matrix = coupling.matrix
    var right = rows.map { -gradient.numbers[$0] }
    var answers: [[Double]] = []
    for (t, column) in coupling.columns.enumerated() {
      let answer = try poisson.solve(gradient.slope, masked(column), tolerance: tolerance)
      right[t] += dot(column, potential)
      for (u, other) in coupling.columns.enumerated() { matrix[u][t] -= dot(other, answer) }
      answers.append(answer)
    }
    for (t, value) in solveDense(matrix, right).enumerated() {
      mu[closed[t]] = value
      for i in potential.indices { potential[i] += value * answers[t][i] }
    }
    if problem.reference != nil { recentre(&potential, &mu, gradient.slope) }
    return Direction(potential: potential, mu: mu)
  }

  /// A constant of the potential means nothing in a floating cell, but a large one rounds.
  private func recentre(_ potential: inout [Double], _ mu: inout [Double], _ slope: [Double]) {
    let shift = dot(slope, potential) / slope.reduce(0, +)
    guard shift.isFinite else { return }
    for i in potential.indices { potential[i] -= shift }
    for t in mu.indices { mu[t] -= table.charges[t] * shift }
  }

  private func masked(_ column: [Double]) -> [Double] {
    zip(column, poisson.free).map { $1 ? $0 : 0 }
  }

  /// How far to go along a direction: to where the slope has fallen to less than half.
  private func search(
    _ state: State, _ gradient: Gradient, _ direction: Direction
  ) -> (length: Double, state: State, gradient: Gradient)? {
    let first = slope(gradient, direction)
    guard first < 0 else { return nil }
    var (low, high) = (0.0, Double.infinity)
    var length = 1.0
    for _ in 0..<60 {
      var next = state
      for i in next.potential.indices { next.potential[i] += length * direction.potential[i] }
      for t in next.mu.indices { next.mu[t] += length * direction.mu[t] }
      next = problem.balance(table, next)
      let nextGradient = self.gradient(next)
      let here = slope(nextGradient, direction)
      // Near the end the slope is rounding only, but the residual still falls.
      if abs(here) <= 0.5 * abs(first) || nextGradient.residual <= 0.5 * gradient.residual {
        return (length, next, nextGradient)
      }
      if here < 0 { low = length } else { high = length }
      length = high == .infinity ? 2 * length : (low + high) / 2
    }
    return nil
  }

  private func slope(_ gradient: Gradient, _ direction: Direction) -> Double {
    let numbers = zip(problem.closed, gradient.numbers).reduce(0) {
      $0 + $1.1 * direction.mu[$1.0.species]
    }
    return dot(gradient.cells, direction.potential) + numbers
  }
}

func dot(_ p: [Double], _ q: [Double]) -> Double {
  var sum = 0.0
  for i in p.indices { sum += p[i] * q[i] }
  return sum
}

/// Gauss's elimination for the few closed species; the matrix is symmetric and positive.
func solveDense(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
  var (a, b) = (matrix, right)
  let n = b.count
  for pivot in 0..<n {
    for row in pivot + 1..<max(n, pivot + 1) {
      let factor = a[row][pivot] / a[pivot][pivot]
      for column in pivot..<n { a[row][column] -= factor * a[pivot][column] }
      b[row] -= factor * b[pivot]
    }
  }
  for row in (0..<n).reversed() {
    for column in row + 1..<max(n, row + 1) { b[row] -= a[row][column] * b[column] }
    b[row] /= a[row][row]
  }
  return b
}
