import IonHopCore

/// A circuit reduced site by site, where rates span too many decades for a matrix.
///
/// Eliminating a site turns its star of bonds into a mesh between its neighbours: bonds a and b
/// become one of conductance g_a g_b / Σg and displacement d_b − d_a (A. Rosen, J. Inst. Electr.
/// Eng. 62, 916 (1924)). Two bonds in parallel become one of conductance g₁ + g₂ and the mean
/// displacement, and dissipate g₁g₂/(g₁ + g₂) (d₁ − d₂)(d₁ − d₂)ᵀ; a bond from a site to its own
/// image dissipates g d dᵀ. At the end only the dissipation is left.
///
/// Conductances are only added, multiplied and divided, so that each keeps all its digits; a
/// Cholesky factorisation subtracts, and loses a bond 10¹⁶ times weaker than its site's best one.
///
/// - Complexity: the multiplications of a sparse factorisation, each a look-up in a dictionary.
struct StarMesh {
  private struct Wire {
    var conductance: Double
    /// Å, from the row's site to the key's.
    var displacement: SIMD3<Double>
  }

  private var rows: [[Int: Wire]]
  /// xx, yy, zz and yz, zx, xy of Σ g d dᵀ.
  private var dissipation: (direct: SIMD3<Double>, mixed: SIMD3<Double>) = (.zero, .zero)

  /// The dissipation tensor of a circuit (Å² times the unit of conductance).
  ///
  /// - Parameter order: the sites to eliminate; others follow in their own order.
  static func dissipation(sites: Int, bonds: [Circuit.Bond], order: [Int]) -> [[Double]] {
    var mesh = StarMesh(sites: sites)
    for bond in bonds {
      mesh.join(
        bond.from, bond.to,
        Wire(conductance: bond.conductance, displacement: bond.displacement))
    }
    for site in order { mesh.eliminate(site) }
    for site in 0..<sites { mesh.eliminate(site) }
    let (d, m) = mesh.dissipation
    return [[d.x, m.z, m.y], [m.z, d.y, m.x], [m.y, m.x, d.z]]
  }

  private init(sites: Int) { rows = Array(repeating: [:], count: sites) }

  private mutating func join(_ from: Int, _ to: Int, _ wire: Wire) {
    guard wire.conductance > 0 else { return }
    guard from != to else { return dissipate(wire.conductance, wire.displacement) }
    var merged = wire
    if let other = rows[from][to] {
      let total = wire.conductance + other.conductance
      let share = wire.conductance / total
      let difference = wire.displacement - other.displacement
      // A loop that closes on itself does so but for rounding, which strong bonds would magnify.
      if length(difference) > 1e-11 * (length(wire.displacement) + length(other.displacement)) {
        dissipate(share * other.conductance, difference)
        merged.displacement = other.displacement + share * difference
      }
      merged.conductance = total
    }
    rows[from][to] = merged
    rows[to][from] = Wire(conductance: merged.conductance, displacement: -merged.displacement)
  }

  private mutating func dissipate(_ g: Double, _ d: SIMD3<Double>) {
    dissipation.direct += g * d * d
    dissipation.mixed += g * SIMD3(d.y * d.z, d.z * d.x, d.x * d.y)
  }

  private mutating func eliminate(_ site: Int) {
    let star = rows[site].sorted { $0.key < $1.key }
    rows[site] = [:]
    let total = star.reduce(0) { $0 + $1.value.conductance }
    for (a, _) in star { rows[a][site] = nil }
    for (n, (a, first)) in star.enumerated() {
      for (b, second) in star[(n + 1)...] {
        join(
          a, b,
          Wire(
            conductance: first.conductance / total * second.conductance,
            displacement: second.displacement - first.displacement))
      }
    }
  }
}
