import Foundation
import Testing

/// `ionhop import` as a user sees it.
@Suite("The command ionhop import")
struct ImportCommandTests {
  private struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "import-cli-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let cif = """
      data_Li3OCl
      _cell_length_a 3.91
      _cell_length_b 3.91
      _cell_length_c 3.91
      _cell_angle_alpha 90
      _cell_angle_beta 90
      _cell_angle_gamma 90
      _space_group_name_H-M_alt 'P m -3 m'
      loop_
      _atom_site_label
      _atom_site_fract_x
      _atom_site_fract_y
      _atom_site_fract_z
      _atom_site_occupancy
      Li1 0.5 0 0 0.98
      O1 0 0 0 1
      Cl1 0.5 0.5 0.5 1

      """
    try Data(cif.utf8).write(to: folder.appending(path: "Li3OCl.cif"))
    try Data("class,barrier,frequency\n3d-3d,0.3,1e13\n".utf8)
      .write(to: folder.appending(path: "neb.csv"))
  }

  private func ionhop(_ arguments: [String]) throws -> Outcome {
    let binary = [
      Bundle.main.bundleURL, Bundle.main.executableURL?.deletingLastPathComponent(),
      URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent(),
    ].compactMap { $0?.appending(path: "ionhop") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    let (out, err) = (
      folder.appending(path: UUID().uuidString), folder.appending(path: UUID().uuidString)
    )
    for file in [out, err] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = binary ?? URL(fileURLWithPath: ".build/release/ionhop").absoluteURL
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try String(contentsOf: out, encoding: .utf8),
      errors: try String(contentsOf: err, encoding: .utf8))
  }

  private func removeFolder() { try? FileManager.default.removeItem(at: folder) }

  @Test("A structure with barriers becomes a lattice that runs")
  func runs() throws {
    defer { removeFolder() }
    let made = try ionhop([
      "import", "Li3OCl.cif", "--species", "Li", "--barriers", "neb.csv", "--output", "mine.yaml",
    ])
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("connected directions: 3"))
    #expect(made.output.contains("8 of 3d"))
    #expect(made.errors.isEmpty)
    let study = """
      name: imported
      model: { crystal: { lattice: ./mine.yaml, supercell: [3, 3, 3] } }
      temperatures: [600]
      sampling: { hops: 20000, replicas: 2 }
      seed: 1

      """
    try Data(study.utf8).write(to: folder.appending(path: "study.yaml"))
    let run = try ionhop(["run", "study.yaml", "--output", "results", "--quiet"])
    #expect(run.status == 0, "\(run.errors)")
    // What was filled in by hand is never overwritten.
    let again = try ionhop(["import", "Li3OCl.cif", "--species", "Li", "--output", "mine.yaml"])
    #expect(again.status == 2)
    #expect(again.errors.contains("mine.yaml: exists already"))
  }

  @Test("Without a table the barriers are open, said aloud and refused later")
  func open() throws {
    defer { removeFolder() }
    let made = try ionhop(["import", "Li3OCl.cif", "--species", "Li"])
    #expect(made.status == 0)
    #expect(made.output.hasPrefix("name: Li3OCl\n"))
    #expect(made.output.contains("barrier: unknown"))
    #expect(made.errors.contains("warning: barrier or frequency of 3d-3d unknown"))
    try Data(made.output.utf8).write(to: folder.appending(path: "Li3OCl.yaml"))
    let shown = try ionhop(["materials", "show", "./Li3OCl.yaml"])
    #expect(shown.status == 2)
    #expect(shown.errors.contains("the barrier of class \"3d-3d\" is unknown"))
  }

  @Test("Hops that lead nowhere are a warning, bad input is one line and exit code 2")
  func refusals() throws {
    defer { removeFolder() }
    let cages = """
      two sites far from the next two
      1
      4 0 0
      0 9 0
      0 0 9
      Li
      2
      Cartesian
      0 0 0
      1.5 0 0

      """
    try Data(cages.utf8).write(to: folder.appending(path: "POSCAR"))
    let caged = try ionhop(["import", "POSCAR", "--species", "Li", "--cutoff", "2"])
    #expect(caged.status == 0)
    #expect(caged.errors.contains("warning: the hops form cages"))
    for (arguments, mention) in [
      (["Li3OCl.cif", "--species", "Na"], "Li3OCl.cif: holds no Na"),
      (["none.cif", "--species", "Li"], "none.cif: no such file"),
      (["neb.csv", "--species", "Li"], "unknown kind of structure file"),
      (["Li3OCl.cif", "--species", "Li", "--cutoff", "99"], "--cutoff: 99.0 is not from"),
      (["Li3OCl.cif", "--species", "Li", "--output", "a.txt"], "is not named *.yaml"),
      (["Li3OCl.cif", "--species", "Li", "--tolerance", "0"], "--tolerance"),
    ] {
      let refused = try ionhop(["import"] + arguments)
      #expect(refused.status == 2)
      #expect(refused.errors.hasPrefix("ionhop: error: "))
      #expect(refused.errors.contains(mention), "\(refused.errors)")
      #expect(refused.errors.filter(\.isNewline).count == 1)
    }
    let help = try ionhop(["import", "--help"])
    #expect(help.status == 0)
    #expect(help.output.contains("Example"))
  }
}
