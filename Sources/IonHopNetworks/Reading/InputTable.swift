import Foundation
import Yams

/// A CSV file with a header, whose rows read like the mappings of a YAML file.
///
///     from,to,dx,dy,dz,barrier,frequency
///     0,1,3,0,0,0.35,1e13
///
/// Blank lines and lines that begin with # are skipped. Fields may stand in double quotes, but
/// hold no comma.
public struct InputTable {
  /// How the file is named in errors.
  public let file: String
  private let columns: [String]
  private let lines: [(number: Int, text: Substring)]
  /// Shared by all fields: Yams makes a new one, with its table of constructors, each time.
  private let tag = Tag.implicit
  /// Number of rows.
  public var count: Int { lines.count }

  /// - Parameters:
  ///   - known: names of the columns that may be present.
  ///   - required: those that must.
  public static func read(
    _ url: URL, known: [String], required: [String]
  ) throws(InputError) -> InputTable {
    try InputTable(
      text: InputFile.text(of: url, limit: InputFile.largestTable), file: InputFile.name(of: url),
      known: known, required: required)
  }

  /// A table from text; columns other than the known ones are errors.
  public init(
    text: String, file: String, known: [String], required: [String]
  ) throws(InputError) {
    self.file = file
    var lines: [(number: Int, text: Substring)] = []
    // Bytes, not characters: a table may hold millions of lines.
    let all = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in all.enumerated() {
      let begin = line.first { !isBlank($0) }
      if begin != nil, begin != UInt8(ascii: "#") { lines.append((index + 1, Substring(line))) }
    }
    guard let header = lines.first else {
      throw InputError(
        file: file, message: "is empty; give a header \(known.joined(separator: ","))")
    }
    self.lines = Array(lines.dropFirst())
    columns = Self.fields(header.text)
    func failure(_ message: String) -> InputError {
      InputError(file: file, line: header.number, message: message)
    }
    for (index, column) in columns.enumerated() {
      guard known.contains(column) else {
        throw failure(
          "unknown column \"\(column)\"; \(suggestion(for: column, in: known, what: "known columns"))"
        )
      }
      guard !columns[..<index].contains(column) else {
        throw failure("column \"\(column)\" is given twice; keep one")
      }
    }
    for column in required where !columns.contains(column) {
      throw failure(
        "column \"\(column)\" is missing; needed are \(required.joined(separator: ","))")
    }
  }

  /// One row; empty fields count as absent.
  public func row(_ index: Int) throws(InputError) -> InputMapping {
    let (number, text) = lines[index]
    let fields = Self.fields(text)
    guard fields.count == columns.count else {
      throw InputError(
        file: file, line: number,
        message: "\(fields.count) fields, but the header has \(columns.count) columns")
    }
    func value(_ path: String, _ text: String) -> InputValue {
      InputValue(file: file, keyPath: path, node: Node(text, tag), line: number)
    }
    var values: [String: InputValue] = [:]
    for (column, field) in zip(columns, fields) where !field.isEmpty {
      values[column] = value(column, field)
    }
    return InputMapping(place: value("", String(text)), values: values)
  }

  private static func fields(_ line: Substring) -> [String] {
    line.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { field in
      var text = field
      while let first = text.first, isBlank(first) { text.removeFirst() }
      while let last = text.last, isBlank(last) { text.removeLast() }
      let quote = UInt8(ascii: "\"")
      let isQuoted = text.count >= 2 && text.first == quote && text.last == quote
      return String(Substring(isQuoted ? text.dropFirst().dropLast() : text))
    }
  }
}

/// Space, tab or carriage return.
private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
