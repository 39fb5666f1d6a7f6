import Foundation
import IonHopCore

/// `clusterExpansion: nasicon.yaml`, or its content in place:
///
///     basis: spin
///     constant: 0.35
///     sites: { ahead: { near: [A], distance: [4.4, 4.6], ends: [[2.9, 3.1], [5.9, 6.1]] } }
///     clusters: [{ sites: [ahead, ahead], distance: [8.9, 9.1], energy: 0.01 }]
extension EnvironmentReader {
  private static let hint =
    "give clusterExpansion: { sites: { beside: { near: [A], distance: [3, 4] } }, clusters: [{ sites: [beside], energy: 0.01 }] }, or the path of a file with these keys"

  func expansion(
    _ source: InputValue, of name: InputValue, folder: URL?
  ) throws(InputError) -> Lattice.ClusterExpansion {
    let hopClass = try name.name(among: classes, what: "hop class")
    let value = source.isMapping ? source : try document(source, folder).root
    let keys = try value.mapping(
      ["basis", "constant", "sites", "clusters", "sources"], Self.hint)
    let orbits = try orbits(keys.required("sites", Self.hint))
    let list = try keys.required("clusters", Self.hint)
    var clusters: [Lattice.ClusterExpansion.Cluster] = []
    for entry in try list.elements(Self.hint) {
      clusters.append(try cluster(entry, orbits.map(\.name)))
    }
    let expansion = Lattice.ClusterExpansion(
      hopClass: hopClass,
      basis: try keys["basis"]?.choice(
        of: Lattice.ClusterExpansion.Basis.self, what: "basis") ?? .occupation,
      constant: try keys["constant"]?.number(.energy) ?? 0, orbits: orbits, clusters: clusters)
    try check(expansion, keys)
    return expansion
  }

  private func document(
    _ source: InputValue, _ folder: URL?
  ) throws(InputError) -> InputDocument {
    let path = try source.text(Self.hint)
    let file = InputFile.at(path, from: folder)
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw source.error("no file \"\(path)\" beside this one; correct the path")
    }
    return try InputDocument.read(file)
  }

  // MARK: Sites

  private func orbits(
    _ place: InputValue
  ) throws(InputError) -> [Lattice.ClusterExpansion.Orbit] {
    let hint = "give sites: { beside: { near: [A], distance: [3, 4] } }"
    var orbits: [Lattice.ClusterExpansion.Orbit] = []
    for (name, value) in try place.pairs(hint) {
      let keys = try value.mapping(["near", "distance", "ends"], hint)
      let window = try keys.required("distance", hint)
      let orbit = Lattice.ClusterExpansion.Orbit(
        name: name, kinds: try kinds(keys.required("near", hint)),
        distance: try window.window(), ends: try keys["ends"].map(ends))
      try window.checkReach(orbit.distance, cell: network.cell, sites: network.hopCount)
      orbits.append(orbit)
    }
    guard (1...64).contains(orbits.count) else {
      throw place.error("\(orbits.count) kinds of surroundings, not 1 to 64; \(hint)")
    }
    return orbits
  }

  private func ends(_ value: InputValue) throws(InputError) -> [ClosedRange<Double>] {
    let hint = "give the windows from the nearer and the farther end in Å: [[3, 3.2], [5, 6]]"
    let windows = try value.elements(count: 2, hint)
    return [try windows[0].window(), try windows[1].window()]
  }

  // MARK: Clusters

  private func cluster(
    _ value: InputValue, _ names: [String]
  ) throws(InputError) -> Lattice.ClusterExpansion.Cluster {
    let hint = "give clusters: [{ sites: [beside, ahead], distance: [3, 4], energy: 0.01 }]"
    let keys = try value.mapping(["sites", "distance", "distances", "energy"], hint)
    let place = try keys.required("sites", hint)
    var members: [Int] = []
    for site in try place.elements(hint) {
      let name = try site.name(among: names, what: "kind of surroundings")
      members.append(names.firstIndex(of: name) ?? 0)
    }
    let most = Lattice.ClusterExpansion.largestCluster
    guard (1...most).contains(members.count) else {
      throw place.error("\(members.count) sites in a cluster, not 1 to \(most); \(hint)")
    }
    return Lattice.ClusterExpansion.Cluster(
      orbits: members,
      distances: try distances(keys, pairs: members.count * (members.count - 1) / 2),
      energy: try keys.required("energy", hint).number(.energy))
  }

  private func distances(
    _ keys: InputMapping, pairs: Int
  ) throws(InputError) -> [ClosedRange<Double>] {
    if let window = keys["distance"] {
      if let other = keys["distances"] {
        throw other.error("distance and distances exclude each other; keep one")
      }
      guard pairs == 1 else {
        throw window.error(
          "a cluster of \(pairs == 0 ? "one site" : "more than two sites"); \(pairs == 0 ? "take distance away" : "give distances, a window for each pair")"
        )
      }
      return [try window.window()]
    }
    guard let list = keys["distances"] else { return [] }
    let windows = try list.elements(
      count: pairs,
      "give a window for each pair of sites: 1–2, 1–3, 2–3, 1–4 and so on")
    var distances: [ClosedRange<Double>] = []
    for window in windows { distances.append(try window.window()) }
    return distances
  }

  // MARK: Checks

  /// Refuses sites and clusters that no hop of the class has: their windows are mistyped.
  private func check(
    _ expansion: Lattice.ClusterExpansion, _ keys: InputMapping
  ) throws(InputError) {
    let search = ClusterSearch(expansion, network)
    let finder = SiteFinder(network, reach: expansion.reach)
    var orbits: UInt64 = 0
    var found = expansion.clusters.map { _ in false }
    var known: Set<[Int]> = []
    do {
      try network.forEachMidpoint { (event) throws(EnvironmentError) in
        guard network.hopClasses[event.hopClass] == expansion.hopClass else { return }
        let near = search.sites(near: event, finder)
        guard near.count <= Lattice.ClusterExpansion.mostSites else {
          throw .tooManySites(hopClass: expansion.hopClass, sites: near.count)
        }
        guard known.insert(search.geometry(near)).inserted else { return }
        for site in near { orbits |= site.orbits }
        for (index, cluster) in expansion.clusters.enumerated() where !found[index] {
          guard let sets = search.sets(of: cluster, among: near) else {
            throw .tooManyClusters(hopClass: expansion.hopClass)
          }
          found[index] = !sets.isEmpty
        }
      }
    } catch {
      throw keys.place.error("\(error)")
    }
    for (index, orbit) in expansion.orbits.enumerated() where orbits & 1 << UInt64(index) == 0 {
      throw (keys["sites"]?.step(to: orbit.name) ?? keys.place).error(
        "no hop of class \(expansion.hopClass) has a site \(orbit.kinds.joined(separator: " or ")) there; correct the windows of \(orbit.name)"
      )
    }
    if let index = found.firstIndex(of: false) {
      throw (keys["clusters"]?.step(to: "\(index)") ?? keys.place).error(
        "no hop of class \(expansion.hopClass) has such a cluster; correct its distances")
    }
  }
}
