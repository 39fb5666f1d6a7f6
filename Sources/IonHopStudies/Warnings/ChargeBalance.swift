import IonHopNetworks

/// Whether the ions of a crystal still add up to the neutral formula of its file.
///
/// The formula is neutral; what a study changes, mobile ions, occupants and blockers, must balance.
/// Only changes are counted, so that no oxidation state of a metal in the frame is needed.
struct ChargeBalance {
  /// Charge added to the formula, per formula unit (e); nil where something is not known.
  let excess: Double?
  private let formula: String
  private let ion: String
  /// Mobile ions per formula unit, here and in the formula.
  private let ions: (here: Double, formula: Double)?

  /// More than the rounding of whole ions, and than the few vacancies of a nearly full crystal.
  private static let tolerance = 0.02

  /// - Parameters:
  ///   - file: the lattice as its file has it.
  ///   - changed: with what the study changes.
  ///   - mobile: species and ions on `cells` cells.
  init(of file: Lattice, changed: Lattice, mobile: [(species: Species, ions: Int)], cells: Int) {
    formula = file.formula ?? ""
    let species = file.species
    ion = mobile.map(\.species.name).joined(separator: ", ")
    guard let units = file.formulaUnits, cells > 0,
      let known = ChemicalFormula(formula)?.atoms[species.name]
    else {
      (excess, self.ions) = (nil, nil)
      return
    }
    let perUnit = 1 / Double(units * cells)
    let here = Double(mobile.reduce(0) { $0 + $1.ions }) * perUnit
    self.ions = (here, known)
    guard let frame = Self.change(from: file, to: changed) else {
      excess = nil
      return
    }
    let charge = mobile.reduce(0) { $0 + $1.species.charge * Double($1.ions) } * perUnit
    excess = charge - species.charge * known + frame / Double(units)
  }

  /// Charge that other immobile ions bring to one cell (e); nil if the charge of one is not known.
  private static func change(from file: Lattice, to changed: Lattice) -> Double? {
    guard let before = charge(of: file), let after = charge(of: changed) else {
      // The same ions as before change nothing, whatever they are.
      return file.hostKinds == changed.hostKinds && file.blockedKinds == changed.blockedKinds
        ? 0 : nil
    }
    return after - before
  }

  private static func charge(of lattice: Lattice) -> Double? {
    var sum = 0.0
    let groups =
      lattice.hostKinds.map { (sites: $0.positions.count, occupants: $0.occupants) }
      + lattice.blockedKinds.map { blocked in
        (
          sites: lattice.siteKinds.first { $0.name == blocked.name }?.positions.count ?? 0,
          occupants: blocked.blockers
        )
      }
    for (sites, occupants) in groups {
      for occupant in occupants where occupant.share > 0 {
        guard let charge = usualCharges[occupant.name] else { return nil }
        sum += charge * occupant.share * Double(sites)
      }
    }
    return sum
  }

  /// Ions of one usual charge (e): oxidation states of any textbook of inorganic chemistry.
  private static let usualCharges: [String: Double] = [
    "Li": 1, "Na": 1, "K": 1, "Rb": 1, "Cs": 1, "Ag": 1, "Mg": 2, "Ca": 2, "Sr": 2, "Ba": 2,
    "Zn": 2,
    "Al": 3, "Ga": 3, "In": 3, "Sc": 3, "Y": 3, "La": 3, "Zr": 4, "Hf": 4, "Ti": 4, "Ta": 5,
    "F": -1,
    "Cl": -1, "Br": -1, "I": -1, "O": -2, "S": -2, "Se": -2, "N": -3,
  ]

  /// A sentence, if the charge is off.
  var warning: String? {
    guard let excess, let ions, abs(excess) > Self.tolerance else { return nil }
    let count =
      "\(rounded(ions.here)) \(ion) per formula unit, \(formula) has \(rounded(ions.formula))"
    return
      "the charge is not neutral: \(excess > 0 ? "+" : "−")\(rounded(abs(excess))) e per formula unit (\(count)); something outside the model, such as a dopant, must carry the rest"
  }

  private func rounded(_ value: Double) -> String {
    let text = "\((value * 1000).rounded() / 1000)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
