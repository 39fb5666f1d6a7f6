import Foundation
import IonHopCore

extension CrystalStructure {
  /// Reads the structure file of VASP (its manual, "POSCAR"): a comment, a scale, three vectors
  /// (Å), the elements, their numbers, and fractional (Direct) or Cartesian positions.
  static func poscar(_ text: String, file: String, tolerance: Double) throws(InputError) -> Self {
    var reader = POSCARReader(text: text, file: file)
    let title = try reader.line("a comment").trimmingCharacters(in: .whitespaces)
    let rows = try reader.vectors()
    let atoms = try reader.elements()
    let isDirect = try reader.isDirect()
    var draft = try PlainStructure(rows.vectors, file: file, title: title) {
      (message) throws(InputError) in throw reader.error(message)
    }
    for (index, element) in atoms.enumerated() {
      let numbers = try reader.triple("position of atom \(index + 1) of \(atoms.count)")
      let position = isDirect ? numbers : draft.given.fractional(numbers * rows.scale)
      guard draft.add(element, at: position) else {
        throw reader.error("a second atom on one spot, or nearer than \(sameSite) Å; remove one")
      }
    }
    return try draft.structure(tolerance)
  }
}

/// Goes through a POSCAR line by line.
private struct POSCARReader {
  private let lines: [Substring]
  private let file: String
  private var next = 0

  init(text: String, file: String) {
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    self.file = file
  }

  /// At the line read last.
  func error(_ message: String) -> InputError {
    InputError(file: file, line: max(1, next), message: message)
  }

  mutating func line(_ what: String) throws(InputError) -> Substring {
    guard next < lines.count else {
      next = lines.count
      throw error("the file ends where \(what) should stand; it is cut off, give the rest")
    }
    next += 1
    return lines[next - 1]
  }

  private mutating func words(_ what: String) throws(InputError) -> [Substring] {
    try line(what).prefix { $0 != "!" && $0 != "#" }.split(whereSeparator: \.isWhitespace)
  }

  private func number(_ word: Substring, _ what: String) throws(InputError) -> Double {
    guard let value = Double(word), value.isFinite, abs(value) < 1e6 else {
      throw error("\(what): \"\(word)\" is not a number; correct it")
    }
    return value
  }

  mutating func triple(_ what: String) throws(InputError) -> SIMD3<Double> {
    let words = try words(what)
    guard words.count >= 3 else {
      throw error("\(what): three numbers are needed; complete the line")
    }
    var result = SIMD3<Double>.zero
    for axis in 0..<3 { result[axis] = try number(words[axis], what) }
    return result
  }

  /// The cell's rows (Å), scaled; and the scale of Cartesian positions.
  mutating func vectors() throws(InputError) -> (vectors: [SIMD3<Double>], scale: SIMD3<Double>) {
    let words = try words("the scale")
    guard words.count == 1 || words.count == 3 else {
      throw error("the scale is one number, or three; correct the line")
    }
    var factors: [Double] = []
    for word in words { factors.append(try number(word, "the scale")) }
    var rows: [SIMD3<Double>] = []
    for name in ["first", "second", "third"] { rows.append(try triple("the \(name) vector")) }
    var scale = SIMD3(repeating: factors[0])
    if factors.count == 3 {
      scale = SIMD3(factors[0], factors[1], factors[2])
    } else if factors[0] < 0 {
      // A negative scale is the volume (Å³).
      let volume = abs(dot(rows[0], cross(rows[1], rows[2])))
      guard volume > 0 else { throw error("the three vectors span no volume; correct them") }
      scale = SIMD3(repeating: pow(-factors[0] / volume, 1.0 / 3))
    }
    guard scale.min() > 0 else { throw error("the scale must not be zero; correct it") }
    return (rows.map { $0 * scale }, scale)
  }

  /// The element of every atom.
  mutating func elements() throws(InputError) -> [String] {
    var symbols: [String] = []
    for word in try words("the elements") {
      guard let symbol = ChemicalElement.symbol(of: String(word)) else {
        throw error(
          "\"\(word)\" is no chemical element; give the line of elements that VASP 5 writes, for example Li O Cl"
        )
      }
      symbols.append(symbol)
    }
    let counts = try words("the numbers of atoms")
    guard counts.count == symbols.count, !counts.isEmpty else {
      throw error("\(counts.count) numbers of atoms for \(symbols.count) elements; give one each")
    }
    var atoms: [String] = []
    for (symbol, word) in zip(symbols, counts) {
      guard let count = Int(word), count > 0, count <= CrystalStructure.mostAtoms else {
        throw error(
          "\"\(word)\" is no number of atoms from 1 to \(CrystalStructure.mostAtoms); correct it")
      }
      atoms += Array(repeating: symbol, count: count)
      guard atoms.count <= CrystalStructure.mostAtoms else {
        throw error("more than \(CrystalStructure.mostAtoms) atoms; give the crystal's own cell")
      }
    }
    return atoms
  }

  /// True for fractional positions.
  mutating func isDirect() throws(InputError) -> Bool {
    var mode = try words("Direct or Cartesian").first?.lowercased().first
    if mode == "s" { mode = try words("Direct or Cartesian").first?.lowercased().first }
    switch mode {
    case "d": return true
    case "c", "k": return false
    default: throw error("neither Direct nor Cartesian; say how the positions are given")
    }
  }
}
