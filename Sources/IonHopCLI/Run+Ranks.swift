import ArgumentParser
import Foundation
import IonHop
import Synchronization

/// Processors that this rank may take: all of the machine's, where it is alone there.
let processorsOfRank = Mutex(ProcessInfo.processInfo.activeProcessorCount)

extension Run {
  var threads: Int { askedThreads ?? processorsOfRank.withLock { $0 } }

  #if MPI
    /// Joins the MPI job. Rank 0 does what one process alone does, and hands tasks to the other ranks.
    func onRanks(_ lead: (TaskFarm?) async throws -> Void) async throws {
      let link: MPILink
      do { link = try await MPILink.join() } catch {
        note("ionhop: error: \(error)")
        throw ExitCode(1)
      }
      // A rank that is bound to some processors sees no others; of the rest each takes its part.
      let process = ProcessInfo.processInfo
      processorsOfRank.withLock {
        $0 = max(1, min(process.activeProcessorCount, process.processorCount / link.localCount))
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
        link.abort()
      }
      await link.leave()
    }

    private func leadOthers(
      _ link: MPILink, _ lead: (TaskFarm?) async throws -> Void
    ) async throws {
      guard link.count > 1 else { return try await lead(nil) }
      let farm = TaskFarm(link)
      let result: Result<Void, any Error>
      do {
        note("ranks: \(link.count); threads of rank 0: \(threads)")
        result = .success(try await lead(farm))
      } catch { result = .failure(error) }
      try await farm.dismiss()
      try result.get()
    }

    private func work(_ link: MPILink) async throws {
      // Rank 0 is told to stop as well, and tells the others when their points are wanted.
      for number in [SIGINT, SIGTERM] { signal(number, SIG_IGN) }
      let files = ResultFiles(URL(fileURLWithPath: output, isDirectory: true))
      let store = CheckpointStore(files.checkpointFolder) {
        note("warning: rank \(link.rank): \($0)")
      }
      let (study, lattices) = (study, lattices.urls)
      try await FarmHand.work(link, threads: threads, changing: change(store)) {
        try StudySweep.read(URL(fileURLWithPath: study), lattices: lattices)
      }
    }
  #else
    func onRanks(_ lead: (TaskFarm?) async throws -> Void) async throws { try await lead(nil) }
  #endif
}
