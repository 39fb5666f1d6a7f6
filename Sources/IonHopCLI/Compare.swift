import ArgumentParser
import Foundation
import IonHop

struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare runs: conductivities at common temperatures, ratios, activation energies.",
    discussion: """
      Each RUN is a folder that `ionhop run` wrote, also of polycrystals, sampled and solved side by side; \
      of a sweep, every variant is a run. The table is ranked by the conductivity at the common temperature nearest to 300 K; = marks a conductivity \
      within two standard errors of the next better one. With --output a folder gets compare.csv and \
      compare.html, which has the plots.

      Example:
        ionhop compare results/bare results/coated --baseline bare --output results/comparison
      """)

  @Argument(help: "Folders of results.")
  var runs: [String]

  @Option(help: "The run that ratios are taken to, by the name in the table; by default the first.")
  var baseline: String?

  @Option(help: "Temperature of the ranking (K).")
  var temperature: Double?

  @Option(name: .shortAndLong, help: "Folder for compare.csv and compare.html.")
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Measured conductivities (CSV with units in its header), drawn in compare.html.",
      valueName: "file"))
  var experiment: String?

  @Flag(help: "Print JSON on standard output.")
  var json = false

  @Flag(help: "Print CSV on standard output.")
  var csv = false

  func validate() throws {
    guard !(json && csv) else { throw ValidationError("--json and --csv exclude each other") }
  }

  func run() async throws {
    try await reportingErrors {
      let measured = try experiment.map { try ConductivityTable.experiment($0) }
      let named = try NamedRuns.read(runs)
      let comparison = try Comparison(named, baseline: baseline, at: temperature)
      for run in named where !run.isComplete {
        note("warning: \(run.name) is not complete")
      }
      let text =
        json
        ? try ResultFiles.json(comparison)
        : csv ? comparison.table : Self.league(comparison) + Self.conductivities(comparison)
      print(text, terminator: "")
      guard let output else { return }
      let folder = URL(fileURLWithPath: output, isDirectory: true)
      try ResultFiles(folder).write(comparison)
      try ComparisonReport(comparison, runs: named, experiment: measured).write(to: folder)
      note("report: \(folder.appending(path: "compare.html").path)")
    }
  }

  /// Names may be long, the table is not.
  private static func name(_ entry: Comparison.Entry, widest: Int = 34) -> String {
    entry.name.count > widest ? entry.name.prefix(widest - 1) + "…" : entry.name
  }

  private static func league(_ comparison: Comparison) -> String {
    let hasBoundaries = comparison.entries.contains { $0.boundaryShare != nil }
    let header =
      ["run", "rank", "sigma (S/cm)", "ratio", "E_a (eV)"] + (hasBoundaries ? ["R_gb share"] : [])
    let rows = comparison.entries.map { entry in
      [
        name(entry, widest: hasBoundaries ? 24 : 34),
        "\(entry.rank)\(entry.tiesWithBetter ? " =" : "")",
        withError(entry.conductivity), withError(entry.ratio),
        entry.activationEnergy.map(withError) ?? "-",
      ]
        + (hasBoundaries
          ? [entry.boundaryShare.map { String(format: "%.1f %%", 100 * $0) } ?? "-"] : [])
    }
    let solved = comparison.entries.count { $0.method == .solved }
    let note =
      solved == 0
      ? ""
      : solved == comparison.entries.count
        ? "solved, not sampled: no statistical errors\n"
        : "without an error: solved, not sampled\n"
    return prose(
      "at \(trimmed(comparison.referenceTemperature)) K, ratio to \(comparison.baseline)")
      + "\n"
      + table([header] + rows) + note
  }

  /// Conductivities at all common temperatures, as many side by side as a line holds.
  private static func conductivities(_ comparison: Comparison) -> String {
    let count = comparison.temperatures.count
    guard count > 1 else { return "" }
    var text = "\nsigma (S/cm)\n"
    let width = comparison.entries.map { name($0).count }.max() ?? 0
    let columns = max(1, (80 - max(width, 3)) / 16)
    for start in stride(from: 0, to: count, by: columns) {
      let part = start..<min(count, start + columns)
      let header = ["run"] + part.map { "\(trimmed(comparison.temperatures[$0])) K" }
      let rows = comparison.entries.map { entry in
        [name(entry)] + part.map { withError(entry.points[$0].conductivity) }
      }
      text += (start > 0 ? "\n" : "") + table([header] + rows)
    }
    return text
  }
}
