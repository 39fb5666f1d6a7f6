import Foundation
import IonHop
import Synchronization

/// Progress on standard error: a bar that is redrawn on a terminal, a line now and then elsewhere.
struct ProgressDisplay {
  private let quiet: Bool
  private let began = Date()
  private var lastShown = Date.distantPast
  private var knownError: Double?
  /// What was done before this run.
  private var shareAtStart: Double?

  private let isJSON = LogFormat.chosen.withLock { $0 == .json }

  private static let secondsBetweenLines = 10.0
  private static let barWidth = 24

  init(quiet: Bool) { self.quiet = quiet }

  mutating func show(_ sweep: SweepProgress) {
    let progress = sweep.study
    if let error = progress.relativeError { knownError = error }
    let finished = progress.partial != nil
    if quiet { return }
    if shareAtStart == nil { shareAtStart = overall(sweep, 0) }
    if isJSON {
      guard finished || Date().timeIntervalSince(lastShown) > Self.secondsBetweenLines else {
        return
      }
      lastShown = Date()
      log(event(sweep))
    } else if isTerminal {
      note("\r\u{1B}[K" + line(sweep), terminator: finished ? "\n" : "")
    } else if finished || Date().timeIntervalSince(lastShown) > Self.secondsBetweenLines {
      lastShown = Date()
      note(line(sweep))
    }
    if finished { knownError = nil }
  }

  func finish() { if isTerminal && !quiet && !isJSON { note("\r\u{1B}[K", terminator: "") } }

  private func overall(_ sweep: SweepProgress, _ share: Double) -> Double {
    if let share = sweep.share { return share }
    let study = (Double(sweep.study.point) + share) / Double(sweep.study.points)
    return (Double(sweep.variant) + study) / Double(sweep.variants)
  }

  private func line(_ sweep: SweepProgress) -> String {
    let progress = sweep.study
    let overall = overall(sweep, progress.partial != nil ? 1 : done(progress))
    let filled = Int(overall * Double(Self.barWidth))
    let bar =
      String(repeating: "█", count: filled)
      + String(repeating: "░", count: Self.barWidth - filled)
    let rate = String(format: "%.1f M hops/s", progress.hopsPerSecond / 1e6)
    let error = knownError.map { String(format: ", error %.1f %%", 100 * $0) } ?? ""
    let variant =
      sweep.variants > 1 ? "\(sweep.variant + 1)/\(sweep.variants) \(sweep.label), " : ""
    return
      "\(bar) \(variant)\(progress.point + 1)/\(progress.points) \(trimmed(progress.temperature)) K, \(rate)\(error)\(timeLeft(overall))"
  }

  /// The squared error falls in proportion to the hops.
  private func done(_ progress: StudyProgress) -> Double {
    if let hops = progress.targetHops { return min(1, Double(progress.hops) / Double(hops)) }
    guard let error = knownError, error > 0 else { return 0 }
    let ratio = progress.targetRelativeError / error
    return min(1, ratio * ratio)
  }

  private func timeLeft(_ overall: Double) -> String {
    guard let seconds = secondsLeft(overall) else { return "" }
    return seconds < 90
      ? String(format: ", %.0f s left", seconds) : String(format: ", %.0f min left", seconds / 60)
  }

  /// Nil while too little is done to tell.
  private func secondsLeft(_ overall: Double) -> Double? {
    let done = overall - (shareAtStart ?? 0)
    guard done > 0.02, overall < 1 else { return nil }
    return Date().timeIntervalSince(began) * (1 - overall) / done
  }

  private func event(_ sweep: SweepProgress) -> LogEvent {
    let progress = sweep.study
    let finished = progress.partial != nil
    let overall = overall(sweep, finished ? 1 : done(progress))
    return LogEvent(
      event: finished ? "temperature" : "progress", variant: sweep.variant,
      label: sweep.label.isEmpty ? nil : sweep.label, temperature: progress.temperature,
      hops: progress.hops, hopsPerSecond: progress.hopsPerSecond, relativeError: knownError,
      targetRelativeError: progress.targetRelativeError, done: overall,
      secondsLeft: secondsLeft(overall))
  }
}
