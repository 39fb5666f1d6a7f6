import Foundation
import Testing

@Suite("What the terminal shows", .serialized)
struct TerminalTests {
  /// Small studies of all kinds, whose summaries have all the tables that there are.
  private static let studies = [
    "lattice": """
    name: a lattice with a name that is longer than a line of the terminal has columns to show it in
    model:
      crystal: { lattice: LLZO-cubic, supercell: [2, 2, 2], mobile: { Li: { perFormulaUnit: 6.5 } } }
    temperatures: [500, 600.12345, 700]
    sampling: { relativeError: 0.3, replicas: 2 }
    fit: [arrhenius, vft]
    """,
    "sweep": """
    model:
      crystal: { lattice: sc, supercell: [4, 4, 4], mobile: { Li: { fraction: 0.5 } } }
    sweep:
      model.crystal.mobile.Li.fraction: [0.25, 0.5]
      model.crystal.supercell: [[4, 4, 4], [4, 4, 6]]
      seed: [1, 2]
    temperatures: [400, 600]
    sampling: { relativeError: 0.3, replicas: 2 }
    """,
    "boundary": small("boundary"),
    "glass": """
    model:
      glass: { material: Li2S-P2S5, composition: 75, sites: { count: 216 }, realisations: 2 }
    spectrum: { hops: 2e5 }
    temperatures: [400, 500]
    sampling: { relativeError: 0.4, replicas: 2 }
    """,
    "polymer": """
    model:
      polymer: { material: PEO-LiTFSI, salt: { ratio: 16 }, lattice: 4 }
    temperatures: [333.15, 353.15, 373.15]
    sampling: { relativeError: 0.4, replicas: 2 }
    """,
    "polycrystal": small("polycrystal"),
  ]

  /// A study of Tests/SmallStudies.
  private static func small(_ name: String) -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "SmallStudies")
    return (try? String(contentsOf: folder.appending(path: "\(name).yaml"), encoding: .utf8)) ?? ""
  }

  private func expectFitting(_ text: String, _ what: String) {
    #expect(!text.isEmpty, "\(what)")
    for line in text.split(separator: "\n") where line.count > 80 {
      Issue.record("\(what): \(line.count) columns: \(line)")
    }
  }

  @Test("No table is wider than 80 columns", arguments: studies.keys.sorted())
  func width(kind: String) throws {
    let folder = try Folder()
    let study = try folder.file("\(kind).yaml", Self.studies[kind] ?? "")
    let output = folder.url.appending(path: "out").path
    let command = try Command(["run", study, "--output", output, "--quiet"])
    #expect(command.status == 0, "\(command.errors)")
    expectFitting(command.output, "run of a \(kind)")
    expectFitting(try Command(["validate", study]).output, "validate of a \(kind)")
    guard kind == "lattice" else { return }
    expectFitting(try Command(["exact", study]).output, "exact")
    expectFitting(try Command(["compare", output, output]).output, "compare")
    expectFitting(try Command(["fit", output + "/points.csv"]).output, "fit")
  }

  @Test(
    "Lists and descriptions keep to 80 columns, and are JSON where a machine asks",
    arguments: [["materials", "list"], ["scenarios", "list"], ["selftest"]])
  func lists(arguments: [String]) throws {
    expectFitting(try Command(arguments).output, arguments.joined(separator: " "))
    let json = try Command(arguments + ["--json"])
    #expect(json.status == 0)
    let entries = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    #expect((entries?.count ?? 0) > 3)
  }

  @Test("What would run is JSON where a machine asks", arguments: ["sweep", "polycrystal"])
  func outlook(kind: String) throws {
    let folder = try Folder()
    let study = try folder.file("\(kind).yaml", Self.studies[kind] ?? "")
    let command = try Command(["validate", study, "--json"])
    #expect(command.status == 0, "\(command.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(command.output.utf8))
    let entries = try #require(json as? [[String: Any]])
    #expect(entries.count == (kind == "sweep" ? 8 : 1))
    #expect(
      entries.allSatisfy {
        ($0["memory"] as? Double ?? 0) > 0 && ($0["seconds"] as? Double ?? 0) > 0
      })
    #expect(
      entries[0][kind == "sweep" ? "sites" : "voxels"] as? Int == (kind == "sweep" ? 64 : 1000))
  }

  @Test("A material's description is broken at spaces, and a pipe gets no colours")
  func description() throws {
    expectFitting(try Command(["materials", "show", "LLZO-cubic"]).output, "materials show")
    #expect(!(try Command(["validate", "/nowhere.yaml"]).errors.contains("\u{1B}")))
  }

  @Test("Measurements are drawn beside a run, kept with it, and told what is wrong with them")
  func experiment() throws {
    let folder = try Folder()
    let study = try folder.file("study.yaml", Self.studies["polycrystal"] ?? "")
    let output = folder.url.appending(path: "out").path
    let measured = try folder.file(
      "measured.csv", "T (°C),sigma (mS/cm),source\n26.85,0.1,\"pellet, 3\"\n")
    let run = try Command([
      "run", study, "--output", output, "--quiet", "--experiment", measured,
    ])
    #expect(run.status == 0, "\(run.errors)")
    // 26.85 °C are 300 K, 0.1 mS/cm 1e-4 S/cm.
    let kept = try String(contentsOfFile: output + "/experiment.csv", encoding: .utf8)
    #expect(kept.contains("\n300.0,0.0001,0.0,\"pellet, 3\"\n"))
    // Later reports have it without being told.
    #expect(try Command(["report", output]).status == 0)
    let report = try String(contentsOfFile: output + "/report.html", encoding: .utf8)
    #expect(report.contains("Beside the experiment") && report.contains("pellet, 3"))
    for (table, part) in [
      ("T (F),sigma (S/cm)\n1,2\n", ":1: the header needs a temperature"),
      ("T (K),log sigma (S/cm)\n1,2\n", "is a logarithm"),
      ("T (K),sigma (S/cm)\n300,x\n", ":2: sigma (S/cm): \"x\" is not a number"),
      ("T (C),sigma (S/cm)\n-300,1\n", ":2: T (C): is no temperature above 0 K"),
      ("T (K),sigma (S/cm)\n", "no rows"),
    ] {
      let wrong = try folder.file("wrong.csv", table)
      let command = try Command(["report", output, "--experiment", wrong])
      #expect(command.status == 2 && command.errors.contains(part), "\(command.errors)")
    }
  }
}
