/// Why a space charge cannot be computed; each says what to mend.
public enum SpaceChargeError: Error, Equatable, CustomStringConvertible {
  /// A temperature (K) that is not positive and finite.
  case badTemperature(Double)
  /// A permittivity below 1 or not finite.
  case badPermittivity(region: String, value: Double)
  /// A number outside of what it may be.
  case badValue(of: String, value: Double, needs: String)
  /// A list of another length than it must have.
  case wrongCount(of: String, expected: Int, found: Int)
  /// A region without any voxel.
  case emptyRegion(String)
  /// A region that does not exist.
  case unknownRegion(index: Int, of: Int)
  /// More defects than sites.
  case overfull(sublattice: String, region: String, occupied: Double, sites: Double)
  /// A species without sites in a region.
  case noSites(species: String, region: String)
  /// A bulk whose charges (e/Å³) do not cancel.
  case bulkNotNeutral(charge: Double)
  /// A grid whose charges (e) cannot cancel.
  case notNeutral(charge: Double)
  /// The iteration ended before the residual was small.
  case notConverged(iterations: Int, residual: Double)
  /// More nodes than the solver takes.
  case tooFine(nodes: Int)
  /// The linear solver failed.
  case solver(FieldError)

  /// What is wrong, in a line.
  public var description: String {
    switch self {
    case .badTemperature(let t):
      "space charge: \(t) K is not a positive finite temperature"
    case .badPermittivity(let region, let value):
      """
      space charge: relative permittivity \(value) of region \(region) must be positive and finite
      """
    case .badValue(let name, let value, let needs):
      "space charge: \(name) is \(value) and must be \(needs)"
    case .wrongCount(let name, let expected, let found):
      "space charge: \(found) \(name) given where \(expected) are needed"
    case .emptyRegion(let name):
      """
      space charge: region \(name) is empty; give it a thickness or cells, or remove it
      """
    case .unknownRegion(let index, let count):
      "space charge: there is no region \(index), the regions are 0 to \(count - 1)"
    case .overfull(let sublattice, let region, let occupied, let sites):
      """
      space charge: sublattice \(sublattice) of region \(region) holds \(occupied) of \(sites) \
      sites; leave some free for the mobile species, or give more sites
      """
    case .noSites(let species, let region):
      """
      space charge: \(species) has no sites in region \(region), from where the reservoir \
      supplies it
      """
    case .bulkNotNeutral(let charge):
      """
      space charge: the bulk has a charge of \(charge) e/Å³; change a concentration, or add an \
      immobile background of the opposite charge
      """
    case .notNeutral(let charge):
      """
      space charge: the closed cell has a charge of \(charge) e too much and nothing that could \
      take it up; change an amount or a fixed charge, or open the cell to a reservoir
      """
    case .notConverged(let iterations, let residual):
      """
      space charge: Newton's method stopped after \(iterations) steps with relative residual \
      \(residual); approach the values from a milder case, or raise the temperature
      """
    case .tooFine(let nodes):
      """
      space charge: more than \(nodes) nodes are needed; make layers thinner (some ten Debye \
      lengths of bulk are enough), or ask for a coarser resolution
      """
    case .solver(let error): error.description
    }
  }

  static func positive(_ value: Double, _ name: @autoclosure () -> String) throws(SpaceChargeError)
  {
    guard value > 0, value.isFinite else {
      throw .badValue(of: name(), value: value, needs: "positive and finite")
    }
  }

  static func notNegative(
    _ value: Double, _ name: @autoclosure () -> String
  ) throws(SpaceChargeError) {
    guard value >= 0, value.isFinite else {
      throw .badValue(of: name(), value: value, needs: "finite and not negative")
    }
  }

  static func finite(_ value: Double, _ name: @autoclosure () -> String) throws(SpaceChargeError) {
    guard value.isFinite else { throw .badValue(of: name(), value: value, needs: "finite") }
  }
}
