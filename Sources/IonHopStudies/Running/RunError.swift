/// Why a study could not be run to a result.
public enum RunError: Error, Equatable, CustomStringConvertible {
  case notConnected
  case noTemperature
  case noReplica
  case tooFewTemperatures
  case wrongSpecies(given: Int, network: Int)
  case tooFewHops(temperature: Double, hops: Int)
  case stoppedBeforeResult
  case emptyShare
  case environmentUnfit
  case severalNetworks(Int)
  /// Why vacancies cannot follow from the equilibrium of Schottky pairs.
  case schottkyUnfit(String)

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
