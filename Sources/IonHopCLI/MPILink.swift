#if MPI
  import CMPI
  import Foundation
  import IonHop

  /// The ranks of an MPI job. All that MPI does is done on one thread.
  final class MPILink: RankLink {
    let rank: Int
    let count: Int
    /// Ranks on this machine.
    let localCount: Int
    private let thread: WaitingThread

    private static let tag: Int32 = 1

    private init(rank: Int, count: Int, localCount: Int, thread: WaitingThread) {
      (self.rank, self.count, self.localCount, self.thread) = (rank, count, localCount, thread)
    }

    /// Joins the job that this process was started in; started by itself it is a job of one.
    static func join() async throws -> MPILink {
      let thread = WaitingThread()
      let (rank, count, local) = try await thread.perform {
        try check(ionhop_mpi_init(), "joining the job")
        var (rank, count, local) = (Int32(0), Int32(1), Int32(1))
        try check(ionhop_mpi_rank(&rank), "asking for the rank")
        try check(ionhop_mpi_size(&count), "counting ranks")
        try check(ionhop_mpi_local_size(&local), "counting ranks of this machine")
        return (Int(rank), Int(count), Int(local))
      }
      return MPILink(rank: rank, count: count, localCount: local, thread: thread)
    }

    /// Leaves the job; returns when the others do, too.
    func leave() async {
      _ = try? await thread.perform { ionhop_mpi_finalize() }
      thread.end()
    }

    /// Ends all ranks at once.
    func abort(code: Int32) -> Never {
      ionhop_mpi_abort(code)
      exit(code)
    }

    func perform<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws
      -> Result
    {
      try await thread.perform(work)
    }

    func send(_ message: Data, to rank: Int) throws {
      guard let size = Int32(exactly: message.count) else {
        throw MPIError(step: "sending \(message.count) bytes", code: -1)
      }
      let status = message.withUnsafeBytes {
        ionhop_mpi_send($0.baseAddress, size, Int32(rank), Self.tag)
      }
      try Self.check(status, "sending")
    }

    func receive() throws -> (sender: Int, message: Data)? {
      var (waits, sender, tag, size) = (Int32(0), Int32(0), Int32(0), Int32(0))
      try Self.check(ionhop_mpi_probe(&waits, &sender, &tag, &size), "looking for messages")
      guard waits != 0 else { return nil }
      var message = Data(count: Int(size))
      let status = message.withUnsafeMutableBytes {
        ionhop_mpi_receive($0.baseAddress, size, sender, tag)
      }
      try Self.check(status, "receiving")
      return (Int(sender), message)
    }

    private static func check(_ status: Int32, _ step: String) throws {
      guard status == 0 else { throw MPIError(step: step, code: Int(status)) }
    }
  }

  struct MPIError: Error, CustomStringConvertible {
    let step: String
    let code: Int
    var description: String {
      "MPI: \(step) failed (code \(code)); ask the job's log, or run without MPI"
    }
  }
#endif
