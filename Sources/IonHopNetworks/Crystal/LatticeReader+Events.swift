import IonHopCore

extension LatticeReader {
  /// Paths that one entry may lead along; more come of windows that are too wide.
  private static let mostPaths = 1e6
  private static let hint =
    "give concerted: [{ class: kick, path: [A, B, A], distances: [[2.3, 2.5], [2.3, 2.5]], barrier: 0.2, frequency: 1e13 }]"

  /// Compound events: `concerted: [{ class: kick, path: [8c, 4b, 8c], ... }]`.
  func eventRules(
    in cell: Cell, _ sites: [Lattice.SiteKind], besides hops: [Lattice.HopRule]
  ) throws(InputError) -> [Lattice.EventRule] {
    var rules: [Lattice.EventRule] = []
    for value in try keys["concerted"]?.elements(Self.hint) ?? [] {
      let event = try value.mapping(
        ["class", "path", "distances", "angle", "barrier", "frequency"], Self.hint)
      let place = try event.required("class", Self.hint)
      let name = try place.text("give the class a name")
      guard !(hops.map(\.hopClass) + rules.map(\.hopClass)).contains(name) else {
        throw place.error("class \"\(name)\" is given twice; rename one")
      }
      let path = try path(event.required("path", Self.hint), among: sites.map(\.name))
      let rule = Lattice.EventRule(
        hopClass: name, path: path,
        distances: try windows(event.required("distances", Self.hint), steps: path.count - 1),
        angle: try event["angle"]?.angles() ?? 0...180,
        barrier: try event.required("barrier", Self.hint).number(.energy, .nonNegative),
        frequency: try event.required("frequency", Self.hint).number(.frequency, .positive))
      try check(rule, in: cell, sites, at: value)
      rules.append(rule)
    }
    return rules
  }

  private func path(
    _ value: InputValue, among kinds: [String]
  ) throws(InputError) -> [String] {
    var path: [String] = []
    let places = try value.elements("give the site kinds along the path, such as [A, B, A]")
    for place in places { path.append(try place.name(among: kinds, what: "site kind")) }
    guard (3...5).contains(path.count) else {
      throw value.error(
        "a path of \(path.count) sites; give 3 to 5, so that 2 to 4 ions step on together")
    }
    return path
  }

  private func windows(
    _ value: InputValue, steps: Int
  ) throws(InputError) -> [ClosedRange<Double>] {
    var windows: [ClosedRange<Double>] = []
    for window in try value.elements(
      count: steps, "give one window [min, max] in Å for each of the \(steps) steps of the path")
    {
      windows.append(try window.window())
    }
    return windows
  }

  private func check(
    _ rule: Lattice.EventRule, in cell: Cell, _ sites: [Lattice.SiteKind], at value: InputValue
  ) throws(InputError) {
    let total = sites.reduce(0) { $0 + $1.positions.count }
    func count(_ kind: String) -> Double {
      Double(sites.first { $0.name == kind }?.positions.count ?? 0)
    }
    var paths = count(rule.path[0])
    for (kind, window) in zip(rule.path.dropFirst(), rule.distances) {
      try value.checkReach(window, cell: cell, sites: total)
      let (low, high) = (window.lowerBound, window.upperBound)
      let shell = 4 / 3 * Double.pi * (high * high * high - low * low * low)
      paths *= max(1, count(kind) / cell.volume * shell)
    }
    guard paths < Self.mostPaths else {
      throw value.error(
        "the windows of class \"\(rule.hopClass)\" hold some \(Int(min(paths, 1e18))) paths a cell; narrow them"
      )
    }
    var draft = Lattice.draft(cell: cell, siteKinds: sites)
    for step in rule.distances.indices {
      let ends = Array(rule.path[step...step + 1])
      let probe = Lattice.PairRule(kinds: ends, distance: rule.distances[step], energy: 0)
      guard draft.addPairs(probe) > 0 else {
        throw value.error(sites.emptyWindow(ends, rule.distances[step], cell: cell))
      }
    }
    guard draft.addEvents(rule) > 0 else {
      throw value.error(
        "no path \(rule.path.joined(separator: " – ")) has angles of \(rule.angle.lowerBound) to \(rule.angle.upperBound) degrees; widen the window of the angle"
      )
    }
  }
}
