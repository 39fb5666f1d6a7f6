import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks
import Testing

@testable import IonHopReports
@testable import IonHopStudies

@Suite("Materials beside published values")
struct MaterialValidationTests {
  /// Simple cubic, 3 Å, one hop class of 0.3 eV and 10¹³ Hz; a quarter of the sites full.
  private func lattice(filling: String = "fraction: 0.25", _ published: String) throws -> Lattice {
    try Lattice.parse(
      """
      name: model
      title: a model
      cell: { a: 3 }
      formulaUnits: 1
      sites: { A: { position: [0, 0, 0] } }
      hops: [{ class: nn, between: [A, A], distance: [2.9, 3.1], barrier: 0.3, frequency: 1e13 }]
      mobile: { Li: { charge: 1, \(filling) } }
      sources:
        - { key: One, citation: first, note: "a | b" }
        - { key: Two, citation: second }
      published:
      \(published)
      """, file: "model.yaml")
  }

  /// S/cm, at 400 K: n q² k a² (1 − c)/kT.
  private var exact: Double {
    let kT = PhysicalConstants.boltzmann * 400
    let k = 1e13 * exp(-0.3 / kT)
    return 0.25 / 27e-24 * PhysicalConstants.elementaryCharge * k * 9e-16 * 0.75 / kT
  }

  @Test("Values come back, inputs are told from tests, misses stay with what is known of them")
  func rows() async throws {
    let validation = MaterialValidation(
      try lattice(
        """
        - { quantity: conductivity, value: \(exact), unit: S/cm, temperature: 400, kind: "measured; attempt frequency fitted to it", source: One }
        - { quantity: conductivity, value: \(4000 * exact), unit: mS/cm, temperature: 400, kind: measured, source: Two }
        - { quantity: activationEnergy, value: 0.3, unit: eV, kind: measured, source: One }
        - { quantity: activationEnergy, value: 0.45, unit: eV, kind: measured, source: One }
        - { quantity: havenRatio, value: 0.4, unit: "1", kind: theory, source: One }
        """), quick: true)
    let results = try await validation.study().results()
    let rows = validation.rows(of: results)
    #expect(rows.map(\.source) == ["One", "Two", "One"])
    #expect(rows.allSatisfy { $0.fitted == "attempt frequency" })

    let ratio = try #require(rows[0].ratio)
    #expect(abs(ratio.value - 1) < 4 * ratio.standardError && ratio.standardError < 0.07)
    let difference = try #require(rows[0].difference)
    #expect(abs(difference.value) < 4 * difference.standardError)
    #expect(rows[0].conductivityVerdict == .input && rows[0].energyVerdict == .pass)
    #expect(rows[0].note.isEmpty)

    #expect(rows[1].conductivityVerdict == .miss && rows[1].energyVerdict == .none)
    #expect(abs(try #require(rows[1].ratio).value - ratio.value / 4) < 1e-12)
    #expect(rows[1].note.contains("published σ differ"))
    #expect(rows[2].energyVerdict == .miss && rows[2].note.contains("0.3 to 0.45 eV"))

    let markdown = MaterialTable(
      rows, remarks: [MaterialTable.key("model", "One"): "a | b\nc"]
    ).markdown
    #expect(markdown.contains("1 values within the tolerance, 2 outside, and 1 inputs"))
    #expect(markdown.contains("**E_a miss**"))
    #expect(markdown.contains("model, One: a \\| b c"))
    let columns = markdown.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
      line.replacing("\\|", with: "").count { $0 == "|" }
    }
    #expect(columns.count == 5 && Set(columns) == [13])
  }

  @Test("Without numbers from a run the published ones are still tabled, with the reason")
  func failed() throws {
    let validation = MaterialValidation(
      try lattice("- { quantity: conductivity, value: 1, unit: S/cm, kind: MD, source: One }"))
    let rows = validation.rows(failed: "no memory")
    #expect(rows.count == 1 && rows[0].ratio == nil && !rows[0].misses)
    #expect(rows[0].note.contains("no memory") && rows[0].fitted == nil)
  }

  @Test("Values in other units or quantities are no reference")
  func noReference() throws {
    let published = """
      - { quantity: conductivity, value: 1, unit: furlong, kind: MD, source: One }
      - { quantity: havenRatio, value: 1, unit: "1", kind: MD, source: One }
      """
    #expect(try !MaterialValidation(lattice(published)).hasReference)
  }

  @Test(
    "Supercells hold a whole number of the rarer of ions and vacancies, and no hop meets itself",
    arguments: [
      "perFormulaUnit: 0.9997", "fraction: 0.0123", "perFormulaUnit: 0.9", "fraction: 0.5",
    ])
  func supercells(filling: String) throws {
    let validation = MaterialValidation(
      try lattice(
        filling: filling,
        "- { quantity: conductivity, value: 1, unit: S/cm, kind: MD, source: One }"))
    let n = validation.repeats
    let sites = n.x * n.y * n.z
    #expect(n.min() >= 3 && sites >= 1000 && sites <= 100_000)
    let share = try #require(Double(filling.split(separator: " ").last ?? ""))
    let rarer = min(share, 1 - share) * Double(sites)
    #expect(abs(rarer - rarer.rounded()) / rarer <= 0.02)
    #expect(try validation.study().warnings().isEmpty)
  }

  @Test("Temperatures lie round the published one, which is among them")
  func temperatures() throws {
    let published = """
      - { quantity: conductivity, value: 1, unit: S/cm, temperature: 393, kind: MD, source: One }
      - { quantity: conductivity, value: 1, unit: S/cm, temperature: 500, kind: MD, source: Two }
      """
    let validation = MaterialValidation(try lattice(published))
    #expect(validation.temperatures == [365.5, 393, 424.4, 459.8, 500])
  }
}
