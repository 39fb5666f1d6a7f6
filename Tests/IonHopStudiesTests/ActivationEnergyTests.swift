import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Hops go where the error of the activation energy falls fastest")
struct ActivationEnergyTests {
  private func study(_ sampling: String, temperatures: String = "[400, 450, 520, 620, 760]") throws
    -> Study
  {
    try Study.parse(
      text: sweptStudy("", temperatures: temperatures, sampling: sampling), file: "study.yaml")
  }

  /// 1/Var(E_a) per hop.
  private func worth(_ results: StudyResults) throws -> Double {
    let energy = try #require(results.fits.first).activationEnergy
    let hops = results.points.reduce(0) { $0 + $1.hops }
    return 1 / (energy.standardError * energy.standardError * Double(hops))
  }

  @Test("A gain is the derivative of 1/Var(E_a) by the hops at a temperature")
  func gains() throws {
    let temperatures = [300.0, 350, 500, 700]
    let errors = [0.05, 0.02, 0.04, 0.03]
    let hops = [1000, 4000, 2000, 500]
    func inverseVariance(_ extra: [Double]) throws -> Double {
      let data = temperatures.indices.map { i in
        let error = errors[i] / (1 + extra[i] / Double(hops[i])).squareRoot()
        return ConductivityDatum(
          temperature: temperatures[i], conductivity: 1, standardError: error)
      }
      let fit = try TemperatureFit.fit(data, model: .arrhenius)
      return 1 / (fit.activationEnergy.standardError * fit.activationEnergy.standardError)
    }
    func shared(_ temperature: Double, _ error: Double, _ hops: Int) -> SharedHops {
      SharedHops(
        beta: 1 / (PhysicalConstants.boltzmann * temperature), samples: hops, hops: hops,
        relativeError: error, mostSamples: .max)
    }
    let all = temperatures.indices.map { shared(temperatures[$0], errors[$0], hops[$0]) }
    let gains = SharedHops.gains(all)
    #expect(abs(SharedHops.information(all) / (try inverseVariance([0, 0, 0, 0])) - 1) < 1e-9)
    for i in temperatures.indices {
      var (more, less) = ([0.0, 0, 0, 0], [0.0, 0, 0, 0])
      (more[i], less[i]) = (1, -1)
      let slope = try (inverseVariance(more) - inverseVariance(less)) / 2
      #expect(abs(gains[i] - slope) < 1e-5 * (gains.max() ?? 0))
    }
    #expect(SharedHops.gains([shared(300, .infinity, 0), shared(600, .infinity, 0)]) == [0, 0])
  }

  @Test("The asked error is met, with half the hops of an even split, on any number of threads")
  func allocation() async throws {
    let study = try study("target: activationEnergy, relativeError: 0.01")
    let (one, two) = (
      try await study.results(threads: 1), try await study.results(threads: 2)
    )
    #expect(one.complete)
    for (a, b) in zip(one.points, two.points) {
      #expect(a.conductivity == b.conductivity)
      #expect(a.hops == b.hops)
      #expect(a.conductivity.mean.relativeError <= 0.1)
      #expect(a.converged)
    }
    let energy = try #require(one.fits.first).activationEnergy
    #expect(energy.relativeError <= 0.01)
    #expect(abs(energy.value - 0.3) < 4 * energy.standardError)
    // Hops at the ends; five even temperatures spend half of theirs in the middle to little use.
    let middle = one.points[2].hops
    #expect(one.points[0].hops > 4 * middle && one.points[4].hops > 4 * middle)
    let even = try await self.study("relativeError: 0.03").results()
    #expect(try worth(one) > 1.4 * worth(even))
  }

  @Test("A limit ends the search with a warning; a kept study is not run again")
  func limits() async throws {
    let limited = try study("target: activationEnergy, relativeError: 0.001, maxHops: 5e4")
    let results = try await limited.results()
    #expect(results.complete)
    #expect(results.warnings.contains { $0.contains("activation energy is known to") })
    let again = try await limited.run(threads: 2, keeping: results) { _ in }
    #expect(again.points.map(\.wallTime) == results.points.map(\.wallTime))
    let looser = try study("target: activationEnergy, relativeError: 0.002, maxHops: 5e4")
    #expect(results.points.allSatisfy(looser.keeps))
    let tighter = try study("target: activationEnergy, relativeError: 0.0005, maxHops: 5e4")
    #expect(!results.points.contains(where: tighter.keeps))
  }

  @Test("A stop leaves what was found, marked as incomplete")
  func stopped() async throws {
    let run = try study("target: activationEnergy, relativeError: 0.0001").start(threads: 2)
    for try await progress in run where progress.relativeError != nil {
      run.stop()
      break
    }
    let results = try await run.results()
    #expect(!results.complete)
    #expect(!results.points.isEmpty)
    #expect(results.points.allSatisfy { $0.settings?.interrupted == true })
  }

  @Test("One temperature has no activation energy, and a fixed length no target")
  func refused() async throws {
    for (sampling, temperatures, key, mention) in [
      ("target: activationEnergy", "500", "sampling.target", "two temperatures"),
      ("target: activationEnergy, hops: 1000", "[500, 600]", "sampling.hops", "exclude each other"),
      ("target: activationEnregy", "[500, 600]", "sampling.target", "\"activationEnergy\""),
    ] {
      let error = #expect(throws: InputError.self) {
        try study(sampling, temperatures: temperatures)
      }
      expect(error, names: "study.yaml:8", key, mention)
    }
    var single = try study("relativeError: 0.1", temperatures: "500")
    single.sampling.target = .activationEnergy
    await #expect(throws: RunError.tooFewTemperatures) { try await single.results() }
  }
}
