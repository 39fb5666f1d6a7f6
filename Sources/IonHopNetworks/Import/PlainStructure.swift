import Foundation
import IonHopCore

/// A structure of a file that has a cell and atoms but knows no symmetry: POSCAR, extended XYZ.
struct PlainStructure {
  /// As the file has the cell, however it lies in space.
  let given: Cell
  private let cell: Cell
  private let shape: CellShape
  private let file: String
  private let title: String
  private var sites: [CrystalStructure.Site] = []

  /// - Parameters:
  ///   - rows: the cell's vectors (Å).
  ///   - fail: throws an error with the place in the file.
  init(
    _ rows: [SIMD3<Double>], file: String, title: String,
    fail: (String) throws(InputError) -> Never
  ) throws(InputError) {
    (self.file, self.title) = (file, title)
    shape = CellShape(rows: rows)
    guard let given = try? Cell(rows[0], rows[1], rows[2]), let cell = try? shape.cell() else {
      try fail("the three vectors span no volume; correct them")
    }
    guard cell.thickness.min() > CrystalStructure.thinnest else {
      try fail("the cell is flatter than \(CrystalStructure.thinnest) Å; correct the vectors")
    }
    (self.given, self.cell) = (given, cell)
  }

  /// - Parameter position: fractional.
  /// - Returns: false where an atom stands already.
  mutating func add(_ element: String, at position: SIMD3<Double>) -> Bool {
    guard !sites.contains(where: { cell.coincide($0.position, position) }) else { return false }
    sites.append(
      CrystalStructure.Site(
        label: "\(element)\(sites.count + 1)",
        occupants: [CrystalStructure.Occupant(element: element, charge: nil, share: 1)],
        position: position))
    return true
  }

  /// With the symmetry that is found within a tolerance (Å).
  func structure(_ tolerance: Double) throws(InputError) -> CrystalStructure {
    let name = URL(fileURLWithPath: file).lastPathComponent
    return try CrystalStructure(
      file: file, title: title, shape: shape, cell: cell, spaceGroup: nil,
      operations: [.identity], sites: sites, formulaUnits: nil,
      source: Source(
        key: "structure", citation: "\(name), which names no publication",
        note: "taken: cell and positions, by ionhop import; symmetry found by spglib.")
    ).findingSymmetry(tolerance)
  }
}
