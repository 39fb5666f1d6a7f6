/// An operation of a space group on fractional coordinates: a whole-number rotation and a
/// translation in 24ths of the cell, so that a group closes exactly.
///
///     let glide = SymmetryOperation("-x+1/2, -y, z+1/2")
struct SymmetryOperation: Hashable {
  /// Rows of the rotation.
  var rows: [SIMD3<Int>]
  /// In 24ths of the cell vectors, 0 to 23: all that space groups need, thirds and eighths.
  var shift: SIMD3<Int>

  static let identity = SymmetryOperation(
    rows: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)], shift: .zero)

  init(rows: [SIMD3<Int>], shift: SIMD3<Int>) {
    self.rows = rows
    self.shift = shift
  }

  /// Reads an `x, y, z` string; nil if it is none.
  init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    rows = []
    shift = .zero
    for (axis, part) in parts.enumerated() {
      guard let (row, translation) = Self.coordinate(part) else { return nil }
      rows.append(row)
      shift[axis] = translation
    }
    guard abs(determinant) == 1 else { return nil }
  }

  var determinant: Int {
    let (a, b, c) = (rows[0], rows[1], rows[2])
    return a.x * (b.y * c.z - b.z * c.y) - a.y * (b.x * c.z - b.z * c.x)
      + a.z * (b.x * c.y - b.y * c.x)
  }

  /// The operation that does `other` first, then this one.
  func after(_ other: SymmetryOperation) -> SymmetryOperation {
    // Wrapping arithmetic: generators of no finite group may grow without bound until refused.
    var result = SymmetryOperation(rows: [], shift: .zero)
    for axis in 0..<3 {
      let row = rows[axis]
      result.rows.append(
        row.x &* other.rows[0] &+ row.y &* other.rows[1] &+ row.z &* other.rows[2])
      let moved = (row &* other.shift).wrappedSum() &+ shift[axis]
      result.shift[axis] = ((moved % 24) + 24) % 24
    }
    return result
  }

  func apply(to p: SIMD3<Double>) -> SIMD3<Double> {
    var result = SIMD3<Double>(shift) / 24
    for axis in 0..<3 { result[axis] += (SIMD3<Double>(rows[axis]) * p).sum() }
    return result
  }

  /// The order of the largest space group in its largest conventional cell, Fm-3m.
  static let largestGroup = 192

  /// All products of the generators; nil if they are more than a space group has.
  static func group(generatedBy generators: [SymmetryOperation]) -> [SymmetryOperation]? {
    var members = [identity]
    var known: Set = [identity]
    var next = 0
    while next < members.count {
      for generator in generators {
        let product = generator.after(members[next])
        if known.insert(product).inserted { members.append(product) }
      }
      guard members.count <= largestGroup else { return nil }
      next += 1
    }
    return members
  }

  // MARK: Parsing

  /// One coordinate such as "-x+1/2": its row of the rotation, its shift in 24ths.
  private static func coordinate(_ text: Substring) -> (row: SIMD3<Int>, shift: Int)? {
    var row = SIMD3<Int>.zero
    var shift = 0
    var terms: [(sign: Int, text: String)] = []
    for character in text.lowercased() where !character.isWhitespace {
      if character == "+" || character == "-" {
        terms.append((character == "-" ? -1 : 1, ""))
      } else {
        if terms.isEmpty { terms.append((1, "")) }
        terms[terms.count - 1].text.append(character)
      }
    }
    guard !terms.isEmpty else { return nil }
    for (sign, term) in terms {
      if let axis = ["x", "y", "z"].firstIndex(of: term) {
        row[axis] += sign
      } else if let translation = twentyFourths(term) {
        shift += sign * translation
      } else {
        return nil
      }
    }
    return (row, ((shift % 24) + 24) % 24)
  }

  /// "1/2", "0.25" or "1" in 24ths; nil if it is no whole number of them.
  private static func twentyFourths(_ text: String) -> Int? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let top = Double(parts[0]),
      let bottom = parts.count == 2 ? Double(parts[1]) : 1, bottom > 0
    else { return nil }
    let value = 24 * top / bottom
    // 0.3333 is meant as a third.
    guard abs(value) < 1e6, abs(value - value.rounded()) < 0.01 else { return nil }
    return Int(value.rounded())
  }
}
