import Foundation
import IonHopCore
import IonHopNetworks

/// A number that stands for everything that a point's random path depends on, its temperature and
/// the study's seed apart: the study file without layout, names, accuracy and fits, the lattice file,
/// the tables, and the version of the program.
///
/// Two settings with the same digest give the same results to the bit. The digest may change without
/// need, after an edit that means nothing; a point is then run anew.
struct SettingsDigest {
  private(set) var value: String
  private var state = StreamSeed(study: 0)

  /// Keys of a study that leave its points alone.
  private static let silent: Set<String> = [
    "name", "temperatures", "fit", "fitQuantity", "seed", "sweep", "sampling",
  ]
  /// Keys of `sampling` that say when to stop; what a point was asked for stands beside its digest.
  private static let accuracy: Set<String> = [
    "target", "relativeError", "hops", "maxHops", "maxTime", "finiteSizeTest", "extendable",
    "checkpoint",
  ]

  init(_ document: InputDocument, folder: URL, lattices: [URL]) {
    value = ""
    mix(BuildInfo.version)
    let model = document.removing(Self.silent)
    mix(model.root.canonicalText)
    for (key, value) in (try? document.value(at: "sampling")?.pairs("")) ?? []
    where !Self.accuracy.contains(key) {
      mix("\(key): \(value.canonicalText)")
    }
    var files: [URL] = []
    if let name = try? document.value(at: "model.crystal.lattice")?.text(),
      let file = try? LatticeLibrary.file(named: name, folders: lattices, relativeTo: folder)
    {
      files.append(file)
    }
    for key in ["model.polymer.material", "model.composite.matrix.material"] {
      files += Self.file(document.value(at: key), .polymers, folder, lattices)
    }
    files += Self.file(
      document.value(at: "model.composite.filler.material"), .fillers, folder, lattices)
    if let name = document.value(at: "model.glass.material"),
      let file = try? GlassMaterial.file(name, relativeTo: folder)
    {
      files.append(file)
    }
    document.value(at: "model")?.forEachText { text in
      if text.utf8.count < 1024 { files.append(InputFile.at(text, from: folder)) }
    }
    for file in files { mix(contentsOf: file) }
    value = String(state.value, radix: 16)
  }

  private static func file(
    _ value: InputValue?, _ shelf: MaterialShelf, _ folder: URL, _ lattices: [URL]
  ) -> [URL] {
    guard let name = try? value?.text() else { return [] }
    return [try? shelf.file(named: name, folders: lattices, relativeTo: folder)].compactMap(\.self)
  }

  private mutating func mix(_ text: String) { mix(Data(text.utf8)) }

  /// Texts that name no file are the rule: they are passed over.
  private mutating func mix(contentsOf file: URL) {
    guard (try? file.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true,
      let data = try? Data(contentsOf: file, options: .mappedIfSafe)
    else { return }
    mix(data)
  }

  private mutating func mix(_ data: Data) {
    state = state.mixed(with: UInt64(data.count))
    data.withUnsafeBytes { bytes in
      let whole = bytes.count / 8
      for index in 0..<whole {
        state = state.mixed(
          with: UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)))
      }
      for byte in bytes[(8 * whole)...] { state = state.mixed(with: UInt64(byte)) }
    }
  }
}
