import IonHopNetworks

/// What a value of a file may be.
indirect enum SchemaType: Sendable {
  /// Anything written out: a name, a path.
  case text
  case truth
  case wholeNumber
  /// A bare number in the base unit, or a text of number and unit.
  case number(Quantity)
  case choice([String])
  /// - Parameter count: nil for any number of elements.
  case list(SchemaType, count: Int?)
  /// A mapping with the keys of a section.
  case section(String)
  /// A mapping with keys of the user's own, or of the material: site kinds, hop classes, ions.
  case named(SchemaType)
  case any([SchemaType])
  /// Whatever the key takes that a sweep names.
  case free

  static let energy = SchemaType.number(.energy)
  static let length = SchemaType.number(.length)
  static let temperature = SchemaType.number(.temperature)
  static let frequency = SchemaType.number(.frequency)
  static let pure = SchemaType.number(.number)
  static let supercell = SchemaType.list(.wholeNumber, count: 3)
  static let axis = SchemaType.choice(["x", "y", "z"])

  static func list(_ element: SchemaType) -> SchemaType { .list(element, count: nil) }
  static func vector(_ quantity: Quantity) -> SchemaType { .list(.number(quantity), count: 3) }
  /// Two ends of a window.
  static let window = SchemaType.list(.length, count: 2)

  /// The types without `any` around them.
  var alternatives: [SchemaType] {
    if case .any(let types) = self { return types.flatMap(\.alternatives) }
    return [self]
  }

  /// The sections that a value may be, or that lie in it.
  var sections: [String] {
    switch self {
    case .section(let name): [name]
    case .list(let type, _), .named(let type): type.sections
    case .any(let types): types.flatMap(\.sections)
    default: []
    }
  }

  /// As the reference says it: "energy (eV)".
  var words: String {
    switch self {
    case .text: "text"
    case .truth: "`true` or `false`"
    case .wholeNumber: "whole number"
    case .number(let quantity): quantity.baseUnit.isEmpty ? "number" : quantity.baseUnit
    case .choice(let names): names.map { "`\($0)`" }.joined(separator: ", ")
    case .list(let type, let count?): "list of \(count): \(type.words)"
    case .list(let type, nil): "list: \(type.words)"
    case .section(let name): "[\(name)](#\(name.lowercased()))"
    case .named(let type): "`{ NAME: … }`: \(type.words)"
    case .any(let types): types.map(\.words).joined(separator: "; or ")
    case .free: "any value"
    }
  }
}

/// A key of a section.
struct SchemaKey: Sendable {
  let name: String
  let type: SchemaType
  /// In a line.
  let meaning: String
  var isRequired = false
  /// What holds where the key is left out.
  var fallback: String?

  init(
    _ name: String, _ type: SchemaType, _ meaning: String, default fallback: String? = nil
  ) {
    (self.name, self.type, self.meaning, self.fallback) = (name, type, meaning, fallback)
  }

  static func required(
    _ name: String, _ type: SchemaType, _ meaning: String
  ) -> SchemaKey {
    var key = SchemaKey(name, type, meaning)
    key.isRequired = true
    return key
  }
}

/// A mapping with known keys.
struct SchemaSection: Sendable {
  let name: String
  /// A sentence or two.
  let about: String
  let keys: [SchemaKey]
  /// Sets of which exactly one key stands.
  var oneOf: [[String]] = []
  /// False where keys beside those listed may stand.
  var isClosed = true

  init(
    _ name: String, _ about: String, oneOf: [[String]] = [], _ keys: [SchemaKey],
    isClosed: Bool = true
  ) {
    (self.name, self.about, self.oneOf, self.keys) = (name, about, oneOf, keys)
    self.isClosed = isClosed
  }

  subscript(name: String) -> SchemaKey? { keys.first { $0.name == name } }
}
