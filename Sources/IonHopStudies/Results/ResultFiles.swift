import Foundation
import IonHopAnalysis

/// Writes and reads a run's folder: `results.json`, `points.csv`, `msd.csv`, of a sweep `fits.csv`, of
/// grain boundaries `boundary.csv` and `profile.csv`, of glasses `glass.csv`, of spectra `spectrum.csv`.
///
/// Files are replaced atomically and are on the disk when they are, so that a run that is ended by
/// whatever leaves the last whole ones.
public struct ResultFiles: Sendable {
  /// Where the files lie.
  public let folder: URL

  /// The results in a folder, which need not exist yet.
  public init(_ folder: URL) { self.folder = folder }

  /// `results.json`
  public var resultsFile: URL { folder.appending(path: "results.json") }

  /// Where points at work are kept.
  public var checkpointFolder: URL {
    folder.appending(path: "checkpoints", directoryHint: .isDirectory)
  }

  /// Makes the folder, and makes sure that files can be written there before hours are spent.
  ///
  /// - Throws: `ResultFileError.unwritable`
  public func prepare() throws(ResultFileError) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let probe = folder.appending(path: ".ionhop-write-test")
      try Data().write(to: probe)
      try FileManager.default.removeItem(at: probe)
    } catch {
      throw .unwritable(folder.path, reason: Self.reason(error))
    }
  }

  /// Writes a study.
  public func write(_ results: StudyResults) throws(ResultFileError) {
    try write(
      [
        "results.json": { try Self.json(results) }, "points.csv": { Self.pointsTable(results) },
        "msd.csv": { Self.displacementTable(results) },
      ])
    try writeGlass([(leading: [], results: results)])
    guard results.boundary != nil else { return }
    try write(
      [
        "boundary.csv": { BoundaryTable.text([(leading: [], results: results)]) },
        "profile.csv": { ProfileTable.text([(leading: [], results: results)]) },
      ])
  }

  /// Writes a sweep: the same files with a column for each swept key, and `fits.csv`.
  public func write(_ results: SweepResults) throws(ResultFileError) {
    let table = SweepTable(results)
    try write(
      [
        "results.json": { try Self.json(results) }, "points.csv": { table.points },
        "msd.csv": { table.displacements }, "fits.csv": { table.fits },
      ])
    try writeGlass(table.variants, leading: table.headers)
    guard table.hasBoundaries else { return }
    try write(["boundary.csv": { table.boundaries }, "profile.csv": { table.profiles }])
  }

  /// Writes what glasses have of their own, and spectra.
  private func writeGlass(
    _ variants: [PointsTable.Variant], leading: [String] = []
  ) throws(ResultFileError) {
    let points = variants.flatMap(\.results.points)
    if points.contains(where: { $0.glass != nil }) {
      try write(["glass.csv": { GlassTable.text(variants, leading: leading) }])
    }
    if points.contains(where: { $0.spectrum != nil }) {
      try write(["spectrum.csv": { SpectrumTable.text(variants, leading: leading) }])
    }
  }

  /// Writes a study or a sweep.
  public func write(_ results: StoredResults) throws(ResultFileError) {
    switch results {
    case .study(let results): try write(results)
    case .sweep(let results): try write(results)
    }
  }

  /// Writes `compare.csv`, and makes the folder if need be.
  public func write(_ comparison: Comparison) throws(ResultFileError) {
    try prepare()
    try write(["compare.csv": { comparison.table }])
  }

  func write(_ texts: KeyValuePairs<String, () throws -> String>) throws(ResultFileError) {
    do {
      for (name, text) in texts {
        try DurableFile.replace(folder.appending(path: name), with: Data(text().utf8))
      }
    } catch {
      throw .unwritable(folder.path, reason: Self.reason(error))
    }
  }

  /// Copies the results at hand to a name that is free: `results-previous-1.json`.
  public func setAside() throws(ResultFileError) -> URL {
    var (number, file) = (0, resultsFile)
    repeat {
      number += 1
      file = folder.appending(path: "results-previous-\(number).json")
    } while FileManager.default.fileExists(atPath: file.path)
    do {
      try DurableFile.replace(file, with: try Data(contentsOf: resultsFile))
      return file
    } catch {
      throw .unwritable(folder.path, reason: Self.reason(error))
    }
  }

  /// The results of one study.
  ///
  /// - Throws: `ResultFileError.unreadable`, also where the folder holds a sweep.
  public func read() throws(ResultFileError) -> StudyResults {
    guard case .study(let results) = try readAny() else {
      throw .unreadable(resultsFile.path, reason: "it holds a sweep, where one study is wanted")
    }
    return results
  }

  /// The results of a study or a sweep.
  ///
  /// - Throws: `ResultFileError.unreadable`
  public func readAny() throws(ResultFileError) -> StoredResults {
    let data: Data
    do { data = try Data(contentsOf: resultsFile) } catch {
      throw .unreadable(resultsFile.path, reason: Self.reason(error))
    }
    do {
      let head = try Self.decoder.decode(Head.self, from: data)
      guard head.kind != PolycrystalResults.kind else {
        throw ResultFileError.unreadable(
          resultsFile.path, reason: "it holds a polycrystal, where a sampled study is wanted")
      }
      guard head.kind != ScenarioTable.kind else {
        throw ResultFileError.unreadable(
          resultsFile.path, reason: "it holds a scenario's table, where a run is wanted")
      }
      let known = head.sweep == nil ? StudyResults.currentSchema : SweepResults.currentSchema
      guard head.schema == known else {
        throw ResultFileError.unreadable(
          resultsFile.path, reason: "schema \(head.schema) is not known to this version")
      }
      return head.sweep == nil
        ? .study(try Self.decoder.decode(StudyResults.self, from: data))
        : .sweep(try Self.decoder.decode(SweepResults.self, from: data))
    } catch let error as ResultFileError {
      throw error
    } catch {
      throw .unreadable(
        resultsFile.path,
        reason:
          "not a results file of ionhop, or truncated; name another folder, or run the study anew without it"
      )
    }
  }

  /// The results of an earlier run that is to be resumed; nil where there is none.
  ///
  /// - Throws: `ResultFileError.unreadable` for a damaged file, `.ofAnotherStudy` for one without a
  ///   point of this study, `InputError` of the study file.
  public func earlier(
    of sweep: StudySweep, _ change: StudySweep.Change = { _ in }
  ) throws -> (results: StoredResults, outlook: ResumeOutlook)? {
    guard FileManager.default.fileExists(atPath: resultsFile.path) else { return nil }
    let results = try readAny()
    let outlook = try sweep.outlook(keeping: results, change)
    guard outlook.kept + outlook.provisional > 0 || outlook.foreign == 0 else {
      throw ResultFileError.ofAnotherStudy(resultsFile.path, name: results.name)
    }
    return (results, outlook)
  }

  /// What tells the kinds of results files apart.
  private struct Head: Decodable {
    let schema: Int
    let sweep: [SweepAxis]?
    /// Of files that hold no sampled study.
    let kind: String?
  }

  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  /// Numbers that are not finite become the strings "inf", "-inf" and "nan".
  public static func json(_ results: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(results), as: UTF8.self) + "\n"
  }

  /// The same on one line, for logs.
  public static func line(_ event: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(event), as: UTF8.self)
  }

  /// The text of `results.json`.
  public static func json(_ results: StoredResults) throws -> String {
    switch results {
    case .study(let results): try json(results)
    case .sweep(let results): try json(results)
    }
  }

  /// One row a point; units in the header.
  public static func pointsTable(_ results: StudyResults) -> String {
    PointsTable([(leading: [], results: results)]).text()
  }

  static func displacementTable(_ results: StudyResults) -> String {
    DisplacementTable.text([(leading: [], results: results)])
  }

  static func reason(_ error: any Error) -> String {
    if let failure = error as? DurableFile.Failure { return "\(failure)" }
    let cocoa = error as NSError
    let underlying = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError
    let text = (underlying ?? cocoa).localizedDescription
    return text.split(separator: "\n").joined(separator: " ")
  }
}

/// What may be wrong with a folder of results.
public enum ResultFileError: Error, Equatable, CustomStringConvertible {
  /// A folder or file that cannot be written.
  case unwritable(String, reason: String)
  /// A file that cannot be read.
  case unreadable(String, reason: String)
  /// A folder that holds the results of another study.
  case ofAnotherStudy(String, name: String)

  /// What is wrong, in a line with its mend.
  public var description: String {
    switch self {
    case .unwritable(let path, let reason):
      "\(path): cannot write there (\(reason)); choose another folder with --output"
    case .unreadable(let path, let reason):
      "\(path): cannot read it (\(reason))"
    case .ofAnotherStudy(let path, let name):
      "\(path): no point of \"\(name)\" in it is of this study (model, seed or version of the program differ); choose another folder with --output, or leave --resume away to replace it"
    }
  }
}
