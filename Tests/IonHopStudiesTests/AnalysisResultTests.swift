import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks
import Testing

@testable import IonHopReports
@testable import IonHopStudies

@Suite("What results say of hop classes, kinds and sizes")
struct AnalysisResultTests {
  /// Layers 4 Å apart of a simple lattice, with hops between them three times slower.
  private func layers(_ cells: Int = 4) throws -> Study {
    var draft = NetworkDraft(cell: try Cell([3, 0, 0], [0, 3, 0], [0, 0, 4]))
    draft.addSite(at: .zero, kind: "A, \"first\"")
    draft.addHops(
      between: "A, \"first\"", and: "A, \"first\"", distance: 2.9...3.1, barrier: 0.3,
      frequency: 3e13, hopClass: "in-plane")
    draft.addHops(
      between: "A, \"first\"", and: "A, \"first\"", distance: 3.9...4.1, barrier: 0.3,
      frequency: 1e13, hopClass: "across")
    let unit = try SiteNetwork(draft)
    var study = Study(
      try unit.supercell(cells, cells, cells), species: .lithium,
      filling: .count(cells * cells * cells / 2), temperatures: [500, 600])
    study.unitCell = unit
    study.sampling.relativeError = 0.05
    study.sampling.replicas = 4
    return study
  }

  @Test("Dissipation shares are those of resistors in parallel, k ℓ² a direction")
  func shares() async throws {
    let results = try await layers().results()
    for point in results.points {
      let classes = try #require(point.hopClasses)
      let across = 16.0 / (16 + 3 * 2 * 9)
      #expect(abs(try #require(classes["across"]?.dissipationShare) - across) < 1e-9)
      #expect(abs(try #require(classes["in-plane"]?.dissipationShare) - (1 - across)) < 1e-9)
      let pairs = try #require(classes["across"]?.pairCorrelation)
      #expect(abs(pairs.value - 31.0 / 32 * 64 / 63) < 4 * pairs.standardError)
      #expect(pairs.standardError < 0.05)
      #expect(point.mobileFraction?.value == 1)
      #expect(abs(try #require(point.idealOccupation?.values.first) - 0.5) < 1e-9)
    }
  }

  @Test("Interactions leave out the dissipation, not the rest")
  func interacting() async throws {
    var study = try layers()
    study.temperatures = [500]
    study.pairEnergy = 0.02
    study.sampling.relativeError = 0.1
    let point = try await study.results().points[0]
    let entry = try #require(point.hopClasses?["across"])
    #expect(entry.dissipationShare == nil)
    #expect(try #require(entry.pairCorrelation).value < 1)
  }

  @Test("The table of points quotes names with commas, and has as many cells in every row")
  func table() async throws {
    let text = ResultFiles.pointsTable(try await layers().results())
    let lines = text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].contains("\"occupation of A, \"\"first\"\"\""))
    let quoted = lines[0].replacing(/"(?:[^"]|"")*"/, with: "name")
    #expect(quoted.split(separator: ",", omittingEmptySubsequences: false).count == 39)
    for row in lines.dropFirst() {
      #expect(row.split(separator: ",", omittingEmptySubsequences: false).count == 39)
    }
  }

  @Test("Results survive the file, and those of earlier versions are read")
  func files() async throws {
    let folder = try TemporaryFolder()
    let files = ResultFiles(folder.url)
    try files.prepare()
    let results = try await layers().results()
    try files.write(results)
    let back = try files.read()
    #expect(back.points[0].hopClasses == results.points[0].hopClasses)
    #expect(back.model.drawing == results.model.drawing)
    #expect(back.points[1].principalConductivity == results.points[1].principalConductivity)

    let new = ["idealOccupation", "principalConductivity", "hopClasses", "mobileFraction"]
    var json = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: files.resultsFile))
        as? [String: Any])
    let points = try #require(json["points"] as? [[String: Any]])
    json["points"] = points.map { $0.filter { !new.contains($0.key) } }
    let model = try #require(json["model"] as? [String: Any])
    json["model"] = model.filter { $0.key != "drawing" }
    try JSONSerialization.data(withJSONObject: json).write(to: files.resultsFile)
    let old = try files.read()
    #expect(old.points[0].hopClasses == nil)
    #expect(try Report(old).html().components(separatedBy: "<svg").count == 3)
    #expect(ResultFiles.pointsTable(old).split(separator: "\n").count == 3)
  }

  @Test("The report has bars and a cell, names the bottleneck, and leaves out what is unsound")
  func report() async throws {
    var results = try await layers().results()
    let html = try Report(results).html()
    #expect(html.components(separatedBy: "<svg").count == 5)
    #expect(html.contains("The bottleneck at 500 K is in-plane"))
    results.model.drawing?.sites[0].kind = 7
    #expect(try Report(results).html().components(separatedBy: "<svg").count == 4)
  }

  @Test(
    "A doubled supercell of an ideal gas differs as (Ns − N)/(Ns − 1) does, and raises no alarm")
  func finiteSize() async throws {
    var study = try layers(6)
    study.sampling.finiteSizeTest = true
    study.sampling.relativeError = 0.02
    let results = try await study.results()
    let tests = try #require(results.finiteSize)
    #expect(tests.map(\.temperature) == [500, 600])
    for test in tests {
      #expect(test.sites == 216 && test.doubledSites == 1728)
      let exact = (864.0 / 1727) / (108.0 / 215)
      #expect(abs(test.ratio.value - exact) < 4 * test.ratio.standardError)
      #expect(test.ratio.standardError < 0.04)
    }
    #expect(!results.warnings.contains { $0.contains("supercell of") })
    #expect(try Report(results).html().contains("Doubled supercell"))
  }

  @Test("A ring of four sites with two ions is told to be too small")
  func tooSmall() async throws {
    var draft = NetworkDraft(cell: try Cell([3, 0, 0], [0, 9, 0], [0, 0, 9]))
    draft.addSite(at: .zero)
    draft.addHop(from: 0, to: 0, displacement: [3, 0, 0], barrier: 0.3, frequency: 1e13)
    draft.addReverseHops()
    var study = Study(
      try SiteNetwork(draft).supercell(4, 1, 1), species: .lithium, filling: .count(2),
      temperatures: [500])
    study.sampling.relativeError = 0.01
    study.sampling.finiteSizeTest = true
    let results = try await study.results()
    // Only the ring is doubled, not the directions without hops; (8 − 4)/7 against (4 − 2)/3.
    let test = try #require(results.finiteSize?.first)
    #expect(results.finiteSize?.count == 1)
    #expect(test.doubledSites == 8)
    #expect(abs(test.ratio.value - 6.0 / 7) < 4 * test.ratio.standardError)
    #expect(results.warnings.contains { $0.contains("worse") && $0.contains("use more cells") })
  }

  @Test("The key of the study file is read, and a wrong answer refused")
  func key() throws {
    func study(_ value: String) throws -> Study {
      try Study.parse(
        text: """
          model: { crystal: { lattice: sc, supercell: [3, 3, 3], mobile: { Li: 0.5 } } }
          temperatures: [300]
          sampling: { finiteSizeTest: \(value) }
          """, file: "study.yaml")
    }
    #expect(try study("true").sampling.finiteSizeTest)
    #expect(try !study("false").sampling.finiteSizeTest)
    let error = #expect(throws: InputError.self) { try study("perhaps") }
    expect(error, names: "study.yaml", "sampling.finiteSizeTest", "perhaps")
  }
}
