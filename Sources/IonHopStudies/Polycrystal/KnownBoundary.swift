import Foundation
import IonHopLattices
import IonHopNetworks

/// A boundary of `Lattices/Boundaries`, or of a file of the same form, with the sources of its numbers.
///
///     boundary: LLZO            # in a study; or the path of a file: my-boundary.yaml
struct KnownBoundary {
  /// As `model.polycrystal.boundary` has it.
  let value: InputValue
  let sources: [Source]

  private static let hint = "give name, lattice, boundary: { areaResistance: ... }, sources"

  /// - Parameter folder: where a relative path starts from.
  /// - Throws: `InputError` for a name that no file has, and for a file of another form.
  init(_ name: InputValue, _ folder: URL) throws(InputError) {
    let document = try InputDocument.read(try Self.file(name, folder))
    let keys = try document.root.mapping(["name", "lattice", "boundary", "sources"], Self.hint)
    value = try keys.required("boundary", Self.hint)
    guard value.isMapping else { throw value.error("no numbers; \(Self.hint)") }
    sources = try keys.sources()
  }

  private static func file(_ value: InputValue, _ folder: URL) throws(InputError) -> URL {
    let name = try value.text("give the name of a material, or boundary: { areaResistance: ... }")
    guard !name.hasSuffix(".yaml") else { return InputFile.at(name, from: folder) }
    let known = names
    guard known.contains(name), let library = BundledLattices.boundaries else {
      throw value.error(
        "no boundary \"\(name)\" is known; \(suggestion(for: name, in: known, what: "boundaries"))")
    }
    return library.appendingPathComponent("\(name).yaml")
  }

  /// Of the library, sorted.
  static var names: [String] {
    guard let library = BundledLattices.boundaries,
      let files = try? FileManager.default.contentsOfDirectory(atPath: library.path)
    else { return [] }
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }
}
