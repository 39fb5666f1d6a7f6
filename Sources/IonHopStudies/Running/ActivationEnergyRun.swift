import Foundation
import IonHopAnalysis
import IonHopCore
import Synchronization

/// Runs all temperatures of a study together, so that the error of the activation energy falls fastest.
///
/// Of a slab with boundaries that across them counts. In the weighted fit of ln σT over β = 1/kT the variance of E_a is 1/S, S = Σ w (β − β̄)², where
/// w = 1/e² and e is the relative error of the conductivity. With e² = v/n after n hops, one hop more at
/// a temperature raises S by (β − β̄)²/v: β̄ = Σwβ/Σw minimises S, so that its own change drops out.
/// Each round goes to the temperature where this gain is largest. (A c-optimal design, found by steepest
/// descent: V. V. Fedorov, Theory of Optimal Experiments, Academic Press 1972; recalled. For a straight
/// line and equal v it leads to the two ends.) All decisions are taken from hops counted and errors
/// estimated, in the order of temperatures: neither threads nor the clock change them, `maxTime` apart.
struct ActivationEnergyRun {
  let study: Study
  let threads: Int
  let report: @Sendable (StudyProgress) -> Void

  /// No conductivity may stay less known: its logarithm must be near to normal for the fit.
  static let leastAccuracy = 0.1

  /// A temperature, how far it is, and what was found.
  private struct State {
    let runner: PointRunner
    let point: OpenPoint
    var round: Round?

    var samples: Int { round?.samples ?? 0 }
    var hops: Int { round?.hops ?? 0 }
    var relativeError: Double { round?.relativeError ?? .infinity }
    var isOpen: Bool { samples < point.mostSamples }
  }

  /// - Returns: the points; E_a's relative error, nil where no fit was possible; and whether a stop came
  ///   before it was as small as asked, or a limit was met.
  /// - Throws: as `PointRunner` does; `RunError.stoppedBeforeResult` where nothing was found in time.
  func run() async throws -> (points: [PointResult], relativeError: Double?, isCut: Bool) {
    let began = Date()
    let tally = HopTally()
    var states: [State] = []
    for temperature in study.temperatures {
      let runner = try await runner(at: temperature, tally, began).settled()
      states.append(
        State(runner: runner, point: try await runner.open(), round: nil))
    }
    let limit = study.sampling.maxTime.map { $0 * Double(states.count) } ?? .infinity
    var error = relativeError(states)
    var isCut = false
    while Date().timeIntervalSince(began) < limit, let (index, samples) = next(states, error) {
      isCut = isCut || Task.isCancelled
      if isCut { break }
      var state = states[index]
      let round = try await state.runner.advance(state.point, to: samples)
      (state.round, isCut) = (round, !round.isWhole)
      states[index] = state
      error = relativeError(states)
      report(
        Self.progress(
          state.runner.temperature, hops: states.reduce(0) { $0 + $1.hops }, error,
          wish: study.sampling.relativeError, began))
    }
    let points = try await points(states)
    isCut = isCut || zip(states, points).contains { $0.runner.lacks($1) }
    if !isCut { for state in states { state.runner.finish(state.point) } }
    return (points, error, isCut)
  }

  private func runner(at temperature: Double, _ tally: HopTally, _ began: Date) -> PointRunner {
    // What is asked of a single conductivity: it decides whether the point counts as converged.
    var modest = study
    modest.sampling.relativeError = Self.leastAccuracy
    let (report, wish) = (report, study.sampling.relativeError)
    return PointRunner(study: modest, temperature: temperature, threads: threads) { hops, _ in
      report(
        Self.progress(
          temperature, hops: tally.total(with: hops, at: temperature), nil, wish: wish, began))
    }
  }

  /// The points that have a result; those that a stop left without any are passed over.
  private func points(_ states: [State]) async throws -> [PointResult] {
    var points: [PointResult] = []
    for state in states {
      if let analysis = await state.runner.analysis(state.point) {
        points.append(try await state.runner.close(state.point, analysis))
      } else if !Task.isCancelled {
        throw RunError.tooFewHops(temperature: state.runner.temperature, hops: state.hops)
      }
    }
    guard !points.isEmpty else { throw RunError.stoppedBeforeResult }
    return points
  }

  // MARK: Which temperature is next

  /// The temperature of the next round and the samples it is to have; nil when E_a is known well
  /// enough, or no temperature may go on.
  private func next(_ states: [State], _ error: Double?) -> (index: Int, samples: Int)? {
    if let index = states.indices.first(where: {
      states[$0].isOpen && states[$0].relativeError > Self.leastAccuracy
    }) {
      let state = states[index]
      guard state.samples > 0 else { return (index, PointRunner.firstRound) }
      let wish = PointRunner.nextTarget(
        state.samples, error: state.relativeError, wanted: Self.leastAccuracy)
      return (index, min(state.point.mostSamples, wish))
    }
    guard let error, error > study.sampling.relativeError else { return nil }
    let gains = Self.gains(
      states.map {
        (
          beta: 1 / (PhysicalConstants.boltzmann * $0.runner.temperature), error: $0.relativeError,
          hops: $0.hops
        )
      })
    let best = states.indices.filter { states[$0].isOpen && gains[$0] > 0 }
      .max { gains[$0] < gains[$1] }
    guard let best else { return nil }
    // Gains change as rounds are done: a half more at once.
    let more = max(states[best].samples + 1, states[best].samples * 3 / 2)
    return (best, min(states[best].point.mostSamples, more))
  }

  /// By how much 1/Var(E_a) grows with one hop more at each temperature.
  ///
  /// - Parameter points: β (1/eV), relative error of σ, and the hops that it took.
  static func gains(_ points: [(beta: Double, error: Double, hops: Int)]) -> [Double] {
    let weights = points.map { $0.error > 0 && $0.error.isFinite ? 1 / ($0.error * $0.error) : 0 }
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return points.map { _ in 0 } }
    let mean = zip(points, weights).reduce(0) { $0 + $1.0.beta * $1.1 } / sum
    return zip(points, weights).map { point, weight in
      let distance = point.beta - mean
      return distance * distance * weight / Double(max(1, point.hops))
    }
  }

  /// Of the activation energy; nil before every temperature has a conductivity.
  private func relativeError(_ states: [State]) -> Double? {
    var data: [ConductivityDatum] = []
    for state in states {
      guard let conductivity = state.round?.conductivity else { return nil }
      let temperature = state.runner.temperature
      // Carriers made by temperature add to the activation energy, not to its error.
      guard let factor = try? state.runner.study.carrierFactor(at: temperature) else { return nil }
      data.append(
        ConductivityDatum(
          temperature: temperature, conductivity: factor * conductivity.value,
          standardError: factor * conductivity.standardError))
    }
    let fit = try? TemperatureFit.fit(data, model: .arrhenius, quantity: study.fitQuantity)
    return fit?.activationEnergy.relativeError
  }

  private static func progress(
    _ temperature: Double, hops: Int, _ error: Double?, wish: Double, _ began: Date
  ) -> StudyProgress {
    StudyProgress(
      point: 0, points: 1, temperature: temperature, hops: hops,
      hopsPerSecond: Double(hops) / max(1e-9, Date().timeIntervalSince(began)),
      relativeError: error.flatMap { $0.isFinite ? $0 : nil }, targetRelativeError: wish,
      targetHops: nil, partial: nil)
  }
}

/// Accepted hops of all temperatures, as the rounds report them from their threads.
private final class HopTally: Sendable {
  private let hops = Mutex<[Double: Int]>([:])

  func total(with count: Int, at temperature: Double) -> Int {
    hops.withLock {
      $0[temperature] = count
      return $0.values.reduce(0, +)
    }
  }
}
