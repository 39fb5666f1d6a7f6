import Foundation

/// The gnuplot program, as a maker of SVG.
///
///     let svg = try Gnuplot.find().svg("plot sin(x)", plot: "sine")
struct Gnuplot: Sendable {
  let executable: URL

  /// The first gnuplot on a search path, by default the PATH of this process.
  static func find(
    on searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
  ) throws(ReportError) -> Gnuplot {
    for folder in searchPath.split(separator: ":") {
      let candidate = String(folder) + "/gnuplot"
      if FileManager.default.isExecutableFile(atPath: candidate) {
        return Gnuplot(executable: URL(fileURLWithPath: candidate))
      }
    }
    throw .gnuplotMissing
  }

  /// The picture that a script draws, ready to stand inside a page among other pictures.
  ///
  /// - Parameter plot: the plot's name; it begins every element id of the picture.
  func svg(_ script: String, plot: String) throws(ReportError) -> String {
    let terminal = """
      set terminal svg enhanced size 640,500 name '\(plot)' font 'Arial,16' rounded
      set encoding utf8

      """
    let output: String
    do {
      output = try run(terminal + script)
    } catch let failure as Failure {
      throw .gnuplotFailed(plot: plot, message: failure.message)
    } catch {
      throw .gnuplotFailed(plot: plot, message: error.localizedDescription)
    }
    guard let start = output.range(of: "<svg"), output.contains("</svg>") else {
      throw .gnuplotFailed(plot: plot, message: "it wrote no SVG; is its svg terminal installed?")
    }
    return embeddable(String(output[start.lowerBound...]), idPrefix: plot)
  }

  private struct Failure: Error {
    var message: String
  }

  /// Runs a script and returns what gnuplot wrote.
  ///
  /// All three streams are files: a pipe would deadlock when both ends wait on a full one, and
  /// a write to a gnuplot that has quit would end this process with SIGPIPE. They lose their names
  /// before gnuplot begins, so that nothing is left behind if this process is killed meanwhile.
  private func run(_ script: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("ionhop-plot-\(UUID().uuidString)")
    let process = Process()
    process.executableURL = executable
    // A user's own ~/.gnuplot must not restyle the report.
    process.arguments = ["--default-settings", "-"]
    let (output, errors): (FileHandle, FileHandle)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let input = folder.appendingPathComponent("script")
      try Data(script.utf8).write(to: input)
      process.standardInput = try FileHandle(forReadingFrom: input)
      output = try Self.file(folder.appendingPathComponent("output"))
      errors = try Self.file(folder.appendingPathComponent("errors"))
    }
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    process.waitUntilExit()

    guard process.terminationStatus == 0 else {
      let message = try Self.text(of: errors).trimmingCharacters(in: .whitespacesAndNewlines)
      throw Failure(message: message.isEmpty ? "exit \(process.terminationStatus)" : message)
    }
    return try Self.text(of: output)
  }

  /// A new file to write to and to read from.
  private static func file(_ url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forUpdating: url)
  }

  private static func text(of file: FileHandle) throws -> String {
    try file.seek(toOffset: 0)
    return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
  }
}

/// An SVG document as a part of a page: width from its surroundings, ids that clash with no
/// other picture's (gnuplot names only its curves after the plot, not its point shapes).
private func embeddable(_ svg: String, idPrefix: String) -> String {
  var result = svg
  if let size = result.range(of: #"\s+width="\d+" height="\d+""#, options: .regularExpression) {
    result.replaceSubrange(size, with: " role=\"img\" aria-label=\"\(idPrefix)\"")
  }
  for quote in ["'", "\""] {
    for id in ["gp", "gnuplot_", "textbox", "greybox"] {
      result = result.replacingOccurrences(
        of: "id=\(quote)\(id)", with: "id=\(quote)\(idPrefix)_\(id)")
      result = result.replacingOccurrences(
        of: "href=\(quote)#\(id)", with: "href=\(quote)#\(idPrefix)_\(id)")
    }
  }
  for filter in ["textbox", "greybox"] {
    result = result.replacingOccurrences(
      of: "url(#\(filter))", with: "url(#\(idPrefix)_\(filter))")
  }
  return result
}
