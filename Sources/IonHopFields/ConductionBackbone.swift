import IonHopCore

/// How few bonds carry a current: the share of bonds in which nearly all of it is dissipated.
///
/// In a crystal of one kind of bond all that lie along the field count; where barriers are spread,
/// a current keeps to a few paths.
public struct ConductionBackbone: Sendable {
  /// A bond with its part of the current.
  public struct BondShare: Sendable {
    /// Number of a site.
    public let from: Int
    /// Number of the other site.
    public let to: Int
    /// Cells crossed on the way.
    public let displacement: SIMD3<Double>
    /// Of the total dissipation of fields along x, y and z.
    public let share: Double
  }

  /// The bonds that dissipate most, in falling order, until `coverage` of the total is reached.
  public let bonds: [BondShare]
  /// Those over all bonds.
  public let shareOfBonds: Double
  /// Share of the dissipation that these bonds have together.
  public let coverage: Double

  /// - Parameter coverage: of the dissipation, between 0 and 1.
  /// - Throws: `FieldError` for a field, interactions, a coverage out of range, or rates that span
  ///   too many decades.
  /// - Complexity: that of `ExactDiffusivity`.
  public init(
    of network: SiteNetwork, conditions: Conditions, coverage: Double = 0.9
  ) throws(FieldError) {
    guard coverage > 0, coverage < 1 else { throw .badCoverage(coverage) }
    let circuit = try Circuit(checking: network, conditions)
    let unknown = circuit.unknowns(network.connectivity())
    let factor = try SparseCholesky(
      size: unknown.count { $0 >= 0 }, entries: circuit.entries(unknown))
    guard factor.smallestPivot > Circuit.smallestPivot,
      let potentials = try circuit.potentials(factor, unknown)?.potentials
    else { throw .tooManyDecades(sites: network.siteCount) }
    let losses = circuit.bonds.map { bond in
      let step = bond.displacement + (potentials[bond.from] - potentials[bond.to])
      return bond.conductance * dot(step, step)
    }
    let total = losses.reduce(0, +)
    var found: [BondShare] = []
    var sum = 0.0
    for index in losses.indices.sorted(by: { (losses[$1], $0) < (losses[$0], $1) })
    where sum < coverage * total {
      let bond = circuit.bonds[index]
      found.append(
        BondShare(
          from: bond.from, to: bond.to, displacement: bond.displacement,
          share: losses[index] / total))
      sum += losses[index]
    }
    bonds = found
    shareOfBonds = Double(found.count) / Double(losses.count)
    self.coverage = coverage
  }
}

extension Circuit {
  /// A circuit of ions that do not interact, at a temperature that makes sense.
  init(
    checking network: SiteNetwork, _ conditions: Conditions, occupation: [Double] = []
  ) throws(FieldError) {
    guard conditions.field == .zero else { throw .fieldSet }
    guard conditions.pairEnergy == 0 else { throw .interactionsSet }
    guard conditions.temperature > 0, conditions.temperature.isFinite else {
      throw .badTemperature(conditions.temperature)
    }
    try self.init(network, conditions, occupation: occupation)
  }
}
