import Foundation
import Testing

@Suite("The command line: sweeps, resumed runs, comparisons", .serialized)
struct SweepCommandTests {
  private let swept = """
    name: swept
    model: { crystal: { lattice: sc, supercell: [4, 4, 4], mobile: { Li: { fraction: 0.5 } } } }
    temperatures: [500, 600]
    sampling: { relativeError: 0.1, replicas: 4 }
    sweep: { model.crystal.mobile.Li.fraction: [0.25, 0.5] }
    seed: 7

    """

  private func object(_ file: URL) throws -> [String: Any] {
    let json = try JSONSerialization.jsonObject(with: try Data(contentsOf: file))
    return try #require(json as? [String: Any])
  }

  private func points(_ variant: [String: Any]) throws -> [[String: Any]] {
    try #require((variant["results"] as? [String: Any])?["points"] as? [[String: Any]])
  }

  /// The numbers of all points of a sweep, without times and machine.
  private func numbers(_ folder: URL) throws -> [String] {
    let json = try object(folder.appending(path: "results.json"))
    let variants = try #require(json["variants"] as? [[String: Any]])
    return try variants.flatMap(points).map { point in
      let kept = point.filter { !["wallTime", "hopsPerSecond"].contains($0.key) }
      return String(
        decoding: try JSONSerialization.data(withJSONObject: kept, options: .sortedKeys),
        as: UTF8.self)
    }
  }

  @Test("A sweep gives tables, results and a report; resumed with more values it adds only these")
  func sweep() throws {
    let folder = try Folder()
    let (results, fresh) = (folder.url.appending(path: "a"), folder.url.appending(path: "b"))
    let study = try folder.file("swept.yaml", swept)
    let first = try Command(["run", study, "--output", results.path])
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("swept: 2 variants"))
    #expect(first.output.contains("fraction"))
    #expect(first.errors.contains("2/2 fraction 0.5, "))
    for name in ["results.json", "points.csv", "msd.csv", "fits.csv", "report.html"] {
      #expect(FileManager.default.fileExists(atPath: results.appending(path: name).path))
    }
    let more = swept.replacing("[0.25, 0.5]", with: "[0.25, 0.4, 0.5]").replacing(
      "[500, 600]", with: "[500, 550, 600]")
    _ = try folder.file("swept.yaml", more)
    let second = try Command([
      "run", study, "--output", results.path, "--resume", "--threads", "1",
    ])
    #expect(second.status == 0, "\(second.errors)")
    #expect(second.errors.contains("resuming: 4 of 9 points are done"))
    #expect(try Command(["run", study, "--output", fresh.path, "--quiet"]).status == 0)
    #expect(try numbers(results) == numbers(fresh))
    #expect(try numbers(results).count == 9)
    let rows = try String(contentsOf: results.appending(path: "points.csv"), encoding: .utf8)
    #expect(rows.hasPrefix("model.crystal.mobile.Li.fraction,temperature (K),conductivity (S/cm)"))
    #expect(rows.split(separator: "\n").count == 10)
    #expect(try Command(["report", results.path]).status == 0)
    #expect(try Command(["validate", study]).output.contains("3 variants"))
    let exact = try Command(["exact", study, "--beside", results.path])
    #expect(exact.output.contains("fraction 0.4"), "\(exact.errors)")
    // A header and nine points, three activation energies, and the same points beside what was sampled.
    let lines = exact.output.split(separator: "\n")
    #expect(lines.count == 23)
    for line in lines.suffix(9) {
      let deviation = line.split(separator: " ").last.flatMap { Double($0) }
      #expect(abs(try #require(deviation)) < 4, "\(line)")
    }
  }

  @Test("SIGTERM and Ctrl-C leave a sweep that goes on to the bit", arguments: [SIGTERM, SIGINT])
  func stopped(signal: Int32) throws {
    let folder = try Folder()
    let (results, fresh) = (folder.url.appending(path: "a"), folder.url.appending(path: "b"))
    let slow = swept.replacing("relativeError: 0.1", with: "relativeError: 0.0001")
    let stopped = try Command(
      ["run", try folder.file("swept.yaml", slow), "--output", results.path],
      interruptAfter: 3, by: { kill($0.processIdentifier, signal) })
    #expect(stopped.status == 130, "\(stopped.errors)")
    let json = try object(results.appending(path: "results.json"))
    #expect(json["complete"] as? Bool == false)
    let study = try folder.file("swept.yaml", swept)
    let resumed = try Command(["run", study, "--output", results.path, "--resume", "--quiet"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try Command(["run", study, "--output", fresh.path, "--quiet"]).status == 0)
    // The stopped point has more than enough by then, and is kept as it is.
    #expect(try numbers(results).dropFirst() == numbers(fresh).dropFirst())
  }

  @Test("Another study's folder and a damaged file end a resumed run with one line and code 2")
  func refused() throws {
    let folder = try Folder()
    let results = folder.url.appending(path: "a")
    let study = try folder.file("swept.yaml", swept)
    #expect(try Command(["run", study, "--output", results.path, "--quiet"]).status == 0)
    let file = results.appending(path: "results.json")
    let whole = try Data(contentsOf: file)
    let other = try folder.file("other.yaml", swept.replacing("[4, 4, 4]", with: "[4, 4, 3]"))
    let foreign = try Command(["run", other, "--output", results.path, "--resume"])
    try whole.prefix(whole.count / 2).write(to: file)
    let damaged = try Command(["run", study, "--output", results.path, "--resume"])
    for (command, mention) in [(foreign, "of this study"), (damaged, "truncated")] {
      #expect(command.status == 2)
      #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
      #expect(command.errors.contains("results.json") && command.errors.contains(mention))
    }
    let typo = try folder.file("typo.yaml", swept.replacing("fraction:", with: "fractoin:"))
    let misspelt = try Command(["run", typo, "--output", results.path])
    #expect(misspelt.status == 2)
    #expect(misspelt.errors.contains("did you mean \"fraction\"?"), "\(misspelt.errors)")
    let seeds = try folder.file(
      "s.yaml",
      swept.replacing("seed: 7", with: "").replacing(
        "sweep: {", with: "sweep: { seed: [1, 2],"))
    #expect(try Command(["run", seeds, "--seed", "3", "--output", results.path]).status == 2)
  }

  @Test("Runs are compared as a table of 80 columns, JSON, CSV and a page")
  func compare() throws {
    let folder = try Folder()
    let paths = ["low", "high"].map { folder.url.appending(path: $0).path }
    for (path, barrier) in zip(paths, ["0.25", "0.3"]) {
      let study = swept.replacing(
        "lattice: sc", with: "lattice: sc, barriers: { nearest: \(barrier) }"
      )
      .replacing("sweep: { model.crystal.mobile.Li.fraction: [0.25, 0.5] }", with: "")
      let command = try Command([
        "run", try folder.file("study.yaml", study), "--output", path, "--quiet",
      ])
      #expect(command.status == 0, "\(command.errors)")
    }
    let output = folder.url.appending(path: "comparison")
    let table = try Command(["compare"] + paths + ["--baseline", "high", "--output", output.path])
    #expect(table.status == 0, "\(table.errors)")
    #expect(table.output.contains("at 500 K, ratio to high"))
    let lines = table.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines[1].hasPrefix("run ") && lines[2].hasPrefix("low"), "\(table.output)")
    for name in ["compare.csv", "compare.html"] {
      #expect(FileManager.default.fileExists(atPath: output.appending(path: name).path))
    }
    let csv = try Command(["compare"] + paths + ["--csv"])
    #expect(csv.output.split(separator: "\n").count == 5)
    let json = try Command(["compare"] + paths + ["--json", "--baseline", "high"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let entries = try #require(object?["entries"] as? [[String: Any]])
    let ratio = try #require(entries[0]["ratio"] as? [String: Any])
    let (value, error) = (
      try #require(ratio["value"] as? Double), try #require(ratio["standardError"] as? Double)
    )
    // Boltzmann factor of 0.05 eV at 500 K, k = 8.617333e-5 eV/K.
    #expect(abs(value - exp(0.05 / (8.617333e-5 * 500))) < 4 * error)
    for (arguments, status) in [
      ([paths[0]], 2), ([paths[0], "/nowhere"], 2), (paths + ["--baseline", "lwo"], 2),
      (paths + ["--temperature", "300"], 2), (paths + ["--json", "--csv"], 64), ([], 64),
    ] {
      let command = try Command(["compare"] + arguments)
      #expect(command.status == Int32(status), "\(arguments): \(command.errors)")
      #expect(command.output.isEmpty)
    }
  }

  /// The example, reduced: f / f_I at long times from an independent program (V33 of the validation suite): 0.505 / 0.753 at three and 0.357 / 0.902 at seven lithium ions per formula unit.
  @Test("The garnet example's Haven ratio falls with lithium content as in Morgan 2017")
  func garnet() throws {
    let folder = try Folder()
    let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Examples")
    let whole = try String(
      contentsOf: examples.appending(path: "garnet-composition.yaml"), encoding: .utf8)
    let reduced = whole.replacing("[1, 2, 3, 4, 5, 6, 7, 8]", with: "[3, 7]")
      .replacing("relativeError: 0.02", with: "relativeError: 0.03")
    #expect(reduced.contains("[3, 7]") && reduced.contains("0.03"))
    let results = folder.url.appending(path: "garnet")
    let command = try Command([
      "run", try folder.file("garnet.yaml", reduced), "--output", results.path, "--quiet",
    ])
    #expect(command.status == 0, "\(command.errors)")
    let json = try object(results.appending(path: "results.json"))
    let variants = try #require(json["variants"] as? [[String: Any]])
    for (variant, expected) in zip(variants, [0.505 / 0.753, 0.357 / 0.902]) {
      let haven = try #require(try points(variant)[0]["havenRatio"] as? [String: Any])
      let (value, error) = (
        try #require(haven["value"] as? Double), try #require(haven["standardError"] as? Double)
      )
      #expect(error < 0.05 * expected)
      #expect(abs(value - expected) < 4 * error)
    }
    let html = try String(contentsOf: results.appending(path: "report.html"), encoding: .utf8)
    #expect(html.contains("Haven ratio against perFormulaUnit"))
  }
}
