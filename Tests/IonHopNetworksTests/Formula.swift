@testable import IonHopNetworks

extension ChemicalFormula {
  /// Oxidation states of the electrolytes of the library.
  private static let states: [String: Double] = [
    "Li": 1, "La": 3, "Zr": 4, "Al": 3, "Ta": 5, "Nb": 5, "Ga": 3, "Ti": 4, "Ge": 4, "Sn": 4,
    "Si": 4, "Y": 3, "Er": 3, "Yb": 3, "In": 3, "Sc": 3, "O": -2, "S": -2, "F": -1, "Cl": -1,
    "Br": -1, "I": -1, "N": -3, "P": 5, "H": 1, "B": 3,
  ]

  /// In units of e; nil if an element is not in the table.
  var charge: Double? {
    var states = Self.states
    // A phosphide, and a hydride: no anion but these.
    if atoms.keys.allSatisfy({ ["Li", "P"].contains($0) }) { states["P"] = -3 }
    if atoms["B"] != nil { states["H"] = -1 }
    var sum = 0.0
    for (element, count) in atoms {
      guard let state = states[element] else { return nil }
      sum += state * count
    }
    return sum
  }
}
