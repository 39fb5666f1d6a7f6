import Foundation
import IonHopCore
import Testing
import Yams

@testable import IonHopNetworks

@Suite("Material files")
struct MaterialTopologyTests {
  @Test("Every material of the library is in the table")
  func complete() throws {
    let files = try LatticeLibrary.all().filter {
      $0.folder.lastPathComponent == "Materials" && !$0.name.contains("/")
    }
    #expect(Set(files.map(\.name)) == Set(Crystal.all.map(\.name)))
  }

  @Test("The generators close to the space group", arguments: Crystal.all)
  func group(_ crystal: Crystal) throws {
    let file = try LatticeLibrary.file(named: crystal.name)
    let document = try #require(try Yams.load(yaml: String(contentsOf: file, encoding: .utf8)))
    let generators = try #require((document as? [String: Any])?["symmetry"] as? [String])
    let operations = try generators.map { try #require(SymmetryOperation($0)) }
    #expect(SymmetryOperation.group(generatedBy: operations)?.count == crystal.group)
  }

  @Test("Sites have the neighbours of their structure type", arguments: Crystal.all)
  func shells(_ crystal: Crystal) throws {
    let lattice = try Lattice.named(crystal.name)
    let network = lattice.unitNetwork
    #expect(
      Dictionary(uniqueKeysWithValues: lattice.siteKinds.map { ($0.name, $0.positions.count) })
        == crystal.sites)
    for site in 0..<network.siteCount {
      let kind = network.siteKinds[network.kind(of: site)]
      let shells = crystal.shells.filter { $0.kind == kind }
      let hops = network.hops(from: site)
      #expect(hops.count == shells.reduce(0) { $0 + $1.count }, "\(kind)")
      for shell in shells {
        let lengths = hops.filter { network.hopClasses[$0.hopClass] == shell.hopClass }
          .map { length($0.displacement) }
        #expect(lengths.count == shell.count, "\(kind) \(shell.hopClass)")
        // The table has three decimals.
        #expect(lengths.allSatisfy { $0 > shell.distances.lowerBound - 1e-3 })
        #expect(lengths.allSatisfy { $0 < shell.distances.upperBound + 1e-3 })
      }
    }
  }

  @Test("Every ion can cross the crystal", arguments: Crystal.all)
  func percolation(_ crystal: Crystal) throws {
    let connectivity = try Lattice.named(crystal.name).unitNetwork.repeated([2, 2, 2])
      .connectivity()
    #expect(connectivity.dimensions == crystal.dimensions)
    // One component; in two dimensions layers, two a cell, of which two lie along c.
    #expect(connectivity.componentCount == (crystal.dimensions == 3 ? 1 : 4))
  }

  @Test("The default filling is that of a neutral formula", arguments: Crystal.all)
  func neutral(_ crystal: Crystal) throws {
    try checkNeutral(Lattice.named(crystal.name))
  }

  @Test("A published value with its source stands beside the results", arguments: Crystal.all)
  func anchored(_ crystal: Crystal) throws {
    try checkSources(Lattice.named(crystal.name))
  }
}

/// The mobile ions of a full formula balance its other ions, and the file fills that many of its sites.
func checkNeutral(_ lattice: Lattice) throws {
  let text = try #require(lattice.formula)
  let formula = try #require(ChemicalFormula(text), "\(text)")
  // Alloys have no oxidation states.
  if !lattice.name.hasPrefix("LiAl") {
    #expect(abs(try #require(formula.charge)) < 0.005, "\(text) has charge \(formula.charge ?? 0)")
  }
  let lithium = try #require(formula.atoms["Li"])
  switch lattice.defaultFilling {
  case .perFormulaUnit(let ions, _):
    #expect(abs(ions - lithium) < 1e-9, "\(lattice.name)")
  case .fraction(let share):
    // Vacancies on a full lattice: the formula is that without them.
    let sites = Double(lattice.siteKinds.reduce(0) { $0 + $1.positions.count })
    #expect(abs(sites / Double(try #require(lattice.formulaUnits)) - lithium) < 1e-9)
    #expect(share >= 0.95 && share < 1)
  case .count(let count):
    // Half a formula unit a cell: Li4SnS4 on two sulfur ions.
    #expect(abs(Double(count) - lithium * 2 / (try #require(formula.atoms["S"]))) < 1e-9)
  }
}

/// Every published value names a source, every source is cited, and something can be compared.
func checkSources(_ lattice: Lattice) throws {
  let keys = Set(lattice.sources.map(\.key))
  #expect(lattice.published.contains { $0.quantity == "activationEnergy" })
  for value in lattice.published { #expect(keys.contains(value.source), "\(value.source)") }
  for source in lattice.sources {
    #expect(source.citation.count > 20)
    #expect(source.note?.isEmpty == false)
  }
  let text = try #require(lattice.description)
  #expect(text.contains("Left out") || text.contains("no further") || text.contains("not in this"))
}
