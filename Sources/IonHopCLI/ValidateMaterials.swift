import ArgumentParser
import Foundation
import IonHop

struct ValidateMaterials: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Run materials at their default filling, and table them beside published values.",
    discussion: """
      Without names: every lattice and variant whose file lists a published conductivity or \
      activation energy. A conductivity passes within a factor 3, an activation energy within 0.05 \
      eV; what a file took from a measurement (a fit, a barrier) is marked as input, and misses stay in the table.

      Example:
        ionhop materials validate LLZO-cubic Li6PS5X/Br --quick
        ionhop materials validate --output docs/VALIDATION.md
      """)

  @Argument(help: "Names of lattices; behind a slash a variant. None: all.")
  var names: [String] = []

  @Option(
    name: .shortAndLong,
    help: "A Markdown file: the table replaces what stands between the lines \(Self.markers).")
  var output: String?

  @Flag(help: "Larger errors and two temperatures only: a first look.")
  var quick = false

  @Option(help: "Replicas at work at one time; results do not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @OptionGroup var lattices: LatticeOptions

  static let begin = "<!-- materials: written by ionhop materials validate -->"
  static let end = "<!-- end of materials -->"
  private static var markers: String { "\"\(begin)\" and \"\(end)\"" }

  func validate() throws {
    guard threads > 0 else { throw ValidationError("--threads needs a number of at least 1") }
  }

  func run() async throws {
    try await reportingErrors {
      // A file that cannot take the table is told of before hours are spent.
      let section = try output.map { try MarkdownSection($0, from: Self.begin, to: Self.end) }
      let materials = try materials()
      var rows: [MaterialRow] = []
      var remarks: [String: String] = [:]
      for (index, material) in materials.enumerated() {
        note("\(index + 1)/\(materials.count) \(material.lattice.name)")
        rows += try await self.rows(of: material)
        for source in material.lattice.sources {
          remarks[MaterialTable.key(material.lattice.name, source.key)] = source.note
        }
        // After each material, so that an hour's work survives a stop.
        try section?.write(MaterialTable(rows, remarks: remarks).markdown)
      }
      if section == nil { print(MaterialTable(rows, remarks: remarks).markdown, terminator: "") }
    }
  }

  private func materials() throws -> [MaterialValidation] {
    guard names.isEmpty else {
      return try names.map { name in
        let lattice = try Lattice.named(name, folders: lattices.urls)
        let validation = MaterialValidation(lattice, quick: quick)
        guard validation.hasReference else {
          throw InputError(
            file: "", keyPath: name,
            message:
              "its file lists no published conductivity (S/cm) or activation energy (eV); add one under published"
          )
        }
        return validation
      }
    }
    return try LatticeLibrary.all(folders: lattices.urls).compactMap { entry in
      guard entry.isReadable else {
        note("warning: \(entry.title)")
        return nil
      }
      let validation = MaterialValidation(
        try Lattice.named(entry.name, folders: lattices.urls), quick: quick)
      return validation.hasReference ? validation : nil
    }
  }

  private func rows(of material: MaterialValidation) async throws -> [MaterialRow] {
    do {
      let results = try await material.study().results(threads: threads)
      for warning in results.warnings { note("  \(warning)") }
      return material.rows(of: results)
    } catch {
      // One material that does not run must not cost the table of the others.
      note("warning: \(material.lattice.name): \(error)")
      return material.rows(failed: "\(error)")
    }
  }
}

/// A part of a Markdown file between two marking lines.
struct MarkdownSection {
  private let path: String
  private let head: String
  private let tail: String

  /// - Throws: `InputError` if the file cannot be read or lacks the lines.
  init(_ path: String, from begin: String, to end: String) throws {
    self.path = path
    let text: String
    do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
      throw InputError(file: path, message: "cannot read it as UTF-8 text; check the path")
    }
    guard let first = text.range(of: begin), let last = text.range(of: end),
      first.upperBound <= last.lowerBound
    else {
      throw InputError(
        file: path,
        message: "lacks the two lines that mark where the table goes; add \(begin) and \(end)")
    }
    (head, tail) = (String(text[..<first.upperBound]), String(text[last.lowerBound...]))
  }

  func write(_ section: String) throws {
    do {
      let text = head + "\n\n" + section + "\n" + tail
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw InputError(file: path, message: "cannot write it; check its permissions")
    }
  }
}
