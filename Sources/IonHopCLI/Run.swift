import ArgumentParser
import Foundation
import IonHop

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a study and write its results and report.",
    discussion: """
      Writes results.json, points.csv, msd.csv and report.html into the output folder, and prints \
      a table. Ctrl-C stops after the hops at hand and keeps the results so far.

      Example:
        ionhop run Examples/llzo-demo.yaml --output results/llzo --threads 2
      """)

  @Argument(help: "The study file (YAML).")
  var study: String

  @Option(name: .shortAndLong, help: "Folder for the results.")
  var output = "results"

  @Option(help: "Replicas at work at one time; results do not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "Seed, instead of the study's own.")
  var seed: UInt64?

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
      var study = try Study.read(URL(fileURLWithPath: study), lattices: lattices.urls)
      if let seed { study.seed = seed }
      if finiteSizeTest { study.sampling.finiteSizeTest = true }
      let files = ResultFiles(URL(fileURLWithPath: output, isDirectory: true))
      try files.prepare()
      let results = try await follow(study, files)
      try files.write(results)
      var reportError: (any Error)?
      do { try Report(results).write(to: files.folder) } catch { reportError = error }
      print(json ? try ResultFiles.json(results) : summary(of: results), terminator: "")
      if let reportError { throw reportError }
      note("report: \(files.folder.appending(path: "report.html").path)")
      if !results.complete { throw ExitCode(130) }
    }
  }

  /// Runs the study, shows how far it is, and keeps what is done on disk.
  private func follow(_ study: Study, _ files: ResultFiles) async throws -> StudyResults {
    let run = study.start(threads: threads)
    let stops = StopSignals { run.stop() }
    defer { stops.cancel() }
    var display = ProgressDisplay(quiet: quiet)
    for try await progress in run {
      display.show(progress)
      if let partial = progress.partial { try files.write(partial) }
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
