import CCrystal
import IonHopCore

/// What spglib finds in a cell of atoms.
struct SymmetryFinder {
  let number: Int
  let symbol: String
  let operations: [(rotation: Rotation, translation: Triple)]
  /// Wyckoff letter of each atom.
  let letters: [Character]
  /// The first of the atoms that are equivalent to each atom.
  let equivalent: [Int]
  /// The conventional cell: its rows (Å), its atoms and the kind of each.
  let standardRows: [SIMD3<Double>]
  let standardPositions: [SIMD3<Double>]
  let standardKinds: [Int]

  /// - Parameters:
  ///   - atoms: fractional positions; atoms of one `kind` may be equivalent.
  ///   - tolerance: Å
  /// - Returns: nil where spglib fails, as for two atoms on one spot.
  init?(cell: Cell, atoms: [(kind: Int, position: SIMD3<Double>)], tolerance: Double) {
    // Vectors are columns.
    var lattice: [Triple] = [
      (cell.a.x, cell.b.x, cell.c.x), (cell.a.y, cell.b.y, cell.c.y),
      (cell.a.z, cell.b.z, cell.c.z),
    ]
    var positions: [Triple] = atoms.map { ($0.position.x, $0.position.y, $0.position.z) }
    var kinds = atoms.map { Int32($0.kind) }
    let found = spg_get_dataset(&lattice, &positions, &kinds, Int32(atoms.count), tolerance)
    guard let found else { return nil }
    defer { spg_free_dataset(found) }
    let data = found.pointee
    number = Int(data.spacegroup_number)
    symbol = name(data.international_symbol)
    operations = (0..<Int(data.n_operations)).map { (data.rotations[$0], data.translations[$0]) }
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzA")
    letters = atoms.indices.map { alphabet[Int(data.wyckoffs[$0])] }
    equivalent = atoms.indices.map { Int(data.equivalent_atoms[$0]) }
    let (x, y, z) = data.std_lattice
    standardRows = [SIMD3(x.0, y.0, z.0), SIMD3(x.1, y.1, z.1), SIMD3(x.2, y.2, z.2)]
    let standard = 0..<Int(data.n_std_atoms)
    standardPositions = standard.map {
      let position = data.std_positions[$0]
      return SIMD3(position.0, position.1, position.2)
    }
    standardKinds = standard.map { Int(data.std_types[$0]) }
  }
}

extension CrystalStructure {
  func checkSize() throws(InputError) {
    let count = atoms.count
    guard count <= Self.mostAtoms else {
      throw InputError(
        file: file,
        message: "\(count) atoms a cell, more than \(Self.mostAtoms); give the crystal's own cell")
    }
  }

  /// The structure with the symmetry that its atoms have, for files that list every atom.
  ///
  /// Keeps the cell where it is a conventional one with operations in 24ths; otherwise takes
  /// spglib's standard cell.
  func findingSymmetry(_ tolerance: Double) throws(InputError) -> CrystalStructure {
    var kinds: [[Occupant]] = []
    let atoms = sites.map { site in
      let kind = kinds.firstIndex(of: site.occupants) ?? kinds.count
      if kind == kinds.count { kinds.append(site.occupants) }
      return (kind: kind, position: site.position.insideCell)
    }
    guard let found = SymmetryFinder(cell: cell, atoms: atoms, tolerance: tolerance) else {
      throw InputError(
        file: file,
        message:
          "no symmetry can be found: two atoms lie on one spot, or nearer than the tolerance of \(tolerance) Å; remove one of the two, or give another --tolerance"
      )
    }
    let operations = found.operations.compactMap { SymmetryOperation($0.rotation, $0.translation) }
    let isConventional =
      found.standardPositions.count == sites.count
      && operations.count == found.operations.count
      && operations.allSatisfy { $0.preserves(cell) }
    var result = isConventional ? keepingCell(found, operations) : nil
    if result == nil {
      result = try standardised(found, kinds: kinds, tolerance: tolerance)
    }
    guard var result else { return self }
    result.notes.append(
      found.number == 1
        ? "spglib finds no symmetry within \(tolerance) Å: every site is a kind of its own"
        : "spglib finds space group \(found.symbol) (\(found.number)) within \(tolerance) Å")
    return result
  }

  private func keepingCell(
    _ found: SymmetryFinder, _ operations: [SymmetryOperation]
  ) -> CrystalStructure {
    with(
      shape: shape, cell: cell, spaceGroup: found.symbol, operations: operations,
      sites: sites.indices.filter { found.equivalent[$0] == $0 }.map { sites[$0] },
      formulaUnits: formulaUnits)
  }

  private func standardised(
    _ found: SymmetryFinder, kinds: [[Occupant]], tolerance: Double
  ) throws(InputError) -> CrystalStructure? {
    let shape = CellShape(rows: found.standardRows)
    let listed = zip(found.standardKinds, found.standardPositions).map { kind, position in
      (kind: kind, position: position)
    }
    guard let cell = try? shape.cell(),
      let again = SymmetryFinder(cell: cell, atoms: listed, tolerance: tolerance)
    else { return nil }
    let operations = again.operations.compactMap { SymmetryOperation($0.rotation, $0.translation) }
    guard operations.count == again.operations.count else { return nil }
    let sites = listed.indices.filter { again.equivalent[$0] == $0 }.map { index in
      let occupants = kinds[listed[index].kind]
      return Site(
        label: occupants.map(\.element).joined(separator: "+") + "\(index + 1)",
        occupants: occupants, position: listed[index].position)
    }
    var result = with(
      shape: shape, cell: cell, spaceGroup: again.symbol, operations: operations, sites: sites,
      formulaUnits: nil)
    result.notes.append("the cell was replaced by the conventional one of the space group")
    return result
  }

  private func with(
    shape: CellShape, cell: Cell, spaceGroup: String?, operations: [SymmetryOperation],
    sites: [Site], formulaUnits: Int?
  ) -> CrystalStructure {
    CrystalStructure(
      file: file, title: title, shape: shape, cell: cell, spaceGroup: spaceGroup,
      operations: operations, sites: sites, formulaUnits: formulaUnits, source: source,
      notes: notes)
  }
}
