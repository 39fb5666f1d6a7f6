import Testing

@testable import IonHopFields

@Suite struct MultigridTests {
  /// A grounded chain of unit resistors with n nodes: A = tridiag(−1, 2, −1).
  static func chain(_ n: Int) -> SparseMatrix {
    var entries: [SparseMatrix.Entry] = []
    for i in 0..<n {
      entries.append(.init(row: i, column: i, value: 2))
      guard i + 1 < n else { continue }
      entries.append(.init(row: i, column: i + 1, value: -1))
      entries.append(.init(row: i + 1, column: i, value: -1))
    }
    return SparseMatrix(size: n, entries: entries)
  }

  @Test("Triplets in any order, given twice, add up on sorted rows that hold their diagonal")
  func assembly() {
    let matrix = SparseMatrix(
      size: 3,
      entries: [
        .init(row: 2, column: 0, value: 1), .init(row: 0, column: 2, value: 1),
        .init(row: 0, column: 0, value: 0.5), .init(row: 0, column: 0, value: 0.25),
      ])
    #expect(matrix.starts == [0, 2, 3, 5])
    #expect(matrix.columns == [0, 2, 1, 0, 2])
    #expect(matrix.values == [0.75, 1, 0, 1, 0])
    #expect(matrix.times([1, 2, 3]) == [3.75, 0, 1])
  }

  @Test("A long chain with unit currents bends as the parabola i(n + 1 − i)/2")
  func parabola() throws {
    let n = 10_000
    let solver = try MultigridSolver(Self.chain(n))
    let solution = try solver.solve(Array(repeating: 1, count: n), tolerance: 1e-12)
    let exact = (1...n).map { Double($0 * (n + 1 - $0)) / 2 }
    let worst = zip(solution.values, exact).map { abs($0 / $1 - 1) }.max() ?? 1
    // Condition 4e7: the machine's rounding leaves some 1e-9.
    #expect(worst < 1e-7)
    #expect(solution.iterations < 100)
  }

  @Test("The unit of the right side does not matter", arguments: [1e-30, 1e-12, 1e12])
  func scale(unit: Double) throws {
    let solver = try MultigridSolver(Self.chain(5000))
    let right = (0..<5000).map { Double($0 % 7) - 3 }
    let plain = try solver.solve(right, tolerance: 1e-12).values
    let scaled = try solver.solve(right.map { $0 * unit }, tolerance: 1e-12).values
    for (a, b) in zip(plain, scaled) { #expect(abs(b / unit - a) < 1e-6 * abs(a) + 1e-6) }
  }

  @Test("Rows that do not couple are solved too, in any mixture")
  func screened() throws {
    var matrix = Self.chain(4000)
    for row in 0..<matrix.size where row % 3 != 0 {
      for k in matrix.starts[row]..<matrix.starts[row + 1] where matrix.columns[k] == row {
        matrix.values[k] += 1e9
      }
    }
    let right = (0..<4000).map { 1 + Double($0 % 5) }
    let solution = try MultigridSolver(matrix).solve(right, tolerance: 1e-12)
    let residual = zip(matrix.times(solution.values), right).map { abs($0 - $1) }.max() ?? 1
    #expect(residual < 1e-8)
    #expect(solution.residual <= 1e-12)
  }

  @Test(
    "A complex chain solves to its own residual, whichever part is larger",
    arguments: [1e-6, 1e-2, 1, 1e2, 1e6])
  func complexChain(ratio: Double) throws {
    let real = Self.chain(4000)
    let imaginary = real.values.enumerated().map { k, value in ratio * value * (k % 2 == 0 ? 1 : 1)
    }
    let solver = try MultigridSolver(real, imaginary: imaginary)
    let right = Array(repeating: Complex(1), count: 4000)
    let solution = try solver.solve(right, tolerance: 1e-12)
    // A = (1 + i ratio) L, so x is the parabola over that factor.
    let middle = Double(2000 * 2001) / 2
    let exact = Complex(middle) / Complex(1, ratio)
    #expect((solution.values[1999] - exact).magnitude < 1e-6 * exact.magnitude)
  }

  @Test("The same system gives the same bits again")
  func repeats() throws {
    let right = (0..<5000).map { Double(($0 * 37) % 11) - 5 }
    let first = try MultigridSolver(Self.chain(5000)).solve(right).values
    let second = try MultigridSolver(Self.chain(5000)).solve(right).values
    #expect(first == second)
  }

  @Test("A matrix that cannot be solved is an error with its residual")
  func indefinite() throws {
    // A floating chain has no solution for currents that do not sum to zero.
    var entries: [SparseMatrix.Entry] = []
    for i in 0..<100 {
      entries.append(.init(row: i, column: i, value: 2))
      entries.append(.init(row: i, column: (i + 1) % 100, value: -1))
      entries.append(.init(row: (i + 1) % 100, column: i, value: -1))
    }
    let matrix = SparseMatrix(size: 100, entries: entries)
    #expect(throws: FieldError.self) {
      let solver = try MultigridSolver(matrix)
      _ = try solver.solve(Array(repeating: 1, count: 100))
    }
  }
}
