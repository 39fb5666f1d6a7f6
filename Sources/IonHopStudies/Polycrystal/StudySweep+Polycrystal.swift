import Foundation
import IonHopFields
import IonHopNetworks

/// How far a run of polycrystals has come.
public struct PolycrystalProgress: Sendable {
  /// Index of the variant at work, from 0.
  public var variant: Int
  /// How many variants there are.
  public var variants: Int
  /// Of the variant at work.
  public var label: String
  /// How far it has come.
  public var study: PolycrystalStudy.Progress
  /// The results up to here, whenever a temperature is done.
  public var partial: PolycrystalResults?
}

/// Polycrystals at work.
public typealias PolycrystalRun = BackgroundRun<PolycrystalProgress, PolycrystalResults>

extension StudySweep {
  /// Whether the file's model is a polycrystal, which is solved and not sampled.
  public var isPolycrystal: Bool {
    (try? InputDocument(text: text, file: file))?.value(at: "model.polycrystal") != nil
  }

  /// The polycrystal of a variant, its microstructure not yet built.
  ///
  /// - Throws: `InputError`
  public func polycrystal(_ variant: Variant) throws(InputError) -> PolycrystalStudy {
    let document = try document(of: variant)
    do {
      var study = try StudyReader(polycrystal: document, folder: folder, lattices: lattices)
        .polycrystal()
      study.name = name
      // A stored conductivity and a boundary of the library stand in no file that the digest knows.
      let digest = SettingsDigest(document, folder: folder, lattices: lattices).value
      study.settings =
        "\(digest) \(study.model.bulk.conductivity) \(String(describing: study.model.boundary))"
      return study
    } catch { throw told(error, variant) }
  }

  /// Builds the microstructure of a variant, and learns what it will cost: what is wrong with it is found
  /// before anything is solved.
  ///
  /// - Parameter threads: frequencies at work at one time.
  /// - Throws: `InputError`, `FieldError`
  public func outlook(
    _ variant: Variant, of study: PolycrystalStudy, threads: Int
  ) async throws -> PolycrystalOutlook {
    do {
      return try await PolycrystalOutlook(study, threads: threads)
    } catch let error as InputError { throw try located(error, variant) }
  }

  private func document(of variant: Variant) throws(InputError) -> InputDocument {
    try SweepReader(try InputDocument(text: text, file: file)).document(of: variant.index)
  }

  /// An error of the model with its place in the file.
  private func located(
    _ error: InputError, _ variant: Variant
  ) throws(InputError) -> InputError {
    guard error.file.isEmpty else { return told(error, variant) }
    let document = try document(of: variant)
    return told(document.error(at: "model.polycrystal.\(error.keyPath)", error.message), variant)
  }

  private func told(_ error: InputError, _ variant: Variant) -> InputError {
    guard isSwept else { return error }
    return InputError(
      file: error.file, line: error.line, keyPath: error.keyPath,
      message: "\(error.message) (in the variant \(variant.label))")
  }

  // MARK: Running

  /// Starts the solution of all variants in the background.
  ///
  /// - Parameters:
  ///   - threads: frequencies at work at one time; results do not depend on it.
  ///   - seed: instead of the file's.
  ///   - earlier: an earlier run, of which points that still hold are kept.
  public func startPolycrystals(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount, seed: UInt64? = nil,
    keeping earlier: PolycrystalResults? = nil
  ) -> PolycrystalRun {
    PolycrystalRun { report in
      try await polycrystals(threads: threads, seed: seed, keeping: earlier, report)
    }
  }

  /// Solves all variants, one after another; the parameters are those of `startPolycrystals`.
  ///
  /// - Throws: `InputError`, `FieldError`; of several variants, what is wrong with one is noted with it,
  ///   and the others go on. `RunError.stoppedBeforeResult` when nothing was done before a stop.
  public func polycrystals(
    threads: Int = 1, seed: UInt64? = nil, keeping earlier: PolycrystalResults? = nil,
    _ report: (PolycrystalProgress) -> Void = { _ in }
  ) async throws -> PolycrystalResults {
    var studies: [PolycrystalStudy] = []
    for variant in variants {
      var study = try polycrystal(variant)
      if let seed { study.seed = seed }
      // Points of another seed are other points.
      study.settings += " \(study.seed)"
      studies.append(study)
    }
    let first = studies[0]
    var results = PolycrystalResults(
      name: name,
      provenance: Provenance(
        input: text, inputFile: file, seed: first.seed, generator: "taus2", threads: threads),
      sources: first.sources, sweep: shown, variants: [], complete: false)
    var firstError: (any Error)?
    for (variant, study) in zip(variants, studies) where !Task.isCancelled {
      let known = earlier?.variants.first { $0.key == variant.key }
      do {
        let solved = try await study.variant(threads: threads, keeping: known) { progress in
          var partial: PolycrystalResults?
          if let result = progress.partial {
            partial = results.with(named(result, variant), complete: false)
          }
          report(
            PolycrystalProgress(
              variant: variant.index, variants: variants.count, label: label(of: variant),
              study: progress, partial: partial))
        }
        guard !solved.points.isEmpty else { continue }
        results = results.with(named(solved, variant), complete: false)
      } catch {
        var told = error
        if let input = error as? InputError { told = try located(input, variant) }
        guard isSwept else { throw told }
        firstError = firstError ?? told
        results.variants.append(
          named(PolycrystalVariant(settings: study.settings, failure: "\(told)"), variant))
      }
    }
    guard results.variants.contains(where: { !$0.points.isEmpty }) else {
      throw firstError ?? RunError.stoppedBeforeResult
    }
    let isWhole =
      results.variants.count == variants.count
      && zip(results.variants, studies).allSatisfy {
        $0.failure != nil || $0.points.count == $1.temperatures.count
      }
    results.complete = isWhole
    results.provenance.finished = Date().formatted(.iso8601)
    return results
  }

  /// Of a sweep of measures, whose names say what the other keys do, only these are shown.
  private var shown: [SweepAxis] {
    let measures = axes.filter { $0.key == "measure" }
    return measures.isEmpty ? axes : measures
  }

  private func label(of variant: Variant) -> String {
    variant.values.first { $0.key == "measure" }?.text ?? variant.label
  }

  private func named(
    _ result: PolycrystalVariant, _ variant: Variant
  ) -> PolycrystalVariant {
    var result = result
    let keys = shown.map(\.key)
    result.key = variant.key
    result.label = label(of: variant)
    result.values = variant.values.filter { keys.contains($0.key) }
    return result
  }
}

extension PolycrystalResults {
  /// The same with another variant, in place of what was there of it.
  fileprivate func with(_ variant: PolycrystalVariant, complete: Bool) -> PolycrystalResults {
    var copy = self
    copy.variants.removeAll { $0.key == variant.key }
    copy.variants.append(variant)
    copy.complete = complete
    copy.provenance.finished = Date().formatted(.iso8601)
    return copy
  }
}
