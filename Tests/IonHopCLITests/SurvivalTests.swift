import Foundation
import Testing

@Suite("The command line: runs that are ended, limited, or shared out", .serialized)
struct SurvivalTests {
  private let study = """
    name: long
    model: { crystal: { lattice: sc, supercell: [5, 5, 5], mobile: { Li: 0.5 } } }
    temperatures: [500, 600, 700]
    sampling: { hops: 1e7, replicas: 4, checkpoint: 0.02 }
    seed: 7
    """

  /// Everything in a results file but times, threads and paths.
  private func numbers(_ folder: URL) throws -> String {
    let data = try Data(contentsOf: folder.appending(path: "results.json"))
    func strip(_ value: Any) -> Any {
      if let list = value as? [Any] { return list.map(strip) }
      guard let object = value as? [String: Any] else { return value }
      let times = ["wallTime", "hopsPerSecond", "started", "finished", "threads"]
      return object.filter { !times.contains($0.key) }.mapValues(strip)
    }
    return String(
      decoding: try JSONSerialization.data(
        withJSONObject: strip(try JSONSerialization.jsonObject(with: data)), options: .sortedKeys),
      as: UTF8.self)
  }

  @Test("A run that is killed four times and resumed has the results of one that was not")
  func killed() throws {
    let folder = try Folder()
    let file = try folder.file("long.yaml", study)
    let (whole, killed) = (folder.url.appending(path: "a"), folder.url.appending(path: "b"))
    #expect(try Command(["run", file, "--output", whole.path, "--quiet"]).status == 0)
    for seconds in [0.3, 0.7, 0.5, 0.2] {
      let command = try Command(
        ["run", file, "--output", killed.path, "--quiet", "--resume"], interruptAfter: seconds
      ) { kill($0.processIdentifier, SIGKILL) }
      #expect(!command.errors.contains("cannot be used"), "\(command.errors)")
    }
    let last = try Command(["run", file, "--output", killed.path, "--resume", "--threads", "1"])
    #expect(last.status == 0, "\(last.errors)")
    #expect(try numbers(killed) == numbers(whole))
    #expect(
      !FileManager.default.fileExists(atPath: killed.appending(path: "checkpoints").path))
  }

  @Test(
    "A time limit ends a run with 130; what comes after it goes on, or sets it aside and says so")
  func timeLimit() throws {
    let folder = try Folder()
    let file = try folder.file(
      "long.yaml", study.replacingOccurrences(of: "hops: 1e7", with: "relativeError: 0.0001"))
    let results = folder.url.appending(path: "a")
    let run = ["run", file, "--output", results.path, "--quiet", "--time-limit", "1"]
    let first = try Command(run)
    #expect(first.status == 130)
    #expect(first.errors.contains("the time limit of 1 s is reached"))
    let checkpoints = results.appending(path: "checkpoints").path
    #expect(try !FileManager.default.contentsOfDirectory(atPath: checkpoints).isEmpty)
    #expect(try Command(run + ["--resume"]).status == 130)
    let anew = try Command(run)
    #expect(anew.errors.contains("checkpoints-previous"), "\(anew.errors)")
    #expect(FileManager.default.fileExists(atPath: checkpoints + "-previous"))
  }

  @Test("A stop before the first result is a stop, not an error")
  func early() throws {
    let folder = try Folder()
    let file = try folder.file(
      "slow.yaml", study.replacingOccurrences(of: "hops: 1e7", with: "equilibration: 1e7"))
    let output = folder.url.appending(path: "a").path
    let run = try Command(["run", file, "--output", output, "--quiet", "--time-limit", "0.5"])
    #expect(run.status == 130, "\(run.errors)")
    #expect(run.errors.contains("stopped before the first result"))
    #expect(run.errors.contains("--resume goes on") && !run.errors.contains("error"))
  }

  @Test("Shards end with 0 and merge to the whole study; a shard too many is told")
  func shards() throws {
    let folder = try Folder()
    let file = try folder.file("long.yaml", study)
    var parts: [String] = []
    for number in 1...2 {
      parts.append(folder.url.appending(path: "part\(number)").path)
      let part = try Command([
        "run", file, "--shard", "\(number)/2", "--output", parts[number - 1], "--quiet",
      ])
      #expect(part.status == 0, "\(part.errors)")
    }
    let (whole, merged) = (folder.url.appending(path: "a"), folder.url.appending(path: "b"))
    #expect(try Command(["run", file, "--output", whole.path, "--quiet"]).status == 0)
    let merge = try Command(["merge", file] + parts + ["--output", merged.path])
    #expect(merge.status == 0, "\(merge.errors)")
    #expect(try numbers(merged) == numbers(whole))
    let half = try Command(["merge", file, parts[0], "--output", merged.path])
    #expect(half.status == 130)
    #expect(half.output.contains("points are missing"))
    let empty = try Command(["run", file, "--shard", "4/4", "--output", merged.path])
    #expect(empty.status == 1)
    #expect(empty.errors.contains("fewer temperatures than shards"), "\(empty.errors)")
    #expect(try Command(["run", file, "--shard", "3/2"]).status == 64)
    let other = try folder.file(
      "other.yaml", study.replacingOccurrences(of: "[5, 5", with: "[4, 5"))
    let foreign = try Command(["merge", other] + parts + ["--output", merged.path])
    #expect(foreign.status == 2)
    #expect(foreign.errors.contains("no point of \"long\" in it is of this study"))
  }

  @Test("A structured log has one object a line, for progress, warnings and errors")
  func log() throws {
    let folder = try Folder()
    let run = try Command([
      "run", try folder.file("long.yaml", study), "--output", folder.url.appending(path: "a").path,
      "--log", "json",
    ])
    #expect(run.status == 0)
    let events = try run.errors.split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }
    #expect(events.count { $0["event"] as? String == "temperature" } == 3)
    #expect(events.contains { $0["event"] as? String == "warning" })
    let last = try #require(events.last { $0["event"] as? String == "temperature" })
    #expect(last["temperature"] as? Double == 700)
    #expect(last["done"] as? Double == 1)
    #expect(last["hops"] as? Int == 10_000_000)
    let failed = try Command(["run", "none.yaml", "--log", "json"])
    #expect(failed.status == 2)
    #expect(failed.errors.contains("\"event\":\"error\""), "\(failed.errors)")
  }
}
