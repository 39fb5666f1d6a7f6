import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Averages over realisations of a glass")
struct RealisationTests {
  private func text(
    _ keys: String = "", realisations: Int = 4, mobile: String = "{ count: 1, charge: 1 }",
    temperatures: String = "500", sampling: String = "{ hops: 400000, replicas: 4 }",
    rest: String = ""
  ) -> String {
    """
    model:
      glass:
        sites: { count: 216, density: 0.037037037, arrangement: { perturbedLattice: 0.01 } }
        bonds: { cutoff: 3.3 }
        barriers: { uniform: [0.1, 0.35] }
        mobile: { Li: \(mobile) }
        realisations: \(realisations)
    \(keys)
    temperatures: \(temperatures)
    seed: 5
    sampling: \(sampling)
    \(rest)
    """
  }

  private func study(_ text: String) throws -> Study {
    try Study.parse(text: text, file: "study.yaml")
  }

  @Test("The mean over glasses is the network solver's, within what sampling leaves open")
  func exact() async throws {
    let study = try study(text(sampling: "{ hops: 6000000, replicas: 4 }"))
    var exact: [Double] = []
    for index in 0..<4 {
      let network = try study.realisation(index).network
      exact.append(
        1e-16 * (try ExactDiffusivity(network, conditions: study.conditions(at: 500)).mean))
    }
    #expect(Set(exact).count == 4)
    let point = try await study.results().points[0]
    let glass = try #require(point.glass)
    let mean = exact.reduce(0, +) / 4
    let scale = point.conductivity.value / point.chargeDiffusivity.value
    #expect(abs(point.chargeDiffusivity.value - mean) < 4 * glass.samplingError / scale)
    #expect(glass.samplingError < 0.1 * point.conductivity.value)
    // Networks differ by their own scatter, which the solver knows.
    let scatter = (exact.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 12).squareRoot()
    let total = point.chargeDiffusivity.standardError
    #expect(abs(total - scatter) < 4 * glass.samplingError / scale)
    let parts = [glass.samplingError, try #require(glass.realisationError)]
    let sum = parts.reduce(0) { $0 + $1 * $1 }
    #expect(abs(sum.squareRoot() / point.conductivity.standardError - 1) < 1e-9)
  }

  @Test("Any number of threads gives the same bits, and each network is that of its number")
  func reproducible() async throws {
    let study = try study(text(mobile: "{ fraction: 0.3, charge: 1 }"))
    let (one, three) = (
      try await study.results(threads: 1).points[0],
      try await study.results(threads: 3).points[0]
    )
    #expect(one.conductivity == three.conductivity && one.glass == three.glass)
    #expect(one.hops == 400_000)
    let second = try await study.realisation(1).results(threads: 2).points[0]
    let networks = try #require(one.glass).networks
    #expect(networks.map(\.index) == [0, 1, 2, 3])
    #expect(networks[1].conductivity == second.conductivity.mean)
  }

  @Test("The first realisation is the glass without realisations")
  func first() throws {
    let (one, four) = (try study(text(realisations: 1)), try study(text()))
    #expect(
      (0..<216).allSatisfy { one.network.hops(from: $0) == four.network.hops(from: $0) })
    #expect(try four.realisation(2).network.position(of: 0) != four.network.position(of: 0))
  }

  @Test("A finished point is kept; another number of realisations runs anew")
  func resume() async throws {
    let study = try study(text())
    let results = try await study.results()
    #expect(study.keeps(results.points[0]))
    let more = try self.study(text(realisations: 5))
    #expect(!more.keeps(results.points[0]))
  }

  @Test("The critical path of random barriers on sc opens the percolation threshold's share")
  func criticalPath() async throws {
    let study = try study(text(realisations: 3, sampling: "{ hops: 60000, replicas: 2 }"))
    let networks = try #require(try await study.results().points[0].glass).networks
    for network in networks {
      let path = try #require(network.criticalPath)
      // 0.2488 in the infinite lattice; 6³ sites scatter by 0.03 about it.
      #expect(abs(path.openShare - 0.2488) < 0.12)
      // Barriers are uniform, so that the share tells the energy, to the scatter of 648 draws.
      #expect(abs(path.energy - (0.1 + 0.25 * path.openShare)) < 0.25 * 4 * 0.017)
      #expect(abs(path.activationEnergy - path.energy) < 1e-6)
      // Equal bonds would need nine tenths of themselves.
      #expect(path.backboneShare.map { $0 > 0.1 && $0 < 0.85 } ?? false)
    }
  }

  @Test("Activation energies are averaged network by network, and a bent plot is told")
  func summary() async throws {
    let study = try study(
      text(
        realisations: 3, temperatures: "[250, 300, 400, 600]",
        sampling: "{ hops: 1500000, replicas: 4 }"))
    let results = try await study.results()
    let glass = try #require(results.glass)
    var energies: [Double] = []
    for index in 0..<3 {
      let part = try study.realisation(index)
      let data = try study.temperatures.map { temperature in
        ConductivityDatum(
          temperature: temperature,
          conductivity: try ExactDiffusivity(
            part.network, conditions: study.conditions(at: temperature)
          ).mean / temperature, standardError: 0)
      }
      energies.append(try TemperatureFit.fit(data, model: .arrhenius).activationEnergy.value)
    }
    let mean = energies.reduce(0, +) / 3
    let found = try #require(glass.activationEnergy)
    #expect(abs(found.value - mean) < 4 * found.standardError + 0.003)
    // Random barriers: current finds ever easier ways on cooling.
    let bend = try #require(glass.curvature)
    #expect(bend.coldest.value < bend.hottest.value)
  }

  @Test("An activation energy as a target is refused for several networks")
  func refused() throws {
    let error = #expect(throws: InputError.self) {
      try study(
        text(
          temperatures: "[400, 500]",
          sampling: "{ target: activationEnergy, relativeError: 0.1 }"))
    }
    expect(error, names: "study.yaml", "sampling.target", "realisations")
  }
}
