import Foundation
import IonHopCore
import IonHopNetworks

/// A study file with all the variants that its `sweep:` asks for.
///
///     let sweep = try StudySweep.read(URL(fileURLWithPath: "sweep.yaml"))
///     let results = try await sweep.results()
///
/// A file without `sweep:` is a sweep of one variant without values. Each variant is a study of its
/// own: its random streams come from (study seed, variant key, temperature, replica), so that values
/// added later change nothing of what is there. What the study's seed draws when a network is built,
/// such as immobile ions, is the same in all variants, unless `seed` itself is swept.
public struct StudySweep: Sendable {
  /// One combination of values.
  public struct Variant: Sendable {
    let index: Int
    /// One for each swept key.
    public let values: [SweptValue]
    /// `seed=1; model.crystal.mobile.Li.fraction=0.3` in the order of keys; empty without a sweep.
    public let key: String
    /// `fraction 0.3, seed 1`
    public let label: String
  }

  /// Of the study.
  public let name: String
  /// Of the study file.
  public let file: String
  /// The study file's.
  public let text: String
  /// Whether the file has a `sweep`.
  public let isSwept: Bool
  /// The swept keys.
  public let axes: [SweepAxis]
  /// All combinations, in the order in which they run.
  public let variants: [Variant]
  let folder: URL
  let lattices: [URL]

  /// - Throws: `InputError` for a file that cannot be read, and for a sweep that has no meaning.
  ///   What is wrong with a variant's model is found by `study(_:)`.
  public static func read(_ url: URL, lattices: [URL] = []) throws(InputError) -> StudySweep {
    try StudySweep(
      try InputDocument.read(url), folder: url.deletingLastPathComponent(), lattices: lattices)
  }

  /// Reads a study from text.
  ///
  /// - Parameters:
  ///   - file: its name in errors; paths in the study start from its folder.
  public static func parse(
    text: String, file: String, lattices: [URL] = []
  ) throws(InputError) -> StudySweep {
    try StudySweep(
      try InputDocument(text: text, file: file),
      folder: URL(fileURLWithPath: file).deletingLastPathComponent(), lattices: lattices)
  }

  private init(_ document: InputDocument, folder: URL, lattices: [URL]) throws(InputError) {
    let reader = try SweepReader(document)
    (file, text, self.folder, self.lattices) = (document.file, document.text, folder, lattices)
    isSwept = reader.isSwept
    let values = reader.values
    let axes = SweepAxis.axes(of: values)
    self.axes = axes
    variants = values.enumerated().map { index, values in
      let label = zip(axes, values).map { axis, value in
        "\(axis.name) \(value.text)" + (value.unit.isEmpty ? "" : " \(value.unit)")
      }
      return Variant(
        index: index, values: values, key: SweepReader.key(of: values),
        label: label.joined(separator: ", "))
    }
    name =
      try document.value(at: "name")?.text("give the study a name")
      ?? URL(fileURLWithPath: document.file).deletingPathExtension().lastPathComponent
  }

  /// The one study of a file without a sweep.
  func only() throws(InputError) -> Study {
    guard !isSwept else {
      throw InputError(
        file: file, line: try InputDocument(text: text, file: file).line(of: "sweep"),
        keyPath: "sweep",
        message: "\(variants.count) variants, where one study is wanted; take the sweep away")
    }
    return try study(variants[0])
  }

  /// The study of a variant, its network built.
  ///
  /// - Throws: `InputError`, with the line of the swept value where that is at fault.
  public func study(_ variant: Variant) throws(InputError) -> Study {
    let reader = try SweepReader(try InputDocument(text: text, file: file))
    let document = try reader.document(of: variant.index)
    var study: Study
    do {
      study = try StudyReader(document, folder: folder, lattices: lattices).study()
    } catch {
      guard isSwept else { throw error }
      throw InputError(
        file: error.file, line: error.line, keyPath: error.keyPath,
        message: "\(error.message) (in the variant \(variant.label))")
    }
    study.variantKey = variant.key
    study.variantIndex = variant.index
    study.settings = SettingsDigest(document, folder: folder, lattices: lattices).value
    return study
  }
}
