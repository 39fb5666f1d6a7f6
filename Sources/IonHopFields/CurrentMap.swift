import IonHopCore

/// Where ions run in a uniform field along one axis: the picture behind `ExactDiffusivity`.
public struct CurrentMap: Sendable {
  /// How far each site lies along the axis by what an ion has to work for (Å): the electrochemical
  /// potential falls by the field times this; it differs from the position by a periodic shift.
  public let places: [Double]
  /// Half of what flows along each site's hops, Σ g (d + φ_i − φ_j)·e d / 2Σp (Å²/s): its component
  /// along the axis adds up to the diffusivity.
  public let flow: [SIMD3<Double>]

  /// - Parameters:
  ///   - occupation: as in `ExactDiffusivity`.
  ///   - axis: 0, 1 or 2 for x, y or z.
  /// - Returns: nil where rates span too many decades for the solver.
  /// - Throws: `FieldError`
  public init?(
    _ network: SiteNetwork, conditions: Conditions, occupation: [Double] = [], axis: Int
  ) throws(FieldError) {
    guard conditions.field == .zero else { throw .fieldSet }
    guard network.layers == nil else { throw .severalSpecies }
    let circuit = try Circuit(network, conditions, occupation: occupation)
    guard let potentials = try circuit.potentials(network.connectivity()) else { return nil }
    places = (0..<network.siteCount).map { network.position(of: $0)[axis] - potentials[$0][axis] }
    var flow = Array(repeating: SIMD3<Double>.zero, count: network.siteCount)
    let scale = circuit.largestConductance / circuit.partition
    for bond in circuit.bonds {
      let step =
        bond.displacement[axis] + (potentials[bond.from][axis] - potentials[bond.to][axis])
      let half = scale * bond.conductance * step / 2 * bond.displacement
      flow[bond.from] += half
      flow[bond.to] += half
    }
    self.flow = flow
  }
}
