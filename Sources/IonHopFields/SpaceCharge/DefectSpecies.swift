/// A kind of charged defect or ion: how much charge, on which sites, and who decides how many.
public struct DefectSpecies: Sendable, Equatable {
  /// How a species in equilibrium fills its sites.
  public enum Statistics: Sendable, Equatable {
    /// One ion a site, shared with all other species of the sublattice that obey it.
    case fermiDirac
    /// As many as the Boltzmann factor wants: the dilute limit, with which the closed form of Gouy
    /// and Chapman is reached. It ignores the other species on its sites.
    case boltzmann
  }

  /// Where defects come from.
  public enum Supply: Sendable, Equatable {
    /// In equilibrium with the bulk region, which holds this many (Å⁻³).
    case reservoir(Double)
    /// In equilibrium with a reservoir of this electrochemical potential (eV), on the scale of the
    /// species' energies: for a bulk with sites of several kinds.
    case electrochemicalPotential(Double)
    /// In equilibrium inside a closed cell that holds this many: ions of a grid, or ions per Å² of
    /// a stack of layers.
    case closed(Double)
    /// Immobile: where the region, or a profile frozen in, has it.
    case frozen
  }

  /// For messages and tables.
  public var name: String
  /// e
  public var charge: Double
  /// Index of the sublattice; none for an immobile species that takes no site from others.
  public var sublattice: Int?
  /// How sites fill.
  public var statistics: Statistics
  /// Where its defects come from.
  public var supply: Supply

  /// A mobile defect of a charge (e).
  public init(
    _ name: String, charge: Double, sublattice: Int?, statistics: Statistics = .fermiDirac,
    supply: Supply
  ) {
    self.name = name
    self.charge = charge
    self.sublattice = sublattice
    self.statistics = statistics
    self.supply = supply
  }

  /// A background that neither moves nor takes sites, such as aliovalent dopants of another
  /// sublattice.
  public static func background(_ name: String, charge: Double) -> DefectSpecies {
    DefectSpecies(name, charge: charge, sublattice: nil, supply: .frozen)
  }

  var isMobile: Bool { supply != .frozen }
}

/// Matter of one kind: the bulk, a core, a second phase.
public struct SpaceChargeRegion: Sendable, Equatable {
  /// For messages and tables.
  public var name: String
  /// Relative permittivity.
  public var permittivity: Double
  /// Sites of each sublattice (Å⁻³).
  public var siteDensities: [Double]
  /// Standard energy of each species (eV); a difference between regions is a segregation energy.
  /// Empty for zero.
  public var energies: [Double]
  /// Concentration of each immobile species (Å⁻³); of the others it is not read. Empty for none.
  public var frozen: [Double]

  /// A region with its permittivity and densities of sites.
  public init(
    _ name: String, permittivity: Double, siteDensities: [Double], energies: [Double] = [],
    frozen: [Double] = []
  ) {
    self.name = name
    self.permittivity = permittivity
    self.siteDensities = siteDensities
    self.energies = energies
    self.frozen = frozen
  }

  func energy(of species: Int) -> Double { energies.isEmpty ? 0 : energies[species] }

  func frozen(_ species: Int) -> Double { frozen.isEmpty ? 0 : frozen[species] }
}
