import Foundation
import IonHopCore

/// Reads a lattice file key by key; every error names the key, the value and the mend.
struct LatticeReader {
  let document: InputDocument
  let keys: InputMapping
  private let variants: [String]

  static let knownKeys = [
    "name", "title", "description", "formula", "cell", "spaceGroup", "symmetry", "formulaUnits",
    "sites", "hops", "interactions", "concerted", "immobile", "near", "blocked", "environment",
    "coulomb", "defects", "mobile", "sources", "published",
  ]
  /// Single numbers that a variant may change.
  private static let variantKeys = ["siteEnergies", "barriers", "frequencies"]

  private let variant: String?

  /// - Parameter variant: one of the file's `variants`; nil for the file as it stands.
  init(_ document: InputDocument, variant: String? = nil) throws(InputError) {
    self.document = if let variant { try document.merging(variant: variant) } else { document }
    self.variant = variant
    variants =
      try document.root.step(to: "variants")?.pairs(
        "give variants: { Br: { formula: Li6PS5Br } }"
      ).map(\.key) ?? []
    keys = try self.document.root.mapping(
      Self.knownKeys + (variant == nil ? ["variants"] : Self.variantKeys),
      "give a lattice: name, title, cell, sites, hops, mobile")
  }

  func lattice() throws(InputError) -> Lattice {
    let cell = try cell()
    var sites = try siteKinds(in: cell)
    var rules = try hopRules(joining: sites)
    var events = try eventRules(in: cell, sites, besides: rules)
    try changeNumbers(of: &sites, &rules, &events)
    let hosts = try hostKinds(in: cell, besides: sites)
    let blocked = try blockedKinds(among: sites)
    let pairs = try keys["interactions"]?.interactions(cell: cell, sites: sites) ?? []
    let sources = try keys.sources()
    let units = try keys["formulaUnits"]?.wholeNumber(in: 1...1_000_000)
    let (species, filling) = try mobile(
      meanSites: sites.reduce(0) { sum, kind in
        let share = blocked.first { $0.name == kind.name }?.share ?? 0
        return sum + Double(kind.positions.count) * (1 - share)
      }, formulaUnits: units)
    let classes = rules.map(\.hopClass) + events.map(\.hopClass)
    let network = try network(
      cell: cell, sites: sites, hosts: hosts, rules: rules, pairs: pairs, events: events)
    let environment =
      try keys["environment"]?.environment(
        sites: sites, classes: classes, on: network,
        folder: URL(fileURLWithPath: document.file).deletingLastPathComponent())
      ?? Lattice.Environment()
    let lattice = Lattice(
      name: try name(), title: try keys.required("title", "say what it is").text(),
      description: try keys["description"]?.text().trimmingCharacters(in: .whitespacesAndNewlines),
      formula: try keys["formula"]?.text(), cell: cell,
      spaceGroup: try keys["spaceGroup"]?.text(), formulaUnits: units, siteKinds: sites,
      hopRules: rules, pairRules: pairs, eventRules: events, hostKinds: hosts,
      blockedKinds: blocked,
      nearRules: try nearRules(sites: sites, classes: classes, hosts: hosts, blocked: blocked),
      environmentRules: environment.rules, clusterExpansions: environment.expansions,
      coulomb: try keys["coulomb"]?.coulomb(), schottky: try keys["defects"]?.defects(),
      variants: variants, species: species,
      defaultFilling: filling, sources: sources,
      published: try keys.published(from: sources), unitNetwork: network)
    try checkNear(lattice)
    return lattice
  }

  /// The single numbers that a variant changes.
  private func changeNumbers(
    of sites: inout [Lattice.SiteKind], _ rules: inout [Lattice.HopRule],
    _ events: inout [Lattice.EventRule]
  ) throws(InputError) {
    guard variant != nil else { return }
    let classes = rules.map(\.hopClass) + events.map(\.hopClass)
    let energies = try keys["siteEnergies"]?.numbers(of: sites.map(\.name), .energy, .any) ?? [:]
    let barriers = try keys["barriers"]?.numbers(of: classes, .energy, .nonNegative) ?? [:]
    let frequencies = try keys["frequencies"]?.numbers(of: classes, .frequency, .positive) ?? [:]
    for i in sites.indices { sites[i].energy = energies[sites[i].name] ?? sites[i].energy }
    for i in rules.indices {
      rules[i].barrier = barriers[rules[i].hopClass] ?? rules[i].barrier
      rules[i].frequency = frequencies[rules[i].hopClass] ?? rules[i].frequency
    }
    for i in events.indices {
      events[i].barrier = barriers[events[i].hopClass] ?? events[i].barrier
      events[i].frequency = frequencies[events[i].hopClass] ?? events[i].frequency
    }
  }

  private func name() throws(InputError) -> String {
    let value = try keys.required("name", "give the file's name without .yaml")
    let name = try value.text("give the file's name without .yaml")
    let expected = URL(fileURLWithPath: document.file).deletingPathExtension().lastPathComponent
    guard name == expected else {
      throw value.error("\"\(name)\" is not the file's name; give name: \(expected)")
    }
    return variant.map { "\(name)/\($0)" } ?? name
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

  func operations(in cell: Cell) throws(InputError) -> [SymmetryOperation] {
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
      kinds.append(
        Lattice.SiteKind(
          name: name, positions: try positions(of: site, in: cell, operations, hint),
          energy: try site["energy"]?.number(.energy) ?? 0))
    }
    guard !kinds.isEmpty else { throw place.error("no site is given; \(hint)") }
    return kinds
  }

  /// All copies of the listed positions of one kind, their number checked.
  func positions(
    of site: InputMapping, in cell: Cell, _ operations: [SymmetryOperation], _ hint: String
  ) throws(InputError) -> [SIMD3<Double>] {
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
    return orbits.positions
  }

  // MARK: Hops

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
      let ends = try hop.required("between", hint).ends(among: kinds)
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
          hopClass: name, kinds: ends, distance: try hop.required("distance", hint).window(),
          barrier: barrier, frequency: frequency))
    }
    guard !rules.isEmpty else { throw place.error("no hop is given; \(hint)") }
    return rules
  }

  // MARK: Ions

  private func mobile(
    meanSites: Double, formulaUnits: Int?
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
    let filling = try FillingReader(meanSites: meanSites, formulaUnits: formulaUnits)
      .filling(ion, hint)
    return (Species(name, charge: charge), filling)
  }
}
