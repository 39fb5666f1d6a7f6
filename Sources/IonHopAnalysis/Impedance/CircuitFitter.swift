import Foundation

/// The search for starting values and the fit of one circuit.
struct CircuitFitter: Sendable {
  private let data: [ImpedanceDatum]
  private let weights: [Double]

  /// Rounding of a computed spectrum: misfits below this do not count for a circuit.
  private static let smallestResidual = 1e-9
  /// Errors of ln R and ln τ above this, and of α above half of it, are no determination.
  private static let largestError = 0.5
  /// Starting values for each decade of time constants; arcs closer than that are one to the eye.
  private static let startsPerDecade = 2.0
  private static let startingExponent = 0.9
  private static let startingSpike = 0.85
  /// From a Warburg element (0.5) to a capacitor (1), with some room for noise.
  private static let spikes = 0.4...1.1
  /// The best so many starting values are followed.
  private static let followed = 4

  init(_ data: [ImpedanceDatum]) throws(ImpedanceFitError) {
    for datum in data {
      guard datum.frequency > 0, datum.frequency.isFinite else {
        throw .badFrequency(datum.frequency)
      }
      let size = hypot(datum.real, datum.imaginary)
      guard size > 0, size.isFinite else { throw .badImpedance(frequency: datum.frequency) }
    }
    self.data = data
    weights = data.map { 1 / ($0.real * $0.real + $0.imaginary * $0.imaginary) }
  }

  func fit(_ model: CircuitModel) throws(ImpedanceFitError) -> CircuitFit {
    let different = Set(data.map(\.frequency)).count
    guard different > model.parameterCount else {
      throw .tooFewFrequencies(needed: model.parameterCount + 1, given: different)
    }
    var best: LeastSquares.Solution?
    for start in starts(model) {
      guard let solution = try? solve(model, from: start) else { continue }
      if best.map({ solution.chiSquare < $0.chiSquare }) ?? true { best = solution }
    }
    guard let best else { throw .undetermined(model) }
    return try result(model, best)
  }

  /// Row k is the real part of datum k, row n + k its imaginary part.
  private func solve(
    _ model: CircuitModel, from start: [Double]
  ) throws(LeastSquares.Failure) -> LeastSquares.Solution {
    let omegas = data.map { 2 * Double.pi * $0.frequency }
    let count = omegas.count
    let curve = LeastSquares.Model(
      value: { x, p in
        let row = Int(x)
        let z = model.impedance(omegas[row % count], p)
        return row < count ? z.real : z.imaginary
      },
      gradient: { x, p in
        let row = Int(x)
        let slopes = model.gradient(omegas[row % count], p)
        return row < count ? slopes.real : slopes.imaginary
      })
    return try LeastSquares.nonlinear(
      data.map(\.real) + data.map(\.imaginary), at: (0..<2 * count).map(Double.init),
      weights: weights + weights, model: curve, from: start)
  }

  /// Arcs on a grid of time constants, with the resistances that fit them best.
  private func starts(_ model: CircuitModel) -> [[Double]] {
    let logs = data.map { log(2 * Double.pi * $0.frequency) }
    guard let low = logs.min(), let high = logs.max() else { return [] }
    let decade = log(10.0)
    let count = Int(((high - low) / decade + 2) * Self.startsPerDecade) + 1
    let times = (0..<count).map { -high - decade + Double($0) * decade / Self.startsPerDecade }
    var found: [(misfit: Double, parameters: [Double])] = []
    func consider(_ chosen: [Double]) {
      if let start = start(model, chosen) { found.append(start) }
    }
    guard model.arcs > 0 else {
      consider([])
      return found.map(\.parameters)
    }
    for (i, first) in times.enumerated() {
      guard model.arcs == 2 else {
        consider([first])
        continue
      }
      for second in times[(i + 1)...] { consider([first, second]) }
    }
    return found.sorted { $0.misfit < $1.misfit }.prefix(Self.followed).map(\.parameters)
  }

  private func start(
    _ model: CircuitModel, _ logTaus: [Double]
  ) -> (misfit: Double, parameters: [Double])? {
    var columns = logTaus.map { logTau in
      let shares = data.map {
        CircuitModel.share(2 * .pi * $0.frequency, logTau, Self.startingExponent)
      }
      return shares.map(\.0) + shares.map(\.1)
    }
    if model.hasResistor {
      columns.append(data.map { _ in 1 } + data.map { _ in 0 })
    }
    if model.hasElectrode {
      let spike = data.map { CircuitModel.spike(2 * .pi * $0.frequency, Self.startingSpike) }
      columns.append(spike.map(\.0) + spike.map(\.1))
    }
    guard
      let solution = try? LeastSquares.linear(
        data.map(\.real) + data.map(\.imaginary), columns: columns, weights: weights + weights),
      solution.parameters.allSatisfy({ $0 > 0 })
    else { return nil }
    var parameters = zip(solution.parameters, logTaus).flatMap {
      [log($0.0), $0.1, Self.startingExponent]
    }
    parameters += solution.parameters.dropFirst(model.arcs).map { log($0) }
    if model.hasElectrode { parameters.append(Self.startingSpike) }
    return (solution.chiSquare, parameters)
  }

  private func result(
    _ model: CircuitModel, _ solution: LeastSquares.Solution
  ) throws(ImpedanceFitError) -> CircuitFit {
    let rows = Double(2 * data.count)
    let scale = solution.chiSquare / (rows - Double(model.parameterCount))
    let (p, covariance) = (solution.parameters, solution.covariance)
    func error(_ i: Int) -> Double { (max(0, covariance[i][i]) * scale).squareRoot() }
    var arcs: [CircuitArc] = []
    for arc in 0..<model.arcs {
      let (r, t, a) = (3 * arc, 3 * arc + 1, 3 * arc + 2)
      guard error(r) < Self.largestError, error(t) < Self.largestError,
        error(a) < Self.largestError / 2, p[a] > 0, p[a] < 2
      else { throw .undetermined(model) }
      let (resistance, time) = (exp(p[r]), exp(p[t]))
      let spread = covariance[r][r] + covariance[t][t] - 2 * covariance[r][t]
      arcs.append(
        CircuitArc(
          resistance: FittedValue(value: resistance, standardError: resistance * error(r)),
          timeConstant: FittedValue(value: time, standardError: time * error(t)),
          exponent: FittedValue(value: p[a], standardError: error(a)),
          capacitance: FittedValue(
            value: time / resistance,
            standardError: time / resistance * (max(0, spread) * scale).squareRoot())))
    }
    var resistor: FittedValue?
    if model.hasResistor {
      let index = model.resistorIndex
      guard error(index) < Self.largestError else { throw .undetermined(model) }
      resistor = FittedValue(value: exp(p[index]), standardError: exp(p[index]) * error(index))
    }
    var electrode: CircuitElectrode?
    if model.hasElectrode {
      let index = model.electrodeIndex
      guard error(index + 1) < Self.largestError / 2, Self.spikes.contains(p[index + 1]) else {
        throw .undetermined(model)
      }
      electrode = CircuitElectrode(
        size: FittedValue(value: exp(p[index]), standardError: exp(p[index]) * error(index)),
        exponent: FittedValue(value: p[index + 1], standardError: error(index + 1)))
    }
    let residual = (solution.chiSquare / Double(data.count)).squareRoot()
    let counted = max(residual, Self.smallestResidual)
    return CircuitFit(
      model, arcs: arcs, seriesResistance: resistor, electrode: electrode,
      totalResistance: total(model, solution, scale: scale), relativeResidual: residual,
      information: 2 * rows * log(counted) + Double(model.parameterCount) * log(rows))
  }

  /// The sum of the resistances, whose errors mostly cancel: what one arc loses the next has.
  private func total(
    _ model: CircuitModel, _ solution: LeastSquares.Solution, scale: Double
  ) -> FittedValue {
    let indices = model.resistanceIndices
    let values = indices.map { exp(solution.parameters[$0]) }
    var variance = 0.0
    for (i, a) in indices.enumerated() {
      for (j, b) in indices.enumerated() {
        variance += values[i] * values[j] * solution.covariance[a][b]
      }
    }
    return FittedValue(
      value: values.reduce(0, +), standardError: (max(0, variance) * scale).squareRoot())
  }
}
