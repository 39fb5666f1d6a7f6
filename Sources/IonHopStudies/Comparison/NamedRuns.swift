import Foundation

/// The runs in result folders under names that tell them apart.
public enum NamedRuns {
  /// - Parameter paths: folders that `ionhop run` wrote, or their `results.json`. A sweep gives a run for
  ///   each variant that has points.
  /// - Returns: runs named after their folders, variants after their values.
  /// - Throws: `ResultFileError`
  public static func read(_ paths: [String]) throws(ResultFileError) -> [ComparedRun] {
    let folders = paths.map(folder)
    var runs: [ComparedRun] = []
    for (folder, path) in zip(folders, paths) {
      let isUnique = folders.count(where: { $0.lastPathComponent == folder.lastPathComponent }) == 1
      let name = isUnique ? folder.lastPathComponent : path
      runs += try self.runs(in: ResultFiles(folder)) { label in
        label.isEmpty ? name : paths.count == 1 ? label : "\(name): \(label)"
      }
    }
    return runs.enumerated().map { index, run in
      guard runs.count(where: { $0.name == run.name }) > 1 else { return run }
      var run = run
      run.name += " (\(index + 1))"
      return run
    }
  }

  /// - Parameter name: of a variant by its label, which is empty without a sweep.
  private static func runs(
    in files: ResultFiles, _ name: (String) -> String
  ) throws(ResultFileError) -> [ComparedRun] {
    if files.holdsPolycrystal {
      let results = try files.readPolycrystal()
      return results.variants.filter { !$0.points.isEmpty }.map {
        ComparedRun(name(results.sweep.isEmpty ? "" : $0.label), $0, of: results)
      }
    }
    switch try files.readAny() {
    case .study(let results): return [ComparedRun(name(""), results)]
    case .sweep(let sweep):
      return sweep.variants.compactMap { variant in
        guard let results = variant.results, !results.points.isEmpty else { return nil }
        return ComparedRun(name(variant.label), results)
      }
    }
  }

  private static func folder(_ path: String) -> URL {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    return url.lastPathComponent == "results.json" ? url.deletingLastPathComponent() : url
  }
}
