import Foundation
import IonHopCore

/// Goes through an extended XYZ file line by line.
struct ExtendedXYZReader {
  private let lines: [Substring.UTF8View]
  private let file: String
  private var next = 0

  private static let mostAtoms = 50_000_000
  /// Å; positions and cells beyond are a mistake of units.
  private static let farthest = 1e6

  init(text: String, file: String) {
    // Bytes, not characters: a trajectory may hold millions of lines.
    var lines = Substring(text).utf8.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    while let last = lines.last, last.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) {
      lines.removeLast()
    }
    self.lines = lines
    self.file = file
  }

  /// At the line read last.
  private func error(_ message: String) -> InputError {
    InputError(file: file, line: max(1, next), message: message)
  }

  private mutating func line(_ what: String) throws(InputError) -> Substring {
    guard next < lines.count else {
      throw error("the file ends where \(what) should stand; it is cut off, give the rest")
    }
    next += 1
    return Substring(lines[next - 1])
  }

  private mutating func atomCount() throws(InputError) -> Int {
    let text = try line("the number of atoms").trimmingCharacters(in: .whitespacesAndNewlines)
    guard let count = Int(text), count > 0 else {
      throw error("\"\(text.prefix(40))\" is not a number of atoms; begin a frame with one")
    }
    guard count <= Self.mostAtoms else {
      throw error("\(count) atoms are more than \(Self.mostAtoms); give fewer")
    }
    return count
  }

  /// - Parameter wanted: counted from zero.
  mutating func frame(_ wanted: Int) throws(InputError) -> MDSnapshot {
    guard wanted >= 0 else { throw error("there is no frame \(wanted); count from zero") }
    for number in 0..<wanted {
      let count = try atomCount()
      guard next + 1 + count <= lines.count else {
        throw error("the file ends in frame \(number); there is no frame \(wanted)")
      }
      next += 1 + count
    }
    let count = try atomCount()
    let keys = try pairs(line("the line with Lattice and Properties"))
    let cell = try cell(keys)
    try checkPeriodic(keys["pbc"])
    let columns = try columns(keys["Properties"])
    guard next + count <= lines.count else {
      throw error(
        "\(count) atoms are announced, but \(lines.count - next) lines follow; the file is cut off")
    }
    var species: [String] = []
    var positions: [SIMD3<Double>] = []
    species.reserveCapacity(count)
    positions.reserveCapacity(count)
    for atom in 1...count {
      let words = try line("atom \(atom) of \(count)").split(whereSeparator: \.isWhitespace)
      guard words.count == columns.count else {
        throw error(
          "atom \(atom) has \(words.count) columns, but Properties tells of \(columns.count)")
      }
      var position = SIMD3<Double>.zero
      for axis in 0..<3 { position[axis] = try number(words[columns.position + axis], "position") }
      species.append(String(words[columns.species]))
      positions.append(position)
    }
    return MDSnapshot(cell: cell, species: species, positions: positions)
  }

  // MARK: The comment line

  /// Splits `key=value`, where a value may stand in double quotes.
  private func pairs(_ line: Substring) throws(InputError) -> [String: String] {
    var found: [String: String] = [:]
    var rest = line.drop(while: \.isWhitespace)
    while !rest.isEmpty {
      let key = rest.prefix { $0 != "=" && !$0.isWhitespace }
      rest = rest.dropFirst(key.count)
      var value = Substring("T")
      if rest.first == "=" {
        rest = rest.dropFirst()
        if rest.first == "\"" {
          rest = rest.dropFirst()
          guard let end = rest.firstIndex(of: "\"") else {
            throw error("the value of \(key.prefix(40)) has no closing quote; add it")
          }
          value = rest[..<end]
          rest = rest[end...].dropFirst()
        } else {
          value = rest.prefix { !$0.isWhitespace }
          rest = rest.dropFirst(value.count)
        }
      }
      guard found.updateValue(String(value), forKey: String(key)) == nil else {
        throw error("\(key.prefix(40)) is given twice; keep one")
      }
      rest = rest.drop(while: \.isWhitespace)
    }
    return found
  }

  private func cell(_ keys: [String: String]) throws(InputError) -> Cell {
    guard let text = keys["Lattice"] else {
      throw error("Lattice is missing; give Lattice=\"ax ay az bx by bz cx cy cz\" in Å")
    }
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 9 else {
      throw error("Lattice has \(words.count) numbers; give nine, three vectors in Å")
    }
    var numbers: [Double] = []
    for word in words { numbers.append(try number(word, "Lattice")) }
    let vectors = (0..<3).map { SIMD3(numbers[3 * $0], numbers[3 * $0 + 1], numbers[3 * $0 + 2]) }
    guard let cell = try? Cell(vectors[0], vectors[1], vectors[2]), cell.thickness.min() > 0.5
    else {
      throw error(
        "the vectors of Lattice span no volume, or a cell thinner than 0.5 Å; correct them")
    }
    return cell
  }

  private func checkPeriodic(_ value: String?) throws(InputError) {
    guard let value else { return }
    let flags = value.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    let known = flags.allSatisfy { ["t", "true", "1", "f", "false", "0"].contains($0) }
    guard known, flags.count == 3 else {
      throw error("pbc is \"\(value.prefix(40))\"; give pbc=\"T T T\"")
    }
    guard flags.allSatisfy({ ["t", "true", "1"].contains($0) }) else {
      throw error("the cell is open in some direction; networks are periodic, set pbc=\"T T T\"")
    }
  }

  private struct Columns {
    var species: Int
    var position: Int
    var count: Int
  }

  private func columns(_ text: String?) throws(InputError) -> Columns {
    let words = (text ?? "species:S:1:pos:R:3").split(
      separator: ":", omittingEmptySubsequences: false)
    guard words.count % 3 == 0 else {
      throw error("Properties is not name:type:columns, again and again; correct it")
    }
    var (species, position): (Int?, Int?) = (nil, nil)
    var count = 0
    for k in stride(from: 0, to: words.count, by: 3) {
      guard ["S", "R", "I", "L"].contains(words[k + 1]), let width = Int(words[k + 2]),
        (1...1000).contains(width)
      else {
        throw error(
          "Properties: \"\(words[k...k + 2].joined(separator: ":").prefix(40))\" is not name:type:columns with type S, R, I or L"
        )
      }
      switch (words[k], words[k + 1], width) {
      case ("species", "S", 1): species = count
      case ("pos", "R", 3): position = count
      case ("species", _, _), ("pos", _, _):
        throw error("Properties: \(words[k]) must be species:S:1 or pos:R:3")
      default: break
      }
      count += width
    }
    guard let species, let position else {
      throw error("Properties lacks species:S:1 or pos:R:3; add it")
    }
    return Columns(species: species, position: position, count: count)
  }

  private func number(_ word: Substring, _ what: String) throws(InputError) -> Double {
    guard let value = Double(word), abs(value) < Self.farthest else {
      throw error("\(what): \"\(word.prefix(40))\" is not a finite number of Å; correct it")
    }
    return value
  }
}
