import Foundation
import IonHopLattices

/// Finds lattices by name: in the caller's folders, then in those of the environment variable
/// `IONHOP_LATTICES` (separated by colons), then among the bundled ones.
public enum LatticeLibrary {
  /// A lattice file that can be had by name.
  public struct Entry: Sendable, Equatable {
    /// By which studies call it.
    public let name: String
    /// Where it is written.
    public let file: URL
    /// From the file; what is wrong with it where it cannot be read.
    public let title: String
    /// False where the file holds an error.
    public let isReadable: Bool
    /// Where the file lies.
    public var folder: URL { file.deletingLastPathComponent() }
  }

  /// All lattices in the order of their names, each with its variants; a name in an earlier folder
  /// hides later ones.
  public static func all(folders: [URL] = []) throws(InputError) -> [Entry] {
    var entries: [Entry] = []
    for (name, file) in try files(folders: folders).sorted(by: { $0.key < $1.key }) {
      let (entry, variants) = entry(name, file, variant: nil)
      entries.append(entry)
      for variant in variants {
        entries.append(Self.entry("\(name)/\(variant)", file, variant: variant).entry)
      }
    }
    return entries.sorted { $0.name < $1.name }
  }

  private static func entry(
    _ name: String, _ file: URL, variant: String?
  ) -> (entry: Entry, variants: [String]) {
    do throws(InputError) {
      let lattice = try Lattice.read(file, variant: variant)
      return (
        Entry(name: name, file: file, title: lattice.title, isReadable: true), lattice.variants
      )
    } catch {
      return (Entry(name: name, file: file, title: "\(error)", isReadable: false), [])
    }
  }

  /// Where a lattice is written.
  public struct Place: Sendable, Equatable {
    /// The lattice file.
    public let file: URL
    /// One of the file's variants; nil for the file as it stands.
    public let variant: String?
  }

  /// The file of a lattice, without its variant.
  public static func file(
    named name: String, folders: [URL] = [], relativeTo base: URL? = nil
  ) throws(InputError) -> URL {
    try place(named: name, folders: folders, relativeTo: base).file
  }

  /// The file of a lattice, and which of its variants is meant.
  ///
  /// - Parameters:
  ///   - name: a name of the library; or a path, if it has a slash or ends in .yaml. Behind either
  ///     a variant may follow: `Li6PS5X/Br`, `mine/Li6PS5X.yaml/Br`.
  ///   - base: the folder that relative paths start from; nil for the working directory.
  public static func place(
    named name: String, folders: [URL] = [], relativeTo base: URL? = nil
  ) throws(InputError) -> Place {
    if isYAML(name) { return Place(file: InputFile.at(name, from: base), variant: nil) }
    var (head, variant) = (name, String?.none)
    if let slash = name.lastIndex(of: "/") {
      (head, variant) = (String(name[..<slash]), String(name[name.index(after: slash)...]))
      if isYAML(head) { return Place(file: InputFile.at(head, from: base), variant: variant) }
      let path = InputFile.at(name, from: base)
      // A file without .yaml may lie in a folder; a name of the library holds no slash.
      let isPath = head.contains("/") || ["", ".", ".."].contains(head)
      if isPath || FileManager.default.fileExists(atPath: path.path) {
        return Place(file: path, variant: nil)
      }
    }
    let files = try files(folders: folders)
    if let file = files[head] { return Place(file: file, variant: variant) }
    throw InputError(
      file: "", keyPath: "lattice",
      message:
        "no lattice \"\(head)\"; \(suggestion(for: head, in: files.keys.sorted(), what: "known lattices"))"
    )
  }

  static func isYAML(_ name: String) -> Bool {
    name.hasSuffix(".yaml") || name.hasSuffix(".yml")
  }

  private static func files(folders: [URL]) throws(InputError) -> [String: URL] {
    var found: [String: URL] = [:]
    for folder in folders + environmentFolders {
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
        throw InputError(
          file: InputFile.name(of: folder), message: "is not a folder of lattices; correct the path"
        )
      }
      add(names, of: folder, to: &found)
    }
    for folder in BundledLattices.folders {
      add(
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [], of: folder,
        to: &found)
    }
    guard !found.isEmpty else {
      throw InputError(
        file: "", keyPath: "lattices",
        message:
          "none found: \(BundledLattices.bundleName) is not beside the program; reinstall it, or give a folder by --lattices or IONHOP_LATTICES"
      )
    }
    return found
  }

  private static func add(_ names: [String], of folder: URL, to found: inout [String: URL]) {
    for name in names where name.hasSuffix(".yaml") {
      let key = String(name.dropLast(".yaml".count))
      if found[key] == nil { found[key] = folder.appendingPathComponent(name) }
    }
  }

  static var environmentFolders: [URL] {
    (ProcessInfo.processInfo.environment["IONHOP_LATTICES"] ?? "")
      .split(separator: ":").map { URL(fileURLWithPath: String($0)) }
  }
}
