import Foundation
import IonHopCore
import IonHopNetworks

/// How far a sweep has come.
public struct SweepProgress: Sendable {
  /// Index of the variant at work, from 0.
  public var variant: Int
  /// How many variants there are.
  public var variants: Int
  /// `fraction 0.3, seed 1`
  public var label: String
  /// How far it has come.
  public var study: StudyProgress
  /// The results up to here, whenever a temperature has been finished.
  public var partial: StoredResults?
  /// Share of the run that is done, where tasks are not taken one after another.
  public var share: Double? = nil
}

/// What an earlier run's results are worth to a study file.
public struct ResumeOutlook: Sendable {
  /// Points that the study asks for.
  public let wanted: Int
  /// Of these, points that need not be run again.
  public let kept: Int
  /// Points of the study that are not accurate enough now, or were cut short.
  public let provisional: Int
  /// Points of another model, seed or version, or of values that are no longer asked for.
  public let foreign: Int
  /// Whether all points of this run's share need not be run again.
  public let isShareDone: Bool
}

extension StudySweep {
  /// Changes every variant before it is run: `--seed`.
  public typealias Change = @Sendable (inout Study) -> Void

  /// Reads every variant once, so that a mistyped value does not wait for the variants before it, and
  /// counts what need not be run again.
  ///
  /// - Throws: `InputError`
  public func outlook(
    keeping earlier: StoredResults? = nil, _ change: Change = { _ in }
  ) throws(InputError) -> ResumeOutlook {
    let known = earlier?.byKey ?? [:]
    var (wanted, kept, own) = (0, 0, 0)
    var isShareDone = true
    for variant in variants {
      var study = try study(variant)
      change(&study)
      let points = study.ownPoints(of: known[variant.key])
      wanted += study.temperatures.count
      own += points.count
      kept += points.count(where: study.keeps)
      let done = points.filter(study.keeps).map(\.temperature)
      isShareDone =
        isShareDone
        && study.temperatures.enumerated().allSatisfy { !study.mayRun($0) || done.contains($1) }
    }
    let all = known.values.reduce(0) { $0 + $1.points.count }
    return ResumeOutlook(
      wanted: wanted, kept: kept, provisional: own - kept, foreign: all - own,
      isShareDone: isShareDone)
  }

  /// Starts the sweep in the background; the parameters are those of `results`.
  public func start(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    keeping earlier: StoredResults? = nil, changing change: @escaping Change = { _ in }
  ) -> BackgroundRun<SweepProgress, StoredResults> {
    BackgroundRun { report in
      try await results(threads: threads, keeping: earlier, changing: change, report)
    }
  }

  /// Runs all variants, one after another.
  ///
  /// A variant that cannot be run is noted with its reason, and the others go on. When the task is
  /// cancelled, the results hold what was sampled until then.
  ///
  /// - Parameters:
  ///   - threads: replicas at work at one time; results do not depend on it.
  ///   - earlier: results of an earlier run; points that still hold are kept.
  /// - Throws: `InputError`; `RunError`, `EngineError` or `NetworkError` where nothing could be run.
  public func results(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    keeping earlier: StoredResults? = nil, changing change: Change = { _ in },
    _ report: @escaping @Sendable (SweepProgress) -> Void = { _ in }
  ) async throws -> StoredResults {
    let known = earlier?.byKey ?? [:]
    guard isSwept else {
      var study = try study(variants[0])
      change(&study)
      return .study(
        try await study.run(threads: threads, keeping: known[""]) {
          report(
            SweepProgress(
              variant: 0, variants: 1, label: "", study: $0,
              partial: $0.partial.map(StoredResults.study)))
        })
    }
    var found = try kept(known, threads: threads, change)
    var firstError: (any Error)?
    var concerned = false
    for (index, variant) in variants.enumerated() where !Task.isCancelled {
      var study = try study(variant)
      change(&study)
      guard study.concerns(known[variant.key]) else { continue }
      concerned = true
      let before = found
      do {
        let results = try await study.run(threads: threads, keeping: known[variant.key]) {
          progress in
          var partial: StoredResults?
          if let results = progress.partial {
            partial = .sweep(before.with(results, at: index, complete: false))
          }
          report(
            SweepProgress(
              variant: index, variants: variants.count, label: variant.label, study: progress,
              partial: partial))
        }
        found = found.with(results, at: index, complete: false)
      } catch RunError.stoppedBeforeResult {
        break
      } catch {
        firstError = firstError ?? error
        found.variants[index].failure = "\(error)"
      }
    }
    if let firstError, !found.variants.contains(where: { $0.results != nil }) { throw firstError }
    guard found.variants.contains(where: { $0.results != nil }) else {
      throw concerned || Task.isCancelled ? RunError.stoppedBeforeResult : .emptyShare
    }
    found.complete = found.variants.allSatisfy { $0.results?.complete ?? ($0.failure != nil) }
    return .sweep(found.finished())
  }

  /// The sweep's results before it runs: of each variant, the points that there are.
  func kept(
    _ known: [String: StudyResults], threads: Int, _ change: Change
  ) throws(InputError) -> SweepResults {
    var entries: [VariantResults] = []
    for variant in variants {
      var results = known[variant.key]
      if let earlier = results {
        var study = try study(variant)
        change(&study)
        results?.points = study.ownPoints(of: earlier)
        results?.complete = false
        // The variants are put together anew, in their order, and the first with a cell has its picture.
        results?.model.drawing = nil
      }
      entries.append(
        VariantResults(
          key: variant.key, label: variant.label, values: variant.values,
          results: results.flatMap { $0.points.isEmpty ? nil : $0 }, failure: nil))
    }
    var first = try study(variants[0])
    change(&first)
    return SweepResults(
      name: name, sweep: axes,
      provenance: Provenance(
        input: text, inputFile: file, seed: first.seed, generator: first.generator, threads: threads
      ),
      variants: entries, complete: false)
  }
}

extension SweepResults {
  /// The same with a variant's results; what all variants share is kept once.
  func with(_ results: StudyResults, at index: Int, complete: Bool) -> SweepResults {
    var copy = self
    var results = results
    results.provenance.input = ""
    let others = variants.enumerated().filter { $0.offset != index }
    if others.contains(where: { $0.element.results?.model.drawing == results.model.drawing }) {
      results.model.drawing = nil
    }
    copy.variants[index].results = results
    copy.variants[index].failure = nil
    copy.complete = complete
    return copy.finished()
  }

  fileprivate func finished() -> SweepResults {
    var copy = self
    copy.provenance.finished = Date().formatted(.iso8601)
    return copy
  }
}
