import Foundation
import IonHopCore
import IonHopNetworks
import Testing

@Suite("Variants of material files")
struct MaterialVariantTests {
  static let names = [
    "LLZO-cubic/Al", "LLZO-cubic/Ta", "LLZO-cubic/Nb", "LLZO-cubic/Ga", "Li6PS5X/Br", "Li6PS5X/I",
    "Li6PS5X/Cl1.5", "LLTO/layered", "LATP/LAGP", "LGPS/Sn", "LGPS/SiCl", "Li3YCl6/Er",
    "Li3YCl6/Yb", "Li3YCl6/Zr", "Li3InCl6/Sc", "Li3InCl6/YBr", "Li3InCl6/YBrCl", "LiAl/In",
  ]

  @Test("Every variant of the library is listed here")
  func complete() throws {
    var found: Set<String> = []
    for name in Crystal.all.map(\.name) {
      found.formUnion(try Lattice.named(name).variants.map { "\(name)/\($0)" })
    }
    #expect(found == Set(Self.names))
  }

  @Test("A variant keeps the network of its family, and its own numbers", arguments: names)
  func variant(_ name: String) throws {
    let lattice = try Lattice.named(name)
    let family = try Lattice.named(String(name.prefix { $0 != "/" }))
    let (network, base) = (lattice.unitNetwork, family.unitNetwork)
    #expect(network.siteCount == base.siteCount)
    for site in 0..<network.siteCount {
      // Other cells must not push a neighbour out of its window.
      #expect(
        network.hops(from: site).map(\.hopClass).sorted()
          == base.hops(from: site).map(\.hopClass).sorted())
    }
    #expect(network.connectivity().dimensions == base.connectivity().dimensions)
    #expect(lattice.title != family.title)
    try checkSources(lattice)
    try checkNeutral(lattice)
  }

  @Test("Blockers leave so many sites, and the rest of LLTO still crosses the crystal")
  func blocked() throws {
    let network = try Lattice.named("LLTO").network(supercell: (10, 10, 5), disorderSeed: 3)
    // 443 of 1000 A sites, well above the percolation threshold 0.3116 of the simple cubic lattice.
    #expect(network.siteCount == 1000 - 2 * 279 || network.siteCount == 1000 - 2 * 278)
    #expect(network.connectivity().dimensions == 3)
    let layered = try Lattice.named("LLTO/layered").network(supercell: (10, 10, 5), disorderSeed: 3)
    #expect(layered.siteCount == 1000 - 450 - 107)
  }

  /// 4a and 4c hold S and halide; 16e, four S a formula unit, is not in the file.
  @Test(
    "The anions of argyrodites add up to their formula, and carry its charge",
    arguments: [
      ("Li6PS5X", "Cl", 6.0, 1.0), ("Li6PS5X/Br", "Br", 6, 1), ("Li6PS5X/I", "I", 6, 1),
      ("Li6PS5X/Cl1.5", "Cl", 5.5, 1.5),
    ])
  func anions(name: String, halide: String, lithium: Double, halides: Double) throws {
    let lattice = try Lattice.named(name)
    func count(_ anion: String) -> Double {
      lattice.hostKinds.reduce(0) { sum, host in
        sum + Double(host.positions.count)
          * (host.occupants.first { $0.name == anion }?.share ?? 0) / 4
      }
    }
    #expect(abs(count(halide) - halides) < 1e-12)
    #expect(abs(4 + count("S") - (6 - halides)) < 1e-12)
    // Li⁺, PS4³⁻, S²⁻ and the halide.
    #expect(abs(lithium - 3 - 2 * count("S") - count(halide)) < 1e-12)
    for host in lattice.hostKinds { #expect(host.charges == ["S": -2, halide: -1]) }
    // Each cage's twelve sites are nearest to an anion on 4c.
    let cage = try #require(lattice.hostKinds.first { $0.name == "4c" }).positions[0]
    let network = lattice.unitNetwork
    let distances = (0..<network.siteCount).map { site in
      let offset = lattice.cell.fractional(network.position(of: site)) - cage
      // The nearest image, as the cell is a cube.
      return length(lattice.cell.cartesian(offset - offset.rounded(.toNearestOrEven)))
    }
    #expect(distances.count { $0 < 2.52 } == 12)
  }

  @Test("Halides conduct in the order LiI, LiBr, LiCl, LiF at 300 K")
  func halides() throws {
    let lattices = try ["LiI", "LiBr", "LiCl", "LiF"].map { try Lattice.named($0) }
    // Few vacancies on fcc: sigma goes as (ions / volume) a^2 exp(-barrier/kT), with one share of
    // vacancies and one attempt frequency for all.
    let conductivities = lattices.map {
      exp(-$0.hopRules[0].barrier / 0.025852) / length($0.cell.a)
    }
    for (better, worse) in zip(conductivities, conductivities.dropFirst()) {
      #expect(better > worse)
    }
    for lattice in lattices {
      #expect(lattice.defaultFilling == lattices[0].defaultFilling)
      #expect(lattice.hopRules[0].frequency == 1e13)
    }
  }
}
