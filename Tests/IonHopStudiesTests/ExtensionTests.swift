import Foundation
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("A smaller error asked for later repeats nothing")
struct ExtensionTests {
  private static let temperatures = "[500, 700]"

  private func sweep(_ sampling: String) throws -> StudySweep {
    try StudySweep.parse(
      text: sweptStudy("", temperatures: Self.temperatures, sampling: sampling), file: "study.yaml")
  }

  /// All points' numbers, without the time that they took.
  private func numbers(_ results: StoredResults) throws -> [String] {
    try (results.byKey[""]?.points ?? []).map {
      var point = $0
      (point.wallTime, point.hopsPerSecond) = (0, 0)
      return try ResultFiles.json(point)
    }
  }

  @Test(
    "It goes on from where each temperature ended, to the bits of a run that was asked at once",
    arguments: ["conductivity", "havenRatio", "activationEnergy"])
  func extended(target: String) async throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(folder.url("checkpoints"))
    let wish = "target: \(target), extendable: true, relativeError: "
    let (loose, tight) = (try sweep(wish + "0.08"), try sweep(wish + "0.02"))
    let first = try await loose.results(threads: 2) { $0.checkpoints = store }
    #expect(first.isComplete)
    // As the program does when a study is complete.
    store.discardFinished()
    store.discardAll()

    var study = try tight.study(tight.variants[0])
    study.checkpoints = store
    for known in try #require(first.byKey[""]).points {
      let runner = PointRunner(
        study: study, temperature: known.temperature, threads: 1, report: { _, _ in })
      let point = try await runner.open()
      #expect(await runner.hops(point.replicas) == known.hops)
    }

    let again = try await tight.results(threads: 1, keeping: first) { $0.checkpoints = store }
    let anew = try await tight.results(threads: 2)
    #expect(again.isComplete)
    #expect(try numbers(again) == numbers(anew))
    let hops = [first, again].map { $0.byKey[""]?.points.reduce(0) { $0 + $1.hops } ?? 0 }
    #expect(hops[1] > 2 * hops[0])
  }

  @Test("Without being asked to, nothing is left when a study is complete; hops cannot be extended")
  func otherwise() async throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(folder.url("checkpoints"))
    _ = try await sweep("relativeError: 0.1, checkpoint: 0.001").results(threads: 2) {
      $0.checkpoints = store
    }
    store.discardFinished()
    store.discardAll()
    #expect(!FileManager.default.fileExists(atPath: store.folder.path))
    let error = #expect(throws: InputError.self) {
      let sweep = try sweep("hops: 1000, extendable: true")
      _ = try sweep.study(sweep.variants[0])
    }
    expect(error, names: "study.yaml:8", "sampling.hops", "exclude each other")
  }
}
