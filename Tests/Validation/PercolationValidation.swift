import Foundation
import IonHop
import Testing

@Suite("Blocked sites", .serialized)
struct PercolationValidation {
  /// Simple cubic sites 3 Å apart, a share of them taken by blockers.
  private func lattice(blocked: Double) throws -> Lattice {
    try Lattice.parse(
      """
      name: blocked
      title: Simple cubic, blocked at random
      cell: { a: 3.0 }
      formulaUnits: 1
      sites: { A: { position: [0, 0, 0], multiplicity: 1 } }
      hops: [{ class: hop, between: [A, A], distance: [2.9, 3.1], barrier: 0.3, frequency: 1.0e13 }]
      mobile: { Li: { charge: 1, fraction: 0.5 } }
      blocked: { A: { La: \(blocked) } }
      """, file: "blocked.yaml")
  }

  private let conditions = Conditions(temperature: 600)
  /// k a² (Å²/s).
  private var unit: Double { 9e13 * exp(-0.3 / conditions.thermalEnergy) }

  /// The share of sites left at which one drawing of blockers first lets ions through in some
  /// direction; the order of the draw does not depend on the share, so the threshold is sharp.
  private func threshold(edge: Int, seed: UInt64) throws -> Double {
    var (closed, open) = (0.2, 0.45)
    while open - closed > 1 / Double(edge * edge * edge) {
      let middle = (closed + open) / 2
      let network = try lattice(blocked: 1 - middle).network(
        supercell: (edge, edge, edge), disorderSeed: seed)
      if network.connectivity().dimensions > 0 { open = middle } else { closed = middle }
    }
    return (open + closed) / 2
  }

  /// p_c = 0.311608: X. Xu, J. Wang, J.-P. Lv, Y. Deng, Front. Phys. 9, 113 (2014),
  /// doi:10.1007/s11467-013-0403-z (0.31160768(15)); own union–find check 0.312(2), PHYSICS 2.6.
  @Test("V38: ions cross a blocked simple cubic lattice from p = 0.3116 on")
  func wrapping() throws {
    let values = try (1...48).map { try threshold(edge: 20, seed: UInt64($0)) }
    let (mean, error) = meanAndError(values)
    #expect(error < 0.0075 * 0.311608)
    #expect(abs(mean - 0.311608) < max(0.015 * 0.311608, 4 * error))
  }

  @Test("V38: the diffusivity vanishes below the threshold and grows as (p − p_c)² above")
  func vanishes() throws {
    func diffusivity(_ p: Double) throws -> (mean: Double, standardError: Double) {
      meanAndError(
        try (1...6).map { seed in
          let network = try lattice(blocked: 1 - p).network(
            supercell: (20, 20, 20), disorderSeed: UInt64(seed))
          return try ExactDiffusivity(network, conditions: conditions).mean / unit
        })
    }
    #expect(try diffusivity(0.25).mean == 0)
    #expect(abs(try diffusivity(1).mean - 1) < 1e-9)
    let (low, high) = (try diffusivity(0.4), try diffusivity(0.5))
    // Conductivity exponent t = 2.0 (D. Stauffer, A. Aharony, Introduction to Percolation Theory,
    // Taylor and Francis (1994)); at this distance the apparent one lies within 0.2 of it. p D is
    // the conductivity, for D counts the ions on all sites.
    let t = log(0.5 * high.mean / (0.4 * low.mean)) / log((0.5 - 0.3116) / (0.4 - 0.3116))
    #expect(abs(t - 2.0) < 0.2)
  }

  /// t of σ ∝ (p − p_c)^t from a straight line in logarithms, over lattices of 36³ sites, wide
  /// against the correlation length of some (p − p_c)^−0.88 sites. V39 asks for 2.0 within 0.2.
  @Test("V39: the conductivity exponent is 2.0 from p = 0.37 to 0.50")
  func exponent() throws {
    let shares = [0.37, 0.40, 0.45, 0.50]
    let slopes = try (1...6).map { seed in
      let points = try shares.map { p in
        let network = try lattice(blocked: 1 - p).network(
          supercell: (36, 36, 36), disorderSeed: UInt64(seed))
        return (
          log(p - 0.311608),
          log(p * (try ExactDiffusivity(network, conditions: conditions).mean) / unit)
        )
      }
      let x = points.map(\.0).reduce(0, +) / Double(points.count)
      return points.reduce(0) { $0 + ($1.0 - x) * $1.1 }
        / points.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }
    }
    let (t, error) = meanAndError(slopes)
    #expect(error < 0.05)
    #expect(abs(t - 2.0) < 0.2, "\(t) ± \(error)")
  }

  @Test("A run below the threshold is refused: its ions cannot travel")
  func caged() async throws {
    let network = try lattice(blocked: 0.8).network(supercell: (12, 12, 12))
    await #expect {
      try await validationPoint(network, ions: 100, error: 0.05)
    } throws: {
      "\($0)".contains("connected in no direction")
    }
  }

  /// V40: A sites of Li3xLa2/3−xTiO3: 3x Li, 2/3 − x La, 1/3 − 2x empty. Ions that only exclude each
  /// other have D_σ = D(1) × vacancies/(sites − 1), so that
  ///
  ///     σ ∝ 3x (1/3 − 2x)/(1/3 + x) D₁(1/3 + x).
  ///
  /// Measured: highest at x = 0.11 (S. Stramare, V. Thangadurai, W. Weppner, Chem. Mater. 15, 3974
  /// (2003), doi:10.1021/cm0300516; citation recalled). D₁ ∝ (p − p_c)² alone has it at 0.118.
  @Test("V40: perovskite blocked by La conducts best at x = 0.10 to 0.125")
  func perovskite() throws {
    func conductivity(_ x: Double, seed: UInt64) throws -> Double {
      let network = try lattice(blocked: 2.0 / 3 - x).network(
        supercell: (18, 18, 18), disorderSeed: seed)
      let loneIon = try ExactDiffusivity(network, conditions: conditions).mean / unit
      return 3 * x * (1.0 / 3 - 2 * x) / (1.0 / 3 + x) * loneIon
    }
    // The vertex of the parabola through three compositions, for each of eight groups of drawings.
    let (middle, step) = (0.1125, 0.0175)
    let optima = try (0..<8).map { group in
      let sigma = try [middle - step, middle, middle + step].map { x in
        try (1...5).reduce(0) { try $0 + conductivity(x, seed: UInt64(5 * group + $1)) }
      }
      return middle + step / 2 * (sigma[2] - sigma[0]) / (2 * sigma[1] - sigma[0] - sigma[2])
    }
    let (optimum, error) = meanAndError(optima)
    #expect(error < 0.002)
    #expect((0.10 - 4 * error...0.125 + 4 * error).contains(optimum))
    // Far from the optimum, so that the parabola is not all there is.
    let ends = try [0.04, middle, 0.16].map { try conductivity($0, seed: 1) }
    #expect(ends[0] < 0.5 * ends[1] && ends[2] < 0.5 * ends[1])
  }

  /// The same theorem under the engine itself: D_σ of many ions on a blocked lattice.
  @Test("Ions on a blocked lattice: D_σ = (Ns − N)/(Ns − 1) D₁ of the network solver")
  func exclusion() async throws {
    let network = try lattice(blocked: 0.55).network(supercell: (10, 10, 10), disorderSeed: 3)
    let ions = 200
    let loneIon = try ExactDiffusivity(network, conditions: conditions).mean
    let exact =
      1e-16 * loneIon * Double(network.siteCount - ions) / Double(network.siteCount - 1)
    #expect(network.siteCount == 450)
    let d = try await validationPoint(network, ions: ions, error: 0.02).chargeDiffusivity
    #expect(d.standardError < 0.025 * exact)
    #expect(abs(d.value - exact) < 4 * d.standardError)
  }
}
