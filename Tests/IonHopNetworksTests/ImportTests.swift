import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

/// A folder that goes away with its owner.
private final class ImportFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String, _ text: String) throws -> URL {
    let file = url.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file
  }
}

@Suite("Import of structures")
struct ImportTests {
  struct Expectation: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let species: String
    let cutoff: Double
    /// Sites a cell and neighbours of each kind.
    let kinds: [String: [Int]]
    /// Mean lengths (Å), ascending.
    let lengths: [Double]
    let ionsPerFormulaUnit: Double
    var dimensions = 3
    var testDescription: String { name }
  }

  static let expectations = [
    Expectation(
      name: "garnet", text: ImportFixtures.garnet, species: "Li", cutoff: 3,
      kinds: ["24d": [24, 4], "48g": [48, 2]], lengths: [1.991],
      ionsPerFormulaUnit: 3 * 0.94 + 12 * 0.349),
    Expectation(
      name: "argyrodite", text: ImportFixtures.argyrodite, species: "Li", cutoff: 3,
      kinds: ["48h": [48, 5]], lengths: [1.82, 2.30, 2.88], ionsPerFormulaUnit: 6),
    Expectation(
      name: "antiperovskite", text: ImportFixtures.antiperovskite, species: "Li", cutoff: 4.2,
      kinds: ["3d": [3, 8]], lengths: [3.91 / 2.0.squareRoot()], ionsPerFormulaUnit: 3),
    // Na1-Na2 of Na4Zr2Si3O12: from the positions, c/4 along and 1/3 - x a across.
    Expectation(
      name: "NASICON", text: ImportFixtures.nasicon, species: "Na", cutoff: 4.2,
      kinds: ["6b": [6, 6], "18e": [18, 2]], lengths: [3.478], ionsPerFormulaUnit: 4),
    // Wyckoff positions as in the refinement; every octahedral site links two others of its kind.
    Expectation(
      name: "tetragonal garnet", text: ImportFixtures.tetragonalGarnet, species: "Li", cutoff: 3.2,
      kinds: ["8a": [8, 4], "16f": [16, 4], "32g": [32, 4]],
      lengths: [2.565, 2.587, 2.624, 2.635], ionsPerFormulaUnit: 7),
    Expectation(
      name: "olivine", text: ImportFixtures.olivine, species: "Li", cutoff: 4.2,
      kinds: ["4a": [4, 2]], lengths: [6.010 / 2], ionsPerFormulaUnit: 1, dimensions: 1),
    Expectation(
      name: "layered oxide", text: ImportFixtures.layered, species: "Li", cutoff: 4.2,
      kinds: ["3b": [3, 6]], lengths: [2.816], ionsPerFormulaUnit: 0.5, dimensions: 2),
  ]

  private func proposal(
    _ text: String, _ species: String, cutoff: Double = 4.2, merging: Double = 1.1,
    file: String = "fixture.cif"
  ) throws -> LatticeProposal {
    var options = LatticeProposal.Options()
    (options.cutoff, options.merging) = (cutoff, merging)
    let folder = try ImportFolder()
    return try withExtendedLifetime(folder) {
      try LatticeProposal(
        CrystalStructure.read(folder.file(file, text)), species: species, options: options)
    }
  }

  @Test("Known crystals have their sites, neighbours and jump lengths", arguments: expectations)
  func known(_ expected: Expectation) throws {
    let proposal = try proposal(expected.text, expected.species, cutoff: expected.cutoff)
    #expect(Set(proposal.siteKinds.map(\.name)) == Set(expected.kinds.keys))
    for kind in proposal.siteKinds {
      #expect(
        [kind.positions.count, proposal.neighbours(of: kind.name)] == expected.kinds[kind.name])
    }
    let lengths = proposal.hopClasses.map(\.distance).sorted()
    #expect(lengths.count == expected.lengths.count)
    for (length, known) in zip(lengths, expected.lengths) { #expect(abs(length - known) < 0.01) }
    #expect(abs(proposal.ionsPerFormulaUnit - expected.ionsPerFormulaUnit) < 1e-6)
    #expect(proposal.network.connectivity().dimensions == expected.dimensions)
    #expect(proposal.species.charge == 1)
  }

  @Test("In argyrodite a site has one partner, two neighbours in its cage and two in others")
  func argyrodite() throws {
    let proposal = try proposal(ImportFixtures.argyrodite, "Li", cutoff: 3)
    let sorted = proposal.hopClasses.sorted { $0.distance < $1.distance }
    #expect(sorted.map { proposal.neighbours(of: "48h", by: $0.name) } == [1, 2, 2])
  }

  @Test("The written file is read again as the proposed network", arguments: expectations)
  func roundTrip(_ expected: Expectation) throws {
    var proposal = try proposal(expected.text, expected.species, cutoff: expected.cutoff)
    let folder = try ImportFolder()
    let rows = proposal.hopClasses.enumerated().map { "\($1.name),\(0.1 + 0.01 * Double($0)),1e13" }
    let table = (["class,barrier,frequency"] + rows).joined(separator: "\n")
    try proposal.readBarriers(folder.file("neb.csv", table))
    #expect(proposal.incompleteClasses.isEmpty)
    let lattice = try Lattice.read(folder.file("written.yaml", proposal.yaml(name: "written")))
    let read = lattice.unitNetwork
    let proposed = proposal.network
    #expect(read.siteCount == proposed.siteCount)
    #expect(read.hopCount == proposed.hopCount)
    for site in 0..<min(read.siteCount, proposed.siteCount) {
      // The order of sites may differ, their places may not.
      let twin = (0..<proposed.siteCount).first { other in
        let apart = read.cell.fractional(read.position(of: site) - proposed.position(of: other))
        return length(read.cell.cartesian(apart - apart.rounded(.toNearestOrEven))) < 1e-5
      }
      let other = try #require(twin)
      #expect(read.siteKinds[read.kind(of: site)] == proposed.siteKinds[proposed.kind(of: other)])
      #expect(steps(read, site) == steps(proposed, other))
    }
    for (index, rule) in lattice.hopRules.enumerated() {
      #expect(rule.barrier == 0.1 + 0.01 * Double(index))
      #expect(rule.frequency == 1e13)
    }
    let ions = lattice.defaultFilling.ions(on: read)
    #expect(ions == Int((expected.ionsPerFormulaUnit * Double(proposal.formulaUnits)).rounded()))
  }

  /// Displacements (mÅ) and classes of the hops from a site, in an order of their own.
  private func steps(_ network: SiteNetwork, _ site: Int) -> [String] {
    network.hops(from: site).map { hop in
      let d = (hop.displacement * 1000).rounded(.toNearestOrEven)
      return "\(network.hopClasses[hop.hopClass]) \(Int(d.x)) \(Int(d.y)) \(Int(d.z))"
    }.sorted()
  }

  @Test("POSCAR and CIF of one structure give one lattice")
  func poscar() throws {
    let folder = try ImportFolder()
    let cartesian = ImportFixtures.poscar
      .replacing("1.0\n3.91 0 0\n0 3.91 0\n0 0 3.91", with: "-59.776471\n1 0 0\n0 1 0\n0 0 1")
      .replacing("Direct", with: "Selective dynamics\nCartesian")
    let lattices = try [
      ("a.cif", ImportFixtures.antiperovskite), ("POSCAR", ImportFixtures.poscar),
      ("b.vasp", cartesian),
    ].map { name, text in
      var proposal = try proposal(text, "Li", file: name)
      try proposal.readBarriers(
        folder.file("neb.csv", "siteA,siteB,distance,barrier,frequency\n3d,3d,2.76,0.3,1e13\n"))
      return try Lattice.parse(proposal.yaml(name: "x"), file: "x.yaml")
    }
    for other in lattices[1...] {
      #expect(abs(other.cell.volume - lattices[0].cell.volume) < 1e-4)
      #expect(other.siteKinds.map(\.name) == lattices[0].siteKinds.map(\.name))
      #expect(Set(other.siteKinds[0].positions) == Set(lattices[0].siteKinds[0].positions))
      #expect(other.hopRules == lattices[0].hopRules)
      #expect(other.formula == lattices[0].formula)
      #expect(other.formulaUnits == lattices[0].formulaUnits)
      #expect(other.defaultFilling == lattices[0].defaultFilling)
    }
  }

  @Test("A primitive cell with its origin anywhere becomes the conventional one")
  func primitive() throws {
    let text = """
      rock salt, a = 4.05
      4.05
      0 0.5 0.5
      0.5 0 0.5
      0.5 0.5 0
      Li F
      1 1
      Direct
      0.11 0.07 0.3
      0.61 0.57 0.8

      """
    let proposal = try proposal(text, "Li", file: "POSCAR_LiF")
    #expect(proposal.siteKinds.map(\.positions.count) == [4])
    #expect(proposal.hopClasses.count == 1)
    // fcc: 12 neighbours at a/sqrt 2.
    #expect(proposal.neighbours(of: proposal.siteKinds[0].name) == 12)
    #expect(abs(proposal.hopClasses[0].distance - 4.05 / 2.0.squareRoot()) < 1e-4)
  }

  @Test("Split positions stay apart when told so")
  func split() throws {
    let proposal = try proposal(ImportFixtures.garnet, "Li", cutoff: 3, merging: 0)
    #expect(Set(proposal.siteKinds.map(\.name)) == ["24d", "96h"])
    #expect(!proposal.notes.contains { $0.contains("split") })
    let joined = try self.proposal(ImportFixtures.garnet, "Li", cutoff: 3)
    #expect(joined.notes.contains { $0.contains("each 2 split positions, 0.76 Å apart") })
  }

  @Test("A group known by its name alone equals the listed operations")
  func named() throws {
    let listed = try proposal(ImportFixtures.tetragonalGarnet, "Li", cutoff: 3.2)
    var text = ImportFixtures.tetragonalGarnet
    let start = try #require(text.range(of: "loop_\n_space_group_symop"))
    let end = try #require(text.range(of: "loop_\n_atom_site"))
    text.removeSubrange(start.lowerBound..<end.lowerBound)
    let named = try proposal(text, "Li", cutoff: 3.2)
    #expect(
      Set(named.structure.operations.map(\.description))
        == Set(listed.structure.operations.map(\.description)))
    #expect(named.structure.operations.count == 32)
    // Origin choice 1 puts the same letters elsewhere: without the choice it is refused.
    let unsure = text.replacing("c d Z", with: "c d")
    let error = #expect(throws: InputError.self) { try proposal(unsure, "Li") }
    #expect("\(error!)".contains("two choices of origin; add :1 or :2"))
  }

  @Test("Sites shared with immobile ions are written as blocked")
  func shared() throws {
    let proposal = try proposal(ImportFixtures.perovskite, "Li")
    #expect(proposal.yaml(name: "x").contains("blocked: { 1a: { La: 0.55 } }"))
    #expect(proposal.ionsPerFormulaUnit == 0.35)
    #expect(proposal.formula == "Li0.35La0.55TiO3")
  }

  @Test("Odd words of a structure file do not break the lattice file")
  func oddWords() throws {
    let text = ImportFixtures.antiperovskite
      .replacing("data_fixture", with: "data_x\n_chemical_name_common 'a: \"b\" # {c}\\\u{7}'")
      .replacing("Li1 Li+", with: "'Li1: # \"}' Li+")
    var proposal = try proposal(text, "Li")
    proposal.hopClasses[0].barrier = 0.3
    proposal.hopClasses[0].frequency = 1e13
    let lattice = try Lattice.parse(proposal.yaml(name: "x"), file: "x.yaml")
    #expect(lattice.title.contains("a: \"b\" # {c}\\"))
    #expect(lattice.siteKinds.map(\.name) == ["3d"])
  }

  @Test("Atoms that do not add up to the formula are noted")
  func composition() throws {
    func notes(_ formula: String) throws -> String {
      let text = ImportFixtures.garnet.replacing(
        "data_fixture", with: "data_x\n_chemical_formula_sum '\(formula)'")
      return try proposal(text, "Li", cutoff: 3).notes.joined()
    }
    #expect(try !notes("La3 Li7 O12 Zr2").contains("add up"))
    #expect(try notes("Al0.2 La3 Li6.4 O12 Zr2").contains("do not add up to the file's formula"))
    #expect(try notes("La3 Li7 O16 Zr2").contains("do not add up"))
  }

  @Test("Barriers nobody gave cannot be run")
  func unknownBarrier() throws {
    let proposal = try proposal(ImportFixtures.antiperovskite, "Li")
    let error = #expect(throws: InputError.self) {
      try Lattice.parse(proposal.yaml(name: "x"), file: "x.yaml")
    }
    #expect(error?.keyPath == "hops[0].barrier")
    #expect(error?.line != nil)
    #expect("\(error!)".contains("the barrier of class \"3d-3d\" is unknown"))
  }

  @Test("Generators make the whole group again, and print as they are read")
  func generators() throws {
    for fixture in [ImportFixtures.garnet, ImportFixtures.nasicon, ImportFixtures.argyrodite] {
      let structure = try CrystalStructure.cif(fixture, file: "a.cif", tolerance: 0.01)
      let generators = SymmetryOperation.generators(of: structure.operations)
      #expect(generators.count <= 8)
      let again = try #require(
        SymmetryOperation.group(
          generatedBy: generators.compactMap { SymmetryOperation($0.description) }))
      #expect(Set(again) == Set(structure.operations))
    }
  }
}
