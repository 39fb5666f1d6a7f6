import Foundation
import IonHopCore

extension Lattice {
  /// What the ions near hops do to their barriers.
  public struct Environment: Sendable, Equatable {
    /// Shifts by the number of ions near a hop.
    public var rules: [EnvironmentRule]
    /// At most one a class.
    public var expansions: [ClusterExpansion]

    /// Rules and expansions; without any, barriers are the lattice's own.
    public init(rules: [EnvironmentRule] = [], expansions: [ClusterExpansion] = []) {
      (self.rules, self.expansions) = (rules, expansions)
    }
  }
}

extension InputValue {
  /// `environment: [{ class: A-B, near: [A], distance: [0, 3.2], perIon: 0.02 }]`, as a study writes it
  /// for a lattice.
  ///
  /// - Parameter folder: where the paths of files of cluster expansions start.
  public func environment(
    on lattice: Lattice, folder: URL?
  ) throws(InputError) -> Lattice.Environment {
    try environment(
      sites: lattice.siteKinds, classes: lattice.hopClasses, on: lattice.unitNetwork,
      folder: folder)
  }

  /// - Parameter network: one cell.
  func environment(
    sites: [Lattice.SiteKind], classes: [String], on network: SiteNetwork, folder: URL?
  ) throws(InputError) -> Lattice.Environment {
    let hint =
      "give environment: [{ class: A-B, near: [A], distance: [0, 3.2], perIon: 0.02 }], or table: [0, 0.01, 0.05] for perIon, or { class: A-B, clusterExpansion: FILE }"
    let reader = EnvironmentReader(kinds: sites.map(\.name), classes: classes, network: network)
    var environment = Lattice.Environment()
    for value in try elements(hint) {
      let entry = try value.mapping(
        ["class", "near", "distance", "perIon", "table", "clusterExpansion"], hint)
      guard let source = entry["clusterExpansion"] else {
        environment.rules.append(try reader.rule(entry, hint))
        continue
      }
      for key in ["near", "distance", "perIon", "table"] where entry[key] != nil {
        throw value.error(
          "clusterExpansion and \(key) exclude each other; give \(key) in an entry of its own")
      }
      let name = try entry.required("class", hint)
      let expansion = try reader.expansion(source, of: name, folder: folder)
      guard !environment.expansions.contains(where: { $0.hopClass == expansion.hopClass }) else {
        throw name.error("class \"\(expansion.hopClass)\" has two expansions; merge them")
      }
      environment.expansions.append(expansion)
    }
    return environment
  }
}

/// Reads entries of `environment` against one cell of a lattice.
struct EnvironmentReader {
  let kinds: [String]
  let classes: [String]
  /// One cell.
  let network: SiteNetwork

  func rule(
    _ entry: InputMapping, _ hint: String
  ) throws(InputError) -> Lattice.EnvironmentRule {
    let place = try entry.required("distance", hint)
    let rule = Lattice.EnvironmentRule(
      hopClass: try entry.required("class", hint).name(among: classes, what: "hop class"),
      kinds: try kinds(entry.required("near", hint)), distance: try place.window(),
      shift: try shift(entry, hint))
    try place.checkReach(rule.distance, cell: network.cell, sites: network.hopCount)
    try check(rule, at: place)
    return rule
  }

  func kinds(_ value: InputValue) throws(InputError) -> [String] {
    var listed: [String] = []
    for place in try value.elements("give a list of site kinds such as [A, B]") {
      let kind = try place.name(among: kinds, what: "site kind")
      guard !listed.contains(kind) else {
        throw place.error("\(kind) is listed twice; keep one")
      }
      listed.append(kind)
    }
    guard !listed.isEmpty else {
      throw value.error("an empty list; give the kinds of the sites whose ions count")
    }
    return listed
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
    _ rule: Lattice.EnvironmentRule, at place: InputValue
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
