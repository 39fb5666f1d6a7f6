import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks
import IonHopStudies
import Testing

@Suite("Study files say what to run")
struct StudyFileTests {
  private func study(_ text: String) throws -> Study {
    try Study.parse(text: text, file: "study.yaml")
  }

  @Test("The crystal example of the design")
  func designCrystal() throws {
    let study = try study(
      """
      name: LLZO bulk
      model:
        crystal:
          lattice: LLZO-cubic          # a file of Lattices/, or a path
          supercell: [4, 4, 4]
          mobile: { Li: 0.667 }        # fraction of the sites, or count per formula unit
      temperatures: [300, 350, 400, 500, 600, 700]     # K; also {from: 300, to: 700, count: 6, spacing: reciprocal}
      sampling: { relativeError: 0.03, replicas: 8, maxHops: 2e9, equilibration: auto }
      fit: [arrhenius]
      seed: 42
      random: mt19937                  # any GSL generator by its name; a fast one by default
      """)
    #expect(study.name == "LLZO bulk")
    #expect(study.network.siteCount == 64 * 72)
    #expect(study.species == .lithium)
    #expect(study.ions == Int((0.667 * 4608).rounded()))
    #expect(study.temperatures == [300, 350, 400, 500, 600, 700])
    #expect(study.sampling == Sampling())
    #expect(study.fits == [.arrhenius])
    #expect(study.seed == 42)
    #expect(study.generator == "mt19937")
    #expect(study.carriers == nil)
    #expect(!study.sources.isEmpty)
    #expect(study.inputFile == "study.yaml")
    #expect(study.input.hasPrefix("name: LLZO bulk"))
  }

  @Test("The network example of the design, with its reverse hop")
  func designNetwork() throws {
    let study = try study(
      """
      model:
        network:
          cell: [[10,0,0],[0,10,0],[0,0,10]]           # Å
          sites:  [{ position: [0,0,0], energy: 0.0 }]  # or a CSV/npz file
          hops:   [{ from: 0, to: 0, displacement: [10,0,0], barrier: 0.3, frequency: 1e13 }]
          addReverseHops: true
          mobile: { Li: { count: 1, charge: 1 } }
          rateLaw: symmetric             # default: kinetically resolved barrier; or transitionState, metropolis, heatBath, initialState
          interactions: { nearestNeighbour: 0.0 }       # eV per occupied pair joined by a hop; richer forms with the crystal library
      temperatures: 300
      """)
    #expect(study.name == "study")
    #expect(study.network.siteCount == 1)
    #expect(study.network.hops(from: 0).count == 2)
    #expect(study.network.connectivity().dimensions == 1)
    #expect(study.filling == .count(1))
    #expect(study.fits == [.arrhenius])
  }

  private func crystal(_ keys: String, _ rest: String = "temperatures: 300") throws -> Study {
    try study("model:\n  crystal: { lattice: LLZO-cubic, \(keys) }\n\(rest)\n")
  }

  @Test("A lattice brings its own ions, and a study may change them")
  func fillings() throws {
    #expect(try crystal("supercell: [1, 1, 2]").ions == 112)
    #expect(try crystal("mobile: { Li: 6.5 }").ions == 52)
    #expect(try crystal("mobile: { Li: { perFormulaUnit: 6.5 } }").ions == 52)
    #expect(try crystal("mobile: { Li: { count: 71 } }").ions == 71)
    #expect(try crystal("mobile: { Li: { fraction: 0.5 } }").ions == 36)
    let sodium = try crystal("mobile: { Na: { fraction: 0.5, charge: 1 } }")
    #expect(sodium.species == .sodium)
    #expect(try crystal("mobile: { Li: { fraction: 0.5, charge: 0.9 } }").species.charge == 0.9)
  }

  @Test("A study may change energies, barriers and frequencies of a lattice")
  func overrides() throws {
    let study = try crystal(
      "siteEnergies: { 48g: 50 meV }, barriers: { 24d-48g: 0.4 eV }, frequencies: { 24d-48g: 5 THz }"
    )
    let network = study.network
    let octahedral = try #require(network.siteKinds.firstIndex(of: "48g"))
    for site in 0..<network.siteCount {
      #expect(
        abs(network.energy(of: site) - (network.kind(of: site) == octahedral ? 0.05 : 0)) < 1e-15)
      #expect(network.hops(from: site).allSatisfy { $0.barrier == 0.4 && $0.frequency == 5e12 })
    }
  }

  @Test("Rate law, interactions and field stand under the model")
  func settings() throws {
    let study = try crystal(
      "rateLaw: heatBath, interactions: { nearestNeighbour: 20 meV }, field: [1e-4, 0, 10 V/cm]")
    #expect(study.rateLaw == .heatBath)
    #expect(study.pairEnergy == 0.02)
    #expect(study.field == [1e-4, 0, 1e-7])
    #expect(study.conditions(at: 300).pairEnergy == 0.02)
  }

  @Test("Temperatures as a number, a list with units, and a range")
  func temperatures() throws {
    #expect(try crystal("").temperatures == [300])
    #expect(try crystal("", "temperatures: [300 K, \"25 C\"]").temperatures == [300, 298.15])
    let linear = try crystal("", "temperatures: { from: 300, to: 700, count: 5 }")
    #expect(linear.temperatures == [300, 400, 500, 600, 700])
    let reciprocal = try crystal(
      "", "temperatures: { from: 300, to: 700, count: 3, spacing: reciprocal }")
    #expect(reciprocal.temperatures[0] == 300)
    #expect(abs(reciprocal.temperatures[1] - 420) < 1e-9)
    #expect(reciprocal.temperatures[2] == 700)
  }

  @Test("Sampling by length, in whole numbers written as floats, and other choices")
  func choices() throws {
    let study = try crystal(
      "",
      """
      temperatures: 300
      sampling: { hops: 1e8, maxTime: 5 min, replicas: 4.0, equilibration: 50 }
      fit: auto
      fitQuantity: sigma
      seed: 18446744073709551615
      random: ranlxd2
      carriers: vacancies
      selector: rejectionFree
      """)
    #expect(study.sampling.hops == 100_000_000)
    #expect(study.sampling.maxTime == 300)
    #expect(study.sampling.replicas == 4)
    #expect(study.sampling.equilibration == .hopsPerIon(50))
    #expect(study.fits == [.auto])
    #expect(study.fitQuantity == .sigma)
    #expect(study.seed == .max)
    #expect(study.carriers == .vacancies)
    #expect(study.selector == .rejectionFree)
    #expect(try crystal("", "temperatures: 300\nfit: []").fits.isEmpty)
  }

  @Test("Sites and hops from tables beside the study")
  func tables() throws {
    let folder = try TemporaryFolder()
    let files = [
      "sites.csv": "# two sites\nx,y,z,kind,energy\r\n0,0,0,A,0\r\n5,0,0,\"B\",0.1 eV\r\n",
      "hops.csv": "from,to,dx,dy,dz,barrier,frequency\n0,1,5,0,0,0.3,1e13\n1,0,5,0,0,0.2,10 THz\n",
      "study.yaml": """
      model:
        network:
          cell: [[1 nm, 0, 0], [0, 10, 0], [0, 0, 10]]
          sites: sites.csv
          hops: hops.csv
          addReverseHops: true
          supercell: [3, 2, 1]
          mobile: { Li: { fraction: 0.5, charge: 1 } }
      temperatures: 300
      """,
    ]
    for (name, text) in files { try Data(text.utf8).write(to: folder.url(name)) }
    let study = try Study.read(folder.url("study.yaml"))
    #expect(study.network.siteCount == 12)
    #expect(study.network.hopCount == 24)
    #expect(study.network.siteKinds == ["A", "B"])
    #expect(study.network.energy(of: 1) == 0.1)
    #expect(study.ions == 6)
  }

  @Test("The caller's lattices come before the bundled ones, and paths start at the study")
  func ownLattices() throws {
    let folder = try TemporaryFolder()
    let own = try String(contentsOf: LatticeLibrary.file(named: "sc"), encoding: .utf8)
      .replacing("Simple cubic lattice", with: "Mine")
    try Data(own.utf8).write(to: folder.url("sc.yaml"))
    let text = "model: { crystal: { lattice: sc } }\ntemperatures: 300\n"
      .replacing("lattice: sc", with: "lattice: sc, supercell: [2, 2, 2]")
    let named = try Study.parse(text: text, file: "s.yaml", lattices: [folder.url])
    #expect(named.modelDescription == "Mine (sc), 2 × 2 × 2 cells")
    try Data(text.replacing("sc,", with: "./sc.yaml,").utf8).write(to: folder.url("s.yaml"))
    #expect(try Study.read(folder.url("s.yaml")).modelDescription.hasPrefix("Mine"))
  }

  /// The whole supercell would need 54 GB.
  @Test(
    "A supercell beyond the memory is refused before it is built",
    .enabled(if: ProcessInfo.processInfo.physicalMemory < 45 << 30))
  func memory() {
    let text = BrokenFiles.network.replacing(
      "rateLaw: symmetric", with: "supercell: [10000, 10000, 5]")
    let error = #expect(throws: InputError.self) { try study(text) }
    expect(error, names: "study.yaml", "model.network.supercell", "GiB")
  }

  @Test("The shipped network examples are good", arguments: ["two-site-ring", "disordered-chain"])
  func examples(_ name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Examples").standardizedFileURL
    let study = try Study.read(folder.appendingPathComponent("\(name).yaml"))
    #expect(study.network.connectivity().dimensions == 1)
  }
}
