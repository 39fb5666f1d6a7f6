import Foundation
import Testing

/// The examples of every command's help, run as they stand on small files.
@Suite("Examples of the help run as they stand", .serialized)
struct HelpExampleTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// All commands, `ionhop` itself as the empty one.
  private static let commands = [
    "", "run", "merge", "validate", "materials", "materials list", "materials show",
    "materials validate", "exact", "fit", "impedance", "report", "compare", "selftest", "import",
    "trajectory",
    "scenarios", "scenarios list", "scenarios run", "schema",
  ]

  /// Examples that take minutes by what they do, not by their files: run with these words added.
  private static let reduced = [
    "materials validate --output docs/VALIDATION.md":
      "materials validate LiF --quick --output docs/VALIDATION.md",
    "materials validate LLZO-cubic Li6PS5X/Br --quick": "materials validate LiF --quick",
    "scenarios run polycrystal-blocking --output results/blocking":
      "scenarios run layer-stack --output results/blocking",
    "scenarios run engineering --output results/engineering":
      "scenarios run layer-stack --output results/engineering",
  ]

  /// The lines under "Example:" of a help text; ArgumentParser wraps long ones.
  private static func examples(in help: String) -> [String] {
    let lines = help.components(separatedBy: "\n")
    guard let start = lines.firstIndex(where: { $0.hasPrefix("Example") }) else { return [] }
    var examples: [String] = []
    for line in lines[(start + 1)...].prefix(while: { !$0.isEmpty }) {
      if line.hasPrefix("  ionhop") {
        examples.append(line.trimmingCharacters(in: .whitespaces))
      } else if !examples.isEmpty {
        examples[examples.count - 1] += " " + line.trimmingCharacters(in: .whitespaces)
      }
    }
    return examples
  }

  /// What the examples name: small studies in place of long ones, a structure, measurements.
  private func fill(_ folder: URL) throws {
    func write(_ name: String, _ text: String) throws {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let study = """
      model: { crystal: { lattice: sc, supercell: [4, 4, 4], mobile: { Li: 0.5 } } }
      temperatures: [500, 600, 700]
      sampling: { hops: 2e4, replicas: 4 }

      """
    try write("Examples/llzo-demo.yaml", study)
    try write("study.yaml", study)
    try write(
      "docs/VALIDATION.md",
      "<!-- materials: written by ionhop materials validate -->\n<!-- end of materials -->\n")
    try write(
      "measured.csv", "T (K),sigma (S/cm)\n300,1e-4\n350,5e-4\n400,2e-3\n450,5e-3\n500,1e-2\n")
    try write("neb.csv", "class,barrier,frequency\n4a-4a,0.3,1e13\n")
    try write(
      "POSCAR",
      "NaCl\n1.0\n5.64 0 0\n0 5.64 0\n0 0 5.64\nNa Cl\n4 4\nDirect\n0 0 0\n0.5 0.5 0\n0.5 0 0.5\n0 0.5 0.5\n0.5 0 0\n0 0.5 0\n0 0 0.5\n0.5 0.5 0.5\n"
    )
    let axes = ["a", "b", "c"].map { "_cell_length_\($0) 3.91\n" }.joined()
    let angles = ["alpha", "beta", "gamma"].map { "_cell_angle_\($0) 90\n" }.joined()
    try write(
      "LLZO.cif",
      "data_Li3OCl\n\(axes)\(angles)_space_group_name_H-M_alt 'P m -3 m'\nloop_\n_atom_site_label\n"
        + "_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n_atom_site_occupancy\n"
        + "Li1 0.5 0 0 0.98\nO1 0 0 0 1\nCl1 0.5 0.5 0.5 1\n")
    try FileManager.default.copyItem(
      at: Self.root.appending(path: "Examples/measured/pellet-273.csv"),
      to: folder.appending(path: "pellet.csv"))
    for name in ["llzo", "other", "bare", "coated"] {
      let run = try Command(
        ["run", "study.yaml", "--output", "results/\(name)", "--quiet"], in: folder)
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  @Test("Every command has an example, and each example runs")
  func examples() throws {
    let folder = try Folder()
    try fill(folder.url)
    for name in Self.commands {
      let words = name.split(separator: " ").map(String.init)
      let examples = Self.examples(in: try Command(words + ["--help"]).output)
      #expect(!examples.isEmpty, "ionhop \(name) has no example")
      for example in examples {
        // What a shell does with the output is left to shells.
        let shown = example.components(separatedBy: " > ")[0].dropFirst("ionhop ".count)
        let line = Self.reduced[String(shown)] ?? String(shown)
        let command = try Command(
          line.split(separator: " ").map(String.init), in: folder.url)
        #expect(command.status == 0, "\(example): \(command.errors)")
      }
    }
  }

  @Test("The examples that are shortened are still those of the help")
  func reducedExist() throws {
    let all = try Self.commands.flatMap { name in
      Self.examples(
        in: try Command(name.split(separator: " ").map(String.init) + ["--help"]).output)
    }
    for example in Self.reduced.keys { #expect(all.contains("ionhop \(example)")) }
  }
}
