import Foundation
import IonHopFields
import IonHopReports
import Testing

@testable import IonHopStudies

@Suite("Scenarios of space charge")
struct SpaceChargeScenarioTests {
  private static let solved = Result { try solve("space-charge") }

  private static func solve(_ name: String) throws -> [String: ScenarioResult] {
    var results: [String: ScenarioResult] = [:]
    for part in try Scenario.named(name).parts {
      guard case .study = part else {
        let sweep = try Scenario.file(of: part).map { try StudySweep.read($0) }
        results[part.name] = .table(try part.table(sweep))
        continue
      }
    }
    return results
  }

  @Test("Space charge: small unless depleted, closed forms met, simulated as solved")
  func spaceCharge() async throws {
    let scenario = try Scenario.named("space-charge")
    var results = try Self.solved.get()
    let part = try #require(scenario.parts.first { if case .study = $0 { true } else { false } })
    let sweep = try StudySweep.read(try #require(try Scenario.file(of: part)))
    results[part.name] = .study(try await sweep.results())
    let checks = scenario.check(results)
    #expect(checks.count == 13)
    for check in checks { #expect(check.passed, "\(check.text)") }
  }

  @Test("Half filled, ions and vacancies are alike: both signs of the potential resist the same")
  func symmetric() throws {
    let table = try SpaceChargeTables.layers()
    #expect(table.rows.count == 90)
    for row in table.rows(where: ["carriers": 1e22]) {
      let (potential, found) = (
        table.value("core potential", of: row), table.value("area resistance", of: row)
      )
      let other = table.rows(where: [
        "carriers": 1e22, "permittivity": table.value("permittivity", of: row),
        "core potential": -potential,
      ])
      #expect(other.count == 1)
      #expect(abs(table.value("area resistance", of: other[0]) / found - 1) < 1e-4)
    }
  }

  @Test("At the core an ideal gas has exp(−y) of its ions, and the solver's table says so")
  func leastCarriers() throws {
    guard case .table(let table)? = try Self.solved.get()["space-charge-mott-schottky"] else {
      Issue.record("no table")
      return
    }
    for row in table.rows {
      let y = table.value("core potential", of: row) / (8.617333262e-5 * 300)
      // One ion on 3200 sites: 1/3200 more.
      #expect(abs(table.value("least carriers", of: row) / exp(-y) - 1) < 1e-3)
    }
  }

  @Test("A table's page has its plot, its files its units")
  func page() throws {
    let table = try SpaceChargeTables.layers()
    let html = try ScenarioTableReport(table).html()
    #expect(html.contains("<svg") && html.contains("area resistance (ohm cm2)"))
    let folder = try TemporaryFolder()
    try ResultFiles(folder.url).write(table)
    let text = try String(contentsOf: folder.url("table.csv"), encoding: .utf8)
    #expect(text.split(separator: "\n").count == 91)
    #expect(text.hasPrefix("carriers (1/cm3),permittivity,core potential (V),"))
    let data = try Data(contentsOf: folder.url("results.json"))
    #expect(try ResultFiles.decoder.decode(ScenarioTable.self, from: data) == table)
    let error = #expect(throws: ResultFileError.self) { try NamedRuns.read([folder.url.path]) }
    #expect("\(String(describing: error))".contains("a scenario's table"))
  }

  @Test("Particles on an interface: one array close together, whole, bare and in part")
  func dipoles() throws {
    func resistance(_ edge: Int, blocks: Bool) throws -> CounterDipoles.Resistance {
      let array = CounterDipoles(period: 40, edge: edge)
      return try array.resistance(try array.carriers(), blocks: blocks)
    }
    let bare = try resistance(0, blocks: true)
    #expect(abs(bare.value / CounterDipoles.bareResistance - 1) < 0.03)
    // In one dimension there is nothing between the limits.
    #expect(abs(bare.planes / bare.value - 1) < 1e-5 && abs(bare.columns / bare.value - 1) < 1e-5)
    let half = try resistance(8, blocks: true)
    #expect(half.value < bare.value / 100)
    #expect(half.planes < half.value && half.value < half.columns)
    #expect(try resistance(CounterDipoles.lateral, blocks: true).value == .infinity)
    let whole = try resistance(CounterDipoles.lateral, blocks: false)
    #expect(whole.value < 0)
  }
}
