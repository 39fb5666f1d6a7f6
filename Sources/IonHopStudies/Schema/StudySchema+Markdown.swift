import IonHopNetworks

extension StudySchema {
  /// The reference of the study file, in Markdown.
  public var markdown: String {
    let head = """
      # Reference of the study file

      Made from the schema by `ionhop schema study --format markdown`; do not edit. What the parts are for, with
      examples: [STUDY.md](STUDY.md). The same as JSON Schema, for editors: [study.schema.json](schema/study.schema.json).

      A unit in the column of values is that of bare numbers; texts such as `"350 meV"` carry their own
      ([units](#units)). **Bold** keys must be given, unless a material or a sweep gives them.

      """
    return head + sections.map(Self.markdown).joined(separator: "\n") + "\n" + Self.units
  }

  private static func markdown(of section: SchemaSection) -> String {
    var text = "## \(section.name)\n\n\(section.about)"
    for group in section.oneOf {
      text += "\n\nExactly one of " + group.map { "`\($0)`" }.joined(separator: ", ") + "."
    }
    text += "\n\n| key | value | default | meaning |\n|---|---|---|---|\n"
    for key in section.keys {
      let name = key.isRequired ? "**`\(key.name)`**" : "`\(key.name)`"
      text += "| \(name) | \(key.type.words) | \(key.fallback ?? "") | \(key.meaning) |\n"
    }
    return text
  }

  private static var units: String {
    var text = "## Units\n\n| of | units; the first is that of bare numbers |\n|---|---|\n"
    for quantity in Quantity.all {
      let symbols = quantity.unitSymbols.map { "`\($0)`" }.joined(separator: ", ")
      text += "| \(quantity.noun) | \(symbols) |\n"
    }
    return text
  }
}
