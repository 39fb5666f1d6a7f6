import IonHopAnalysis
import Synchronization

/// The ledger of a farm, and who is told of it.
final class FarmBooks: Sendable {
  private let ledger: Mutex<FarmLedger>
  private let sweep: StudySweep
  private let listener: @Sendable (SweepProgress) -> Void

  init(
    _ ledger: FarmLedger, _ sweep: StudySweep,
    _ listener: @escaping @Sendable (SweepProgress) -> Void
  ) {
    self.ledger = Mutex(ledger)
    (self.sweep, self.listener) = (sweep, listener)
  }

  var results: StoredResults? { ledger.withLock { $0.results } }
  var hasOpenTasks: Bool { ledger.withLock { !$0.open.isEmpty } }
  func next() -> FarmTask? { ledger.withLock { $0.next() } }
  func drop() { ledger.withLock { while $0.next() != nil {} } }
  func giveBack(_ task: FarmTask) { ledger.withLock { $0.giveBack(task) } }

  func enter(_ reply: FarmReply) {
    let task = reply.task
    let (isNew, partial, points) = ledger.withLock { ledger in
      (ledger.enter(reply), ledger.results, ledger.points(beside: task))
    }
    guard isNew, let results = reply.results, let point = results.points.first else { return }
    tell(
      task,
      StudyProgress(
        point: task.temperature, points: points, temperature: point.temperature,
        hops: point.hops, hopsPerSecond: point.hopsPerSecond,
        relativeError: point.conductivity.mean.relativeError,
        targetRelativeError: point.settings?.relativeError ?? 0, targetHops: point.settings?.hops,
        partial: results), partial)
  }

  /// How far rank 0's own task is; when it is done, `enter` tells.
  func report(_ task: FarmTask, _ progress: StudyProgress) {
    if progress.partial == nil { tell(task, progress, nil) }
  }

  private func tell(_ task: FarmTask, _ progress: StudyProgress, _ partial: StoredResults?) {
    let (done, count) = ledger.withLock { ($0.done, $0.count) }
    listener(
      SweepProgress(
        variant: task.variant, variants: sweep.variants.count,
        label: sweep.variants[task.variant].label, study: progress, partial: partial,
        share: Double(done) / Double(max(1, count))))
  }
}
