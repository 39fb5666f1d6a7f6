import ArgumentParser
import Foundation
import IonHop

/// Whom a run may set to work: threads of its own, and the other ranks of an MPI job.
struct Workforce {
  let threads: Int
  /// Nil alone.
  var farm: TaskFarm?
}

extension Run {
  #if MPI
    /// Joins the MPI job. Rank 0 does what one process alone does, and hands tasks to the other ranks.
    func onRanks(_ lead: (Workforce) async throws -> Void) async throws {
      let link: MPILink
      do { link = try await MPILink.join() } catch {
        note("ionhop: error: \(error)")
        throw ExitCode(1)
      }
      do {
        if link.rank > 0 {
          try await work(link)
        } else {
          try await leadOthers(link, lead)
        }
      } catch let code as ExitCode {
        await link.leave()
        throw code
      } catch {
        // Others would wait for ever for what this rank cannot send.
        note("ionhop: error: rank \(link.rank): \(error)")
        link.abort(code: 1)
      }
      await link.leave()
    }

    /// A rank that is bound to some processors sees no others; of the rest each takes its part.
    private func threads(of link: MPILink) -> Int {
      let process = ProcessInfo.processInfo
      return askedThreads
        ?? max(1, min(process.activeProcessorCount, process.processorCount / link.localCount))
    }

    private func leadOthers(
      _ link: MPILink, _ lead: (Workforce) async throws -> Void
    ) async throws {
      let threads = threads(of: link)
      guard link.count > 1 else { return try await lead(Workforce(threads: threads)) }
      let farm = TaskFarm(link)
      let result: Result<Void, any Error>
      do {
        note("ranks: \(link.count); threads of rank 0: \(threads)")
        result = .success(try await lead(Workforce(threads: threads, farm: farm)))
      } catch { result = .failure(error) }
      try await farm.dismiss()
      if !farm.lostRanks.isEmpty { end(link, without: farm.lostRanks, result) }
      try result.get()
    }

    /// Leaving a job waits for all ranks, for dead ones in vain: what is left of it is ended.
    private func end(
      _ link: MPILink, without lost: Set<Int>, _ result: Result<Void, any Error>
    ) -> Never {
      var code: Int32 = 0
      if case .failure(let error) = result {
        if !(error is ExitCode) { note("ionhop: error: \(error)") }
        code = (error as? ExitCode)?.rawValue ?? 1
      }
      let ranks = lost.sorted().map(String.init).joined(separator: ", ")
      note("lost on the way: rank \(ranks); all is written, and the job ended (exit code \(code))")
      link.abort(code: code)
    }

    private func work(_ link: MPILink) async throws {
      // Rank 0 is told to stop as well, and tells the others when their points are wanted.
      for number in [SIGINT, SIGTERM] { signal(number, SIG_IGN) }
      let files = ResultFiles(URL(fileURLWithPath: output, isDirectory: true))
      let store = CheckpointStore(files.checkpointFolder) {
        note("warning: rank \(link.rank): \($0)")
      }
      let (study, lattices) = (study, lattices.urls)
      try await FarmHand.work(link, threads: threads(of: link), changing: change(store)) {
        try StudySweep.read(URL(fileURLWithPath: study), lattices: lattices)
      }
    }
  #else
    func onRanks(_ lead: (Workforce) async throws -> Void) async throws {
      try await lead(
        Workforce(threads: askedThreads ?? ProcessInfo.processInfo.activeProcessorCount))
    }
  #endif
}
