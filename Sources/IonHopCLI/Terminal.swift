import ArgumentParser
import Foundation
import IonHop
import Synchronization

/// How progress, warnings and errors are told on standard error.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  /// One JSON object a line.
  case json

  /// What this run was asked for.
  static let chosen = Mutex(LogFormat.text)
}

/// Prints to standard error: progress, warnings and errors never mix with data.
func note(_ text: String, terminator: String = "\n") {
  if LogFormat.chosen.withLock({ $0 == .json }) {
    let message = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let kinds = ["warning: ", "ionhop: error: "]
    let kind = kinds.first { message.hasPrefix($0) }
    log(
      LogEvent(
        event: kind == nil ? "note" : kind == kinds[0] ? "warning" : "error",
        message: String(message.dropFirst(kind?.count ?? 0))))
  } else {
    FileHandle.standardError.write(Data((coloured(text) + terminator).utf8))
  }
}

/// Whether standard error is a terminal that understands more than plain text.
let isTerminal =
  isatty(FileHandle.standardError.fileDescriptor) == 1
  && ProcessInfo.processInfo.environment["TERM"] != "dumb"

/// The first word of warnings and errors in yellow and red, on a terminal and unless NO_COLOR is set
/// (no-color.org).
private func coloured(_ text: String) -> String {
  let refused = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
  guard isTerminal, !refused else { return text }
  let colours = ["warning:": 33, "ionhop: warning:": 33, "ionhop: error:": 31]
  guard let (word, colour) = colours.first(where: { text.hasPrefix($0.key) }) else { return text }
  return "\u{1B}[\(colour)m\(word)\u{1B}[0m" + text.dropFirst(word.count)
}

/// A line of the structured log; what is not known is left out.
struct LogEvent: Encodable {
  var time = Date().formatted(.iso8601)
  var event: String
  var message: String?
  /// Of the sweep, from 0.
  var variant: Int?
  var label: String?
  /// K
  var temperature: Double?
  var hops: Int?
  var hopsPerSecond: Double?
  /// Relative standard error at the last look, and what is asked for.
  var relativeError: Double?
  var targetRelativeError: Double?
  /// Share of the whole run.
  var done: Double?
  var secondsLeft: Double?
}

func log(_ event: LogEvent) {
  guard let line = try? ResultFiles.line(event) else { return }
  FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// Runs a command's body; an error becomes one line on standard error and an exit code:
/// 1 for a run that failed, 2 for bad input.
func reportingErrors(_ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch let code as ExitCode {
    throw code
  } catch RunError.stoppedBeforeResult {
    note("ionhop: \(RunError.stoppedBeforeResult)")
    throw ExitCode(130)
  } catch {
    note("ionhop: error: \(error)")
    throw error is RunError ? ExitCode(1) : error is ReportError ? ExitCode(1) : ExitCode(2)
  }
}

struct LatticeOptions: ParsableArguments {
  @Option(
    name: .customLong("lattices"),
    help: ArgumentHelp(
      "A folder of lattice files that is searched first; may be given again.", valueName: "dir"))
  var folders: [String] = []

  var urls: [URL] { folders.map { URL(fileURLWithPath: $0, isDirectory: true) } }
}
