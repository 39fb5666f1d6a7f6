import IonHopCore

extension LatticeReader {
  /// Distances that a lattice file may make us look at; more than that is a mistyped window.
  private static let mostPairs = 1e9

  /// The network of one cell, with errors in terms of the file's keys.
  func network(
    cell: Cell, sites: [Lattice.SiteKind], rules: [Lattice.HopRule]
  ) throws(InputError) -> SiteNetwork {
    try checkDistinct(sites, in: cell)
    var draft = Lattice.draft(cell: cell, siteKinds: sites, hopRules: [])
    for (index, rule) in rules.enumerated() {
      let images = (2 * (rule.distance.upperBound / cell.thickness + 1).rounded(.up) + 1)
      let pairs = Double(draft.sites.count) * Double(draft.sites.count)
      guard pairs * images.x * images.y * images.z < Self.mostPairs else {
        throw document.error(
          at: "hops[\(index)].distance",
          "the window to \(rule.distance.upperBound) Å holds too many images of the cell; narrow it"
        )
      }
      guard draft.addHops(rule) > 0 else {
        throw emptyWindow(index, rule, cell: cell, sites: sites)
      }
    }
    do {
      return try SiteNetwork(draft)
    } catch {
      throw explain(error, draft)
    }
  }

  /// Before the windows: sites on one spot would confuse their errors.
  private func checkDistinct(_ sites: [Lattice.SiteKind], in cell: Cell) throws(InputError) {
    for (index, kind) in sites.enumerated() {
      for other in sites[..<index] {
        for position in kind.positions {
          for place in other.positions
          where cell.shortestDistance(fractional: position - place) < SiteOrbits.same {
            throw document.error(
              at: "sites.\(kind.name)",
              "a duplicate site: a site of this kind lies on one of \(other.name); remove one of the two"
            )
          }
        }
      }
    }
  }

  private func emptyWindow(
    _ index: Int, _ rule: Lattice.HopRule, cell: Cell, sites: [Lattice.SiteKind]
  ) -> InputError {
    let ends = rule.kinds.compactMap { name in sites.first { $0.name == name } }
    var nearest = Double.infinity
    for p in ends[0].positions {
      for q in ends[1].positions where p != q {
        nearest = min(nearest, cell.shortestDistance(fractional: q - p))
      }
    }
    if rule.kinds[0] == rule.kinds[1] {
      nearest = [cell.a, cell.b, cell.c].map(length).reduce(nearest, min)
    }
    let (low, high) = (rule.distance.lowerBound, rule.distance.upperBound)
    return document.error(
      at: "hops[\(index)].distance",
      "no pair \(rule.kinds[0])–\(rule.kinds[1]) is \(low) to \(high) Å apart; the nearest is at \(rounded(nearest)) Å"
    )
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
    default:
      return document.error(at: "", "\(error)")
    }
  }

  private func rounded(_ distance: Double) -> Double { (distance * 1000).rounded() / 1000 }
}
