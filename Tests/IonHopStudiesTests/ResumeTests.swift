import Foundation
import IonHopAnalysis
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Runs are resumed and extended without repeating what is done")
struct ResumeTests {
  private func read(_ text: String) throws -> Study {
    try Study.parse(text: text, file: "study.yaml")
  }

  /// A point's numbers, without the time that it took.
  private func numbers(_ point: PointResult) throws -> String {
    var point = point
    (point.wallTime, point.hopsPerSecond) = (0, 0)
    return try ResultFiles.json(point)
  }

  @Test("Temperatures that are added leave the points at hand, and are what they always were")
  func addedTemperature() async throws {
    let first = try await read(sweptStudy("")).results()
    let study = try read(sweptStudy("", temperatures: "[500, 550, 600]"))
    let extended = try await study.run(threads: 2, keeping: first) { _ in }
    let fresh = try await study.results()
    #expect(extended.complete)
    #expect(extended.points.map(\.temperature) == [500, 550, 600])
    // The time that a point took tells whether it was run again.
    #expect(extended.points[0].wallTime == first.points[0].wallTime)
    #expect(extended.points[2].wallTime == first.points[1].wallTime)
    for (a, b) in zip(extended.points, fresh.points) { #expect(try numbers(a) == numbers(b)) }
    #expect(extended.fits[0].parameters == fresh.fits[0].parameters)
  }

  @Test("A smaller error runs what is not accurate enough, a larger one nothing")
  func otherError() async throws {
    var first = try await read(sweptStudy("")).results()
    let tight = try read(sweptStudy("", sampling: "relativeError: 0.05"))
    first.points[0].conductivity.standardError = 0.04 * first.points[0].conductivity.value
    let tightened = try await tight.run(threads: 2, keeping: first) { _ in }
    #expect(tightened.points[0].wallTime == first.points[0].wallTime)
    #expect(tightened.points[1].wallTime != first.points[1].wallTime)
    let fresh = try await tight.results()
    #expect(try numbers(tightened.points[1]) == numbers(fresh.points[1]))
    let loose = try read(sweptStudy("", sampling: "relativeError: 0.2"))
    let loosened = try await loose.run(threads: 2, keeping: first) { _ in }
    #expect(loosened.points.map(\.wallTime) == first.points.map(\.wallTime))
  }

  @Test(
    "Points of fixed length, and those that gave up at a limit, are kept under the same limit only")
  func limits() async throws {
    for (given, other) in [("hops: 100000", "hops: 100001"), ("maxHops: 3e4", "maxHops: 4e4")] {
      let study = try read(sweptStudy("", temperatures: "500", sampling: given))
      let first = try await study.results()
      #expect(study.keeps(first.points[0]))
      #expect(
        try !read(sweptStudy("", temperatures: "500", sampling: other)).keeps(first.points[0]))
      var stopped = first.points[0]
      stopped.settings?.interrupted = true
      #expect(!study.keeps(stopped))
    }
  }

  @Test("What a point does not depend on leaves the settings, all else changes them")
  func digest() throws {
    let text = sweptStudy("seed: 5\nrandom: mt19937")
    let own = try read(text).settings
    #expect(!own.isEmpty)
    for (good, other) in [
      ("name: swept", "name: other # comment"), ("[500, 600]", "[500]"), ("seed: 5", "seed: 6"),
      ("relativeError: 0.1", "relativeError: 0.2, maxTime: 60"),
      ("fraction: 0.5", "fraction: 0.50"),
      ("seed: 5", "seed: 5\nfit: [vft]"),
    ] {
      #expect(try read(text.replacing(good, with: other)).settings == own, "\(other)")
    }
    for (good, other) in [
      ("[4, 4, 4]", "[4, 4, 5]"), ("fraction: 0.5", "fraction: 0.6"),
      ("replicas: 4", "replicas: 5"),
      ("mt19937", "taus2"), ("lattice: sc", "lattice: bcc"), ("seed: 5", "seed: 5\ncarriers: ions"),
      ("lattice: sc", "lattice: sc\n    rateLaw: metropolis"),
    ] {
      #expect(try read(text.replacing(good, with: other)).settings != own, "\(other)")
    }
    // The seed stands beside the digest.
    var study = try read(text)
    study.seed = 6
    #expect(
      PointSettings(study, interrupted: false) != PointSettings(try read(text), interrupted: false))
  }

  @Test("A change inside the lattice file or a table changes the settings")
  func files() throws {
    let folder = try TemporaryFolder()
    let lattice = """
      name: mine
      title: mine
      cell: { a: 3 }
      sites: { A: { position: [0, 0, 0] } }
      hops: [{ class: hop, between: [A, A], distance: [2.9, 3.1], barrier: 0.3, frequency: 1e13 }]
      mobile: { Li: { charge: 1, count: 0 } }
      """
    let file = folder.url("study.yaml")
    func settings(_ lattice: String, _ text: String) throws -> String {
      try Data(lattice.utf8).write(to: folder.url("mine.yaml"))
      try Data(text.utf8).write(to: file)
      return try Study.read(file, lattices: [folder.url]).settings
    }
    for name in ["./mine.yaml", "mine"] {
      let text = sweptStudy("").replacing("lattice: sc", with: "lattice: \(name)")
      let own = try settings(lattice, text)
      #expect(try settings(lattice, text) == own)
      #expect(try settings(lattice.replacing("barrier: 0.3", with: "barrier: 0.31"), text) != own)
    }
    let network = """
      model:
        network:
          cell: [[3, 0, 0], [0, 3, 0], [0, 0, 3]]
          sites: [{ position: [0, 0, 0] }]
          hops: hops.csv
          addReverseHops: true
          mobile: { Li: { count: 1, charge: 1 } }
      temperatures: 500
      """
    func table(_ barrier: String) throws -> String {
      let rows = "from,to,dx,dy,dz,barrier,frequency\n0,0,3,0,0,\(barrier),1e13\n"
      try Data(rows.utf8).write(to: folder.url("hops.csv"))
      return try settings(lattice, network)
    }
    #expect(try table("0.3") != table("0.31"))
    #expect(try table("0.3") == table("0.3"))
  }

  @Test(
    "A stopped run leaves every point at hand in the results, before and behind the one at work")
  func stopped() async throws {
    let first = try await read(sweptStudy("", temperatures: "[500, 700]")).results()
    let text = sweptStudy("", temperatures: "[500, 600, 700]", sampling: "relativeError: 0.00001")
    let run = try read(text).start(threads: 2, keeping: first)
    try await Task.sleep(for: .seconds(0.5))
    run.stop()
    let results = try await run.results()
    #expect(!results.complete)
    // The first was at work, and by then is more accurate than before, or stands as it was.
    #expect(results.points.map(\.temperature) == [500, 700])
    #expect(
      results.points[0].conductivity.mean.relativeError
        <= first.points[0].conductivity.mean.relativeError)
    #expect(results.points[1].wallTime == first.points[1].wallTime)
    // Going on from there gives what a run without a stop gives.
    let study = try read(sweptStudy("", temperatures: "[500, 600, 700]"))
    let whole = try await study.results()
    let resumed = try await study.run(threads: 1, keeping: first) { _ in }
    for (a, b) in zip(resumed.points, whole.points) { #expect(try numbers(a) == numbers(b)) }
  }

  @Test(
    "Values added to a sweep leave its variants; stored results come back, and go on to the bit")
  func sweep() async throws {
    let folder = try TemporaryFolder()
    let files = ResultFiles(folder.url)
    let key = "model.crystal.mobile.Li.fraction"
    let small = try StudySweep.parse(
      text: sweptStudy("sweep: { \(key): [0.5, 0.25] }"), file: "study.yaml")
    try files.write(try await small.results())
    let large = try StudySweep.parse(
      text: sweptStudy("sweep: { \(key): [0.25, 0.4, 0.5] }", temperatures: "[500, 550, 600]"),
      file: "study.yaml")
    let earlier = try #require(try files.earlier(of: large))
    #expect(earlier.outlook.wanted == 9)
    #expect(earlier.outlook.kept == 4)
    #expect(earlier.outlook.foreign == 0)
    guard case .sweep(let resumed) = try await large.results(keeping: earlier.results),
      case .sweep(let fresh) = try await large.results()
    else { return }
    #expect(resumed.complete)
    #expect(resumed.variants.map(\.label) == ["fraction 0.25", "fraction 0.4", "fraction 0.5"])
    for (a, b) in zip(resumed.variants, fresh.variants) {
      let (a, b) = (try #require(a.results), try #require(b.results))
      for (x, y) in zip(a.points, b.points) { #expect(try numbers(x) == numbers(y)) }
      #expect(a.fits[0].parameters == b.fits[0].parameters)
    }
  }

  @Test("A stopped sweep keeps what is known of the variants that had not their turn")
  func stoppedSweep() async throws {
    let key = "model.crystal.mobile.Li.fraction"
    let small = try StudySweep.parse(
      text: sweptStudy("sweep: { \(key): [0.25, 0.5] }"), file: "study.yaml")
    let first = try await small.results()
    let tight = try StudySweep.parse(
      text: sweptStudy("sweep: { \(key): [0.25, 0.5] }", sampling: "relativeError: 0.00001"),
      file: "study.yaml")
    let run = tight.start(threads: 2, keeping: first)
    try await Task.sleep(for: .seconds(0.5))
    run.stop()
    guard case .sweep(let results) = try await run.results() else { return }
    #expect(!results.complete)
    #expect(results.variants.map { $0.results?.points.count } == [2, 2])
    let again = StoredResults.sweep(results)
    #expect(try small.outlook(keeping: again).kept >= 3)
  }

  @Test("A folder of another study, a damaged and an unknown file are refused with one line")
  func refused() async throws {
    let folder = try TemporaryFolder()
    let files = ResultFiles(folder.url)
    let sweep = try StudySweep.parse(text: sweptStudy(""), file: "study.yaml")
    #expect(try files.earlier(of: sweep) == nil)
    try files.write(try await sweep.results())
    #expect(try files.earlier(of: sweep)?.outlook.kept == 2)
    let other = try StudySweep.parse(
      text: sweptStudy("", name: "other").replacing("[4, 4, 4]", with: "[3, 4, 4]"),
      file: "study.yaml")
    #expect(throws: ResultFileError.ofAnotherStudy(files.resultsFile.path, name: "swept")) {
      try files.earlier(of: other)
    }
    let data = try Data(contentsOf: files.resultsFile)
    for share in 0..<20 {
      try data.prefix(data.count * share / 20).write(to: files.resultsFile)
      #expect(throws: ResultFileError.self) { try files.earlier(of: sweep) }
    }
    let future = String(decoding: data, as: UTF8.self).replacing(
      "\"schema\" : 1", with: "\"schema\" : 9")
    try Data(future.utf8).write(to: files.resultsFile)
    #expect(throws: ResultFileError.self) { try files.earlier(of: sweep) }
  }

  @Test("Files are replaced whole, or not at all")
  func durable() throws {
    let folder = try TemporaryFolder()
    let file = folder.url("file")
    try DurableFile.replace(file, with: Data("old".utf8))
    try DurableFile.replace(file, with: Data("new".utf8))
    #expect(try String(contentsOf: file, encoding: .utf8) == "new")
    // A folder in the place of the file cannot be replaced: nothing is left behind.
    let blocked = folder.url("blocked")
    try FileManager.default.createDirectory(
      at: blocked.appending(path: "inside"), withIntermediateDirectories: true)
    #expect(throws: DurableFile.Failure.self) {
      try DurableFile.replace(blocked, with: Data("new".utf8))
    }
    #expect(throws: DurableFile.Failure.self) {
      try DurableFile.replace(folder.url("none").appending(path: "file"), with: Data())
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.sorted() == ["blocked", "file"])
  }

  @Test("Earlier results are set aside under a free name")
  func setAside() async throws {
    let folder = try TemporaryFolder()
    let files = ResultFiles(folder.url)
    try files.write(try await read(sweptStudy("", temperatures: "500")).results())
    let data = try Data(contentsOf: files.resultsFile)
    #expect(try files.setAside().lastPathComponent == "results-previous-1.json")
    let second = try files.setAside()
    #expect(second.lastPathComponent == "results-previous-2.json")
    #expect(try Data(contentsOf: second) == data)
  }
}
