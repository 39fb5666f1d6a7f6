import ArgumentParser
import Foundation
import IonHop

struct SelfTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Compare the engine with exact results on this machine: a minute, a table.",
    discussion: "Example:\n  ionhop selftest\n  ionhop selftest --json")

  @Option(help: "Seed of the random streams.")
  var seed: UInt64 = 1

  @Flag(help: "Print JSON on standard output.")
  var json = false

  private struct Outcome: Encodable {
    let check: String
    let exact: Double
    let value: Double
    let standardError: Double
    let passed: Bool
  }

  func run() async throws {
    try await reportingErrors {
      var rows = [["check", "exact", "engine", "error", "deviation (sigma)", ""]]
      var outcomes: [Outcome] = []
      for check in SelfCheck.all {
        let outcome = try await check.run(seed: seed)
        let passed = abs(outcome.deviation) < 4
        outcomes.append(
          Outcome(
            check: check.name, exact: outcome.exact, value: outcome.value,
            standardError: outcome.standardError, passed: passed))
        rows.append([
          check.name, String(format: "%.5g", outcome.exact), String(format: "%.5g", outcome.value),
          String(format: "%.1g", outcome.standardError),
          String(format: "%+.1f", outcome.deviation), passed ? "ok" : "FAILED",
        ])
      }
      print(json ? try ResultFiles.json(outcomes) : table(rows), terminator: "")
      let failures = outcomes.count { !$0.passed }
      if failures > 0 {
        note(
          "ionhop: error: \(failures) of \(SelfCheck.all.count) checks failed; please report this table"
        )
        throw ExitCode(1)
      }
    }
  }
}
