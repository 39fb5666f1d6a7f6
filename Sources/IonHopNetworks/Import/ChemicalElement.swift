import CCrystal

/// What structure files write for atoms: `Li`, `Li1+`, `O2-`, `Li2A`.
public enum ChemicalElement {
  /// True of a symbol as chemists write it, such as Li, and of nothing longer.
  public static func isSymbol(_ text: String) -> Bool { symbol(of: text) == text }

  /// The element that a type symbol or label begins with; nil if there is none.
  static func symbol(of text: String) -> String? {
    let letters = text.prefix { $0.isASCII && $0.isLetter }
    for length in [2, 1] where letters.count >= length {
      let symbol =
        letters.prefix(1).uppercased() + letters.dropFirst().prefix(length - 1).lowercased()
      if crystal_atomic_number(symbol) > 0 { return symbol }
    }
    return nil
  }

  /// The charge (e) written at the end of a type symbol, as in `Zr4+` or `Cl-`.
  static func charge(in symbol: String) -> Double? {
    guard let sign = symbol.last, sign == "+" || sign == "-" else { return nil }
    let digits = symbol.dropLast().drop { !$0.isNumber }
    guard let size = digits.isEmpty ? 1 : Double(digits) else { return nil }
    return sign == "+" ? size : -size
  }

  /// The usual charge (e) of ions that solid electrolytes conduct.
  static func usualCharge(of element: String) -> Double? {
    switch element {
    case "H", "Li", "Na", "K", "Rb", "Cs", "Ag", "Cu": 1
    case "Mg", "Ca", "Zn": 2
    case "Al": 3
    case "F", "Cl", "Br", "I": -1
    case "O", "S": -2
    default: nil
    }
  }
}
