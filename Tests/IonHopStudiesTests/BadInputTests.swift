import Foundation
import IonHopNetworks
import IonHopStudies
import Testing

@Suite("Bad input gives one clear line with file, key and mend")
struct BadInputTests {
  @Test("A broken key of a crystal study is named", arguments: BrokenFiles.ofCrystal)
  func crystal(_ broken: BrokenFile) throws {
    try expectError(broken, in: broken.text(of: BrokenFiles.crystal))
  }

  @Test("A broken key of a network study is named", arguments: BrokenFiles.ofNetwork)
  func network(_ broken: BrokenFile) throws {
    try expectError(broken, in: broken.text(of: BrokenFiles.network))
  }

  @Test("A study that is broken as a whole is refused", arguments: BrokenFiles.whole)
  func whole(_ broken: BrokenFile) throws {
    try expectError(broken, in: broken.text())
  }

  @Test("The good files that the broken ones derive from are good")
  func goodFiles() throws {
    #expect(try Study.parse(text: BrokenFiles.crystal, file: "good.yaml").ions == 4)
    #expect(try Study.parse(text: BrokenFiles.network, file: "good.yaml").ions == 1)
  }

  @Test("An error has the line of the key, not of the model")
  func lines() throws {
    let text = BrokenFiles.network.replacing(
      "to: 1, displacement: [5", with: "to: 1, displacement: [4")
    let error = #expect(throws: InputError.self) {
      try Study.parse(text: text, file: "bad.yaml")
    }
    #expect(error?.line == 9)
    #expect(error?.file == "bad.yaml")
    #expect(error?.keyPath == "model.network.hops[0]")
  }

  @Test("The message of the specification, to the letter")
  func specified() throws {
    let text = BrokenFiles.crystal.replacing("[2, 2, 2]", with: "[2, x, 2]")
    let error = #expect(throws: InputError.self) {
      try Study.parse(text: text, file: "study.yaml")
    }
    #expect(
      error?.description
        == "study.yaml:5: model.crystal.supercell[1]: \"x\" is not a whole number; give three whole numbers such as [4, 4, 4]"
    )
  }

  private func expectError(_ broken: BrokenFile, in text: String) throws {
    let error = #expect(throws: InputError.self) {
      try Study.parse(text: text, file: "bad.yaml")
    }
    expect(error, names: "bad.yaml", broken.key, broken.mention)
  }
}

@Suite("Files that are no studies are refused without a trap")
struct BadFileTests {
  @Test("A missing file, a directory, binary data, a bad table")
  func files() throws {
    let folder = try TemporaryFolder()
    expect(error(folder.url("none.yaml")), names: "none.yaml", "no such file", "path")
    expect(error(folder.url), names: folder.url.lastPathComponent, "directory", "give a file")
    let garbage = Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ 128) })
    try garbage.write(to: folder.url("garbage.yaml"))
    expect(error(folder.url("garbage.yaml")), names: "garbage.yaml", "UTF-8", "text file")
    try Data(repeating: 0, count: 64).write(to: folder.url("zeros.yaml"))
    expect(error(folder.url("zeros.yaml")), names: "zeros.yaml", "control characters", "text file")
  }

  @Test(
    "An endless device is refused at the limit",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/zero")))
  func device() {
    expect(error(URL(fileURLWithPath: "/dev/zero")), names: "/dev/zero", "64 MiB", "CSV")
  }

  static let tables = [
    ("", "is empty", "from,to"),
    ("from,to\n", "\"dx\" is missing", "frequency"),
    ("from,to,dx,dy,dz,barier,frequency\n", "\"barier\"", "\"barrier\""),
    ("from,to,dx,dy,dz,dz,frequency\n", "\"dz\"", "twice"),
    ("from,to,dx,dy,dz,barrier,frequency\n0,0,9,0,0,0.3\n", ":2:", "6 fields"),
    ("from,to,dx,dy,dz,barrier,frequency\n0,0,9,0,0,x,1e13\n", ":2: barrier", "\"x\""),
    ("from,to,dx,dy,dz,barrier,frequency\n\n0,4,9,0,0,0.3,1e13\n", ":3: to", "site 4"),
    ("from,to,dx,dy,dz,barrier,frequency\n0,0,9,0,0,0.3,\n", ":2:", "\"frequency\""),
    (
      "from,to,dx,dy,dz,barrier,frequency\n# why\n0,0,9,0,0,0.3,1e13\n", ":3: hops[0]",
      "addReverseHops"
    ),
    ("from,to,dx,dy,dz,barrier,frequency\n0,0,9,0,0,nan,1e13\n", "barrier", "finite"),
  ]

  @Test("A broken table is named with its own line", arguments: tables)
  func table(_ text: String, _ place: String, _ mention: String) throws {
    let folder = try TemporaryFolder()
    try Data(text.utf8).write(to: folder.url("hops.csv"))
    let study = """
      model:
        network:
          cell: [[9, 0, 0], [0, 9, 0], [0, 0, 9]]
          sites: [{ position: [0, 0, 0] }]
          hops: hops.csv
          mobile: { Li: { count: 1, charge: 1 } }
      temperatures: 300
      """
    try Data(study.utf8).write(to: folder.url("study.yaml"))
    expect(error(folder.url("study.yaml")), names: "hops.csv", place, mention)
  }

  private func error(_ url: URL) -> InputError? {
    #expect(throws: InputError.self) { try Study.read(url) }
  }
}

@Suite("Broken lattice files are named with their keys")
struct BadLatticeTests {
  static let good = """
    name: bad
    title: A test
    cell: { a: 4.0 }
    symmetry: ["z, x, y"]
    formulaUnits: 1
    sites:
      A: { position: [0, 0, 0], multiplicity: 1 }
      B: { position: [0.5, 0, 0], multiplicity: 3, energy: 0.1 }
    hops:
      - { class: A-B, between: [A, B], distance: [1.9, 2.1], barrier: 0.3, frequency: 1e13 }
    mobile: { Li: { charge: 1, fraction: 0.5 } }
    sources: [{ key: K, citation: C }]
    published: [{ quantity: conductivity, value: 1, unit: S/cm, kind: MD, source: K }]

    """

  static let cases: [BrokenFile] = [
    .init("unknown key", "title:", "titel:", key: "titel", "\"title\""),
    .init("name of another file", "name: bad", "name: LLZO", key: "name", "name: bad"),
    .init("no title", "title: A test", "", key: ":1:", "\"title\" is missing"),
    .init("zero volume", "{ a: 4.0 }", "{ a: 4.0, gamma: 180 }", key: "cell", "no volume"),
    .init(
      "flat vectors", "{ a: 4.0 }", "{ vectors: [[1, 0, 0], [2, 0, 0], [0, 0, 1]] }", key: "cell",
      "no volume"),
    .init("negative edge", "a: 4.0", "a: -4.0", key: "cell.a", "\"-4.0\""),
    .init("edge in eV", "a: 4.0", "a: 4.0 eV", key: "cell.a", "Å, Angstrom, nm"),
    .init(
      "edges and vectors", "{ a: 4.0 }", "{ a: 4.0, vectors: [] }", key: "cell",
      "exclude each other"),
    .init("no operation", "z, x, y", "z, x", key: "symmetry[0]", "\"z, x\""),
    .init(
      "singular operation", "z, x, y", "x, x, y", key: "symmetry[0]", "not a symmetry operation"),
    .init("cell not kept", "{ a: 4.0 }", "{ a: 4.0, b: 5.0 }", key: "symmetry[0]", "\"z, x, y\""),
    .init(
      "endless group", "z, x, y", "z, x, y+1/7", key: "symmetry[0]", "not a symmetry operation"),
    .init(
      "wrong multiplicity", "multiplicity: 3", "multiplicity: 6", key: "sites.B.multiplicity",
      "makes 3"),
    .init("duplicate site", "[0.5, 0, 0]", "[0, 0, 0]", key: "sites.B.multiplicity", "makes 1"),
    .init(
      "two kinds on one site", "[0.5, 0, 0], multiplicity: 3", "[0, 0, 0]", key: "sites.B",
      "duplicate site"),
    .init(
      "position listed twice", "position: [0.5, 0, 0]", "positions: [[0.5, 0, 0], [0, 0.5, 0]]",
      key: "sites.B.positions[1]", "duplicate site"),
    .init(
      "too few digits", "position: [0, 0, 0]", "position: [0.02, 0, 0]", key: "sites.A.position",
      "more digits"),
    .init("position of two", "[0.5, 0, 0]", "[0.5, 0]", key: "sites.B.position", "not of 3"),
    .init(
      "position not finite", "[0.5, 0, 0]", "[0.5, nan, 0]", key: "sites.B.position[1]", "\"nan\""),
    .init(
      "unknown site kind", "between: [A, B]", "between: [A, C]", key: "hops[0].between[1]", "\"C\""),
    .init(
      "empty window", "[1.9, 2.1]", "[2.5, 2.7]", key: "hops[0].distance", "nearest is at 2.0 Å"),
    .init("reversed window", "[1.9, 2.1]", "[2.1, 1.9]", key: "hops[0].distance", "reversed"),
    .init("vast window", "[1.9, 2.1]", "[1.9, 2100]", key: "hops[0].distance[1]", "2100"),
    .init("negative barrier", "barrier: 0.3", "barrier: -0.3", key: "hops[0].barrier", "\"-0.3\""),
    .init("zero frequency", "1e13", "0", key: "hops[0].frequency", "\"0\""),
    .init("no mobile", "mobile:", "#mobile:", key: ":1:", "\"mobile\" is missing"),
    .init(
      "nothing mobile", "{ Li: { charge: 1, fraction: 0.5 } }", "{}", key: "mobile",
      "0 mobile species"),
    .init("no charge", "charge: 1, ", "", key: "mobile.Li", "\"charge\""),
    .init("no filling", ", fraction: 0.5", "", key: "mobile.Li", "perFormulaUnit"),
    .init("unknown source", "source: K", "source: L", key: "published[0].source", "\"L\""),
    .init(
      "unknown quantity", "quantity: conductivity", "quantity: conductivty",
      key: "published[0].quantity", "\"conductivity\""),
  ]

  @Test("A broken lattice file is named", arguments: cases)
  func lattice(_ broken: BrokenFile) {
    let text = broken.text(of: Self.good)
    let error = #expect(throws: InputError.self) { try Lattice.parse(text, file: "bad.yaml") }
    expect(error, names: "bad.yaml", broken.key, broken.mention)
  }

  @Test("Two classes that join the same pairs are named")
  func overlap() {
    let second =
      "  - { class: again, between: [B, A], distance: [1, 3], barrier: 0.3, frequency: 1e13 }\n"
    let text = Self.good.replacing("mobile:", with: second + "mobile:")
    let error = #expect(throws: InputError.self) { try Lattice.parse(text, file: "bad.yaml") }
    expect(error, names: "bad.yaml", "A-B and again", "2.0 Å")
  }

  @Test("A broken lattice that a study asks for is named by its own file")
  func fromStudy() throws {
    let folder = try TemporaryFolder()
    try Data(Self.good.replacing("0.3,", with: "-0.3,").utf8).write(to: folder.url("bad.yaml"))
    let study = "model: { crystal: { lattice: bad.yaml } }\ntemperatures: 300\n"
    try Data(study.utf8).write(to: folder.url("study.yaml"))
    let error = #expect(throws: InputError.self) { try Study.read(folder.url("study.yaml")) }
    expect(error, names: "bad.yaml:10", "hops[0].barrier", "\"-0.3\"")
  }
}
