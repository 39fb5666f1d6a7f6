/// Why an engine cannot be set up on a network.
public enum EngineError: Error, Equatable {
  /// There is no mobile ion.
  case noMobileIon
  /// All sites are taken, so that nothing can hop.
  case fullLattice(ions: Int, sites: Int)
  /// More ions than sites.
  case tooManyIons(ions: Int, sites: Int)
  /// Numbers of ions for other species than the network has.
  case wrongSpecies(given: Int, layers: Int)
  /// A temperature (K) that is not positive and finite.
  case badTemperature(Double)
  /// A generator that GSL does not have.
  case unknownGenerator(String, known: [String])
  /// A generator of GSL with too few bits.
  case unsuitableGenerator(String)
  /// A selector that cannot do what the network needs.
  case selectorUnfit(SelectorKind, reason: String)
  /// Basin steps that cannot do what the network needs.
  case basinsUnfit(reason: String)
  /// Carriers that the network cannot have.
  case carriersUnfit(Carriers, reason: String)
  /// Every rate is zero at this temperature (K).
  case nothingMoves(temperature: Double)
  /// Renewal that does not fit the network.
  case badRenewal(String)
  /// A rate or energy that is not finite.
  case notFinite(String)
}

extension EngineError: CustomStringConvertible {
  /// What is wrong, in a line with its mend.
  public var description: String {
    switch self {
    case .noMobileIon:
      "mobile: no mobile ion on the network; raise the count or fraction, or the supercell"
    case .fullLattice(let ions, let sites):
      "mobile: \(ions) ions fill all \(sites) sites, so nothing can move; leave at least one vacancy"
    case .tooManyIons(let ions, let sites):
      "mobile: \(ions) ions do not fit on \(sites) sites; lower the count or fraction"
    case .wrongSpecies(let given, let layers):
      "mobile: \(given) numbers of ions for a network of \(layers) species; give one for each"
    case .badTemperature(let t):
      "temperatures: \(t) K is not a positive finite temperature"
    case .unknownGenerator(let name, let known):
      "random: GSL has no generator \"\(name)\"; known are \(known.joined(separator: ", "))"
    case .unsuitableGenerator(let name):
      "random: generator \"\(name)\" yields too few distinct values; use taus2, mt19937 or ranlxd2"
    case .selectorUnfit(let kind, let reason):
      "selector: \(kind.rawValue) does not fit this model: \(reason)"
    case .basinsUnfit(let reason):
      "basins: on does not fit this model: \(reason); use basins: automatic or off"
    case .carriersUnfit(let carriers, let reason):
      "carriers: \(carriers.rawValue) do not fit this model: \(reason)"
    case .nothingMoves(let t):
      "temperatures: at \(t) K every hop rate underflows to zero; raise the temperature or lower the barriers"
    case .badRenewal(let why):
      "renewal: \(why); make it for this network, by BondRenewal.global or .eachBond"
    case .notFinite(let what):
      "\(what): a rate is not finite; lower the field or the energies"
    }
  }
}
