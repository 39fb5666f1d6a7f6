import IonHopCore

/// Which hops a current has to work for: the share of each hop class in the dissipation.
///
/// The network is a circuit of conductances g_ij = f_i (1 − f_j) k_ij, the same both ways by detailed
/// balance. A field of unit strength along x, y and z drives currents through it; a bond dissipates
/// current² × resistance, and the shares of all bonds add up to 1. By Thomson's principle the share of
/// a class is also ∂ln D/∂ln ν, by how much its attempt frequency changes the conductivity: the class
/// with the largest share is the bottleneck. P. G. Doyle, J. L. Snell, Random Walks and Electric
/// Networks (1984), arXiv:math/0001057.
///
///     let shares = try DissipationShares(network, conditions: conditions, occupation: occupation)
///     shares.ofClass   // in the order of network.hopClasses
///
/// Exact for a lone ion, and at any filling where all sites have one energy; elsewhere exclusion
/// enters by the mean occupations alone.
public struct DissipationShares: Sendable {
  /// Summed over the three directions; nil if rates span too many decades for the solver.
  public let ofClass: [Double]?

  /// Sites up to which the circuit is solved in seconds.
  public static let mostSites = 20_000

  /// - Parameter occupation: mean occupation f of each site.
  /// - Throws: `FieldError` for a field, interactions, or rates that are not finite.
  public init(
    _ network: SiteNetwork, conditions: Conditions, occupation: [Double]
  ) throws(FieldError) {
    guard conditions.field == .zero else { throw .fieldSet }
    guard conditions.pairEnergy == 0, !network.hasPairs, network.compoundEvents.count == 0 else {
      throw .interactionsSet
    }
    let circuit = try Circuit(network, conditions, occupation: occupation)
    let classes = network.hopClasses.count
    ofClass = try circuit.dissipation(ofClasses: classes, network.connectivity())
  }
}

extension Circuit {
  /// Shares of the hop classes in the trace of the dissipation tensor.
  ///
  /// - Returns: nil where the matrix loses too many digits.
  func dissipation(
    ofClasses classes: Int, _ connectivity: SiteNetwork.Connectivity
  ) throws(FieldError) -> [Double]? {
    guard let potentials = try potentials(connectivity) else { return nil }
    var sums = Array(repeating: 0.0, count: classes)
    for bond in bonds {
      let step = bond.displacement + (potentials[bond.from] - potentials[bond.to])
      sums[bond.hopClass] += bond.conductance * dot(step, step)
    }
    let total = sums.reduce(0, +)
    return total > 0 ? sums.map { $0 / total } : nil
  }

  /// The potentials that carry a unit displacement along x, y and z (Å).
  ///
  /// - Returns: nil where the matrix loses too many digits.
  func potentials(
    _ connectivity: SiteNetwork.Connectivity
  ) throws(FieldError) -> [SIMD3<Double>]? {
    let unknown = unknowns(connectivity)
    let count = unknown.count { $0 >= 0 }
    guard count > 0 else { return Array(repeating: .zero, count: sites) }
    let factor = try SparseCholesky(size: count, entries: entries(unknown))
    guard factor.smallestPivot > Self.smallestPivot else { return nil }
    return try potentials(factor, unknown)?.potentials
  }
}
