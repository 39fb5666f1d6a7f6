import Foundation
import IonHopCore

/// A lattice proposed from a structure: sites of the mobile species, hops by distance, everything
/// that a lattice file holds but what a structure does not tell: barriers and attempt frequencies.
///
///     let structure = try CrystalStructure.read(URL(fileURLWithPath: "LLZO.cif"))
///     let proposal = try LatticeProposal(structure, species: "Li")
///     try proposal.yaml(name: "LLZO").write(toFile: "LLZO.yaml", ...)
public struct LatticeProposal: Sendable {
  /// What counts as a hop.
  public struct Options: Sendable {
    /// Å; longer hops are not proposed.
    public var cutoff = 4.2
    /// Å; mobile sites nearer than this are one split site.
    public var merging = 1.1
    /// Å; a host atom nearer than this to the line between two sites closes the way.
    public var clearance = 1.0
    /// Charge of the mobile ion (e), where the structure does not tell.
    public var charge: Double?

    /// The usual settings.
    public init() {}
  }

  /// Hops that symmetry makes alike.
  public struct HopClass: Sendable {
    /// Made of the names of its ends.
    public let name: String
    /// The two kinds of sites that it joins.
    public let kinds: [String]
    /// Å
    public let distance: Double
    /// Å
    public let window: ClosedRange<Double>
    /// eV; nil until someone knows it.
    public internal(set) var barrier: Double?
    /// Hz; nil until someone knows it.
    public internal(set) var frequency: Double?
  }

  /// Sites that symmetry makes alike.
  public struct SiteKind: Sendable {
    /// From the structure's labels.
    public let name: String
    /// Labels in the structure file.
    public let label: String
    /// All of the cell, fractional; the first stands for all in the file.
    public let positions: [SIMD3<Double>]
    /// Mean number of mobile ions on a site.
    public let occupancy: Double
    /// Shares of other species on these sites.
    public let immobile: [String: Double]
  }

  /// What the file holds.
  public let structure: CrystalStructure
  /// The mobile ion.
  public let species: Species
  /// What counts as a hop.
  public let options: Options
  /// Kinds of sites of the mobile ion.
  public let siteKinds: [SiteKind]
  /// Hops between them.
  public internal(set) var hopClasses: [HopClass]
  /// One cell with all proposed hops, at barriers of zero: for counting and connectivity only.
  public let network: SiteNetwork
  /// Formula units a cell.
  public let formulaUnits: Int
  /// Of a formula unit.
  public let formula: String
  /// What was changed or assumed.
  public internal(set) var notes: [String]

  /// Å; a longer cutoff reaches over many sites and takes for ever.
  private static let longestCutoff = 12.0
  /// Nobody gives barriers for more.
  private static let mostClasses = 5000

  /// Proposes sites and hops of a species.
  public init(
    _ structure: CrystalStructure, species name: String, options: Options = Options()
  ) throws(InputError) {
    try Self.check(options, structure)
    let mobile = try MobileSites(of: name, in: structure, merging: options.merging)
    let positions = mobile.kinds.flatMap(\.positions)
    let kinds = mobile.kinds.indices.flatMap { kind in
      Array(repeating: kind, count: mobile.kinds[kind].positions.count)
    }
    let names = mobile.kinds.map(\.name)
    let pairs = HopSearch(cutoff: options.cutoff, clearance: options.clearance)
      .pairs(mobile: positions, host: mobile.host, in: structure.cell)
    let orbit = HopClasses.orbits(
      of: pairs, sites: positions, in: structure.cell, under: structure.operations)
    let found = HopClasses(pairs, orbit: orbit, kinds: kinds, names: names)
    guard !found.classes.isEmpty else { throw Self.noHop(structure, options, pairs) }
    guard found.classes.count <= Self.mostClasses else {
      throw InputError(
        file: structure.file,
        message:
          "\(found.classes.count) classes of hops, for want of symmetry; give the crystal's own cell, a larger --tolerance, or a smaller --cutoff"
      )
    }
    let (charge, chargeNote) = try Self.charge(of: name, in: structure, options)
    self.structure = structure
    self.options = options
    species = Species(name, charge: charge)
    siteKinds = try Self.siteKinds(mobile.kinds, structure)
    hopClasses = found.classes.map {
      HopClass(
        name: $0.name, kinds: $0.kinds.map { names[$0] }, distance: $0.distance, window: $0.window)
    }
    network = try Self.network(structure, siteKinds, hopClasses)
    let units = structure.formulaUnits ?? Self.formulaUnits(structure)
    formulaUnits = units
    formula = Self.formula(structure, first: name, units: units)
    notes = structure.notes + mobile.notes + found.notes + [chargeNote].compactMap { $0 }
    notes += sharedSiteNotes()
  }

  /// Mobile ions a formula unit, never more than there are sites.
  public var ionsPerFormulaUnit: Double {
    let ions = siteKinds.reduce(0) { $0 + $1.occupancy * Double($1.positions.count) }
    let sites = siteKinds.reduce(0) { $0 + $1.positions.count }
    let rounded = (ions / Double(formulaUnits) * 1e6).rounded() / 1e6
    return min(rounded, Double(sites) / Double(formulaUnits))
  }

  // MARK: Checks

  private static func check(
    _ options: Options, _ structure: CrystalStructure
  ) throws(InputError) {
    func check(_ value: Double, _ option: String, _ range: ClosedRange<Double>) throws(InputError) {
      guard range.contains(value) else {
        throw InputError(
          file: "", keyPath: "--\(option)",
          message:
            "\(value) is not from \(decimals(range.lowerBound, 1)) to \(decimals(range.upperBound, 1)) Å; correct it"
        )
      }
    }
    try check(options.cutoff, "cutoff", 0.5...longestCutoff)
    try check(options.merging, "merge", 0...3)
    try check(options.clearance, "clearance", 0...3)
  }

  private static func noHop(
    _ structure: CrystalStructure, _ options: Options, _ pairs: [HopSearch.Pair]
  ) -> InputError {
    let nearest = pairs.map(\.distance).min()
    let mend =
      nearest.map {
        $0 > options.cutoff
          ? "the nearest sites are \(decimals($0, 3)) Å apart; raise --cutoff"
          : "host atoms stand in the way; lower --clearance"
      }
      ?? "no two sites are within \(decimals(options.cutoff + HopSearch.margin, 2)) Å; raise --cutoff"
    return InputError(file: structure.file, message: "no hop up to \(options.cutoff) Å: \(mend)")
  }

  private static func charge(
    of species: String, in structure: CrystalStructure, _ options: Options
  ) throws(InputError) -> (Double, String?) {
    if let charge = options.charge {
      guard charge != 0, abs(charge) <= 100 else {
        throw InputError(
          file: "", keyPath: "--charge", message: "\(charge) e is no charge of an ion; correct it")
      }
      return (charge, nil)
    }
    let given = structure.sites.flatMap(\.occupants)
      .first { $0.element == species && $0.charge != nil && $0.charge != 0 }?.charge
    if let given { return (given, nil) }
    guard let usual = ChemicalElement.usualCharge(of: species) else {
      throw InputError(
        file: structure.file,
        message: "gives no oxidation state of \(species); give --charge")
    }
    return (
      usual,
      "the charge of \(species), \(decimals(usual, 2)) e, is the usual one: the file gives none"
    )
  }

  private static func siteKinds(
    _ kinds: [MobileSites.Kind], _ structure: CrystalStructure
  ) throws(InputError) -> [SiteKind] {
    var result: [SiteKind] = []
    for kind in kinds {
      // Joined split positions: their occupancies add up, and one ion fits.
      guard kind.share <= 1.005 else {
        throw InputError(
          file: structure.file,
          message:
            "\(kind.label): joined sites would hold \(decimals(kind.share, 3)) ions each; give a smaller --merge"
        )
      }
      let immobile = Dictionary(
        kind.immobile.map { ($0.element, $0.share) }, uniquingKeysWith: +)
      result.append(
        SiteKind(
          name: kind.name, label: kind.label, positions: kind.positions,
          occupancy: min(kind.share, 1), immobile: immobile))
    }
    return result
  }

  private static func network(
    _ structure: CrystalStructure, _ kinds: [SiteKind], _ classes: [HopClass]
  ) throws(InputError) -> SiteNetwork {
    var draft = Lattice.draft(
      cell: structure.cell,
      siteKinds: kinds.map {
        Lattice.SiteKind(name: $0.name, positions: $0.positions, energy: 0)
      })
    for hopClass in classes {
      draft.addHops(
        Lattice.HopRule(
          hopClass: hopClass.name, kinds: hopClass.kinds, distance: hopClass.window, barrier: 0,
          frequency: 1))
    }
    do { return try SiteNetwork(draft) } catch {
      throw InputError(file: structure.file, message: "makes no network: \(error)")
    }
  }

  // MARK: Formula

  /// The greatest common divisor of the numbers of those atoms that come in whole numbers.
  private static func formulaUnits(_ structure: CrystalStructure) -> Int {
    let counts = structure.elements.map { structure.count(of: $0) }
    let whole = counts.filter { abs($0 - $0.rounded()) < 1e-3 && $0 > 0.5 }.map {
      Int($0.rounded())
    }
    func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
    return max(1, whole.reduce(0, divisor))
  }

  private static func formula(
    _ structure: CrystalStructure, first: String, units: Int
  ) -> String {
    let elements = [first] + structure.elements.filter { $0 != first }
    return elements.map { element in
      let number = decimals(structure.count(of: element) / Double(units), 3)
      return number == "1" ? element : element + number
    }.joined()
  }

  private func sharedSiteNotes() -> [String] {
    siteKinds.filter { !$0.immobile.isEmpty }.map { kind in
      let others = kind.immobile.sorted { $0.key < $1.key }
        .map { "\($0.key) \(decimals($0.value, 4))" }.joined(separator: ", ")
      return "\(kind.name) is shared with \(others): written as blocked sites"
    }
  }
}

extension LatticeProposal {
  /// The number of hops from each site of a kind, of one class or of all.
  public func neighbours(of kind: String, by hopClass: String? = nil) -> Int {
    let site = (0..<network.siteCount).first { network.siteKinds[network.kind(of: $0)] == kind }
    guard let site else { return 0 }
    return network.hops(from: site).count {
      hopClass == nil || network.hopClasses[$0.hopClass] == hopClass
    }
  }
}
