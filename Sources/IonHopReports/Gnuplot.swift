import Foundation

/// The gnuplot program, as a maker of pictures.
///
///     let picture = try Gnuplot.find().draw(drawing, name: "msd")
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

  /// The picture of a drawing, made by the script that a user gets.
  ///
  /// - Parameters:
  ///   - name: the plot's name; it begins every element id of the picture.
  ///   - folder: keeps NAME.svg, NAME.png, NAME.gp and NAME.csv; nil leaves no files.
  func draw(
    _ drawing: Drawing, name: String, in folder: URL? = nil
  ) throws(ReportError) -> Picture {
    do {
      if let folder { return try draw(drawing, name, folder, withPNG: true) }
      let passing = FileManager.default.temporaryDirectory
        .appendingPathComponent("ionhop-plot-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: passing, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: passing) }
      return try draw(drawing, name, passing, withPNG: false)
    } catch let failure as Failure {
      throw .gnuplotFailed(plot: name, message: failure.message)
    } catch {
      throw .gnuplotFailed(plot: name, message: error.localizedDescription)
    }
  }

  private struct Failure: Error {
    var message: String
  }

  private func draw(
    _ drawing: Drawing, _ name: String, _ folder: URL, withPNG: Bool
  ) throws -> Picture {
    let svg = folder.appendingPathComponent("\(name).svg")
    try? FileManager.default.removeItem(at: svg)
    let table = folder.appendingPathComponent("\(name).csv")
    try Data(drawing.table.utf8).write(to: table, options: .atomic)
    let script = Data(drawing.script(name, withPNG: withPNG).utf8)
    try script.write(to: folder.appendingPathComponent("\(name).gp"), options: .atomic)
    try run("\(name).gp", in: folder)
    let text = try? String(contentsOf: svg, encoding: .utf8)
    guard let text, text.contains("<svg"), text.contains("</svg>") else {
      throw Failure(message: "it wrote no SVG; is its svg terminal installed?")
    }
    return Picture(name: name, svg: text)
  }

  /// Runs a script in its folder.
  private func run(_ script: String, in folder: URL) throws {
    let process = Process()
    process.executableURL = executable
    // A user's own ~/.gnuplot must not restyle the report.
    process.arguments = ["--default-settings", script]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    // Read to its end before the wait, so that a full pipe stops nobody.
    let complaint = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let message = complaint.trimmingCharacters(in: .whitespacesAndNewlines)
      throw Failure(message: message.isEmpty ? "exit \(process.terminationStatus)" : message)
    }
  }
}

/// A drawn plot.
struct Picture {
  let name: String
  /// A whole SVG document.
  let svg: String

  /// The picture as a part of a page: width from its surroundings, ids that clash with no other
  /// picture's (gnuplot names only its curves after the plot, not its point shapes).
  var embedded: String {
    var result = svg.range(of: "<svg").map { String(svg[$0.lowerBound...]) } ?? svg
    if let size = result.range(of: #"\s+width="\d+" height="\d+""#, options: .regularExpression) {
      result.replaceSubrange(size, with: " role=\"img\" aria-label=\"\(name)\"")
    }
    for quote in ["'", "\""] {
      for id in ["gp", "gnuplot_", "textbox", "greybox"] {
        result = result.replacingOccurrences(
          of: "id=\(quote)\(id)", with: "id=\(quote)\(name)_\(id)")
        result = result.replacingOccurrences(
          of: "href=\(quote)#\(id)", with: "href=\(quote)#\(name)_\(id)")
      }
    }
    for filter in ["textbox", "greybox"] {
      result = result.replacingOccurrences(of: "url(#\(filter))", with: "url(#\(name)_\(filter))")
    }
    return result
  }
}
