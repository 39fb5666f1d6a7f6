import Foundation
import IonHopCore

extension PolymerMaterial {
  /// Keys that a material file and a study share.
  public static let modelKeys = [
    "monomer", "chain", "salt", "glassTransition", "segments", "ions", "association", "crystals",
  ]

  /// All that come with IonHop, by name.
  ///
  /// - Throws: `InputError`.
  public static func all(folders: [URL] = []) throws(InputError) -> [PolymerMaterial] {
    var all: [PolymerMaterial] = []
    for (_, file) in MaterialShelf.polymers.files(folders: folders).sorted(by: { $0.key < $1.key })
    {
      all.append(try read(file))
    }
    return all
  }

  /// - Parameter name: as for `MaterialShelf.file(named:)`.
  /// - Throws: `InputError`, with the nearest name.
  public static func named(
    _ name: String, folders: [URL] = [], relativeTo base: URL? = nil
  ) throws(InputError) -> PolymerMaterial {
    try read(MaterialShelf.polymers.file(named: name, folders: folders, relativeTo: base))
  }

  /// Reads a file such as `Lattices/Polymers/PEO-LiTFSI.yaml`.
  ///
  /// - Throws: `InputError` with file, line and key.
  public static func read(_ file: URL) throws(InputError) -> PolymerMaterial {
    let keys = try InputDocument.read(file).root.mapping(
      ["name", "title", "description", "sources", "published"] + modelKeys,
      "give name, monomer, salt, glassTransition, segments, ions and sources")
    let name = try keys.required("name", "give the polymer's name").text()
    let sources = try keys.sources()
    return try PolymerMaterial(
      keys, name: name, title: keys["title"]?.text() ?? name, sources: sources,
      published: keys.published(from: sources))
  }

  /// The material with a study's own numbers.
  ///
  /// - Throws: `InputError` at the key.
  public func changed(by keys: InputMapping) throws(InputError) -> PolymerMaterial {
    try PolymerMaterial(
      keys, name: name, title: title, sources: sources, published: published, changing: self)
  }

  /// - Parameter base: what stands for keys that are not given; without it all but `chain`,
  ///   `association` and `crystals` must be.
  public init(
    _ keys: InputMapping, name: String, title: String, sources: [Source],
    published: [PublishedValue], changing base: PolymerMaterial? = nil
  ) throws(InputError) {
    (self.name, self.title, self.sources, self.published) = (name, title, sources, published)
    let monomer = try keys.part(
      "monomer", ["mass", "density", "length", "perSite"], isNeeded: base == nil,
      "give monomer: { mass: 44.05, density: 1.12, length: 3.6, perSite: 3 } (g/mol, g/cm3, Å)")
    monomerMass = try monomer.number("mass", .number, .positive, base?.monomerMass)
    density = try monomer.number("density", .number, .positive, base?.density)
    monomerLength = try monomer.number("length", .length, .positive, base?.monomerLength)
    monomersPerSite = try monomer.wholeNumber("perSite", in: 1...1000, base?.monomersPerSite)
    chain = try keys["chain"]?.chainModel() ?? base?.chain ?? .freelyJointed

    let salt = try keys.part(
      "salt", ["ratio", "volume", "solubleRatio"], isNeeded: base == nil,
      "give salt: { ratio: 16, volume: 246, solubleRatio: 3 } (monomers a cation, Å3)")
    usualRatio = try salt.number("ratio", .number, .positive, base?.usualRatio)
    saltVolume = try salt.number("volume", .number, .nonNegative, base?.saltVolume ?? 0)
    solubleRatio = try salt.number("solubleRatio", .number, .nonNegative, base?.solubleRatio ?? 0)

    glass = try GlassTransition(keys, changing: base?.glass)
    (law, belowGlass) = try keys.segments(changing: base)
    ions = try keys.polymerIons(changing: base?.ions)
    association = try keys["association"]?.number(.energy) ?? base?.association ?? 0
    crystals = try keys["crystals"]?.crystallinity(changing: base?.crystals) ?? base?.crystals
  }
}

/// A mapping that may be absent, whose numbers may come from a material.
struct MaterialPart {
  let keys: InputMapping?
  let place: InputValue
  let hint: String

  func number(
    _ key: String, _ quantity: Quantity, _ bound: InputValue.Bound, _ base: Double?
  ) throws(InputError) -> Double {
    if let value = keys?[key] { return try value.number(quantity, bound) }
    guard let base else { throw place.error("key \"\(key)\" is missing; \(hint)") }
    return base
  }

  func wholeNumber(
    _ key: String, in range: ClosedRange<Int>, _ base: Int?
  ) throws(InputError) -> Int {
    if let value = keys?[key] { return try value.wholeNumber(in: range) }
    guard let base else { throw place.error("key \"\(key)\" is missing; \(hint)") }
    return base
  }
}

extension InputMapping {
  func part(
    _ key: String, _ known: [String], isNeeded: Bool, _ hint: String
  ) throws(InputError) -> MaterialPart {
    guard let value = self[key] else {
      if isNeeded { throw place.error("key \"\(key)\" is missing; \(hint)") }
      return MaterialPart(keys: nil, place: place, hint: hint)
    }
    return MaterialPart(keys: try value.mapping(known, hint), place: value, hint: hint)
  }

  /// `segments: { vft: {...} | wlf: {...} | arrhenius: {...}, belowGlass: law }`
  func segments(
    changing base: PolymerMaterial?
  ) throws(InputError) -> (RelaxationLaw, GlassBehaviour) {
    let hint =
      "give segments: { vft: { rate: 3e11, b: 1300, offset: 33 } }, { wlf: { rateAtTg: 0.01, c1: 17.44, c2: 51.6 } } or { arrhenius: { rate: 1e11, barrier: 0.25 } }"
    let laws = ["vft", "wlf", "arrhenius"]
    guard let value = self["segments"] else {
      guard let base else { throw place.error("key \"segments\" is missing; \(hint)") }
      return (base.law, base.belowGlass)
    }
    let keys = try value.mapping(laws + ["belowGlass"], hint)
    let below = try keys["belowGlass"]?.choice(of: GlassBehaviour.self, what: "behaviour")
    var law = base?.law
    if law == nil || laws.contains(where: { keys[$0] != nil }) {
      let (kind, numbers) = try keys.exactlyOne(of: laws, hint)
      law = try numbers.relaxationLaw(kind, changing: base?.law)
    }
    return (law ?? .arrhenius(rate: 1, barrier: 0), below ?? base?.belowGlass ?? .law)
  }

  /// `ions: { Li: { charge: 1, barrier, frequency, openFraction }, TFSI: {...} | fixed }`
  func polymerIons(changing base: [PolymerIon]?) throws(InputError) -> [PolymerIon] {
    let hint =
      "give ions: { Li: { charge: 1, barrier: 0.26, frequency: 1e13, openFraction: 0.15 }, TFSI: { charge: -1, ... } }"
    guard let value = self["ions"] else {
      guard let base else { throw place.error("key \"ions\" is missing; \(hint)") }
      return base
    }
    var ions = base ?? []
    for (name, entry) in try value.pairs(hint) {
      let known = ions.firstIndex { $0.name == name }
      if base != nil, known == nil {
        throw entry.error(
          "unknown ion \"\(name)\"; \(suggestion(for: name, in: ions.map(\.name), what: "the material's ions"))"
        )
      }
      if !entry.isMapping, try entry.text(hint) == "fixed", let known {
        ions.remove(at: known)
        continue
      }
      let ion = try entry.polymerIon(name, changing: known.map { ions[$0] }, hint)
      if let known { ions[known] = ion } else { ions.append(ion) }
    }
    guard (1...2).contains(ions.count) else {
      throw value.error("\(ions.count) mobile ions; give a cation, or a cation and an anion")
    }
    guard ions.allSatisfy({ $0.charge != 0 }),
      ions.count == 1 || ions[0].charge * ions[1].charge < 0
    else { throw value.error("charges of one sign, or none; give a cation and an anion") }
    return ions
  }
}

extension GlassTransition {
  fileprivate init(_ keys: InputMapping, changing base: GlassTransition?) throws(InputError) {
    let part = try keys.part(
      "glassTransition", ["pure", "perSalt", "perCrossLink"], isNeeded: base == nil,
      "give glassTransition: { pure: 213, perSalt: 250 } (K)")
    self.init(
      pure: try part.number("pure", .temperature, .positive, base?.pure),
      perSalt: try part.number("perSalt", .number, .any, base?.perSalt ?? 0),
      perCrossLink: try part.number("perCrossLink", .number, .any, base?.perCrossLink ?? 0),
      plasticiser: base?.plasticiser)
  }
}
