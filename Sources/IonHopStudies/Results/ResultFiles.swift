import Foundation
import IonHopAnalysis

/// Writes and reads a run's folder: `results.json`, `points.csv` and `msd.csv`.
///
/// Files are replaced atomically, so that a run that is interrupted leaves the last whole ones.
public struct ResultFiles: Sendable {
  public let folder: URL

  public init(_ folder: URL) { self.folder = folder }

  public var resultsFile: URL { folder.appending(path: "results.json") }

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

  public func write(_ results: StudyResults) throws(ResultFileError) {
    do {
      try Data(Self.json(results).utf8).write(to: resultsFile, options: .atomic)
      try Data(Self.pointsTable(results).utf8).write(
        to: folder.appending(path: "points.csv"), options: .atomic)
      try Data(Self.displacementTable(results).utf8).write(
        to: folder.appending(path: "msd.csv"), options: .atomic)
    } catch {
      throw .unwritable(folder.path, reason: Self.reason(error))
    }
  }

  public func read() throws(ResultFileError) -> StudyResults {
    let data: Data
    do { data = try Data(contentsOf: resultsFile) } catch {
      throw .unreadable(resultsFile.path, reason: Self.reason(error))
    }
    do {
      let decoder = JSONDecoder()
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      let results = try decoder.decode(StudyResults.self, from: data)
      guard results.schema == StudyResults.currentSchema else {
        throw ResultFileError.unreadable(
          resultsFile.path, reason: "schema \(results.schema) is not known to this version")
      }
      return results
    } catch let error as ResultFileError {
      throw error
    } catch {
      throw .unreadable(resultsFile.path, reason: "not a results file of ionhop, or truncated")
    }
  }

  /// Numbers that are not finite become the strings "inf", "-inf" and "nan".
  public static func json(_ results: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(results), as: UTF8.self) + "\n"
  }

  /// One row a point; units in the header.
  public static func pointsTable(_ results: StudyResults) -> String {
    PointsTable(results: results).text
  }

  static func displacementTable(_ results: StudyResults) -> String {
    var text =
      "temperature (K),time (s),tracer MSD (A^2),standard error (A^2),charge MSD per ion (A^2),standard error (A^2)\n"
    for point in results.points {
      for lag in point.meanSquaredDisplacement {
        let tracer = lag.tracer.map { "\($0)" } ?? ""
        let tracerError = lag.tracerStandardError.map { "\($0)" } ?? ""
        text +=
          "\(point.temperature),\(lag.time),\(tracer),\(tracerError),\(lag.charge),\(lag.chargeStandardError)\n"
      }
    }
    return text
  }

  private static func reason(_ error: any Error) -> String {
    let cocoa = error as NSError
    let underlying = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError
    let text = (underlying ?? cocoa).localizedDescription
    return text.split(separator: "\n").joined(separator: " ")
  }
}

public enum ResultFileError: Error, Equatable, CustomStringConvertible {
  case unwritable(String, reason: String)
  case unreadable(String, reason: String)

  public var description: String {
    switch self {
    case .unwritable(let path, let reason):
      "\(path): cannot write there (\(reason)); choose another folder with --output"
    case .unreadable(let path, let reason):
      "\(path): cannot read it (\(reason))"
    }
  }
}
