/// Why the network solver gives no answer.
public enum FieldError: Error, Equatable, CustomStringConvertible {
  case fieldSet
  case interactionsSet
  case severalSpecies
  case badTemperature(Double)
  case nothingMoves(temperature: Double)
  case notFinite(temperature: Double)
  case outOfMemory(sites: Int)
  case solverFailed(status: Int)
  case tooManyDecades(sites: Int)
  case inaccurate(residual: Double)

  public var description: String {
    switch self {
    case .fieldSet:
      "field: the exact solver works without a field; remove the key"
    case .interactionsSet:
      "interactions: the exact solver is for ions that do not interact; set them to zero or use run"
    case .severalSpecies:
      "mobile: the exact solver is for one species; use run"
    case .badTemperature(let t):
      "temperatures: \(t) K is not a positive finite temperature"
    case .nothingMoves(let t):
      "temperatures: at \(t) K every hop rate underflows to zero; raise the temperature"
    case .notFinite(let t):
      "temperatures: at \(t) K a rate is not finite; check barriers and energies"
    case .outOfMemory(let sites):
      "exact solver: not enough memory for \(sites) sites; use a smaller supercell"
    case .solverFailed(let status):
      "exact solver: CHOLMOD failed with status \(status); please report the network"
    case .tooManyDecades(let sites):
      "exact solver: rates span too many decades for \(sites) sites; raise the temperature or use a smaller supercell"
    case .inaccurate(let residual):
      "exact solver: relative residual \(residual) is too large; raise the temperature or use a smaller supercell"
    }
  }
}
