import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks
import IonHopReports
import IonHopStudies
import Testing

@Suite("Studies of several mobile species")
struct SpeciesStudyTests {
  private static let lattice = """
    name: two
    title: Simple cubic lattice of two kinds
    cell: { a: 6.0, b: 3.0, c: 3.0 }
    formulaUnits: 1
    sites:
      A: { position: [0, 0, 0] }
      B: { position: [0.5, 0, 0] }
    hops:
      - { class: ab, between: [A, B], distance: [2.9, 3.1], barrier: 0.2, frequency: 1e13 }
      - { class: aa, between: [A, A], distance: [2.9, 3.1], barrier: 0.2, frequency: 1e13 }
      - { class: bb, between: [B, B], distance: [2.9, 3.1], barrier: 0.2, frequency: 1e13 }
    interactions: [{ between: [A, B], distance: [2.9, 3.1], energy: 0.02 }]
    mobile: { Li: { charge: 1, fraction: 0.5 } }
    """

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Data(Self.lattice.utf8).write(to: folder.url("two.yaml"))
  }

  private func study(
    mobile: String, keys: String = "", sampling: String = "{ hops: 60000, replicas: 4 }"
  ) throws -> Study {
    let text = """
      model:
        crystal: { lattice: two, supercell: [3, 6, 6], mobile: \(mobile)\(keys) }
      temperatures: 500
      sampling: \(sampling)
      """
    try Data(text.utf8).write(to: folder.url("study.yaml"))
    return try Study.read(folder.url("study.yaml"), lattices: [folder.url])
  }

  @Test("Each species has its own sites, energies and barriers, and pairs hold between all")
  func network() throws {
    let study = try study(
      mobile:
        "{ Li: { count: 40 }, Na: { fraction: 0.25, charge: 1, sites: [A], siteEnergies: { A: 0.1 }, barriers: { aa: 0.4 } } }"
    )
    let network = study.network
    let layers = try #require(network.layers)
    #expect(layers.names == ["Li", "Na"] && layers.sites(of: 1).count == 108)
    #expect(study.ionCounts == [40, 27] && study.ions == 67 && layers.placeCount == 216)
    #expect(network.hopClasses == ["Li ab", "Li aa", "Li bb", "Na ab", "Na aa", "Na bb"])
    let na = layers.sites(of: 1)
    #expect(na.allSatisfy { network.energy(of: $0) == 0.1 })
    #expect(network.hops(from: na.lowerBound).map(\.barrier) == [0.4, 0.4, 0.4, 0.4])
    // A sodium ion on A has two lithium neighbours on B, and none of its own kind there.
    #expect(network.pairRange(of: na.lowerBound).count == 2)
    #expect(network.pairRange(of: na.lowerBound).allSatisfy { network.pairEnergy($0) == 0.02 })
  }

  @Test("Coulomb pairs between species go by the product of their charges")
  func coulomb() throws {
    let study = try study(
      mobile: "{ Li: { count: 10 }, F: { count: 10, charge: -2 } }",
      keys: ", interactions: [], coulomb: { dielectricConstant: 10 }")
    let network = study.network
    let sites = study.network.siteCount / 2
    func energy(_ i: Int, _ j: Int) -> Double? {
      network.pairRange(of: i).first { Int(network.pairTargets[$0]) == j }.map(network.pairEnergy)
    }
    for (i, j) in [(0, 1), (5, 77), (30, 2)] {
      let own = try #require(energy(i, j))
      #expect(abs(try #require(energy(i, sites + j)) + 2 * own) < 1e-12)
      #expect(abs(try #require(energy(sites + i, sites + j)) - 4 * own) < 1e-12)
    }
  }

  @Test("A run tells what each species does, in results, table and report")
  func run() async throws {
    let study = try study(
      mobile:
        "{ Li: { count: 30 }, Na: { count: 30, charge: 1, barriers: { ab: 0.3, aa: 0.3, bb: 0.3 } } }"
    )
    let results = try await study.results(threads: 2)
    let point = results.points[0]
    let species = try #require(point.species)
    #expect(species.map(\.name) == ["Li", "Na"] && results.model.mobile?.map(\.ions) == [30, 30])
    let (li, na) = (species[0], species[1])
    let fast = try #require(li.tracerDiffusivity)
    let slow = try #require(na.tracerDiffusivity)
    #expect(fast.value > 4 * slow.value)
    #expect(abs(li.transferenceNumber.value + na.transferenceNumber.value - 1) < 1e-9)
    let sum = species.flatMap { $0.conductivityWith.values }.reduce(0) { $0 + $1.value }
    #expect(abs(sum / point.conductivity.value - 1) < 1e-9)
    // The same to the bit, whatever the threads.
    let again = try await study.results(threads: 1)
    #expect(again.points[0].conductivity == point.conductivity)
    #expect(again.points[0].species?[1].tracerDiffusivity == slow)
    let page = try Report(results).html()
    #expect(page.contains("<h2>Species</h2>") && page.contains("30 Li (1 e), 30 Na (1 e)"))
    let table = ResultFiles.pointsTable(results).split(separator: "\n")
    let columns = table.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let place = try #require(columns[0].firstIndex(of: "tracer diffusivity of Na (cm2/s)"))
    #expect(columns[0][place + 1] == "tracer diffusivity of Na standard error (cm2/s)")
    #expect(columns[1][place] == "\(slow.value)")
  }

  @Test(
    "What cannot be is refused in one line with the mend",
    arguments: [
      ("{ Li: { count: 10 }, Na: { count: 10 } }", "the charge of Na is not known"),
      (
        "{ Li: { count: 10 }, Na: { count: 10, charge: 1, sites: [C] } }", "unknown site kind \"C\""
      ),
      ("{ Li: { count: 10 }, Na: { count: 10, charge: 1, barrier: 3 } }", "barriers"),
      ("{ Li: { count: 110 }, Na: { count: 106, charge: 1 } }", "fill all 216 sites"),
      ("{ Li: { count: 10, charge: 0 }, Na: { count: 6, charge: 0 } }", "no species has a charge"),
      ("{ Li: { count: 10 }, Na: { count: 109, charge: 1, sites: [A] } }", "109 ions do not fit"),
    ])
  func errors(mobile: String, part: String) throws {
    let error = #expect(throws: InputError.self) { try study(mobile: mobile) }
    let text = try #require(error.map { "\($0)" })
    #expect(text.contains(part), "\(text)")
    #expect(text.contains("study.yaml:2"), "\(text)")
  }
}
