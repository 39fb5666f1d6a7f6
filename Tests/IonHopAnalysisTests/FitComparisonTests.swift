import Foundation
import IonHopCore
import Testing

@testable import IonHopAnalysis

@Suite("Comparison of temperature laws and profile likelihood")
struct FitComparisonTests {
  private func data(_ seed: Int = 0, error: Double = 0.02) -> [ConductivityDatum] {
    let noise = FitNoise()
    for _ in 0..<seed { _ = noise.next() }
    return fitData(
      [300, 320, 340, 360, 380], error: error, noise: noise, { 10 * exp(-1200 / ($0 - 200)) })
  }

  @Test("VFT data: VFT carries all the weight; the quantities differ little")
  func vftWins() throws {
    let points = fitData(fitTemperatures(280, 420, by: 10), error: 0.01, noise: FitNoise()) {
      10 * exp(-1200 / ($0 - 200))
    }
    let comparison = try FitComparison(points)
    #expect(comparison.best.law == .vft)
    #expect(comparison.weight(of: .arrhenius) < 1e-6)
    #expect(comparison.entries.count == 5)
    #expect(abs(comparison.entries.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    #expect(comparison.entries[0].delta == 0)
    for (a, b) in zip(comparison.entries, comparison.entries.dropFirst()) {
      #expect(a.delta <= b.delta)
    }
  }

  @Test("Arrhenius data: Arrhenius wins, and laws without curvature are set aside with a reason")
  func arrheniusWins() throws {
    let points = fitData(
      fitTemperatures(280, 420, by: 10), error: 0.01, noise: FitNoise(), straightLaw)
    let comparison = try FitComparison(points, quantities: [.sigmaT])
    #expect(comparison.best.law == .arrhenius)
    #expect(comparison.entries.count + comparison.failures.count == 2)
  }

  @Test("Too few temperatures cannot be compared")
  func tooFew() {
    let points = fitData([300, 320], error: 0.01, straightLaw)
    #expect(throws: FitError.self) { try FitComparison(points) }
  }

  @Test("VFT of σ√T gives back what made σ = A T^(−1/2) exp(−B/(T − T0))")
  func rootTemperature() throws {
    let points = fitData(fitTemperatures(280, 420, by: 10), error: 1e-6) {
      50 / $0.squareRoot() * exp(-1000 / ($0 - 210))
    }
    let fit = try TemperatureFit.fit(points, model: .vft, quantity: .sigmaRootT)
    #expect(abs(fit.parameters[1] / 1000 - 1) < 1e-6)
    #expect(abs(fit.parameters[2] / 210 - 1) < 1e-6)
    #expect(abs(fit.prefactor.value / 50 - 1) < 1e-5)
    #expect(fit.prefactor.unit == .siemensRootKelvinPerCentimetre)
    #expect(
      abs(fit.conductivity(at: 333) / (50 / 333.0.squareRoot() * exp(-1000 / 123)) - 1) < 1e-6)
  }

  @Test("V90: five noisy points: B and T0 are flagged, and the profile shows how they trade")
  func degeneracy() throws {
    let points = data()
    let fit = try TemperatureFit.fit(points, model: .vft, quantity: .sigma)
    #expect(fit.notes.contains { $0.contains("nearly degenerate") })
    let profile = try TemperatureFit.profile(points, quantity: .sigma)
    #expect(abs(profile.best.t0 - fit.parameters[2]) < 1e-9)
    #expect(profile.points.count > 150)
    // B falls as T0 rises, all along; the rise has its only minimum at the best fit.
    for (a, b) in zip(profile.points, profile.points.dropFirst()) {
      #expect(a.t0 < b.t0 && a.b > b.b)
      if b.t0 < profile.best.t0 { #expect(a.rise >= b.rise) }
      if a.t0 > profile.best.t0 { #expect(a.rise <= b.rise) }
    }
    let t0 = profile.interval(confidence: 0.95)
    let b = profile.rangeOfB(confidence: 0.95)
    #expect(try #require(t0.lower) < profile.best.t0)
    #expect(try #require(t0.upper) > profile.best.t0)
    #expect(try #require(b.lower) < profile.best.b && profile.best.b < #require(b.upper))
    // At the ends of the interval χ² is 3.84 above the least.
    let quantile = profile.threshold(confidence: 0.95)
    #expect(abs(quantile - 3.8415) < 1e-3)
  }

  @Test("Near the minimum the profile is the parabola of the covariance")
  func parabola() throws {
    let points = data(error: 1e-4)
    let fit = try TemperatureFit.fit(points, model: .vft, quantity: .sigma)
    let profile = try TemperatureFit.profile(points, quantity: .sigma)
    let range = profile.interval(confidence: 0.682_689)
    let error = fit.covariance[2][2].squareRoot()
    #expect(abs((try #require(range.upper) - fit.parameters[2]) / error - 1) < 0.02)
    #expect(abs((fit.parameters[2] - (try #require(range.lower))) / error - 1) < 0.02)
  }

  @Test("Intervals of 95 % hold the truth 95 % of the time")
  func coverage() throws {
    let noise = FitNoise()
    var held = 0
    for _ in 0..<400 {
      let points = fitData(
        [300, 320, 340, 360, 380], error: 0.005, noise: noise, { 10 * exp(-1200 / ($0 - 200)) })
      let range = try TemperatureFit.profile(points, quantity: .sigma).interval(confidence: 0.95)
      if (range.lower ?? 0) <= 200 && 200 <= range.upper ?? 300 { held += 1 }
    }
    // 380 of 400, 4 σ of a binomial share are 17.
    #expect(abs(held - 380) <= 17)
  }

  @Test("Without errors the scatter measures χ², and Student's t the interval")
  func withoutErrors() throws {
    let noisy = data().map {
      ConductivityDatum(temperature: $0.temperature, conductivity: $0.conductivity)
    }
    let profile = try TemperatureFit.profile(noisy, quantity: .sigma)
    // Student's t of 2 degrees of freedom: 4.3027².
    #expect(abs(profile.threshold(confidence: 0.95) - 18.513) < 1e-2)
    let three = Array(noisy.prefix(3))
    #expect(throws: FitError.self) { try TemperatureFit.profile(three, quantity: .sigma) }
  }

  @Test("A side without limit is open")
  func open() throws {
    let points = data(error: 0.2)
    let profile = try? TemperatureFit.profile(points, quantity: .sigma)
    let range = profile?.interval(confidence: 0.9999)
    // With errors of 20 % five points cannot tell T0 from absolute zero.
    #expect(profile == nil || range?.lower == nil)
  }

  @Test("Fragility: m = B Tg/(ln10 (Tg − T0)²), C1 Tg/C2 of WLF; strength B/T0")
  func fragility() {
    let universal = VFTLaw(WLFLaw(c1: 17.44, c2: 51.6, reference: 273))
    #expect(abs(universal.fragility(glassTransition: 273) / (17.44 * 273 / 51.6) - 1) < 1e-12)
    #expect(universal.fragility(glassTransition: 200).isNaN)
    #expect(VFTLaw(b: 1200, t0: 200).strength == 6)
  }

  @Test("The apparent activation energy at a temperature, of VFT and of WLF, with the same error")
  func apparentEnergy() throws {
    let points = data()
    let vft = try TemperatureFit.fit(points, model: .vft, quantity: .sigma)
    let wlf = try TemperatureFit.fit(points, model: .wlf, quantity: .sigma)
    for t in [300.0, 340, 400] {
      let (a, b) = (vft.activationEnergy(at: t), wlf.activationEnergy(at: t))
      #expect(abs(a.value / b.value - 1) < 1e-9)
      #expect(abs(a.standardError / b.standardError - 1) < 1e-6)
      let step = 1e-3
      let kB = PhysicalConstants.boltzmann
      let slope =
        -(log(vft.value(at: t + step)) - log(vft.value(at: t - step)))
        / (1 / (kB * (t + step)) - 1 / (kB * (t - step)))
      #expect(abs(a.value / slope - 1) < 1e-6)
    }
    let exact = try TemperatureFit.fit(
      fitData([300, 320, 340, 360, 380], error: 1e-7) { 10 * exp(-1200 / ($0 - 200)) },
      model: .vft, quantity: .sigma)
    // V80
    #expect(abs(exact.activationEnergy(at: 330).value / 0.66634 - 1) < 1e-4)
    #expect(vft.activationEnergy(at: 150).value.isNaN)
    let straight = try TemperatureFit.fit(points, model: .arrhenius)
    #expect(straight.activationEnergy(at: 200) == straight.activationEnergy)
  }
}
