import Foundation
import IonHopCore
import IonHopNetworks

extension StudyReader {
  private static let networkKeys =
    ["cell", "sites", "hops", "addReverseHops", "mobile", "supercell"] + ModelSettings.keys
  private static let siteKeys = ["position", "energy", "kind"]
  private static let siteColumns = ["x", "y", "z", "energy", "kind"]
  private static let hopKeys = ["from", "to", "displacement", "barrier", "frequency", "class"]
  private static let hopColumns = [
    "from", "to", "dx", "dy", "dz", "barrier", "frequency", "class",
  ]

  /// Reads `model.network`: sites and hops one by one.
  func network(_ place: InputValue) throws(InputError) -> StudyModel {
    let hint = "give network: { cell: ..., sites: ..., hops: ..., mobile: ... }"
    let keys = try place.mapping(Self.networkKeys, hint)
    let settings = try ModelSettings(keys)
    let repeats = try keys["supercell"]?.supercell() ?? SIMD3(1, 1, 1)
    if let several = keys["mobile"], try hasSeveralSpecies(several) {
      return try mixedNetwork(keys, settings, repeats, several)
    }
    let unit = try unitNetwork(keys, settings, nil)
    var network = try supercell(of: unit, repeats, at: place.keyPath + ".supercell")
    let filling = FillingReader(sites: network.siteCount, formulaUnits: nil)
    let mobile = try mobile(
      keys.required("mobile", "give mobile: { Li: { count: 1, charge: 1 } }"),
      filling: filling, known: nil)
    if let value = keys["coulomb"] {
      let coulomb = try value.coulomb()
      network = try addingCoulomb(at: value.keyPath) { () throws(InputError) in
        try coulomb.applied(to: network, unit: unit, repeats: repeats, charge: mobile.0.charge)
      }
    }
    return StudyModel(
      network: network, species: mobile.0, filling: mobile.1, settings: settings,
      description: "network of \(network.siteCount) sites and \(network.hopCount) hops",
      keyPath: place.keyPath)
  }

  /// A network that several species share, each with its own energies and barriers or the listed ones.
  private func mixedNetwork(
    _ keys: InputMapping, _ settings: ModelSettings, _ repeats: SIMD3<Int>, _ mobile: InputValue
  ) throws(InputError) -> StudyModel {
    if let coulomb = keys["coulomb"] {
      throw coulomb.error(
        "several species interact by Coulomb's law in crystals only; take it away")
    }
    func whole(_ entry: MobileEntry?) throws(InputError) -> SiteNetwork {
      let unit = try unitNetwork(keys, settings, entry)
      return try supercell(of: unit, repeats, at: keys.place.keyPath + ".supercell")
        .addingPairs(alongHops: settings.pairEnergy)
    }
    let base = try whole(nil)
    let entries = try species(
      mobile, MobileNames(base, hopClasses: base.hopClasses, formulaUnits: nil), known: nil)
    var networks: [SiteNetwork] = []
    for entry in entries { networks.append(try whole(entry)) }
    let joint = try mixture(entries, networks, interactions: base, coulomb: nil, at: mobile)
    return StudyModel(
      entries, joint: joint, settings,
      description: "network of \(base.siteCount) sites and \(base.hopCount) hops",
      keyPath: keys.place.keyPath)
  }

  /// - Parameter entry: whose energies and barriers stand for those listed.
  private func unitNetwork(
    _ keys: InputMapping, _ settings: ModelSettings, _ entry: MobileEntry?
  ) throws(InputError) -> SiteNetwork {
    let cell = try cell(keys)
    var draft = NetworkDraft(cell: cell)
    let sites = try entries(
      keys.required("sites", "give a list of sites or the path of a CSV file"),
      Self.siteKeys, columns: Self.siteColumns, required: ["x", "y", "z"])
    try checkNotEmpty(sites, "sites", keys)
    for index in 0..<sites.count { try addSite(sites.entry(index), to: &draft, entry) }
    let hops = try entries(
      keys.required("hops", "give a list of hops or the path of a CSV file"),
      Self.hopKeys, columns: Self.hopColumns, required: Array(Self.hopColumns.dropLast()))
    try checkNotEmpty(hops, "hops", keys)
    for index in 0..<hops.count {
      try addHop(
        hops.entry(index), to: &draft, entry, isSaddle: settings.rateLaw == .transitionState)
    }
    if try keys["addReverseHops"]?.bool() ?? false { draft.addReverseHops() }
    do {
      return try SiteNetwork(draft)
    } catch {
      let origin = NetworkOrigin(
        path: keys.place.keyPath, document: document, sites: sites, hops: hops)
      throw origin.explain(error, draft)
    }
  }

  private func cell(_ keys: InputMapping) throws(InputError) -> Cell {
    let value = try keys.required(
      "cell", "give three vectors in Å such as [[10, 0, 0], [0, 10, 0], [0, 0, 10]]")
    let rows = try value.cellVectors()
    do {
      return try Cell(rows[0], rows[1], rows[2])
    } catch {
      throw value.error("spans no volume; give three independent vectors in Å")
    }
  }

  private func entries(
    _ value: InputValue, _ keys: [String], columns: [String], required: [String]
  ) throws(InputError) -> NetworkEntries {
    if value.isList || value.isMapping {
      return .listed(try value.elements("give a list, or the path of a CSV file"), keys: keys)
    }
    let path = try value.text("give a list, or the path of a CSV file")
    let url = InputFile.at(path, from: folder)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw value.error("no file \"\(path)\" beside the study; correct the path, or give a list")
    }
    return .table(try InputTable.read(url, known: columns, required: required))
  }

  private func checkNotEmpty(
    _ entries: NetworkEntries, _ key: String, _ keys: InputMapping
  ) throws(InputError) {
    guard entries.count > 0 else {
      throw document.error(at: "\(keys.place.keyPath).\(key)", "an empty list; give at least one")
    }
  }

  private func addSite(
    _ site: InputMapping, to draft: inout NetworkDraft, _ entry: MobileEntry?
  ) throws(InputError) {
    let kind = try site["kind"]?.text() ?? "site"
    let energy = try site["energy"]?.number(.energy) ?? 0
    draft.addSite(
      at: try vector(site, list: "position", columns: ["x", "y", "z"]), kind: kind,
      energy: entry?.siteEnergies[kind] ?? energy)
  }

  private func addHop(
    _ hop: InputMapping, to draft: inout NetworkDraft, _ entry: MobileEntry?, isSaddle: Bool
  ) throws(InputError) {
    let hint =
      "give { from: 0, to: 1, displacement: [3, 0, 0], barrier: 0.3, frequency: 1e13 }"
    func site(_ key: String) throws(InputError) -> Int {
      let last = draft.sites.count - 1
      let value = try hop.required(key, hint)
      let index = try value.wholeNumber(in: 0...Int.max, "give the number of a site, 0 to \(last)")
      guard index <= last else {
        throw value.error("site \(index) does not exist; sites are numbered 0 to \(last)")
      }
      return index
    }
    let hopClass = try hop["class"]?.text() ?? "hop"
    // The absolute energy of a saddle may have any sign.
    let barrier = try hop.required("barrier", hint)
      .number(.energy, isSaddle ? .any : .nonNegative)
    let frequency = try hop.required("frequency", hint).number(.frequency, .positive)
    draft.addHop(
      from: try site("from"), to: try site("to"),
      displacement: try vector(hop, list: "displacement", columns: ["dx", "dy", "dz"]),
      barrier: entry?.barriers[hopClass] ?? barrier,
      frequency: entry?.frequencies[hopClass] ?? frequency, hopClass: hopClass)
  }

  /// A vector (Å) from a list in YAML or three columns of a table.
  private func vector(
    _ entry: InputMapping, list: String, columns: [String]
  ) throws(InputError) -> SIMD3<Double> {
    let hint = "give a vector in Å such as [3, 0, 0]"
    guard entry[columns[0]] != nil else {
      return try entry.required(list, hint).vector(.length, hint)
    }
    var vector = SIMD3<Double>.zero
    for axis in 0..<3 { vector[axis] = try entry.required(columns[axis], hint).number(.length) }
    return vector
  }
}

/// Sites or hops, listed in the study or in a table beside it.
enum NetworkEntries {
  case listed([InputValue], keys: [String])
  case table(InputTable)

  var count: Int {
    switch self {
    case .listed(let values, _): values.count
    case .table(let table): table.count
    }
  }

  func entry(_ index: Int) throws(InputError) -> InputMapping {
    switch self {
    case .listed(let values, let keys):
      try values[index].mapping(keys, "give { \(keys.joined(separator: ": ..., ")): ... }")
    case .table(let table): try table.row(index)
    }
  }
}
