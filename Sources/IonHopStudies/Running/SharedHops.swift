import IonHopCore

/// How far one of several temperatures is that share their hops for the sake of an activation energy, and
/// which of them is to go on.
///
/// In the weighted fit of ln σT over β = 1/kT the variance of E_a is 1/S, S = Σ w (β − β̄)², where
/// w = 1/e² and e is the relative error of the conductivity. With e² = v/n after n hops, one hop more at
/// a temperature raises S by (β − β̄)²/v: β̄ = Σwβ/Σw minimises S, so that its own change drops out.
/// Each round goes to the temperature where this gain is largest. (A c-optimal design, found by steepest
/// descent: V. V. Fedorov, Theory of Optimal Experiments, Academic Press 1972; recalled. For a straight
/// line and equal v it leads to the two ends.)
struct SharedHops: Sendable {
  /// 1/kT (1/eV).
  var beta: Double
  /// Of each replica.
  var samples: Int
  /// Of all replicas.
  var hops: Int
  /// Of the conductivity.
  var relativeError: Double
  var mostSamples: Int

  var isOpen: Bool { samples < mostSamples }

  /// No conductivity may stay less known: its logarithm must be near to normal for the fit.
  static let leastAccuracy = 0.1

  /// The temperature of the next round and the samples it is to have; nil when E_a is known well
  /// enough, or no temperature may go on.
  ///
  /// - Parameter error: relative error of E_a; nil before every temperature has a conductivity.
  static func next(
    _ states: [SharedHops], _ error: Double?, wish: Double
  ) -> (index: Int, samples: Int)? {
    if let index = states.indices.first(where: {
      states[$0].isOpen && states[$0].relativeError > leastAccuracy
    }) {
      let state = states[index]
      guard state.samples > 0 else { return (index, PointRunner.firstRound) }
      let target = PointRunner.nextTarget(
        state.samples, error: state.relativeError, wanted: leastAccuracy)
      return (index, min(state.mostSamples, target))
    }
    guard let error, error > wish else { return nil }
    let gains = gains(states)
    let best = states.indices.filter { states[$0].isOpen && gains[$0] > 0 }
      .max { gains[$0] < gains[$1] }
    guard let best else { return nil }
    // Gains change as rounds are done: a half more at once.
    let more = max(states[best].samples + 1, states[best].samples * 3 / 2)
    return (best, min(states[best].mostSamples, more))
  }

  /// By how much 1/Var(E_a) grows with one hop more at each temperature.
  static func gains(_ states: [SharedHops]) -> [Double] {
    let (weights, mean) = weights(states)
    guard let mean else { return states.map { _ in 0 } }
    return zip(states, weights).map { state, weight in
      let distance = state.beta - mean
      return distance * distance * weight / Double(max(1, state.hops))
    }
  }

  /// 1/Var(E_a) of the weighted fit (1/eV²).
  static func information(_ states: [SharedHops]) -> Double {
    let (weights, mean) = weights(states)
    guard let mean else { return 0 }
    return zip(states, weights).reduce(0) { sum, pair in
      let distance = pair.0.beta - mean
      return sum + pair.1 * distance * distance
    }
  }

  /// 1/e² of each temperature, and the mean β so weighted; nil where nothing is known.
  private static func weights(_ states: [SharedHops]) -> (each: [Double], mean: Double?) {
    let weights = states.map { state in
      let error = state.relativeError
      return error > 0 && error.isFinite ? 1 / (error * error) : 0
    }
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return (weights, nil) }
    return (weights, zip(states, weights).reduce(0) { $0 + $1.0.beta * $1.1 } / sum)
  }
}
