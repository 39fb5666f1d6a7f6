import Foundation
import IonHopCore

/// Reads a lattice file key by key; every error names the key, the value and the mend.
struct LatticeReader {
  let document: InputDocument
  let keys: InputMapping

  static let knownKeys = [
    "name", "title", "description", "formula", "cell", "spaceGroup", "symmetry", "formulaUnits",
    "sites", "hops", "mobile", "sources", "published",
  ]

  init(_ document: InputDocument) throws(InputError) {
    self.document = document
    keys = try document.root.mapping(
      Self.knownKeys, "give a lattice: name, title, cell, sites, hops, mobile")
  }

  func lattice() throws(InputError) -> Lattice {
    let cell = try cell()
    let sites = try siteKinds(in: cell)
    let rules = try hopRules(joining: sites)
    let sources = try sources()
    let units = try keys["formulaUnits"]?.wholeNumber(in: 1...1_000_000)
    let (species, filling) = try mobile(
      sites: sites.reduce(0) { $0 + $1.positions.count }, formulaUnits: units)
    return Lattice(
      name: try name(), title: try keys.required("title", "say what it is").text(),
      description: try keys["description"]?.text().trimmingCharacters(in: .whitespacesAndNewlines),
      formula: try keys["formula"]?.text(), cell: cell,
      spaceGroup: try keys["spaceGroup"]?.text(), formulaUnits: units, siteKinds: sites,
      hopRules: rules, species: species, defaultFilling: filling, sources: sources,
      published: try published(sources: sources),
      unitNetwork: try network(cell: cell, sites: sites, rules: rules))
  }

  private func name() throws(InputError) -> String {
    let value = try keys.required("name", "give the file's name without .yaml")
    let name = try value.text("give the file's name without .yaml")
    let expected = URL(fileURLWithPath: document.file).deletingPathExtension().lastPathComponent
    guard name == expected else {
      throw value.error("\"\(name)\" is not the file's name; give name: \(expected)")
    }
    return name
  }

  // MARK: Cell

  private func cell() throws(InputError) -> Cell {
    let hint = "give cell: { a: 12.97 } or cell: { vectors: [[..], [..], [..]] }"
    let place = try keys.required("cell", hint)
    let cell = try place.mapping(["a", "b", "c", "alpha", "beta", "gamma", "vectors"], hint)
    do {
      if try cell.exactlyOne(of: ["a", "vectors"], hint).key == "vectors" {
        for key in ["b", "c", "alpha", "beta", "gamma"] where cell[key] != nil {
          throw place.error("vectors and \(key) exclude each other; \(hint)")
        }
        let rows = try cell.required("vectors", hint).cellVectors()
        return try Cell(rows[0], rows[1], rows[2])
      }
      let a = try cell.required("a", hint).number(.length, .positive)
      func edge(_ key: String) throws(InputError) -> Double {
        try cell[key]?.number(.length, .positive) ?? a
      }
      func angle(_ key: String) throws(InputError) -> Double {
        try cell[key]?.number(.angle, .within(0...180)) ?? 90
      }
      return try .triclinic(
        a: a, b: edge("b"), c: edge("c"), alpha: angle("alpha"), beta: angle("beta"),
        gamma: angle("gamma"))
    } catch let error as InputError {
      throw error
    } catch {
      throw place.error(
        "spans no volume; correct the angles, or the vectors so that they are independent")
    }
  }

  // MARK: Sites

  private func operations(in cell: Cell) throws(InputError) -> [SymmetryOperation] {
    guard let place = keys["symmetry"] else { return [.identity] }
    var generators: [SymmetryOperation] = []
    for value in try place.elements("give generators such as [\"-x, -y, z+1/2\"]") {
      let hint = "give three parts such as \"-x+1/2, -y, z+1/2\""
      guard let operation = SymmetryOperation(try value.text(hint)) else {
        throw value.error("\(value.shown) is not a symmetry operation; \(hint)")
      }
      guard operation.preserves(cell) else {
        throw value.error(
          "\(value.shown) does not map the cell onto itself; correct it or the cell's edges and angles"
        )
      }
      generators.append(operation)
    }
    guard let group = SymmetryOperation.group(generatedBy: generators) else {
      throw place.error(
        "generates more than \(SymmetryOperation.largestGroup) operations, more than any space group has; correct a generator"
      )
    }
    return group
  }

  private func siteKinds(in cell: Cell) throws(InputError) -> [Lattice.SiteKind] {
    let operations = try operations(in: cell)
    let hint = "give sites: { A: { position: [0, 0, 0] } }"
    let place = try keys.required("sites", hint)
    var kinds: [Lattice.SiteKind] = []
    for (name, value) in try place.pairs(hint) {
      let site = try value.mapping(["position", "positions", "multiplicity", "energy"], hint)
      let (key, given) = try site.exactlyOne(of: ["position", "positions"], hint)
      let listed = key == "position" ? [given] : try given.elements(hint)
      var orbits = SiteOrbits(cell: cell, operations: operations)
      for value in listed { try orbits.add(value) }
      if let multiplicity = site["multiplicity"] {
        let wanted = try multiplicity.wholeNumber(in: 1...Int.max)
        guard wanted == orbits.positions.count else {
          throw multiplicity.error(
            "\(wanted), but the symmetry makes \(orbits.positions.count) of this position; correct the position, the symmetry or the multiplicity"
          )
        }
      }
      kinds.append(
        Lattice.SiteKind(
          name: name, positions: orbits.positions, energy: try site["energy"]?.number(.energy) ?? 0)
      )
    }
    guard !kinds.isEmpty else { throw place.error("no site is given; \(hint)") }
    return kinds
  }

  // MARK: Hops

  /// Å; beyond it no ion hops, and counting neighbours would take for ever.
  private static let longestHop = 50.0

  private func hopRules(
    joining sites: [Lattice.SiteKind]
  ) throws(InputError) -> [Lattice.HopRule] {
    let hint =
      "give hops: [{ class: A-B, between: [A, B], distance: [1.8, 2.1], barrier: 0.3, frequency: 1e13 }]"
    let place = try keys.required("hops", hint)
    let kinds = sites.map(\.name)
    var rules: [Lattice.HopRule] = []
    for value in try place.elements(hint) {
      let hop = try value.mapping(["class", "between", "distance", "barrier", "frequency"], hint)
      var ends: [String] = []
      for end in try hop.required("between", hint).elements(count: 2, "give two site kinds") {
        let kind = try end.text("give a site kind")
        guard kinds.contains(kind) else {
          throw end.error(
            "unknown site kind \"\(kind)\"; \(suggestion(for: kind, in: kinds, what: "known kinds"))"
          )
        }
        ends.append(kind)
      }
      let name = try hop["class"]?.text("give the class a name") ?? ends.joined(separator: "-")
      let barrier = try hop.required("barrier", hint).known("barrier", "eV", of: name)
        .number(.energy, .nonNegative)
      let frequency = try hop.required("frequency", hint).known("frequency", "Hz", of: name)
        .number(.frequency, .positive)
      guard !rules.contains(where: { $0.hopClass == name }) else {
        throw (hop["class"] ?? value).error("class \"\(name)\" is given twice; rename one")
      }
      rules.append(
        Lattice.HopRule(
          hopClass: name, kinds: ends, distance: try window(hop.required("distance", hint)),
          barrier: barrier, frequency: frequency))
    }
    guard !rules.isEmpty else { throw place.error("no hop is given; \(hint)") }
    return rules
  }

  private func window(_ value: InputValue) throws(InputError) -> ClosedRange<Double> {
    let ends = try value.elements(count: 2, "give the window [min, max] in Å")
    let low = try ends[0].number(.length, .nonNegative)
    let high = try ends[1].number(.length, .within(0...Self.longestHop))
    guard low <= high, high > 0 else {
      throw value.error("window [\(low), \(high)] Å is reversed or empty; give [min, max]")
    }
    return low...high
  }

  // MARK: Ions

  private func mobile(
    sites: Int, formulaUnits: Int?
  ) throws(InputError) -> (Species, Filling) {
    let hint = "give mobile: { Li: { charge: 1, fraction: 0.5 } }"
    let place = try keys.required("mobile", hint)
    let species = try place.pairs(hint)
    guard species.count == 1 else {
      throw place.error("\(species.count) mobile species; \(hint)")
    }
    let (name, value) = species[0]
    let ion = try value.mapping(["charge"] + FillingReader.keys, hint)
    let charge = try ion.required("charge", hint).nonzeroCharge()
    let filling = try FillingReader(sites: sites, formulaUnits: formulaUnits).filling(ion, hint)
    return (Species(name, charge: charge), filling)
  }

  // MARK: Sources

  private func sources() throws(InputError) -> [Source] {
    var sources: [Source] = []
    let hint = "give sources: [{ key: Author2020, citation: \"...\", doi: 10.... }]"
    for value in try keys["sources"]?.elements(hint) ?? [] {
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

  private func published(sources: [Source]) throws(InputError) -> [PublishedValue] {
    let hint =
      "give published: [{ quantity: conductivity, value: 3e-4, unit: S/cm, kind: measured, source: Author2020 }]"
    var published: [PublishedValue] = []
    for value in try keys["published"]?.elements(hint) ?? [] {
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
}
