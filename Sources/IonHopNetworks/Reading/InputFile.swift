import Foundation

/// Reads the text of input files, and refuses what cannot be one.
public enum InputFile {
  /// Bytes; a larger YAML file is a mistake, or a table that belongs into a CSV file.
  static let largestYAML = 64 << 20
  /// Bytes
  public static let largestTable = 4 << 30

  /// The file as the user named it.
  public static func name(of url: URL) -> String { url.isFileURL ? url.relativePath : "\(url)" }

  /// The file at a path, relative paths starting from `folder`.
  ///
  /// Named as the user sees it: `Examples/hops.csv` for `hops.csv` beside `Examples/study.yaml`.
  public static func at(_ path: String, from folder: URL?) -> URL {
    guard let folder, !path.hasPrefix("/") else { return URL(fileURLWithPath: path) }
    let base = name(of: folder)
    return URL(fileURLWithPath: [".", "./", ""].contains(base) ? path : "\(base)/\(path)")
  }

  /// The file's text, without a byte order mark.
  ///
  /// - Parameter orLatin1: reads what is not UTF-8 as Latin-1, for formats older than Unicode.
  public static func text(
    of url: URL, limit: Int, orLatin1: Bool = false
  ) throws(InputError) -> String {
    let name = name(of: url)
    func failure(_ message: String) -> InputError { InputError(file: name, message: message) }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
      throw failure("no such file; check the path")
    }
    guard !isDirectory.boolValue else { throw failure("is a directory; give a file in it") }
    guard let data = contents(of: url, upTo: limit + 1) else {
      throw failure("cannot be read; check its permissions")
    }
    guard data.count <= limit else {
      throw failure("is larger than \(limit >> 20) MiB; put large tables into CSV files")
    }
    let latin1 = orLatin1 ? String(data: data, encoding: .isoLatin1) : nil
    guard let text = String(data: data, encoding: .utf8) ?? latin1 else {
      throw failure("is not UTF-8 text; give a text file")
    }
    return text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
  }

  /// Reads to a limit rather than asking the size first, so that pipes and devices work too.
  private static func contents(of url: URL, upTo limit: Int) -> Data? {
    guard let handle = try? FileHandle(forReadingFrom: url) else { return nil }
    defer { try? handle.close() }
    var data = Data()
    while data.count < limit {
      guard let part = try? handle.read(upToCount: min(limit - data.count, 1 << 24)) else {
        // nil at the end of the file as after an error; an error at the start leaves nothing.
        return data
      }
      if part.isEmpty { break }
      data.append(part)
    }
    return data
  }
}
