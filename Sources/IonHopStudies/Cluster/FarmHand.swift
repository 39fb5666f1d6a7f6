import Foundation

/// A rank other than 0: samples what rank 0 hands it, until it is told to stop.
public enum FarmHand {
  /// - Parameters:
  ///   - sweep: reads the study. Called at the first task, when rank 0 has found it sound.
  ///   - change: what rank 0 changes in every variant.
  /// - Throws: errors of the link and of `sweep`.
  public static func work(
    _ link: any RankLink, threads: Int, changing change: @escaping StudySweep.Change = { _ in },
    _ sweep: @escaping @Sendable () throws -> StudySweep
  ) async throws {
    try await link.perform {
      var runner: TaskRunner?
      var isLeaving = false
      try link.send(try FarmMessage.data(FarmReply()), to: 0)
      while !isLeaving || runner?.isIdle == false {
        var isQuiet = true
        if let (_, message) = try link.receive() {
          isQuiet = false
          switch try FarmMessage.read(FarmOrder.self, message) {
          case .run(let task):
            let ready = try runner ?? TaskRunner(try sweep(), threads: threads, changing: change)
            runner = ready
            ready.start(task)
          case .stop:
            isLeaving = true
            runner?.stop()
          }
        }
        if let reply = runner?.take() {
          isQuiet = false
          try link.send(try FarmMessage.data(reply), to: 0)
        }
        if isQuiet { Thread.sleep(forTimeInterval: FarmMessage.secondsBetweenLooks) }
      }
    }
  }
}
