import Foundation
import IonHop
import Synchronization

/// Progress on standard error: a bar that is redrawn on a terminal, a line now and then elsewhere.
struct ProgressDisplay {
  private let quiet: Bool
  private let began = Date()
  private var lastShown = Date.distantPast
  /// What was done before this run.
  private var shareAtStart: Double?

  private let isJSON = LogFormat.chosen.withLock { $0 == .json }

  private static let secondsBetweenLines = 10.0
  private static let barWidth = 24

  init(quiet: Bool) { self.quiet = quiet }

  mutating func show(_ sweep: SweepProgress) {
    let progress = sweep.study
    let finished = progress.partial != nil
    if quiet { return }
    if shareAtStart == nil {
      shareAtStart =
        overall(sweep) - sweep.study.shareOfTemperature
        / Double(sweep.study.points * sweep.variants)
    }
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
  }

  func finish() { if isTerminal && !quiet && !isJSON { note("\r\u{1B}[K", terminator: "") } }

  private func overall(_ sweep: SweepProgress) -> Double {
    sweep.share ?? (Double(sweep.variant) + sweep.study.share) / Double(sweep.variants)
  }

  private func line(_ sweep: SweepProgress) -> String {
    let progress = sweep.study
    let overall = overall(sweep)
    let filled = Int(overall * Double(Self.barWidth))
    let bar =
      String(repeating: "█", count: filled)
      + String(repeating: "░", count: Self.barWidth - filled)
    let rate = String(format: "%.1f M hops/s", progress.hopsPerSecond / 1e6)
    let error = progress.relativeError.map { String(format: ", error %.1f %%", 100 * $0) } ?? ""
    let variant =
      sweep.variants > 1 ? "\(sweep.variant + 1)/\(sweep.variants) \(sweep.label), " : ""
    return
      "\(bar) \(variant)\(progress.point + 1)/\(progress.points) \(trimmed(progress.temperature)) K, \(rate)\(error)\(timeLeft(overall))"
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
    let overall = overall(sweep)
    return LogEvent(
      event: finished ? "temperature" : "progress", variant: sweep.variant,
      label: sweep.label.isEmpty ? nil : sweep.label, temperature: progress.temperature,
      hops: progress.hops, hopsPerSecond: progress.hopsPerSecond,
      relativeError: progress.relativeError,
      targetRelativeError: progress.targetRelativeError, done: overall,
      secondsLeft: secondsLeft(overall))
  }
}
