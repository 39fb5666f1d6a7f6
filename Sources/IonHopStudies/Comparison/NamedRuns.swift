import Foundation

/// The runs in result folders under names that tell them apart.
public enum NamedRuns {
  /// - Parameter paths: folders that `ionhop run` wrote, or their `results.json`. A sweep gives a run for
  ///   each variant that has points.
  /// - Returns: runs named after their folders, variants after their values.
  /// - Throws: `ResultFileError`
  public static func read(
    _ paths: [String]
  ) throws(ResultFileError) -> [(name: String, results: StudyResults)] {
    let folders = paths.map(folder)
    var runs: [(name: String, results: StudyResults)] = []
    for (folder, path) in zip(folders, paths) {
      let isUnique = folders.count(where: { $0.lastPathComponent == folder.lastPathComponent }) == 1
      let name = isUnique ? folder.lastPathComponent : path
      switch try ResultFiles(folder).readAny() {
      case .study(let results): runs.append((name, results))
      case .sweep(let sweep):
        for variant in sweep.variants {
          guard let results = variant.results, !results.points.isEmpty else { continue }
          runs.append((paths.count == 1 ? variant.label : "\(name): \(variant.label)", results))
        }
      }
    }
    return runs.enumerated().map { index, run in
      let isUnique = runs.count(where: { $0.name == run.name }) == 1
      return isUnique ? run : ("\(run.name) (\(index + 1))", run.results)
    }
  }

  private static func folder(_ path: String) -> URL {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    return url.lastPathComponent == "results.json" ? url.deletingLastPathComponent() : url
  }
}
