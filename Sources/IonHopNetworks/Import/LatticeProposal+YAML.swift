import Foundation
import IonHopCore

extension LatticeProposal {
  /// The text of a lattice file. Barriers and frequencies that nobody gave read `unknown`, which
  /// the reader of lattices refuses with the class and the mend.
  ///
  /// - Parameter name: the file's name without `.yaml`.
  public func yaml(name: String) -> String {
    var lines = [
      "name: \(quoted(name))",
      "title: \(quoted("\(formula)\(structure.title.isEmpty ? "" : " (\(structure.title))"), imported"))",
      "description: >",
    ]
    lines += folded(description).map { "  " + $0 }
    lines += ["formula: \(quoted(formula))", "cell: \(cellText)"]
    if let group = structure.spaceGroup { lines.append("spaceGroup: \(quoted(group))") }
    let generators = SymmetryOperation.generators(of: structure.operations)
    if !generators.isEmpty {
      lines.append("symmetry:")
      lines += generators.map { "  - \"\($0)\"" }
    }
    lines += ["formulaUnits: \(formulaUnits)", "sites:"]
    lines += siteKinds.map(siteText)
    let blocked = siteKinds.filter { !$0.immobile.isEmpty }
    if !blocked.isEmpty {
      lines.append("blocked: { \(blocked.map(blockedText).joined(separator: ", ")) }")
    }
    lines.append("hops:")
    lines += hopClasses.map(hopText)
    lines.append(
      "mobile: { \(quoted(species.name)): { charge: \(decimals(species.charge, 3)), perFormulaUnit: \(decimals(ionsPerFormulaUnit, 6)) } }"
    )
    lines += sourceLines
    return lines.joined(separator: "\n") + "\n"
  }

  private var description: String {
    let rule =
      "Sites of \(species.name) from the structure file; hops proposed by distance: pairs up to \(decimals(options.cutoff, 3)) Å with no other such site in or on the sphere over the pair, and no host atom within \(decimals(options.clearance, 3)) Å of the straight line. A structure tells neither barriers nor attempt frequencies nor site energies: energies are zero here until someone gives them."
    return ([rule] + notes.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." })
      .joined(separator: " ")
  }

  private var cellText: String {
    let names = ["a", "b", "c", "alpha", "beta", "gamma"]
    let values = structure.shape.lengths + structure.shape.angles
    let parts = zip(names, values).map { "\($0): \(decimals($1, 6))" }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  private func siteText(_ kind: SiteKind) -> String {
    let p = kind.positions[0]
    let position = [p.x, p.y, p.z].map { decimals($0, 8) }.joined(separator: ", ")
    return
      "  \(quoted(kind.name)): { position: [\(position)], multiplicity: \(kind.positions.count), energy: 0 }   # \(printable(kind.label)), occupancy \(decimals(kind.occupancy, 4))"
  }

  private func blockedText(_ kind: SiteKind) -> String {
    let shares = kind.immobile.sorted { $0.key < $1.key }
      .map { "\($0.key): \(decimals($0.value, 4))" }
    return "\(quoted(kind.name)): { \(shares.joined(separator: ", ")) }"
  }

  private func hopText(_ hop: HopClass) -> String {
    let barrier = hop.barrier.map { "\($0)" } ?? "unknown"
    let frequency = hop.frequency.map { "\($0)" } ?? "unknown"
    let ends = hop.kinds.map(quoted).joined(separator: ", ")
    let window = "\(decimals(hop.window.lowerBound, 4)), \(decimals(hop.window.upperBound, 4))"
    return
      "  - { class: \(quoted(hop.name)), between: [\(ends)], distance: [\(window)], barrier: \(barrier), frequency: \(frequency) }"
  }

  private var sourceLines: [String] {
    let source = structure.source
    var lines = [
      "sources:", "  - key: \(source.key)", "    citation: \(quoted(source.citation))",
    ]
    if let doi = source.doi { lines.append("    doi: \(quoted(doi))") }
    if let note = source.note { lines.append("    note: \(quoted(note))") }
    return lines
  }

  /// Breaks prose into lines of a block.
  private func folded(_ text: String) -> [String] {
    var lines = [""]
    for word in printable(text).split(whereSeparator: \.isWhitespace) {
      if lines[lines.count - 1].count + word.count > 96 { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines
  }
}

/// Text of a structure file in one line, without control characters, which YAML forbids.
private func printable(_ text: String) -> String {
  let isControl = { (scalar: Unicode.Scalar) in
    scalar.value < 32 || (127..<160).contains(scalar.value)
      || [0x2028, 0x2029].contains(scalar.value)
  }
  return text.split { $0.isNewline || $0.unicodeScalars.contains(where: isControl) }
    .joined(separator: " ")
}

/// A YAML scalar: plain where that is safe, else in double quotes.
private func quoted(_ text: String) -> String {
  let isPlain =
    text.first?.isLetter == true || text.first?.isNumber == true
    ? text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./+ ()".contains($0)) }
    : false
  if isPlain, !text.hasSuffix(" "), !["true", "false", "null"].contains(text) { return text }
  let escaped = printable(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  return "\"\(escaped)\""
}

extension SymmetryOperation: CustomStringConvertible {
  /// As an `x, y, z` string.
  var description: String {
    (0..<3).map { axis in
      var text = ""
      for (column, name) in ["x", "y", "z"].enumerated() where rows[axis][column] != 0 {
        let factor = rows[axis][column]
        text += factor < 0 ? "-" : text.isEmpty ? "" : "+"
        text += String(repeating: name, count: abs(factor) == 1 ? 1 : 0)
        if abs(factor) > 1 { text += "\(abs(factor))\(name)" }
      }
      guard shift[axis] != 0 else { return text }
      func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
      let common = divisor(shift[axis], 24)
      return text + "+\(shift[axis] / common)/\(24 / common)"
    }.joined(separator: ", ")
  }

  /// A few operations that generate a group: pure translations first, then what adds most.
  static func generators(of group: [SymmetryOperation]) -> [SymmetryOperation] {
    let ordered =
      group.filter { $0.rows == identity.rows && $0 != identity }
      + group.filter { $0.rows != identity.rows }
    var generators: [SymmetryOperation] = []
    var known: Set = [identity]
    for operation in ordered where !known.contains(operation) {
      generators.append(operation)
      known = Set(self.group(generatedBy: generators) ?? group)
    }
    return generators
  }
}
