import Foundation
import Testing

/// Runs the built `ionhop` and looks at what a user would see.
struct Command {
  let status: Int32
  let output: String
  let errors: String

  static let binary: URL = {
    let name = "ionhop"
    let folders = [
      Bundle.main.bundleURL, Bundle.main.executableURL?.deletingLastPathComponent(),
      URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent(),
    ]
    return folders.compactMap { $0?.appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
      ?? URL(fileURLWithPath: ".build/release/\(name)")
  }()

  init(
    _ arguments: [String], in workingFolder: URL? = nil, interruptAfter seconds: Double? = nil,
    by stop: (Process) -> Void = { $0.interrupt() }
  ) throws {
    let folder = try Folder()
    let (out, err) = (folder.url.appending(path: "out"), folder.url.appending(path: "err"))
    for file in [out, err] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = Self.binary
    process.arguments = arguments
    if let workingFolder { process.currentDirectoryURL = workingFolder }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    if let seconds {
      Thread.sleep(forTimeInterval: seconds)
      stop(process)
    }
    process.waitUntilExit()
    status = process.terminationStatus
    output = try String(contentsOf: out, encoding: .utf8)
    errors = try String(contentsOf: err, encoding: .utf8)
  }
}

/// A folder that goes away with its owner.
final class Folder {
  let url = FileManager.default.temporaryDirectory.appending(path: "ionhop-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String, _ text: String) throws -> String {
    let file = url.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}

private let smallStudy = """
  name: small
  model: { crystal: { lattice: sc, supercell: [4, 4, 4], mobile: { Li: 0.5 } } }
  temperatures: [500, 600, 700]
  sampling: { relativeError: 0.05, replicas: 4 }
  fit: [arrhenius]
  seed: 7
  """

@Suite("The command line", .serialized)
struct CommandTests {
  @Test("Help and version answer for the program and every command")
  func help() throws {
    for arguments in [
      ["--help"], ["run", "--help"], ["validate", "--help"], ["materials", "--help"],
      ["fit", "--help"], ["exact", "--help"], ["selftest", "--help"], ["report", "--help"],
      ["compare", "--help"], ["trajectory", "--help"], ["merge", "--help"], ["import", "--help"],
    ] {
      let command = try Command(arguments)
      #expect(command.status == 0)
      #expect(command.output.contains("USAGE"))
      #expect(command.output.lowercased().contains("example"))
    }
    #expect(try Command(["--version"]).output.contains("GSL"))
  }

  @Test("A study gives a table, result files and a self-contained report; the barrier comes back")
  func run() throws {
    let folder = try Folder()
    let results = folder.url.appending(path: "results")
    let command = try Command([
      "run", try folder.file("small.yaml", smallStudy), "--output", results.path,
    ])
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.contains("arrhenius fit"))
    for name in ["results.json", "points.csv", "msd.csv", "report.html"] {
      #expect(FileManager.default.fileExists(atPath: results.appending(path: name).path))
    }
    let html = try String(contentsOf: results.appending(path: "report.html"), encoding: .utf8)
    #expect(html.contains("<svg"))
    #expect(!html.contains("src=\"http"))
    let fit = try Command([
      "fit", results.appending(path: "points.csv").path, "--model", "arrhenius", "--json",
    ])
    let json = try JSONSerialization.jsonObject(with: Data(fit.output.utf8)) as? [String: Any]
    let energy = json?["activationEnergy"] as? [String: Any]
    let value = try #require(energy?["value"] as? Double)
    let error = try #require(energy?["standardError"] as? Double)
    // Exclusion changes no barrier: E_a is that of the lattice file, 0.3 eV.
    #expect(abs(value - 0.3) < 4 * error)
    #expect(try Command(["report", results.path]).status == 0)
  }

  @Test("Results do not depend on the number of threads, to the bit")
  func threads() throws {
    let folder = try Folder()
    let study = try folder.file("small.yaml", smallStudy)
    let numbers = try [1, 2].map { threads in
      let command = try Command([
        "run", study, "--output", folder.url.appending(path: "\(threads)").path, "--threads",
        "\(threads)", "--json", "--quiet",
      ])
      let json = try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any]
      let points = try #require(json?["points"] as? [[String: Any]])
      return try points.map { point in
        let kept = point.filter { !["wallTime", "hopsPerSecond"].contains($0.key) }
        return String(
          decoding: try JSONSerialization.data(withJSONObject: kept, options: .sortedKeys),
          as: UTF8.self)
      }
    }
    #expect(numbers[0] == numbers[1])
    #expect(numbers[0].count == 3)
  }

  @Test("Ctrl-C ends a long run with valid results so far")
  func interrupted() throws {
    let folder = try Folder()
    let long = smallStudy.replacingOccurrences(
      of: "sampling: { relativeError: 0.05", with: "sampling: { relativeError: 0.00001")
    let results = folder.url.appending(path: "results")
    let command = try Command(
      ["run", try folder.file("long.yaml", long), "--output", results.path], interruptAfter: 3)
    #expect(command.status == 130)
    let data = try Data(contentsOf: results.appending(path: "results.json"))
    let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    #expect(json?["complete"] as? Bool == false)
    let points = try #require(json?["points"] as? [[String: Any]])
    #expect(!points.isEmpty)
    #expect(points.last?["converged"] as? Bool == false)
  }

  @Test("Exactly the asked hops are made")
  func fixedHops() throws {
    let folder = try Folder()
    let fixed = smallStudy.replacingOccurrences(of: "relativeError: 0.05", with: "hops: 123457")
    let command = try Command([
      "run", try folder.file("fixed.yaml", fixed), "--output", folder.url.path, "--json",
      "--quiet",
    ])
    let json = try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any]
    let points = try #require(json?["points"] as? [[String: Any]])
    #expect(points.allSatisfy { $0["hops"] as? Int == 123_457 })
  }

  @Test("Barriers that depend on the ions near are told by validate, and met empty by exact")
  func environment() throws {
    let folder = try Folder()
    let lattice = """
      name: crowd
      title: Crowding
      cell: { a: 3 }
      sites: { A: { position: [0, 0, 0] } }
      hops: [{ class: hop, between: [A, A], distance: [2.9, 3.1], barrier: 0.3, frequency: 1e13 }]
      environment: [{ class: hop, near: [A], distance: [3.3, 3.4], table: [0.1, -0.02] }]
      mobile: { Li: { charge: 1, count: 0 } }
      """
    let study = try folder.file(
      "crowd-study.yaml",
      "{ model: { crystal: { lattice: ./crowd.yaml, supercell: [4, 4, 4], mobile: { Li: { count: 1 } } } }, temperatures: 600 }"
    )
    let file = try folder.file("crowd.yaml", lattice)
    let validate = try Command(["validate", study])
    #expect(validate.status == 0, "\(validate.errors)")
    #expect(validate.output.contains("-0.02 to 0.1 eV more, by the ions near hops of hop"))
    #expect(validate.output.contains("rejectionFree"))
    #expect(try Command(["materials", "show", file]).output.contains("0.1, -0.02 by their number"))
    // D = ν a² exp(−0.4 eV/kT) on a simple cubic lattice, 0.1 eV of it for no ion near.
    let exact = try Command(["exact", study])
    #expect(exact.output.contains("3.929980e-06"), "\(exact.output)")
    #expect(exact.errors.contains("shifts of barriers by the ions near are left out"))
  }

  @Test("The exact solver, validate and materials answer")
  func others() throws {
    let folder = try Folder()
    let study = try folder.file("small.yaml", smallStudy)
    let exact = try Command(["exact", study])
    #expect(exact.status == 0)
    #expect(exact.output.contains("exact"))
    let other = try Command(["exact", study, "--beside", folder.url.path])
    #expect(other.status != 0 && other.errors.contains("results.json"), "\(other.errors)")
    let validate = try Command(["validate", study])
    #expect(validate.status == 0)
    #expect(validate.output.contains("bytes a site"))
    #expect(try Command(["materials"]).output.contains("LLZO-cubic"))
    #expect(try Command(["materials", "show", "LLZO-cubic"]).output.contains("doi:"))
  }

  @Test("Bad input gives one line and exit code 2; bad usage 64")
  func badInput() throws {
    let folder = try Folder()
    let typo = try folder.file(
      "typo.yaml", smallStudy.replacingOccurrences(of: "temperatures", with: "temperatuers"))
    let table = try folder.file("bad.csv", "temperature (K),conductivity (S/cm)\n300,x\n")
    for (arguments, status) in [
      (["run", typo], 2), (["run", "/nowhere.yaml"], 2), (["validate", typo], 2),
      (["run", try folder.file("ok.yaml", smallStudy), "--output", "/proc/nowhere"], 2),
      (["fit", table], 2), (["fit", "/nowhere.csv"], 2), (["materials", "show", "LLZO-cubik"], 2),
      (["report", folder.url.path], 2), (["run"], 64), (["run", typo, "--threads", "0"], 64),
      (["fit", table, "--model", "cubic"], 64),
    ] {
      let command = try Command(arguments)
      #expect(command.status == Int32(status), "\(arguments): \(command.errors)")
      #expect(command.output.isEmpty)
      if status == 2 {
        #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
      }
    }
  }
}
