import Foundation
import Synchronization
import Testing

@testable import IonHopStudies

/// The ranks of a job as threads of this process.
private final class ThreadJob: Sendable {
  typealias Message = (sender: Int, message: Data)
  private let boxes: Mutex<[[Message]]>
  let links: [ThreadLink]
  let sent = Mutex(0)

  init(_ count: Int) {
    boxes = Mutex(Array(repeating: [], count: count))
    links = (0..<count).map { ThreadLink(rank: $0, count: count) }
    for link in links { link.job.withLock { $0 = self } }
  }

  func post(_ message: Message, to rank: Int) {
    boxes.withLock { $0[rank].append(message) }
    sent.withLock { $0 += 1 }
  }

  func take(_ rank: Int) -> Message? {
    boxes.withLock { $0[rank].isEmpty ? nil : $0[rank].removeFirst() }
  }

  /// Ends the threads, and lets the job go.
  func end() { for link in links { link.end() } }
}

private final class ThreadLink: RankLink {
  let rank: Int
  let count: Int
  let job = Mutex<ThreadJob?>(nil)
  private let thread = WaitingThread()

  init(rank: Int, count: Int) { (self.rank, self.count) = (rank, count) }

  func send(_ message: Data, to other: Int) throws {
    job.withLock { $0 }?.post((rank, message), to: other)
  }

  func receive() throws -> (sender: Int, message: Data)? { job.withLock { $0 }?.take(rank) }

  func perform<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws
    -> Result
  {
    try await thread.perform(work)
  }

  func end() {
    thread.end()
    job.withLock { $0 = nil }
  }
}

@Suite("A study over the ranks of a job")
struct FarmTests {
  private let fraction = "sweep: { model.crystal.mobile.Li.fraction: [0.25, 0.5, 0.75] }"

  private func sweep(_ text: String) throws -> StudySweep {
    try StudySweep.parse(text: text, file: "study.yaml")
  }

  /// Everything that is told, but for times and threads.
  private func text(_ results: StoredResults) throws -> String {
    let times = ["wallTime", "hopsPerSecond", "started", "finished", "threads"]
    return try ResultFiles.json(results).split(separator: "\n")
      .filter { line in !times.contains { line.contains("\"\($0)\" :") } }
      .joined(separator: "\n")
  }

  /// Runs rank 0 while the others work; they have all asked for a task before it begins.
  private func onRanks<Result>(
    _ count: Int, _ sweep: StudySweep, _ lead: (TaskFarm, ThreadJob) async throws -> Result
  ) async throws -> Result {
    let job = ThreadJob(count)
    defer { job.end() }
    return try await withThrowingTaskGroup(of: Void.self) { hands in
      for link in job.links.dropFirst() {
        hands.addTask { try await FarmHand.work(link, threads: 1) { sweep } }
      }
      while job.sent.withLock({ $0 }) < count - 1 { try await Task.sleep(for: .milliseconds(1)) }
      let farm = TaskFarm(job.links[0])
      do {
        let result = try await lead(farm, job)
        try await farm.dismiss()
        try await hands.waitForAll()
        return result
      } catch {
        try await farm.dismiss()
        throw error
      }
    }
  }

  @Test(
    "Results are those of one process alone, to the bit, for any number of ranks",
    arguments: [2, 3, 5])
  func anyNumber(count: Int) async throws {
    let sweep = try sweep(sweptStudy(fraction))
    let results = try await onRanks(count, sweep) { farm, job in
      let results = try await farm.results(sweep, threads: 1)
      // Ready, a task, its reply, the leave: every rank had its part.
      #expect(job.sent.withLock { $0 } >= 4 * (count - 1))
      return results
    }
    #expect(results.isComplete)
    #expect(try text(results) == text(try await sweep.results(threads: 1)))
  }

  @Test("One study without a sweep, with a finite-size test")
  func alone() async throws {
    let sweep = try sweep(
      sweptStudy(
        "", temperatures: "[500, 600, 700]", sampling: "relativeError: 0.1, finiteSizeTest: true"))
    let results = try await onRanks(3, sweep) { farm, _ in
      try await farm.results(sweep, threads: 1)
    }
    #expect(results.byKey[""]?.finiteSize?.count == 2)
    #expect(try text(results) == text(try await sweep.results(threads: 1)))
  }

  @Test("A variant that cannot be run fails with the words that it has alone; others go on")
  func failure() async throws {
    let sweep = try sweep(
      sweptStudy("sweep: { sampling.hops: [4, 200000] }", sampling: "hops: 4"))
    let alone = try await sweep.results(threads: 1)
    guard case .sweep(let variants) = alone else { throw RunError.stoppedBeforeResult }
    try #require(variants.variants.map { $0.failure != nil } == [true, false])
    let results = try await onRanks(3, sweep) { farm, _ in
      try await farm.results(sweep, threads: 1)
    }
    #expect(try text(results) == text(alone))
  }

  @Test("A stop reaches all ranks; whoever resumes, with other ranks, finds the same")
  func stopping() async throws {
    let sweep = try sweep(sweptStudy(fraction, sampling: "hops: 2000000"))
    let part = try await onRanks(3, sweep) { farm, _ in
      let run = farm.start(sweep, threads: 1)
      for try await progress in run where progress.partial != nil { run.stop() }
      return try await run.results()
    }
    #expect(!part.isComplete)
    let whole = try await onRanks(2, sweep) { farm, _ in
      try await farm.results(sweep, threads: 1, keeping: part)
    }
    #expect(whole.isComplete)
    #expect(try text(whole) == text(try await sweep.results(threads: 1)))
  }

  @Test("Temperatures that share their hops are left to rank 0, which says so")
  func together() async throws {
    let sweep = try sweep(
      sweptStudy("", sampling: "target: activationEnergy, relativeError: 0.05"))
    let told = Mutex<[String]>([])
    let results = try await onRanks(2, sweep) { farm, _ in
      try await farm.results(sweep, threads: 1, note: { text in told.withLock { $0.append(text) } })
    }
    #expect(told.withLock { $0.contains { $0.contains("rank 0 alone") } })
    #expect(try text(results) == text(try await sweep.results(threads: 1)))
  }

  @Test("Where rank 0 has nothing to run, the others are sent home")
  func dismissal() async throws {
    let sweep = try sweep(sweptStudy(""))
    let sent = try await onRanks(4, sweep) { farm, job in
      try await farm.dismiss()
      try await farm.dismiss()
      return job.sent.withLock { $0 }
    }
    #expect(sent == 6)
  }

  @Test("The task of a rank that falls silent goes to another, and the results are the same")
  func silence() async throws {
    let sweep = try sweep(sweptStudy(fraction))
    let job = ThreadJob(3)
    defer { job.end() }
    let told = Mutex<[String]>([])
    // Rank 2 joins, is given a task, and is never heard of again.
    job.post((2, try FarmMessage.data(FarmWord.ready)), to: 0)
    let farm = TaskFarm(job.links[0], patience: 2)
    async let hand: Void = FarmHand.work(job.links[1], threads: 1, signs: 0.01) { sweep }
    let results = try await farm.results(
      sweep, threads: 1, note: { text in told.withLock { $0.append(text) } })
    try await hand
    #expect(farm.lostRanks == [2])
    #expect(told.withLock { $0.contains { $0.hasPrefix("rank 2") && $0.contains("another") } })
    #expect(results.isComplete)
    #expect(try text(results) == text(try await sweep.results(threads: 1)))
  }

  @Test("A rank owes a word when it joins and for each task; signs put off its loss; it may return")
  func roster() {
    let task = FarmTask(variant: 1, temperature: 2)
    var roster = FarmRoster(count: 4, at: 0)
    #expect(roster.isAwaiting && roster.undismissed == [1, 2, 3])
    let isFree = [roster.answers(1), roster.answers(2)]
    #expect(isFree == [true, true])
    roster.order(task, to: 1, at: 10)
    roster.order(nil, to: 2, at: 10)
    #expect(roster.undismissed == [1, 3])
    // Rank 3 never joined; rank 1 is heard of, and then no more.
    roster.hears(of: 1, at: 60)
    let none = roster.giveUp(after: 60, at: 60)
    #expect(none.isEmpty)
    let first = roster.giveUp(after: 60, at: 61)
    #expect(first.map(\.rank) == [3] && first[0].task == nil)
    let second = roster.giveUp(after: 60, at: 121)
    #expect(second.map(\.rank) == [1] && second[0].task == task)
    #expect(roster.lost == [1, 3] && !roster.isAwaiting)
    roster.hears(of: 1, at: 130)
    #expect(roster.lost == [3] && roster.undismissed == [1])
    let isBack = roster.answers(1)
    #expect(isBack)
    roster.order(nil, to: 1, at: 131)
    #expect(!roster.isAwaiting && roster.lost == [3])
    let waits = roster.answers(2)
    #expect(!waits, "one that was told to leave waits for no order")
  }

  @Test("Of a task that two ranks did the second reply changes nothing")
  func twice() async throws {
    let sweep = try sweep(sweptStudy(""))
    guard case .study(let whole) = try await sweep.results(threads: 1) else { return }
    var ledger = try FarmLedger(sweep, keeping: nil, threads: 1) { _ in }
    let next = ledger.next()
    let task = try #require(next)
    var results = whole
    results.points = [whole.points[0]]
    ledger.giveBack(task)
    #expect(ledger.open.first == task && ledger.open.count == 2)
    let first = ledger.enter(FarmReply(task: task, results: results))
    #expect(first && ledger.done == 1 && ledger.open.count == 1)
    ledger.giveBack(task)
    let second = ledger.enter(FarmReply(task: task, results: results))
    #expect(!second)
    #expect(ledger.done == 1 && ledger.open.count == 1)
  }
}
