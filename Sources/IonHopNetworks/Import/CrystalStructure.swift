import Foundation
import IonHopCore

/// A crystal as a structure file gives it: a cell, its symmetry, and who stands on which site,
/// partial occupancies included.
public struct CrystalStructure: Sendable {
  /// One chemical species on a site.
  struct Occupant: Sendable, Equatable {
    let element: String
    /// Oxidation state (e), where the file gives it.
    let charge: Double?
    /// Mean number on the site, 0 to 1.
    let share: Double
  }

  /// A site and its copies by the symmetry.
  struct Site: Sendable {
    /// As in the file; several joined by + where they share the site.
    var label: String
    var occupants: [Occupant]
    /// Fractional.
    var position: SIMD3<Double>

    func holds(_ element: String) -> Bool { occupants.contains { $0.element == element } }

    func share(of element: String) -> Double {
      occupants.filter { $0.element == element }.reduce(0) { $0 + $1.share }
    }
  }

  let file: String
  let title: String
  let shape: CellShape
  let cell: Cell
  let spaceGroup: String?
  /// The whole group, centring translations included.
  let operations: [SymmetryOperation]
  /// One a symmetry orbit.
  let sites: [Site]
  /// Formula units a cell, where the file says so.
  let formulaUnits: Int?
  let source: Source
  /// What a user should know about the reading.
  var notes: [String] = []

  /// Atoms nearer than this are one site (Å): files give four decimals of 10 Å, thirds among them.
  static let sameSite = 0.05
  /// Å between opposite faces; no crystal's cell is flatter.
  static let thinnest = 0.5
  /// More atoms in a cell are a mistake or a simulation's snapshot.
  static let mostAtoms = 5000

  /// Reads a CIF (`.cif`), a POSCAR (`.poscar`, `.vasp`, or a name that begins with POSCAR or
  /// CONTCAR) or extended XYZ (`.xyz`, `.extxyz`).
  ///
  /// - Parameter tolerance: how far (Å) an atom may lie from its symmetric place where the file
  ///   names no symmetry and spglib looks for it.
  public static func read(_ url: URL, tolerance: Double = 0.01) throws(InputError) -> Self {
    let name = url.lastPathComponent
    let ending = url.pathExtension.lowercased()
    let isPOSCAR =
      ["poscar", "vasp"].contains(ending)
      || ["POSCAR", "CONTCAR"].contains { name.uppercased().hasPrefix($0) }
    let isXYZ = ["xyz", "extxyz"].contains(ending)
    guard ending == "cif" || isPOSCAR || isXYZ else {
      throw InputError(
        file: InputFile.name(of: url),
        message:
          "unknown kind of structure file; give a CIF named *.cif, a POSCAR named POSCAR* or *.vasp, or extended XYZ named *.xyz"
      )
    }
    let text = try InputFile.text(of: url, limit: InputFile.largestYAML, orLatin1: true)
    let file = InputFile.name(of: url)
    if isXYZ { return try extendedXYZ(text, file: file, tolerance: tolerance) }
    return try isPOSCAR
      ? poscar(text, file: file, tolerance: tolerance)
      : cif(text, file: file, tolerance: tolerance)
  }

  /// All atoms of the cell: the number of their site in `sites`, and where they are, in [0, 1).
  var atoms: [(site: Int, position: SIMD3<Double>)] {
    sites.enumerated().flatMap { index, site in
      cell.orbit(of: site.position, under: operations).map { (index, $0) }
    }
  }

  /// Atoms of an element in the cell.
  func count(of element: String) -> Double {
    sites.reduce(0) {
      $0 + $1.share(of: element) * Double(cell.orbit(of: $1.position, under: operations).count)
    }
  }

  /// True if the shares of the elements are not those of a formula such as `La3 Li7 O12 Zr2`.
  func differs(from formula: String) -> Bool {
    let words = formula.split(whereSeparator: \.isWhitespace)
    guard let atoms = ChemicalFormula(words.joined())?.atoms else { return false }
    var stated: [String: Double] = [:]
    for (name, count) in atoms {
      guard let element = ChemicalElement.symbol(of: name) else { return false }
      stated[element, default: 0] += count
    }
    let listed = Dictionary(uniqueKeysWithValues: elements.map { ($0, count(of: $0)) })
    let sums = (stated.values.reduce(0, +), listed.values.reduce(0, +))
    guard sums.0 > 0, sums.1 > 0 else { return false }
    return Set(stated.keys).union(listed.keys).contains { element in
      let shares = ((stated[element] ?? 0) / sums.0, (listed[element] ?? 0) / sums.1)
      // Formulas are rounded, and refined occupancies need not add up to them exactly.
      return abs(shares.0 - shares.1) > 0.02 * max(shares.0, shares.1) + 0.002
    }
  }

  /// In the order of the file.
  var elements: [String] {
    var seen: [String] = []
    for occupant in sites.flatMap(\.occupants) where !seen.contains(occupant.element) {
      seen.append(occupant.element)
    }
    return seen
  }
}

/// Edges (Å) and angles (degrees) of a cell, rounded as a lattice file holds them, so that file and
/// proposal are the same cell.
struct CellShape: Sendable, Equatable {
  let lengths: [Double]
  let angles: [Double]

  init(lengths: [Double], angles: [Double]) {
    self.lengths = lengths.map { ($0 * 1e6).rounded() / 1e6 }
    self.angles = angles.map { angle in
      [60, 90, 120].first { abs($0 - angle) < 1e-3 } ?? (angle * 1e5).rounded() / 1e5
    }
  }

  init(rows: [SIMD3<Double>]) {
    func angle(_ p: SIMD3<Double>, _ q: SIMD3<Double>) -> Double {
      acos(max(-1, min(1, dot(p, q) / (length(p) * length(q))))) * 180 / .pi
    }
    self.init(
      lengths: rows.map(length),
      angles: [angle(rows[1], rows[2]), angle(rows[0], rows[2]), angle(rows[0], rows[1])])
  }

  func cell() throws(NetworkError) -> Cell {
    try .triclinic(
      a: lengths[0], b: lengths[1], c: lengths[2], alpha: angles[0], beta: angles[1],
      gamma: angles[2])
  }
}

extension Cell {
  /// The distinct images (fractional, in [0, 1)) of a position; it comes first, and on a symmetry
  /// element it is moved onto it exactly.
  func orbit(of position: SIMD3<Double>, under operations: [SymmetryOperation]) -> [SIMD3<Double>] {
    let exact = symmetrised(position, under: operations)
    var images: [SIMD3<Double>] = [exact.insideCell]
    for operation in operations {
      let image = operation.apply(to: exact).insideCell
      if !images.contains(where: { coincide($0, image) }) { images.append(image) }
    }
    return images
  }

  /// True if two fractional positions are one site.
  ///
  /// Exact with the nearest whole shift alone: cells are thicker than ten times the limit.
  func coincide(_ p: SIMD3<Double>, _ q: SIMD3<Double>) -> Bool {
    let apart = p - q
    return length(cartesian(apart - apart.rounded(.toNearestOrEven))) < CrystalStructure.sameSite
  }

  /// The mean of all images that fall on the position: exact on mirror planes, axes and centres.
  private func symmetrised(
    _ position: SIMD3<Double>, under operations: [SymmetryOperation]
  ) -> SIMD3<Double> {
    var sum = SIMD3<Double>.zero
    var count = 0.0
    for operation in operations {
      let shift = operation.apply(to: position) - position
      let rest = shift - shift.rounded(.toNearestOrEven)
      guard length(cartesian(rest)) < CrystalStructure.sameSite else { continue }
      sum += rest
      count += 1
    }
    return count > 0 ? position + sum / count : position
  }
}

extension SIMD3<Double> {
  /// The image in [0, 1); what rounding puts a hair below a whole number counts as it.
  var insideCell: SIMD3<Double> {
    let inside = self - rounded(.down)
    return inside.replacing(with: 0.0, where: inside .> 1 - 1e-9)
  }
}
