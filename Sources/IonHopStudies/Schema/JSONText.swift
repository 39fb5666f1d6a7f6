/// JSON whose keys keep their order, for files that people read too.
indirect enum JSONText: Sendable {
  case object([(key: String, value: JSONText)])
  case array([JSONText])
  case text(String)
  case whole(Int)
  case truth(Bool)

  /// Two spaces a level, as `JSONEncoder` prints it.
  func rendered(_ margin: String = "") -> String {
    let inner = margin + "  "
    func block(_ open: String, _ lines: [String], _ close: String) -> String {
      guard !lines.isEmpty else { return open + close }
      return "\(open)\n" + lines.map { inner + $0 }.joined(separator: ",\n") + "\n\(margin)\(close)"
    }
    switch self {
    case .object(let pairs):
      return block(
        "{", pairs.map { "\(Self.quoted($0.key)): \($0.value.rendered(inner))" }, "}")
    case .array(let values): return block("[", values.map { $0.rendered(inner) }, "]")
    case .text(let text): return Self.quoted(text)
    case .whole(let number): return "\(number)"
    case .truth(let truth): return truth ? "true" : "false"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
