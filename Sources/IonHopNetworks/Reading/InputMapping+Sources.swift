/// Where the numbers of a material file come from, as all kinds of them give it.
extension InputMapping {
  /// `sources: [{ key, citation, doi, note }]`
  public func sources() throws(InputError) -> [Source] {
    var sources: [Source] = []
    let hint = "give sources: [{ key: Author2020, citation: \"...\", doi: 10.... }]"
    for value in try self["sources"]?.elements(hint) ?? [] {
      let source = try value.mapping(["key", "citation", "doi", "note"], hint)
      let key = try source.required("key", hint).text()
      guard !sources.contains(where: { $0.key == key }) else {
        throw value.error("source \"\(key)\" is given twice; rename one")
      }
      sources.append(
        Source(
          key: key, citation: try source.required("citation", hint).text(),
          doi: try source["doi"]?.text(), note: try source["note"]?.text()))
    }
    return sources
  }

  /// `published: [{ quantity, value, unit, temperature, kind, source }]`
  func published(from sources: [Source]) throws(InputError) -> [PublishedValue] {
    let hint =
      "give published: [{ quantity: conductivity, value: 3e-4, unit: S/cm, kind: measured, source: Author2020 }]"
    var published: [PublishedValue] = []
    for value in try self["published"]?.elements(hint) ?? [] {
      let entry = try value.mapping(
        ["quantity", "value", "unit", "temperature", "kind", "source"], hint)
      let quantity = try entry.required("quantity", hint)
      try quantity.check(in: PublishedValue.quantities, what: "quantity", plural: "known ones")
      let source = try entry.required("source", hint)
      try source.check(in: sources.map(\.key), what: "source", plural: "the file's sources")
      published.append(
        PublishedValue(
          quantity: try quantity.text(), value: try entry.required("value", hint).number(),
          unit: try entry.required("unit", hint).text(),
          temperature: try entry["temperature"]?.number(.temperature, .positive),
          kind: try entry.required("kind", hint).text(), source: try source.text()))
    }
    return published
  }

  /// This mapping with the values of another one where it has none of its own.
  public func backed(by other: InputMapping) -> InputMapping {
    InputMapping(place: place, values: values.merging(other.values) { own, _ in own })
  }
}
