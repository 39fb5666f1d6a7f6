import Foundation
import IonHopCore
import IonHopNetworks
import IonHopStudies
import Testing

@Suite("Studies change interactions, immobile ions and blockers of a lattice")
struct CrystalRulesTests {
  private static let lattice = """
    name: host
    title: Simple cubic lattice with hosts
    cell: { a: 3.0 }
    formulaUnits: 1
    sites:
      A: { position: [0, 0, 0] }
    hops:
      - { class: nearest, between: [A, A], distance: [2.9, 3.1], barrier: 0.3, frequency: 1e13 }
    interactions: [{ between: [A, A], distance: [2.9, 3.1], energy: 0.05 }]
    immobile:
      H: { position: [0.5, 0.5, 0.5], occupants: { S: 0.5, Cl: 0.5 } }
    near: [{ occupant: S, on: H, site: A, distance: [0, 2.7], energy: -0.01 }]
    blocked: { A: { La: 0.25 } }
    mobile: { Li: { charge: 1, fraction: 0.5 } }
    variants:
      open: { title: Open, blocked: { A: { La: 0 } } }
    """

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Data(Self.lattice.utf8).write(to: folder.url("host.yaml"))
  }

  private func study(
    _ keys: String = "", lattice: String = "host", cells: Int = 6, seed: Int = 1
  ) throws -> Study {
    let text = """
      model:
        crystal: { lattice: \(lattice), supercell: [\(cells), \(cells), \(cells)]\(keys) }
      temperatures: 300
      seed: \(seed)
      """
    try Data(text.utf8).write(to: folder.url("study.yaml"))
    return try Study.read(folder.url("study.yaml"), lattices: [folder.url])
  }

  private func energies(_ study: Study) -> [Double] {
    (0..<study.network.siteCount).map { study.network.energy(of: $0) }
  }

  @Test("Blockers leave the network, and fractions count the sites that are left")
  func blocked() throws {
    let quarter = try study()
    #expect(quarter.network.siteCount == 162 && quarter.ions == 81)
    let half = try study(", blocked: { A: { La: 0.3, Sr: 0.2 } }, mobile: { Li: 0.25 }")
    #expect(half.network.siteCount == 108 && half.ions == 27)
    #expect(try study(", mobile: { Li: { perFormulaUnit: 0.5 } }").ions == 108)
    let open = try study(lattice: "host/open")
    #expect(open.network.siteCount == 216 && open.modelDescription.hasPrefix("Open (host/open)"))
    #expect(try study(lattice: "./host.yaml/open").network.siteCount == 216)
  }

  @Test("Occupants of a study replace those of the file")
  func occupants() throws {
    let none = try study(", occupants: { H: { Cl: 1 } }")
    #expect(energies(none).allSatisfy { $0 == 0 })
    let all = try study(", occupants: { H: { S: 1 } }")
    #expect(energies(all).allSatisfy { abs($0 + 0.08) < 1e-12 })
  }

  @Test("The study's seed draws the immobile ions")
  func seeds() throws {
    let first = try study()
    #expect(energies(try study()) == energies(first))
    #expect(energies(try study(seed: 2)) != energies(first))
  }

  @Test("A list of interactions replaces the file's; a number for nearest neighbours stands beside")
  func interactions() throws {
    #expect(try study(lattice: "host/open").network.pairTargets.count == 6 * 216)
    let next = ", interactions: [{ between: [A, A], distance: [4.2, 4.3], energy: 20 meV }]"
    let replaced = try study(next, lattice: "host/open")
    #expect(replaced.network.pairTargets.count == 12 * 216 && replaced.pairEnergy == 0)
    #expect(Set(replaced.network.pairEnergies) == [0.02])
    let none = try study(", interactions: []", lattice: "host/open")
    #expect(!none.network.hasPairs)
    let number = try study(", interactions: { nearestNeighbour: 0.03 }", lattice: "host/open")
    #expect(number.pairEnergy == 0.03 && number.network.hasPairs)
  }

  @Test("A Coulomb interaction takes the place of the file's, with the charge of the study's ion")
  func coulomb() throws {
    func entry(_ keys: String) throws -> Double {
      let network = try study(
        ", interactions: [], coulomb: { dielectricConstant: 20 }" + keys, lattice: "host/open",
        cells: 3
      ).network
      #expect(network.pairTargets.count == 27 * 26)
      return network.pairEnergies[0]
    }
    let single = try entry("")
    #expect(single != 0)
    #expect(abs(try entry(", mobile: { Mg: { charge: 2, count: 4 } }") / single - 4) < 1e-12)
    let blocked = try study(", coulomb: { dielectricConstant: 20 }", cells: 3)
    let sites = blocked.network.siteCount
    #expect(sites == 20 && blocked.network.pairTargets.count == sites * (sites - 1))
  }

  @Test("Sites of a network one by one have the Coulomb interaction of its supercell")
  func coulombOfNetwork() throws {
    func energies(_ cell: Int, _ supercell: String) throws -> [Double] {
      let sites = (0..<cell).map { "{ position: [\(3 * $0), 0, 0] }" }
      let hops = (0..<cell).map {
        "{ from: \($0), to: \(($0 + 1) % cell), displacement: [3, 0, 0], barrier: 0.3, frequency: 1e13 }"
      }
      let text = """
        model:
          network:
            cell: [[\(3 * cell), 0, 0], [0, 9, 0], [0, 0, 9]]
            sites: [\(sites.joined(separator: ", "))]
            hops: [\(hops.joined(separator: ", "))]
            addReverseHops: true
            mobile: { Li: { count: 2, charge: 1 } }
            supercell: \(supercell)
            coulomb: { dielectricConstant: 10 }
        temperatures: [500]
        """
      try Data(text.utf8).write(to: folder.url("study.yaml"))
      return try Study.read(folder.url("study.yaml")).network.pairEnergies
    }
    let (repeated, whole) = (try energies(2, "[3, 1, 1]"), try energies(6, "[1, 1, 1]"))
    #expect(repeated.count == 30 && whole.count == 30)
    for (one, other) in zip(repeated, whole) { #expect(abs(one - other) < 1e-12) }
  }

  @Test("What is wrong is said with key and mend")
  func errors() throws {
    let cases = [
      (", occupants: { G: { S: 1 } }", "model.crystal.occupants.G", "known keys are H"),
      (", occupants: { H: { Sr: 1 } }", "model.crystal.occupants.H.Sr", "did you mean \"S\""),
      (", occupants: { H: { S: 0.9 } }", "model.crystal.occupants.H", "add up to 0.9"),
      (", coulomb: { dielectricConstant: 0 }", "model.crystal.coulomb.dielectricConstant", "0"),
      (", blocked: { B: { La: 1 } }", "model.crystal.blocked.B", "unknown site kind"),
      (", blocked: { A: { La: 1 } }", "model.crystal.blocked.A", "below 1"),
      (
        ", interactions: [{ between: [A, A], distance: [1, 2], energy: 1 }]",
        "model.crystal.interactions[0].distance", "the nearest is at 3.0"
      ),
      (", interactions: 3", "model.crystal.interactions", "not a mapping"),
      (", mobile: { Li: { perFormulaUnit: 0.8 } }", "mobile.Li.perFormulaUnit", "do not fit"),
    ]
    for (keys, key, mention) in cases {
      let error = #expect(throws: InputError.self) { try study(keys) }
      expect(error, names: "study.yaml", key, mention)
    }
    let small = #expect(throws: InputError.self) { try study(cells: 1) }
    expect(small, names: "study.yaml", "model.crystal.supercell", "use a larger supercell")
    let unknown = #expect(throws: InputError.self) { try study(lattice: "host/opn") }
    expect(unknown, names: "host.yaml", "variants", "did you mean \"open\"?")
    let plain = #expect(throws: InputError.self) {
      try study(", occupants: { H: { S: 1 } }", lattice: "sc")
    }
    expect(plain, names: "study.yaml", "model.crystal.occupants", "no immobile sites")
    let low = ", barriers: { nearest: 0 }"
    let text = Self.lattice.replacing(
      "site: A, distance: [0, 2.7], energy: -0.01",
      with: "class: nearest, distance: [0, 2.2], barrier: -0.01")
    try Data(text.utf8).write(to: folder.url("host.yaml"))
    let negative = #expect(throws: InputError.self) { try study(low) }
    expect(negative, names: "study.yaml", "model.crystal.lattice", "class nearest: barrier 0.0 eV")
  }
}
