import Foundation
import IonHopNetworks

/// Boundaries between grains of a material, from `Lattices/Boundaries` or a file of the same form, with the
/// sources of their numbers.
///
///     boundary: LLZO            # in a study; or the path of a file: my-boundary.yaml
public struct BoundaryMaterial {
  /// As the file says.
  public let name: String
  /// Of the grains; nil where the file does not say.
  public let lattice: String?
  /// Where the numbers come from.
  public let sources: [Source]
  /// As `model.polycrystal.boundary` has it.
  let value: InputValue

  private static let hint = "give name, lattice, boundary: { areaResistance: ... }, sources"

  /// All that come with IonHop and those of the caller's folders, by name.
  ///
  /// - Throws: `InputError`.
  public static func all(folders: [URL] = []) throws(InputError) -> [BoundaryMaterial] {
    var all: [BoundaryMaterial] = []
    for (_, file) in MaterialShelf.boundaries.files(folders: folders).sorted(by: { $0.key < $1.key }
    ) {
      all.append(try BoundaryMaterial(file))
    }
    return all
  }

  /// - Throws: `InputError` for a file of another form.
  init(_ file: URL) throws(InputError) {
    let document = try InputDocument.read(file)
    let keys = try document.root.mapping(["name", "lattice", "boundary", "sources"], Self.hint)
    name = try keys["name"]?.text() ?? file.deletingPathExtension().lastPathComponent
    lattice = try keys["lattice"]?.text()
    value = try keys.required("boundary", Self.hint)
    guard value.isMapping else { throw value.error("no numbers; \(Self.hint)") }
    sources = try keys.sources()
  }

  /// - Parameters:
  ///   - name: what a study has for a boundary: a name of the library, or a path.
  ///   - folder: where a relative path starts from.
  ///   - folders: where to look before the files that come with IonHop.
  /// - Throws: `InputError` for a name that no file has, and for a file of another form.
  init(named name: InputValue, in folder: URL, folders: [URL]) throws(InputError) {
    let text = try name.text("give the name of a material, or boundary: { areaResistance: ... }")
    let file: URL
    do {
      file = try MaterialShelf.boundaries.file(named: text, folders: folders, relativeTo: folder)
    } catch { throw name.error(error.message) }
    self = try BoundaryMaterial(file)
  }
}
