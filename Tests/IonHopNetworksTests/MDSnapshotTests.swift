import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Snapshots of molecular dynamics")
struct MDSnapshotTests {
  static let comment =
    #"Lattice="10 0 0 0 10 0 0 0 10" Properties=species:S:1:pos:R:3 pbc="T T T""#
  static let atoms = "Li 0 0 0\nLi 3 0 0\nS 1.5 1 0\nLi 9 0 0\n"
  static func file(
    _ count: String = "4", _ comment: String = Self.comment, _ atoms: String = Self.atoms
  ) -> String { "\(count)\n\(comment)\n\(atoms)" }

  @Test("Sites of the mobile species are joined through the periodic cell")
  func network() throws {
    let snapshot = try MDSnapshot(text: Self.file(), file: "glass.xyz")
    #expect(snapshot.species == ["Li", "Li", "S", "Li"])
    let model = try GlassModel(snapshot, mobile: "Li", joined: .cutoff(3.5))
    let network = try model.network()
    #expect(network.siteCount == 3)
    // 0–3 Å, and 9–0 Å across the border; 3–9 Å is too far.
    #expect(network.hopCount == 4)
    #expect(network.hops(from: 2).map(\.displacement) == [[1, 0, 0]])
    let structure = try model.structure()
    let long = try #require(
      structure.bonds.firstIndex { abs(length(structure.displacement($0)) - 3) < 1e-9 })
    #expect(abs(structure.bottlenecks[long] - 1) < 1e-12)
    #expect(throws: GlassError.noSites(species: "Na", known: ["Li", "S"])) {
      try GlassModel(snapshot, mobile: "Na", joined: .cutoff(3))
    }
  }

  @Test("Further columns, other orders, frames, blank ends and Windows lines are read")
  func shapes() throws {
    let wide =
      "1\nenergy=-3.2 Properties=id:I:1:forces:R:3:pos:R:3:species:S:1 "
      + "Lattice=\"5 0 0 1 5 0 0 1 6\" config_type=\"a b\" virial\n7 0 0 0 1 2 3 Li\n"
    let snapshot = try MDSnapshot(text: wide, file: "a.xyz")
    #expect(snapshot.positions == [[1, 2, 3]])
    #expect(snapshot.cell.b == [1, 5, 0])
    let two = Self.file() + wide.replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try MDSnapshot(text: two, file: "a.xyz", frame: 1).species == ["Li"])
    #expect(try MDSnapshot(text: two, file: "a.xyz").species.count == 4)
    let plain = "1\nLattice=\"5 0 0 0 5 0 0 0 5\"\nLi 1 1 1"
    #expect(try MDSnapshot(text: plain, file: "a.xyz").positions.count == 1)
  }

  static let hostile: [(String, String)] = [
    ("", "number of atoms"), ("\n", "number of atoms"), ("x\n", "number of atoms"),
    ("-3\n", "number of atoms"), ("0\n\n", "number of atoms"),
    ("99999999999999999999\n", "number of atoms"), ("60000000\n", "more than"),
    ("4", "cut off"), (file("4", ""), "Lattice is missing"),
    (file("5"), "cut off"), (file("400"), "cut off"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0""#), "nine"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 ten""#), "finite number"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 nan""#), "finite number"),
    (file("4", #"Lattice="10 0 0 0 10 0 10 0 0""#), "no volume"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 1e-9""#), "no volume"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 1e300""#), "finite number"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 10"#), "closing quote"),
    (file("4", comment + #" pbc="T T T""#), "twice"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 10" pbc="T T F""#), "periodic"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 10" pbc="yes""#), "pbc"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 10" Properties=species:S"#), "name:type:columns"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 10" Properties=species:S:1:pos:R:x"#), "columns"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 10" Properties=species:S:1:pos:R:-3"#), "columns"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 10" Properties=species:S:1:pos:R:2"#), "pos:R:3"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 10" Properties=species:S:1"#), "lacks"),
    (file("4", #"Lattice="10 0 0 0 10 0 0 0 10" Properties="#), "name:type:columns"),
    (file("4", comment, "Li 0 0 0\nLi 1\nS 0 0 1\nS 1 1 1\n"), "columns"),
    (file("4", comment, "Li 0 0 0\nLi 1 2 3 4\nS 0 0 1\nS 1 1 1\n"), "columns"),
    (file("4", comment, "Li 0 0 x\nLi 1 2 3\nS 0 0 1\nS 1 1 1\n"), "finite number"),
    (file("4", comment, "Li 0 0 inf\nLi 1 2 3\nS 0 0 1\nS 1 1 1\n"), "finite number"),
    (file("4", comment, "Li 0 0 1e9\nLi 1 2 3\nS 0 0 1\nS 1 1 1\n"), "finite number"),
    (file("4", comment, "\n\n\n\n"), "cut off"),
  ]

  @Test("Hostile files end in one line that names file, line and mend", arguments: hostile)
  func refused(text: String, expected: String) throws {
    let error = #expect(throws: InputError.self) { try MDSnapshot(text: text, file: "bad.xyz") }
    let message = try #require(error).description
    #expect(message.contains(expected))
    #expect(message.hasPrefix("bad.xyz:"))
    #expect(!message.contains("\n"))
  }

  @Test("Frames that are not there, and two atoms on one spot, are refused")
  func missing() throws {
    #expect(throws: InputError.self) {
      try MDSnapshot(text: Self.file(), file: "a.xyz", frame: 1)
    }
    #expect(throws: InputError.self) {
      try MDSnapshot(text: Self.file(), file: "a.xyz", frame: -1)
    }
    let twice = try MDSnapshot(
      text: Self.file("2", Self.comment, "Li 0 0 0\nLi 10 0 0\n"), file: "a.xyz")
    #expect(throws: GlassError.coincident(0, 1, distance: 0)) {
      try GlassModel(twice, mobile: "Li", joined: .cutoff(3)).network()
    }
  }
}
