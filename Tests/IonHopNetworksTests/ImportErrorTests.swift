import Foundation
import Testing

@testable import IonHopNetworks

@Suite("Broken structures")
struct ImportErrorTests {
  struct Broken: Sendable, CustomTestStringConvertible {
    let label: String
    let text: String
    let line: Int?
    let mention: String
    var file = "broken.cif"
    var species = "Li"
    var testDescription: String { label }
  }

  private static let good = ImportFixtures.antiperovskite
  private static let poscar = ImportFixtures.poscar

  static let files: [Broken] = [
    Broken(
      label: "cut off in a row", text: String(good.prefix(while: { _ in true }).dropLast(12)),
      line: 10, mention: "it may be cut off"),
    Broken(
      label: "cut off before the atoms", text: String(good[..<good.range(of: "loop_")!.lowerBound]),
      line: nil, mention: "no atom is listed"),
    Broken(label: "empty", text: "", line: nil, mention: "no atom is listed"),
    Broken(label: "not a CIF", text: "name: LLZO\n", line: 1, mention: "not a whole CIF"),
    Broken(
      label: "unclosed quote", text: good.replacing("'P m -3 m'", with: "'P m -3 m"), line: 8,
      mention: "unterminated"),
    Broken(
      label: "no cell edge", text: good.replacing("_cell_length_b 3.91\n", with: ""), line: nil,
      mention: "_cell_length_b: is missing"),
    Broken(
      label: "cell of words", text: good.replacing("_length_c 3.91", with: "_length_c long"),
      line: 4, mention: "\"long\" is not a number"),
    Broken(
      label: "flat cell",
      text: good.replacing("_gamma 90.0", with: "_gamma 179.99")
        .replacing("_alpha 90", with: "_alpha 10"), line: 2, mention: "span no volume"),
    Broken(
      label: "cell against the group", text: good.replacing("_length_b 3.91", with: "_length_b 5"),
      line: 2, mention: "does not map the cell onto itself"),
    Broken(
      label: "cell of a hair's breadth",
      text: good.replacing("_a 3.91", with: "_a 0.01").replacing("_b 3.91", with: "_b 0.01")
        .replacing("_c 3.91", with: "_c 0.01"), line: 2, mention: "flatter than 0.5 Å"),
    Broken(
      label: "no symmetry", text: good.replacing("_space_group_name_H-M_alt 'P m -3 m'", with: ""),
      line: nil, mention: "names no symmetry; add the operations"),
    Broken(
      label: "unknown group", text: good.replacing("P m -3 m", with: "P q 7 m"), line: nil,
      mention: "\"P q 7 m\" is no known setting"),
    Broken(
      label: "no such species", text: good, line: nil, mention: "holds no Na", species: "Na"),
    Broken(
      label: "coordinate of words", text: good.replacing("0.5 0 0 1", with: "half 0 0 1"), line: 10,
      mention: "\"half\" of Li1 is not a number"),
    Broken(
      label: "unknown coordinate", text: good.replacing("0.5 0 0 1", with: "? 0 0 1"), line: 10,
      mention: "Li1 has no fractional coordinate x"),
    Broken(
      label: "occupancy above one", text: good.replacing("0.5 0 0 1", with: "0.5 0 0 1.2"),
      line: 10, mention: "Li1: the occupancy is 1.2"),
    Broken(
      label: "negative occupancy", text: good.replacing("0.5 0 0 1", with: "0.5 0 0 -0.2"),
      line: 10, mention: "Li1: the occupancy is -0.2"),
    Broken(
      label: "atom listed twice", text: good + "Li2 Li+ 0 0.5 0 1\n", line: 10,
      mention: "Li1+Li2: the occupancy is 2"),
    Broken(
      label: "no element", text: good.replacing("Cl1 Cl-", with: "Qq1 Qq"), line: 10,
      mention: "\"Qq\" is no chemical element"),
    Broken(
      label: "unknown ending", text: good, line: nil, mention: "unknown kind of structure file",
      file: "structure.abc"),
    Broken(
      label: "POSCAR cut off", text: String(poscar.dropLast(13)), line: 12,
      mention: "atom 5 of 5", file: "POSCAR"),
    Broken(
      label: "POSCAR of VASP 4", text: poscar.replacing("Li O Cl\n", with: ""), line: 6,
      mention: "\"3\" is no chemical element; give the line of elements", file: "POSCAR"),
    Broken(
      label: "POSCAR with too few numbers", text: poscar.replacing("3 1 1", with: "3 1"), line: 7,
      mention: "2 numbers of atoms for 3 elements", file: "POSCAR"),
    Broken(
      label: "POSCAR without a mode", text: poscar.replacing("Direct", with: "0 0 0"), line: 8,
      mention: "neither Direct nor Cartesian", file: "POSCAR"),
    Broken(
      label: "POSCAR with huge numbers of atoms",
      text: poscar.replacing("3 1 1", with: "3 1 9999999"),
      line: 7, mention: "\"9999999\" is no number of atoms", file: "POSCAR"),
    Broken(
      label: "POSCAR with a flat cell",
      text: poscar.replacing("0 0 3.91\nLi", with: "0 3.91 0\nLi"),
      line: 8, mention: "span no volume", file: "POSCAR"),
    Broken(
      label: "POSCAR with two atoms on one spot",
      text: poscar.replacing("0.5 0.5 0.5", with: "0.5 0 0"), line: 13,
      mention: "a second atom on one spot", file: "POSCAR"),
  ]

  @Test("Every broken file gives one line with the place and the mend", arguments: files)
  func broken(_ file: Broken) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "broken-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: file.file)
    try Data(file.text.utf8).write(to: url)
    let error = #expect(throws: InputError.self) {
      try LatticeProposal(CrystalStructure.read(url), species: file.species)
    }
    let text = "\(error!)"
    #expect(text.contains(file.mention), "\(text)")
    #expect(error?.line == file.line, "\(text)")
    #expect(error?.file.hasSuffix(file.file) == true, "\(text)")
    #expect(!text.contains("\n"))
  }

  @Test("Any prefix and any broken byte of a file is refused or read, never a crash")
  func mangled() throws {
    for text in [ImportFixtures.antiperovskite, ImportFixtures.poscar] {
      let bytes = Array(text.utf8)
      var refused = 0
      for cut in stride(from: 0, to: bytes.count, by: 3) {
        var broken = bytes
        broken[cut] = UInt8(ascii: "'")
        for variant in [Array(bytes[..<cut]), broken] {
          let text = String(decoding: variant, as: UTF8.self)
          do {
            let structure =
              bytes[0] == UInt8(ascii: "d")
              ? try CrystalStructure.cif(text, file: "x.cif", tolerance: 0.01)
              : try CrystalStructure.poscar(text, file: "POSCAR", tolerance: 0.01)
            _ = try LatticeProposal(structure, species: "Li").yaml(name: "x")
          } catch {
            refused += 1
            #expect(!"\(error)".contains("\n"))
          }
        }
      }
      #expect(refused > 0)
    }
  }

  @Test("Options and tables of barriers that make no sense are refused")
  func options() throws {
    func message(_ change: (inout LatticeProposal.Options) -> Void) throws -> String {
      var options = LatticeProposal.Options()
      change(&options)
      let structure = try CrystalStructure.cif(Self.good, file: "x.cif", tolerance: 0.01)
      let error = #expect(throws: InputError.self) {
        try LatticeProposal(structure, species: "Li", options: options)
      }
      return "\(error!)"
    }
    #expect(try message { $0.cutoff = .infinity }.contains("--cutoff"))
    #expect(try message { $0.cutoff = 2 }.contains("raise --cutoff"))
    #expect(try message { $0.clearance = 2 }.contains("lower --clearance"))
    #expect(try message { $0.charge = 0 }.contains("--charge"))
    #expect(try message { $0.merging = 2.9 }.contains("smaller --merge"))

    func table(_ text: String) throws -> String {
      let file = FileManager.default.temporaryDirectory.appending(path: "neb-\(UUID()).csv")
      try Data(text.utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      let structure = try CrystalStructure.cif(Self.good, file: "x.cif", tolerance: 0.01)
      let error = #expect(throws: InputError.self) {
        var proposal = try LatticeProposal(structure, species: "Li")
        try proposal.readBarriers(file)
      }
      return "\(error!)"
    }
    #expect(try table("class,barrier\n3d-3c,0.3\n").contains("did you mean \"3d-3d\"?"))
    #expect(try table("class,barrier\n3d-3d,-0.3\n").contains(":2: barrier"))
    #expect(try table("class,barrier\n3d-3d,0.3\n3d-3d,0.3\n").contains("given twice"))
    #expect(try table("siteA,siteB,distance,barrier\n3d,3d,4,0.3\n").contains("3d-3d (2.765 Å)"))
    #expect(try table("class,frequency\n3d-3d,1e13\n").contains("\"barrier\" is missing"))
  }
}
