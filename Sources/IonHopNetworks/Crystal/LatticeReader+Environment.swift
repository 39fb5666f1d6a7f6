import IonHopCore

extension LatticeReader {
  /// `environment: [{ class: A-B, near: [A], distance: [0, 3.2], perIon: 0.02 }]`.
  func environmentRules(
    sites: [Lattice.SiteKind], classes: [String], on network: SiteNetwork
  ) throws(InputError) -> [Lattice.EnvironmentRule] {
    let hint =
      "give environment: [{ class: A-B, near: [A], distance: [0, 3.2], perIon: 0.02 }], or table: [0, 0.01, 0.05] for perIon"
    var rules: [Lattice.EnvironmentRule] = []
    for value in try keys["environment"]?.elements(hint) ?? [] {
      let entry = try value.mapping(["class", "near", "distance", "perIon", "table"], hint)
      let place = try entry.required("distance", hint)
      let rule = Lattice.EnvironmentRule(
        hopClass: try entry.required("class", hint).name(among: classes, what: "hop class"),
        kinds: try kinds(entry.required("near", hint), among: sites.map(\.name)),
        distance: try place.window(), shift: try shift(entry, hint))
      try place.checkReach(rule.distance, cell: network.cell, sites: network.hopCount)
      try check(rule, on: network, at: place)
      rules.append(rule)
    }
    return rules
  }

  private func kinds(
    _ value: InputValue, among known: [String]
  ) throws(InputError) -> [String] {
    var kinds: [String] = []
    for place in try value.elements("give a list of site kinds such as [A, B]") {
      let kind = try place.name(among: known, what: "site kind")
      guard !kinds.contains(kind) else {
        throw place.error("\(kind) is listed twice; keep one")
      }
      kinds.append(kind)
    }
    guard !kinds.isEmpty else {
      throw value.error("an empty list; give the kinds of the sites whose ions count")
    }
    return kinds
  }

  private func shift(
    _ entry: InputMapping, _ hint: String
  ) throws(InputError) -> Lattice.EnvironmentRule.Shift {
    let (key, value) = try entry.exactlyOne(of: ["perIon", "table"], hint)
    if key == "perIon" { return .perIon(try value.number(.energy)) }
    let mend = "give energies in eV for 0, 1, 2, ... ions, such as [0, 0.01, 0.05]"
    var energies: [Double] = []
    for element in try value.elements(mend) { energies.append(try element.number(.energy)) }
    guard !energies.isEmpty else { throw value.error("an empty list; \(mend)") }
    return .table(energies)
  }

  /// Refuses a rule that counts no site: its window is mistyped.
  private func check(
    _ rule: Lattice.EnvironmentRule, on network: SiteNetwork, at place: InputValue
  ) throws(InputError) {
    let finder = SiteFinder(network, reach: rule.distance.upperBound)
    var found = false
    network.forEachMidpoint { event in
      guard !found, network.hopClasses[event.hopClass] == rule.hopClass else { return }
      finder.forEachSite(around: event.place, Lattice.slack(rule.distance)) { site, offset in
        let isCounted = rule.kinds.contains(network.siteKinds[network.kind(of: site)])
        if isCounted, !event.isOwn(site, at: offset) { found = true }
      }
    }
    guard found else {
      throw place.error(
        "no site \(rule.kinds.joined(separator: " or ")) lies \(rule.distance.lowerBound) to \(rule.distance.upperBound) Å from the midpoint of a hop of class \(rule.hopClass), its own sites aside; correct the window"
      )
    }
  }
}
