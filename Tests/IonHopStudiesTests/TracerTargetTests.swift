import IonHopAnalysis
import IonHopFields
import Testing

@testable import IonHopStudies

@Suite("Each temperature is sampled until single ions are seen to diffuse")
struct TracerTargetTests {
  /// A lone ion in a glass, whose D* is that of the conductivity, and known exactly.
  private func study(_ sampling: String, realisations: Int = 1) throws -> Study {
    try Study.parse(
      text: """
        name: glass
        model:
          glass:
            sites: { count: 200, density: 0.02, arrangement: { hardSpheres: 2.5 } }
            realisations: \(realisations)
            bonds: { delaunay: 7 }
            siteEnergies: { gaussian: { mean: 0, deviation: 0.05 } }
            barriers: { gaussian: { mean: 0.40, deviation: 0.08 } }
            mobile: { Li: { count: 1, charge: 1 } }
        temperatures: [400]
        sampling: { \(sampling), replicas: 4 }
        seed: 6

        """, file: "study.yaml")
  }

  @Test(
    "D* is as accurate as asked and that of the solver, where the conductivity alone stops too soon"
  )
  func met() async throws {
    let study = try study("target: tracerDiffusivity, relativeError: 0.05")
    let network = try study.network(at: 400)
    let exact = try ExactDiffusivity(network, conditions: study.conditions(at: 400)).mean * 1e-16
    let point = try await study.results().points[0]
    let tracer = point.tracerDiffusivity.mean
    #expect(point.converged && tracer.relativeError <= 0.05)
    #expect(point.conductivity.mean.relativeError <= 0.05)
    #expect(abs(tracer.value - exact) < 4 * tracer.standardError, "\(tracer), \(exact)")
    let sooner = try await self.study("relativeError: 0.05").results().points[0]
    #expect(sooner.hops < point.hops / 2)
    // Sampled for the conductivity, it is not taken for what is asked now; the other way it is.
    #expect(!study.keeps(sooner) && study.keeps(point))
  }

  @Test("Where a limit comes first, the warning names D*")
  func limited() async throws {
    let results = try await study(
      "target: tracerDiffusivity, relativeError: 0.9, maxHops: 20000"
    ).results()
    // Its error alone would do.
    #expect(results.points[0].tracerDiffusivity.mean.relativeError < 0.9)
    #expect(results.warnings.contains { $0.contains("the tracer diffusivity still depends on") })
    #expect(!results.points[0].converged)
  }

  @Test("A mean over glasses has settled when each of them has")
  func realisations() async throws {
    let some = try study("target: tracerDiffusivity, relativeError: 0.2", realisations: 2)
    let point = try await some.results().points[0]
    #expect(point.converged == (point.tracerDiffusivity.mean.relativeError <= 0.2))
    #expect(some.keeps(point))
    let short = try study(
      "target: tracerDiffusivity, relativeError: 0.9, maxHops: 20000", realisations: 2)
    let results = try await short.results()
    #expect(!results.points[0].converged)
    #expect(!results.warnings.contains { $0.contains("inf") })
  }
}
