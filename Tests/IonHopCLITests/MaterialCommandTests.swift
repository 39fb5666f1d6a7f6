import Foundation
import Testing

@Suite("The command line: materials", .serialized)
struct MaterialCommandTests {
  private let host = """
    name: host
    title: a chloride sulfide
    formula: Li2SCl2
    formulaUnits: 1
    cell: { a: 6 }
    sites: { A: { positions: [[0, 0, 0], [0.5, 0, 0], [0, 0.5, 0]] } }
    hops: [{ between: [A, A], distance: [2.9, 3.1], barrier: 0.3, frequency: 1e13 }]
    interactions: [{ between: [A, A], distance: [2.9, 3.1], energy: 0.05 }]
    concerted: [{ class: kick, path: [A, A, A], distances: [[2.9, 3.1], [2.9, 3.1]], angle: [80, 100], barrier: 0.2, frequency: 1e13 }]
    immobile: { X: { positions: [[0.5, 0.5, 0.5]], occupants: { S: 0.5, Cl: 0.5 } } }
    near: [{ occupant: S, on: X, class: kick, distance: [0, 6], barrier: 0.02 }]
    blocked: { A: { La: 0.1 } }
    mobile: { Li: { charge: 1, perFormulaUnit: 2 } }
    variants: { Br: { title: bromide } }
    """

  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "ionhop-materials-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test("A lattice is shown with neighbours, interactions, events, immobile ions and variants")
  func show() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(host.utf8).write(to: folder.appending(path: "host.yaml"))
    let command = try Command(["materials", "show", "host", "--lattices", folder.path])
    #expect(command.status == 0, "\(command.errors)")
    for line in [
      "A       A-A   A      2 to 4         3.000", "A-A      2.9 to 3.1                0.05",
      "kick   A > A > A  2.9 to 3.1, 2.9 to 3.1  80 to 100           0.2",
      "kick            1e+13       4",
      "X           1  S 0.5, Cl 0.5", "S          X      0 to 6  barriers kick       0.02",
      "A        La 0.1", "  host/Br",
    ] {
      #expect(command.output.contains(line), "\(line)")
    }
  }

  @Test("A material is tabled beside its published values, into a file between its marks")
  func validate() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "table.md")
    let (begin, end) = (
      "<!-- materials: written by ionhop materials validate -->", "<!-- end of materials -->"
    )
    try Data("before\n\(begin)\nold\n\(end)\nafter\n".utf8).write(to: file)
    for _ in 0..<2 {
      let command = try Command([
        "materials", "validate", "LLZO-cubic", "--quick", "--output", file.path,
      ])
      #expect(command.status == 0, "\(command.errors)")
    }
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.hasPrefix("before\n\(begin)\n\n| material |"))
    #expect(text.hasSuffix("\n\(end)\nafter\n") && !text.contains("old"))
    #expect(text.contains("| LLZO-cubic | 300 |"))
    #expect(text.components(separatedBy: "| material |").count == 2)
  }

  @Test(
    "What cannot be tabled is refused in one line, before any run",
    arguments: [
      (["sc"], "published"), (["no-such-lattice"], "no lattice"),
      (["LLZO-cubic", "--output", "/nowhere/x.md"], "cannot read"),
    ])
  func refused(arguments: [String], message: String) throws {
    let command = try Command(["materials", "validate"] + arguments)
    #expect(command.status == 2)
    #expect(command.errors.contains(message), "\(command.errors)")
    #expect(command.errors.split(separator: "\n").count == 1)
  }

  @Test("A file without marks is left as it is")
  func noMarks() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "table.md")
    try Data("nothing here\n".utf8).write(to: file)
    let command = try Command(["materials", "validate", "LLZO-cubic", "--output", file.path])
    #expect(command.status == 2 && command.errors.contains("mark"))
    #expect(try String(contentsOf: file, encoding: .utf8) == "nothing here\n")
  }

  @Test("Warnings of a study reach standard error, of `validate` and of `run`; sizes are tested")
  func warnings() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let study = folder.appending(path: "small.yaml")
    try Data(
      """
      model: { crystal: { lattice: sc, supercell: [4, 4, 4], mobile: { Li: 0.5 } } }
      temperatures: [700]
      sampling: { relativeError: 0.1, replicas: 2 }
      """.utf8
    ).write(to: study)
    let results = folder.appending(path: "results")
    for arguments in [
      ["validate", study.path],
      ["run", study.path, "--output", results.path, "--finite-size-test", "--quiet"],
    ] {
      let command = try Command(arguments)
      #expect(command.status == 0)
      let warning = "warning: class nearest: a barrier of 0.3 eV is 5.0 kT at 700 K"
      #expect(command.errors.contains(warning))
    }
    let json = try String(contentsOf: results.appending(path: "results.json"), encoding: .utf8)
    #expect(json.contains("\"doubledSites\" : 512"))
  }

  @Test("A name that several kinds have shows the lattice and tells of the others")
  func kinds() throws {
    let first = try Command(["materials", "show", "LATP"])
    #expect(first.status == 0 && first.output.contains("barrier (eV)"))
    #expect(first.errors.contains("--kind filler") && first.errors.contains("--kind boundary"))
    let boundary = try Command(["materials", "show", "LATP", "--kind", "boundary"])
    #expect(boundary.status == 0 && boundary.output.contains("areaResistance"))
    #expect(!boundary.errors.contains("--kind"))
    #expect(try Command(["materials", "show", "LLZO"]).output.contains("areaResistance"))
    for kind in ["glass", "polymer", "filler", "boundary"] {
      let wrong = try Command(["materials", "show", "LATQ", "--kind", kind])
      #expect(wrong.status == 2 && wrong.errors.contains("no \(kind) \"LATQ\""), "\(wrong.errors)")
    }
    #expect(try Command(["materials", "list"]).output.contains("Between grains of LLZO-cubic"))
  }
}
