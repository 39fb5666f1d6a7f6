import Foundation
import IonHop

/// One reader of files that a user may get from anywhere.
struct Reader: Sendable {
  let name: String
  /// Ending of its files, which some readers go by.
  let ending: String
  private let read: @Sendable (URL) throws -> Void

  init(_ name: String, _ ending: String, _ read: @escaping @Sendable (URL) throws -> Void) {
    (self.name, self.ending, self.read) = (name, ending, read)
  }

  /// Readers are fed through files, as users do it; the folder is in memory where there is one.
  func feed(_ data: Data) throws {
    let file = Self.folder.appendingPathComponent("input.\(ending)")
    try data.write(to: file)
    try read(file)
  }

  private static let folder: URL = {
    let memory = "/dev/shm"
    let base =
      FileManager.default.isWritableFile(atPath: memory)
      ? URL(fileURLWithPath: memory) : FileManager.default.temporaryDirectory
    let folder = base.appendingPathComponent("ionhop-fuzz-\(getpid())")
    // Without it the first write fails with an error that says so.
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }()
}

let readers: [Reader] =
  [
    Reader("study", "yaml") { _ = try StudySweep.read($0) },
    Reader("lattice", "yaml") { file in
      let lattice = try Lattice.read(file)
      _ = try lattice.network(supercell: (1, 1, 1))
    },
    Reader("cif", "cif") { _ = try CrystalStructure.read($0) },
    Reader("poscar", "vasp") { _ = try CrystalStructure.read($0) },
    Reader("xyz", "xyz") { _ = try MDSnapshot(contentsOf: $0) },
    Reader("table", "csv") { file in
      let table = try InputTable.read(
        file, known: ["temperature", "conductivity", "error"],
        required: ["temperature", "conductivity"])
      for row in 0..<table.count { _ = try table.row(row) }
    },
    Reader("distribution", "csv") { _ = try EnergyTable(contentsOf: $0) },
    Reader("results", "json") { file in
      let folder = file.deletingLastPathComponent()
      let results = folder.appendingPathComponent("results.json")
      try? FileManager.default.removeItem(at: results)
      try FileManager.default.copyItem(at: file, to: results)
      _ = try ResultFiles(folder).readAny()
    },
  ]
  + ["npy", "vti", "vtk", "tesr", "tess"].map { ending in
    Reader(ending, ending) { file in
      let options = VoxelFile.Options(spacing: [10, 10, 10], shape: [4, 4, 4])
      _ = try VoxelFile.read(file, options)
    }
  }
