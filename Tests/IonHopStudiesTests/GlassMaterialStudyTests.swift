import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Studies of glasses of the library")
struct GlassMaterialStudyTests {
  private func study(_ glass: String, rest: String = "") throws -> Study {
    try Study.parse(
      text: """
        model:
          glass: { \(glass) }
        temperatures: [300, 400]
        seed: 1
        \(rest)
        """, file: "study.yaml")
  }

  @Test("A material gives all but the size, and its sources go with the study")
  func material() throws {
    let glass = try study("material: LiPON, sites: { count: 500 }")
    #expect(glass.network.siteCount == 500 && glass.ions == 400)
    #expect(glass.species == .lithium)
    #expect(abs(500 / glass.network.cell.volume - 0.0452) < 1e-9)
    #expect(glass.sources.contains { $0.key == "Yu1997" })
    #expect(glass.published.contains { $0.quantity == "activationEnergy" && $0.value == 0.55 })
    #expect(
      glass.modelDescription.contains("LiPON") || glass.modelDescription.contains("oxynitride"))
  }

  @Test("Composition sets the classes, the filling and the inclusions")
  func composition() throws {
    let glass = try study("material: Li2S-P2S5, composition: 70, sites: { count: 600 }")
    let network = glass.network
    #expect(Set(network.siteKinds) == ["PS4", "P2S7"])
    let ortho = (0..<600).count { network.siteKinds[network.kind(of: $0)] == "PS4" }
    #expect(ortho == 200 && glass.ions == Int((0.425 * 600).rounded()))
    let rich = try study("material: Li2S-P2S5, composition: 80, sites: { count: 600 }").network
    let inside = (0..<600).count { rich.siteKinds[rich.kind(of: $0)] == "crystal" }
    #expect(inside == 74)
    let usual = try study("material: Li2S-P2S5, sites: { count: 600 }")
    #expect(usual.network.siteKinds == ["PS4"] && usual.ions == 300)
  }

  @Test("Keys of the study stand for those of the material")
  func overrides() throws {
    let glass = try study(
      "material: LiPON, sites: { count: 300, density: 0.03 }, barriers: 0.4, mobile: { Li: { count: 7, charge: 1 } }"
    )
    #expect(glass.ions == 7 && abs(300 / glass.network.cell.volume - 0.03) < 1e-9)
    #expect((0..<300).allSatisfy { glass.network.hops(from: $0).allSatisfy { $0.barrier == 0.4 } })
  }

  @Test("A change of the material's file is a change of the study")
  func digest() throws {
    let folder = try TemporaryFolder()
    let original = try GlassMaterial.file(
      try #require(try InputDocument(text: "key: LiPON", file: "x").value(at: "key")),
      relativeTo: folder.url)
    var text = try String(contentsOf: original, encoding: .utf8)
    func digest() throws -> String {
      try Data(text.utf8).write(to: folder.url("mine.yaml"))
      let study = """
        model:
          glass: { material: mine.yaml, sites: { count: 100 } }
        temperatures: 300
        """
      try Data(study.utf8).write(to: folder.url("study.yaml"))
      return try Study.read(folder.url("study.yaml")).settings
    }
    let before = try digest()
    #expect(try digest() == before)
    text.replace("deviation: 0.05", with: "deviation: 0.06")
    #expect(try digest() != before)
  }

  @Test(
    "What cannot be is refused in one line with the mend",
    arguments: [
      ("material: LiPOM, sites: { count: 100 }", "LiPON"),
      ("material: none.yaml, sites: { count: 100 }", "no such file"),
      ("material: LiPON, composition: 3, sites: { count: 100 }", "one composition"),
      ("material: Li2S-P2S5, composition: 90, sites: { count: 100 }", "60.0 to 80.0"),
      ("composition: 70, sites: { count: 100, density: 0.02 }", "belongs to a material"),
      ("material: LiPON, sites: { density: 0.02 }", "count"),
      ("material: LiPON, sites: { count: 100 }, realisations: 0", "0"),
      ("material: LiPON, sites: { count: 100 }, mismatchEnergy: 0.1", "several mobile species"),
    ])
  func errors(glass: String, part: String) throws {
    let error = #expect(throws: InputError.self) { try study(glass) }
    let text = try #require(error.map { "\($0)" })
    #expect(text.contains(part), "\(text)")
    #expect(!text.contains("\n"))
  }
}
