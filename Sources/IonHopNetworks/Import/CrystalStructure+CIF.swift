import Foundation
import IonHopCore

extension CrystalStructure {
  static func cif(_ text: String, file: String, tolerance: Double) throws(InputError) -> Self {
    let cif = try CIF(text: text, file: file)
    let shape = try cellShape(cif)
    let cell: Cell
    do { cell = try shape.cell() } catch {
      throw cif.error("_cell_length_a", "the edges and angles span no volume; correct them")
    }
    let (operations, group) = try symmetry(cif, shape: shape)
    guard operations.allSatisfy({ $0.preserves(cell) }) else {
      throw cif.error(
        "_cell_length_a",
        "the symmetry does not map the cell onto itself; correct the edges and angles, or the symmetry"
      )
    }
    guard cell.thickness.min() > thinnest else {
      throw cif.error("_cell_length_a", "the cell is flatter than \(thinnest) Å; correct it")
    }
    let rows = cif.count("_atom_site_fract_x")
    guard rows <= mostAtoms else {
      throw cif.error(
        "_atom_site_fract_x", "\(rows) atoms, more than \(mostAtoms); give the crystal's own cell")
    }
    let sites = try sites(cif, cell: cell, operations: operations)
    var notes: [String] = []
    if cif.otherStructures > 0 {
      notes.append("the file holds \(cif.otherStructures) more structures; the first was read")
    }
    var structure = CrystalStructure(
      file: file, title: cif.text(["_chemical_name_common", "_chemical_name_mineral"]) ?? "",
      shape: shape, cell: cell, spaceGroup: group, operations: operations, sites: sites,
      formulaUnits: try cif.number("_cell_formula_units_z")
        .flatMap { Int(exactly: $0) }.flatMap { (1...10_000).contains($0) ? $0 : nil },
      source: source(cif), notes: notes)
    try structure.checkSize()
    if let sum = cif.text("_chemical_formula_sum"), structure.differs(from: sum) {
      structure.notes.append(
        "the atoms listed do not add up to the file's formula \(sum): some may be missing, or the file cut off"
      )
    }
    return operations.count > 1 ? structure : try structure.findingSymmetry(tolerance)
  }

  private static func cellShape(_ cif: CIF) throws(InputError) -> CellShape {
    func positive(_ tag: String, below limit: Double) throws(InputError) -> Double {
      guard let value = try cif.number(tag) else {
        throw InputError(
          file: cif.file, keyPath: tag,
          message: "is missing; give the cell, the file may be cut off")
      }
      guard value > 0, value < limit else {
        throw cif.error(tag, "\(value) is no edge or angle of a cell; correct it")
      }
      return value
    }
    var (lengths, angles): ([Double], [Double]) = ([], [])
    for edge in ["a", "b", "c"] {
      lengths.append(try positive("_cell_length_\(edge)", below: 1e4))
    }
    for angle in ["alpha", "beta", "gamma"] {
      angles.append(try positive("_cell_angle_\(angle)", below: 180))
    }
    return CellShape(lengths: lengths, angles: angles)
  }

  // MARK: Symmetry

  /// The group and its name: from the operations, else from the Hall or Hermann–Mauguin symbol or
  /// the number.
  private static func symmetry(
    _ cif: CIF, shape: CellShape
  ) throws(InputError) -> ([SymmetryOperation], String?) {
    let name = cif.text(["_space_group_name_h-m_alt", "_symmetry_space_group_name_h-m"])
    let tags = ["_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz"]
    if let tag = tags.first(where: { cif.count($0) > 0 }) {
      return (try listedOperations(cif, tag), name)
    }
    let hall = cif.text(["_space_group_name_hall", "_symmetry_space_group_name_hall"])
    let number = cif.text(["_space_group_it_number", "_symmetry_int_tables_number"])
    guard hall != nil || name != nil || number != nil else {
      throw InputError(
        file: cif.file, keyPath: "_space_group_symop_operation_xyz",
        message:
          "the file names no symmetry; add the operations or the space group ('P 1' if every atom of the cell is listed)"
      )
    }
    let query = SpaceGroup.Query(
      hall: hall, hermannMauguin: name, number: number.flatMap { Int($0) },
      isHexagonal: shape.angles[2] == 120)
    switch SpaceGroup.operations(query) {
    case .found(let operations): return (operations, name)
    case .unknown:
      throw InputError(
        file: cif.file, keyPath: "_space_group_name_H-M_alt",
        message:
          "\"\(name ?? hall ?? number ?? "")\" is no known setting of a space group; add the symmetry operations (_space_group_symop_operation_xyz)"
      )
    case .twoOrigins:
      throw InputError(
        file: cif.file, keyPath: "_space_group_name_H-M_alt",
        message:
          "\"\(name ?? number ?? "")\" has two choices of origin; add :1 or :2 to the symbol, or the symmetry operations"
      )
    }
  }

  private static func listedOperations(
    _ cif: CIF, _ tag: String
  ) throws(InputError) -> [SymmetryOperation] {
    var listed: [SymmetryOperation] = []
    for text in cif.all(tag) {
      guard let operation = SymmetryOperation(text) else {
        throw cif.error(
          tag, "\"\(text)\" is not a symmetry operation; give three parts such as '-x+1/2, -y, z'")
      }
      listed.append(operation)
    }
    guard let group = SymmetryOperation.group(generatedBy: listed) else {
      throw cif.error(
        tag,
        "the operations generate more than \(SymmetryOperation.largestGroup), more than any space group has; correct them"
      )
    }
    return group
  }

  // MARK: Atoms

  private static func sites(
    _ cif: CIF, cell: Cell, operations: [SymmetryOperation]
  ) throws(InputError) -> [Site] {
    let states = try oxidationStates(cif)
    var sites: [Site] = []
    for row in 0..<cif.count("_atom_site_fract_x") {
      let symbol = cif.text("_atom_site_type_symbol", row: row)
      let label = cif.text("_atom_site_label", row: row) ?? symbol ?? "atom \(row + 1)"
      guard let element = ChemicalElement.symbol(of: symbol ?? label) else {
        throw cif.error(
          "_atom_site_label", "\"\(symbol ?? label)\" is no chemical element; correct the atom")
      }
      var position = SIMD3<Double>.zero
      for (axis, name) in ["x", "y", "z"].enumerated() {
        let tag = "_atom_site_fract_\(name)"
        guard let value = try cif.number(tag, row: row, of: " of \(label)"), abs(value) < 100 else {
          throw cif.error(tag, "\(label) has no fractional coordinate \(name); give it")
        }
        position[axis] = value
      }
      let share = try cif.number("_atom_site_occupancy", row: row, of: " of \(label)") ?? 1
      let occupant = Occupant(
        element: element,
        charge: states[symbol ?? label] ?? states[element]
          ?? ChemicalElement.charge(in: symbol ?? ""), share: share)
      try add(
        Site(label: label, occupants: [occupant], position: position), to: &sites, cif, cell,
        operations)
    }
    return sites
  }

  /// Several entries on one spot are one site.
  private static func add(
    _ site: Site, to sites: inout [Site], _ cif: CIF, _ cell: Cell,
    _ operations: [SymmetryOperation]
  ) throws(InputError) {
    let shared = sites.firstIndex { other in
      operations.contains { cell.coincide($0.apply(to: other.position), site.position) }
    }
    var joined = site
    if let shared {
      joined = sites[shared]
      joined.label += "+" + site.label
      joined.occupants += site.occupants
    }
    let total = joined.occupants.reduce(0) { $0 + $1.share }
    // Refined occupancies of shared sites may miss 1 in the last digit.
    guard site.occupants.allSatisfy({ $0.share >= 0 }), total <= 1.005 else {
      throw cif.error(
        "_atom_site_occupancy",
        "\(joined.label): the occupancy is \((total * 1e4).rounded() / 1e4); give 0 to 1 in all, the atom may be listed twice"
      )
    }
    if let shared { sites[shared] = joined } else { sites.append(joined) }
  }

  private static func oxidationStates(_ cif: CIF) throws(InputError) -> [String: Double] {
    var states: [String: Double] = [:]
    for row in 0..<cif.count("_atom_type_oxidation_number") {
      guard let symbol = cif.text("_atom_type_symbol", row: row) else { continue }
      states[symbol] = try cif.number("_atom_type_oxidation_number", row: row)
    }
    return states
  }

  // MARK: Citation

  private static func source(_ cif: CIF) -> Source {
    let authors =
      cif.all("_publ_author_name").isEmpty
      ? cif.all("_citation_author_name") : cif.all("_publ_author_name")
    let parts = [
      authors.isEmpty ? nil : authors.joined(separator: "; "),
      cif.text(["_journal_name_full", "_citation_journal_full", "_citation_journal_abbrev"]),
      cif.text(["_journal_volume", "_citation_journal_volume"]),
      cif.text(["_journal_page_first", "_citation_page_first"]),
      cif.text(["_journal_year", "_citation_year"]).map { "(\($0))" },
    ].compactMap { $0 }
    let code =
      ["_database_code_icsd", "_cod_database_code", "_database_code_depnum_ccdc_archive"]
      .lazy.compactMap { tag in cif.text(tag).map { "\(tag) \($0)" } }.first
    let file = URL(fileURLWithPath: cif.file).lastPathComponent
    return Source(
      key: "structure",
      citation: parts.isEmpty
        ? "\(file), which names no publication" : parts.joined(separator: ", "),
      doi: cif.text(["_journal_paper_doi", "_citation_doi"]),
      note:
        "taken: cell, symmetry, positions and occupancies, by ionhop import from \(file)\(code.map { " (\($0))" } ?? ""); not compared with the publication."
    )
  }
}
