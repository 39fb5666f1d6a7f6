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
      ComparedRun("bare", try await run([(300, 1e-4, 2e-6), (400, 1e-3, 1e-5)])),
      ComparedRun("thin", try await run([(400, 2e-3, 4e-5), (300, 4e-4, 1.2e-5), (500, 1, 0.1)])),
      ComparedRun("thick", try await run([(300, 4.1e-4, 1e-5), (400.0000001, 2e-3, 1e-5)])),
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
    #expect(throws: ComparisonError.tooFewRuns(1)) { try Comparison([ComparedRun("a", cold)]) }
    #expect(throws: ComparisonError.noPoint("b")) {
      try Comparison([ComparedRun("a", cold), ComparedRun("b", empty)])
    }
    #expect {
      try Comparison([ComparedRun("a", cold), ComparedRun("b", hot)])
    } throws: {
      "\($0)".contains("a has 300 K; b has 500 K")
    }
    #expect(throws: ComparisonError.notCommon(400, common: [300])) {
      try Comparison([ComparedRun("a", cold), ComparedRun("b", cold)], at: 400)
    }
    #expect {
      try Comparison([ComparedRun("bare", cold), ComparedRun("b", cold)], baseline: "baer")
    } throws: {
      "\($0)".contains("did you mean \"bare\"?")
    }
  }

  @Test("Runs that are not a number come last and break nothing")
  func notANumber() async throws {
    let good = try await run([(300, 1, 0.1)])
    let bad = try await run([(300, .nan, .nan)])
    let comparison = try Comparison([
      ComparedRun("bad", bad), ComparedRun("good", good), ComparedRun("worse", bad),
    ])
    #expect(comparison.entries[0].name == "good")
    let html = try ComparisonReport(
      comparison,
      runs: [ComparedRun("bad", bad), ComparedRun("good", good), ComparedRun("worse", bad)]
    ).html()
    #expect(html.contains("<svg"))
  }

  @Test("The page has both plots and escapes names")
  func page() async throws {
    let values = [(300.0, 1e-4, 2e-6), (400.0, 1e-3, 1e-5)]
    let runs = [
      ComparedRun("<b>'`x`", try await run(values)), ComparedRun("plain", try await run(values)),
    ]
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

  @Test("Polycrystals are compared as measures of engineering, without errors, beside sampled runs")
  func polycrystals() async throws {
    let folder = try TemporaryFolder()
    let swept =
      PolycrystalFile.bricks
      + "sweep: { model.polycrystal.boundary.areaResistance: [0.1, 0.3] }"
    let (solved, sampled) = (
      ResultFiles(folder.url("ceramic")), ResultFiles(folder.url("crystal"))
    )
    for files in [solved, sampled] { try files.prepare() }
    try solved.write(try await PolycrystalFile.sweep(swept).polycrystals())
    try sampled.write(try await run([(300, 2e-3, 1e-4), (400, 1e-2, 1e-4)]))

    let runs = try NamedRuns.read([solved, sampled].map(\.folder.path))
    #expect(
      runs.map(\.name) == [
        "ceramic: areaResistance 0.1 Ω·cm²", "ceramic: areaResistance 0.3 Ω·cm²", "crystal",
      ])
    #expect(runs.map(\.method) == [.solved, .solved, .sampled])
    let comparison = try Comparison(runs)
    // 250 K was not sampled.
    #expect(comparison.temperatures == [300, 400])
    #expect(
      comparison.entries.map(\.name) == [
        "crystal", "ceramic: areaResistance 0.1 Ω·cm²", "ceramic: areaResistance 0.3 Ω·cm²",
      ])
    // Bricks of 1 µm between 0.1 and 0.3 ohm cm2: 1/σ = 1000 + R/1e-4 cm.
    let (good, poor) = (comparison.entries[1], comparison.entries[2])
    #expect(abs(good.conductivity.value * 2000 - 1) < 1e-6)
    #expect(abs(poor.ratio.value - 0.5) < 1e-6)
    #expect(poor.ratio.standardError == 0 && poor.activationEnergy?.standardError == 0)
    #expect(abs((poor.boundaryShare ?? 0) - 0.75) < 1e-6)
    #expect(poor.points[0].havenRatio == nil)
    // Only the sampled run's error is in its ratio to a solved one.
    let ratio = comparison.entries[0].ratio
    #expect(abs(ratio.relativeError - 0.05) < 1e-9 && abs(ratio.value - 4) < 1e-5)

    let rows = comparison.table.split(separator: "\n")
    #expect(rows[0].hasSuffix("share in boundaries,method") && rows[3].hasSuffix(",solved"))
    let html = try ComparisonReport(comparison, runs: runs).html()
    #expect(html.components(separatedBy: "<svg").count == 3)
    #expect(html.contains("R in boundaries") && html.contains("8 grains in 8 × 8 × 8 voxels"))
    // One folder alone: its variants by their values.
    #expect(
      try NamedRuns.read([solved.folder.path]).map(\.name) == [
        "areaResistance 0.1 Ω·cm²", "areaResistance 0.3 Ω·cm²",
      ])
    #expect(
      try !ComparisonReport(Comparison(Array(runs[0..<2])), runs: runs).html().contains("Haven"))
  }

  @Test("The report of a sweep draws quantities against the swept value, whatever it is called")
  func sweepReport() async throws {
    let sweep = try StudySweep.parse(
      text: sweptStudy(
        "sweep: { model.crystal.mobile.Li.fraction: [0.25, 0.5], seed: [1, 2] }",
        sampling: "relativeError: 0.2", name: "<script>"), file: "study.yaml")
    guard case .sweep(var results) = try await sweep.results() else { return }
    let html = try SweepReport(results).html()
    #expect(html.components(separatedBy: "<svg").count == 6)
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
