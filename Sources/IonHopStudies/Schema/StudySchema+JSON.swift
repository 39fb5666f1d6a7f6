import Foundation
import IonHopNetworks

extension StudySchema {
  /// The schema as JSON Schema, draft 2020-12 (https://json-schema.org), by which editors complete and
  /// check study files.
  ///
  /// It knows keys, types, names and units. What depends on other keys or on the material is left to
  /// `ionhop validate`; keys that must be given are not demanded, since a sweep may give them.
  public var json: String {
    JSONText.object([
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ("title", .text("IonHop study")),
      ("description", .text("A study file of IonHop.")),
      ("anyOf", .array(root.sections.map(Self.reference))),
      ("$defs", .object(Self.numbers + sections.map { ($0.name, Self.json(of: $0)) })),
    ]).rendered() + "\n"
  }

  private static func reference(_ section: String) -> JSONText {
    .object([("$ref", .text("#/$defs/\(section)"))])
  }

  private static func json(of section: SchemaSection) -> JSONText {
    var object: [(key: String, value: JSONText)] = [
      ("description", .text(plain(section.about))), ("type", .text("object")),
      ("properties", .object(section.keys.map { ($0.name, json(of: $0)) })),
      ("additionalProperties", .truth(false)),
    ]
    // Keys of a study that a sweep may not give.
    let needed = ["model", "temperatures"].filter { section[$0]?.isRequired == true }
    if needed.count == 2 { object.append(("required", .array(needed.map(JSONText.text)))) }
    return .object(object)
  }

  private static func json(of key: SchemaKey) -> JSONText {
    guard case .object(let type) = json(of: key.type) else { return .object([]) }
    var text = plain(key.meaning)
    if !key.type.unit.isEmpty { text += " (\(key.type.unit))" }
    if key.isRequired { text += "; must be given" }
    if let fallback = key.fallback { text += "; default: \(plain(fallback))" }
    return .object([("description", .text(text))] + type)
  }

  /// Numbers may be written as texts everywhere: YAML 1.1 reads 1e13 as one.
  private static let decimal = #"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"#

  private static var numbers: [(key: String, value: JSONText)] {
    func number(_ type: String, _ unit: String) -> JSONText {
      let pattern = "^\\s*\(decimal)\(unit)\\s*$"
      let text = JSONText.object([("type", .text("string")), ("pattern", .text(pattern))])
      return either([typed(type), text])
    }
    return [("WholeNumber", number("integer", "")), ("Number", number("number", ""))]
      + Quantity.all.map { quantity in
        let units = quantity.unitSymbols.map(NSRegularExpression.escapedPattern)
        return (
          name(of: quantity), number("number", "\\s*(\(units.joined(separator: "|")))?")
        )
      }
  }

  /// "AreaResistance"; sections begin with a small letter.
  private static func name(of quantity: Quantity) -> String {
    quantity.noun.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static func typed(_ name: String) -> JSONText { .object([("type", .text(name))]) }

  private static func either(_ options: [JSONText]) -> JSONText {
    .object([("anyOf", .array(options))])
  }

  private static func json(of type: SchemaType) -> JSONText {
    switch type {
    case .text: return either([typed("string"), typed("number")])
    case .truth: return typed("boolean")
    case .wholeNumber: return reference("WholeNumber")
    case .number(let quantity): return reference(name(of: quantity))
    case .choice(let names): return .object([("enum", .array(names.map(JSONText.text)))])
    case .list(let element, let count):
      var object: [(key: String, value: JSONText)] = [
        ("type", .text("array")), ("items", json(of: element)),
      ]
      if let count { object += [("minItems", .whole(count)), ("maxItems", .whole(count))] }
      return .object(object)
    case .section(let name): return reference(name)
    case .named(let value):
      return .object([("type", .text("object")), ("additionalProperties", json(of: value))])
    case .any(let types): return either(types.map(json(of:)))
    case .free: return .object([])
    }
  }

  /// Without the marks of Markdown: [text](link) and `code`.
  private static func plain(_ text: String) -> String {
    text.replacing(/\[([^\]]*)\]\([^)]*\)/) { String($0.output.1) }.replacing("`", with: "")
  }
}

extension SchemaType {
  /// The unit of its bare numbers; empty for none.
  var unit: String {
    switch self {
    case .number(let quantity): quantity.baseUnit
    case .list(let type, _), .named(let type): type.unit
    case .any(let types): types.map(\.unit).first { !$0.isEmpty } ?? ""
    default: ""
    }
  }
}
