import Foundation
import IonHop
import Testing

/// Polymers, composites and glasses as a user runs them: from study files.
@Suite("Studies of polymers, composites and glasses", .serialized)
struct PolymerStudyValidation {
  /// log10 σ (S/cm) of PEO with LiTFSI, 5 kg/mol, EO:Li = 12.5, at 27 to 100 °C, as measured (table of
  /// G. Bradford et al., ACS Cent. Sci. 9, 206 (2023)). None of them was fitted.
  private static let measured = [
    (27.0, -4.15), (40, -3.78), (60, -3.26), (70, -3.10), (80, -2.93), (90, -2.8), (100, -2.68),
  ]

  @Test("V83, V84: PEO with LiTFSI from 27 to 100 °C within a factor of 3, t+ from 0.1 to 0.3")
  func electrolyte() async throws {
    let temperatures = Self.measured.map { "\($0.0 + 273.15)" }.joined(separator: ", ")
    let study = try Study.parse(
      text: """
        model: { polymer: { material: PEO-LiTFSI, salt: { ratio: 12.5 }, lattice: 6 } }
        temperatures: [\(temperatures)]
        sampling: { relativeError: 0.12 }
        seed: 5
        """, file: "peo.yaml")
    let results = try await study.results()
    for (celsius, value) in Self.measured {
      let point = try #require(results.point(at: celsius + 273.15))
      #expect(abs(log10(point.conductivity.value) - value) < log10(3.0))
      let cation = try #require(point.species?.first)
      #expect((0.1...0.3).contains(cation.idealTransferenceNumber.value))
    }
  }

  private func checks(of name: String) async throws -> [Scenario.Check] {
    let scenario = try Scenario.named(name)
    var results: [String: ScenarioResult] = [:]
    for part in scenario.parts {
      let file = try #require(try Scenario.file(of: part))
      results[part.name] = .study(try await StudySweep.read(file).results())
    }
    return scenario.check(results)
  }

  @Test(
    "What scenarios of sampled studies must show",
    arguments: [("polymers", 6), ("fillers", 5), ("glasses", 12)])
  func scenario(_ name: String, _ count: Int) async throws {
    let checks = try await checks(of: name)
    for check in checks { #expect(check.passed, "\(check.text)") }
    #expect(checks.count == count)
  }
}
