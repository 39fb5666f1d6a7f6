import Foundation
import IonHopCore
import IonHopNetworks
import IonHopReports
import Testing

@testable import IonHopStudies

@Suite("Ready-made scenarios")
struct ScenarioTests {
  @Test("Every study of every scenario is read, with sources", arguments: Scenario.all.map(\.name))
  func files(_ name: String) throws {
    let scenario = try Scenario.named(name)
    for part in scenario.parts {
      guard let file = try Scenario.file(of: part) else { continue }
      let sweep = try StudySweep.read(file)
      for variant in sweep.variants {
        if sweep.isPolycrystal {
          #expect(try sweep.polycrystal(variant).name.isEmpty == false)
        } else {
          #expect(try sweep.study(variant).network.siteCount > 1)
        }
      }
    }
    #expect(!scenario.passLine.isEmpty)
    // Nothing was run: nothing passes.
    #expect(scenario.check([:]).allSatisfy { !$0.passed })
  }

  /// Of a scenario of polycrystals.
  private func solved(_ scenario: Scenario) async throws -> [String: ScenarioResult] {
    var results: [String: ScenarioResult] = [:]
    for part in scenario.parts {
      let file = try #require(try Scenario.file(of: part))
      results[part.name] = .polycrystal(try await StudySweep.read(file).polycrystals())
    }
    return results
  }

  @Test("The contact scenario holds, and its report can be drawn")
  func contact() async throws {
    let scenario = try Scenario.named("contact")
    var results = try await solved(scenario)
    let checks = scenario.check(results)
    #expect(checks.count == 9)
    for check in checks { #expect(check.passed, "\(check.text)") }
    guard case .polycrystal(var contact) = results["contact"] else { return }
    let page = try PolycrystalReport(contact).html()
    #expect(page.contains("Conduction") && page.contains("<svg"))

    // Another law than 1/f is noticed.
    contact.variants[1].points[0].tensor[2][2] *= 1.01
    results["contact"] = .polycrystal(contact)
    #expect(scenario.check(results).count { !$0.passed } == 1)
  }

  @Test("LGPS: boundaries or anisotropy alone make a pellet of a crystal")
  func pellet() async throws {
    let scenario = try Scenario.named("crystal-and-pellet")
    let results = try await solved(scenario)
    let checks = scenario.check(results)
    #expect(checks.count == 4)
    for check in checks { #expect(check.passed, "\(check.text)") }
  }

  @Test("The layer stack holds: budgets within exact limits, whole films to all digits")
  func layerStack() async throws {
    let scenario = try Scenario.named("layer-stack")
    let part = try #require(scenario.parts.first)
    let file = try #require(try Scenario.file(of: part))
    let sweep = try StudySweep.read(file)
    var results = PolycrystalResults(
      name: sweep.name, provenance: Self.provenance, sources: [], sweep: sweep.axes, variants: [],
      complete: true)
    for variant in sweep.variants {
      var study = try sweep.polycrystal(variant)
      study.impedance = nil
      var solved = try await study.variant()
      solved.values = variant.values
      results.variants.append(solved)
      guard variant.values[0].number == 1, let thickness = variant.values[1].number else {
        continue
      }
      let expected = 1e-3 / 3e-4 + 2 + thickness * 1e-8 / 1e-7
      #expect(abs(1e-3 / solved.points[0].tensor[2][2] / expected - 1) < 1e-9)
    }
    let checks = scenario.check(["layer-stack": .polycrystal(results)])
    #expect(checks.count == 12)
    for check in checks { #expect(check.passed, "\(check.text)") }
  }

  private static let provenance = Provenance(
    program: "test", version: "", commit: "", input: "", inputFile: "", seed: 5, generator: "",
    gslVersion: "", started: "", finished: "", threads: 1, platform: "")

  @Test("A misspelt scenario is told the right name")
  func misspelt() {
    let error = #expect(throws: InputError.self) { try Scenario.named("enginering") }
    #expect(error?.description.contains("did you mean \"engineering\"?") == true)
  }
}
