/// A chemical formula such as `Li1.3Al0.3Ti1.7(PO4)3`: atoms and the charge of their usual ions.
struct Formula {
  private(set) var atoms: [String: Double] = [:]

  /// Oxidation states of the electrolytes of the library.
  private static let states: [String: Double] = [
    "Li": 1, "La": 3, "Zr": 4, "Al": 3, "Ta": 5, "Nb": 5, "Ga": 3, "Ti": 4, "Ge": 4, "Sn": 4,
    "Si": 4, "Y": 3, "Er": 3, "Yb": 3, "In": 3, "Sc": 3, "O": -2, "S": -2, "F": -1, "Cl": -1,
    "Br": -1, "I": -1, "N": -3, "P": 5, "H": 1, "B": 3,
  ]

  /// In units of e; nil if an element is not in the table.
  var charge: Double? {
    var states = Self.states
    // A phosphide, and a hydride: no anion but these.
    if atoms.keys.allSatisfy({ ["Li", "P"].contains($0) }) { states["P"] = -3 }
    if atoms["B"] != nil { states["H"] = -1 }
    var sum = 0.0
    for (element, count) in atoms {
      guard let state = states[element] else { return nil }
      sum += state * count
    }
    return sum
  }

  /// Nil if the text is no formula.
  init?(_ text: String) {
    var rest = Substring(text)
    guard let atoms = Self.group(&rest), rest.isEmpty, !atoms.isEmpty else { return nil }
    self.atoms = atoms
  }

  /// Reads up to a closing bracket or the end.
  private static func group(_ rest: inout Substring) -> [String: Double]? {
    var sum: [String: Double] = [:]
    while let first = rest.first, first != ")" {
      var part: [String: Double]
      if first == "(" {
        rest.removeFirst()
        guard let inner = group(&rest), rest.first == ")" else { return nil }
        rest.removeFirst()
        part = inner
      } else if first.isUppercase {
        rest.removeFirst()
        let tail = rest.prefix { $0.isLowercase }
        rest.removeFirst(tail.count)
        part = [String(first) + tail: 1]
      } else {
        return nil
      }
      let number = rest.prefix { $0.isNumber || $0 == "." }
      rest.removeFirst(number.count)
      guard let count = number.isEmpty ? 1 : Double(number) else { return nil }
      for (element, atoms) in part { sum[element, default: 0] += atoms * count }
    }
    return sum
  }
}
