/// Why the network solver gives no answer.
public enum FieldError: Error, Equatable, CustomStringConvertible {
  /// A field, which the solver of a network in equilibrium does not take.
  case fieldSet
  /// Interactions, which a solver of lone ions does not take.
  case interactionsSet
  /// Several species, which a solver of lone ions does not take.
  case severalSpecies
  /// A temperature (K) that is not positive and finite.
  case badTemperature(Double)
  /// Every rate is zero at this temperature (K).
  case nothingMoves(temperature: Double)
  /// Rates that are not finite at this temperature (K).
  case notFinite(temperature: Double)
  /// The factors of the matrix do not fit in memory.
  case outOfMemory(sites: Int)
  /// The sparse solver failed, with its status.
  case solverFailed(status: Int)
  /// Rates over more decades than the solver can tell.
  case tooManyDecades(sites: Int)
  /// A solution whose residual is too large.
  case inaccurate(residual: Double)
  /// Voxels that make no conductor.
  case badMicrostructure(String)
  /// The multigrid solver failed.
  case multigridFailed(String)
  /// The iteration ended before the residual was small.
  case notConverged(steps: Int, residual: Double)
  /// A frequency (Hz) that is not positive and finite.
  case badFrequency(Double)
  /// No path leads across the cell.
  case notConnected
  /// Fewer orders than a perturbation needs.
  case tooFewOrders(Int)
  /// A coverage outside of 0 to 1.
  case badCoverage(Double)

  /// What is wrong, in a line.
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
