import CGSL
import Foundation
import IonHopCore
import Testing

@testable import IonHopAnalysis

@Suite("Fits of temperature laws")
struct FitTests {
  private let kB = PhysicalConstants.boltzmann

  private func data(
    _ temperatures: [Double], error: Double = 0, _ law: (Double) -> Double
  ) -> [ConductivityDatum] {
    temperatures.map {
      let sigma = law($0)
      return ConductivityDatum(
        temperature: $0, conductivity: sigma, standardError: error * sigma)
    }
  }

  /// Gaussian numbers of a fixed sequence.
  private final class Noise {
    private let generator = gsl_rng_alloc(ionhop_rng_type("mt19937"))
    deinit { gsl_rng_free(generator) }
    func next() -> Double { gsl_ran_gaussian(generator, 1) }
  }

  @Test("V89: σT gives 0.3500 eV where σ alone gives 0.32023 eV")
  func quantityMatters() throws {
    let points = data((0...10).map { 300 + 10 * Double($0) }) { 5 / $0 * exp(-0.35 / (kB * $0)) }
    let right = try TemperatureFit.fit(points, model: .arrhenius)
    let wrong = try TemperatureFit.fit(points, model: .arrhenius, quantity: .sigma)
    #expect(abs(right.activationEnergy.value - 0.35) < 1e-4)
    #expect(abs(wrong.activationEnergy.value - 0.32023) < 1e-4)
    #expect(abs(right.prefactor.value / 5 - 1) < 1e-9)
  }

  @Test("Errors of an Arrhenius fit are honest: 68 % within one, pulls of width one")
  func coverage() throws {
    let noise = Noise()
    var (within, squares) = (0, 0.0)
    for _ in 0..<400 {
      let points = [300.0, 350, 400, 500, 600].map { t in
        let sigma = 100 / t * exp(-0.3 / (kB * t))
        return ConductivityDatum(
          temperature: t, conductivity: sigma * exp(0.03 * noise.next()),
          standardError: 0.03 * sigma)
      }
      let energy = try TemperatureFit.fit(points, model: .arrhenius).activationEnergy
      let pull = (energy.value - 0.3) / energy.standardError
      if abs(pull) < 1 { within += 1 }
      squares += pull * pull
    }
    #expect(abs(Double(within) / 400 - 0.68) < 0.094)  // 4 σ of a binomial share
    #expect(abs((squares / 400).squareRoot() - 1) < 0.15)
  }

  @Test("The covariance of two points is that of the closed form")
  func covariance() throws {
    let points = data([300, 600], error: 0.05) { 1 / $0 * exp(-0.3 / (kB * $0)) }
    let fit = try TemperatureFit.fit(points, model: .arrhenius)
    let span = 1 / (kB * 300) - 1 / (kB * 600)
    #expect(abs(fit.activationEnergy.standardError / (0.05 * 2.0.squareRoot() / span) - 1) < 1e-9)
    #expect(fit.degreesOfFreedom == 0 && fit.reducedChiSquare == nil && fit.aicc == nil)
  }

  private func vft(_ t: Double) -> Double { 10 / t * exp(-1200 / (t - 200)) }

  @Test("V78: VFT data give back B = 1200 K and T0 = 200 K within four standard errors")
  func vftRecovery() throws {
    let noise = Noise()
    let points = stride(from: 280.0, through: 420, by: 10).map { t in
      ConductivityDatum(
        temperature: t, conductivity: vft(t) * exp(0.01 * noise.next()),
        standardError: 0.01 * vft(t))
    }
    let fit = try TemperatureFit.fit(points, model: .vft)
    #expect(abs(fit.parameters[1] - 1200) < 4 * fit.covariance[1][1].squareRoot())
    #expect(abs(fit.parameters[2] - 200) < 4 * fit.covariance[2][2].squareRoot())
    #expect(fit.covariance[2][2].squareRoot() < 5)
    #expect(abs(fit.value(at: 333) / (333 * vft(333)) - 1) < 0.02)
  }

  @Test("V79: WLF constants 17.44 and 51.6 K are B = 2072.1 K; V80: apparent energies of VFT")
  func conversions() throws {
    let points = data(stride(from: 300.0, through: 400, by: 10).map { $0 }, error: 0.01, vft)
    let (w, v) = (
      try TemperatureFit.fit(points, model: .wlf), try TemperatureFit.fit(points, model: .vft)
    )
    #expect(abs(log(10.0) * w.parameters[1] * w.parameters[2] / v.parameters[1] - 1) < 1e-6)
    #expect(abs(w.value(at: 350) / v.value(at: 350) - 1) < 1e-9)
    #expect(abs(w.standardErrorOfLog(at: 390) / v.standardErrorOfLog(at: 390) - 1) < 1e-6)
    #expect(abs(log(10.0) * 17.44 * 51.6 - 2072.1) < 0.2)
    for (t, energy) in [(300.0, 0.93067), (330, 0.66634), (360, 0.52350)] {
      #expect(
        abs(TemperatureFit.apparentEnergy(b: 1200, t0: 200, at: t).energy / energy - 1) < 1e-4)
    }
  }

  @Test("V90: five noisy VFT points are flagged: B and T0 degenerate")
  func degeneracy() throws {
    let noise = Noise()
    let points = [323.0, 333, 343, 353, 363].map { t in
      ConductivityDatum(
        temperature: t, conductivity: vft(t) * exp(0.005 * noise.next()),
        standardError: 0.005 * vft(t))
    }
    let fit = try TemperatureFit.fit(points, model: .vft)
    #expect(fit.notes.contains { $0.contains("degenerate") })
  }

  /// M = 5 k PEO–LiTFSI, EO/Li 12.5: PHYSICS 3.4, from the compilation of Bradford et al. (2023).
  @Test("auto takes VFT for PEO–LiTFSI and Arrhenius for straight data")
  func auto() throws {
    let peo = zip(
      [27.0, 40, 60, 70, 80, 90, 100, 110],
      [-4.15, -3.78, -3.26, -3.10, -2.93, -2.8, -2.68, -2.57]
    ).map { ConductivityDatum(temperature: $0 + 273.15, conductivity: pow(10, $1)) }
    let curved = try TemperatureFit.fit(peo, model: .auto)
    #expect(curved.model == .vft && curved.chosenByAuto)
    let noise = Noise()
    let straight = stride(from: 300.0, through: 600, by: 50).map { t in
      let sigma = 100 / t * exp(-0.3 / (kB * t))
      return ConductivityDatum(
        temperature: t, conductivity: sigma * exp(0.02 * noise.next()), standardError: 0.02 * sigma)
    }
    #expect(try TemperatureFit.fit(straight, model: .auto).model == .arrhenius)
  }

  @Test("Data that cannot be fitted are refused with the mend")
  func refusals() {
    let good = ConductivityDatum(temperature: 300, conductivity: 1e-3, standardError: 1e-5)
    let cases: [([ConductivityDatum], FitModel)] = [
      ([], .arrhenius), ([good], .arrhenius), ([good, good], .arrhenius), ([good, good], .vft),
      ([good, .init(temperature: 400, conductivity: 0)], .arrhenius),
      ([good, .init(temperature: 400, conductivity: .nan)], .arrhenius),
      ([good, .init(temperature: -4, conductivity: 1)], .arrhenius),
      ([good, .init(temperature: 400, conductivity: 1)], .arrhenius),
      ([good, .init(temperature: 400, conductivity: 1, standardError: -1)], .arrhenius),
    ]
    for (points, model) in cases {
      #expect(throws: FitError.self) { try TemperatureFit.fit(points, model: model) }
    }
  }
}
