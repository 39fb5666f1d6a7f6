import Yams

extension InputValue {
  /// The elements of a list.
  ///
  /// - Parameter hint: the mend: "give a list of temperatures".
  public func elements(_ hint: String) throws(InputError) -> [InputValue] {
    guard let sequence = node.sequence else { throw error("\(shown) is not a list; \(hint)") }
    return sequence.enumerated().map { child("[\($0.offset)]", $0.element) }
  }

  /// The elements of a list of a known length.
  public func elements(count: Int, _ hint: String) throws(InputError) -> [InputValue] {
    let elements = try elements(hint)
    guard elements.count == count else {
      throw error("a list of \(elements.count), not of \(count); \(hint)")
    }
    return elements
  }

  /// Three numbers, each in the base unit of its quantity.
  public func vector(_ quantity: Quantity, _ hint: String) throws(InputError) -> SIMD3<Double> {
    let parts = try elements(count: 3, hint)
    return try SIMD3(
      parts[0].number(quantity), parts[1].number(quantity), parts[2].number(quantity))
  }

  /// Repeats of a cell along its three vectors.
  public func supercell() throws(InputError) -> SIMD3<Int> {
    let hint = "give three whole numbers such as [4, 4, 4]"
    var repeats = SIMD3<Int>.zero
    for (axis, part) in try elements(count: 3, hint).enumerated() {
      repeats[axis] = try part.wholeNumber(in: 1...((1 << 20) - 1), hint)
    }
    return repeats
  }

  /// A cell from three rows of vectors (Å).
  public func cellVectors() throws(InputError) -> [SIMD3<Double>] {
    let hint = "give three vectors in Å such as [[10, 0, 0], [0, 10, 0], [0, 0, 10]]"
    var rows: [SIMD3<Double>] = []
    for row in try elements(count: 3, hint) { rows.append(try row.vector(.length, hint)) }
    return rows
  }

  // MARK: Mappings

  /// The pairs of a mapping with keys of the user's own, in the order of the file.
  public func pairs(_ hint: String) throws(InputError) -> [(key: String, value: InputValue)] {
    guard let mapping = node.mapping else { throw error("\(shown) is not a mapping; \(hint)") }
    var pairs: [(key: String, value: InputValue)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        throw child("", key).error("a key is not a text; \(hint)")
      }
      // Yams sees keys with different tags as different.
      guard !pairs.contains(where: { $0.key == name }) else {
        throw child(key: name, key).error("duplicate key \"\(name)\" in one mapping; keep one")
      }
      pairs.append((name, child(key: name, value)))
    }
    return pairs
  }

  /// The values of a mapping whose keys are known; any other key is an error.
  public func mapping(_ known: [String], _ hint: String) throws(InputError) -> InputMapping {
    ReadingLog.current?.note(.keys(known), at: self)
    var values: [String: InputValue] = [:]
    for (key, value) in try pairs(hint) {
      guard known.contains(key) else { throw unknown(key, known: known) }
      values[key] = value
    }
    return InputMapping(place: self, values: values)
  }

  /// An error at a key that is not among the known ones.
  public func unknown(_ key: String, known: [String]) -> InputError {
    let keyNode = node.mapping?.first { $0.key.scalar?.string == key }?.key
    return child(key: key, keyNode ?? node).error(
      "unknown key \"\(key)\"; \(suggestion(for: key, in: known, what: "known keys"))")
  }
}

/// The values of a mapping under their keys.
public struct InputMapping {
  /// The mapping itself, for errors.
  public let place: InputValue
  let values: [String: InputValue]

  /// The value under a key, if it is given.
  public subscript(key: String) -> InputValue? { values[key] }

  /// - Parameter hint: the mend, should the key be missing: "give lattice: LLZO-cubic".
  public func required(_ key: String, _ hint: String) throws(InputError) -> InputValue {
    guard let value = values[key] else {
      throw place.error("key \"\(key)\" is missing; \(hint)")
    }
    return value
  }

  /// The one key of several that is present, with its value.
  public func exactlyOne(
    of keys: [String], _ hint: String
  ) throws(InputError) -> (key: String, value: InputValue) {
    let present = keys.filter { values[$0] != nil }
    guard let key = present.first, let value = values[key] else {
      throw place.error("none of \(keys.joined(separator: ", ")) is given; \(hint)")
    }
    guard present.count == 1 else {
      throw place.error("\(present.joined(separator: " and ")) exclude each other; \(hint)")
    }
    return (key, value)
  }
}
