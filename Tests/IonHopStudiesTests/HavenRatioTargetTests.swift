import IonHopAnalysis
import Testing

@testable import IonHopStudies

@Suite("Each temperature is sampled until its Haven ratio is known")
struct HavenRatioTargetTests {
  /// Ions that repel each other: the colder, the longer their moves stay correlated.
  private func study(_ sampling: String) throws -> Study {
    try Study.parse(
      text: """
        name: ratio
        model:
          crystal:
            lattice: sc
            supercell: [4, 4, 4]
            mobile: { Li: { fraction: 0.5 } }
            interactions: { nearestNeighbour: 0.06 }
        temperatures: [340, 700, 800, 900]
        sampling: { \(sampling), replicas: 4 }
        seed: 2

        """, file: "study.yaml")
  }

  @Test("The asked error is met at each temperature; an even split of the hops leaves one worse")
  func met() async throws {
    let asked = try await study("target: havenRatio, relativeError: 0.04").results()
    #expect(asked.complete && asked.points.allSatisfy { $0.warnings.isEmpty })
    for point in asked.points {
      #expect(point.converged && point.havenRatio.relativeError <= 0.04)
      #expect(point.settings?.target == .havenRatio)
    }
    func worst(_ results: StudyResults) -> Double {
      results.points.map(\.havenRatio.relativeError).max() ?? 0
    }
    let hops = asked.points.reduce(0) { $0 + $1.hops } / asked.points.count
    let even = try await study("hops: \(hops)").results()
    #expect(worst(even) > 1.1 * worst(asked), "\(asked.points.map(\.hops)), \(worst(even))")
  }

  @Test("What is accurate enough is kept, a smaller error is run anew, another target judges anew")
  func kept() async throws {
    let study = try study("target: havenRatio, relativeError: 0.1")
    let results = try await study.results()
    #expect(results.points.allSatisfy(study.keeps))
    let tighter = try self.study("target: havenRatio, relativeError: 0.001")
    #expect(!results.points.contains(where: tighter.keeps))
    let other = try self.study("relativeError: 0.0001")
    #expect(!results.points.contains(where: other.keeps))
  }

  @Test("Where a limit comes first, the warning names the Haven ratio")
  func limited() async throws {
    let results = try await study(
      "target: havenRatio, relativeError: 0.001, maxHops: 100000"
    ).results()
    #expect(results.warnings.contains { $0.contains("the Haven ratio is known to") })
    #expect(results.points.allSatisfy { !$0.converged })
  }
}
