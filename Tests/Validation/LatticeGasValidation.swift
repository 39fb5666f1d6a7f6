import Foundation
import IonHop
import Testing

/// Repelling ions on larger lattices than a master equation can hold.
@Suite("Repelling lattice gas", .serialized)
struct LatticeGasValidation {
  private let kT = PhysicalConstants.boltzmann * 600

  struct Case: Sendable {
    let lattice: String
    /// J/kT
    let strength: Double
    let filling: Double
    let f: Double
    let collective: Double
  }

  /// V31: all of PHYSICS 2.4, Monte Carlo of independent programs, Metropolis rates. At J = 3 kT half
  /// a honeycomb is ordered.
  private static let rows =
    cases("square", 1, f: [0.777, 0.721, 0.677, 0.637, 0.568], [0.98, 0.98, 0.975, 0.974, 0.988])
    + cases(
      "square", 1.5, f: [0.709, 0.661, 0.623, 0.592, 0.539], [0.963, 0.925, 0.859, 0.921, 0.987])
    + cases(
      "honeycomb", 1, f: [0.728, 0.632, 0.571, 0.508, 0.426], [0.967, 0.987, 0.972, 0.965, 0.970])
    + cases(
      "honeycomb", 2, f: [0.637, 0.550, 0.513, 0.451, 0.386], [0.917, 0.923, 0.899, 0.909, 0.908])
    + cases(
      "honeycomb", 3, f: [0.558, 0.418, 0.339, 0.352, 0.346], [0.850, 0.787, 0.414, 0.787, 0.846])

  private static func cases(
    _ lattice: String, _ strength: Double, f: [Double], _ collective: [Double]
  ) -> [Case] {
    zip([0.25, 0.40, 0.50, 0.60, 0.75], zip(f, collective)).map {
      Case(
        lattice: lattice, strength: strength, filling: $0, f: $1.0, collective: $1.1)
    }
  }

  @Test("V31: f and f_I of repelling ions on square and honeycomb", arguments: rows)
  func correlation(_ row: Case) async throws {
    let supercell = row.lattice == "square" ? (24, 24, 1) : (17, 17, 1)
    let network = try Lattice.named(row.lattice).network(supercell: supercell)
    let ions = Int((row.filling * Double(network.siteCount)).rounded())
    let result = try await validationPoint(network, ions: ions, error: 0.014) {
      $0.pairEnergy = row.strength * kT
      $0.rateLaw = .metropolis
    }
    let (f, collective) = (result.correlationFactor, result.collectiveCorrelation)
    #expect(f.standardError < 0.0075 * row.f)
    #expect(abs(f.value - row.f) < max(0.015 * row.f, 4 * f.standardError))
    #expect(collective.standardError < 0.015 * row.collective)
    #expect(
      abs(collective.value - row.collective)
        < max(0.03 * row.collective, 4 * collective.standardError))
  }

  /// V42: v = (q E/kT) D_σ as E → 0 (A. Einstein, Ann. Phys. 322, 549 (1905)). At q E a = 0.2 kT
  /// the next term of 2 sinh(x/2)/x is 0.2 %.
  @Test(
    "V42: repelling ions drift in a weak field as fast as their charge diffuses",
    arguments: [("square", (16, 16, 1), RateLaw.metropolis), ("sc", (8, 8, 8), .symmetric)])
  func drift(lattice: String, supercell: (Int, Int, Int), law: RateLaw) async throws {
    let network = try Lattice.named(lattice).network(supercell: supercell)
    let ions = network.siteCount * 2 / 5
    let strength = 0.2 * kT / 3
    var points: [PointResult] = []
    for field in [0, strength] {
      points.append(
        try await validationPoint(network, ions: ions, error: 0.01) {
          $0.pairEnergy = 1.5 * kT
          $0.rateLaw = law
          $0.field = [field, 0, 0]
        })
    }
    let d = points[0].chargeDiffusivity
    let velocity = try #require(points[1].driftVelocity)[0]
    // cm/s over V/Å: 10⁸ turns the reciprocal ångström of E/kT into that of a centimetre.
    let mobility = velocity.value / (strength / kT * 1e8)
    let error = velocity.standardError / (strength / kT * 1e8)
    let combined = (error * error + d.standardError * d.standardError).squareRoot()
    #expect(combined < 0.02 * d.value)
    #expect(abs(mobility - d.value) < 4 * combined + 0.002 * d.value)
    #expect(abs(points[0].driftVelocity?[0].value ?? 0) < 0.1 * velocity.value)
  }

  /// V10: kT_c/J = 1/(2 ln(1 + √2)) = 0.567296 (L. Onsager, Phys. Rev. 65, 117 (1944),
  /// doi:10.1103/PhysRev.65.117), where ⟨m²⟩ L^(1/4) of the staggered occupation m is the same for
  /// all L (2β/ν = 1/4: C. N. Yang, Phys. Rev. 85, 808 (1952), doi:10.1103/PhysRev.85.808). With a
  /// fixed number of ions the lines of small cells cross too low: an independent program that swaps
  /// ions and vacancies has 0.5595 for L = 8 and 16, 0.564 for 12 and 24.
  @Test("V10: half a square lattice orders at kT_c = 0.5673 J")
  func orderDisorder() throws {
    let temperatures = [0.553, 0.581]
    let differences = try temperatures.map { reduced in
      let small = try order(edge: 12, reduced: reduced, samples: 300)
      let large = try order(edge: 24, reduced: reduced, samples: 300)
      let squares =
        small.standardError * small.standardError + large.standardError * large.standardError
      return (value: large.mean - small.mean, error: squares.squareRoot())
    }
    let rise = differences[1].value - differences[0].value
    let share = -differences[0].value / rise
    let crossing = temperatures[0] + share * (temperatures[1] - temperatures[0])
    let (low, high) = (differences[0].error * (1 - share), differences[1].error * share)
    let error =
      (low * low + high * high).squareRoot() * (temperatures[1] - temperatures[0]) / abs(rise)
    #expect(rise < 0)
    #expect(error < 0.0075 * 0.567296)
    #expect(abs(crossing - 0.567296) < max(0.015 * 0.567296, 4 * error))
  }

  /// ⟨m²⟩ L^(1/4) of half-filled L² sites at kT = `reduced` J, from twelve runs.
  private func order(
    edge: Int, reduced: Double, samples: Int
  ) throws -> (mean: Double, standardError: Double) {
    let network = try Lattice.named("square").network(supercell: (edge, edge, 1))
    let signs = (0..<network.siteCount).map { site in
      let place = (network.position(of: site) / 3).rounded(.toNearestOrEven)
      return (Int(place.x) + Int(place.y)) % 2 == 0 ? 1.0 : -1.0
    }
    let plan = try EnginePlan(
      network, ions: edge * edge / 2,
      conditions: Conditions(temperature: 600, rateLaw: .metropolis, pairEnergy: kT / reduced))
    return meanAndError(
      try (0..<12).map { run in
        var engine = try Engine(plan, seed: StreamSeed(study: 10).mixed(with: UInt64(run)).value)
        engine.advance(by: 1, hops: 400 * network.siteCount)
        let interval = engine.time / 40
        var square = 0.0
        for _ in 0..<samples {
          engine.advance(by: interval)
          let sum = signs.indices.reduce(0) { engine.isOccupied($1) ? $0 + signs[$1] : $0 }
          let m = 2 * sum / Double(network.siteCount)
          square += m * m
        }
        return square / Double(samples) * pow(Double(edge), 0.25)
      })
  }
}
