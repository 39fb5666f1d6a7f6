import IonHopCore

extension LatticeReader {
  /// The network of one cell, with errors in terms of the file's keys.
  func network(
    cell: Cell, sites: [Lattice.SiteKind], hosts: [Lattice.HostKind], rules: [Lattice.HopRule],
    pairs: [Lattice.PairRule], events: [Lattice.EventRule]
  ) throws(InputError) -> SiteNetwork {
    try checkDistinct(sites, hosts, in: cell)
    var draft = Lattice.draft(cell: cell, siteKinds: sites)
    for (index, rule) in rules.enumerated() {
      let place = keys["hops"]?.step(to: "\(index)")?.step(to: "distance")
      try place?.checkReach(rule.distance, cell: cell, sites: draft.sites.count)
      guard draft.addHops(rule) > 0 else {
        throw document.error(
          at: "hops[\(index)].distance",
          sites.emptyWindow(rule.kinds, rule.distance, cell: cell))
      }
    }
    for rule in pairs { draft.addPairs(rule) }
    for rule in events { draft.addEvents(rule) }
    do {
      return try SiteNetwork(draft)
    } catch {
      throw explain(error, draft)
    }
  }

  /// Before the windows: sites on one spot would confuse their errors.
  private func checkDistinct(
    _ sites: [Lattice.SiteKind], _ hosts: [Lattice.HostKind], in cell: Cell
  ) throws(InputError) {
    let all =
      sites.map { (key: "sites", name: $0.name, positions: $0.positions) }
      + hosts.map { (key: "immobile", name: $0.name, positions: $0.positions) }
    for (index, kind) in all.enumerated() {
      for other in all[..<index] {
        for position in kind.positions {
          for place in other.positions
          where cell.shortestDistance(fractional: position - place) < SiteOrbits.same {
            throw document.error(
              at: "\(kind.key).\(kind.name)",
              "a duplicate site: a site of this kind lies on one of \(other.name); remove one of the two"
            )
          }
        }
      }
    }
  }

  private func explain(_ error: NetworkError, _ draft: NetworkDraft) -> InputError {
    switch error {
    case .duplicateHop(let from, let to, let displacement):
      let classes = draft.hops.filter {
        $0.from == from && $0.to == to && length($0.displacement - displacement) < 1e-3
      }.map(\.hopClass)
      return document.error(
        at: "hops",
        "classes \(classes.joined(separator: " and ")) both join \(draft.sites[from].kind)–\(draft.sites[to].kind) pairs at \(rounded(length(displacement))) Å; make their windows disjoint"
      )
    case .duplicateEvent(let event, let other):
      let classes = [other, event].map { draft.events[$0].eventClass }
      return document.error(
        at: "concerted",
        "classes \(classes.joined(separator: " and ")) both lead along one path; make their windows disjoint"
      )
    default:
      return document.error(at: "", "\(error)")
    }
  }

  private func rounded(_ distance: Double) -> Double { (distance * 1000).rounded() / 1000 }
}
