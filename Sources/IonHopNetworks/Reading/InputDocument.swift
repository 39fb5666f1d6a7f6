import Foundation
import Yams

/// A YAML file, parsed but not yet understood.
///
/// Scalars stay text until a reader asks for a number, so that "24d" or "1e13" mean what the
/// key wants, not what YAML's own rules guess.
public struct InputDocument {
  /// How the file is named in errors.
  public let file: String
  /// All of the file.
  public let text: String
  /// Its top level.
  public let root: InputValue

  /// Deeper nesting has no meaning in any of our files.
  private static let deepest = 64

  /// Reads a file.
  public static func read(_ url: URL) throws(InputError) -> InputDocument {
    try InputDocument(
      text: InputFile.text(of: url, limit: InputFile.largestYAML), file: InputFile.name(of: url))
  }

  /// - Parameter file: how to name the file in errors.
  public init(text: String, file: String) throws(InputError) {
    guard text.utf8.count <= InputFile.largestYAML else {
      throw InputError(
        file: file, message: "is larger than 64 MiB; put large tables into CSV files")
    }
    self.file = file
    self.text = text
    root = try withDeepStack { () throws(InputError) in
      let root = InputValue(file: file, keyPath: "", node: try Self.node(of: text, file: file))
      // Without aliases there are fewer nodes than bytes; with them a few lines can unfold to
      // billions ("billion laughs").
      var budget = text.utf8.count + 1_000_000
      try Self.checkSize(root, depth: 0, budget: &budget)
      return root
    }
  }

  private static func node(of text: String, file: String) throws(InputError) -> Node {
    let node: Node?
    do {
      node = try Yams.compose(yaml: text, .basic, .default, .utf8)
    } catch let error as YamlError {
      throw InputError(error, file: file)
    } catch {
      throw InputError(file: file, message: "invalid YAML: \(error)")
    }
    guard let node else {
      throw InputError(file: file, message: "is empty; describe a model in YAML, key: value")
    }
    return node
  }

  private static func checkSize(
    _ value: InputValue, depth: Int, budget: inout Int
  ) throws(InputError) {
    budget -= 1
    guard budget > 0 else {
      throw InputError(
        file: value.file, message: "its aliases (*name) unfold to too many values; write them out")
    }
    guard depth < deepest else {
      throw InputError(
        file: value.file, line: value.line,
        message: "more than \(deepest) levels of nesting; check the brackets and indentation")
    }
    switch value.node {
    case .mapping(let mapping):
      for (key, child) in mapping {
        for node in [key, child] {
          try checkSize(value.child("", node), depth: depth + 1, budget: &budget)
        }
      }
    case .sequence(let sequence):
      for node in sequence {
        try checkSize(value.child("", node), depth: depth + 1, budget: &budget)
      }
    case .scalar, .alias: break
    }
  }

  /// The line of a key path such as `model.network.hops[3].barrier`, or of the deepest part of it
  /// that the file holds.
  public func line(of keyPath: String) -> Int? {
    var value = root
    for part in keyPath.split(whereSeparator: { ".[]".contains($0) }) {
      guard let next = value.step(to: String(part)) else { break }
      value = next
    }
    return value.line
  }

  /// An error at a key path of this file.
  public func error(at keyPath: String, _ message: String) -> InputError {
    InputError(file: file, line: line(of: keyPath), keyPath: keyPath, message: message)
  }
}

extension InputError {
  /// The parser's error in one line.
  init(_ error: YamlError, file: String) {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      var text = [context?.text, problem].compactMap { $0 }.joined(separator: ", ")
      if problem.hasPrefix("Maximum nesting level") { text = "too many levels of nesting" }
      self.init(
        file: file, line: mark.line,
        message: "invalid YAML: \(text); check brackets, quotes and indentation near here")
    case .reader(let problem, let offset, _, let yaml):
      let line = offset.map { 1 + yaml.prefix($0).count { $0.isNewline } }
      self.init(file: file, line: line, message: "invalid YAML: \(problem); give a text file")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
      self.init(
        file: file, line: context.mark.line, keyPath: duplicates.first ?? "",
        message: "duplicate key \(keys) in one mapping; keep one of the two")
    default:
      self.init(file: file, message: "invalid YAML: \(error)")
    }
  }
}
