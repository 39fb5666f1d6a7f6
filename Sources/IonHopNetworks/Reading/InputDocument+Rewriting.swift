import Yams

extension InputDocument {
  /// The value at a key path such as `model.crystal.lattice`.
  public func value(at keyPath: String) -> InputValue? {
    var value: InputValue? = root
    for part in keyPath.split(whereSeparator: { ".[]".contains($0) }) {
      value = value?.step(to: String(part))
    }
    return value
  }

  /// This document without some keys of its top level.
  public func removing(_ keys: Set<String>) -> InputDocument {
    guard case .mapping(let mapping) = root.node else { return self }
    let kept = mapping.filter { !keys.contains($0.key.scalar?.string ?? "") }
    return InputDocument(
      self, root: .mapping(.init(kept.map { ($0.key, $0.value) }, mapping.tag, .any, mapping.mark)))
  }

  /// This document with another value at a key path; keys on the way that are missing are made.
  ///
  /// Values keep the line where they are written, so that an error in the new document names it;
  /// a key that no reader knows is refused by the reader, as if it stood in the file.
  ///
  /// - Parameters:
  ///   - keyPath: such as `model.crystal.mobile.Li.fraction` or `model.network.hops[3].barrier`.
  ///   - value: its place is also that of errors in the path.
  /// - Throws: `InputError` where the path leads through a text or past the end of a list.
  public func replacing(
    _ keyPath: String, with value: InputValue
  ) throws(InputError) -> InputDocument {
    let node = try Self.replacing(Substring(keyPath), in: root.node, with: value, after: "")
    return InputDocument(self, root: node)
  }

  private init(_ original: InputDocument, root: Node) {
    file = original.file
    text = original.text
    self.root = InputValue(file: original.file, keyPath: "", node: root)
  }

  private static func replacing(
    _ path: Substring, in node: Node, with value: InputValue, after done: String
  ) throws(InputError) -> Node {
    guard !path.isEmpty else { return value.node }
    switch node {
    case .mapping(let mapping):
      return .mapping(try replacing(path, in: mapping, with: value, after: done))
    case .sequence(var sequence):
      guard let (index, rest) = leadingIndex(of: path) else {
        throw value.error("\(done) is a list in this file; give an index, as in \(done)[0]")
      }
      guard sequence.indices.contains(index) else {
        throw value.error("\(done) has \(sequence.count) elements, counted from 0; lower the index")
      }
      sequence[index] = try replacing(rest, in: sequence[index], with: value, after: done)
      return .sequence(sequence)
    case .scalar, .alias:
      let line = node.mark.map { " in line \($0.line)" } ?? ""
      throw value.error(
        "\(done) holds a single value\(line), no mapping; sweep \(done) itself, or write it as a mapping"
      )
    }
  }

  private static func replacing(
    _ path: Substring, in mapping: Node.Mapping, with value: InputValue, after done: String
  ) throws(InputError) -> Node.Mapping {
    var pairs = mapping.map { ($0.key, $0.value) }
    // A key may hold a dot: the longest that fits is meant.
    let known = pairs.indices.filter { pairs[$0].0.scalar.map { fits($0.string, path) } ?? false }
      .max { pairs[$0].0.scalar?.string.count ?? 0 < pairs[$1].0.scalar?.string.count ?? 0 }
    let name =
      known.flatMap { pairs[$0].0.scalar?.string } ?? String(path.prefix { !".[".contains($0) })
    guard !name.isEmpty else {
      throw value.error("the path has an empty key; give keys joined by single dots")
    }
    var rest = path.dropFirst(name.count)
    if rest.first == "." { rest = rest.dropFirst() }
    let here = done.isEmpty ? name : "\(done).\(name)"
    if let known {
      pairs[known].1 = try replacing(rest, in: pairs[known].1, with: value, after: here)
    } else {
      let mark = value.node.mark
      let empty = Node.mapping(.init([], .implicit, .any, mark))
      let made = try replacing(rest, in: empty, with: value, after: here)
      pairs.append((.scalar(.init(name, .implicit, .any, mark)), made))
    }
    return .init(pairs, mapping.tag, mapping.style, mapping.mark)
  }

  /// True if a path begins with a key.
  private static func fits(_ key: String, _ path: Substring) -> Bool {
    guard !key.isEmpty, path.hasPrefix(key) else { return false }
    let next = path.dropFirst(key.count).first
    return next == nil || next == "." || next == "["
  }

  /// Splits "[3].barrier" into 3 and "barrier".
  private static func leadingIndex(of path: Substring) -> (index: Int, rest: Substring)? {
    guard path.first == "[", let end = path.firstIndex(of: "]"),
      let index = Int(path[path.index(after: path.startIndex)..<end])
    else { return nil }
    let rest = path[path.index(after: end)...]
    return (index, rest.first == "." ? rest.dropFirst() : rest)
  }
}

extension InputValue {
  /// A text in the place of this value, as if the file held it there.
  public func replaced(by text: String) -> InputValue {
    InputValue(
      file: file, keyPath: keyPath, node: .scalar(.init(text, .implicit, .any, node.mark)),
      line: line)
  }

  /// The value in one line, the same however the file is laid out: of comments, quotes and the
  /// spelling of decimal numbers nothing is left; the order of keys is.
  public var canonicalText: String {
    switch node {
    case .scalar(let scalar): canonicalNumber(scalar.string) ?? quotedIfNeeded(scalar.string)
    case .sequence(let sequence):
      "[" + sequence.map { child("", $0).canonicalText }.joined(separator: ", ") + "]"
    case .mapping(let mapping):
      "{"
        + mapping.map { "\(child("", $0.key).canonicalText): \(child("", $0.value).canonicalText)" }
        .joined(separator: ", ") + "}"
    case .alias: ""
    }
  }

  /// Calls `body` with every text in the value that is no number.
  public func forEachText(_ body: (String) -> Void) {
    switch node {
    case .scalar(let scalar): if canonicalNumber(scalar.string) == nil { body(scalar.string) }
    case .sequence(let sequence): for node in sequence { child("", node).forEachText(body) }
    case .mapping(let mapping): for (_, node) in mapping { child("", node).forEachText(body) }
    case .alias: break
    }
  }
}

/// A decimal number without needless digits; nil for any other text.
private func canonicalNumber(_ text: String) -> String? {
  guard let (number, rest) = leadingNumber(of: text), rest.isEmpty, number.isFinite else {
    return nil
  }
  // Whole numbers beyond 2^53, such as seeds, keep their digits.
  return Int(text) != nil || UInt64(text) != nil ? text : plain(number)
}

/// A text that could be taken for a list or a mapping stands in quotes.
private func quotedIfNeeded(_ text: String) -> String {
  guard text.isEmpty || text.contains(where: { ",:;={}[]\"".contains($0) }) else { return text }
  return "\"" + text.replacing("\"", with: "\"\"") + "\""
}
