import Yams

extension InputDocument {
  /// The lattice file with one of its variants merged over it.
  ///
  /// Mappings are merged key by key, lists and scalars replaced, and an empty value takes a key away
  /// (RFC 7396, JSON merge patch, is the model). Keys of which only one may stand, such as the ways
  /// to give a filling, replace each other, and so do the occupants of a site, which add up to 1.
  func merging(variant name: String) throws(InputError) -> InputDocument {
    let hint = "give variants: { Br: { formula: Li6PS5Br } }"
    let variants = try root.step(to: "variants")?.pairs(hint) ?? []
    guard let variant = variants.first(where: { $0.key == name })?.value else {
      throw error(
        at: "variants",
        "no variant \"\(name)\"; \(suggestion(for: name, in: variants.map(\.key), what: "known variants"))"
      )
    }
    guard let base = root.node.mapping, let changes = variant.node.mapping else {
      throw variant.error("\(variant.shown) is not a mapping; \(hint)")
    }
    var merged = base
    merged["variants"] = nil
    return InputDocument(self, root: Self.merge(merged, changes))
  }

  private init(_ other: InputDocument, root: Node.Mapping) {
    (file, text) = (other.file, other.text)
    self.root = InputValue(file: file, keyPath: "", node: .mapping(root))
  }

  /// Only one of each may stand in a mapping.
  private static let exclusive = [
    FillingReader.keys, ["position", "positions"], ["a", "vectors"],
  ]

  /// Replaced as a whole.
  private static let wholes = ["occupants", "charges"]

  private static func merge(_ base: Node.Mapping, _ changes: Node.Mapping) -> Node.Mapping {
    var merged = base
    for (key, value) in changes {
      let name = key.scalar?.string ?? ""
      for group in exclusive where group.contains(name) {
        for other in group where other != name { merged[other] = nil }
      }
      if value.isNull {
        merged[key] = nil
      } else if let old = merged[key]?.mapping, let new = value.mapping, !wholes.contains(name) {
        merged[key] = .mapping(merge(old, new))
      } else {
        merged[key] = value
      }
    }
    return merged
  }
}

extension Node {
  fileprivate var isNull: Bool {
    scalar.map { $0.style == .plain && ["", "~", "null"].contains($0.string) } ?? false
  }
}
