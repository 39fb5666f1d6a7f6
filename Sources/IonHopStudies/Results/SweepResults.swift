/// All that a sweep found: what `results.json` holds where a study file has a `sweep`.
///
/// The schema is versioned by `schema`; a reader refuses a version that it does not know.
public struct SweepResults: Sendable, Codable {
  /// What this version writes.
  public static let currentSchema = 1

  /// Version of the format.
  public var schema = SweepResults.currentSchema
  /// Of the study.
  public var name: String
  /// The swept keys, in the order of the file.
  public var sweep: [SweepAxis]
  /// Where the numbers come from.
  public var provenance: Provenance
  /// In the order of the sweep.
  public var variants: [VariantResults]
  /// False when the run was stopped before every variant was done; what is present is valid.
  public var complete: Bool
}

extension SweepResults {
  /// Warnings of all variants; one that several variants have is told once, with where.
  public var warnings: [String] {
    var places: [(text: String, labels: [String])] = []
    for variant in variants {
      let failure = variant.failure.map { "not run: \($0)" }
      for text in [failure].compactMap(\.self) + (variant.results?.warnings ?? []) {
        if let known = places.firstIndex(where: { $0.text == text }) {
          places[known].labels.append(variant.label)
        } else {
          places.append((text, [variant.label]))
        }
      }
    }
    return places.map { text, labels in
      let more = labels.count > 1 ? " and \(labels.count - 1) more" : ""
      return labels.count == variants.count && labels.count > 1
        ? "all variants: \(text)" : "\(labels[0])\(more): \(text)"
    }
  }
}

/// What one combination of swept values gave.
public struct VariantResults: Sendable, Codable {
  /// What tells the variant from others, in results of any run: `model.crystal.mobile.Li=0.3; seed=1`.
  public var key: String
  /// `Li 0.3, seed 1`
  public var label: String
  /// One for each swept key, in the order of `SweepResults.sweep`.
  public var values: [SweptValue]
  /// Nil before the first point is done, and where the variant could not be run. The study file stands
  /// in the provenance of the sweep, the picture of the cell with the first variant that has this cell.
  public var results: StudyResults?
  /// Why the variant could not be run.
  public var failure: String?
}

/// What a results folder holds: one study, or the variants of a sweep.
public enum StoredResults: Sendable {
  /// Of one study.
  case study(StudyResults)
  /// Of the variants of a sweep.
  case sweep(SweepResults)

  /// Of the study.
  public var name: String {
    switch self {
    case .study(let results): results.name
    case .sweep(let results): results.name
    }
  }

  /// False when the run was stopped before all was done.
  public var isComplete: Bool {
    switch self {
    case .study(let results): results.complete
    case .sweep(let results): results.complete
    }
  }

  /// Results by variant key; a study alone has the empty key.
  public var byKey: [String: StudyResults] {
    switch self {
    case .study(let results): ["": results]
    case .sweep(let results):
      Dictionary(
        results.variants.compactMap { variant in variant.results.map { (variant.key, $0) } },
        uniquingKeysWith: { first, _ in first })
    }
  }
}
