import Foundation
import IonHopCore
import IonHopNetworks
import Testing

@Suite("The lattice library")
struct LatticeLibraryTests {
  struct Expectation: Sendable, CustomTestStringConvertible {
    let name: String
    /// Sites and neighbours of each kind in one cell.
    let kinds: [String: (sites: Int, neighbours: Int)]
    let dimensions: Int
    var testDescription: String { name }

    init(_ name: String, _ kinds: [String: (sites: Int, neighbours: Int)], dimensions: Int = 3) {
      (self.name, self.kinds, self.dimensions) = (name, kinds, dimensions)
    }
  }

  static let expectations = [
    Expectation("chain", ["A": (1, 2)], dimensions: 1),
    Expectation("square", ["A": (1, 4)], dimensions: 2),
    Expectation("triangular", ["A": (1, 6)], dimensions: 2),
    Expectation("honeycomb", ["A": (2, 3)], dimensions: 2),
    Expectation("kagome", ["A": (3, 4)], dimensions: 2),
    Expectation("sc", ["A": (1, 6)]),
    Expectation("bcc", ["A": (1, 8)]),
    Expectation("fcc", ["A": (1, 12)]),
    Expectation("hcp", ["A": (2, 12)]),
    Expectation("diamond", ["A": (2, 4)]),
    Expectation("Li3OCl", ["3d": (3, 8)]),
    Expectation("LLZO-cubic", ["24d": (24, 4), "48g": (48, 2)]),
  ]

  @Test("Every site has the neighbours of its crystal", arguments: expectations)
  func neighbours(_ expected: Expectation) throws {
    let lattice = try Lattice.named(expected.name)
    let network = try lattice.network()
    #expect(Set(lattice.siteKinds.map(\.name)) == Set(expected.kinds.keys))
    for kind in lattice.siteKinds {
      #expect(kind.positions.count == expected.kinds[kind.name]?.sites)
    }
    for site in 0..<network.siteCount {
      let kind = network.siteKinds[network.kind(of: site)]
      #expect(network.hops(from: site).count == expected.kinds[kind]?.neighbours)
    }
    let connectivity = try lattice.network(supercell: (2, 2, 2)).connectivity()
    #expect(connectivity.dimensions == expected.dimensions)
    #expect(lattice.filling().ions(on: network) <= network.siteCount)
  }

  @Test("All bundled lattices are listed, readable, and tested here")
  func listed() throws {
    let entries = try LatticeLibrary.all()
    for entry in entries { #expect(entry.isReadable, "\(entry.title)") }
    #expect(Set(Self.expectations.map(\.name)).isSubset(of: entries.map(\.name)))
    #expect(entries.map(\.name) == entries.map(\.name).sorted())
    #expect(entries.allSatisfy { !$0.title.isEmpty })
    // A user may have set IONHOP_LATTICES.
    #expect(
      Set(entries.map(\.folder.lastPathComponent)).isSuperset(of: ["Reference", "Materials"]))
  }

  @Test("The cell of cubic LLZO holds 56 lithium ions on 72 sites")
  func garnet() throws {
    let lattice = try Lattice.named("LLZO-cubic")
    #expect(lattice.defaultFilling.ions(on: try lattice.network()) == 56)
    let network = try lattice.network(supercell: (2, 1, 1))
    #expect(lattice.filling(supercell: (2, 1, 1)).ions(on: network) == 112)
    #expect(lattice.species == .lithium)
    #expect(network.connectivity().componentCount == 1)
    for hop in network.hops(from: 0) { #expect(abs(length(hop.displacement) - 1.991) < 0.002) }
  }

  @Test("An unknown lattice is refused with the nearest name")
  func unknown() {
    let error = #expect(throws: InputError.self) { try Lattice.named("LLZO-cubik") }
    #expect("\(error!)".contains("did you mean \"LLZO-cubic\"?"))
    let missing = #expect(throws: InputError.self) { try Lattice.named("./nowhere/x.yaml") }
    #expect("\(missing!)" == "./nowhere/x.yaml: no such file; check the path")
    let folder = URL(fileURLWithPath: "/nowhere")
    let noFolder = #expect(throws: InputError.self) { try Lattice.named("sc", folders: [folder]) }
    #expect("\(noFolder!)".contains("/nowhere: is not a folder"))
  }

  @Test("A folder of the user hides bundled lattices, and a broken file is listed as such")
  func folders() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ionhop-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("name: sc\n".utf8).write(to: folder.appendingPathComponent("sc.yaml"))
    let entries = try LatticeLibrary.all(folders: [folder])
    let own = try #require(entries.first { $0.name == "sc" })
    #expect(!own.isReadable)
    #expect(own.title.contains("sc.yaml:1: key \"cell\" is missing"))
    #expect(entries.count == (try LatticeLibrary.all().count))
  }

  @Test("Supercells that do not fit are refused before they are built")
  func supercells() throws {
    let lattice = try Lattice.named("sc")
    for bad in [(0, 1, 1), (1, -1, 1)] {
      #expect(throws: NetworkError.badSupercell(SIMD3(bad.0, bad.1, bad.2))) {
        try lattice.network(supercell: bad)
      }
    }
    for huge in [(1 << 19, 1 << 19, 1 << 19), (Int.max, Int.max, Int.max)] {
      #expect(throws: NetworkError.self) { try lattice.network(supercell: huge) }
    }
  }

  @Test("Changed energies and barriers reach the network")
  func changed() throws {
    let lattice = try Lattice.named("LLZO-cubic").changing(
      siteEnergies: ["48g": 0.2], barriers: ["24d-48g": 0.5], frequencies: ["24d-48g": 2e12])
    let network = try lattice.network()
    #expect(Set((0..<72).map { network.energy(of: $0) }) == [0, 0.2])
    #expect(network.hops(from: 0).allSatisfy { $0.barrier == 0.5 && $0.frequency == 2e12 })
  }
}
