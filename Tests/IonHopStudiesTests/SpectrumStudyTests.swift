import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Spectra of studies")
struct SpectrumStudyTests {
  private func study(
    _ spectrum: String, mobile: String = "{ Li: { count: 1, charge: 1 } }",
    barriers: String = "{ uniform: [0, 0.6] }", rest: String = ""
  ) throws -> Study {
    try Study.parse(
      text: """
        model:
          glass:
            sites: { count: 64, density: 0.037037037, arrangement: { perturbedLattice: 0 } }
            bonds: { cutoff: 3.1 }
            barriers: \(barriers)
            mobile: \(mobile)
        temperatures: 500
        seed: 4
        sampling: { hops: 200000, replicas: 8 }
        spectrum: \(spectrum)
        \(rest)
        """, file: "study.yaml")
  }

  @Test("A lone ion's spectrum is the admittance network's, plateau and onset included")
  func lone() async throws {
    let results = try await study("{ perDecade: 2, hops: 1e7 }").results()
    let spectrum = try #require(results.points[0].spectrum)
    #expect(spectrum.sampledDecades >= 6)
    #expect(spectrum.network == .exact)
    let all = spectrum.points.map(\.angularFrequency)
    #expect(try #require(all.last) / #require(all.first) > 0.99e8)
    var compared = 0
    for point in spectrum.points {
      guard let real = point.real, let exact = point.networkReal else { continue }
      // Straight lines between lags leave a per cent or so.
      #expect(abs(real.value - exact) < 4.5 * real.standardError + 0.015 * exact)
      compared += 1
    }
    #expect(compared >= 12)
    let (dc, high) = (
      try #require(spectrum.points.first?.networkReal), spectrum.highFrequencyConductivity
    )
    #expect(high.value > 8 * dc)
    let last = try #require(spectrum.points.last?.networkReal)
    #expect(abs(high.value - last) < 4 * high.standardError + 0.02 * last)
    let fit = try #require(spectrum.jonscher)
    #expect(fit.exponent.value > 0.3 && fit.exponent.value < 1)
    #expect(abs(fit.plateau.value / dc - 1) < 0.3)
  }

  @Test("Ions that exclude each other on sites of one energy have the exact spectrum too")
  func exclusion() async throws {
    let study = try study(
      "{ perDecade: 2, hops: 1e7 }", mobile: "{ Li: { count: 24, charge: 1 } }",
      barriers: "{ uniform: [0.1, 0.4] }")
    let spectrum = try #require(try await study.results().points[0].spectrum)
    #expect(spectrum.network == .exact)
    for point in spectrum.points {
      guard let real = point.real, let exact = point.networkReal else { continue }
      #expect(abs(real.value - exact) < 4.5 * real.standardError + 0.015 * exact)
    }
  }

  @Test("Any number of threads gives the same spectrum, and networks are averaged")
  func realisations() async throws {
    let study = try study("{ perDecade: 1, hops: 4e6 }")
    let one = try await study.results(threads: 1).points[0].spectrum
    #expect(one == (try await study.results(threads: 3).points[0].spectrum))
    var several = study
    let networks = [study.network, try study.network.repeated(SIMD3(1, 1, 1))]
    several.realisations = NetworkRealisations(2) { networks[$0] }
    let mean = try #require(try await several.results().points[0].spectrum)
    for point in mean.points {
      guard let own = one?.points.first(where: { $0.angularFrequency == point.angularFrequency })
      else { continue }
      let (a, b) = (try #require(own.networkReal), try #require(point.networkReal))
      #expect(abs(a / b - 1) < 1e-9)
    }
  }

  @Test("Spectra are written as a table with the fit's scales")
  func table() async throws {
    let results = try await study("{ perDecade: 1, hops: 4e6 }").results()
    let lines = SpectrumTable.text([(leading: [], results: results)]).split(separator: "\n")
    let points = try #require(results.points[0].spectrum).points
    #expect(lines.count == points.count + 1)
    #expect(lines[0].hasPrefix("temperature (K),angular frequency (rad/s),sampled real (S/cm)"))
    #expect(
      lines.dropFirst().allSatisfy {
        $0.split(separator: ",", omittingEmptySubsequences: false).count == 11
      })
  }

  @Test("Stages of a record follow each other without a gap, and end with the time")
  func stages() {
    for decades in 0...12 {
      let plan = SpectrumPlan(fastest: 1e12, duration: 1e-9 * pow(10, Double(decades)))
      var elapsed = 0
      for stage in plan.stages {
        #expect(elapsed % (1 << stage.level) == 0)
        elapsed += stage.increments << stage.level
      }
      let last = Double(elapsed) * plan.interval
      #expect(last < 4 * max(1e-9 * pow(10, Double(decades)), 262_144 * plan.interval))
      #expect(zip(plan.stages, plan.stages.dropFirst()).allSatisfy { $0.level < $1.level })
    }
  }

  @Test(
    "What a spectrum cannot be of is refused",
    arguments: [
      ("{ decades: 3 }", "{ Li: { count: 1, charge: 1 } }", "", "unknown key"),
      ("yes please", "{ Li: { count: 1, charge: 1 } }", "", "neither true nor false"),
      ("true", "{ Li: { count: 2, charge: 1 }, Na: { count: 2, charge: 1 } }", "", "one mobile"),
      ("true", "{ Li: { count: 1, charge: 1 } }", "basins: on", "basin steps"),
    ])
  func errors(spectrum: String, mobile: String, rest: String, part: String) throws {
    let error = #expect(throws: InputError.self) {
      try study(spectrum, mobile: mobile, rest: rest)
    }
    #expect(try #require(error).description.contains(part))
  }
}
