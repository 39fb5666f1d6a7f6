import Foundation
import Synchronization

/// How one rank of a job talks to the others: messages of bytes, in order between any two ranks.
///
/// Ranks are processes of one job, numbered from 0, on one machine or many.
public protocol RankLink: Sendable {
  /// The number of this rank, from 0.
  var rank: Int { get }
  /// How many ranks there are.
  var count: Int { get }
  /// Sends a message; may wait until it is taken.
  func send(_ message: Data, to rank: Int) throws
  /// A message that has arrived; nil where there is none.
  func receive() throws -> (sender: Int, message: Data)?
  /// Runs a conversation on the one thread that may send and receive.
  func perform<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws
    -> Result
}

/// A thread of its own for work that waits: it takes no thread from sampling, nor waits for one.
public final class WaitingThread: Sendable {
  private let state = Mutex<(jobs: [@Sendable () -> Void], isOver: Bool)>(([], false))
  private let wakes = DispatchSemaphore(value: 0)

  /// A job of one rank.
  public init() {
    let thread = Thread { [self] in
      while true {
        wakes.wait()
        let (job, isOver) = state.withLock { state in
          (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isOver)
        }
        if let job { job() } else if isOver { return }
      }
    }
    thread.start()
  }

  /// Runs a job on a thread of its own.
  public func perform<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      state.withLock { $0.jobs.append { continuation.resume(with: .init(catching: work)) } }
      wakes.signal()
    }
  }

  /// Ends the thread when all that was given to it is done.
  public func end() {
    state.withLock { $0.isOver = true }
    wakes.signal()
  }
}
