import Foundation
import IonHop

/// Progress on standard error: a bar that is redrawn on a terminal, a line now and then elsewhere.
struct ProgressDisplay {
  private let quiet: Bool
  private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
  private let began = Date()
  private var lastShown = Date.distantPast
  private var knownError: Double?

  private static let secondsBetweenLines = 10.0
  private static let barWidth = 24

  init(quiet: Bool) { self.quiet = quiet }

  mutating func show(_ progress: StudyProgress) {
    if let error = progress.relativeError { knownError = error }
    let finished = progress.partial != nil
    if quiet { return }
    if isTerminal {
      note("\r\u{1B}[K" + line(progress), terminator: finished ? "\n" : "")
    } else if finished || Date().timeIntervalSince(lastShown) > Self.secondsBetweenLines {
      lastShown = Date()
      note(line(progress))
    }
    if finished { knownError = nil }
  }

  func finish() { if isTerminal && !quiet { note("\r\u{1B}[K", terminator: "") } }

  private func line(_ progress: StudyProgress) -> String {
    let share = progress.partial != nil ? 1 : done(progress)
    let overall = (Double(progress.point) + share) / Double(progress.points)
    let filled = Int(overall * Double(Self.barWidth))
    let bar =
      String(repeating: "█", count: filled)
      + String(repeating: "░", count: Self.barWidth - filled)
    let rate = String(format: "%.1f M hops/s", progress.hopsPerSecond / 1e6)
    let error = knownError.map { String(format: ", error %.1f %%", 100 * $0) } ?? ""
    return
      "\(bar) \(progress.point + 1)/\(progress.points) \(trimmed(progress.temperature)) K, \(rate)\(error)\(timeLeft(overall))"
  }

  /// The squared error falls in proportion to the hops.
  private func done(_ progress: StudyProgress) -> Double {
    if let hops = progress.targetHops { return min(1, Double(progress.hops) / Double(hops)) }
    guard let error = knownError, error > 0 else { return 0 }
    let ratio = progress.targetRelativeError / error
    return min(1, ratio * ratio)
  }

  private func timeLeft(_ overall: Double) -> String {
    guard overall > 0.02, overall < 1 else { return "" }
    let seconds = Date().timeIntervalSince(began) * (1 - overall) / overall
    return seconds < 90
      ? String(format: ", %.0f s left", seconds) : String(format: ", %.0f min left", seconds / 60)
  }
}
