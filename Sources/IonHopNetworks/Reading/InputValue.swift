import Yams

/// A value of an input file that knows its place, so that whatever is wrong with it can be said
/// in one line.
///
///     let supercell = try crystal["supercell"]?.wholeNumbers(count: 3, in: 1...1000)
public struct InputValue {
  /// How the file is named in errors.
  public let file: String
  /// For example `model.crystal.supercell[1]`.
  public let keyPath: String
  /// From 1; nil where there is no line.
  public let line: Int?
  let node: Node

  init(file: String, keyPath: String, node: Node, line: Int? = nil) {
    self.file = file
    self.keyPath = keyPath
    self.node = node
    self.line = line ?? node.mark?.line
  }

  /// An error at this place.
  public func error(_ message: String) -> InputError {
    InputError(file: file, line: line, keyPath: keyPath, message: message)
  }

  func child(_ step: String, _ node: Node) -> InputValue {
    InputValue(file: file, keyPath: keyPath + step, node: node)
  }

  func child(key: String, _ node: Node) -> InputValue {
    child(keyPath.isEmpty ? key : "." + key, node)
  }

  /// The value under a key or index, if there is one.
  func step(to part: String) -> InputValue? {
    switch node {
    case .mapping(let mapping):
      mapping.first { $0.key.scalar?.string == part }.map { child(key: part, $0.value) }
    case .sequence(let sequence):
      Int(part).flatMap { sequence.indices.contains($0) ? child("[\($0)]", sequence[$0]) : nil }
    case .scalar, .alias: nil
    }
  }

  /// The value as a message shows it.
  public var shown: String {
    switch node {
    case .scalar where isEmpty: "an empty value"
    case .scalar(let scalar):
      "\"\(scalar.string.prefix(60))\(scalar.string.count > 60 ? "…" : "")\""
    case .sequence: "a list"
    case .mapping, .alias: "a mapping"
    }
  }

  /// Whether it is a list.
  public var isList: Bool { node.sequence != nil }
  /// Whether it is a mapping.
  public var isMapping: Bool { node.mapping != nil }

  private var isEmpty: Bool {
    node.scalar.map { $0.style == .plain && ["", "~", "null"].contains($0.string) } ?? false
  }

  // MARK: Text

  /// - Parameter hint: the mend: "give the name of a lattice".
  public func text(_ hint: String = "give a text") throws(InputError) -> String {
    guard let scalar = node.scalar, !isEmpty else {
      throw error(isEmpty ? "is empty; \(hint)" : "\(shown) is not a text; \(hint)")
    }
    return scalar.string
  }

  /// `true` or `false`.
  public func bool() throws(InputError) -> Bool {
    ReadingLog.current?.note(.truth, at: self)
    return switch node.scalar?.string {
    case "true": true
    case "false": false
    default: throw error("\(shown) is neither true nor false")
    }
  }

  /// One of the names of an enumeration.
  public func choice<Choice>(
    of type: Choice.Type, what: String, aliases: [String: Choice] = [:]
  ) throws(InputError) -> Choice where Choice: CaseIterable & RawRepresentable<String> {
    let names = (aliases.keys.sorted() + type.allCases.map(\.rawValue)).filter { !$0.isEmpty }
    ReadingLog.current?.note(.choice(names), at: self)
    let name = try text("give one of \(names.joined(separator: ", "))")
    if let choice = aliases[name] ?? Choice(rawValue: name) { return choice }
    throw error(
      "unknown \(what) \"\(name)\"; \(suggestion(for: name, in: names, what: "known ones"))")
  }

  // MARK: Numbers

  /// What a number may be.
  public enum Bound: Sendable {
    /// Any number, one above zero, or one of at least zero.
    case any, positive, nonNegative
    /// A number of a range.
    case within(ClosedRange<Double>)
  }

  /// A number in the base unit of its quantity.
  public func number(
    _ quantity: Quantity = .number, _ bound: Bound = .any
  ) throws(InputError) -> Double {
    ReadingLog.current?.note(.number(unit: quantity.baseUnit), at: self)
    guard let text = node.scalar?.string else {
      throw error("\(shown) is not a number; \(quantity.mend)")
    }
    switch quantity.read(text) {
    case .value(let value):
      return try checked(value, quantity, bound)
    case .notANumber:
      throw error("\(shown) is not \(quantity.name); \(quantity.mend)")
    case .notFinite:
      throw error("\(shown) is not a finite number; \(quantity.mend)")
    case .wrongUnit(let unit):
      throw error(
        "unit \"\(unit)\" of \(shown) does not fit \(quantity.name); \(quantity.acceptedUnits)")
    }
  }

  private func checked(
    _ value: Double, _ quantity: Quantity, _ bound: Bound
  ) throws(InputError) -> Double {
    switch bound {
    case .any: return value
    case .positive where value > 0, .nonNegative where value >= 0: return value
    case .within(let range) where range.contains(value): return value
    case .positive:
      throw error("\(shown) is not positive; give \(quantity.name) above 0\(quantity.inBaseUnit)")
    case .nonNegative:
      throw error(
        "\(shown) is negative; give \(quantity.name) of at least 0\(quantity.inBaseUnit)")
    case .within(let range):
      let (low, high) = (plain(range.lowerBound), plain(range.upperBound))
      throw error(
        "\(shown) is out of range; give \(quantity.name) from \(low) to \(high)\(quantity.inBaseUnit)"
      )
    }
  }

  /// A whole number, also written as 2e9 or 1.5e3.
  public func wholeNumber(
    in range: ClosedRange<Int>, _ hint: String? = nil
  ) throws(InputError) -> Int {
    ReadingLog.current?.note(.wholeNumber, at: self)
    let upper = range.upperBound == Int.max ? "or more" : "to \(range.upperBound)"
    let hint = hint ?? "give a whole number, \(range.lowerBound) \(upper)"
    guard let text = node.scalar?.string, let (number, rest) = leadingNumber(of: text), rest.isEmpty
    else { throw error("\(shown) is not a whole number; \(hint)") }
    // Digits are read as such: a Double holds whole numbers only up to 2^53.
    guard let whole = Int(text) ?? Int(exactly: number) else {
      throw error(
        number.rounded() == number
          ? "\(shown) is out of range; \(hint)" : "\(shown) is not a whole number; \(hint)")
    }
    guard range.contains(whole) else { throw error("\(shown) is out of range; \(hint)") }
    return whole
  }

  /// 0 to 2^64 − 1.
  public func unsigned64() throws(InputError) -> UInt64 {
    ReadingLog.current?.note(.wholeNumber, at: self)
    let hint = "give a whole number, 0 to 18446744073709551615"
    guard let text = node.scalar?.string, let (number, rest) = leadingNumber(of: text), rest.isEmpty
    else { throw error("\(shown) is not a whole number; \(hint)") }
    guard let whole = UInt64(text) ?? UInt64(exactly: number) else {
      throw error("\(shown) is out of range; \(hint)")
    }
    return whole
  }
}

/// A number without a needless ".0".
func plain(_ number: Double) -> String {
  let text = "\(number)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
