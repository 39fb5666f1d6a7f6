import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// A lattice of the library against the published values that its file lists.
///
///     let validation = MaterialValidation(try Lattice.named("LLZO-cubic"))
///     let results = try await validation.study().results()
///     for row in validation.rows(of: results) { print(row.material, row.ratio) }
///
/// The default filling is run at a few temperatures round that of the first published conductivity.
public struct MaterialValidation: Sendable {
  /// The material.
  public let lattice: Lattice
  private let isQuick: Bool

  /// Validates a lattice; `quick` with looser errors.
  public init(_ lattice: Lattice, quick: Bool = false) {
    self.lattice = lattice
    isQuick = quick
  }

  /// True if the file lists a conductivity or an activation energy.
  public var hasReference: Bool { !references.isEmpty }

  // MARK: What is compared

  /// Published values of one source that belong together.
  struct Reference {
    var source: String
    var conductivity: PublishedValue?
    var activationEnergy: PublishedValue?
  }

  /// In the order of the file; the second value of a quantity from one source starts a new line.
  var references: [Reference] {
    var references: [Reference] = []
    for value in lattice.published {
      let key: WritableKeyPath<Reference, PublishedValue?>
      switch value.quantity {
      case "conductivity" where Self.siemensPerCentimetre(value) != nil: key = \.conductivity
      case "activationEnergy" where value.unit == "eV": key = \.activationEnergy
      default: continue
      }
      let open = references.firstIndex {
        $0.source == value.source && $0[keyPath: key] == nil
      }
      if let open {
        references[open][keyPath: key] = value
      } else {
        references.append(Reference(source: value.source))
        references[references.count - 1][keyPath: key] = value
      }
    }
    return references
  }

  private static let factors = [
    "S/cm": 1, "S cm-1": 1, "S cm^-1": 1, "mS/cm": 1e-3, "S/m": 1e-2,
  ]

  /// Nil for a unit that is not known, and for a value that no ratio can be taken with.
  static func siemensPerCentimetre(_ value: PublishedValue) -> Double? {
    guard let factor = factors[value.unit], value.value > 0 else { return nil }
    return value.value * factor
  }

  /// The parameter that the file says was fitted to a published value; nil if it says so of none.
  var fittedParameter: String? {
    for value in lattice.published {
      guard let end = value.kind.range(of: " fitted to it")?.lowerBound else { continue }
      let words = value.kind[..<end].split(separator: ";").last ?? ""
      return words.trimmingCharacters(in: .whitespaces)
    }
    return nil
  }

  // MARK: The study

  /// Where a value without a temperature belongs (K).
  private static let room = 300.0

  var temperatures: [Double] {
    let published = references.compactMap { $0.conductivity.map { $0.temperature ?? Self.room } }
    let centre = published.first ?? Self.room
    let factors = isQuick ? [1, 1.3] : [0.93, 1, 1.08, 1.17]
    var all = factors.map { ($0 * centre * 10).rounded() / 10 }
    for temperature in published where !all.contains(temperature) { all.append(temperature) }
    return all.sorted()
  }

  /// - Throws: what building the network throws.
  public func study() throws -> Study {
    let n = repeats
    let network = try lattice.network(supercell: (n.x, n.y, n.z))
    var study = Study(
      network, species: lattice.species, filling: lattice.filling(supercell: (n.x, n.y, n.z)),
      temperatures: temperatures)
    study.environment = try lattice.environment(on: network)
    study.schottky = lattice.schottky
    study.name = lattice.name
    study.modelDescription = lattice.modelDescription(cells: n)
    study.sampling.relativeError = isQuick ? 0.06 : 0.03
    // Not a limit of time, so that the same machine or another finds the same numbers.
    study.sampling.maxHops = isQuick ? 50_000_000 : 300_000_000
    study.sources = lattice.sources
    study.published = lattice.published
    return study
  }

  private static let fewestSites = 1000
  private static let fewestDisorderedSites = 8000
  private static let mostSites = 100_000
  /// How much the rarer of ions and vacancies may be rounded.
  private static let rounding = 0.02

  /// Nearly cubic supercells, the smallest one that is large enough for hops not to meet themselves,
  /// for disorder to average, and for the filling to be a whole number of ions.
  var repeats: SIMD3<Int> {
    let unit = lattice.unitNetwork
    let longest = BondSample(unit).longest
    let fewest = lattice.hasDisorder ? Self.fewestDisorderedSites : Self.fewestSites
    var best: (repeats: SIMD3<Int>, error: Double)?
    var edge = max(3 * longest, 1)
    // Edges grow until a thickness fits once more; so every nearly cubic supercell is met.
    for _ in 0..<1000 {
      let thickness = unit.cell.thickness
      var n = SIMD3(1, 1, 1)
      for axis in 0..<3 { n[axis] = max(1, Int((edge / thickness[axis]).rounded(.up))) }
      let cells = n.x * n.y * n.z
      let sites = cells * unit.siteCount
      if sites > Self.mostSites, best != nil { break }
      if sites >= fewest || sites > Self.mostSites {
        let error = roundingError(cells: cells)
        if error <= Self.rounding { return n }
        if error < best?.error ?? .infinity { best = (n, error) }
      }
      edge += thickness.min() / 2
    }
    return best?.repeats ?? SIMD3(1, 1, 1)
  }

  /// Relative error of the rarer of ions and vacancies by rounding to whole ions.
  private func roundingError(cells: Int) -> Double {
    // Vacancies of an equilibrium are no whole numbers: the run is scaled to them.
    guard lattice.schottky == nil else { return 0 }
    let sites = lattice.siteKinds.reduce(0.0) { sum, kind in
      let blocked = lattice.blockedKinds.first { $0.name == kind.name }?.share ?? 0
      return sum + Double(kind.positions.count) * (1 - blocked)
    }
    let exact =
      switch lattice.defaultFilling {
      case .fraction(let share): share * sites * Double(cells)
      case .count(let count): Double(count * cells)
      case .perFormulaUnit(let ions, let units): ions * Double(units * cells)
      }
    let rarer = min(exact, sites * Double(cells) - exact)
    guard rarer > 0 else { return 0 }
    let whole = rarer.rounded()
    return whole < 1 ? .infinity : abs(whole - rarer) / rarer
  }
}
