import Foundation
import Testing

@Suite("Polycrystals on the command line", .serialized)
struct PolycrystalCommandTests {
  private let bricks = """
    name: bricks
    model:
      polycrystal:
        grains: { bricks: [2, 2, 2], size: "1 um" }
        voxels: [8, 8, 8]
        bulk: { conductivity: { at: 300, value: 1e-3, activationEnergy: 0.3 }, permittivity: 60 }
        boundary: { areaResistance: { at: 300, value: 0.1, activationEnergy: 0.4 }, width: "1 nm", permittivity: 60 }
    temperatures: [300, 400]
    impedance: { frequencies: { from: 1, to: 1e10, count: 21 } }

    """

  @Test("A run writes results, tables, fields and a report, and can be resumed and reported again")
  func run() throws {
    let folder = try Folder()
    let study = try folder.file("bricks.yaml", bricks)
    let output = folder.url.appending(path: "out")
    let run = try Command(["run", study, "--output", output.path])
    #expect(run.status == 0, "\(run.errors)")
    for text in ["brick layer", "twoArcs", "50.0 %", "Hashin-Shtrikman"] {
      #expect(run.output.contains(text), "\(run.output)")
    }
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(run.errors.contains("2/2 400 K"))
    for name in ["results.json", "points.csv", "spectrum.csv", "grains.vti", "report.html"] {
      #expect(FileManager.default.fileExists(atPath: output.appending(path: name).path))
    }
    let page = try String(contentsOf: output.appending(path: "report.html"), encoding: .utf8)
    for part in ["nyquist", "bode", "cutgrains", "cutcurrent", "arrhenius", "Equivalent circuit"] {
      #expect(page.contains(part))
    }
    let resumed = try Command(["run", study, "--output", output.path, "--resume", "--json"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(!resumed.errors.contains("impedance 0 of"))
    let json = try JSONSerialization.jsonObject(with: Data(resumed.output.utf8)) as? [String: Any]
    #expect(json?["kind"] as? String == "polycrystal")
    #expect(try Command(["report", output.path]).status == 0)
    let valid = try Command(["validate", study])
    #expect(valid.status == 0 && valid.output.contains("1 × 21 Hz"), "\(valid.errors)")
  }

  @Test("Bad input, sampling commands and sampled readers end with one line and code 2")
  func refused() throws {
    let folder = try Folder()
    let output = folder.url.appending(path: "out").path
    let study = try folder.file("bricks.yaml", bricks)
    let broken = try folder.file("broken.yaml", bricks.replacing("size:", with: "siez:"))
    #expect(try Command(["run", study, "--output", output, "--quiet"]).status == 0)
    for (arguments, mention) in [
      (["run", broken, "--output", output], "did you mean \"size\"?"),
      (["exact", study], "solved, not sampled"), (["compare", output], "one run alone"),
      (["run", study, "--output", output, "--finite-size-test"], "take the option away"),
      (["scenarios", "run", "contakt"], "did you mean \"contact\"?"),
    ] {
      let command = try Command(arguments)
      #expect(command.status == 2, "\(arguments): \(command.errors)")
      #expect(command.errors.contains(mention), "\(command.errors)")
      #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
    }
  }

  @Test("Polycrystals are compared as a table of 80 columns that says that they were solved")
  func compare() throws {
    let folder = try Folder()
    let paths = ["as-sintered-and-slowly-cooled-in-air", "poor"].map {
      folder.url.appending(path: $0).path
    }
    for (path, value) in zip(paths, ["0.1", "0.30001"]) {
      let study = bricks.replacing(/areaResistance: \{ at: 300, value: [0-9.]+/) { _ in
        "areaResistance: { at: 300, value: \(value)"
      }
      #expect(study.contains("value: \(value)"))
      let run = try Command([
        "run", try folder.file("bricks.yaml", study), "--output", path, "--quiet",
      ])
      #expect(run.status == 0, "\(run.errors)")
    }
    let table = try Command(["compare"] + paths)
    #expect(table.status == 0, "\(table.errors)")
    #expect(table.output.contains("solved, not sampled: no statistical errors"))
    #expect(table.output.contains("R_gb share"))
    #expect(table.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let json = try Command(["compare"] + paths + ["--json"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let entries = try #require(object?["entries"] as? [[String: Any]])
    #expect(entries.map { $0["method"] as? String } == ["solved", "solved"])
  }

  @Test("Scenarios are listed, and one that is run prints its pass line")
  func scenarios() throws {
    let list = try Command(["scenarios"])
    #expect(list.status == 0)
    for name in ["polycrystal-blocking", "what-blocks", "engineering", "layer-stack", "contact"] {
      #expect(list.output.contains(name))
    }
    let folder = try Folder()
    let output = folder.url.appending(path: "contact").path
    let run = try Command(["scenarios", "run", "contact", "--output", output, "--quiet"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("pass  contact 0.50") && !run.output.contains("FAIL"))
    let copy = try Command(["validate", "\(output)/contact/study.yaml"])
    #expect(copy.status == 0, "\(copy.errors)")
  }
}
