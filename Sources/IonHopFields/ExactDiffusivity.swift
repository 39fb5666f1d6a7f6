import Foundation
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
  public let dimensions: Int
  /// Largest residual of the three linear systems, relative to their right-hand sides.
  public let relativeResidual: Double

  /// Residuals above this are refused.
  private static let largestResidual = 1e-8

  /// - Throws: `FieldError` for a field, interactions, or rates that a solver cannot work with.
  /// - Complexity: that of a sparse Cholesky factorisation: O(n^1.5) in layers, O(n²) in crystals.
  public init(_ network: SiteNetwork, conditions: Conditions) throws(FieldError) {
    guard conditions.field == .zero else { throw .fieldSet }
    guard conditions.pairEnergy == 0 else { throw .interactionsSet }
    guard conditions.temperature > 0, conditions.temperature.isFinite else {
      throw .badTemperature(conditions.temperature)
    }
    let circuit = try Circuit(network, conditions)
    let solution = try circuit.potentials()
    guard solution.residual <= Self.largestResidual else {
      throw .inaccurate(residual: solution.residual)
    }
    var sum = Array(repeating: Array(repeating: 0.0, count: 3), count: 3)
    for bond in circuit.bonds {
      let i = bond.from
      let j = bond.to
      let step = (0..<3).map { axis in
        bond.displacement[axis] + solution.potentials[axis][i] - solution.potentials[axis][j]
      }
      for a in 0..<3 {
        for b in 0..<3 { sum[a][b] += bond.conductance * step[a] * step[b] }
      }
    }
    // Each bond was counted from both its ends.
    let scale = circuit.largestConductance / (2 * circuit.partition)
    tensor = sum.map { $0.map { $0 * scale } }
    dimensions = network.connectivity().dimensions
    mean = (tensor[0][0] + tensor[1][1] + tensor[2][2]) / Double(max(1, dimensions))
    relativeResidual = solution.residual
  }

  /// Charge diffusivity of `ions` that exclude each other from sites (Å²/s).
  ///
  /// With equal site energies D_σ(N) = (Ns − N)/(Ns − 1) D(1), at any filling and for any
  /// barriers: rates are then symmetric, and exclusion leaves the sum of displacements unchanged
  /// but for blocking (R. Kutner, Phys. Lett. A 81, 239 (1981), doi:10.1016/0375-9601(81)90251-6).
  ///
  /// - Returns: nil where site energies differ and the theorem does not hold.
  public func chargeDiffusivity(ions: Int, on network: SiteNetwork) -> Double? {
    let first = network.energy(of: 0)
    guard (0..<network.siteCount).allSatisfy({ network.energy(of: $0) == first }) else {
      return nil
    }
    guard network.siteCount > 1 else { return ions == 1 ? mean : nil }
    return mean * Double(network.siteCount - ions) / Double(network.siteCount - 1)
  }
}

/// A network as a circuit of conductances in units of the largest.
private struct Circuit {
  struct Bond {
    let from: Int
    let to: Int
    let displacement: SIMD3<Double>
    let conductance: Double
  }

  /// Every directed hop.
  let bonds: [Bond]
  /// p k of the best bond (1/s), with p in units of the deepest site's.
  let largestConductance: Double
  /// Σ p
  let partition: Double
  private let connectivity: SiteNetwork.Connectivity

  init(_ network: SiteNetwork, _ conditions: Conditions) throws(FieldError) {
    let kT = conditions.thermalEnergy
    let lowest = (0..<network.siteCount).map { network.energy(of: $0) }.min() ?? 0
    var bonds: [Bond] = []
    bonds.reserveCapacity(network.hopCount)
    var partition = 0.0
    var largest = 0.0
    for site in 0..<network.siteCount {
      let weight = exp(-(network.energy(of: site) - lowest) / kT)
      partition += weight
      for hop in network.hops(from: site) {
        let conductance = weight * network.rate(of: hop, under: conditions)
        guard conductance.isFinite else {
          throw .notFinite(temperature: conditions.temperature)
        }
        largest = max(largest, conductance)
        bonds.append(
          Bond(
            from: site, to: hop.to, displacement: hop.displacement, conductance: conductance))
      }
    }
    guard largest > 0 else { throw .nothingMoves(temperature: conditions.temperature) }
    self.bonds = bonds.map {
      Bond(
        from: $0.from, to: $0.to, displacement: $0.displacement,
        conductance: $0.conductance / largest)
    }
    self.partition = partition
    largestConductance = largest
    connectivity = network.connectivity()
  }

  /// The potentials that carry a unit displacement along x, y and z, one site a component at zero.
  func potentials() throws(FieldError) -> (potentials: [[Double]], residual: Double) {
    let sites = connectivity.component.count
    // The first site of each component is grounded: the matrix then has no null vector.
    var unknown = Array(repeating: Int32(-1), count: sites)
    var grounded = Array(repeating: false, count: connectivity.componentCount)
    var count = 0
    for site in 0..<sites {
      let component = connectivity.component[site]
      if grounded[component] {
        unknown[site] = Int32(count)
        count += 1
      }
      grounded[component] = true
    }
    guard count > 0 else {
      return (Array(repeating: Array(repeating: 0, count: sites), count: 3), 0)
    }
    let factor = try SparseCholesky(size: count, entries: entries(unknown))
    var potentials: [[Double]] = []
    var residual = 0.0
    for axis in 0..<3 {
      let (solution, rest) = try factor.solve(current(along: axis, unknown, count))
      potentials.append(unknown.map { $0 < 0 ? 0 : solution[Int($0)] })
      residual = max(residual, rest)
    }
    return (potentials, residual)
  }

  private func entries(_ unknown: [Int32]) -> [SparseCholesky.Entry] {
    var entries: [SparseCholesky.Entry] = []
    for bond in bonds where bond.from != bond.to {
      let (i, j) = (unknown[bond.from], unknown[bond.to])
      if i >= 0 { entries.append(.init(row: i, column: i, value: bond.conductance)) }
      // The upper triangle holds each bond once; it is met twice.
      if i >= 0, j > i { entries.append(.init(row: i, column: j, value: -bond.conductance)) }
    }
    return entries
  }

  /// Minimising Σ g (d + φ_i − φ_j)² over φ_i: Σ_j g (φ_i − φ_j) = −Σ_j g d.
  private func current(along axis: Int, _ unknown: [Int32], _ count: Int) -> [Double] {
    var current = Array(repeating: 0.0, count: count)
    for bond in bonds where bond.from != bond.to && unknown[bond.from] >= 0 {
      current[Int(unknown[bond.from])] -= bond.conductance * bond.displacement[axis]
    }
    return current
  }
}
