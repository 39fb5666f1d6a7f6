import IonHopCore

/// Reads how many ions stand on a network: exactly one of `fraction`, `perFormulaUnit`, `count`.
public struct FillingReader {
  /// The keys of which a file gives one.
  public static let keys = ["fraction", "perFormulaUnit", "count"]

  /// On average, where a share of them is blocked.
  let sites: Double
  let formulaUnits: Int?

  /// - Parameters:
  ///   - sites: of the network that is filled.
  ///   - formulaUnits: that it holds, where known.
  public init(sites: Int, formulaUnits: Int?) {
    self.init(meanSites: Double(sites), formulaUnits: formulaUnits)
  }

  /// - Parameter meanSites: sites that blockers leave of a cell, on average.
  init(meanSites: Double, formulaUnits: Int?) {
    sites = meanSites
    self.formulaUnits = formulaUnits
  }

  /// The number of ions from `fraction`, `perFormulaUnit` or `count`.
  public func filling(_ ion: InputMapping, _ hint: String) throws(InputError) -> Filling {
    let (key, value) = try ion.exactlyOne(of: Self.keys, hint)
    switch key {
    case "fraction": return .fraction(try value.number(.number, .within(0...1)))
    case "perFormulaUnit": return try perFormulaUnit(value)
    default:
      let count = try value.wholeNumber(in: 0...Int.max)
      guard Double(count) <= sites + 1e-6 else {
        throw value.error("\(count) ions do not fit on \(plain(sites)) sites; lower the count")
      }
      return .count(count)
    }
  }

  /// A bare number: a share of the sites up to 1, ions per formula unit above.
  public func filling(_ value: InputValue) throws(InputError) -> Filling {
    let number = try value.number(.number, .nonNegative)
    if number <= 1 { return .fraction(number) }
    guard formulaUnits != nil else {
      throw value.error(
        "\(value.shown) is above 1, hence no fraction of the sites, and the formula units are not known; give { count: ... } or a fraction"
      )
    }
    return try perFormulaUnit(value)
  }

  private func perFormulaUnit(_ value: InputValue) throws(InputError) -> Filling {
    guard let formulaUnits else {
      throw value.error("the formula units are not known; give fraction or count")
    }
    let ions = try value.number(.number, .nonNegative)
    guard ions * Double(formulaUnits) <= sites + 1e-6 else {
      throw value.error(
        "\(ions) ions per formula unit do not fit: there are \(sites / Double(formulaUnits)) sites per formula unit; lower the number"
      )
    }
    return .perFormulaUnit(ions, formulaUnits: formulaUnits)
  }
}

extension InputValue {
  /// A charge in units of e that is not zero.
  public func nonzeroCharge() throws(InputError) -> Double {
    let charge = try number(.charge, .within(-100...100))
    guard charge != 0 else {
      throw error("\(shown): an ion without charge conducts no current; give its charge in e")
    }
    return charge
  }

  /// Checks that a text is one of a list of names.
  public func check(in names: [String], what: String, plural: String) throws(InputError) {
    let name = try text("give one of \(names.joined(separator: ", "))")
    guard names.contains(name) else {
      throw error("unknown \(what) \"\(name)\"; \(suggestion(for: name, in: names, what: plural))")
    }
  }
}
