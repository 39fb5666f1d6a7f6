/// Why an engine cannot be set up on a network.
public enum EngineError: Error, Equatable {
  case noMobileIon
  case fullLattice(ions: Int, sites: Int)
  case tooManyIons(ions: Int, sites: Int)
  case wrongSpecies(given: Int, layers: Int)
  case badTemperature(Double)
  case unknownGenerator(String, known: [String])
  case unsuitableGenerator(String)
  case selectorUnfit(SelectorKind, reason: String)
  case basinsUnfit(reason: String)
  case carriersUnfit(Carriers, reason: String)
  case nothingMoves(temperature: Double)
  case badRenewal(String)
  case notFinite(String)
}

extension EngineError: CustomStringConvertible {
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
