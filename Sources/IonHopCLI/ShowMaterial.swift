import ArgumentParser
import Foundation
import IonHop

struct ShowMaterial: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "One material: its numbers, and where each comes from.",
    discussion: "Example:\n  ionhop materials show LLZO-cubic")

  @Argument(help: "Name of a material, or a lattice's path; after a slash a variant.")
  var name: String

  @Option(help: "Of which kind, where several have the name: \(Kind.list).")
  var kind: Kind?

  @OptionGroup var lattices: LatticeOptions

  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case lattice, glass, polymer, filler, boundary

    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
  }

  func run() async throws {
    try await reportingErrors {
      let kinds = Kind.allCases.filter { (kind ?? $0) == $0 && isKnown($0) }
      print(try text(kinds.first ?? kind ?? .lattice), terminator: "")
      for other in kinds.dropFirst() {
        note("there is also a \(other.rawValue) of that name: --kind \(other.rawValue)")
      }
    }
  }

  private func isKnown(_ kind: Kind) -> Bool {
    switch kind {
    case .lattice: (try? Lattice.named(name, folders: lattices.urls)) != nil
    case .glass: GlassMaterial.all.contains { $0.name == name }
    default: shelf(kind)?.files(folders: lattices.urls)[name] != nil
    }
  }

  /// - Throws: `InputError` for a name that this kind does not have.
  private func text(_ kind: Kind) throws -> String {
    switch kind {
    case .lattice:
      return MaterialDescription(try Lattice.named(name, folders: lattices.urls)).text
    case .glass:
      guard let glass = GlassMaterial.all.first(where: { $0.name == name }) else {
        let known = GlassMaterial.all.map(\.name)
        throw InputError(
          file: "",
          message: "no glass \"\(name)\"; \(suggestion(for: name, in: known, what: "glasses"))")
      }
      return description(of: glass)
    default:
      // Their files are short, and say of each number where it comes from.
      guard let file = try shelf(kind)?.file(named: name, folders: lattices.urls) else { return "" }
      return try InputDocument.read(file).text
    }
  }

  private func shelf(_ kind: Kind) -> MaterialShelf? {
    switch kind {
    case .polymer: .polymers
    case .filler: .fillers
    case .boundary: .boundaries
    default: nil
    }
  }
}

/// A lattice in tables.
struct MaterialDescription {
  let lattice: Lattice
  private let unit: SiteNetwork

  init(_ lattice: Lattice) {
    self.lattice = lattice
    unit = lattice.unitNetwork
  }

  var text: String {
    var text = prose("\(lattice.name): \(lattice.title)")
    if let description = lattice.description {
      text += broken(description, at: terminalWidth).map { $0 + "\n" }.joined()
    }
    text += facts
    let tables = [
      ("", sites), ("", hops), ("", neighbours), ("interactions", interactions),
      ("concerted events", events), ("immobile ions", hosts), ("near immobile ions", near),
      ("blocked sites", blocked), ("barriers by ions near", environment), ("published", published),
    ]
    for (title, rows) in tables where rows.count > 1 {
      text += "\n" + (title.isEmpty ? "" : title + "\n") + table(rows)
    }
    if !lattice.variants.isEmpty {
      text += "\nvariants\n"
      for variant in lattice.variants { text += "  \(base)/\(variant)\n" }
    }
    return text + sources
  }

  /// The file's name without a variant.
  private var base: String { String(lattice.name.split(separator: "/").first ?? "") }

  private var facts: String {
    let ions =
      switch lattice.defaultFilling {
      case .fraction(let share): "\(trimmed(share)) of the sites"
      case .count(let count): "\(count) a cell"
      case .perFormulaUnit(let count, _): "\(trimmed(count)) per formula unit"
      }
    let pairs = lattice.schottky.map {
      "Schottky pairs: \(trimmed($0.formationEnergy)) eV, \(trimmed($0.dopants)) dopants a site\n"
    }
    let formula = lattice.formula.map { "\($0), " } ?? ""
    let units = lattice.formulaUnits.map { ", \($0) formula units a cell" } ?? ""
    return
      "\(formula)\(lattice.species.name) \(ions)\(units), \(String(format: "%.1f", unit.cell.volume)) Å³ a cell\n\(pairs ?? "")"
  }

  private var sites: [[String]] {
    [["site kind", "sites a cell", "energy (eV)", "hops from it"]]
      + unit.siteKinds.indices.compactMap { kind in
        let members = members(of: kind)
        return members.first.map {
          [
            unit.siteKinds[kind], "\(members.count)", trimmed(unit.energy(of: $0)),
            range(members.map { Double(unit.hopRange(from: $0).count) }) { "\(Int($0))" },
          ]
        }
      }
  }

  private func members(of kind: Int) -> [Int] {
    (0..<unit.siteCount).filter { unit.kind(of: $0) == kind }
  }

  private var hops: [[String]] {
    [["hop class", "barrier (eV)", "frequency (Hz)", "window (Å)"]]
      + lattice.hopRules.map {
        [$0.hopClass, trimmed($0.barrier), trimmed($0.frequency), window($0.distance)]
      }
  }

  /// Who a site of each kind can hop to, by class.
  private var neighbours: [[String]] {
    var rows = [["from", "class", "to", "neighbours", "distance (Å)"]]
    for kind in unit.siteKinds.indices {
      var counts: [[Int]: [Int: Int]] = [:]
      var distances: [[Int]: [Double]] = [:]
      let members = members(of: kind)
      for site in members {
        for hop in unit.hops(from: site) {
          let key = [hop.hopClass, unit.kind(of: hop.to)]
          counts[key, default: [:]][site, default: 0] += 1
          distances[key, default: []].append(length(hop.displacement))
        }
      }
      for key in counts.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        let perSite = members.map { Double(counts[key]?[$0] ?? 0) }
        rows.append([
          unit.siteKinds[kind], unit.hopClasses[key[0]], unit.siteKinds[key[1]],
          range(perSite) { "\(Int($0))" },
          range(distances[key] ?? []) { String(format: "%.3f", $0) },
        ])
      }
    }
    return rows
  }

  private var interactions: [[String]] {
    [["between", "window (Å)", "energy (eV a pair)"]]
      + lattice.pairRules.map {
        [$0.kinds.joined(separator: "-"), window($0.distance), trimmed($0.energy)]
      }
  }

  private var events: [[String]] {
    [["class", "path", "windows (Å)", "angle (°)", "barrier (eV)", "frequency (Hz)", "a cell"]]
      + lattice.eventRules.map { rule in
        let number = unit.hopClasses.firstIndex(of: rule.hopClass)
        let count = (0..<unit.compoundEvents.count).count {
          unit.compoundEvents.hopClass(of: $0) == number
        }
        return [
          rule.hopClass, rule.path.joined(separator: " > "),
          rule.distances.map(window).joined(separator: ", "), window(rule.angle),
          trimmed(rule.barrier), trimmed(rule.frequency), "\(count)",
        ]
      }
  }

  private var hosts: [[String]] {
    [["sites", "a cell", "occupants"]]
      + lattice.hostKinds.map { [$0.name, "\($0.positions.count)", shares($0.occupants)] }
  }

  private var blocked: [[String]] {
    [["sites", "taken by"]] + lattice.blockedKinds.map { [$0.name, shares($0.blockers)] }
  }

  private var near: [[String]] {
    [["occupant", "on", "window (Å)", "of", "adds (eV)"]]
      + lattice.nearRules.map { rule in
        let target =
          switch rule.target {
          case .site(let kind): "sites \(kind)"
          case .hopClass(let name): "barriers \(name)"
          }
        return [rule.occupant, rule.host, window(rule.distance), target, trimmed(rule.shift)]
      }
  }

  private var environment: [[String]] {
    [["class", "ions on", "window (Å)", "adds (eV)"]]
      + lattice.clusterExpansions.map { expansion in
        [
          expansion.hopClass,
          Set(expansion.orbits.flatMap(\.kinds)).sorted().joined(separator: ", "),
          "0 to \(trimmed(expansion.orbits.map(\.distance.upperBound).max() ?? 0))",
          "\(expansion.clusters.count) clusters",
        ]
      }
      + lattice.environmentRules.map { rule in
        let shift =
          switch rule.shift {
          case .perIon(let energy): "\(trimmed(energy)) an ion"
          case .table(let energies):
            energies.map(trimmed).joined(separator: ", ") + " by their number"
          }
        return [rule.hopClass, rule.kinds.joined(separator: ", "), window(rule.distance), shift]
      }
  }

  private var published: [[String]] {
    [["quantity", "value", "kind, source"]]
      + lattice.published.map { value in
        let place = value.temperature.map { " at \(trimmed($0)) K" } ?? ""
        let unit = value.unit == "1" ? "" : " \(value.unit)"
        return [value.quantity + place, "\(value.value)\(unit)", "\(value.kind), \(value.source)"]
      }
  }

  private var sources: String {
    guard !lattice.sources.isEmpty else { return "" }
    return lattice.sources.reduce("\nsources\n") { text, source in
      let doi = source.doi.map { ", doi:\($0)" } ?? ""
      let work = broken("[\(source.key)] \(source.citation)\(doi)", at: terminalWidth - 2)
      let note = source.note.map { broken($0, at: terminalWidth - 6) } ?? []
      return text + work.map { "  \($0)\n" }.joined() + note.map { "      \($0)\n" }.joined()
    }
  }

  private func shares(_ occupants: [Lattice.Occupant]) -> String {
    occupants.map { "\($0.name) \(trimmed($0.share))" }.joined(separator: ", ")
  }

  private func window(_ range: ClosedRange<Double>) -> String {
    "\(trimmed(range.lowerBound)) to \(trimmed(range.upperBound))"
  }

  /// One value, or the smallest and the largest where they print differently.
  private func range(_ values: [Double], _ print: (Double) -> String) -> String {
    guard let low = values.min(), let high = values.max() else { return "-" }
    let (first, last) = (print(low), print(high))
    return first == last ? first : "\(first) to \(last)"
  }
}
