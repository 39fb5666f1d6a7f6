import ArgumentParser
import Foundation
import IonHop

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a study and write its results and report.",
    discussion: """
      Writes results.json, points.csv, msd.csv and report.html into the output folder, and prints \
      a table; a study with a sweep also fits.csv, a polycrystal spectrum.csv and grains.vti, \
      a grain boundary slab.vtu. Ctrl-C stops after the hops at hand and keeps the results so far.

      With --resume the points in the output folder are kept where model, seed and program are the \
      same and they are as accurate as is asked now; only what is missing is run. So a run that was \
      stopped goes on, and temperatures and values of a sweep can be added, or the error tightened, later.

      Example:
        ionhop run Examples/llzo-demo.yaml --output results/llzo --threads 2
        ionhop run Examples/llzo-demo.yaml --output results/llzo --resume
      """)

  @Argument(help: "The study file (YAML).")
  var study: String

  @Option(name: .shortAndLong, help: "Folder for the results.")
  var output = "results"

  @Option(help: "Replicas at work at one time; results do not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "Seed, instead of the study's own.")
  var seed: UInt64?

  @Flag(help: "Go on with the run in the output folder: keep its points, do what is missing.")
  var resume = false

  @Flag(help: "Repeat the first and the last temperature in a doubled supercell, and compare.")
  var finiteSizeTest = false

  @Flag(help: "Print the results as JSON on standard output.")
  var json = false

  @Flag(help: "No progress.")
  var quiet = false

  @OptionGroup var lattices: LatticeOptions

  func validate() throws {
    guard threads > 0 else { throw ValidationError("--threads needs a number of at least 1") }
  }

  func run() async throws {
    try await reportingErrors {
      let sweep = try StudySweep.read(URL(fileURLWithPath: study), lattices: lattices.urls)
      if seed != nil, sweep.axes.contains(where: { $0.key == "seed" }) {
        throw InputError(file: study, keyPath: "sweep.seed", message: "swept; take --seed away")
      }
      let files = ResultFiles(URL(fileURLWithPath: output, isDirectory: true))
      try files.prepare()
      if sweep.isPolycrystal { return try await solve(sweep, files) }
      let earlier = try earlier(of: sweep, files)
      let results = try await follow(sweep, files, keeping: earlier)
      try files.write(results)
      var reportError: (any Error)?
      do { try writeReport(results, to: files.folder) } catch { reportError = error }
      print(json ? try ResultFiles.json(results) : summary(of: results), terminator: "")
      if let reportError { throw reportError }
      note("report: \(files.folder.appending(path: "report.html").path)")
      do { try writePictures(of: sweep, results, files) } catch { note("no slab.vtu: \(error)") }
      if !results.isComplete { throw ExitCode(130) }
      if !results.failures.isEmpty { throw ExitCode(1) }
    }
  }

  /// Slabs with boundaries as pictures in three dimensions, at the lowest temperature.
  private func writePictures(
    of sweep: StudySweep, _ results: StoredResults, _ files: ResultFiles
  ) throws {
    // Networks are not built again for nothing.
    let hasBoundaries =
      switch results {
      case .study(let results): results.boundary != nil
      case .sweep(let results): results.variants.contains { $0.results?.boundary != nil }
      }
    guard hasBoundaries else { return }
    for (index, variant) in sweep.variants.enumerated() {
      var study = try sweep.study(variant)
      change(&study)
      guard let boundary = study.boundary, let coldest = study.temperatures.min() else { continue }
      let number = sweep.variants.count > 1 ? "-\(index + 1)" : ""
      try files.write(try boundary.picture(at: coldest), as: "slab\(number).vtu")
    }
  }

  /// What the options change in every variant.
  private var change: StudySweep.Change {
    let (seed, finiteSizeTest) = (seed, finiteSizeTest)
    return { study in
      if let seed { study.seed = seed }
      if finiteSizeTest { study.sampling.finiteSizeTest = true }
    }
  }

  /// The results to go on with; without `--resume` the variants of a sweep are at least looked at.
  private func earlier(of sweep: StudySweep, _ files: ResultFiles) throws -> StoredResults? {
    guard resume, let (results, outlook) = try files.earlier(of: sweep, change) else {
      if sweep.isSwept { _ = try sweep.outlook(change) }
      return nil
    }
    if outlook.foreign > 0 {
      let copy = try files.setAside()
      note("\(outlook.foreign) points are of no use to this study; all are kept in \(copy.path)")
    }
    note(
      "resuming: \(outlook.kept) of \(outlook.wanted) points are done"
        + (outlook.provisional > 0 ? ", \(outlook.provisional) are to be made more accurate" : ""))
    return results
  }

  /// Runs the study, shows how far it is, and keeps what is done on disk.
  private func follow(
    _ sweep: StudySweep, _ files: ResultFiles, keeping earlier: StoredResults?
  ) async throws -> StoredResults {
    let run = sweep.start(threads: threads, keeping: earlier, changing: change)
    let stops = StopSignals { run.stop() }
    defer { stops.cancel() }
    var display = ProgressDisplay(quiet: quiet)
    // Sweeps of many short points would spend their time writing: at most a third of it goes there.
    var (lastWritten, writing) = (Date.distantPast, 0.0)
    for try await progress in run {
      display.show(progress)
      if let partial = progress.partial, Date().timeIntervalSince(lastWritten) > 2 * writing {
        let began = Date()
        try files.write(partial)
        (lastWritten, writing) = (Date(), Date().timeIntervalSince(began))
      }
    }
    display.finish()
    return try await run.results()
  }
}

/// Calls a handler at Ctrl-C or SIGTERM; a second one ends the program at once.
final class StopSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ stop: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        note("\nstopping; results so far are kept (again to quit at once)")
        signal(number, SIG_DFL)
        stop()
      }
      source.resume()
      return source
    }
  }

  func cancel() { for source in sources { source.cancel() } }
}
