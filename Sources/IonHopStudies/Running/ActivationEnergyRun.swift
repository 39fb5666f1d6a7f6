import Foundation
import IonHopAnalysis
import IonHopCore
import Synchronization

/// Runs all temperatures of a study together, so that the error of the activation energy falls fastest.
///
/// Of a slab with boundaries that across them counts. `SharedHops` decides which temperature is next, from
/// hops counted and errors estimated, in the order of temperatures: neither threads nor the clock change
/// it, `maxTime` apart.
struct ActivationEnergyRun {
  let study: Study
  let threads: Int
  let report: @Sendable (StudyProgress) -> Void

  /// A temperature, how far it is, and what was found.
  private struct State {
    let runner: PointRunner
    let point: OpenPoint
    var round: Round?

    var hops: Int { round?.hops ?? 0 }
    var share: SharedHops {
      SharedHops(
        beta: 1 / (PhysicalConstants.boltzmann * runner.temperature), samples: round?.samples ?? 0,
        hops: hops, relativeError: round?.relativeError ?? .infinity,
        mostSamples: point.mostSamples)
    }
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
    let wish = study.sampling.relativeError
    var isCut = false
    while Date().timeIntervalSince(began) < limit,
      let (index, samples) = SharedHops.next(states.map(\.share), error, wish: wish)
    {
      isCut = isCut || Task.isCancelled
      if isCut { break }
      var state = states[index]
      let round = try await state.runner.advance(state.point, to: samples)
      (state.round, isCut) = (round, !round.isWhole)
      states[index] = state
      error = relativeError(states)
      tally.note(error)
      report(
        Self.progress(
          state.runner.temperature, hops: states.reduce(0) { $0 + $1.hops }, error,
          wish: wish, began))
    }
    if study.sampling.extendable {
      for state in states { await state.runner.keep(state.point, atOnce: true) }
    }
    let points = try await points(states)
    isCut = isCut || zip(states, points).contains { $0.runner.lacks($1) }
    if !isCut { for state in states { state.runner.finish(state.point) } }
    return (points, error, isCut)
  }

  private func runner(at temperature: Double, _ tally: HopTally, _ began: Date) -> PointRunner {
    // What is asked of a single conductivity: it decides whether the point counts as converged.
    var modest = study
    modest.sampling.relativeError = SharedHops.leastAccuracy
    let (report, wish) = (report, study.sampling.relativeError)
    return PointRunner(study: modest, temperature: temperature, threads: threads) { hops, _ in
      report(
        Self.progress(
          temperature, hops: tally.total(with: hops, at: temperature), tally.error, wish: wish,
          began))
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

/// Accepted hops of all temperatures, as the rounds report them from their threads, and the error after the
/// last round.
private final class HopTally: Sendable {
  private let hops = Mutex<[Double: Int]>([:])
  private let lastError = Mutex<Double?>(nil)

  var error: Double? { lastError.withLock(\.self) }

  func note(_ error: Double?) { lastError.withLock { $0 = error } }

  func total(with count: Int, at temperature: Double) -> Int {
    hops.withLock {
      $0[temperature] = count
      return $0.values.reduce(0, +)
    }
  }
}
