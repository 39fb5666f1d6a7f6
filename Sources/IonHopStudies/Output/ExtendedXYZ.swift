import Foundation
import IonHopCore
import IonHopNetworks

/// Frames of ions as extended XYZ, which ASE and OVITO open.
///
/// The format is that of libAtoms (its extxyz specification): a line with the number of atoms, a line of
/// keys, of which `Lattice` holds the cell's rows and `Properties` the columns, and a line an atom.
struct ExtendedXYZ {
  private let cell: Cell
  private let header: String
  /// The columns of each ion that never change: its symbol and its number.
  private let names: [String]
  private let labels: [String]
  private let kinds: [String]
  private let network: SiteNetwork

  init(_ plan: EnginePlan, species: [Species], temperature: Double) {
    network = plan.network
    cell = plan.network.cell
    let counts = plan.network.layers == nil ? [plan.ions] : plan.counts
    names = zip(species, counts).flatMap { species, count in
      Array(repeating: Self.symbol(species.name), count: count)
    }
    labels = zip(species, counts).flatMap { species, count in
      Array(repeating: Self.word(species.name), count: count)
    }
    kinds = plan.network.siteKinds.map(Self.word)
    let rows = [cell.a, cell.b, cell.c].flatMap { ["\($0.x)", "\($0.y)", "\($0.z)"] }
    header =
      "Lattice=\"\(rows.joined(separator: " "))\" "
      + "Properties=species:S:1:pos:R:3:id:I:1:ion:S:1:site:I:1:site_kind:S:1:unwrapped:R:3 "
      + "pbc=\"T T T\" temperature_K=\(temperature)"
  }

  /// One frame: positions in the cell and unwrapped (Å), time (s), energy (eV), accepted hops.
  func frame(
    _ number: Int, time: Double, energy: Double, hops: Int, positions: [Double], sites: [Int]
  ) -> String {
    var text =
      "\(names.count)\n\(header) time_s=\(time) energy_eV=\(energy) hops=\(hops) frame=\(number)\n"
    for ion in names.indices {
      let unwrapped = SIMD3(positions[3 * ion], positions[3 * ion + 1], positions[3 * ion + 2])
      let shares = cell.fractional(unwrapped)
      let inside = cell.cartesian(shares - shares.rounded(.down))
      text += "\(names[ion]) \(Self.text(inside)) \(ion + 1) \(labels[ion]) \(sites[ion]) "
      text += "\(kinds[network.kind(of: sites[ion])]) \(Self.text(unwrapped))\n"
    }
    return text
  }

  /// Å to five decimals.
  private static func text(_ r: SIMD3<Double>) -> String {
    let r = (r * 1e5).rounded(.toNearestOrEven) / 1e5
    return "\(r.x) \(r.y) \(r.z)"
  }

  /// X stands for what is no element, such as an anion of several atoms: readers know it as a dummy.
  private static func symbol(_ name: String) -> String {
    ChemicalElement.isSymbol(name) ? name : "X"
  }

  /// A name as one word of a column.
  private static func word(_ name: String) -> String {
    let kept = name.map { character in
      character.isWhitespace || "\"'=\\".contains(character) || !character.isASCII
        ? "_" : character
    }
    let printable = kept.filter { !($0.asciiValue.map { $0 < 32 || $0 == 127 } ?? true) }
    return printable.isEmpty ? "_" : String(printable)
  }
}
