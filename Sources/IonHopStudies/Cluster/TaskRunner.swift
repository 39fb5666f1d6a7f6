import Foundation
import IonHopNetworks
import Synchronization

/// Runs one task at a time in the background: a rank's part of the sampling.
final class TaskRunner: Sendable {
  private struct State {
    var work: Task<Void, Never>?
    var reply: FarmReply?
    /// The variant at hand, since the next task is often of the same.
    var study: (variant: Int, study: Study)?
  }

  private let sweep: StudySweep
  private let threads: Int
  private let change: StudySweep.Change
  private let report: @Sendable (FarmTask, StudyProgress) -> Void
  private let state = Mutex(State())

  init(
    _ sweep: StudySweep, threads: Int, changing change: @escaping StudySweep.Change,
    _ report: @escaping @Sendable (FarmTask, StudyProgress) -> Void = { _, _ in }
  ) {
    (self.sweep, self.threads, self.change, self.report) = (sweep, threads, change, report)
  }

  /// Whether there is neither a task at work nor a reply to take.
  var isIdle: Bool { state.withLock { $0.work == nil } }

  func start(_ task: FarmTask) {
    state.withLock { state in
      state.work = Task {
        let reply = await reply(to: task)
        self.state.withLock { $0.reply = reply }
      }
    }
  }

  /// Cuts the task at work short; its reply comes soon.
  func stop() { state.withLock { $0.work?.cancel() } }

  /// What became of the task, once.
  func take() -> FarmReply? {
    state.withLock { state in
      guard let reply = state.reply else { return nil }
      (state.reply, state.work) = (nil, nil)
      return reply
    }
  }

  private func reply(to task: FarmTask) async -> FarmReply {
    do {
      var study = try study(task.variant)
      study.share = .task(task.variant * study.temperatures.count + task.temperature)
      let results = try await study.run(threads: threads) { [report] in report(task, $0) }
      return FarmReply(task: task, results: results)
    } catch RunError.stoppedBeforeResult {
      return FarmReply(task: task)
    } catch {
      return FarmReply(task: task, failure: "\(error)")
    }
  }

  private func study(_ variant: Int) throws(InputError) -> Study {
    if let known = state.withLock({ $0.study }), known.variant == variant { return known.study }
    guard sweep.variants.indices.contains(variant) else {
      throw InputError(
        file: sweep.file, keyPath: "sweep",
        message: "rank 0 sees other variants of this file; give all ranks the same")
    }
    var study = try sweep.study(sweep.variants[variant])
    change(&study)
    state.withLock { $0.study = (variant, study) }
    return study
  }
}
