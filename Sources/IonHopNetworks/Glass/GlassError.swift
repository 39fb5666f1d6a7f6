/// What is wrong with a glass model, with the mend.
public enum GlassError: Error, Equatable {
  /// A number outside of what it may be.
  case badNumber(key: String, value: Double, mend: String)
  /// Too few sites for the rule.
  case tooFewSites(Int, needed: Int)
  /// More sites than are possible.
  case tooManySites(Int)
  /// A number of sites that is no cube, for sites on a lattice.
  case notALattice(sites: Int, near: Int)
  /// Spheres that do not fit into the box (Å).
  case tooDense(placed: Int, of: Int, distance: Double)
  /// Spheres that still overlap after being pushed apart (Å).
  case overlapsLeft(distance: Double, closest: Double)
  /// Two sites in one place (Å).
  case coincident(Int, Int, distance: Double)
  /// A rule that joins no sites.
  case noBonds(rule: String)
  /// More neighbours than there are sites.
  case tooManyNeighbours(wanted: Int, sites: Int)
  /// A correlation length (Å) that does not fit into the cell.
  case longCorrelation(length: Double, cell: Double)
  /// Energies too many of which are below zero.
  case distributionBelowZero(what: String, share: Double)
  /// A table of energies that is none.
  case badTable(String)
  /// Shares that do not add up to 1.
  case badShares(Double)
  /// A class that is not listed.
  case unknownClass(String, known: [String])
  /// A class that is listed twice.
  case duplicateClass(String)
  /// No host atoms, of which doorways are made.
  case noBottleneck
  /// What is possible in two dimensions only.
  case onlyInLayers(String)
  /// Voronoi cells that do not close.
  case tessellationFailed(points: Int)
  /// A species that is not in the snapshot.
  case noSites(species: String, known: [String])
}

extension GlassError: CustomStringConvertible {
  /// What is wrong, in a line with its mend.
  public var description: String {
    switch self {
    case .badNumber(let key, let value, let mend):
      "glass.\(key): \(value) makes no sense; \(mend)"
    case .tooFewSites(let sites, let needed):
      "glass.sites: \(sites) sites are too few; give at least \(needed)"
    case .tooManySites(let sites):
      "glass.sites: \(sites) sites are more than \(GlassModel.mostSites); use fewer"
    case .notALattice(let sites, let near):
      "glass.sites: \(sites) sites fill no such lattice; give for example \(near)"
    case .tooDense(let placed, let wanted, let distance):
      "glass.minimumDistance: only \(placed) of \(wanted) sites found room \(distance) Å apart; lower the distance or the density, or choose relaxed"
    case .overlapsLeft(let distance, let closest):
      "glass.minimumDistance: pushing sites \(distance) Å apart left two at \(closest) Å; lower the distance or the density"
    case .coincident(let i, let j, let distance):
      "glass: sites \(i) and \(j) lie \(distance) Å apart, on one spot; give a minimum distance"
    case .noBonds(let rule):
      "glass.bonds: \(rule) joins no two sites; lengthen it"
    case .tooManyNeighbours(let wanted, let sites):
      "glass.bonds: \(wanted) neighbours each are not to be had among \(sites) sites; give fewer"
    case .longCorrelation(let length, let cell):
      "glass.correlationLength: \(length) Å is more than a sixth of the cell (\(cell) Å); shorten it or use more sites"
    case .distributionBelowZero(let what, let share):
      "glass.\(what): \(100 * share) % of the distribution lie below zero for some bond; raise the barriers or narrow their spread"
    case .badTable(let message):
      "glass.distribution: \(message)"
    case .badShares(let sum):
      "glass.classes: the shares add up to \(sum); make them add up to 1"
    case .unknownClass(let name, let known):
      "glass.classes: \"\(name)\" is no class; known are \(known.joined(separator: ", "))"
    case .duplicateClass(let name):
      "glass.classes: \"\(name)\" is taken already; choose another name"
    case .noBottleneck:
      "glass.andersonStuart: these bonds have no known bottleneck; give a doorway radius, or take Voronoi vertices or a structure with host atoms"
    case .onlyInLayers(let what):
      "glass: \(what)"
    case .tessellationFailed(let points):
      "glass: the tessellation of \(points) points failed; use fewer, or a minimum distance"
    case .noSites(let species, let known):
      "glass.species: the structure holds no \"\(species)\"; it holds \(known.joined(separator: ", "))"
    }
  }
}

extension EnergyDistribution {
  /// - Throws: `GlassError.badNumber` naming the parameter.
  func check(_ key: String) throws(GlassError) {
    if let (value, mend) = problem { throw .badNumber(key: key, value: value, mend: mend) }
  }
}
