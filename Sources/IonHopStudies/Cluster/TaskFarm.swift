import Foundation
import Synchronization

/// A study or sweep spread over the ranks of a job: rank 0 hands out tasks and gathers their points.
///
/// A rank that has done its task is given the next, so that ranks of unlike speed and tasks of unlike length
/// even out. Rank 0 samples as well. A task's point is the same whoever makes it, so that results do not
/// depend on the number of ranks. A rank that is not heard of for long has its task taken over by another,
/// and is given work again should it come back. When all tasks are done, rank 0 runs the study once more with the points at
/// hand: what is left is to put them together, finite-size tests, and variants that failed or share
/// the hops of their temperatures.
public final class TaskFarm: Sendable {
  private let link: any RankLink
  private let isStopped = Mutex(false)
  private let isOver = Mutex(false)
  private let silent = Mutex<Set<Int>>([])
  private let patience: Double

  /// - Parameters:
  ///   - link: of rank 0.
  ///   - patience: how long a rank at work may be silent before its task goes to another (s); a
  ///     `FarmHand` gives signs.
  public init(_ link: any RankLink, patience: Double = 60) {
    (self.link, self.patience) = (link, patience)
  }

  /// Ranks that fell silent and did not come back.
  public var lostRanks: Set<Int> { silent.withLock(\.self) }

  /// How many ranks work.
  public var ranks: Int { link.count }

  /// Starts a sweep over all ranks; the parameters and results are those of `StudySweep.start`.
  ///
  /// - Parameters:
  ///   - note: told what rank 0 runs alone.
  public func start(
    _ sweep: StudySweep, threads: Int, keeping earlier: StoredResults? = nil,
    changing change: @escaping StudySweep.Change = { _ in },
    note: @escaping @Sendable (String) -> Void = { _ in }
  ) -> BackgroundRun<SweepProgress, StoredResults> {
    BackgroundRun { [self] report in
      try await results(
        sweep, threads: threads, keeping: earlier, changing: change, note: note, report)
    }
  }

  /// The same, in the foreground.
  ///
  /// - Throws: what `StudySweep.results` does, and errors of the link.
  public func results(
    _ sweep: StudySweep, threads: Int, keeping earlier: StoredResults? = nil,
    changing change: @escaping StudySweep.Change = { _ in },
    note: @escaping @Sendable (String) -> Void = { _ in },
    _ report: @escaping @Sendable (SweepProgress) -> Void = { _ in }
  ) async throws -> StoredResults {
    let ledger = try FarmLedger(sweep, keeping: earlier, threads: threads, change)
    if ledger.together > 0 {
      note("temperatures that share their hops, for an activation energy, are run by rank 0 alone")
    }
    if ledger.count < ranks {
      note("\(ledger.count) tasks (temperatures) for \(ranks) ranks: some have nothing to do")
    }
    let books = FarmBooks(ledger, sweep, report)
    let runner = TaskRunner(sweep, threads: threads, changing: change, books.report)
    try await withTaskCancellationHandler {
      try await link.perform { [self] in try serve(books, runner, note) }
    } onCancel: {
      isStopped.withLock { $0 = true }
    }
    let wasStopped = Task.isCancelled
    return try await sweep.results(
      threads: threads, keeping: books.results,
      changing: { study in
        change(&study)
        if wasStopped { study.share = .none }
      }, report)
  }

  /// Sends the other ranks home, where `results` did not come to it.
  public func dismiss() async throws {
    guard !isOver.withLock({ $0 }) else { return }
    isStopped.withLock { $0 = true }
    try await link.perform { [self] in try serve(nil, nil) { _ in } }
  }

  /// Answers the other ranks until all have left or are lost.
  private func serve(
    _ books: FarmBooks?, _ runner: TaskRunner?, _ note: (String) -> Void
  ) throws {
    var roster = FarmRoster(count: link.count, at: Self.now)
    while roster.isAwaiting || runner?.isIdle == false || books?.hasOpenTasks == true {
      var isQuiet = true
      let stopped = isStopped.withLock { $0 }
      if stopped {
        books?.drop()
        runner?.stop()
        for rank in roster.undismissed { try hand(nil, to: rank, &roster) }
      }
      if let (rank, message) = try link.receive() {
        isQuiet = false
        switch try FarmMessage.read(FarmWord.self, message) {
        case .atWork: roster.hears(of: rank, at: Self.now)
        case .done(let reply):
          books?.enter(reply)
          fallthrough
        case .ready:
          if roster.answers(rank) { try hand(books?.next(), to: rank, &roster) }
        }
      }
      if let reply = runner?.take() { books?.enter(reply) }
      if !stopped, let runner, runner.isIdle, let task = books?.next() { runner.start(task) }
      if isQuiet {
        for (rank, task) in roster.giveUp(after: patience, at: Self.now) {
          note(
            "rank \(rank) has not been heard of for \(patience) s"
              + (task == nil ? "" : "; its task goes to another"))
          if let task { books?.giveBack(task) }
        }
        Thread.sleep(forTimeInterval: FarmMessage.secondsBetweenLooks)
      }
    }
    silent.withLock { $0 = roster.lost }
    isOver.withLock { $0 = true }
  }

  /// Seconds of a clock that is never set back.
  private static var now: Double { ProcessInfo.processInfo.systemUptime }

  /// Hands a rank a task, or tells it to leave.
  private func hand(_ task: FarmTask?, to rank: Int, _ roster: inout FarmRoster) throws {
    let order = task.map(FarmOrder.run) ?? .stop
    try link.send(try FarmMessage.data(order), to: rank)
    roster.order(task, to: rank, at: Self.now)
  }
}
