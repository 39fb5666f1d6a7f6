import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// How far a run has come.
public struct StudyProgress: Sendable {
  /// Index of the temperature at work, from 0.
  public var point: Int
  /// How many temperatures there are.
  public var points: Int
  /// K
  public var temperature: Double
  /// Accepted hops at this temperature so far.
  public var hops: Int
  /// Accepted hops a second at this temperature.
  public var hopsPerSecond: Double
  /// Relative standard error of the conductivity at the last look; nil before the first.
  public var relativeError: Double?
  /// That is asked for.
  public var targetRelativeError: Double
  /// Accepted hops asked for, where the study fixes them.
  public var targetHops: Int?
  /// The study's results up to here, whenever a temperature has been finished.
  public var partial: StudyResults?

  /// Share of the study that is done (0 to 1): temperatures count alike, and the squared error falls in
  /// proportion to the hops. What is left takes about (1 − share)/share of the time since the start.
  public var share: Double {
    (Double(point) + shareOfTemperature) / Double(max(1, points))
  }

  /// The same of the temperature at work alone.
  public var shareOfTemperature: Double {
    if partial != nil { return 1 }
    if let targetHops { return min(1, Double(hops) / Double(max(1, targetHops))) }
    guard let relativeError, relativeError > 0 else { return 0 }
    let ratio = targetRelativeError / relativeError
    return min(1, ratio * ratio)
  }
}

/// A study at work.
public typealias StudyRun = BackgroundRun<StudyProgress, StudyResults>

extension Study {
  /// Starts the study in the background.
  ///
  /// - Parameters:
  ///   - threads: replicas at work at one time; results do not depend on it.
  ///   - earlier: results of an earlier run of the study's file; its points are kept where nothing
  ///     that they depend on has changed and they are accurate enough.
  public func start(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    keeping earlier: StudyResults? = nil
  ) -> StudyRun {
    StudyRun { report in try await run(threads: threads, keeping: earlier, report) }
  }

  /// Runs the study and returns its results.
  public func results(threads: Int = ProcessInfo.processInfo.activeProcessorCount) async throws
    -> StudyResults
  {
    try await run(threads: threads) { _ in }
  }

  /// The kinds of errors thrown are `NetworkError`, `EngineError` and `RunError`.
  ///
  /// - Parameter earlier: results of an earlier run, of which points that `keeps(_:)` knows are not run
  ///   again.
  func run(
    threads: Int, keeping earlier: StudyResults? = nil,
    _ report: @escaping @Sendable (StudyProgress) -> Void
  ) async throws -> StudyResults {
    guard speciesFit else {
      throw RunError.wrongSpecies(given: speciesGiven, network: network.layers?.count ?? 1)
    }
    guard !temperatures.isEmpty else { throw RunError.noTemperature }
    guard sampling.replicas > 0 else { throw RunError.noReplica }
    let connectivity = network.connectivity()
    guard connectivity.dimensions > 0 else { throw RunError.notConnected }
    var results = try emptyResults(threads: threads, dimensions: connectivity.dimensions)
    // A point that is not accurate enough any more stands until a better one takes its place.
    var points = temperatures.map { earlier?.point(at: $0) }.map {
      $0.flatMap { owns($0) ? $0 : nil }
    }
    let missing = temperatures.indices.filter { points[$0].map { !keeps($0) } ?? true }
    var open = missing.filter(mayRun)
    // What others make is missing here, however far this run gets.
    let isWhole = open.count == missing.count
    if isTogether, !open.isEmpty {
      open = try await runTogether(&points, &results, threads: threads, report)
    }
    while let index = open.first, !isTogether, !Task.isCancelled {
      do {
        let point = try await point(index, threads: threads, report)
        if Self.supersedes(point, points[index]) { points[index] = point }
      } catch RunError.stoppedBeforeResult {
        break
      }
      if Task.isCancelled { break }
      open.removeFirst()
      results.points = points.compactMap(\.self)
      var progress = progress(index)
      progress.hops = points[index]?.hops ?? 0
      progress.hopsPerSecond = points[index]?.hopsPerSecond ?? 0
      progress.partial = finished(results, complete: open.isEmpty && isWhole)
      report(progress)
    }
    results.points = points.compactMap(\.self)
    if results.points.isEmpty {
      throw isWhole || Task.isCancelled ? RunError.stoppedBeforeResult : .emptyShare
    }
    if isWhole { await testFiniteSize(&results, keeping: earlier, threads: threads, report) }
    return finished(results, complete: open.isEmpty && isWhole && !Task.isCancelled)
  }

  /// Runs all temperatures for the sake of the activation energy; returns those still open after a stop.
  private func runTogether(
    _ points: inout [PointResult?], _ results: inout StudyResults, threads: Int,
    _ report: @escaping @Sendable (StudyProgress) -> Void
  ) async throws -> [Int] {
    guard temperatures.count > 1 else { throw RunError.tooFewTemperatures }
    if let count = realisations?.count, count > 1 { throw RunError.severalNetworks(count) }
    let run = ActivationEnergyRun(study: self, threads: max(1, threads), report: report)
    let (found, error, interrupted): ([PointResult], Double?, Bool)
    do { (found, error, interrupted) = try await run.run() } catch RunError.stoppedBeforeResult {
      return Array(temperatures.indices)
    }
    let isKnown = error.map { $0 <= sampling.relativeError } ?? false
    for (index, temperature) in temperatures.enumerated() {
      guard var point = found.first(where: { $0.temperature == temperature }) else { continue }
      point.settings = PointSettings(self, interrupted: interrupted)
      if Self.supersedes(point, points[index]) { points[index] = point }
    }
    if !isKnown, !interrupted {
      let percent = error.map { "\((1000 * $0).rounded() / 10) % only" } ?? "no accuracy"
      results.warnings.append(
        "the activation energy is known to \(percent); raise maxHops or maxTime")
    }
    return interrupted ? Array(temperatures.indices) : []
  }

  /// What was cut short does not take the place of something better.
  static func supersedes(_ new: PointResult, _ old: PointResult?) -> Bool {
    guard let old, new.settings?.interrupted == true else { return true }
    return new.conductivity.mean.relativeError < old.conductivity.mean.relativeError
  }

  private func progress(_ index: Int) -> StudyProgress {
    StudyProgress(
      point: index, points: temperatures.count, temperature: temperatures[index], hops: 0,
      hopsPerSecond: 0, relativeError: nil, targetRelativeError: sampling.relativeError,
      targetHops: sampling.hops, partial: nil)
  }

  private func point(
    _ index: Int, threads: Int, _ report: @escaping @Sendable (StudyProgress) -> Void
  ) async throws -> PointResult {
    let (began, initial) = (Date(), progress(index))
    let runner = PointRunner(
      study: self, temperature: temperatures[index], threads: max(1, threads)
    ) { hops, error in
      var update = initial
      update.hops = hops
      update.relativeError = error
      update.hopsPerSecond = Double(hops) / max(1e-9, Date().timeIntervalSince(began))
      report(update)
    }
    return try await runner.run()
  }

  private func testFiniteSize(
    _ results: inout StudyResults, keeping earlier: StudyResults?, threads: Int,
    _ report: @escaping @Sendable (StudyProgress) -> Void
  ) async {
    guard sampling.finiteSizeTest, !Task.isCancelled else { return }
    if let hindrance = FiniteSizeTest.hindrance(for: self) {
      results.warnings.append("finite-size test: \(hindrance)")
      return
    }
    // The test of an earlier run stands if the points that it was beside were kept.
    let ends = [results.points.first, results.points.last].compactMap { $0?.conductivity.mean }
    if let known = earlier?.finiteSize, !known.isEmpty,
      [known.first, known.last].compactMap({ $0?.conductivity }) == ends
    {
      results.finiteSize = known
      return
    }
    guard share != .none else { return }
    do {
      results.finiteSize = try await FiniteSizeTest(study: self, threads: max(1, threads))
        .run(beside: results, report)
    } catch {
      // What was found stands, whatever became of the larger supercell.
      results.warnings.append("finite-size test: \(error)")
    }
  }

  private func emptyResults(threads: Int, dimensions: Int) throws -> StudyResults {
    let plan = try plan(at: temperatures[0])
    return StudyResults(
      name: name,
      provenance: Provenance(
        input: input, inputFile: inputFile, seed: seed, generator: generator, threads: threads),
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
    results.boundary = boundary.map { GrainBoundarySummary($0, points: results.points) }
    results.temperatureLaws = temperatureLaws(of: results)
    results.glass = realisations.map { _ in GlassSummary(results.points, quantity: fitQuantity) }
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
  /// The point at a temperature (K) of the study.
  ///
  /// - Precondition: the temperature is one of the study's; `point(at:)` returns nil otherwise.
  public subscript(temperature: Double) -> PointResult { point(at: temperature)! }

  /// The point at a temperature (K), if there is one.
  public func point(at temperature: Double) -> PointResult? {
    points.first { abs($0.temperature - temperature) < 1e-9 }
  }
}
