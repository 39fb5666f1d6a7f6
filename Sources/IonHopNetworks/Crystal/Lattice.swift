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
    public let name: String
    /// All of the cell, fractional, in [0, 1).
    public let positions: [SIMD3<Double>]
    /// eV
    public internal(set) var energy: Double
  }

  /// All pairs of two kinds of sites within a window of distances.
  public struct HopRule: Sendable, Equatable {
    public let hopClass: String
    public let kinds: [String]
    /// Å
    public let distance: ClosedRange<Double>
    /// eV
    public internal(set) var barrier: Double
    /// Hz
    public internal(set) var frequency: Double
  }

  public let name: String
  public let title: String
  public let description: String?
  public let formula: String?
  public let cell: Cell
  public let spaceGroup: String?
  /// Formula units a cell.
  public let formulaUnits: Int?
  public internal(set) var siteKinds: [SiteKind]
  public internal(set) var hopRules: [HopRule]
  public let species: Species
  /// The ions of one cell; `filling(supercell:)` has those of a supercell.
  public let defaultFilling: Filling
  public let sources: [Source]
  public let published: [PublishedValue]
  /// One cell, checked.
  public internal(set) var unitNetwork: SiteNetwork

  /// A lattice of the library by its name, or a file by its path.
  ///
  /// - Parameter folders: searched before `IONHOP_LATTICES` and the bundled lattices.
  public static func named(
    _ name: String, folders: [URL] = []
  ) throws(InputError) -> Lattice {
    try read(LatticeLibrary.file(named: name, folders: folders))
  }

  public static func read(_ url: URL) throws(InputError) -> Lattice {
    try LatticeReader(InputDocument.read(url)).lattice()
  }

  /// Reads a lattice from text.
  ///
  /// - Parameter file: its name in errors; without folder and extension, the lattice's name.
  public static func parse(_ text: String, file: String) throws(InputError) -> Lattice {
    try LatticeReader(InputDocument(text: text, file: file)).lattice()
  }

  /// The network of so many cells along each vector.
  ///
  /// - Throws: `NetworkError.badSupercell` or `.tooLarge`; `InputError` if it exceeds the memory.
  public func network(supercell: (Int, Int, Int) = (1, 1, 1)) throws -> SiteNetwork {
    try unitNetwork.repeated(SIMD3(supercell.0, supercell.1, supercell.2))
  }

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
  /// frequencies (Hz) of some hop classes. Names that the lattice lacks change nothing.
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
    changed.unitNetwork = try SiteNetwork(
      Lattice.draft(cell: cell, siteKinds: changed.siteKinds, hopRules: changed.hopRules))
    return changed
  }

  /// One cell with all its hops, unchecked.
  static func draft(cell: Cell, siteKinds: [SiteKind], hopRules: [HopRule]) -> NetworkDraft {
    var draft = NetworkDraft(cell: cell)
    for kind in siteKinds {
      for position in kind.positions {
        draft.addSite(at: cell.cartesian(position), kind: kind.name, energy: kind.energy)
      }
    }
    for rule in hopRules { draft.addHops(rule) }
    return draft
  }
}

extension NetworkDraft {
  /// - Returns: the number of directed hops added.
  @discardableResult
  mutating func addHops(_ rule: Lattice.HopRule) -> Int {
    // Both directions of a hop at the very edge of the window must fall on the same side.
    let slack = 1e-9 * rule.distance.upperBound
    return addHops(
      between: rule.kinds[0], and: rule.kinds[1],
      distance: max(0, rule.distance.lowerBound - slack)...(rule.distance.upperBound + slack),
      barrier: rule.barrier, frequency: rule.frequency, hopClass: rule.hopClass)
  }
}
