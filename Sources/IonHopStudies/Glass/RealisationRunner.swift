import Foundation
import IonHopAnalysis
import IonHopCore

/// Runs one temperature of a study on each of its networks, one after another, and averages.
///
/// Each has random streams of its own, by its number: the mean depends neither on threads nor on what
/// was run before.
struct RealisationRunner {
  let runner: PointRunner
  let count: Int

  func run() async throws -> PointResult {
    var parts: [PointResult] = []
    var hops = 0
    for index in 0..<count where !Task.isCancelled || parts.isEmpty {
      do {
        let part = try await part(index, after: hops)
        hops += part.hops
        parts.append(part)
      } catch RunError.stoppedBeforeResult where !parts.isEmpty {
        break
      }
    }
    return finished(parts)
  }

  private func part(_ index: Int, after hops: Int) async throws -> PointResult {
    let report = runner.report
    return try await PointRunner(
      study: runner.study.realisation(index), temperature: runner.temperature,
      threads: runner.threads
    ) { own, error in report(hops + own, error) }.run()
  }

  private func finished(_ parts: [PointResult]) -> PointResult {
    var point = PointResult.average(parts)
    let wish = runner.study.sampling
    let isWhole = parts.count == count
    let error = runner.study.relativeError(of: point)
    // A mean of networks is accurate before each is; slopes must have settled in every one.
    let isSettled = wish.target != .tracerDiffusivity || parts.allSatisfy(\.converged)
    point.converged =
      isWhole && (wish.hops != nil || (error <= wish.relativeError && isSettled))
    point.warnings = warnings(parts, point, error)
    point.settings = PointSettings(
      runner.study,
      interrupted: !isWhole || parts.contains { $0.settings?.interrupted == true })
    return point
  }

  /// Each sentence once, whatever its numbers, and what the scatter between networks has to do with the error.
  private func warnings(
    _ parts: [PointResult], _ point: PointResult, _ error: Double
  ) -> [String] {
    var all: [String] = []
    var known: Set<String> = []
    for warning in parts.flatMap(\.warnings)
    where known.insert(warning.filter { !$0.isNumber }).inserted {
      all.append(warning)
    }
    let place = "at \(runner.temperature) K"
    if parts.count < count {
      all.append("\(place): \(parts.count) of \(count) realisations only; resume the run")
    }
    if let glass = point.glass, let scatter = glass.realisationError, !point.converged,
      scatter > glass.samplingError
    {
      let percent = (1000 * error).rounded() / 10
      all.append(
        "\(place): the \(runner.study.sampling.target.name) is known to \(percent) % only, for networks differ; raise realisations or the number of sites"
      )
    }
    return all
  }
}
