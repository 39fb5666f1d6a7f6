/// Why a study could not be run to a result.
public enum RunError: Error, Equatable, CustomStringConvertible {
  /// No hop leads across the cell, so that nothing is transported.
  case notConnected
  /// A study without temperatures.
  case noTemperature
  /// A study without replicas.
  case noReplica
  /// An activation energy of fewer than two temperatures.
  case tooFewTemperatures
  /// Numbers of ions for other species than the network has.
  case wrongSpecies(given: Int, network: Int)
  /// Too few hops for an error bar at a temperature (K).
  case tooFewHops(temperature: Double, hops: Int)
  /// A run that was stopped before it knew anything.
  case stoppedBeforeResult
  /// A share of a study with nothing in it.
  case emptyShare
  /// An environment that was made for another network.
  case environmentUnfit
  /// A target that is for one network, in a study of several.
  case severalNetworks(Int)
  /// Why vacancies cannot follow from the equilibrium of Schottky pairs.
  case schottkyUnfit(String)

  /// What is wrong, in a line with its mend.
  public var description: String {
    switch self {
    case .notConnected:
      "hops: the network is connected in no direction, so ions cannot travel; widen the hop distances or add hop classes"
    case .noTemperature:
      "temperatures: none given; list at least one in K"
    case .noReplica:
      "sampling.replicas: none asked for; use at least 1"
    case .tooFewTemperatures:
      "sampling.target: an activation energy needs two temperatures at least; add one"
    case .wrongSpecies(let given, let network):
      "mobile: \(given) species given for a network of \(network); give each of the network's species by its name"
    case .tooFewHops(let temperature, let hops):
      "sampling: \(hops) hops at \(temperature) K are too few to see diffusion; raise hops or maxHops"
    case .stoppedBeforeResult:
      "stopped before the first temperature had enough samples; nothing to report"
    case .emptyShare:
      "--shard: there are fewer temperatures than shards, and none is left for this one; use fewer shards"
    case .environmentUnfit:
      "environment: made for another network; make it anew with environment.on(network)"
    case .severalNetworks(let count):
      "sampling.target: an activation energy as a target is for one network, and there are \(count); take target away, or realisations"
    case .schottkyUnfit(let reason):
      "defects: Schottky pairs make vacancies on sites of one energy whose ions only exclude each other, in a large supercell: \(reason)"
    }
  }
}
