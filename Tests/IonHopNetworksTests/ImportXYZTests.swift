import Foundation
import Testing

@testable import IonHopNetworks

@Suite("Structures from extended XYZ")
struct ImportXYZTests {
  private static let bcc = """
    2
    Lattice="3.0 0.0 0.0 0.0 3.0 0.0 0.0 0.0 3.0" Properties=species:S:1:pos:R:3 pbc="T T T"
    Li 0.0 0.0 0.0
    Li 1.5 1.5 1.5

    """

  private func read(_ text: String) throws -> CrystalStructure {
    try CrystalStructure.extendedXYZ(text, file: "cell.xyz", tolerance: 0.01)
  }

  @Test("A body-centred cell has one kind of site and its space group")
  func symmetry() throws {
    let structure = try read(Self.bcc)
    #expect(structure.sites.count == 1)
    #expect(structure.operations.count == 96)
    #expect(structure.count(of: "Li") == 2)
    var options = LatticeProposal.Options()
    options.cutoff = 2.8
    let proposal = try LatticeProposal(structure, species: "Li", options: options)
    #expect(proposal.hopClasses.count == 1)
    // Eight neighbours at half the body's diagonal.
    #expect(abs(proposal.hopClasses[0].distance - 3 * 3.0.squareRoot() / 2) < 1e-6)
  }

  @Test(
    "Columns may stand in any order, a turned cell is the same crystal, and further frames are noted"
  )
  func columns() throws {
    let text = """
      2
      time=1.5 Lattice="0 3 0 0 0 3 3 0 0" Properties=id:I:1:pos:R:3:forces:R:3:species:S:1
      1 0 0 0 0 0 0 Li
      2 1.5 1.5 1.5 0 0 0 Li
      2
      again
      """
    let structure = try read(text)
    #expect(structure.sites.count == 1 && structure.operations.count == 96)
    #expect(structure.notes.contains("only the first frame was read"))
  }

  @Test(
    "What is wrong is told with its line",
    arguments: [
      ("x\n", 1, "number of atoms"), ("3\nLattice=\"1 0 0 0 1 0 0 0 1\"\nLi 0 0 0", 3, "cut off"),
      ("1\nno cell\nLi 0 0 0", 2, "Lattice"), ("1\nLattice=\"1 2\"\nLi 0 0 0", 2, "nine numbers"),
      ("1\nLattice=\"3 0 0 3 0 0 0 0 3\"\nLi 0 0 0", 2, "no volume"),
      ("1\nLattice=\"3 0 0 0 3 0 0 0 3\" pbc=\"T T F\"\nLi 0 0 0", 2, "periodic"),
      ("1\nLattice=\"3 0 0 0 3 0 0 0 3\" Properties=pos:R:3\n0 0 0", 2, "species"),
      ("1\nLattice=\"3 0 0 0 3 0 0 0 3\" Properties=pos:R\n0 0 0", 2, "Properties"),
      ("1\nLattice=\"3 0 0 0 3 0 0 0 3\"\nLi 0 0", 3, "words"),
      ("1\nLattice=\"3 0 0 0 3 0 0 0 3\"\nQq 0 0 0", 3, "element"),
      ("1\nLattice=\"3 0 0 0 3 0 0 0 3\"\nLi 0 nan 0", 3, "not a number"),
      ("2\nLattice=\"3 0 0 0 3 0 0 0 3\"\nLi 0 0 0\nLi 3 0 0", 4, "one spot"),
    ])
  func errors(text: String, line: Int, part: String) {
    #expect {
      try read(text)
    } throws: { error in
      guard let error = error as? InputError else { return false }
      return error.line == line && error.message.contains(part)
    }
  }
}
