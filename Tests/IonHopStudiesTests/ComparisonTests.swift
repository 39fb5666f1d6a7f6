import Foundation
import IonHopAnalysis
import IonHopNetworks
import Testing

@testable import IonHopReports
@testable import IonHopStudies

@Suite("Runs are compared side by side")
struct ComparisonTests {
  /// Results of a real run whose conductivities are then set.
  private func run(
    _ values: [(temperature: Double, value: Double, error: Double)]
  ) async throws -> StudyResults {
    let study = try Study.parse(
      text: sweptStudy("", temperatures: "500", sampling: "relativeError: 0.3"), file: "study.yaml")
    var results = try await study.results()
    let point = results.points[0]
    results.points = values.map { value in
      var copy = point
      copy.temperature = value.temperature
      copy.conductivity.value = value.value
      copy.conductivity.standardError = value.error
      return copy
    }
    results.fits = values.count > 1 ? [try results.fit(.arrhenius)] : []
    return results
  }

  @Test("Ratios, their errors, ranks and ties")
  func league() async throws {
    let runs = [
      ("bare", try await run([(300, 1e-4, 2e-6), (400, 1e-3, 1e-5)])),
      ("thin", try await run([(400, 2e-3, 4e-5), (300, 4e-4, 1.2e-5), (500, 1, 0.1)])),
      ("thick", try await run([(300, 4.1e-4, 1e-5), (400.0000001, 2e-3, 1e-5)])),
    ]
    let comparison = try Comparison(runs)
    #expect(comparison.temperatures == [300, 400])
    #expect(comparison.referenceTemperature == 300)
    #expect(comparison.entries.map(\.name) == ["thick", "thin", "bare"])
    #expect(comparison.entries.map(\.rank) == [1, 2, 3])
    #expect(comparison.entries.map(\.tiesWithBetter) == [false, true, false])
    let thin = comparison.entries[1]
    #expect(abs(thin.ratio.value - 4) < 1e-12)
    // 4 √(0.02² + 0.03²)
    #expect(abs(thin.ratio.standardError - 4 * 0.0013.squareRoot()) < 1e-12)
    #expect(comparison.entries[2].ratio == Estimate(value: 1, standardError: 0, unit: .one))
    #expect(thin.points[1].conductivity.value == 2e-3)
    let hot = try Comparison(runs, baseline: "thin", at: 400)
    #expect(abs((hot.entries.last?.ratio.value ?? 0) - 0.5) < 1e-12)
    let rows = comparison.table.split(separator: "\n")
    #expect(rows.count == 7)
    #expect(rows[0].contains("conductivity standard error (S/cm),ratio to bare"))
    #expect(rows[1].hasPrefix("1,thick,300.0,0.00041,"))
  }

  @Test("What cannot be compared is refused with the mend")
  func refused() async throws {
    let (cold, hot) = (try await run([(300, 1, 0.1)]), try await run([(500, 1, 0.1)]))
    var empty = cold
    empty.points = []
    #expect(throws: ComparisonError.tooFewRuns(1)) { try Comparison([("a", cold)]) }
    #expect(throws: ComparisonError.noPoint("b")) { try Comparison([("a", cold), ("b", empty)]) }
    #expect {
      try Comparison([("a", cold), ("b", hot)])
    } throws: {
      "\($0)".contains("a has 300 K; b has 500 K")
    }
    #expect(throws: ComparisonError.notCommon(400, common: [300])) {
      try Comparison([("a", cold), ("b", cold)], at: 400)
    }
    #expect {
      try Comparison([("bare", cold), ("b", cold)], baseline: "baer")
    } throws: {
      "\($0)".contains("did you mean \"bare\"?")
    }
  }

  @Test("Runs that are not a number come last and break nothing")
  func notANumber() async throws {
    let good = try await run([(300, 1, 0.1)])
    let bad = try await run([(300, .nan, .nan)])
    let comparison = try Comparison([("bad", bad), ("good", good), ("worse", bad)])
    #expect(comparison.entries[0].name == "good")
    let html = try ComparisonReport(
      comparison, runs: [("bad", bad), ("good", good), ("worse", bad)]
    ).html()
    #expect(html.contains("<svg"))
  }

  @Test("The page has both plots and escapes names")
  func page() async throws {
    let values = [(300.0, 1e-4, 2e-6), (400.0, 1e-3, 1e-5)]
    let runs = [("<b>'`x`", try await run(values)), ("plain", try await run(values))]
    let html = try ComparisonReport(try Comparison(runs), runs: runs).html()
    #expect(html.components(separatedBy: "<svg").count == 3)
    #expect(!html.contains("<b>'"))
    #expect(html.contains("&lt;b&gt;"))
  }

  @Test("Folders name runs; a sweep's variants are runs")
  func named() async throws {
    let folder = try TemporaryFolder()
    let single = ResultFiles(folder.url.appending(path: "a/run"))
    let twin = ResultFiles(folder.url.appending(path: "b/run"))
    let swept = ResultFiles(folder.url("grid"))
    for files in [single, twin, swept] { try files.prepare() }
    try single.write(try await run([(300, 1, 0.1)]))
    try twin.write(try await run([(300, 1, 0.1)]))
    let sweep = try StudySweep.parse(
      text: sweptStudy("sweep: { seed: [1, 2] }", sampling: "relativeError: 0.3"),
      file: "study.yaml")
    try swept.write(try await sweep.results())
    let names = try NamedRuns.read([single, twin, swept].map(\.folder.path)).map(\.name)
    #expect(names == [single.folder.path, twin.folder.path, "grid: seed 1", "grid: seed 2"])
    #expect(try NamedRuns.read([swept.resultsFile.path]).map(\.name) == ["seed 1", "seed 2"])
    #expect(throws: ResultFileError.self) { try NamedRuns.read(["/nowhere"]) }
    #expect(throws: ResultFileError.self) { try swept.read() }
  }

  @Test("The report of a sweep draws quantities against the swept value, whatever it is called")
  func sweepReport() async throws {
    let sweep = try StudySweep.parse(
      text: sweptStudy(
        "sweep: { model.crystal.mobile.Li.fraction: [0.25, 0.5], seed: [1, 2] }",
        sampling: "relativeError: 0.2", name: "<script>"), file: "study.yaml")
    guard case .sweep(var results) = try await sweep.results() else { return }
    let html = try SweepReport(results).html()
    #expect(html.components(separatedBy: "<svg").count == 5)
    #expect(html.contains("Haven ratio against fraction"))
    #expect(!html.contains("<script>"))
    results.sweep[0].name = "\"; system 'x'; `touch /tmp/x` \\"
    for index in results.variants.indices { results.variants[index].values[0].number = nil }
    #expect(try SweepReport(results).html().contains("against seed"))
    for index in results.variants.indices { results.variants[index].values[1].number = nil }
    #expect(try SweepReport(results).html().contains("against the variants"))
    for index in results.variants.indices { results.variants[index].results = nil }
    #expect(try !SweepReport(results).html().contains("<svg"))
  }
}
