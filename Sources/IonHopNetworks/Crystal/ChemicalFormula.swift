/// The atoms of a formula such as `Li1.3Al0.3Ti1.7(PO4)3`.
package struct ChemicalFormula: Sendable {
  /// Atoms of each element, by its symbol.
  package private(set) var atoms: [String: Double] = [:]

  /// Nil if the text is no formula.
  package init?(_ text: String) {
    var rest = Substring(text)
    guard let atoms = Self.group(&rest, depth: 0), rest.isEmpty, !atoms.isEmpty else { return nil }
    self.atoms = atoms
  }

  private static let mostBrackets = 8

  /// Reads up to a closing bracket or the end.
  private static func group(_ rest: inout Substring, depth: Int) -> [String: Double]? {
    guard depth <= mostBrackets else { return nil }
    var sum: [String: Double] = [:]
    while let first = rest.first, first != ")" {
      var part: [String: Double]
      rest.removeFirst()
      if first == "(" {
        guard let inner = group(&rest, depth: depth + 1), rest.popFirst() == ")" else { return nil }
        part = inner
      } else if first.isASCII, first.isUppercase {
        let tail = rest.prefix { $0.isASCII && $0.isLowercase }
        rest.removeFirst(tail.count)
        part = [String(first) + tail: 1]
      } else {
        return nil
      }
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest.removeFirst(number.count)
      guard let count = number.isEmpty ? 1 : Double(number) else { return nil }
      for (element, atoms) in part { sum[element, default: 0] += atoms * count }
    }
    return sum
  }
}
