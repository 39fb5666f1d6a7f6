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

struct ListScenarios: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the scenarios.")

  func run() {
    for scenario in Scenario.all {
      print("\(scenario.name): \(scenario.title)\n  must: \(scenario.passLine)")
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

  func validate() throws {
    guard threads > 0 else { throw ValidationError("--threads needs a number of at least 1") }
  }

  func run() async throws {
    try await reportingErrors {
      let scenario = try Scenario.named(name)
      let folder = URL(fileURLWithPath: output ?? "scenarios/\(name)", isDirectory: true)
      var results: [String: PolycrystalResults] = [:]
      for (file, url) in try scenario.studies() {
        let sweep = try StudySweep.read(url)
        let files = ResultFiles(folder.appending(path: file))
        try files.prepare()
        try Data(sweep.text.utf8).write(to: files.folder.appending(path: "study.yaml"))
        let run = sweep.startPolycrystals(threads: threads)
        let result = try await PolycrystalFollower(quiet: quiet).follow(run, files)
        try PolycrystalReport(result).write(to: files.folder)
        print(summary(of: result))
        results[file] = result
        if !result.complete { throw ExitCode(130) }
      }
      let checks = scenario.check(results)
      print("\(scenario.title)\nmust: \(scenario.passLine)\n")
      for check in checks { print("\(check.passed ? "pass" : "FAIL")  \(check.text)") }
      if checks.contains(where: { !$0.passed }) { throw ExitCode(1) }
    }
  }
}
