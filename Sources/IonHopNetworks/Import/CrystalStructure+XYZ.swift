import Foundation
import IonHopCore

extension CrystalStructure {
  /// Reads the first frame of an extended XYZ file, as ASE and OVITO write it: a number of atoms, a line with
  /// `Lattice="…"` (Å) and `Properties=…`, and a line an atom.
  static func extendedXYZ(
    _ text: String, file: String, tolerance: Double
  ) throws(InputError) -> Self {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    func failure(_ line: Int, _ message: String) -> InputError {
      InputError(file: file, line: line, message: message)
    }
    let number = lines[0].trimmingCharacters(in: .whitespaces)
    guard let count = Int(number), (1...mostAtoms).contains(count) else {
      throw failure(
        1, "\"\(number.prefix(40))\" is no number of atoms from 1 to \(mostAtoms); correct it")
    }
    guard lines.count >= count + 2 else {
      throw failure(
        lines.count, "the file ends before its \(count) atoms; it is cut off, give the rest")
    }
    let keys = XYZKeys(lines[1])
    var draft = try PlainStructure(
      try rows(keys, failure), file: file, title: ""
    ) { (message) throws(InputError) in throw failure(2, message) }
    let columns = try XYZColumns(keys["properties"], failure)
    for index in 0..<count {
      let place = index + 3
      let words = lines[index + 2].split(whereSeparator: \.isWhitespace)
      guard words.count >= columns.width else {
        throw failure(
          place, "\(words.count) words where \(columns.width) are announced; complete the line")
      }
      guard let element = ChemicalElement.symbol(of: String(words[columns.species])) else {
        throw failure(
          place, "\"\(words[columns.species])\" is no chemical element; correct the atom")
      }
      var position = SIMD3<Double>.zero
      for axis in 0..<3 {
        let word = words[columns.position + axis]
        guard let value = Double(word), value.isFinite, abs(value) < 1e6 else {
          throw failure(place, "\"\(word)\" is not a number; correct the position")
        }
        position[axis] = value
      }
      guard draft.add(element, at: draft.given.fractional(position)) else {
        throw failure(
          place, "a second atom on one spot, or nearer than \(sameSite) Å; remove one")
      }
    }
    var structure = try draft.structure(tolerance)
    if lines.dropFirst(count + 2).contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
      structure.notes.append("only the first frame was read")
    }
    return structure
  }

  private static func rows(
    _ keys: XYZKeys, _ failure: (Int, String) -> InputError
  ) throws(InputError) -> [SIMD3<Double>] {
    guard let lattice = keys["lattice"] else {
      throw failure(
        2,
        "the second line has no Lattice=\"…\"; give the cell, as extended XYZ does, since hops need a periodic crystal"
      )
    }
    let numbers = lattice.split(whereSeparator: \.isWhitespace).map { Double($0) ?? .nan }
    guard numbers.count == 9, numbers.allSatisfy({ abs($0) < 1e6 }) else {
      throw failure(2, "Lattice needs nine numbers, the rows of the cell in Å; correct it")
    }
    if let periodic = keys["pbc"], periodic.uppercased().contains("F") {
      throw failure(
        2, "pbc=\"\(periodic)\": the crystal must be periodic along all three; correct it")
    }
    return stride(from: 0, to: 9, by: 3).map {
      SIMD3(numbers[$0], numbers[$0 + 1], numbers[$0 + 2])
    }
  }
}

/// The keys of an extended XYZ file's second line, in lower case: `Lattice="1 0 0 …" pbc="T T T"`.
private struct XYZKeys {
  private var values: [String: String] = [:]

  init(_ line: Substring) {
    var rest = line.drop(while: \.isWhitespace)
    while let equals = rest.firstIndex(of: "=") {
      let key = rest[..<equals].split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
      rest = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
      let value: Substring
      if let quote = rest.first, quote == "\"" || quote == "'" {
        rest = rest.dropFirst()
        value = rest.prefix { $0 != quote }
        rest = rest.dropFirst(value.count + 1)
      } else {
        value = rest.prefix { !$0.isWhitespace }
        rest = rest.dropFirst(value.count)
      }
      values[key.lowercased()] = String(value)
    }
  }

  subscript(key: String) -> String? { values[key] }
}

/// Where element and position stand in a line, by `Properties=species:S:1:pos:R:3:…`.
private struct XYZColumns {
  private(set) var species = 0
  private(set) var position = 1
  private(set) var width = 4

  init(
    _ properties: String?, _ failure: (Int, String) -> InputError
  ) throws(InputError) {
    guard let properties else { return }
    let words = properties.split(separator: ":", omittingEmptySubsequences: false)
    var (symbols, places, next) = (Int?.none, Int?.none, 0)
    for start in stride(from: 0, to: words.count, by: 3) {
      guard start + 2 < words.count, let count = Int(words[start + 2]), (1...1000).contains(count)
      else {
        throw failure(2, "Properties is a list of name:kind:columns; correct it")
      }
      switch words[start].lowercased() {
      case "species", "element": symbols = next
      case "pos" where count == 3: places = next
      default: break
      }
      next += count
    }
    guard let symbols, let places else {
      throw failure(2, "Properties names no species:S:1 and pos:R:3; add them")
    }
    (species, position, width) = (symbols, places, next)
  }
}
