import Foundation

/// A rank other than 0: samples what rank 0 hands it, until it is told to stop.
public enum FarmHand {
  /// - Parameters:
  ///   - sweep: reads the study. Called at the first task, when rank 0 has found it sound.
  ///   - change: what rank 0 changes in every variant.
  ///   - signs: how often to tell rank 0 of being alive while a task is at work (s).
  /// - Throws: errors of the link and of `sweep`.
  public static func work(
    _ link: any RankLink, threads: Int, changing change: @escaping StudySweep.Change = { _ in },
    signs: Double = 5,
    _ sweep: @escaping @Sendable () throws -> StudySweep
  ) async throws {
    try await link.perform {
      var runner: TaskRunner?
      var isLeaving = false
      var spoke = ProcessInfo.processInfo.systemUptime
      func say(_ word: FarmWord) throws {
        try link.send(try FarmMessage.data(word), to: 0)
        spoke = ProcessInfo.processInfo.systemUptime
      }
      try say(.ready)
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
          try say(.done(reply))
        } else if runner?.isIdle == false,
          ProcessInfo.processInfo.systemUptime - spoke > signs
        {
          try say(.atWork)
        }
        if isQuiet { Thread.sleep(forTimeInterval: FarmMessage.secondsBetweenLooks) }
      }
    }
  }
}
