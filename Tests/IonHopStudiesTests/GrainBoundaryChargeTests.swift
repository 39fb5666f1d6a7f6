import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks
import IonHopReports
import Testing

@testable import IonHopStudies

@Suite("Space charge, blocked boundaries and files of a slab")
struct GrainBoundaryChargeTests {
  @Test("Mott–Schottky: R = 2λ (e^y D(√y)/√y − 1)/σ_bulk, but for the lattice's steps")
  func mottSchottky() throws {
    let concentration = 1.92e-4
    let study = try Slabs.study(
      """
      supercell: [60, 2, 2]
      mobile: { Li: { count: 1 } }
      spaceCharge:
        { permittivity: 50, corePotential: 0.2, statistics: mottSchottky, concentration: \(concentration) }
      """)
    let model = try #require(study.boundary)
    let ideal = try #require(try model.ideal(at: 600))
    let y = 0.2 / Slabs.kT(600)
    let width = SpaceChargeClosedForms.mottSchottkyWidth(
      potential: 0.2, permittivity: 50, dopant: concentration)
    let closed =
      2e-8 * width * (SpaceChargeClosedForms.mottSchottkyResistivity(y) - 1)
      / ideal.bulkConductivity
    // Bonds between planes 3 Å apart resist with the mean of their energies: e^y is summed at their
    // middles, low by δ²/24 where y falls by δ over a bond, δ = 2·3 Å·y/λ at most.
    let step = 2 * 3 * y / width
    #expect(ideal.areaResistance < closed)
    #expect(ideal.areaResistance > closed * (1 - step * step / 24) / 1.01)
    // The same sum, for ions so few that they do not exclude each other (one on 240 sites).
    let energies = (0...15).map { n in y * pow(max(0, 1 - 3 * Double(n) / width), 2) }
    let bonds = zip(energies, energies.dropFirst()).reduce(0) { $0 + exp(($1.0 + $1.1) / 2) - 1 }
    let sum = 2 * 3e-8 * bonds / ideal.bulkConductivity
    #expect(abs(ideal.areaResistance / sum - 1) < 0.01)
    let charge = try #require(try model.state(at: 600).potential).coreCharge
    #expect(abs(charge - 2 * concentration * width) < 1e-12)
  }

  @Test("Gouy–Chapman: the potential between mobile charges of both signs, from its charge too")
  func gouyChapman() throws {
    func model(_ core: String) throws -> GrainBoundaryModel {
      try #require(
        try Slabs.study(
          """
          supercell: [40, 1, 1]
          core: { width: 6 }
          mobile: { Li: 0.5 }
          spaceCharge:
            { permittivity: 30, statistics: boltzmann, background: mobile, concentration: 1e-4, \(core) }
          """
        ).boundary)
    }
    let potential = try #require(try model("corePotential: 0.15").state(at: 600).potential)
    let length = SpaceChargeClosedForms.debyeLength(
      permittivity: 30, concentration: 1e-4, temperature: 600)
    #expect(abs(try #require(potential.screeningLength) / length - 1) < 1e-9)
    let y0 = 0.15 / Slabs.kT(600)
    for x in [0.0, 2, 5, 10] {
      let exact = SpaceChargeClosedForms.gouyChapman(x / length, y0: y0) * Slabs.kT(600)
      #expect(abs(potential.potential(at: 3 + x) - exact) < 1e-3 * 0.15)
    }
    #expect(potential.potential(at: 1) == potential.potential(at: 3))
    #expect(potential.field(at: 1) == 0)
    #expect(potential.field(at: 4) > 0 && potential.field(at: -4) == -potential.field(at: 4))
    // The charge that this potential needs gives it back.
    let back = try #require(
      try model("coreCharge: \(potential.coreCharge)").state(at: 600).potential)
    #expect(abs(back.corePotential - 0.15) < 1e-4)
  }

  @Test("Ions that segregate to the core charge it until others are held back")
  func segregation() throws {
    let study = try Slabs.study(
      """
      supercell: [24, 4, 4]
      core: { width: 2, siteEnergy: -0.3 }
      mobile: { Li: 0.1 }
      spaceCharge: { permittivity: 10 }
      """)
    let state = try #require(study.boundary).state(at: 600)
    let potential = try #require(state.potential)
    #expect(potential.corePotential > 0.05 && potential.corePotential < 0.3)
    #expect(potential.coreCharge > 0)
    // What the core took is missing beside it: the slab as a whole holds about what it had.
    let had = Double(study.filling.ions(on: study.network))
    #expect(abs(state.meanIons - had) < 0.15 * had)
    #expect(study.ions(at: 600) == state.ions)
  }

  @Test("Without a space charge traps in the core leave the grains as full as the lattice")
  func equilibrium() throws {
    let model = """
      supercell: [8, 5, 5]
      core: { width: 2, siteEnergy: -0.2 }
      mobile: { Li: 0.1 }
      """
    let open = try #require(try Slabs.study(model).boundary).state(at: 600)
    let occupation = open.idealOccupation(at: 600)
    let grain = (0..<200).filter { open.network.energy(of: $0) == 0 }
    #expect(grain.count == 150)
    #expect(abs(occupation[grain[0]] - 0.1) < 0.003)
    let closed = try #require(try Slabs.study(model + "\nions: fixed").boundary).state(at: 600)
    #expect(closed.ions == 20 && open.ions > 50)
  }

  @Test("A boundary that nothing crosses has zero conductivity and a warning, not an error")
  func blocked() async throws {
    let study = try Slabs.study(
      """
      supercell: [6, 3, 3]
      origin: 1.5
      mobile: { Li: 0.3 }
      core: { missingBonds: 1 }
      """, sampling: "{ relativeError: 0.1 }")
    let results = try await study.results(threads: 2)
    let boundary = try #require(results.points[0].boundary)
    #expect(boundary.acrossConductivity.value == 0)
    #expect(boundary.areaResistance.value == .infinity)
    #expect(boundary.blockingFactor.value == 1)
    #expect(boundary.alongConductivity.value > 0)
    #expect(results.warnings.contains { $0.contains("no ion can cross") })
    #expect(results.boundary?.boundaryActivationEnergy == nil)
    let folder = try TemporaryFolder()
    try ResultFiles(folder.url).write(results)
    let read = try ResultFiles(folder.url).read()
    #expect(read.points[0].boundary == boundary)
    let table = try String(contentsOf: folder.url("profile.csv"), encoding: .utf8)
    #expect(table.split(separator: "\n").count == 1 + boundary.profile.count)
    #expect(table.hasPrefix("temperature (K),position (A),sites,potential (V)"))
    let rows = try String(contentsOf: folder.url("boundary.csv"), encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.count == 2 && rows[0].count == rows[1].count)
    let html = try Report(results).html()
    #expect(html.contains("Grain boundary") && html.contains("infinite"))
  }

  @Test("How long charge takes to settle, ℓ²/π²D ln 100 at least, is known of any slab")
  func settling() throws {
    // D = 10¹³ Hz exp(−0.3 eV/kT) (3 Å)²; grains of 30 Å without boundaries' effect, and of 300 Å.
    let d = 9e13 * exp(-0.3 / Slabs.kT(600))
    for (cells, grain) in [("[20, 2, 2]", 30.0), ("[200, 12, 12]", 300)] {
      let study = try Slabs.study("supercell: \(cells)\nmobile: { Li: 0.1 }")
      let time = try #require(study.boundary).settlingTime(at: 600)
      #expect(abs(time / (log(100) * grain * grain / (Double.pi * Double.pi * d)) - 1) < 1e-9)
    }
  }

  @Test("Every knob of the core at once runs, and to the bit on any number of threads")
  func everything() async throws {
    let study = try Slabs.study(
      """
      supercell: [10, 4, 4]
      mobile: { Li: 0.3 }
      core:
        width: "7 Å"
        barrierRise: { gaussian: { mean: "120 meV", deviation: 0.05 } }
        siteEnergy: 0.02
        wellSpread: { uniform: { from: -0.05, to: 0.05 } }
        missingSites: 0.1
        missingBonds: 0.05
        secondPhase: { coverage: 0.3, thickness: 3, patchSize: 6, barrier: 0.5 }
        segregation: { share: 0.1, width: 8 }
      spaceCharge: { permittivity: 60, coreCharge: "0.05 C/m2" }
      """, sampling: "{ hops: 2e5, replicas: 4 }")
    let one = try await study.results(threads: 1).points[0].boundary
    let two = try await study.results(threads: 2).points[0].boundary
    #expect(one == two)
    let boundary = try #require(one)
    #expect(boundary.bulkMethod == .exact && boundary.ideal?.method == .meanField)
    #expect(boundary.areaResistance.value > 0)
    #expect(boundary.spaceCharge.map { abs($0.coreCharge - 0.05 / 16.02176634) < 1e-6 } == true)
    #expect(boundary.profile.contains { $0.field != 0 })
  }

  @Test("The example has the resistance that its table promises")
  func example() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Examples").standardizedFileURL
    let study = try Study.read(folder.appendingPathComponent("grain-boundary.yaml"))
    let ideal = try #require(try study.boundary?.ideal(at: 500))
    #expect(abs(ideal.areaResistance - 2.8e-5) < 0.1e-5)
  }

  static let good = Slabs.text(
    """
    supercell: [8, 2, 2]
    mobile: { Li: 0.25 }
    core: { width: 3, barrierRise: 0.1 }
    spaceCharge: { permittivity: 60, corePotential: 0.1 }
    """)

  static let broken: [BrokenFile] = [
    .init("odd number of cells", "[8, 2, 2]", "[7, 2, 2]", key: "supercell", "even number"),
    .init("unknown axis", "axis: x", "axis: q", key: "axis", "x, y, z"),
    .init(
      "unknown knob", "barrierRise: 0.1", "barierRise: 0.1", key: "core.barierRise", "barrierRise"),
    .init("no such lattice", "lattice: sc", "lattice: sq", key: "lattice", "sq"),
    .init("too wide a core", "width: 3", "width: 13", key: "core.width", "narrower"),
    .init("negative width", "width: 3", "width: -3", key: "core.width", "at least 0"),
    .init(
      "barriers below zero", "barrierRise: 0.1", "barrierRise: -0.5", key: "core.barrierRise",
      "raise the mean"),
    .init(
      "empty distribution", "barrierRise: 0.1", "barrierRise: { gaussian: { mean: 0.1 } }",
      key: "gaussian", "deviation"),
    .init("permittivity", "permittivity: 60", "permittivity: 0", key: "permittivity", "from 1"),
    .init(
      "both of the core's states", "corePotential: 0.1", "corePotential: 0.1, coreCharge: 0.01",
      key: "coreCharge", "exclude each other"),
    .init(
      "nothing charges the core", ", corePotential: 0.1", "", key: "spaceCharge", "corePotential"),
    .init(
      "defects of exact statistics", "corePotential: 0.1", "corePotential: 0.1, defect: vacancy",
      key: "defect", "fermiDirac"),
    .init(
      "accumulation", "corePotential: 0.1",
      "corePotential: -0.1, statistics: mottSchottky", key: "spaceCharge", "depletion"),
    .init(
      "unit of a charge", "corePotential: 0.1", "coreCharge: \"1 C\"", key: "coreCharge", "C/m2"),
    .init(
      "more charge than the grains can hold", "corePotential: 0.1", "coreCharge: 0.9",
      key: "coreCharge", "more cells"),
    .init("an origin", "axis: x", "axis: x\n    origin: 1e300", key: "origin", "out of range"),
    .init("a field", "axis: x", "axis: x\n    field: [1e-4, 0, 0]", key: "field", "unknown key"),
    .init(
      "two species", "{ Li: 0.25 }",
      "{ Li: { fraction: 0.1, charge: 1 }, Na: { fraction: 0.1, charge: 1 } }", key: "mobile",
      "one mobile species"),
    .init("no supercell", "    supercell: [8, 2, 2]\n", "", key: "grainBoundary", "supercell"),
    .init("no ion", "Li: 0.25", "Li: 0", key: "mobile", "no mobile ion"),
    .init(
      "nothing left", "barrierRise: 0.1", "missingSites: 1.5", key: "missingSites", "0 to 1"),
  ]

  @Test("A broken key is named in one line", arguments: broken)
  func badInput(_ broken: BrokenFile) throws {
    let text = broken.text(of: Self.good)
    let error = #expect(throws: InputError.self) {
      try Study.parse(text: text, file: "bad.yaml")
    }
    expect(error, names: "bad.yaml", broken.key, broken.mention)
    #expect(error?.line != nil)
  }
}
