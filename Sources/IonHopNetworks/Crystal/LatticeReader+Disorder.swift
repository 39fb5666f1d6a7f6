import IonHopCore

extension LatticeReader {
  // MARK: Immobile ions

  /// Host sites: `immobile: { 4c: { position: [...], occupants: { S: 0.5, Cl: 0.5 } } }`.
  func hostKinds(
    in cell: Cell, besides sites: [Lattice.SiteKind]
  ) throws(InputError) -> [Lattice.HostKind] {
    let hint =
      "give immobile: { 4c: { position: [0.25, 0.25, 0.25], occupants: { S: 0.5, Cl: 0.5 } } }"
    var hosts: [Lattice.HostKind] = []
    let operations = try operations(in: cell)
    for (name, value) in try keys["immobile"]?.pairs(hint) ?? [] {
      guard !sites.contains(where: { $0.name == name }) else {
        throw value.error("\(name) is a kind of mobile sites too; rename one")
      }
      let host = try value.mapping(
        ["position", "positions", "multiplicity", "occupants", "charges"], hint)
      let occupants = try host.required("occupants", hint).occupants(known: nil)
      hosts.append(
        Lattice.HostKind(
          name: name, positions: try positions(of: host, in: cell, operations, hint),
          occupants: occupants,
          charges: try host["charges"]?.numbers(
            of: occupants.map(\.name), .charge, .within(-100...100)) ?? [:]))
    }
    return hosts
  }

  /// `blocked: { A: { La: 0.55 } }`.
  func blockedKinds(
    among sites: [Lattice.SiteKind]
  ) throws(InputError) -> [Lattice.BlockedKind] {
    try keys["blocked"]?.blockedKinds(among: sites.map(\.name)) ?? []
  }

  // MARK: What they do

  /// `near: [{ occupant: S, on: 4c, site: 48h, distance: [0, 3], energy: -0.05 }]`.
  func nearRules(
    sites: [Lattice.SiteKind], classes: [String], hosts: [Lattice.HostKind],
    blocked: [Lattice.BlockedKind]
  ) throws(InputError) -> [Lattice.NearRule] {
    let hint =
      "give near: [{ occupant: S, on: 4c, site: 48h, distance: [0, 3], energy: -0.05 }], or class and barrier for site and energy"
    let names = Dictionary(
      (hosts.map { ($0.name, $0.occupants) } + blocked.map { ($0.name, $0.blockers) }).map {
        ($0, $1.map(\.name))
      }, uniquingKeysWith: { first, _ in first })
    var rules: [Lattice.NearRule] = []
    for value in try keys["near"]?.elements(hint) ?? [] {
      let near = try value.mapping(
        ["occupant", "on", "site", "class", "distance", "energy", "barrier"], hint)
      let host = try near.required("on", hint).name(
        among: hosts.map(\.name) + blocked.map(\.name), what: "kind of immobile or blocked sites")
      let occupant = try near.required("occupant", hint).name(
        among: names[host] ?? [], what: "occupant of \(host)")
      let (key, place) = try near.exactlyOne(of: ["site", "class"], hint)
      let isSite = key == "site"
      let (shift, other) = isSite ? ("energy", "barrier") : ("barrier", "energy")
      if let stray = near[other] {
        throw stray.error("\(other) does not go with \(key); give \(shift)")
      }
      let target = try place.name(
        among: isSite ? sites.map(\.name) : classes, what: isSite ? "site kind" : "hop class")
      rules.append(
        Lattice.NearRule(
          occupant: occupant, host: host, target: isSite ? .site(target) : .hopClass(target),
          distance: try near.required("distance", hint).window(),
          shift: try near.required(shift, hint).number(.energy)))
    }
    return rules
  }

  /// Refuses a rule that acts on nothing: its window is mistyped.
  func checkNear(_ lattice: Lattice) throws(InputError) {
    guard !lattice.nearRules.isEmpty else { return }
    let hosts = lattice.hostKinds.reduce(0) { $0 + $1.positions.count }
    for (index, rule) in lattice.nearRules.enumerated() {
      let place = "near[\(index)].distance"
      if let value = keys["near"]?.step(to: "\(index)")?.step(to: "distance") {
        try value.checkReach(
          rule.distance, cell: lattice.cell, sites: lattice.unitNetwork.hopCount + hosts)
      }
      guard NearRelations(lattice, rules: [rule]).count > 0 else {
        let target =
          switch rule.target {
          case .site(let kind): "site \(kind)"
          case .hopClass(let name): "midpoint of a hop of class \(name)"
          }
        throw document.error(
          at: place,
          "no \(target) lies \(rule.distance.lowerBound) to \(rule.distance.upperBound) Å from \(rule.host); correct the window"
        )
      }
    }
  }
}

extension InputValue {
  /// Shares of immobile ions that add up to 1: `{ S: 0.5, Cl: 0.5 }`.
  ///
  /// - Parameter known: the names that may be given; nil for any. Known names that are left out get
  ///   no share.
  public func occupants(known: [String]?) throws(InputError) -> [Lattice.Occupant] {
    let occupants = try shares(known: known)
    let sum = occupants.reduce(0) { $0 + $1.share }
    guard abs(sum - 1) <= 1e-9 else {
      throw error("the shares add up to \(sum), not to 1; correct one of them")
    }
    let absent = (known ?? []).filter { name in !occupants.contains { $0.name == name } }
    return occupants + absent.map { Lattice.Occupant($0, share: 0) }
  }

  /// Shares of mobile sites that immobile ions take: `{ A: { La: 0.55 } }`.
  public func blockedKinds(among kinds: [String]) throws(InputError) -> [Lattice.BlockedKind] {
    let hint = "give blocked: { A: { La: 0.55 } }"
    var blocked: [Lattice.BlockedKind] = []
    for (name, value) in try pairs(hint) {
      guard kinds.contains(name) else {
        throw value.error(
          "unknown site kind \"\(name)\"; \(suggestion(for: name, in: kinds, what: "known kinds"))")
      }
      let kind = Lattice.BlockedKind(name: name, blockers: try value.shares(known: nil))
      guard kind.share < 1 - 1e-9 else {
        throw value.error(
          "the blockers take \(kind.share) of the sites; a share from 0 to below 1 leaves some to the ions"
        )
      }
      blocked.append(kind)
    }
    return blocked
  }

  private func shares(known: [String]?) throws(InputError) -> [Lattice.Occupant] {
    var occupants: [Lattice.Occupant] = []
    for (name, value) in try pairs("give shares such as { S: 0.5, Cl: 0.5 }") {
      if let known, !known.contains(name) {
        throw value.error(
          "unknown occupant \"\(name)\"; \(suggestion(for: name, in: known, what: "known ones"))")
      }
      occupants.append(
        Lattice.Occupant(name, share: try value.number(.number, .within(0...1))))
    }
    return occupants
  }
}
