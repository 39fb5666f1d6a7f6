import ArgumentParser
import Foundation
import IonHop

struct Scenarios: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ready-made studies with what must come out of them.",
    discussion: """
      Examples:
        ionhop scenarios
        ionhop scenarios run polycrystal-blocking --output results/blocking
      """,
    subcommands: [ListScenarios.self, RunScenario.self], defaultSubcommand: ListScenarios.self)
}

struct ListScenarios: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the scenarios.",
    discussion: "Example:\n  ionhop scenarios list")

  @Flag(help: "Print JSON on standard output.")
  var json = false

  private struct Entry: Encodable {
    let name: String
    let title: String
    let must: String
  }

  func run() async throws {
    if json {
      let entries = Scenario.all.map { Entry(name: $0.name, title: $0.title, must: $0.passLine) }
      return print(try ResultFiles.json(entries), terminator: "")
    }
    for scenario in Scenario.all {
      let must = broken("must: \(scenario.passLine)", at: terminalWidth - 2)
      print(
        prose("\(scenario.name): \(scenario.title)") + must.map { "  \($0)\n" }.joined(),
        terminator: "")
    }
  }
}

struct RunScenario: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a scenario and check its pass line.",
    discussion: """
      Each study gets a folder of its own with its file, results and report. Ends with 1 if something \
      that must hold does not.

      Example:
        ionhop scenarios run engineering --output results/engineering
      """)

  @Argument(help: "The name of a scenario.")
  var name: String

  @Option(name: .shortAndLong, help: "Folder for the results; by default scenarios/NAME.")
  var output: String?

  @Option(help: "Frequencies at work at one time; results do not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "No progress.")
  var quiet = false

  @Flag(help: "Print what must hold, and whether it does, as JSON on standard output.")
  var json = false

  private struct Outcome: Encodable {
    let text: String
    let passed: Bool
  }

  func validate() throws {
    guard threads > 0 else { throw ValidationError("--threads needs a number of at least 1") }
  }

  func run() async throws {
    try await reportingErrors {
      let scenario = try Scenario.named(name)
      let folder = URL(fileURLWithPath: output ?? "scenarios/\(name)", isDirectory: true)
      var results: [String: ScenarioResult] = [:]
      for part in scenario.parts {
        let files = ResultFiles(folder.appending(path: part.name))
        try files.prepare()
        let result = try await run(part, files)
        results[part.name] = result
        if !result.isComplete { throw ExitCode(130) }
      }
      let checks = scenario.check(results)
      if json {
        let outcomes = checks.map { Outcome(text: $0.text, passed: $0.passed) }
        print(try ResultFiles.json(outcomes), terminator: "")
        if checks.contains(where: { !$0.passed }) { throw ExitCode(1) }
        return
      }
      print(prose(scenario.title) + prose("must: \(scenario.passLine)"))
      for check in checks {
        print(prose("\(check.passed ? "pass" : "FAIL")  \(check.text)"), terminator: "")
      }
      if checks.contains(where: { !$0.passed }) { throw ExitCode(1) }
    }
  }

  /// Runs a part, writes its files and its report, and prints its table.
  private func run(_ part: Scenario.Part, _ files: ResultFiles) async throws -> ScenarioResult {
    var sweep: StudySweep?
    if let file = try Scenario.file(of: part) {
      let read = try StudySweep.read(file)
      try Data(read.text.utf8).write(to: files.folder.appending(path: "study.yaml"))
      sweep = read
    }
    switch (part, sweep) {
    case (.study, let sweep?) where sweep.isPolycrystal:
      let run = sweep.startPolycrystals(threads: threads)
      let result = try await PolycrystalFollower(quiet: quiet).follow(run, files)
      try PolycrystalReport(result).write(to: files.folder)
      if !json { print(summary(of: result)) }
      return .polycrystal(result)
    case (.study, let sweep?):
      let result = try await sample(sweep)
      try files.write(result)
      try writeReport(result, to: files.folder)
      if !json { print(summary(of: result)) }
      return .study(result)
    default:
      if !quiet {
        note("\(part.name): \(sweep.map { "\($0.variants.count) variants" } ?? "a table")")
      }
      let result = try part.table(sweep)
      try files.write(result)
      try ScenarioTableReport(result).write(to: files.folder)
      if !json { print(summary(of: result)) }
      return .table(result)
    }
  }

  private func sample(_ sweep: StudySweep) async throws -> StoredResults {
    let run = sweep.start(threads: threads)
    let stops = StopSignals { run.stop() }
    defer { stops.cancel() }
    var display = ProgressDisplay(quiet: quiet)
    for try await progress in run { display.show(progress) }
    display.finish()
    return try await run.results()
  }
}

/// A scenario's own table; titles too long for a line are numbered.
func summary(of table: ScenarioTable) -> String {
  let rows = table.rows.map { $0.map { String(format: "%.4g", $0) } }
  let titles = table.columns.map(\.title)
  let isWide = titles.reduce(0) { $0 + $1.count + 2 } > terminalWidth + 2
  let header = isWide ? titles.indices.map { "(\($0 + 1))" } : titles
  let legend = isWide ? zip(header, titles).map { prose("\($0) \($1)") }.joined() + "\n" : ""
  return "\(table.name)\n\n" + legend + IonHopCLI.table([header] + rows) + "\n"
    + table.notes.map(prose).joined()
}
