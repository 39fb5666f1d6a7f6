import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// How far a run has come.
public struct StudyProgress: Sendable {
  /// Index of the temperature at work, from 0.
  public var point: Int
  public var points: Int
  /// K
  public var temperature: Double
  /// Accepted hops at this temperature so far.
  public var hops: Int
  public var hopsPerSecond: Double
  /// Relative standard error of the conductivity at the last look; nil before the first.
  public var relativeError: Double?
  public var targetRelativeError: Double
  /// Accepted hops asked for, where the study fixes them.
  public var targetHops: Int?
  /// The study's results up to here, whenever a temperature has been finished.
  public var partial: StudyResults?
}

/// A study at work: its progress as an asynchronous sequence, its results when it is done.
///
///     let run = study.start()
///     for try await progress in run { print(progress.temperature, progress.hops) }
///     let results = try await run.results()
///
/// `stop()` ends it early; the results then hold what was sampled, marked as incomplete.
public struct StudyRun: AsyncSequence, Sendable {
  public typealias Element = StudyProgress
  private let stream: AsyncThrowingStream<StudyProgress, any Error>
  private let task: Task<StudyResults, any Error>

  init(_ study: Study, threads: Int) {
    let (stream, continuation) = AsyncThrowingStream<StudyProgress, any Error>.makeStream(
      bufferingPolicy: .unbounded)
    self.stream = stream
    task = Task {
      do {
        let results = try await study.run(threads: threads) { continuation.yield($0) }
        continuation.finish()
        return results
      } catch {
        continuation.finish(throwing: error)
        throw error
      }
    }
  }

  public func makeAsyncIterator() -> AsyncThrowingStream<StudyProgress, any Error>.AsyncIterator {
    stream.makeAsyncIterator()
  }

  public func results() async throws -> StudyResults {
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  /// Asks the run to stop after the hops at hand; results so far are kept.
  public func stop() { task.cancel() }
}

extension Study {
  /// Starts the study in the background.
  ///
  /// - Parameter threads: replicas at work at one time; results do not depend on it.
  public func start(threads: Int = ProcessInfo.processInfo.activeProcessorCount) -> StudyRun {
    StudyRun(self, threads: threads)
  }

  /// Runs the study and returns its results.
  public func results(threads: Int = ProcessInfo.processInfo.activeProcessorCount) async throws
    -> StudyResults
  {
    try await run(threads: threads) { _ in }
  }

  /// The kinds of errors thrown are `NetworkError`, `EngineError` and `RunError`.
  func run(
    threads: Int, _ report: @escaping @Sendable (StudyProgress) -> Void
  ) async throws -> StudyResults {
    guard speciesFit else {
      throw RunError.wrongSpecies(given: speciesGiven, network: network.layers?.count ?? 1)
    }
    guard !temperatures.isEmpty else { throw RunError.noTemperature }
    guard sampling.replicas > 0 else { throw RunError.noReplica }
    let connectivity = network.connectivity()
    guard connectivity.dimensions > 0 else { throw RunError.notConnected }
    var results = try emptyResults(threads: threads, dimensions: connectivity.dimensions)
    for (index, temperature) in temperatures.enumerated() {
      let began = Date()
      var progress = StudyProgress(
        point: index, points: temperatures.count, temperature: temperature, hops: 0,
        hopsPerSecond: 0, relativeError: nil, targetRelativeError: sampling.relativeError,
        targetHops: sampling.hops, partial: nil)
      let initial = progress
      let runner = PointRunner(study: self, temperature: temperature, threads: max(1, threads)) {
        hops, error in
        var update = initial
        update.hops = hops
        update.relativeError = error
        update.hopsPerSecond = Double(hops) / max(1e-9, Date().timeIntervalSince(began))
        report(update)
      }
      do {
        results.points.append(try await runner.run())
      } catch RunError.stoppedBeforeResult where !results.points.isEmpty {
        break
      }
      if Task.isCancelled { break }
      progress.partial = finished(results, complete: index == temperatures.count - 1)
      progress.hops = results.points[index].hops
      progress.hopsPerSecond = results.points[index].hopsPerSecond
      report(progress)
    }
    if sampling.finiteSizeTest {
      let test = FiniteSizeTest(study: self, threads: max(1, threads))
      do {
        results.finiteSize = try await test.run(beside: results, report)
      } catch {
        // What was found stands, whatever became of the larger supercell.
        results.warnings.append("finite-size test: \(error)")
      }
    }
    return finished(
      results, complete: results.points.count == temperatures.count && !Task.isCancelled)
  }

  private func emptyResults(threads: Int, dimensions: Int) throws -> StudyResults {
    let plan = try plan(at: temperatures[0])
    return StudyResults(
      name: name,
      provenance: Provenance(
        program: "ionhop", version: BuildInfo.version, commit: BuildInfo.commit, input: input,
        inputFile: inputFile, seed: seed, generator: generator,
        gslVersion: RandomStream.gslVersion, started: Date().formatted(.iso8601), finished: "",
        threads: threads, platform: BuildInfo.platform),
      model: ModelSummary(
        description: modelDescription, sites: network.siteCount, hops: network.hopCount,
        mobileIons: ions, vacancies: (network.layers?.placeCount ?? network.siteCount) - ions,
        species: mobile.map(\.species.name).joined(separator: ", "),
        charge: network.layers?.meanCharge(of: ionCounts) ?? species.charge,
        volume: network.cell.volume, dimensions: dimensions,
        rateLaw: rateLaw.rawValue, carriers: plan.carriers.rawValue,
        selector: plan.selector.rawValue, sources: sources, published: published,
        drawing: unitCell.flatMap(CellDrawing.init), mobile: mobileSummaries),
      points: [], fits: [], complete: false, warnings: warnings())
  }

  private var mobileSummaries: [MobileSummary]? {
    network.layers == nil
      ? nil
      : zip(mobile, ionCounts).map {
        MobileSummary(name: $0.species.name, charge: $0.species.charge, ions: $1)
      }
  }

  /// The results with fits to the points at hand, and all warnings in one place.
  private func finished(_ results: StudyResults, complete: Bool) -> StudyResults {
    var results = results
    results.complete = complete
    results.provenance.finished = Date().formatted(.iso8601)
    results.warnings += results.points.flatMap(\.warnings)
    results.warnings += (results.finiteSize ?? []).compactMap(\.warning)
    results.fits = []
    for model in fits where results.points.count >= 2 {
      do {
        results.fits.append(try results.fit(model, quantity: fitQuantity))
      } catch {
        if complete { results.warnings.append("fit \(model.rawValue): \(error)") }
      }
    }
    return results
  }
}

extension StudyResults {
  /// Fits a temperature law to the conductivities, weighted by their errors.
  ///
  /// - Throws: `FitError`, for example with fewer temperatures than parameters.
  public func fit(_ model: FitModel, quantity: FitQuantity = .sigmaT) throws -> FitResult {
    try TemperatureFit.fit(
      points.map {
        ConductivityDatum(
          temperature: $0.temperature, conductivity: $0.conductivity.value,
          standardError: $0.conductivity.standardError)
      }, model: model, quantity: quantity)
  }

  /// The point at a temperature (K) of the study.
  ///
  /// - Precondition: the temperature is one of the study's; `point(at:)` returns nil otherwise.
  public subscript(temperature: Double) -> PointResult { point(at: temperature)! }

  public func point(at temperature: Double) -> PointResult? {
    points.first { abs($0.temperature - temperature) < 1e-9 }
  }
}
