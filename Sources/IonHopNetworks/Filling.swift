import IonHopCore

/// A mobile species: its name, and the charge that it carries by default.
public struct Species: Sendable, Hashable {
  /// For example "Li".
  public let name: String
  /// Charge of one ion (e).
  public let charge: Double

  /// An ion of a charge (e).
  public init(_ name: String, charge: Double) {
    self.name = name
    self.charge = charge
  }

  /// Li⁺
  public static let lithium = Species("Li", charge: 1)
  /// Na⁺
  public static let sodium = Species("Na", charge: 1)
}

/// How many ions of a species stand on a network.
public enum Filling: Sendable, Equatable {
  /// Share of the sites.
  case fraction(Double)
  /// Ions on the whole network.
  case count(Int)
  /// Ions per formula unit, and how many formula units the network holds.
  case perFormulaUnit(Double, formulaUnits: Int)

  /// The whole number of ions nearest to what was asked.
  public func ions(on network: SiteNetwork) -> Int { ions(onSites: network.siteCount) }

  /// The same where so many sites are open to the species.
  public func ions(onSites sites: Int) -> Int {
    switch self {
    case .fraction(let share): Int((share * Double(sites)).rounded())
    case .count(let count): count
    case .perFormulaUnit(let ions, let units): Int((ions * Double(units)).rounded())
    }
  }
}

/// A mobile species and how many ions of it there are.
public struct MobileIons: Sendable, Equatable {
  /// The ion.
  public var species: Species
  /// How many there are.
  public var filling: Filling

  /// Ions of a species, and how many.
  public init(_ species: Species, _ filling: Filling) {
    (self.species, self.filling) = (species, filling)
  }
}
