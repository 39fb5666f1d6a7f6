import Foundation
import Testing

/// A tutorial's blocks: files to write (` ```yaml file=NAME `), lines `cp .../Examples/PATH .` for files
/// that come along, and commands with what they print (` ```console `).
private struct Tutorial {
  var files: [(name: String, text: String)] = []
  /// Below Examples.
  var copies: [String] = []
  /// Arguments of each `ionhop` command, and the lines printed under it.
  var commands: [(arguments: [String], printed: [String])] = []

  init(_ text: String) throws {
    var fence: (kind: Substring, lines: [String])?
    for line in text.components(separatedBy: "\n") {
      guard line.hasPrefix("```") else {
        fence?.lines.append(line)
        continue
      }
      if let block = fence {
        add(String(block.kind), block.lines)
        fence = nil
      } else {
        fence = (line.dropFirst(3), [])
      }
    }
  }

  private mutating func add(_ kind: String, _ lines: [String]) {
    if let name = kind.components(separatedBy: "file=").dropFirst().first {
      files.append((name, lines.joined(separator: "\n") + "\n"))
    } else if kind == "console" {
      for line in lines {
        if line.hasPrefix("$ ionhop ") {
          let words = line.dropFirst("$ ionhop ".count).split(separator: " ").map(String.init)
          commands.append((words, []))
        } else if line.hasPrefix("$ cp "), let start = line.range(of: "Examples/") {
          copies.append(String(line[start.upperBound...].dropLast(2)))
        } else if !commands.isEmpty {
          commands[commands.count - 1].printed.append(line)
        }
      }
    }
  }
}

@Suite("Tutorials", .serialized)
struct TutorialTests {
  private static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = project.appending(path: "docs/tutorials")
  private static let examples = project.appending(path: "Examples")

  /// Words agree literally; numbers, of the last digit of which a mathematical library may decide,
  /// within three of their errors in brackets, or 2 %.
  private func agree(_ word: String, _ other: String) -> Bool {
    if word == other { return true }
    guard let (a, error) = number(word), let (b, _) = number(other) else { return false }
    return abs(a - b) <= max(3 * error, 0.02 * abs(a))
  }

  private func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// A value and its error: 4.3(2)×10⁻⁴ is 4.3e-4 and 0.2e-4.
  private func number(_ word: String) -> (value: Double, error: Double)? {
    let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let parts = word.trimmingCharacters(in: [","]).components(separatedBy: "×10")
    var scale = 1.0
    if parts.count == 2 {
      let digits = parts[1].map { character in
        character == "⁻" ? "-" : superscripts.firstIndex(of: character).map { "\($0)" } ?? "?"
      }
      guard let exponent = Double(digits.joined()) else { return nil }
      scale = pow(10, exponent)
    }
    let mantissa = parts[0].components(separatedBy: "(")
    guard let value = Double(mantissa[0]) else { return nil }
    guard mantissa.count == 2, let last = Double(mantissa[1].dropLast()) else {
      return (value * scale, 0)
    }
    let places = mantissa[0].components(separatedBy: ".").dropFirst().first?.count ?? 0
    return (value * scale, last * pow(10, -Double(places)) * scale)
  }

  @Test(
    "A tutorial's commands print what it says, from its own files alone",
    arguments: [
      "new-material.md", "measured-pellet.md", "grain-boundary.md", "glass.md", "polymer.md",
    ])
  func commands(name: String) throws {
    let tutorial = try Tutorial(
      String(contentsOf: Self.folder.appending(path: name), encoding: .utf8))
    #expect(!(tutorial.files + tutorial.copies.map { ($0, "") }).isEmpty)
    #expect(tutorial.commands.count > 1)
    let folder = FileManager.default.temporaryDirectory.appending(path: "tutorial-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in tutorial.files {
      try Data(file.text.utf8).write(to: folder.appending(path: file.name))
    }
    for path in tutorial.copies {
      let file = Self.examples.appending(path: path)
      try FileManager.default.copyItem(
        at: file, to: folder.appending(path: file.lastPathComponent))
    }
    for (arguments, printed) in tutorial.commands {
      let command = try Command(arguments, in: folder)
      let isMeantToFail = printed.contains { $0.hasPrefix("ionhop: error") }
      #expect((command.status == 0) != isMeantToFail, "ionhop \(arguments): \(command.errors)")
      // By words, since a terminal breaks lines where it must.
      var rest = words(command.output + "\n" + command.errors)[...]
      for line in printed where !line.isEmpty && line != "..." {
        let expected = words(line)
        let place = rest.indices.first { start in
          rest[start...].count >= expected.count && zip(expected, rest[start...]).allSatisfy(agree)
        }
        #expect(place != nil, "ionhop \(arguments) does not print: \(line)")
        if let place { rest = rest[(place + expected.count)...] }
      }
    }
  }
}
