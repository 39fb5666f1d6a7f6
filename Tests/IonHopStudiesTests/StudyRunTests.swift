import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Running studies")
struct StudyRunTests {
  private func study(ions: Int = 32) throws -> Study {
    let network = try Lattice.named("sc").network(supercell: (4, 4, 4))
    var study = Study(
      network, species: .lithium, filling: .count(ions), temperatures: [500, 600, 700])
    study.sampling.relativeError = 0.04
    study.sampling.replicas = 4
    study.seed = 3
    return study
  }

  @Test("A run reports progress, stops at the asked error, and repeats to the bit on any threads")
  func repeats() async throws {
    let run = try study().start(threads: 1)
    var (finished, shares) = (0, [0.0])
    for try await progress in run {
      shares.append(progress.share)
      guard progress.partial != nil else { continue }
      finished += 1
      #expect(abs(progress.share - Double(finished) / 3) < 1e-12)
    }
    #expect(shares.allSatisfy { $0 <= 1 })
    let (one, two) = (try await run.results(), try await study().results(threads: 2))
    #expect(finished == 3)
    #expect(one.complete)
    for (a, b) in zip(one.points, two.points) {
      #expect(a.conductivity == b.conductivity)
      #expect(a.tracerDiffusivity == b.tracerDiffusivity)
      #expect(a.hops == b.hops)
      #expect(a.conductivity.mean.relativeError <= 0.04)
      #expect(a.hopsPerClass.values.reduce(0, +) == a.hops)
    }
    #expect(one.fits[0].parameters == two.fits[0].parameters)
    var other = try study()
    other.seed = 4
    #expect(try await other.results().points[0].conductivity != one.points[0].conductivity)
  }

  @Test("The exclusion theorem holds at the level of a study, in S/cm")
  func conductivity() async throws {
    let results = try await study().results()
    for point in results.points {
      let k = 1e13 * exp(-0.3 / (PhysicalConstants.boltzmann * point.temperature))
      let d = k * 9e-16 * 32 / 63
      let density = 32 / (64 * 27e-24)
      let sigma =
        density * PhysicalConstants.elementaryCharge * d
        / (PhysicalConstants.boltzmann * point.temperature)
      let estimate = point.conductivity
      #expect(abs(estimate.value - sigma) < 4 * estimate.standardError)
    }
  }

  @Test("A field gives a drift velocity of mobility q D/kT, and leaves the diffusivity")
  func field() async throws {
    var driven = try study()
    driven.temperatures = [600]
    driven.field = [0.002, 0, 0]
    let point = try await driven.results().points[0]
    let kT = PhysicalConstants.boltzmann * 600
    let k = 1e13 * exp(-0.3 / kT)
    let velocity = 2 * 3e-8 * k * sinh(0.002 * 3 / (2 * kT)) * 32 / 63
    let drift = try #require(point.driftVelocity)
    #expect(abs(drift[0].value - velocity) < 4 * drift[0].standardError)
    #expect(abs(drift[1].value) < 4 * drift[1].standardError)
    let d = k * 9e-16 * 32 / 63
    // Along y and z the field leaves the exclusion theorem untouched.
    #expect(
      abs(point.chargeDiffusivity.tensor[1][1] - d)
        < 4 * point.chargeDiffusivity.tensorStandardError[1][1])
  }

  @Test("A network of cages is refused: it conducts in no direction")
  func cages() async throws {
    var draft = NetworkDraft(cell: try .cubic(8))
    draft.addSite(at: .zero)
    draft.addSite(at: [2, 0, 0])
    draft.addHop(from: 0, to: 1, displacement: [2, 0, 0], barrier: 0.3, frequency: 1e13)
    draft.addReverseHops()
    let caged = Study(
      try SiteNetwork(draft), species: .lithium, filling: .count(1), temperatures: [500])
    await #expect(throws: RunError.notConnected) { try await caged.results() }
  }

  @Test("Result files come back as they were written; a truncated one is refused")
  func files() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    var short = try study()
    short.temperatures = [600]
    let results = try await short.results()
    let files = ResultFiles(folder)
    try files.prepare()
    try files.write(results)
    let back = try files.read()
    #expect(back.points[0].conductivity == results.points[0].conductivity)
    #expect(back.provenance.seed == 3)
    let data = try Data(contentsOf: files.resultsFile)
    try data.prefix(data.count / 2).write(to: files.resultsFile)
    #expect(throws: ResultFileError.self) { try files.read() }
  }
}
