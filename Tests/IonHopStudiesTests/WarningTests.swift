import Foundation
import IonHopCore
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Warnings of a study")
struct WarningTests {
  private func crystal(_ barrier: Double = 0.3, cells: Int = 3) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try .cubic(3))
    draft.addSite(at: .zero)
    draft.addHops(
      between: "site", and: "site", distance: 2.9...3.1, barrier: barrier, frequency: 1e13,
      hopClass: "edge")
    return try SiteNetwork(draft).supercell(cells, cells, cells)
  }

  private func warnings(_ network: SiteNetwork, _ temperatures: [Double] = [300]) -> [String] {
    Study(network, species: .lithium, filling: .count(1), temperatures: temperatures).warnings()
  }

  @Test("A sound crystal has none")
  func none() throws {
    #expect(warnings(try crystal()).isEmpty)
  }

  @Test("A barrier below 5 kT is named with its class, value and the temperature")
  func lowBarrier() throws {
    // 5 kT at 600 K is 0.2585 eV, at 300 K 0.1293 eV.
    let found = warnings(try crystal(0.2), [300, 600])
    #expect(found.count == 1)
    for part in ["edge", "0.2 eV", "3.9 kT", "600 K", "464 K"] {
      #expect(found.first?.contains(part) == true, "\(found)")
    }
    #expect(warnings(try crystal(0.2), [300, 450]).isEmpty)
  }

  @Test("Under a law of absolute saddles the barrier counts from the site")
  func saddle() throws {
    var study = Study(
      try crystal(0.3), species: .lithium, filling: .count(1), temperatures: [300])
    study.rateLaw = .transitionState
    #expect(study.warnings().isEmpty)
  }

  @Test("A barrier of zero is called so")
  func zeroBarrier() throws {
    let found = warnings(try crystal(0))
    #expect(found.count == 1)
    #expect(found.first?.contains("edge") == true && found.first?.contains("is zero") == true)
  }

  @Test("Chains, layers and pockets are told from crystals")
  func paths() throws {
    var draft = NetworkDraft(cell: try Cell([3, 0, 0], [0, 3, 0], [0, 0, 8]))
    draft.addSite(at: .zero)
    draft.addHops(
      between: "site", and: "site", distance: 2.9...3.1, barrier: 0.3, frequency: 1e13,
      hopClass: "edge")
    let layer = warnings(try SiteNetwork(draft).supercell(3, 3, 1))
    #expect(layer.count == 1 && layer[0].contains("2 directions"))

    draft.addSite(at: [0, 0, 3], kind: "cage")
    draft.addSite(at: [0, 0, 5], kind: "cage")
    draft.addHops(
      between: "cage", and: "cage", distance: 1.9...2.1, barrier: 0.3, frequency: 1e13,
      hopClass: "cage")
    let pockets = warnings(try SiteNetwork(draft).supercell(3, 3, 1))
    #expect(pockets.count == 2 && pockets[1].contains("66.7 %"), "\(pockets)")
  }

  @Test("Supercells in which an ion meets its own image", arguments: [1, 2, 3])
  func images(cells: Int) throws {
    let found = warnings(try crystal(cells: cells))
    switch cells {
    case 1: #expect(found.count == 1 && found[0].contains("onto its own image"))
    case 2: #expect(found.count == 1 && found[0].contains("two ways round"))
    default: #expect(found.isEmpty)
    }
  }

  @Test("Charge that a study leaves open is told, per formula unit")
  func charge() throws {
    let host = """
      name: host
      title: a chloride sulfide
      formula: Li2SCl2
      formulaUnits: 1
      cell: { a: 3 }
      sites: { A: { positions: [[0, 0, 0], [0.5, 0, 0], [0, 0.5, 0]] } }
      hops: [{ between: [A, A], distance: [1.4, 1.6], barrier: 0.3, frequency: 1e13 }]
      immobile: { X: { positions: [[0.5, 0.5, 0.5]], occupants: { S: 0.5, Cl: 0.5 } } }
      mobile: { Li: { charge: 1, perFormulaUnit: 2 } }
      """
    let folder = try TemporaryFolder()
    try Data(host.utf8).write(to: folder.url("host.yaml"))
    func study(_ change: String) throws -> [String] {
      try Study.parse(
        text: """
          model: { crystal: { lattice: host, supercell: [4, 4, 4]\(change) } }
          temperatures: [300]
          """, file: folder.url("study.yaml").path, lattices: [folder.url]
      ).warnings().filter { $0.contains("neutral") }
    }
    #expect(try study("").isEmpty)
    // S for Cl needs one more ion a formula unit; a half of it, half an ion.
    #expect(try study(", occupants: { X: { S: 1, Cl: 0 } }").first?.contains("−0.5 e") == true)
    #expect(
      try study(", occupants: { X: { S: 1, Cl: 0 } }, mobile: { Li: { perFormulaUnit: 2.5 } }")
        .isEmpty)
    #expect(
      try study(", mobile: { Li: { perFormulaUnit: 2.5 } }").first?.contains("+0.5 e") == true)
  }

  @Test(
    "Formulas are read with brackets and fractions",
    arguments: [
      ("Li7La3Zr2O12", "Li", 7), ("Li1.3Al0.3Ti1.7(PO4)3", "O", 12), ("LiCl", "Cl", 1),
      ("Li3(P(S2)2)4", "S", 16),
    ])
  func formula(text: String, element: String, atoms: Double) throws {
    #expect(ChemicalFormula(text)?.atoms[element] == atoms)
  }

  @Test(
    "What is no formula is none", arguments: ["", "li", "Li(", "Li)", "3Li", "Li 2", "Li1.2.3"])
  func noFormula(text: String) { #expect(ChemicalFormula(text) == nil) }

  @Test("They stand in the results of a run, once")
  func results() async throws {
    var study = Study(
      try crystal(0.2), species: .lithium, filling: .count(9), temperatures: [600, 700])
    study.sampling.relativeError = 0.1
    study.sampling.replicas = 2
    let results = try await study.results()
    #expect(results.warnings.filter { $0.contains("5 kT") }.count == 1)
  }
}
