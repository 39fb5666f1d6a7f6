import Foundation
import IonHop
import Testing

/// Polymers and composites as a user runs them: from study files.
@Suite("Studies of polymers and composites", .serialized)
struct PolymerStudyValidation {
  /// log10 σ (S/cm) of PEO with LiTFSI, 5 kg/mol, EO:Li = 12.5, at 27 to 100 °C, as measured (table of
  /// G. Bradford et al., ACS Cent. Sci. 9, 206 (2023)). None of them was fitted.
  private static let measured = [
    (27.0, -4.15), (40, -3.78), (60, -3.26), (70, -3.10), (80, -2.93), (90, -2.8), (100, -2.68),
  ]

  @Test("V83: PEO with LiTFSI from 27 to 100 °C within a factor of 3; VFT by AICc; t+ 0.1 to 0.3")
  func electrolyte() async throws {
    let temperatures = Self.measured.map { "\($0.0 + 273.15)" }.joined(separator: ", ")
    let study = try Study.parse(
      text: """
        model: { polymer: { material: PEO-LiTFSI, salt: { ratio: 12.5 }, lattice: 6 } }
        temperatures: [\(temperatures)]
        sampling: { relativeError: 0.06 }
        fit: [vft, arrhenius]
        seed: 5
        """, file: "peo.yaml")
    let results = try await study.results()
    for (celsius, value) in Self.measured {
      let point = try #require(results.point(at: celsius + 273.15))
      #expect(abs(log10(point.conductivity.value) - value) < log10(3.0))
      let cation = try #require(point.species?.first)
      #expect(cation.idealTransferenceNumber.value < 0.3)
      if celsius >= 40 { #expect(cation.idealTransferenceNumber.value > 0.1) }
    }
    let laws = try #require(results.temperatureLaws)
    #expect(laws.laws.first?.model == .vft)
    // T0 of the segments: T_g − 33 K, with T_g = 213 + 250/12.5 K. Hops, which are no slower than
    // renewal by much when it is hot, bend the curve more, so that T0 may come out higher.
    let profile = try #require(laws.profile)
    #expect(try #require(profile.lowestT0) < 213 + 20 - 33 + 20)
    #expect(profile.highestT0.map { $0 > 213 + 20 - 33 - 20 } ?? true)
  }

  private func results(of files: [String]) async throws -> [String: StoredResults] {
    var results: [String: StoredResults] = [:]
    let folder = try MaterialShelf.polymers.file(named: "PEO-LiTFSI")
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scenarios")
    for name in files {
      let sweep = try StudySweep.read(folder.appending(path: "\(name).yaml"))
      results[name] = try await sweep.results()
    }
    return results
  }

  @Test("The scenario of PEO: VFT, crystals, cross-links and salt do what they must")
  func polymerScenario() async throws {
    let checks = Scenario.polymerChecks(try await results(of: Scenario.polymerFiles))
    for check in checks { #expect(check.passed, "\(check.text)") }
    #expect(checks.count == 5)
  }

  @Test("The scenario of fillers: gain, threshold, maximum and alignment")
  func fillerScenario() async throws {
    let checks = Scenario.fillerChecks(try await results(of: Scenario.fillerFiles))
    for check in checks { #expect(check.passed, "\(check.text)") }
    #expect(checks.count == 5)
  }
}
