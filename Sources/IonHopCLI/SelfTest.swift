import ArgumentParser
import Foundation
import IonHop

struct SelfTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Compare the engine with exact results on this machine: a minute, a table.",
    discussion: "Example:\n  ionhop selftest")

  @Option(help: "Seed of the random streams.")
  var seed: UInt64 = 1

  func run() async throws {
    try await reportingErrors {
      var rows = [["check", "exact", "engine", "error", "deviation (sigma)", ""]]
      var failures = 0
      for check in SelfCheck.all {
        let outcome = try await check.run(seed: seed)
        let passed = abs(outcome.deviation) < 4
        if !passed { failures += 1 }
        rows.append([
          check.name, String(format: "%.5g", outcome.exact), String(format: "%.5g", outcome.value),
          String(format: "%.1g", outcome.standardError),
          String(format: "%+.1f", outcome.deviation), passed ? "ok" : "FAILED",
        ])
      }
      print(table(rows), terminator: "")
      if failures > 0 {
        note(
          "ionhop: error: \(failures) of \(SelfCheck.all.count) checks failed; please report this table"
        )
        throw ExitCode(1)
      }
    }
  }
}
