import Foundation
import IonHop
import Testing

@Suite("Dynamics", .serialized)
struct DynamicsValidation {
  private let temperature = 600.0
  private var kT: Double { PhysicalConstants.boltzmann * temperature }

  /// A ring of pairs of sites 2 Å apart: fast hops inside a pair, slow ones between.
  private func pairs(ratio: Double) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try Cell([4, 0, 0], [0, 9, 0], [0, 0, 9]))
    draft.addSite(at: .zero)
    draft.addSite(at: [2, 0, 0])
    draft.addHop(from: 0, to: 1, displacement: [2, 0, 0], barrier: 0.3, frequency: 1e13)
    draft.addHop(
      from: 1, to: 0, displacement: [2, 0, 0], barrier: 0.3 - kT * log(ratio), frequency: 1e13)
    draft.addReverseHops()
    return try SiteNetwork(draft).supercell(2, 1, 1)
  }

  /// ⟨Δx²⟩ over windows of `time`, with its standard error, in units of the hop length squared.
  private func meanSquare(
    _ engine: inout Engine, time: Double, windows: Int
  ) -> (mean: Double, error: Double) {
    let squares = (0..<windows).map { _ in
      let before = engine.collectiveDisplacement.x
      engine.advance(by: time)
      let step = (engine.collectiveDisplacement.x - before) / 2
      return step * step
    }
    let mean = squares.reduce(0, +) / Double(windows)
    let variance = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(windows - 1)
    return (mean, (variance / Double(windows)).squareRoot())
  }

  @Test("V17: a rattler with rates 1 : 10⁻⁶ plateaus at a²/2 and diffuses with 2w₁w₂/(w₁ + w₂)")
  func rattler() throws {
    let network = try pairs(ratio: 1e-6)
    let plan = try EnginePlan(network, ions: 1, conditions: Conditions(temperature: temperature))
    let fast = 1e13 * exp(-0.3 / kT)
    var engine = try Engine(plan, seed: 6)
    let plateau = meanSquare(&engine, time: 50 / fast, windows: 20_000)
    #expect(abs(plateau.mean - (0.5 + 2 * 50 * 1.999998e-6)) < 4 * plateau.error)
    #expect(plateau.error < 0.01)
    let long = meanSquare(&engine, time: 3e6 / fast, windows: 250)
    #expect(abs(long.mean - (0.5 + 2 * 3e6 * 1.999998e-6)) < 4 * long.error)
    #expect(long.error < 0.15 * long.mean)
  }

  /// D_chem = Θ D_σ with Θ = ⟨N⟩/⟨δN²⟩ of a part of the system; the part being finite takes away
  /// (Ns − n)/(Ns − 1) of the fluctuation.
  @Test(
    "V29: without interactions the chemical diffusivity is k a² at any filling",
    arguments: [0.2, 0.8])
  func chemicalDiffusivity(c: Double) throws {
    let network = try Lattice.named("sc").network(supercell: (10, 10, 10))
    let (sites, part) = (1000.0, 200)
    let plan = try EnginePlan(
      network, ions: Int(c * sites), conditions: Conditions(temperature: temperature))
    var engine = try Engine(plan, seed: 2)
    let interval = 5 * sites / plan.expectedHopRate
    let samples = 20_000
    let counts = (0..<samples).map { _ in
      engine.advance(by: interval)
      return Double((0..<part).count { engine.isOccupied($0) })
    }
    let mean = counts.reduce(0, +) / Double(samples)
    let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(samples - 1)
    let infinite = variance / ((sites - Double(part)) / (sites - 1))
    let factor = mean / infinite
    let chargeShare = (sites - c * sites) / (sites - 1)
    // Layers of 200 sites relax in about 25 hops an ion: some five samples count as one.
    let error = (2 * 5 / Double(samples)).squareRoot()
    #expect(abs(factor * chargeShare - 1) < 4 * error)
    #expect(error < 0.05 / 2)
  }

  @Test("V91: the error of the Haven ratio covers: 68 % of 200 runs within one")
  func havenCoverage() async throws {
    let network = try Lattice.named("sc").network(supercell: (3, 3, 3))
    var (within, squares) = (0, 0.0)
    for seed in 0..<200 {
      var study = Study(network, species: .lithium, filling: .count(24), temperatures: [600])
      study.sampling.hops = 200_000
      study.sampling.replicas = 4
      study.seed = UInt64(seed)
      study.fits = []
      let ratio = try await study.results().points[0].havenRatio
      // f = 0.753152 and f_I = 1 from the full master equation (PHYSICS 2.3).
      let pull = (ratio.value - 0.75315200) / ratio.standardError
      if abs(pull) < 1 { within += 1 }
      squares += pull * pull
    }
    #expect(abs(Double(within) / 200 - 0.68) < 0.132)  // 4 σ of a binomial share
    #expect(abs((squares / 200).squareRoot() - 1) < 0.25)
  }
}
