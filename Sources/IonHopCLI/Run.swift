import ArgumentParser
import Foundation
import IonHop
import Synchronization

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a study and write its results and report.",
    discussion: """
      Writes results.json, points.csv, msd.csv and report.html into the output folder, and prints \
      a table; a study with a sweep also fits.csv, a polycrystal spectrum.csv and grains.vti, \
      a grain boundary slab.vtu. Plots are also files in the folder plots. Ctrl-C stops after the hops at hand and keeps the results so far.

      With --resume the points in the output folder are kept where model, seed and program are the \
      same and they are as accurate as is asked now; only what is missing is run. So a run that was \
      stopped goes on, and temperatures and values of a sweep can be added, or the error tightened, later.

      The temperature at work is kept in the folder checkpoints every minute (--checkpoint) and when \
      the run is stopped by Ctrl-C, SIGTERM or --time-limit. With --resume it goes on from there, with the \
      same results to the bit, however the run was ended. --shard 2/8 runs the second of eight parts of a \
      study, into a folder of its own; ionhop merge puts the parts together. Built with the trait MPI, \
      mpirun -n 4 ionhop run spreads the temperatures and variants over ranks.

      Example:
        ionhop run Examples/llzo-demo.yaml --output results/llzo --threads 2
        ionhop run Examples/llzo-demo.yaml --output results/llzo --resume
      """)

  @Argument(help: "The study file (YAML).")
  var study: String

  @Option(name: .shortAndLong, help: "Folder for the results.")
  var output = "results"

  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp(
      "Replicas at work at one time; results do not depend on it. (default: the processors)",
      valueName: "threads"))
  var askedThreads: Int?

  @Option(help: "Seed, instead of the study's own.")
  var seed: UInt64?

  @Flag(help: "Go on with the run in the output folder: keep its points, do what is missing.")
  var resume = false

  @Option(help: "Seconds between checkpoints, instead of the study's own (60); 0 for none.")
  var checkpoint: Double?

  @Option(
    help: "Stop after so many seconds and keep what is done, exit code 130; --resume goes on.")
  var timeLimit: Double?

  @Option(help: ArgumentHelp("Run this part of the study only.", valueName: "k/n"))
  var shard: TaskShare?

  @Option(help: "How progress and warnings are told on standard error: text, or json lines.")
  var log = LogFormat.text

  @Flag(help: "Repeat the first and the last temperature in a doubled supercell, and compare.")
  var finiteSizeTest = false

  @Flag(help: "Print the results as JSON on standard output.")
  var json = false

  @Flag(help: "No progress.")
  var quiet = false

  @OptionGroup var lattices: LatticeOptions

  @OptionGroup var measured: ExperimentOptions

  func validate() throws {
    guard askedThreads.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--threads needs a number of at least 1")
    }
    guard checkpoint.map({ $0 >= 0 && $0 <= 1e9 }) ?? true else {
      throw ValidationError("--checkpoint needs seconds from 0 to 1e9")
    }
    guard timeLimit.map({ $0 > 0 && $0 <= 1e9 }) ?? true else {
      throw ValidationError("--time-limit needs seconds above 0, at most 1e9")
    }
  }

  func run() async throws {
    let format = log
    LogFormat.chosen.withLock { $0 = format }
    try await onRanks { force in try await run(with: force) }
  }

  private func run(with force: Workforce) async throws {
    try await reportingErrors {
      let sweep = try StudySweep.read(URL(fileURLWithPath: study), lattices: lattices.urls)
      if seed != nil, sweep.axes.contains(where: { $0.key == "seed" }) {
        throw InputError(file: study, keyPath: "sweep.seed", message: "swept; take --seed away")
      }
      let files = ResultFiles(URL(fileURLWithPath: output, isDirectory: true))
      try files.prepare()
      let experiment = try measured.read(keptIn: files.folder)
      if sweep.isPolycrystal {
        if force.farm != nil { note("a polycrystal is solved by rank 0 alone") }
        return try await solve(sweep, files, threads: force.threads)
      }
      let store = CheckpointStore(files.checkpointFolder) { note("warning: \($0)") }
      if !resume, let other = try store.setAside() {
        note(
          "checkpoints of an earlier run, which --resume would go on from, are now in \(other.path)"
        )
      }
      let earlier = try earlier(of: sweep, files, store)
      let results = try await follow(sweep, files, store, keeping: earlier, force)
      try files.write(results)
      if results.isComplete { store.discardAll() } else { store.discardFinished() }
      var reportError: (any Error)?
      do { try writeReport(results, to: files.folder, experiment: experiment) } catch {
        reportError = error
      }
      print(json ? try ResultFiles.json(results) : summary(of: results), terminator: "")
      if let reportError { throw reportError }
      note("report: \(files.folder.appending(path: "report.html").path)")
      do { try writePictures(of: sweep, results, files, store) } catch {
        note("no slab.vtu: \(error)")
      }
      if try !isDone(results, sweep, store) { throw ExitCode(130) }
      if !results.failures.isEmpty { throw ExitCode(1) }
    }
  }

  /// Whether nothing was left undone: of a shard, of its own points.
  private func isDone(
    _ results: StoredResults, _ sweep: StudySweep, _ store: CheckpointStore
  ) throws -> Bool {
    guard shard != nil, !results.isComplete else { return results.isComplete }
    return try sweep.outlook(keeping: results, change(store)).isShareDone
  }

  /// Slabs with boundaries as pictures in three dimensions, at the lowest temperature.
  private func writePictures(
    of sweep: StudySweep, _ results: StoredResults, _ files: ResultFiles, _ store: CheckpointStore
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
      change(store)(&study)
      guard let boundary = study.boundary, let coldest = study.temperatures.min() else { continue }
      let number = sweep.variants.count > 1 ? "-\(index + 1)" : ""
      try files.write(try boundary.picture(at: coldest), as: "slab\(number).vtu")
    }
  }

  /// What the options change in every variant.
  func change(_ store: CheckpointStore) -> StudySweep.Change {
    let (seed, finiteSizeTest, checkpoint, shard) = (seed, finiteSizeTest, checkpoint, shard)
    return { study in
      study.checkpoints = store
      study.share = shard ?? .all
      if let checkpoint { study.sampling.checkpoint = checkpoint }
      if let seed { study.seed = seed }
      if finiteSizeTest { study.sampling.finiteSizeTest = true }
    }
  }

  /// The results to go on with; without `--resume` the variants of a sweep are at least looked at.
  private func earlier(
    of sweep: StudySweep, _ files: ResultFiles, _ store: CheckpointStore
  ) throws -> StoredResults? {
    guard resume, let (results, outlook) = try files.earlier(of: sweep, change(store)) else {
      if sweep.isSwept { _ = try sweep.outlook(change(store)) }
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
    _ sweep: StudySweep, _ files: ResultFiles, _ store: CheckpointStore,
    keeping earlier: StoredResults?, _ force: Workforce
  ) async throws -> StoredResults {
    let run =
      force.farm?.start(
        sweep, threads: force.threads, keeping: earlier, changing: change(store)
      ) { note($0) }
      ?? sweep.start(threads: force.threads, keeping: earlier, changing: change(store))
    let stops = StopSignals(after: timeLimit) { run.stop() }
    defer { stops.cancel() }
    var display = ProgressDisplay(quiet: quiet)
    // Sweeps of many short points would spend their time writing: at most a third of it goes there.
    var (lastWritten, writing) = (Date.distantPast, 0.0)
    do {
      for try await progress in run {
        display.show(progress)
        if let partial = progress.partial, Date().timeIntervalSince(lastWritten) > 2 * writing {
          let began = Date()
          try files.write(partial)
          store.discardFinished()
          (lastWritten, writing) = (Date(), Date().timeIntervalSince(began))
        }
      }
      display.finish()
      return try await run.results()
    } catch RunError.stoppedBeforeResult {
      display.finish()
      note(
        "stopped before the first result; what was done is kept in \(store.folder.path), --resume goes on"
      )
      throw ExitCode(130)
    }
  }
}

extension TaskShare: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// Calls a handler at Ctrl-C, at SIGTERM, or when time is up; a second signal ends the program at once.
final class StopSignals {
  private let sources: [any DispatchSourceProtocol]

  /// - Parameter seconds: the time to stop after; nil for none.
  init(after seconds: Double? = nil, _ stop: @escaping @Sendable () -> Void) {
    var sources: [any DispatchSourceProtocol] = [SIGINT, SIGTERM].map { number in
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
    if let seconds {
      let timer = DispatchSource.makeTimerSource(queue: .global())
      timer.schedule(deadline: .now() + seconds)
      timer.setEventHandler {
        note("\nthe time limit of \(trimmed(seconds)) s is reached; results so far are kept")
        stop()
      }
      timer.resume()
      sources.append(timer)
    }
    self.sources = sources
  }

  func cancel() { for source in sources { source.cancel() } }
}
