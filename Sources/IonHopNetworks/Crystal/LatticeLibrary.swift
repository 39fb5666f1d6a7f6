import Foundation
import IonHopLattices

/// Finds lattices by name: in the caller's folders, then in those of the environment variable
/// `IONHOP_LATTICES` (separated by colons), then among the bundled ones.
public enum LatticeLibrary {
  /// A lattice file that can be had by name.
  public struct Entry: Sendable, Equatable {
    public let name: String
    public let file: URL
    /// From the file; what is wrong with it where it cannot be read.
    public let title: String
    /// False where the file holds an error.
    public let isReadable: Bool
    public var folder: URL { file.deletingLastPathComponent() }
  }

  /// All lattices in the order of their names; a name in an earlier folder hides later ones.
  public static func all(folders: [URL] = []) throws(InputError) -> [Entry] {
    var entries: [Entry] = []
    for (name, file) in try files(folders: folders).sorted(by: { $0.key < $1.key }) {
      do throws(InputError) {
        let title = try Lattice.read(file).title
        entries.append(Entry(name: name, file: file, title: title, isReadable: true))
      } catch {
        entries.append(Entry(name: name, file: file, title: "\(error)", isReadable: false))
      }
    }
    return entries
  }

  /// The file of a lattice.
  ///
  /// - Parameters:
  ///   - name: a name of the library; or a path, if it has a slash or ends in .yaml.
  ///   - base: the folder that relative paths start from; nil for the working directory.
  public static func file(
    named name: String, folders: [URL] = [], relativeTo base: URL? = nil
  ) throws(InputError) -> URL {
    if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      return InputFile.at(name, from: base)
    }
    let files = try files(folders: folders)
    if let file = files[name] { return file }
    throw InputError(
      file: "", keyPath: "lattice",
      message:
        "no lattice \"\(name)\"; \(suggestion(for: name, in: files.keys.sorted(), what: "known lattices"))"
    )
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

  private static var environmentFolders: [URL] {
    (ProcessInfo.processInfo.environment["IONHOP_LATTICES"] ?? "")
      .split(separator: ":").map { URL(fileURLWithPath: String($0)) }
  }
}
