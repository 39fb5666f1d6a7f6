import ArgumentParser
import Foundation
import IonHop

extension Run {
  /// Solves a study whose model is a polycrystal; its results and files have a form of their own.
  func solve(_ sweep: StudySweep, _ files: ResultFiles, threads: Int) async throws {
    if finiteSizeTest {
      throw InputError(
        file: study, keyPath: "model.polycrystal",
        message: "nothing is sampled, so there is no finite-size test; take the option away")
    }
    var earlier: PolycrystalResults?
    if resume, FileManager.default.fileExists(atPath: files.resultsFile.path) {
      earlier = try files.readPolycrystal()
    }
    let results = try await PolycrystalFollower(quiet: quiet).follow(
      sweep.startPolycrystals(threads: threads, seed: seed, keeping: earlier), files)
    var reportError: (any Error)?
    let experiment = try measured.read(keptIn: files.folder)
    do { try PolycrystalReport(results, experiment: experiment).write(to: files.folder) } catch {
      reportError = error
    }
    print(json ? try ResultFiles.json(results) : summary(of: results), terminator: "")
    if let reportError { throw reportError }
    note("report: \(files.folder.appending(path: "report.html").path)")
    if !results.complete { throw ExitCode(130) }
    if results.variants.contains(where: { $0.failure != nil }) { throw ExitCode(1) }
  }
}

/// Shows how far polycrystals are, and keeps what is done on disk.
struct PolycrystalFollower {
  let quiet: Bool

  /// - Returns: the results, written.
  func follow(
    _ run: PolycrystalRun, _ files: ResultFiles
  ) async throws -> PolycrystalResults {
    let stops = StopSignals { run.stop() }
    defer { stops.cancel() }
    for try await progress in run {
      if let partial = progress.partial { try files.write(partial) }
      if let fields = progress.study.fields {
        let number = progress.variants > 1 ? "-\(progress.variant + 1)" : ""
        try files.write(fields, as: "grains\(number).vti")
      }
      if !quiet { note(Self.line(progress)) }
    }
    let results = try await run.results()
    try files.write(results)
    return results
  }

  private static func line(_ progress: PolycrystalProgress) -> String {
    let study = progress.study
    let variant =
      progress.variants > 1
      ? "\(progress.variant + 1)/\(progress.variants) \(progress.label), " : ""
    var line = "\(variant)\(study.point + 1)/\(study.points) \(trimmed(study.temperature)) K, "
    if let point = study.partial?.point(at: study.temperature) {
      line += "sigma = \(formatted(point.conductivity)) S/cm, "
      line += String(format: "%.1f %% of R in boundaries", 100 * point.boundaryShare)
    } else {
      line += study.stage
    }
    return line
  }
}

extension PolycrystalVariant {
  fileprivate func point(at temperature: Double) -> PolycrystalPoint? {
    points.first { $0.temperature == temperature }
  }
}
