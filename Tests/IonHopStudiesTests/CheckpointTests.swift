import Foundation
import IonHopAnalysis
import IonHopCore
import Synchronization
import Testing

@testable import IonHopStudies

/// What a store has to tell.
private final class Notices: Sendable {
  private let texts = Mutex<[String]>([])
  var all: [String] { texts.withLock(\.self) }
  func add(_ text: String) { texts.withLock { $0.append(text) } }
}

@Suite("Checkpoints inside a temperature")
struct CheckpointTests {
  private static let sampling = "hops: 8000000, checkpoint: 0.001"

  private static let boundary = """
    name: boundary
    model:
      grainBoundary:
        lattice: sc
        supercell: [8, 4, 4]
        axis: x
        mobile: { Li: 0.1 }
        core: { width: "4 Å", barrierRise: { gaussian: { mean: 0.05, deviation: 0.02 } } }
    temperatures: [600]
    sampling: { hops: 24000000, replicas: 2, checkpoint: 0.001 }

    """

  private static let together = """
    name: together
    model:
      crystal:
        lattice: sc
        supercell: [4, 4, 4]
        mobile: { Li: { fraction: 0.4 } }
        interactions: { nearestNeighbour: 0.03 }
    temperatures: [400, 600, 800]
    sampling: { target: activationEnergy, relativeError: 0.01, replicas: 3, checkpoint: 0.001 }

    """

  private func sweep(_ text: String) throws -> StudySweep {
    try StudySweep.parse(text: text, file: "study.yaml")
  }

  /// All points' numbers, without the time that they took.
  private func numbers(_ results: StoredResults) throws -> [String] {
    try results.byKey.sorted { $0.key < $1.key }.flatMap(\.value.points).map {
      var point = $0
      (point.wallTime, point.hopsPerSecond) = (0, 0)
      return try ResultFiles.json(point)
    }
  }

  /// Runs until so many reports of progress have come; nil where the stop came before any result.
  private func run(
    _ sweep: StudySweep, _ store: CheckpointStore, keeping earlier: StoredResults?, reports: Int
  ) async throws -> StoredResults? {
    let run = sweep.start(threads: 2, keeping: earlier) { $0.checkpoints = store }
    var seen = 0
    do {
      for try await _ in run {
        seen += 1
        if seen == reports { run.stop() }
      }
      return try await run.results()
    } catch RunError.stoppedBeforeResult { return nil }
  }

  @Test(
    "A run that is stopped again and again has the results of one that was not",
    arguments: [
      sweptStudy("", sampling: Self.sampling), Self.together, Self.boundary,
      sweptStudy(
        "", temperatures: "[500]", sampling: "relativeError: 0.02, finiteSizeTest: true"),
    ])
  func stopped(text: String) async throws {
    let folder = try TemporaryFolder()
    let sweep = try sweep(text)
    let whole = try await sweep.results(threads: 2)
    let notices = Notices()
    var (results, stops): (StoredResults?, Int) = (nil, 0)
    while results?.isComplete != true, stops < 200 {
      let store = CheckpointStore(folder.url("checkpoints"), notice: notices.add)
      results = try await run(sweep, store, keeping: results, reports: 1 + stops) ?? results
      stops += 1
      store.discardFinished()
    }
    let found = try #require(results)
    #expect(stops > 1)
    #expect(try numbers(found) == numbers(whole))
    #expect(found.byKey[""]?.finiteSize?.count == whole.byKey[""]?.finiteSize?.count)
    #expect(notices.all.isEmpty, "\(notices.all)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url("checkpoints").path).isEmpty)
  }

  /// A folder with the checkpoint of a run that was stopped on its way, and the one before it.
  private func stoppedRun(_ sweep: StudySweep, _ folder: TemporaryFolder) async throws -> [URL] {
    let store = CheckpointStore(folder.url("checkpoints"))
    for _ in 0..<2 { _ = try await run(sweep, store, keeping: nil, reports: 3) }
    return try FileManager.default.contentsOfDirectory(
      at: store.folder, includingPropertiesForKeys: nil
    ).sorted { $0.path < $1.path }
  }

  @Test("Each of 1000 truncations and changed bytes of a checkpoint is found")
  func damage() async throws {
    let folder = try TemporaryFolder()
    let sweep = try sweep(sweptStudy("", temperatures: "500", sampling: Self.sampling))
    let files = try await stoppedRun(sweep, folder)
    #expect(files.count == 2)
    let whole = [UInt8](try Data(contentsOf: files[0]))
    #expect(try CheckpointFile.pieces(of: whole).count == 5)
    var random = try RandomStream(seed: 17)
    var missed = 0
    for number in 0..<1000 {
      var bytes = whole
      let place = Int(random.integer(below: UInt32(whole.count)))
      if number < 500 {
        bytes.removeSubrange(place...)
      } else {
        bytes[place] ^= UInt8(1 + random.integer(below: 255))
      }
      do {
        _ = try CheckpointFile.pieces(of: bytes)
        missed += 1
      } catch {}
    }
    #expect(missed == 0)
  }

  @Test(
    "A damaged checkpoint is named, and the one before it used; without that the point begins anew")
  func fallsBack() async throws {
    let folder = try TemporaryFolder()
    let sweep = try sweep(sweptStudy("", temperatures: "500", sampling: Self.sampling))
    let whole = try numbers(try await sweep.results(threads: 2))
    var files = try await stoppedRun(sweep, folder)
    for (damaged, mend) in [(1, "the previous one is used"), (2, "starts anew")] {
      for file in files.prefix(damaged) {
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
      }
      let notices = Notices()
      let store = CheckpointStore(folder.url("checkpoints"), notice: notices.add)
      let results = try await run(sweep, store, keeping: nil, reports: .max)
      #expect(try numbers(try #require(results)) == whole)
      #expect(notices.all.count == damaged)
      #expect(notices.all.last?.contains(mend) == true, "\(notices.all)")
      #expect(notices.all[0].contains(files[0].path), "\(notices.all)")
      #expect(notices.all[0].contains("checksum"))
      files = try await stoppedRun(sweep, folder)
    }
  }

  @Test("A checkpoint of a later format, or of another study under its name, is refused")
  func foreign() async throws {
    let folder = try TemporaryFolder()
    let sweep = try sweep(sweptStudy("", temperatures: "500", sampling: Self.sampling))
    let files = try await stoppedRun(sweep, folder)
    let bytes = [UInt8](try Data(contentsOf: files[0]))
    let pieces = try CheckpointFile.pieces(of: bytes)
    #expect(throws: StateError.unfit("study or version of the program")) {
      try PointCheckpoint(pieces, identity: "another", replicas: 4)
    }
    let file = folder.url("later")
    try Data(CheckpointFile.magic).write(to: file)
    let writer = try CheckpointFile.Writer(file, version: 99)
    try writer.commit()
    #expect(throws: CheckpointFile.Damage.unknownVersion(99)) { try CheckpointFile.read(file) }
    #expect(throws: CheckpointFile.Damage.noCheckpoint) {
      try CheckpointFile.read(CheckpointFile.previous(of: file))
    }
  }

  @Test("Where nothing can be written the run tells it once, and goes on to the same results")
  func unwritable() async throws {
    let folder = try TemporaryFolder()
    try Data().write(to: folder.url("file"))
    let notices = Notices()
    let store = CheckpointStore(folder.url("file/checkpoints"), notice: notices.add)
    let sweep = try sweep(sweptStudy("", temperatures: "500", sampling: Self.sampling))
    let results = try await run(sweep, store, keeping: nil, reports: .max)
    #expect(try numbers(try #require(results)) == numbers(try await sweep.results(threads: 1)))
    #expect(notices.all.count == 1)
    #expect(notices.all.first?.contains("cannot be written") == true)
  }

  @Test("What decides about a point has a checkpoint of its own; what does not, shares it")
  func names() throws {
    func identity(_ text: String) throws -> String {
      let study = try Study.parse(text: text, file: "study.yaml")
      let runner = PointRunner(study: study, temperature: 500, threads: 1) { _, _ in }
      return runner.identity(try study.plan(at: 500))
    }
    let text = sweptStudy("seed: 5")
    let own = try identity(text)
    for (good, other) in [
      ("seed: 5", "seed: 6"), ("fraction: 0.5", "fraction: 0.6"), ("replicas: 4", "replicas: 3"),
      ("relativeError: 0.1", "relativeError: 0.2"), ("relativeError: 0.1", "hops: 100"),
    ] {
      #expect(try identity(text.replacing(good, with: other)) != own, "\(other)")
    }
    for (good, other) in [
      ("replicas: 4", "replicas: 4, maxTime: 7"), ("replicas: 4", "replicas: 4, checkpoint: 5"),
      ("[500, 600]", "[500]"), ("name: swept", "name: other"),
    ] {
      #expect(try identity(text.replacing(good, with: other)) == own, "\(other)")
    }
  }
}
