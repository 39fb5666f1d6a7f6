import Foundation
import IonHopAnalysis
import Testing

@testable import IonHopStudies

@Suite("Parts of a study, and putting them together")
struct ShardTests {
  private let fraction = "sweep: { model.crystal.mobile.Li.fraction: [0.25, 0.5, 0.75] }"

  private func shards(_ sweep: StudySweep, _ count: Int) async throws -> [(
    file: String, results: StoredResults
  )] {
    var parts: [(file: String, results: StoredResults)] = []
    for number in 1...count {
      let results = try await sweep.results(
        threads: 2, changing: { $0.share = .shard(number, of: count) })
      parts.append(("part\(number)/results.json", results))
    }
    return parts
  }

  /// Everything that is told, but for times and threads.
  private func text(_ results: StoredResults) throws -> String {
    let json = try JSONSerialization.jsonObject(with: Data(try ResultFiles.json(results).utf8))
    func strip(_ value: Any) -> Any {
      if let list = value as? [Any] { return list.map(strip) }
      guard let object = value as? [String: Any] else { return value }
      let times = ["wallTime", "hopsPerSecond", "started", "finished", "threads"]
      return object.filter { !times.contains($0.key) }.mapValues(strip)
    }
    return String(
      decoding: try JSONSerialization.data(withJSONObject: strip(json), options: .sortedKeys),
      as: UTF8.self)
  }

  @Test("Shards together are the whole study, to the bit", arguments: [2, 3, 4])
  func whole(count: Int) async throws {
    for target in ["relativeError: 0.1", "target: activationEnergy, relativeError: 0.05"] {
      let sweep = try StudySweep.parse(
        text: sweptStudy(fraction, sampling: target), file: "study.yaml")
      if target.hasPrefix("target"), count > 3 { continue }
      let parts = try await shards(sweep, count)
      #expect(parts.allSatisfy { !$0.results.isComplete })
      let merged = try await sweep.merged(parts.reversed())
      #expect(merged.isComplete)
      #expect(try text(merged) == text(try await sweep.results(threads: 1)))
    }
  }

  @Test("Of one study each shard has its temperatures; what is missing is run by whoever resumes")
  func temperatures() async throws {
    let sweep = try StudySweep.parse(
      text: sweptStudy("", temperatures: "[500, 600, 700]"), file: "study.yaml")
    let parts = try await shards(sweep, 2)
    #expect(parts[0].results.byKey[""]?.points.map(\.temperature) == [500, 700])
    #expect(parts[1].results.byKey[""]?.points.map(\.temperature) == [600])
    let half = try await sweep.merged([parts[1]])
    #expect(!half.isComplete)
    let rest = try await sweep.results(threads: 2, keeping: half)
    #expect(try text(rest) == text(try await sweep.results(threads: 1)))
    await #expect(throws: RunError.emptyShare) {
      try await sweep.results(threads: 1, changing: { $0.share = .shard(4, of: 4) })
    }
  }

  @Test("A part of another study is named and refused")
  func foreign() async throws {
    let sweep = try StudySweep.parse(text: sweptStudy(fraction), file: "study.yaml")
    let other = try StudySweep.parse(
      text: sweptStudy(fraction + "\nseed: 9"), file: "study.yaml")
    let (own, foreign) = (try await shards(sweep, 1)[0], try await shards(other, 1)[0])
    await #expect(throws: ResultFileError.self) {
      try await sweep.merged([own, ("other/results.json", foreign.results)])
    }
  }

  @Test("A share is written as its number and their count")
  func reading() {
    #expect(TaskShare("2/8") == .shard(2, of: 8))
    for text in ["", "2", "0/3", "4/3", "1/2/3", "a/b", "1/", "-1/3", "1/99999999"] {
      #expect(TaskShare(text) == nil, "\(text)")
    }
  }
}
