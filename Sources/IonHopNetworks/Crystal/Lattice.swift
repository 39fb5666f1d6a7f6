import Foundation
import IonHopCore

/// A crystal of the lattice library: its cell, its sites, the hops between them, and the sources
/// of its numbers.
///
///     let lattice = try Lattice.named("LLZO-cubic")
///     let network = try lattice.network(supercell: (4, 4, 4))
///     network.siteCount   // 4608
///
/// `Lattices/README.md` describes the file format.
public struct Lattice: Sendable {
  /// The sites of one kind in the cell.
  public struct SiteKind: Sendable, Equatable {
    /// For example "24d".
    public let name: String
    /// All of the cell, fractional, in [0, 1).
    public let positions: [SIMD3<Double>]
    /// eV
    public internal(set) var energy: Double
  }

  /// All pairs of two kinds of sites within a window of distances.
  public struct HopRule: Sendable, Equatable {
    /// Name of the class.
    public let hopClass: String
    /// The two kinds of sites that it joins.
    public let kinds: [String]
    /// Å
    public let distance: ClosedRange<Double>
    /// eV
    public internal(set) var barrier: Double
    /// Hz
    public internal(set) var frequency: Double
  }

  /// By which studies call it.
  public let name: String
  /// For people.
  public let title: String
  /// What to know of it, in the file's words.
  public let description: String?
  /// Of a formula unit.
  public let formula: String?
  /// One unit cell.
  public let cell: Cell
  /// In Hermann and Mauguin's notation.
  public let spaceGroup: String?
  /// Formula units a cell.
  public let formulaUnits: Int?
  /// Kinds of sites that mobile ions stand on.
  public internal(set) var siteKinds: [SiteKind]
  /// Which sites hops join.
  public internal(set) var hopRules: [HopRule]
  /// Which ions interact.
  public internal(set) var pairRules: [PairRule]
  /// Events that move several ions at once.
  public internal(set) var eventRules: [EventRule]
  /// Kinds of sites that immobile ions stand on.
  public internal(set) var hostKinds: [HostKind]
  /// Kinds of mobile sites of which a share is taken.
  public internal(set) var blockedKinds: [BlockedKind]
  /// What immobile ions do to what is near them.
  public let nearRules: [NearRule]
  /// Barriers that depend on mobile ions nearby.
  public internal(set) var environmentRules: [EnvironmentRule]
  /// The same by expansions in clusters of sites; at most one a class.
  public internal(set) var clusterExpansions: [ClusterExpansion]
  /// Between all mobile ions, and of the charged ones among the immobile.
  public internal(set) var coulomb: CoulombInteraction?
  /// Vacancies that follow from the temperature; `defaultFilling` is then what a study without
  /// temperature takes.
  public let schottky: SchottkyPairs?
  /// Names of the file's variants; `named("Li6PS5X/Br")` reads one.
  public let variants: [String]
  /// The mobile ion.
  public let species: Species
  /// The ions of one cell; `filling(supercell:)` has those of a supercell.
  public let defaultFilling: Filling
  /// Where the numbers come from.
  public let sources: [Source]
  /// Published values to print beside results.
  public let published: [PublishedValue]
  /// One cell, checked; without blockers and without what immobile ions do, which `network` adds.
  public internal(set) var unitNetwork: SiteNetwork

  /// A lattice of the library by its name, or a file by its path; behind a slash its variant.
  ///
  /// - Parameter folders: searched before `IONHOP_LATTICES` and the bundled lattices.
  public static func named(
    _ name: String, folders: [URL] = []
  ) throws(InputError) -> Lattice {
    let place = try LatticeLibrary.place(named: name, folders: folders)
    return try read(place.file, variant: place.variant)
  }

  /// Reads a lattice file, as it stands or as one of its variants.
  public static func read(_ url: URL, variant: String? = nil) throws(InputError) -> Lattice {
    try LatticeReader(InputDocument.read(url), variant: variant).lattice()
  }

  /// Reads a lattice from text.
  ///
  /// - Parameter file: its name in errors; without folder and extension, the lattice's name.
  public static func parse(
    _ text: String, file: String, variant: String? = nil
  ) throws(InputError) -> Lattice {
    try LatticeReader(InputDocument(text: text, file: file), variant: variant).lattice()
  }

  /// The network of so many cells along each vector, its immobile ions drawn at random.
  ///
  /// - Parameter disorderSeed: the same seed draws the same immobile ions.
  /// - Throws: `NetworkError.badSupercell` or `.tooLarge`; `InputError` if it exceeds the memory, or
  ///   if blockers leave nothing or shifts make a barrier negative.
  public func network(
    supercell: (Int, Int, Int) = (1, 1, 1), disorderSeed: UInt64 = 1
  ) throws -> SiteNetwork {
    let repeats = SIMD3(supercell.0, supercell.1, supercell.2)
    // Refuses repeats that are none before anything is drawn for them.
    let network = try unitNetwork.repeated(repeats)
    guard hasDisorder || coulomb != nil else { return network }
    let disorder = try QuenchedDisorder(of: self, supercell: repeats, seed: disorderSeed)
    return try disorder.addingCoulomb(to: disorder.applied(to: network), charge: species.charge)
  }

  /// True if immobile ions take sites or change energies.
  public var hasDisorder: Bool { blockedKinds.contains { $0.share > 0 } || !nearRules.isEmpty }

  /// The lattice's own ions on a supercell.
  public func filling(supercell: (Int, Int, Int) = (1, 1, 1)) -> Filling {
    let cells = saturatingProduct(saturatingProduct(supercell.0, supercell.1), supercell.2)
    return switch defaultFilling {
    case .fraction: defaultFilling
    case .count(let count): .count(saturatingProduct(count, cells))
    case .perFormulaUnit(let ions, let units):
      .perFormulaUnit(ions, formulaUnits: saturatingProduct(units, cells))
    }
  }

  /// The lattice with other energies (eV) of some site kinds, and other barriers (eV) and attempt
  /// frequencies (Hz) of some hop or event classes. Names that the lattice lacks change nothing.
  public func changing(
    siteEnergies: [String: Double] = [:], barriers: [String: Double] = [:],
    frequencies: [String: Double] = [:]
  ) throws(NetworkError) -> Lattice {
    var changed = self
    for i in siteKinds.indices {
      changed.siteKinds[i].energy = siteEnergies[siteKinds[i].name] ?? siteKinds[i].energy
    }
    for i in hopRules.indices {
      let rule = hopRules[i]
      changed.hopRules[i].barrier = barriers[rule.hopClass] ?? rule.barrier
      changed.hopRules[i].frequency = frequencies[rule.hopClass] ?? rule.frequency
    }
    for i in eventRules.indices {
      let rule = eventRules[i]
      changed.eventRules[i].barrier = barriers[rule.hopClass] ?? rule.barrier
      changed.eventRules[i].frequency = frequencies[rule.hopClass] ?? rule.frequency
    }
    changed.unitNetwork = try SiteNetwork(changed.draft)
    return changed
  }

  /// The lattice with other interactions, all of them.
  public func changing(interactions: [PairRule]) throws(NetworkError) -> Lattice {
    var changed = self
    changed.pairRules = interactions
    changed.unitNetwork = try SiteNetwork(changed.draft)
    return changed
  }

  /// The lattice with another Coulomb interaction.
  public func changing(coulomb: CoulombInteraction) -> Lattice {
    var changed = self
    changed.coulomb = coulomb
    return changed
  }

  /// The lattice with other barriers by the ions near, all of them.
  public func changing(environment: Environment) -> Lattice {
    var changed = self
    changed.environmentRules = environment.rules
    changed.clusterExpansions = environment.expansions
    return changed
  }

  /// The lattice with other immobile ions: on host kinds, and in place of mobile ones.
  public func changing(
    occupants: [String: [Occupant]] = [:], blocked: [BlockedKind] = []
  ) -> Lattice {
    var changed = self
    for i in hostKinds.indices {
      changed.hostKinds[i].occupants = occupants[hostKinds[i].name] ?? hostKinds[i].occupants
    }
    let names = blocked.map(\.name)
    changed.blockedKinds = blockedKinds.filter { !names.contains($0.name) } + blocked
    return changed
  }

  /// Classes of hops and of compound events.
  public var hopClasses: [String] { hopRules.map(\.hopClass) + eventRules.map(\.hopClass) }
}
