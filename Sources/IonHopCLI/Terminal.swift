import ArgumentParser
import Foundation
import IonHop

/// Prints to standard error: progress, warnings and errors never mix with data.
func note(_ text: String, terminator: String = "\n") {
  FileHandle.standardError.write(Data((text + terminator).utf8))
}

/// Runs a command's body; an error becomes one line on standard error and an exit code:
/// 1 for a run that failed, 2 for bad input.
func reportingErrors(_ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch let code as ExitCode {
    throw code
  } catch {
    note("ionhop: error: \(error)")
    throw error is RunError ? ExitCode(1) : error is ReportError ? ExitCode(1) : ExitCode(2)
  }
}

/// Left-aligned first column, right-aligned others.
func table(_ rows: [[String]]) -> String {
  let columns = rows.map(\.count).max() ?? 0
  let widths = (0..<columns).map { c in rows.map { c < $0.count ? $0[c].count : 0 }.max() ?? 0 }
  return rows.map { row in
    row.enumerated().map { c, cell in
      let space = String(repeating: " ", count: widths[c] - cell.count)
      return c == 0 ? cell + space : space + cell
    }.joined(separator: "  ") + "\n"
  }.joined()
}

struct LatticeOptions: ParsableArguments {
  @Option(
    name: .customLong("lattices"),
    help: ArgumentHelp(
      "A folder of lattice files that is searched first; may be given again.", valueName: "dir"))
  var folders: [String] = []

  var urls: [URL] { folders.map { URL(fileURLWithPath: $0, isDirectory: true) } }
}
