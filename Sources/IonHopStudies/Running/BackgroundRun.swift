/// A study or a sweep at work: its progress as an asynchronous sequence, its results when it is done.
///
///     let run = study.start()
///     for try await progress in run { print(progress.temperature, progress.hops) }
///     let results = try await run.results()
///
/// `stop()` ends it early, as cancelling the task does that follows its progress or waits for its
/// results; they then hold what was sampled, marked as incomplete. A run that nobody follows goes on to
/// its end: stop it when you leave it.
public struct BackgroundRun<Progress: Sendable, Results: Sendable>: AsyncSequence, Sendable {
  /// How far the work has come.
  public typealias Element = Progress
  private let stream: AsyncThrowingStream<Progress, any Error>
  private let task: Task<Results, any Error>

  init(
    _ work: @escaping @Sendable (@escaping @Sendable (Progress) -> Void) async throws -> Results
  ) {
    let (stream, continuation) = AsyncThrowingStream<Progress, any Error>.makeStream(
      bufferingPolicy: .unbounded)
    self.stream = stream
    let task = Task {
      do {
        let results = try await work { continuation.yield($0) }
        continuation.finish()
        return results
      } catch {
        continuation.finish(throwing: error)
        throw error
      }
    }
    continuation.onTermination = { if case .cancelled = $0 { task.cancel() } }
    self.task = task
  }

  /// Progress as it comes.
  public func makeAsyncIterator() -> AsyncThrowingStream<Progress, any Error>.AsyncIterator {
    stream.makeAsyncIterator()
  }

  /// Waits for the results; cancelling the task that waits cancels the run.
  public func results() async throws -> Results {
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  /// Asks the run to stop after the hops at hand; results so far are kept.
  public func stop() { task.cancel() }
}
