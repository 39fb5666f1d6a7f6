import Foundation

/// The folders of the lattice files that come with IonHop.
///
/// `Bundle.module` is not used: its generated accessor traps where the bundle is missing.
public enum BundledLattices {
  /// The package manager names a target's resources so, with .resources or .bundle.
  public static let bundleName = "ionhop_IonHopLattices"

  /// `Reference` and `Materials`, wherever they were installed; empty if they were not.
  public static var folders: [URL] {
    for place in places {
      let folders = ["Reference", "Materials"].map { place.appendingPathComponent($0) }
      let present = folders.filter { FileManager.default.fileExists(atPath: $0.path) }
      if !present.isEmpty { return present }
    }
    return []
  }

  /// The folder of the ready-made studies; nil if they were not installed.
  public static var scenarios: URL? { folder("Scenarios") }
  /// The folder of the polymer electrolytes; nil if they were not installed.
  public static var polymers: URL? { folder("Polymers") }
  /// The folder of what is mixed into polymers; nil if they were not installed.
  public static var fillers: URL? { folder("Fillers") }

  /// The folder of boundaries of known materials; nil if they were not installed.
  public static var boundaries: URL? { folder("Boundaries") }

  /// The folder of the glasses; nil if they were not installed.
  public static var glasses: URL? { folder("Glasses") }

  private static func folder(_ name: String) -> URL? {
    places.map { $0.appendingPathComponent(name) }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// Where to look, the first that has the files wins. Looked up once: Foundation loses memory whenever it
  /// lists all bundles.
  private static let places: [URL] = {
    let bundles = programFolders.flatMap { folder in
      [
        "\(bundleName).resources", "\(bundleName).bundle",
        "\(bundleName).bundle/Contents/Resources",
      ]
      .map { folder.appendingPathComponent($0) }
    }
    return bundles
      + programFolders.map {
        $0.appendingPathComponent("../share/ionhop/Lattices").standardizedFileURL
      }
  }()

  private static var programFolders: [URL] {
    var folders = [Bundle.main.bundleURL]
    if let program = Bundle.main.executableURL?.resolvingSymlinksInPath() {
      folders.append(program.deletingLastPathComponent())
    }
    // Under test on macOS the program is xctest, and the bundle lies beside or in the test bundle.
    for bundle in [Bundle.main] + Bundle.allBundles {
      if let resources = bundle.resourceURL { folders.append(resources) }
      folders.append(bundle.bundleURL.deletingLastPathComponent())
    }
    return folders
  }
}
