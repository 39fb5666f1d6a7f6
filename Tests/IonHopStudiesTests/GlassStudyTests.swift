import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks
import IonHopStudies
import Testing

@Suite("Studies of glasses")
struct GlassStudyTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func study(
    _ keys: String,
    sites: String = "{ count: 300, density: 0.02, arrangement: { hardSpheres: 2.5 } }",
    bonds: String = "{ delaunay: 8 }", mobile: String = "{ Li: { count: 1, charge: 1 } }",
    sampling: String = "{ hops: 40000, replicas: 4 }"
  ) throws -> Study {
    let text = """
      model:
        glass:
          sites: \(sites)
          bonds: \(bonds)
          mobile: \(mobile)
      \(keys.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
      temperatures: 500
      seed: 3
      sampling: \(sampling)
      """
    try Data(text.utf8).write(to: folder.url("study.yaml"))
    return try Study.read(folder.url("study.yaml"))
  }

  @Test("A lone ion in a glass of random sites and barriers diffuses as the network solver says")
  func exact() async throws {
    let study = try study(
      """
      siteEnergies: { gaussian: { mean: 0, deviation: 0.04 } }
      barriers: { uniform: [0.1, 0.2] }
      classes: [{ name: PS4, share: 0.7 }, { name: P2S7, share: 0.3, energy: 0.03 }]
      classBarriers: [{ between: [PS4, PS4], barriers: 0.1 }]
      """, sampling: "{ hops: 3000000, replicas: 16 }")
    #expect(Set(study.network.siteKinds) == ["PS4", "P2S7"])
    let exact = try ExactDiffusivity(study.network, conditions: study.conditions(at: 500))
    let found = try await study.results().points[0].tracerDiffusivity
    #expect(abs(found.value - exact.mean * 1e-16) < 4 * found.standardError)
    #expect(found.standardError < 0.05 * found.value)
  }

  @Test("The same file gives the same glass; another seed another")
  func reproducible() throws {
    let keys = "barriers: { gaussian: { mean: 0.4, deviation: 0.05 } }"
    let (first, again) = (try study(keys), try study(keys))
    #expect((0..<300).allSatisfy { first.network.hops(from: $0) == again.network.hops(from: $0) })
    var text = try String(contentsOf: folder.url("study.yaml"), encoding: .utf8)
    text.replace("seed: 3", with: "seed: 4")
    try Data(text.utf8).write(to: folder.url("study.yaml"))
    let other = try Study.read(folder.url("study.yaml"))
    #expect(other.network.position(of: 0) != first.network.position(of: 0))
  }

  @Test("Two species on one glass see its sites alike, and its energies only if asked")
  func species() throws {
    let keys = "siteEnergies: { gaussian: { mean: 0, deviation: 0.1 } }\nbarriers: 0.3"
    let mobile = "{ Li: { count: 50, charge: 1 }, Na: { fraction: 0.1, charge: 1 } }"
    func energies(_ study: Study) -> ([Double], [Double]) {
      let all = (0..<600).map { study.network.energy(of: $0) }
      return (Array(all[..<300]), Array(all[300...]))
    }
    let apart = try study(keys, mobile: mobile)
    #expect(apart.ionCounts == [50, 30] && apart.network.layers?.placeCount == 300)
    #expect(
      (0..<300).allSatisfy {
        apart.network.position(of: $0) == apart.network.position(of: $0 + 300)
      })
    let (a, b) = energies(apart)
    let correlation = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / 300 / 0.01
    #expect(abs(correlation) < 4.5 / 300.0.squareRoot())
    #expect(throws: InputError.self) {
      try study(
        keys,
        mobile:
          "{ Li: { count: 50, charge: 1 }, Na: { count: 9, charge: 1, siteEnergies: { glass: 1 } } }"
      )
    }
    let (c, d) = energies(try study(keys + "\nsameEnergies: true", mobile: mobile))
    #expect(c == d && c == a)
  }

  @Test("Sites come from a snapshot, too")
  func snapshot() throws {
    let atoms = (0..<27).map { "Li \(3 * ($0 % 3)) \(3 * ($0 / 3 % 3)) \(3 * ($0 / 9))" }
    let text =
      "28\nLattice=\"9 0 0 0 9 0 0 0 9\" Properties=species:S:1:pos:R:3 pbc=\"T T T\"\n"
      + (atoms + ["S 1.5 1.5 1.5"]).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: folder.url("md.xyz"))
    let study = try study(
      "barriers: 0.3", sites: "{ snapshot: md.xyz, species: Li }", bonds: "{ cutoff: 3.1 }")
    #expect(study.network.siteCount == 27 && study.network.hopCount == 6 * 27)
  }

  @Test(
    "What cannot be is refused in one line with the mend",
    arguments: [
      ("barriers: { gaussian: { mean: 0.3 } }", "deviation"),
      ("barriers: { normal: { mean: 0.3 } }", "unknown key"),
      ("barriers: { uniform: [0.4, 0.2] }", "reversed"),
      ("barriers: -0.5", "below zero"),
      ("barrier: 0.3", "barriers"),
      ("classBarriers: []", "there are no classes"),
      ("classes: [{ name: A, share: 0.5 }]", "add up"),
      ("inclusions: { share: 0.2, radius: -3, barrier: 0.2 }", "not positive"),
      (
        "counterIons: { charge: -1, screeningLength: 5, permittivity: 10, closestApproach: 2 }",
        "perSite or positions"
      ),
      ("siteEnergies: { table: none.csv }", "no file"), ("siteCorrelationLength: 50", "shorten"),
    ])
  func errors(keys: String, part: String) throws {
    let error = #expect(throws: InputError.self) { try study(keys) }
    let text = try #require(error.map { "\($0)" })
    #expect(text.contains(part), "\(text)")
    #expect(text.contains("study.yaml:") && !text.contains("\n"), "\(text)")
  }
}
