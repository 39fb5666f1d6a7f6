import Foundation
import IonHopCore
import IonHopNetworks
import Testing

@Suite("Interactions, compound events and variants of a lattice file")
struct LatticeRulesTests {
  private static let interactions =
    "interactions: [{ between: [A, A], distance: [2.9, 3.1], energy: 50 meV }, { between: [A, A], distance: [4.2, 4.3], energy: -0.01 }]\n"
  private static let concerted =
    "concerted: [{ class: kick, path: [A, A, A], distances: [[2.9, 3.1], [2.9, 3.1]], angle: [175, 180], barrier: 0.2, frequency: 5 THz }]\n"
  private static let variants = """
    variants:
      wide: { title: Wide, cell: { a: 3.05 }, mobile: { Li: { perFormulaUnit: 0.25 } } }
      slow: { barriers: { nearest: 0.4 }, frequencies: { nearest: 1e12 }, siteEnergies: { A: 0.1 } }
      doped: { immobile: { H: { occupants: { S: 0.2, Br: 0.8 } } }, formulaUnits: ~ }
      magnesium: { mobile: { Li: ~, Mg: { charge: 2, count: 1 } } }

    """

  @Test("Interactions of a file are those of the network")
  func interactions() throws {
    let lattice = try HostLattice.lattice(Self.interactions)
    #expect(lattice.pairRules.map(\.energy) == [0.05, -0.01])
    let network = try lattice.network(supercell: (4, 4, 4))
    #expect(network.pairEnergies.count { $0 == 0.05 } == 6 * 64)
    #expect(network.pairEnergies.count { $0 == -0.01 } == 12 * 64)
    let none = try lattice.changing(interactions: []).network(supercell: (4, 4, 4))
    #expect(!none.hasPairs && none.hopCount == network.hopCount)
  }

  @Test("Compound events of a file are those of the network, each once")
  func concerted() throws {
    let lattice = try HostLattice.lattice(Self.concerted)
    #expect(lattice.hopClasses == ["nearest", "kick"])
    let events = try lattice.network(supercell: (4, 4, 4)).compoundEvents
    #expect(events.count == 3 * 64)
    #expect(events.barrier(of: 7) == 0.2 && events.frequency(of: 7) == 5e12)
    let anyAngle = try HostLattice.lattice(
      Self.concerted.replacing("angle: [175, 180], ", with: ""))
    #expect(anyAngle.unitNetwork.compoundEvents.count == 15)
    let changed = try lattice.changing(barriers: ["kick": 0.6], frequencies: ["kick": 1e12])
    #expect(changed.unitNetwork.compoundEvents.barrier(of: 0) == 0.6)
    #expect(changed.unitNetwork.compoundEvents.frequency(of: 0) == 1e12)
  }

  @Test("A variant is merged over its file: numbers, cells, fillings, occupants, and keys away")
  func variants() throws {
    let text = HostLattice.immobile + Self.variants
    let base = try HostLattice.lattice(text)
    #expect(base.variants == ["wide", "slow", "doped", "magnesium"] && base.name == "host")
    let wide = try HostLattice.lattice(text, variant: "wide")
    #expect(wide.name == "host/wide" && wide.title == "Wide")
    #expect(wide.cell.a == [3.05, 0, 0] && wide.species == .lithium)
    #expect(wide.defaultFilling == .perFormulaUnit(0.25, formulaUnits: 1))
    let slow = try HostLattice.lattice(text, variant: "slow").network()
    #expect(slow.hops(from: 0).allSatisfy { $0.barrier == 0.4 && $0.frequency == 1e12 })
    #expect(slow.energy(of: 0) == 0.1)
    let doped = try HostLattice.lattice(text, variant: "doped")
    #expect(doped.formulaUnits == nil && doped.hostKinds[0].positions.count == 1)
    #expect(doped.hostKinds[0].occupants == [.init("S", share: 0.2), .init("Br", share: 0.8)])
    let magnesium = try HostLattice.lattice(text, variant: "magnesium")
    #expect(magnesium.species == Species("Mg", charge: 2))
    #expect(magnesium.defaultFilling == .count(1))
  }

  @Test("A variant is had by name, slash, variant: from the library, a folder, a path")
  func byName() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ionhop-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("host.yaml")
    let text = HostLattice.text + HostLattice.immobile + Self.variants
    try Data(text.utf8).write(to: file)
    #expect(try Lattice.named("host/wide", folders: [folder]).title == "Wide")
    #expect(try Lattice.named("\(file.path)/wide").title == "Wide")
    #expect(try Lattice.named(file.path).variants.count == 4)
    #expect(try LatticeLibrary.file(named: "host/wide", folders: [folder]).path == file.path)
    let entries = try LatticeLibrary.all(folders: [folder])
    let names = entries.map(\.name).filter { $0.hasPrefix("host") }
    #expect(names == ["host", "host/doped", "host/magnesium", "host/slow", "host/wide"])
    #expect(entries.allSatisfy { !$0.name.hasPrefix("host") || $0.isReadable })
    for (name, mention) in [
      ("host/wiide", "no variant \"wiide\"; did you mean \"wide\"?"),
      ("hst/wide", "no lattice \"hst\""), ("sc/", "no variant \"\""),
      ("sc/wide", "there are no known variants"),
    ] {
      let error = #expect(throws: InputError.self) {
        try Lattice.named(name, folders: [folder])
      }
      #expect("\(error!)".contains(mention))
    }
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    let more: String
    let key: String
    let mention: String
    var variant: String?
    var testDescription: String { "\(key): \(mention)" }
  }

  private static func near(_ entry: String) -> String {
    HostLattice.immobile + "near: [{ \(entry) }]\n"
  }

  static let broken: [Broken] = [
    Broken(
      more: interactions.replacing("[A, A]", with: "[A, B]"), key: "interactions[0].between[1]",
      mention: "unknown site kind \"B\""),
    Broken(
      more: interactions.replacing("[2.9, 3.1]", with: "[1, 2]"), key: "interactions[0].distance",
      mention: "the nearest is at 3.0 Å"),
    Broken(
      more: interactions.replacing("[4.2, 4.3]", with: "[3, 4.3]"), key: "interactions",
      mention: "A–A pairs at 3.0 Å; make their windows disjoint"),
    Broken(
      more: interactions.replacing("50 meV", with: "nan"), key: "interactions[0].energy",
      mention: "not a finite number"),
    Broken(
      more: interactions.replacing("energy", with: "enrgy"), key: "interactions[0].enrgy",
      mention: "did you mean \"energy\"?"),
    Broken(
      more: interactions.replacing("[4.2, 4.3]", with: "[4.2, 60]"),
      key: "interactions[1].distance[1]", mention: "from 0 to 50 Å"),
    Broken(
      more: concerted.replacing("kick", with: "nearest"), key: "concerted[0].class",
      mention: "given twice"),
    Broken(
      more: concerted.replacing("[A, A, A]", with: "[A, A]"), key: "concerted[0].path",
      mention: "give 3 to 5"),
    Broken(
      more: concerted.replacing("[A, A, A]", with: "[A, A, A, A]"), key: "concerted[0].distances",
      mention: "each of the 3 steps"),
    Broken(
      more: concerted.replacing("[A, A, A]", with: "[A, C, A]"), key: "concerted[0].path[1]",
      mention: "unknown site kind \"C\""),
    Broken(
      more: concerted.replacing("[[2.9, 3.1]", with: "[[2, 2.9]"), key: "concerted[0]",
      mention: "no pair A–A is 2.0 to 2.9 Å apart"),
    Broken(
      more: concerted.replacing("[175, 180]", with: "[100, 170]"), key: "concerted[0]",
      mention: "no path A – A – A has angles of 100.0 to 170.0"),
    Broken(
      more: concerted.replacing("[175, 180]", with: "[175, 190]"), key: "concerted[0].angle[1]",
      mention: "from 0 to 180"),
    Broken(
      more: concerted.replacing("0.2,", with: "-0.2,"), key: "concerted[0].barrier",
      mention: "negative"),
    Broken(
      more: concerted.replacing("[2.9, 3.1]", with: "[2.9, 45]"), key: "concerted[0]",
      mention: "paths a cell; narrow them"),
    Broken(
      more: concerted.replacing("}]", with: "}, ")
        + concerted.replacing("concerted: [", with: "").replacing("kick", with: "push"),
      key: "concerted", mention: "classes kick and push both lead along one path"),
    Broken(
      more: HostLattice.immobile.replacing("0.4", with: "0.5"), key: "immobile.H.occupants",
      mention: "the shares add up to 1.1, not to 1"),
    Broken(
      more: HostLattice.immobile.replacing("multiplicity: 1", with: "multiplicity: 4"),
      key: "immobile.H.multiplicity", mention: "the symmetry makes 1"),
    Broken(
      more: HostLattice.immobile.replacing("[0.5, 0.5, 0.5]", with: "[1, 0, 0]"),
      key: "immobile.H", mention: "lies on one of A"),
    Broken(
      more: HostLattice.immobile.replacing("H:", with: "A:"), key: "immobile.A",
      mention: "rename one"),
    Broken(
      more: HostLattice.immobile.replacing(", occupants: { S: 0.4, Cl: 0.6 }", with: ""),
      key: "immobile.H", mention: "\"occupants\" is missing"),
    Broken(
      more: near("occupant: Sn, on: H, site: A, distance: [0, 3], energy: 0.1"),
      key: "near[0].occupant", mention: "unknown occupant of H \"Sn\""),
    Broken(
      more: near("occupant: S, on: A, site: A, distance: [0, 3], energy: 0.1"), key: "near[0].on",
      mention: "known ones are H"),
    Broken(
      more: near("occupant: S, on: H, site: B, distance: [0, 3], energy: 0.1"),
      key: "near[0].site", mention: "unknown site kind"),
    Broken(
      more: near("occupant: S, on: H, class: nerest, distance: [0, 3], barrier: 0.1"),
      key: "near[0].class", mention: "did you mean \"nearest\"?"),
    Broken(
      more: near("occupant: S, on: H, class: nearest, site: A, distance: [0, 3], barrier: 0.1"),
      key: "near[0]", mention: "exclude each other"),
    Broken(
      more: near("occupant: S, on: H, site: A, distance: [0, 3], barrier: 0.1"),
      key: "near[0].barrier", mention: "give energy"),
    Broken(
      more: near("occupant: S, on: H, site: A, distance: [0, 2], energy: 0.1"),
      key: "near[0].distance", mention: "no site A lies 0.0 to 2.0 Å from H"),
    Broken(
      more: near("occupant: S, on: H, class: nearest, distance: [0, 2], barrier: 0.1"),
      key: "near[0].distance", mention: "no midpoint of a hop of class nearest"),
    Broken(
      more: "blocked: { B: { La: 0.5 } }\n", key: "blocked.B", mention: "unknown site kind \"B\""),
    Broken(
      more: "blocked: { A: { La: 0.5, Sr: 0.5 } }\n", key: "blocked.A",
      mention: "a share from 0 to below 1"),
    Broken(
      more: "blocked: { A: { La: 1.5 } }\n", key: "blocked.A.La", mention: "from 0 to 1"),
    Broken(
      more: "blocked: { A: { La: 0.5 } }\nvariants: { x: { mobile: { Li: { count: 1 } } } }\n",
      key: "mobile.Li.count", mention: "1 ions do not fit on 0.5 sites", variant: "x"),
    Broken(more: "variants: [x]\n", key: "variants", mention: "not a mapping"),
    Broken(more: "variants: { x: 3 }\n", key: "variants.x", mention: "not a mapping", variant: "x"),
    Broken(
      more: "variants: { x: { barriers: { neares: 1 } } }\n", key: "barriers.neares",
      mention: "did you mean \"nearest\"?", variant: "x"),
    Broken(
      more: "variants: { x: { variants: {} } }\n", key: "variants", mention: "unknown key",
      variant: "x"),
    Broken(more: "barriers: { nearest: 1 }\n", key: "barriers", mention: "unknown key"),
  ]

  @Test("What is wrong is said with key and mend", arguments: broken)
  func errors(_ broken: Broken) throws {
    let error = #expect(throws: InputError.self) {
      try HostLattice.lattice(broken.more, variant: broken.variant)
    }
    let message = "\(try #require(error))"
    #expect(error?.keyPath == broken.key, "\(message)")
    #expect(message.contains(broken.mention), "\(message)")
    #expect(message.hasPrefix("host.yaml:"), "\(message)")
  }

  @Test("An error in a variant has the line of the variant")
  func lines() throws {
    let text = "variants:\n  x:\n    cell: { a: -1 }\n"
    let error = #expect(throws: InputError.self) { try HostLattice.lattice(text, variant: "x") }
    #expect(error?.line == 12 && error?.keyPath == "cell.a")
  }
}
