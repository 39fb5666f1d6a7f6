import IonHopCore

extension HarmonicCoordinates {
  /// The coordinates of a lone ion, or of ions that fill the sites as `occupation` says, by Kirchhoff's
  /// laws.
  ///
  /// - Parameters:
  ///   - occupation: mean occupation of each site, as in `ExactDiffusivity`; none for a lone ion, which
  ///     also serves ions that exclude each other where all sites have one energy.
  ///   - fixedRates: `EnginePlan.hasFixedRates` of the simulation to come.
  /// - Returns: nil where rates span too many decades for the solver.
  /// - Throws: `FieldError`.
  public init?(
    solving network: SiteNetwork, conditions: Conditions, occupation: [Double] = [],
    fixedRates: Bool
  ) throws(FieldError) {
    guard conditions.field == .zero else { throw .fieldSet }
    guard network.layers == nil else { throw .severalSpecies }
    let circuit = try Circuit(network, conditions, occupation: occupation)
    guard let potentials = try circuit.potentials(network.connectivity()) else { return nil }
    // The solver's potentials are taken from the displacement, d + φ_i − φ_j.
    self.init(
      network, shifts: potentials.map { -$0 }, conditions: fixedRates ? conditions : nil)
  }
}
