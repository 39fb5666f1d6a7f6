import Foundation
import IonHopCore

/// A network as a circuit of conductances in units of the largest.
struct Circuit {
  struct Bond {
    let from: Int
    let to: Int
    /// Å
    let displacement: SIMD3<Double>
    let conductance: Double
    /// Index into the network's `hopClasses`.
    let hopClass: Int
  }

  /// Each bond once, though it is two hops of the network: rounding must not make the conductance
  /// differ between its ends. A bond from a site to its own image is here twice, at half its value.
  let bonds: [Bond]
  let sites: Int
  /// p k of the best bond (1/s), with p in units of the deepest site's.
  let largestConductance: Double
  /// Σ p
  let partition: Double

  /// - Parameter occupation: mean occupation of each site, for ions that exclude each other; none for
  ///   a lone ion, which stands on a site with the Boltzmann weight p.
  init(
    _ network: SiteNetwork, _ conditions: Conditions, occupation: [Double] = []
  ) throws(FieldError) {
    let kT = conditions.thermalEnergy
    let lowest = (0..<network.siteCount).map { network.energy(of: $0) }.min() ?? 0
    var bonds: [Bond] = []
    bonds.reserveCapacity(network.hopCount / 2)
    var partition = 0.0
    var largest = 0.0
    for site in 0..<network.siteCount {
      let weight =
        occupation.isEmpty ? exp(-(network.energy(of: site) - lowest) / kT) : occupation[site]
      partition += weight
      for index in network.hopRange(from: site) {
        let hop = network.hop(index, from: site)
        guard hop.to >= site else { continue }
        let free = occupation.isEmpty ? 1 : 1 - occupation[hop.to]
        let conductance = weight * free * network.rate(of: hop, under: conditions)
        guard conductance.isFinite else {
          throw .notFinite(temperature: conditions.temperature)
        }
        largest = max(largest, conductance)
        bonds.append(
          Bond(
            from: site, to: hop.to, displacement: Self.displacement(hop, network),
            conductance: hop.to == site ? conductance / 2 : conductance,
            hopClass: hop.hopClass))
      }
    }
    guard largest > 0 else { throw .nothingMoves(temperature: conditions.temperature) }
    self.bonds = bonds.map {
      Bond(
        from: $0.from, to: $0.to, displacement: $0.displacement,
        conductance: $0.conductance / largest, hopClass: $0.hopClass)
    }
    self.partition = partition
    sites = network.siteCount
    largestConductance = largest
  }

  /// From positions and cell image, so that closed loops close to the last digit: a hop's own
  /// displacement may be rounded by 1e-4 Å, and fast cages would walk away on such a difference.
  private static func displacement(
    _ hop: SiteNetwork.Hop, _ network: SiteNetwork
  ) -> SIMD3<Double> {
    network.cell.cartesian(SIMD3<Double>(hop.image))
      + (network.position(of: hop.to) - network.position(of: hop.from))
  }

  /// What a unit displacement dissipates, Σ g (d + φ_i − φ_j)(d + φ_i − φ_j)ᵀ.
  struct Dissipation {
    let tensor: [[Double]]
    let residual: Double
  }

  /// Pivots that keep fewer digits than this leave the matrix to `StarMesh`.
  static let smallestPivot = 1e-13
  /// Multiplications up to which `StarMesh` takes a minute.
  private static let mostWork = 5e8

  func dissipation(_ connectivity: SiteNetwork.Connectivity) throws(FieldError) -> Dissipation {
    let unknown = unknowns(connectivity)
    let count = unknown.count { $0 >= 0 }
    guard count > 0 else { return dissipation(Array(repeating: .zero, count: sites), residual: 0) }
    let factor = try SparseCholesky(size: count, entries: entries(unknown))
    if factor.smallestPivot > Self.smallestPivot,
      let (potentials, residual) = try potentials(factor, unknown)
    {
      return dissipation(potentials, residual: residual)
    }
    guard factor.work < Self.mostWork else { throw .tooManyDecades(sites: sites) }
    let siteOfUnknown = (0..<sites).filter { unknown[$0] >= 0 }
    return Dissipation(
      tensor: StarMesh.dissipation(
        sites: sites, bonds: bonds, order: factor.order.map { siteOfUnknown[$0] }),
      residual: 0)
  }

  private func dissipation(_ potentials: [SIMD3<Double>], residual: Double) -> Dissipation {
    var tensor = Array(repeating: Array(repeating: 0.0, count: 3), count: 3)
    for bond in bonds {
      let step = bond.displacement + (potentials[bond.from] - potentials[bond.to])
      for a in 0..<3 {
        for b in 0..<3 { tensor[a][b] += bond.conductance * step[a] * step[b] }
      }
    }
    return Dissipation(tensor: tensor, residual: residual)
  }

  /// Number of each site's unknown potential; −1 for the first site of each component, which is
  /// grounded, as the matrix would have a null vector for each.
  func unknowns(_ connectivity: SiteNetwork.Connectivity) -> [Int32] {
    var grounded = Array(repeating: false, count: connectivity.componentCount)
    var count: Int32 = 0
    return connectivity.component.map { component in
      guard grounded[component] else {
        grounded[component] = true
        return -1
      }
      defer { count += 1 }
      return count
    }
  }

  func entries(_ unknown: [Int32]) -> [SparseCholesky.Entry] {
    var entries: [SparseCholesky.Entry] = []
    entries.reserveCapacity(3 * bonds.count)
    for bond in bonds where bond.from != bond.to {
      let (i, j) = (unknown[bond.from], unknown[bond.to])
      if i >= 0 { entries.append(.init(row: i, column: i, value: bond.conductance)) }
      if j >= 0 { entries.append(.init(row: j, column: j, value: bond.conductance)) }
      if i >= 0, j >= 0 { entries.append(.init(row: i, column: j, value: -bond.conductance)) }
    }
    return entries
  }

  /// The potentials that carry a unit displacement along x, y and z, by iterative refinement.
  ///
  /// - Returns: nil if the refinement does not settle.
  func potentials(
    _ factor: borrowing SparseCholesky, _ unknown: [Int32]
  ) throws(FieldError) -> (potentials: [SIMD3<Double>], residual: Double)? {
    var potentials = Array(repeating: SIMD3<Double>.zero, count: sites)
    var residual = 0.0
    for axis in 0..<3 {
      let bare = bonds.reduce(0) {
        $0 + $1.conductance * $1.displacement[axis] * $1.displacement[axis]
      }
      let scale = largestCurrent(axis)
      guard scale > 0 else { continue }
      var settled = false
      for _ in 0..<Self.mostRefinements where !settled {
        let rest = current(axis, potentials, unknown)
        let correction = try factor.solve(rest)
        // By this much the correction lowers the dissipation.
        let gain = zip(rest, correction).reduce(0) { $0 + $1.0 * $1.1 }
        for site in 0..<sites where unknown[site] >= 0 {
          potentials[site][axis] += correction[Int(unknown[site])]
        }
        settled = abs(gain) <= max(1e-13 * dissipated(axis, potentials), 1e-28 * bare)
      }
      guard settled else { return nil }
      let rest = current(axis, potentials, unknown).map(abs).max() ?? 0
      residual = max(residual, rest / scale)
    }
    return (potentials, residual)
  }

  private static let mostRefinements = 20

  /// What Kirchhoff's first law lacks at each unknown, −Σ_j g (d + φ_i − φ_j).
  ///
  /// Summed over bonds, not by the matrix: rounding in the current of a strong bond then enters
  /// both its ends with opposite signs and leaves the balance of the pair intact.
  private func current(
    _ axis: Int, _ potentials: [SIMD3<Double>], _ unknown: [Int32]
  ) -> [Double] {
    var current = Array(repeating: 0.0, count: unknown.count { $0 >= 0 })
    for bond in bonds where bond.from != bond.to {
      let flow =
        bond.conductance
        * (bond.displacement[axis] + (potentials[bond.from][axis] - potentials[bond.to][axis]))
      let (i, j) = (Int(unknown[bond.from]), Int(unknown[bond.to]))
      if i >= 0 { current[i] -= flow }
      if j >= 0 { current[j] += flow }
    }
    return current
  }

  /// The largest Σ_j g |d| of a site: its terms, as their sum vanishes where all bonds are equal.
  private func largestCurrent(_ axis: Int) -> Double {
    var current = Array(repeating: 0.0, count: sites)
    for bond in bonds where bond.from != bond.to {
      let flow = bond.conductance * abs(bond.displacement[axis])
      current[bond.from] += flow
      current[bond.to] += flow
    }
    return current.max() ?? 0
  }

  private func dissipated(_ axis: Int, _ potentials: [SIMD3<Double>]) -> Double {
    bonds.reduce(0) { sum, bond in
      let step =
        bond.displacement[axis] + (potentials[bond.from][axis] - potentials[bond.to][axis])
      return sum + bond.conductance * step * step
    }
  }
}
