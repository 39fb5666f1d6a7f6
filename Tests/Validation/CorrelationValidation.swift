import Foundation
import IonHop
import Testing

/// Long comparisons with exact and published numbers: `make validate`.
@Suite("Correlation factors", .serialized)
struct CorrelationValidation {
  /// V26: f∞ from three sizes; f_N = f∞ + A/N to leading order on these lattices.
  @Test(
    "V26: f∞ of a lone vacancy, extrapolated from three cells",
    arguments: [("sc", 0.653109), ("bcc", 0.727194), ("fcc", 0.781451), ("diamond", 0.5)])
  func infiniteLattice(lattice: String, exact: Double) async throws {
    var rows: [(x: Double, f: Estimate)] = []
    for n in [3, 4, 6] {
      let sites = try Lattice.named(lattice).network(supercell: (n, n, n)).siteCount
      let result = try await validationPoint(lattice, (n, n, n), ions: sites - 1, error: 0.004)
      rows.append((1 / Double(sites), result.correlationFactor))
    }
    let (value, error) = intercept(rows)
    #expect(error < 0.005 * exact)
    // Terms beyond 1/N are below 0.3 % on cells of 27 and more sites (exact f_N of PHYSICS 2.1).
    #expect(abs(value - exact) < 4 * error + 0.003 * exact)
  }

  /// Weighted straight line in 1/N, at 1/N = 0.
  private func intercept(_ rows: [(x: Double, f: Estimate)]) -> (Double, Double) {
    var (s, sx, sxx, sy, sxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (x, f) in rows {
      let w = 1 / (f.standardError * f.standardError)
      s += w
      sx += w * x
      sxx += w * x * x
      sy += w * f.value
      sxy += w * x * f.value
    }
    let determinant = s * sxx - sx * sx
    return ((sxx * sy - sx * sxy) / determinant, (sxx / determinant).squareRoot())
  }

  /// V27, V28: PHYSICS 2.2, own Monte Carlo with its error; f_I = D_σ/(k a² (Ns − N)/(Ns − 1)) = 1.
  @Test(
    "V27 and V28: f(c) of ions that exclude each other, and f_I = 1",
    arguments: [
      ("sc", 0.2, 0.9441, 0.0005), ("sc", 0.5, 0.8451, 0.0005), ("sc", 0.7, 0.7718, 0.0003),
      ("sc", 0.9, 0.6935, 0.0004), ("fcc", 0.2, 0.9693, 0.0006), ("fcc", 0.5, 0.9130, 0.0005),
      ("fcc", 0.9, 0.8119, 0.0005), ("square", 0.2, 0.883, 0.001),
      ("square", 0.5, 0.7125, 0.0005), ("square", 0.9, 0.5091, 0.0005),
    ])
  func concentration(
    lattice: String, c: Double, reference: Double, referenceError: Double
  ) async throws {
    let supercell = lattice == "square" ? (52, 52, 1) : (14, 14, 14)
    let network = try Lattice.named(lattice).network(supercell: supercell)
    let sites = network.siteCount
    let ions = Int((c * Double(sites)).rounded())
    let result = try await validationPoint(
      network, ions: ions, error: lattice == "fcc" ? 0.008 : 0.01)
    let f = result.correlationFactor
    #expect(f.standardError < 0.004)
    // 0.001: finite boxes, 14³ here and 24³ there; f_N exceeds f∞ by less than 1/Ns (PHYSICS 2.1).
    #expect(
      abs(f.value - reference)
        < 4 * (f.standardError * f.standardError + referenceError * referenceError).squareRoot()
        + 0.001)
    let hop = network.hops(from: 0)[0]
    let rate = network.rate(of: hop, under: Conditions(temperature: 600))
    let loneWalker =
      rate * Double(network.largestCoordination) * dot(hop.displacement, hop.displacement)
      / (2 * Double(network.connectivity().dimensions))
    let exact = 1e-16 * loneWalker * Double(sites - ions) / Double(sites - 1)
    let d = result.chargeDiffusivity
    #expect(abs(d.value - exact) < 4 * d.standardError)
  }

  /// f_N = (N + 1)/(2N − 1) on N sites of diamond (PHYSICS 2.1); N = 216.
  @Test("A lone vacancy on the lithium lattice of LiIn, diamond: f = 1/2")
  func alloy() async throws {
    let result = try await validationPoint("LiAl/In", (3, 3, 3), ions: 215, error: 0.004)
    let f = result.correlationFactor
    #expect(f.standardError < 0.004)
    #expect(abs(f.value - 217.0 / 431) < 4 * f.standardError)
  }

  /// V37: exact f of the 81-site cell of edge midpoints (PHYSICS 2.1).
  @Test("V37: a lone vacancy on the lithium sites of Li3OCl, 3³ cells: f = 0.701295")
  func antiperovskite() async throws {
    let result = try await validationPoint("Li3OCl", (3, 3, 3), ions: 80, error: 0.004)
    let f = result.correlationFactor
    #expect(f.standardError < 0.007)
    #expect(abs(f.value - 0.701295) < 4 * f.standardError)
  }
}

@Suite("Interacting lattice gas", .serialized)
struct InteractionValidation {
  /// V9: pair occupancy at half filling, L. Onsager, Phys. Rev. 65, 117 (1944),
  /// doi:10.1103/PhysRev.65.117: ⟨n_i n_j⟩ = 0.180341 at J = kT, 0.127008 at 1.5 kT.
  @Test("V9: pairs on the square lattice at half filling follow Onsager's solution")
  func onsager() throws {
    let network = try Lattice.named("square").network(supercell: (64, 64, 1))
    let kT = PhysicalConstants.boltzmann * 600
    for (strength, exact) in [(1.0, 0.180341), (1.5, 0.127008), (-0.5, 0.282081)] {
      let plan = try EnginePlan(
        network, ions: 2048,
        conditions: Conditions(temperature: 600, pairEnergy: strength * kT))
      var blocks: [Double] = []
      for replica in 0..<8 {
        var engine = try Engine(plan, seed: UInt64(100 + replica))
        engine.advance(by: 1, hops: 200 * 2048)
        let interval = engine.time / 200
        var sum = 0.0
        for _ in 0..<100 {
          engine.advance(by: interval)
          sum += engine.energy() / (strength * kT) / Double(2 * network.siteCount)
        }
        blocks.append(sum / 100)
      }
      let mean = blocks.reduce(0, +) / 8
      let error = (blocks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 7 / 8).squareRoot()
      #expect(error < 0.002 * exact)
      // The fixed number of ions lowers pairs by O(1/Ns) against the infinite lattice.
      #expect(abs(mean - exact) < 5 * error + 1.0 / 4096)
    }
  }

  /// PHYSICS 2.3: ring of 12 with 6 ions, J = kT: full master equation.
  @Test(
    "D_σ on a ring of twelve under three rate laws",
    arguments: [
      (RateLaw.metropolis, 0.47542082), (.symmetric, 0.62169641), (.initialState, 1.08469645),
    ])
  func ring(law: RateLaw, exact: Double) async throws {
    let result = try await validationPoint("chain", (12, 1, 1), ions: 6, error: 0.005) {
      $0.pairEnergy = PhysicalConstants.boltzmann * 600
      $0.rateLaw = law
    }
    let network = try Lattice.named("chain").network()
    let hop = network.hops(from: 0)[0]
    let unit =
      network.rate(of: hop, under: Conditions(temperature: 600))
      * dot(hop.displacement, hop.displacement) * 1e-16
    let d = result.chargeDiffusivity
    #expect(abs(d.value - exact * unit) < 4 * d.standardError)
    // In single file D* = D_σ/N on a ring.
    let tracer = result.tracerDiffusivity
    #expect(abs(tracer.value - exact * unit / 6) < 4 * tracer.standardError)
  }
}

@Suite("The self-test")
struct SelfCheckValidation {
  @Test(
    "Every check of `ionhop selftest` holds within 4 σ, for three seeds", arguments: [11, 12, 13])
  func checks(seed: UInt64) async throws {
    for check in SelfCheck.all {
      let outcome = try await check.run(seed: seed)
      #expect(abs(outcome.deviation) < 4, "\(check.name)")
    }
  }
}

@Suite("Cubic LLZO")
struct LLZOValidation {
  /// Anchors of SYSTEMS: σ within a factor 3 of 0.3 mS/cm, E_a within 0.05 eV of 0.30 eV.
  @Test("σ(300 K) and E_a of Li7La3Zr2O12 agree with experiment as a preset should")
  func anchors() async throws {
    let lattice = try Lattice.named("LLZO-cubic")
    var study = Study(
      try lattice.network(supercell: (3, 3, 3)), species: .lithium,
      filling: .perFormulaUnit(7, formulaUnits: 216), temperatures: [300, 400, 600])
    study.sampling.relativeError = 0.02
    let results = try await study.results()
    let sigma = results[300].conductivity.value
    #expect(sigma > 1e-4 && sigma < 9e-4)
    let energy = results.fits[0].activationEnergy
    #expect(abs(energy.value - 0.30) < 0.05 + 4 * energy.standardError)
  }
}
