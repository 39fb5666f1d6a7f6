import IonHopCore

/// The exact long-time diffusivity of an ion that meets no other, on any network.
///
/// The network is one of conductances g = p k, with p = exp(−E/kT) and k the rate of a hop;
/// detailed balance makes g the same both ways. By Kirchhoff's laws
///
///     D = Σ_bonds g (d + φ_i − φ_j)(d + φ_i − φ_j)ᵀ / Σ_sites p,   with φ from  L φ = b
///
/// where d is the bond's displacement and φ minimises the sum for each direction. P. G. Doyle,
/// J. L. Snell, Random Walks and Electric Networks (1984), arXiv:math/0001057.
///
///     let exact = try ExactDiffusivity(network, conditions: Conditions(temperature: 500))
///     exact.mean   // Å²/s
public struct ExactDiffusivity: Sendable {
  /// Cartesian components [row][column] (Å²/s).
  public let tensor: [[Double]]
  /// Trace over the directions in which the network is connected (Å²/s).
  public let mean: Double
  /// Directions in which the network is connected.
  public let dimensions: Int
  /// Largest residual of the three linear systems, relative to the largest Σ g|d| of a site; zero
  /// where rates span so many decades that no linear system was solved (`StarMesh`).
  public let relativeResidual: Double

  /// Residuals above this are refused.
  private static let largestResidual = 1e-8

  /// Ions of separate components count by their equilibrium weight, as placed at random.
  ///
  /// - Parameter occupation: mean occupation f of each site, for the charge diffusivity of ions that
  ///   exclude each other, with g = f_i (1 − f_j) k_ij: exact where all sites have one energy, and a
  ///   mean field elsewhere. None for a lone ion.
  /// - Throws: `FieldError` for a field, interactions, or rates that a solver cannot work with.
  /// - Complexity: that of a sparse Cholesky factorisation: O(n^1.5) in layers, O(n²) in crystals.
  public init(
    _ network: SiteNetwork, conditions: Conditions, occupation: [Double] = []
  ) throws(FieldError) {
    guard conditions.field == .zero else { throw .fieldSet }
    guard conditions.pairEnergy == 0 else { throw .interactionsSet }
    guard network.layers == nil else { throw .severalSpecies }
    guard conditions.temperature > 0, conditions.temperature.isFinite else {
      throw .badTemperature(conditions.temperature)
    }
    let circuit = try Circuit(network, conditions, occupation: occupation)
    let connectivity = network.connectivity()
    let dissipation = try circuit.dissipation(connectivity)
    guard dissipation.residual <= Self.largestResidual else {
      throw .inaccurate(residual: dissipation.residual)
    }
    tensor = Self.project(
      dissipation.tensor, on: connectivity.directions,
      scale: circuit.largestConductance / circuit.partition)
    dimensions = connectivity.dimensions
    mean = (tensor[0][0] + tensor[1][1] + tensor[2][2]) / Double(max(1, dimensions))
    relativeResidual = dissipation.residual
  }

  /// A tensor in the directions of unbounded travel; it is zero but for rounding in the others.
  private static func project(
    _ tensor: [[Double]], on directions: [SIMD3<Double>], scale: Double
  ) -> [[Double]] {
    guard directions.count < 3 else { return tensor.map { $0.map { $0 * scale } } }
    var result = Array(repeating: Array(repeating: 0.0, count: 3), count: 3)
    for u in directions {
      for v in directions {
        let columns = (0..<3).map { row in dot(SIMD3(tensor[row]), v) }
        let component = scale * dot(u, SIMD3(columns))
        for a in 0..<3 {
          for b in 0..<3 { result[a][b] += component * u[a] * v[b] }
        }
      }
    }
    return result
  }

  /// Charge diffusivity of `ions` that exclude each other from sites (Å²/s).
  ///
  /// With equal site energies D_σ(N) = (Ns − N)/(Ns − 1) D(1) exactly, at any filling, for any
  /// barriers: rates are then symmetric, and exclusion leaves the sum of displacements unchanged
  /// but for blocking (R. Kutner, Phys. Lett. A 81, 239 (1981), doi:10.1016/0375-9601(81)90251-6).
  ///
  /// - Returns: nil where site energies differ, so that the theorem does not hold, or where
  ///   `ions` is not between 1 and the number of sites.
  public func chargeDiffusivity(ions: Int, on network: SiteNetwork) -> Double? {
    let first = network.energy(of: 0)
    guard (1...network.siteCount).contains(ions),
      (0..<network.siteCount).allSatisfy({ network.energy(of: $0) == first })
    else {
      return nil
    }
    guard network.siteCount > 1 else { return mean }
    return mean * Double(network.siteCount - ions) / Double(network.siteCount - 1)
  }
}
