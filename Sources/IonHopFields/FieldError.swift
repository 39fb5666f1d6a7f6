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
  case badMicrostructure(String)
  case multigridFailed(String)
  case notConverged(steps: Int, residual: Double)
  case badFrequency(Double)
  case notConnected
  case tooFewOrders(Int)
  case badCoverage(Double)

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
    case .badMicrostructure(let reason):
      reason
    case .multigridFailed(let reason):
      "field solver: \(reason); use a smaller grid, or report the input"
    case .notConverged(let steps, let residual):
      "field solver: relative residual \(residual) after \(steps) steps; use a smaller contrast of conductivities or a smaller grid"
    case .badFrequency(let frequency):
      "frequencies: \(frequency) rad/s is not a positive frequency beside the rates; correct it"
    case .notConnected:
      "percolation: no path of hops goes around the periodic cell; join sites by more hops"
    case .tooFewOrders(let orders):
      "percolation: \(orders) random orders; give at least one"
    case .badCoverage(let coverage):
      "backbone: a coverage of \(coverage) is not between 0 and 1; give for example 0.9"
    }
  }
}
