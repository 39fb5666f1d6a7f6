import IonHopCore

/// What lattice files and the studies that change lattices write in the same way.
extension InputValue {
  /// Å; beyond it no ion hops, and counting neighbours would take for ever.
  private static let longestWindow = 50.0

  /// A window of distances (Å).
  func window() throws(InputError) -> ClosedRange<Double> {
    let ends = try elements(count: 2, "give the window [min, max] in Å")
    let low = try ends[0].number(.length, .nonNegative)
    let high = try ends[1].number(.length, .within(0...Self.longestWindow))
    guard low <= high, high > 0 else {
      throw error("window [\(low), \(high)] Å is reversed or empty; give [min, max]")
    }
    return low...high
  }

  /// A window of angles (degrees).
  func angles() throws(InputError) -> ClosedRange<Double> {
    let ends = try elements(count: 2, "give the window [min, max] in degrees")
    let low = try ends[0].number(.angle, .within(0...180))
    let high = try ends[1].number(.angle, .within(0...180))
    guard low <= high else {
      throw error("window [\(low), \(high)] degrees is reversed; give [min, max]")
    }
    return low...high
  }

  /// One of the names that the lattice has.
  func name(among known: [String], what: String) throws(InputError) -> String {
    let name = try text("give the \(what)")
    guard known.contains(name) else {
      throw error(
        "unknown \(what) \"\(name)\"; \(suggestion(for: name, in: known, what: "known ones"))")
    }
    return name
  }

  /// Some of the site kinds that there are, at least one.
  public func siteKinds(among known: [String]) throws(InputError) -> Set<String> {
    let hint = "give a list of site kinds such as [\(known.joined(separator: ", "))]"
    let values = try elements(hint)
    guard !values.isEmpty else { throw error("an empty list; \(hint)") }
    var kinds: Set<String> = []
    for value in values { kinds.insert(try value.name(among: known, what: "site kind")) }
    return kinds
  }

  /// Two site kinds, which may be equal.
  func ends(among kinds: [String]) throws(InputError) -> [String] {
    var ends: [String] = []
    for end in try elements(count: 2, "give two site kinds") {
      ends.append(try end.name(among: kinds, what: "site kind"))
    }
    return ends
  }

  /// Numbers under some of the names that the lattice has: `{ 24d-48g: 0.3 }`.
  public func numbers(
    of names: [String], _ quantity: Quantity, _ bound: Bound
  ) throws(InputError) -> [String: Double] {
    let given = try mapping(
      names, "give a name and a value, such as { \(names.first ?? "A"): ... }")
    var numbers: [String: Double] = [:]
    for name in names {
      if let number = given[name] { numbers[name] = try number.number(quantity, bound) }
    }
    return numbers
  }

  /// `coulomb: { dielectricConstant: 20 }`.
  public func coulomb() throws(InputError) -> CoulombInteraction {
    let hint = "give coulomb: { dielectricConstant: 20 }"
    let value = try mapping(["dielectricConstant"], hint).required("dielectricConstant", hint)
    return CoulombInteraction(dielectricConstant: try value.number(.number, .within(1...1e6)))
  }

  /// `interactions: [{ between: [A, B], distance: [1.8, 2.2], energy: 0.05 }]`.
  ///
  /// - Parameter lattice: whose sites interact; every window must hold a pair.
  public func interactions(on lattice: Lattice) throws(InputError) -> [Lattice.PairRule] {
    try interactions(cell: lattice.cell, sites: lattice.siteKinds)
  }

  func interactions(
    cell: Cell, sites: [Lattice.SiteKind]
  ) throws(InputError) -> [Lattice.PairRule] {
    let hint = "give interactions: [{ between: [A, B], distance: [1.8, 2.2], energy: 0.05 }]"
    var rules: [Lattice.PairRule] = []
    var draft = Lattice.draft(cell: cell, siteKinds: sites)
    for value in try elements(hint) {
      let pair = try value.mapping(["between", "distance", "energy"], hint)
      let place = try pair.required("distance", hint)
      let rule = Lattice.PairRule(
        kinds: try pair.required("between", hint).ends(among: sites.map(\.name)),
        distance: try place.window(), energy: try pair.required("energy", hint).number(.energy))
      try place.checkReach(rule.distance, cell: cell, sites: draft.sites.count)
      guard draft.addPairs(rule) > 0 else {
        throw place.error(sites.emptyWindow(rule.kinds, rule.distance, cell: cell))
      }
      rules.append(rule)
    }
    try checkDisjoint(draft)
    return rules
  }

  private func checkDisjoint(_ draft: NetworkDraft) throws(InputError) {
    do {
      try SiteNetwork.checkPairs(of: draft)
    } catch .duplicatePair(let i, let j, let displacement) {
      let distance = (length(displacement) * 1000).rounded() / 1000
      throw error(
        "two entries join \(draft.sites[i].kind)–\(draft.sites[j].kind) pairs at \(distance) Å; make their windows disjoint"
      )
    } catch {
      throw self.error("\(error)")
    }
  }

  /// Distances that a file may make us look at; more than that is a mistyped window.
  private static let mostPairs = 1e9

  func checkReach(
    _ window: ClosedRange<Double>, cell: Cell, sites: Int
  ) throws(InputError) {
    let images = 2 * (window.upperBound / cell.thickness + 1).rounded(.up) + 1
    guard Double(sites) * Double(sites) * images.x * images.y * images.z < Self.mostPairs else {
      throw error(
        "the window to \(window.upperBound) Å holds too many images of the cell; narrow it")
    }
  }
}

extension [Lattice.SiteKind] {
  /// Says that no pair of two kinds lies in a window, and how far apart the nearest is.
  func emptyWindow(_ kinds: [String], _ window: ClosedRange<Double>, cell: Cell) -> String {
    let ends = kinds.compactMap { name in first { $0.name == name } }
    var nearest = Double.infinity
    for p in ends[0].positions {
      for q in ends[1].positions where p != q {
        nearest = Swift.min(nearest, cell.shortestDistance(fractional: q - p))
      }
    }
    if kinds[0] == kinds[1] {
      nearest = [cell.a, cell.b, cell.c].map(length).reduce(nearest, Swift.min)
    }
    let shown = (nearest * 1000).rounded() / 1000
    return
      "no pair \(kinds[0])–\(kinds[1]) is \(window.lowerBound) to \(window.upperBound) Å apart; the nearest is at \(shown) Å"
  }
}
