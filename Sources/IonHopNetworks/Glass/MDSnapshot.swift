import Foundation
import IonHopCore

/// One frame of a simulation: a periodic cell, and atoms by species.
///
/// Read from extended XYZ: a number of atoms, a line of `key=value` with `Lattice="…"` (nine numbers,
/// Å) and `Properties=species:S:1:pos:R:3:…`, then a line for each atom; `pbc` must be true in all
/// directions (github.com/libAtoms/extxyz, as read by ASE and OVITO).
///
///     let snapshot = try MDSnapshot(contentsOf: url)
///     let model = try GlassModel(snapshot, mobile: "Li", joined: .cutoff(4))
public struct MDSnapshot: Sendable {
  /// The periodic cell.
  public let cell: Cell
  /// Of each atom.
  public let species: [String]
  /// Å
  public let positions: [SIMD3<Double>]

  /// - Parameter frame: counted from zero.
  /// - Throws: `InputError`.
  public init(contentsOf url: URL, frame: Int = 0) throws(InputError) {
    try self.init(
      text: InputFile.text(of: url, limit: InputFile.largestTable),
      file: InputFile.name(of: url), frame: frame)
  }

  /// Reads a frame of a text in extended XYZ format.
  public init(text: String, file: String, frame: Int = 0) throws(InputError) {
    var reader = ExtendedXYZReader(text: text, file: file)
    self = try reader.frame(frame)
  }

  init(cell: Cell, species: [String], positions: [SIMD3<Double>]) {
    (self.cell, self.species, self.positions) = (cell, species, positions)
  }

  /// Positions (Å) of the atoms of a species.
  public func positions(of name: String) -> [SIMD3<Double>] {
    zip(species, positions).filter { $0.0 == name }.map(\.1)
  }

  /// Positions (Å) of all others.
  public func positions(but name: String) -> [SIMD3<Double>] {
    zip(species, positions).filter { $0.0 != name }.map(\.1)
  }
}
