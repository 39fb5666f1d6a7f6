import IonHopCore

/// Which host sites each `near` rule looks at, for every site, hop and event of one cell.
///
/// Found once in the unit cell, so that all cells of a supercell, and a hop and its reverse, agree
/// on which neighbours lie in a window.
struct NearRelations {
  struct Relation {
    /// Index in the lattice's `nearRules`.
    let rule: Int
    /// Among the sites of the host kind in the cell.
    let member: Int
    /// Cell of the host site, seen from that of the site, hop or event.
    var cell: SIMD3<Int32>
  }

  private(set) var ofSite: [[Relation]]
  /// By the hop's number in the unit network.
  private(set) var ofHop: [[Relation]]
  private(set) var ofEvent: [[Relation]]

  var count: Int { (ofSite + ofHop + ofEvent).reduce(0) { $0 + $1.count } }

  private let network: SiteNetwork
  /// The host sites of one cell.
  private var hosts: NetworkDraft
  /// Number of the first member of a host kind in `hosts`.
  private var first: [String: Int] = [:]

  init(_ lattice: Lattice) { self.init(lattice, rules: lattice.nearRules) }

  init(_ lattice: Lattice, rules: [Lattice.NearRule]) {
    network = lattice.unitNetwork
    hosts = NetworkDraft(cell: lattice.cell)
    for (name, positions) in lattice.hostKinds.map({ ($0.name, $0.positions) })
      + lattice.siteKinds.map({ ($0.name, $0.positions) })
    {
      first[name] = hosts.sites.count
      for position in positions { hosts.addSite(at: lattice.cell.cartesian(position), kind: name) }
    }
    ofSite = Array(repeating: [], count: network.siteCount)
    ofHop = Array(repeating: [], count: network.hopCount)
    ofEvent = Array(repeating: [], count: network.compoundEvents.count)
    for (index, rule) in rules.enumerated() {
      switch rule.target {
      case .site(let kind): addSites(of: kind, index, rule)
      case .hopClass(let name):
        guard let number = network.hopClasses.firstIndex(of: name) else { continue }
        addHops(of: number, index, rule)
        addEvents(of: number, index, rule)
      }
    }
  }

  private func relations(
    of position: SIMD3<Double>, _ index: Int, _ rule: Lattice.NearRule
  ) -> [Relation] {
    hosts.neighbours(of: position, kind: rule.host, distance: Lattice.slack(rule.distance)).map {
      Relation(rule: index, member: $0.site - (first[rule.host] ?? 0), cell: $0.image)
    }
  }

  private mutating func addSites(of kind: String, _ index: Int, _ rule: Lattice.NearRule) {
    for site in 0..<network.siteCount where network.siteKinds[network.kind(of: site)] == kind {
      ofSite[site] += relations(of: network.position(of: site), index, rule)
    }
  }

  private struct Bond: Hashable {
    var from: Int
    var to: Int
    var image: SIMD3<Int32>
  }

  private mutating func addHops(of hopClass: Int, _ index: Int, _ rule: Lattice.NearRule) {
    var known: [Bond: [Relation]] = [:]
    for site in 0..<network.siteCount {
      for number in network.hopRange(from: site) {
        let hop = network.hop(number, from: site)
        guard hop.hopClass == hopClass else { continue }
        let reverse = Bond(from: hop.to, to: site, image: 0 &- hop.image)
        let found: [Relation]
        if let seen = known[reverse] {
          // Not looked for again: rounding could put the midpoint on the window's other side.
          found = seen.map {
            Relation(rule: $0.rule, member: $0.member, cell: $0.cell &+ hop.image)
          }
        } else {
          found = relations(of: network.position(of: site) + hop.displacement / 2, index, rule)
          known[Bond(from: site, to: hop.to, image: hop.image)] = found
        }
        ofHop[number] += found
      }
    }
  }

  /// The midpoint of an event is the mean of those of its steps, the same for its reverse.
  private mutating func addEvents(of hopClass: Int, _ index: Int, _ rule: Lattice.NearRule) {
    let events = network.compoundEvents
    for event in 0..<events.count where events.hopClass(of: event) == hopClass {
      let steps = events.steps(of: event)
      var place = network.position(of: Int(events.steps[steps.lowerBound].from))
      var middle = SIMD3<Double>.zero
      for step in steps {
        middle += place + events.displacement(of: step) / 2
        place += events.displacement(of: step)
      }
      ofEvent[event] += relations(of: middle / Double(steps.count), index, rule)
    }
  }
}
