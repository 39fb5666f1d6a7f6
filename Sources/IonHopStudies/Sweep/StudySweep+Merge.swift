import Foundation
import IonHopAnalysis
import IonHopNetworks

extension StudySweep {
  /// Puts the results of several runs of the study together: shards, or runs with other temperatures.
  ///
  /// Nothing is sampled. What comes out is what one run of the whole study would have found, to the bit,
  /// times apart; it is incomplete where no part has a point, and a run that resumes it does the rest.
  ///
  /// - Parameter parts: results, and the name of their file for errors.
  /// - Throws: `ResultFileError.ofAnotherStudy` for a part without a point of this study, or with one that
  ///   is not; `InputError` of the study file.
  public func merged(
    _ parts: [(file: String, results: StoredResults)], changing change: @escaping Change = { _ in }
  ) async throws -> StoredResults {
    let nothing: Change = { study in
      change(&study)
      study.share = .none
    }
    for part in parts {
      let outlook = try outlook(keeping: part.results, nothing)
      guard outlook.foreign == 0, outlook.kept + outlook.provisional > 0 else {
        throw ResultFileError.ofAnotherStudy(part.file, name: part.results.name)
      }
    }
    guard let first = parts.first else { throw RunError.stoppedBeforeResult }
    let union = parts.dropFirst().reduce(first.results) { $0.joined(with: $1.results) }
    let merged = try await results(threads: 1, keeping: union, changing: nothing)
    guard case .sweep(var results) = merged, case .sweep(let known) = union else { return merged }
    // What could not be run is told by whoever tried.
    for index in results.variants.indices where results.variants[index].results == nil {
      let key = results.variants[index].key
      results.variants[index].failure = known.variants.first { $0.key == key }?.failure
    }
    results.complete = results.variants.allSatisfy {
      $0.results?.complete ?? ($0.failure != nil)
    }
    return .sweep(results)
  }
}

extension StoredResults {
  /// These results and those points of others that these lack, or have less accurately.
  func joined(with other: StoredResults) -> StoredResults {
    switch (self, other) {
    case (.study(let a), .study(let b)): return .study(a.joined(with: b))
    case (.sweep(var a), .sweep(let b)):
      for variant in b.variants {
        guard let index = a.variants.firstIndex(where: { $0.key == variant.key }) else {
          a.variants.append(variant)
          continue
        }
        let own = a.variants[index].results
        a.variants[index].failure = a.variants[index].failure ?? variant.failure
        a.variants[index].results =
          variant.results.map { own?.joined(with: $0) ?? $0 } ?? own
      }
      return .sweep(a)
    default: return self
    }
  }
}

extension StudyResults {
  fileprivate func joined(with other: StudyResults) -> StudyResults {
    var joined = self
    for point in other.points {
      guard let index = points.firstIndex(where: { $0.temperature == point.temperature }) else {
        joined.points.append(point)
        continue
      }
      if point.isBetter(than: points[index]) { joined.points[index] = point }
    }
    if joined.finiteSize?.isEmpty ?? true { joined.finiteSize = other.finiteSize }
    return joined
  }
}

extension PointResult {
  /// A whole point goes before one that was cut short, then the more accurate one.
  fileprivate func isBetter(than other: PointResult) -> Bool {
    let (isShort, otherIsShort) = (
      settings?.interrupted ?? false, other.settings?.interrupted ?? false
    )
    if isShort != otherIsShort { return otherIsShort }
    return conductivity.mean.relativeError < other.conductivity.mean.relativeError
  }
}
