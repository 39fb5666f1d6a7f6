/// A conductivity or admittance: real for direct current, complex with the displacement current.
public protocol ConductivityNumber: Sendable, Equatable {
  /// A conductance with the susceptance ωC beside it.
  init(conductance: Double, susceptance: Double)
  /// Sum.
  static func + (a: Self, b: Self) -> Self
  /// Difference.
  static func - (a: Self, b: Self) -> Self
  /// Product.
  static func * (a: Self, b: Self) -> Self
  /// Quotient.
  static func / (a: Self, b: Self) -> Self
  /// Product with a real number.
  static func * (a: Double, b: Self) -> Self
  /// A root that rotates with its square.
  var squareRoot: Self { get }
  /// Neither part is negative, as those of a passive material.
  var isPassive: Bool { get }
}

extension ConductivityNumber {
  static var zero: Self { Self(conductance: 0, susceptance: 0) }
}

extension Double: ConductivityNumber {
  /// What is displaced does not flow for ever, so the susceptance does not count.
  public init(conductance: Double, susceptance: Double) { self = conductance }
  /// √ of a conductance.
  public var squareRoot: Double { squareRoot() }
  /// Not negative: it takes up power.
  public var isPassive: Bool { self >= 0 }
}

extension Complex: ConductivityNumber {
  /// The conductance with the susceptance as its imaginary part.
  public init(conductance: Double, susceptance: Double) { self.init(conductance, susceptance) }
  /// Neither part is negative: it takes up power and stores charge.
  public var isPassive: Bool { real >= 0 && imaginary >= 0 }
}

/// A number that Kirchhoff's laws are solved in.
protocol Admittance: ConductivityNumber {
  /// The system of one network, `values` being the entries of `pattern`.
  static func solver(_ pattern: SparseMatrix, _ values: [Self]) throws(FieldError)
    -> MultigridSolver
  static func solve(
    _ solver: borrowing MultigridSolver, _ right: [Self], from start: [Self]?, tolerance: Double
  ) throws(FieldError) -> MultigridSolver.Solution<Self>
}

extension Double: Admittance {
  static func solver(_ pattern: SparseMatrix, _ values: [Double]) throws(FieldError)
    -> MultigridSolver
  {
    try MultigridSolver(
      SparseMatrix(starts: pattern.starts, columns: pattern.columns, values: values))
  }

  static func solve(
    _ solver: borrowing MultigridSolver, _ right: [Double], from start: [Double]?, tolerance: Double
  ) throws(FieldError) -> MultigridSolver.Solution<Double> {
    try solver.solve(right, from: start, tolerance: tolerance)
  }
}

extension Complex: Admittance {
  static func solver(_ pattern: SparseMatrix, _ values: [Complex]) throws(FieldError)
    -> MultigridSolver
  {
    try MultigridSolver(
      SparseMatrix(
        starts: pattern.starts, columns: pattern.columns, values: values.map(\.real)),
      imaginary: values.map(\.imaginary))
  }

  static func solve(
    _ solver: borrowing MultigridSolver, _ right: [Complex], from start: [Complex]?,
    tolerance: Double
  ) throws(FieldError) -> MultigridSolver.Solution<Complex> {
    try solver.solve(right, from: start, tolerance: tolerance)
  }
}
