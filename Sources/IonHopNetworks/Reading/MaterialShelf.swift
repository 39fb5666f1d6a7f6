import Foundation
import IonHopLattices

/// Files of polymers, fillers or boundaries, by name: in folders `Polymers`, `Fillers` or `Boundaries` inside
/// the caller's folders and those of `IONHOP_LATTICES`, then among the bundled ones.
public struct MaterialShelf: Sendable {
  /// "polymer", "filler" or "boundary".
  let kind: String
  private let folder: String
  private let bundled: URL?

  /// `Lattices/Polymers`.
  public static let polymers = MaterialShelf(
    kind: "polymer", folder: "Polymers", bundled: BundledLattices.polymers)
  /// `Lattices/Fillers`.
  public static let fillers = MaterialShelf(
    kind: "filler", folder: "Fillers", bundled: BundledLattices.fillers)
  /// `Lattices/Boundaries`.
  public static let boundaries = MaterialShelf(
    kind: "boundary", folder: "Boundaries", bundled: BundledLattices.boundaries)

  private init(kind: String, folder: String, bundled: URL?) {
    (self.kind, self.folder, self.bundled) = (kind, folder, bundled)
  }

  /// Files by the names of their materials.
  public func files(folders: [URL] = []) -> [String: URL] {
    let own = (folders + LatticeLibrary.environmentFolders).map {
      $0.appendingPathComponent(folder)
    }
    var found: [String: URL] = [:]
    for place in own + [bundled].compactMap(\.self) {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
      for name in names where LatticeLibrary.isYAML(name) {
        let key = (name as NSString).deletingPathExtension
        if found[key] == nil { found[key] = place.appendingPathComponent(name) }
      }
    }
    return found
  }

  /// - Parameters:
  ///   - name: of the shelf, without regard to case; or a path, if it has a slash or ends in .yaml.
  ///   - base: the folder that relative paths start from; nil for the working directory.
  /// - Throws: `InputError` without a file, for the caller to place.
  public func file(
    named name: String, folders: [URL] = [], relativeTo base: URL? = nil
  ) throws(InputError) -> URL {
    if LatticeLibrary.isYAML(name) || name.contains("/") {
      let file = InputFile.at(name, from: base)
      guard FileManager.default.fileExists(atPath: file.path) else {
        throw InputError(file: "", message: "no \(kind) file \"\(name)\"; correct the path")
      }
      return file
    }
    let files = files(folders: folders)
    if let file = files[name] { return file }
    if let key = files.keys.sorted().first(where: { $0.lowercased() == name.lowercased() }),
      let file = files[key]
    {
      return file
    }
    throw InputError(
      file: "",
      message:
        "no \(kind) \"\(name)\"; \(suggestion(for: name, in: files.keys.sorted(), what: "known names"))"
    )
  }
}
