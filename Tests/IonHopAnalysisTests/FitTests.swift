import Foundation
import IonHopCore
import Testing

@testable import IonHopAnalysis

@Suite("Fits of temperature laws")
struct FitTests {
  private let kB = PhysicalConstants.boltzmann

  @Test("V89: σT gives 0.3500 eV where σ alone gives 0.32023 eV")
  func quantityMatters() throws {
    let points = fitData(fitTemperatures(300, 400, by: 10)) { 5 / $0 * exp(-0.35 / (kB * $0)) }
    let right = try TemperatureFit.fit(points, model: .arrhenius)
    let wrong = try TemperatureFit.fit(points, model: .arrhenius, quantity: .sigma)
    #expect(abs(right.activationEnergy.value - 0.35) < 1e-4)
    #expect(abs(wrong.activationEnergy.value - 0.32023) < 1e-4)
    #expect(abs(right.prefactor.value / 5 - 1) < 1e-9)
    #expect(right.prefactor.unit == .siemensKelvinPerCentimetre)
    #expect(wrong.prefactor.unit == .siemensPerCentimetre)
  }

  @Test("Errors of an Arrhenius fit are honest: 68 % within one, pulls of width one, no bias")
  func coverage() throws {
    let noise = FitNoise()
    var (within, sum, squares) = (0, 0.0, 0.0)
    for _ in 0..<400 {
      let points = fitData([300, 350, 400, 500, 600], error: 0.03, noise: noise, straightLaw)
      let energy = try TemperatureFit.fit(points, model: .arrhenius).activationEnergy
      let pull = (energy.value - 0.3) / energy.standardError
      if abs(pull) < 1 { within += 1 }
      sum += pull
      squares += pull * pull
    }
    #expect(abs(Double(within) / 400 - 0.683) < 0.093)  // 4 σ of a binomial share
    #expect(abs(sum / 400) < 0.2)  // 4 σ of a mean of 400
    #expect(abs((squares / 400).squareRoot() - 1) < 0.15)
  }

  @Test("The covariance of two points is that of the closed form")
  func twoPoints() throws {
    let points = fitData([300, 600], error: 0.05, straightLaw)
    let fit = try TemperatureFit.fit(points, model: .arrhenius)
    let span = 1 / (kB * 300) - 1 / (kB * 600)
    #expect(abs(fit.activationEnergy.standardError / (0.05 * 2.0.squareRoot() / span) - 1) < 1e-9)
    #expect(fit.degreesOfFreedom == 0 && fit.reducedChiSquare == nil && fit.aicc == nil)
  }

  /// With S = Σw, Sx = Σwx, Sxx = Σwx², Δ = S Sxx − Sx², for ln y = ln A − E_a x at x = 1/kT:
  /// var E_a = S/Δ, var ln A = Sxx/Δ, cov = Sx/Δ.
  @Test("Unequal weights: parameters and covariance are those of the closed form")
  func weighted() throws {
    let rows = [(300.0, 1.1, 0.02), (340, 0.9, 0.10), (410, 1.05, 0.01), (500, 0.97, 0.05)]
    let points = rows.map { t, shift, error in
      let sigma = straightLaw(t) * shift
      return ConductivityDatum(
        temperature: t, conductivity: sigma, standardError: error * sigma)
    }
    let fit = try TemperatureFit.fit(points, model: .arrhenius)
    var (s, sx, sxx, sy, sxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (point, row) in zip(points, rows) {
      let (x, w) = (1 / (kB * point.temperature), 1 / (row.2 * row.2))
      let y = log(point.conductivity * point.temperature)
      (s, sx, sxx, sy, sxy) = (s + w, sx + w * x, sxx + w * x * x, sy + w * y, sxy + w * x * y)
    }
    let delta = s * sxx - sx * sx
    #expect(abs(fit.parameters[0] / ((sx * sy - s * sxy) / delta) - 1) < 1e-9)
    #expect(abs(fit.parameters[1] / ((sxx * sy - sx * sxy) / delta) - 1) < 1e-9)
    for (found, expected) in [
      (fit.covariance[0][0], s / delta), (fit.covariance[1][1], sxx / delta),
      (fit.covariance[0][1], sx / delta), (fit.covariance[1][0], sx / delta),
    ] { #expect(abs(found / expected - 1) < 1e-9) }
  }

  @Test("Without errors the scatter about the line sets them, and AICc counts it as a parameter")
  func unweighted() throws {
    let known = fitData(
      fitTemperatures(300, 500, by: 25), error: 0.02, noise: FitNoise(), straightLaw)
    let bare = known.map {
      ConductivityDatum(temperature: $0.temperature, conductivity: $0.conductivity)
    }
    // The same relative error everywhere weighs all points alike.
    let equal = known.map {
      ConductivityDatum(
        temperature: $0.temperature, conductivity: $0.conductivity,
        standardError: 0.02 * $0.conductivity)
    }
    let with = try TemperatureFit.fit(equal, model: .arrhenius)
    let without = try TemperatureFit.fit(bare, model: .arrhenius)
    #expect(abs(without.parameters[0] / with.parameters[0] - 1) < 1e-9)
    let scale = try #require(with.reducedChiSquare)
    #expect(abs(without.covariance[0][0] / (with.covariance[0][0] * scale) - 1) < 1e-9)
    #expect(without.reducedChiSquare == nil)
    // n = 9: χ² + 2·2 + 2·2·3/6 with errors; n ln(RSS/n) + 2·3 + 2·3·4/5 without.
    let (withErrors, withoutErrors) = (try #require(with.aicc), try #require(without.aicc))
    #expect(abs(withErrors - (with.chiSquare + 6)) < 1e-9)
    #expect(abs(withoutErrors - (9 * log(without.chiSquare / 9) + 10.8)) < 1e-9)
  }

  @Test("The band about a line is narrowest among the data and is E_a's error far from them")
  func band() throws {
    let points = fitData(fitTemperatures(300, 400, by: 10), error: 0.02, straightLaw)
    let fit = try TemperatureFit.fit(points, model: .arrhenius)
    let middle = fit.standardErrorOfLog(at: fit.referenceTemperature)
    #expect(abs(middle / (0.02 / 11.0.squareRoot()) - 1) < 1e-6)  // There E_a does not matter.
    #expect(fit.standardErrorOfLog(at: 250) > middle && fit.standardErrorOfLog(at: 600) > middle)
    #expect(abs(fit.conductivity(at: 350) / straightLaw(350) - 1) < 1e-9)
    #expect(abs(fit.value(at: 350) / (350 * straightLaw(350)) - 1) < 1e-9)
    let deep = fit.standardErrorOfLog(at: 1) * kB / fit.activationEnergy.standardError
    #expect(abs(deep - 1) < 0.01)
  }

  @Test("auto takes Arrhenius for straight data: VFT wins by chance one time in twenty at most")
  func auto() throws {
    let noise = FitNoise()
    var curved = 0
    for _ in 0..<200 {
      let points = fitData(
        fitTemperatures(300, 600, by: 50), error: 0.02, noise: noise, straightLaw)
      if try TemperatureFit.fit(points, model: .auto).model != .arrhenius { curved += 1 }
    }
    #expect(curved <= 10)
    let few = try TemperatureFit.fit(
      fitData([300, 350, 400, 450], error: 0.02, straightLaw), model: .auto)
    #expect(few.model == .arrhenius && few.chosenByAuto)
    #expect(few.notes.contains { $0.contains("too few") })
  }

  @Test("Data that cannot be fitted are refused with the mend")
  func refusals() {
    let good = ConductivityDatum(temperature: 300, conductivity: 1e-3, standardError: 1e-5)
    func next(_ sigma: Double, _ error: Double = 1e-5, at t: Double = 400) -> [ConductivityDatum] {
      [good, .init(temperature: t, conductivity: sigma, standardError: error)]
    }
    let cases: [([ConductivityDatum], FitModel, String)] = [
      ([], .arrhenius, "needs at least 2 different temperatures, got 0"),
      ([good], .arrhenius, "needs at least 2 different temperatures, got 1"),
      ([good, good], .arrhenius, "needs at least 2 different temperatures, got 1"),
      (next(1), .vft, "fit of vft needs at least 3 different temperatures, got 2"),
      (next(1), .wlf, "fit of wlf needs at least 3 different temperatures, got 2"),
      (next(0), .arrhenius, "conductivity 0.0 S/cm at 400.0 K"),
      (next(-1), .arrhenius, "conductivity -1.0 S/cm at 400.0 K"),
      (next(.nan), .arrhenius, "conductivity nan S/cm at 400.0 K"),
      (next(.infinity), .arrhenius, "conductivity inf S/cm at 400.0 K"),
      (next(1, at: -4), .arrhenius, "temperature -4.0 K"),
      (next(1, at: .nan), .arrhenius, "temperature nan K"),
      (next(1, 0), .arrhenius, "1 of 2 conductivities have a standard error"),
      (next(1, -1), .arrhenius, "standard error -1.0 S/cm at 400.0 K"),
      (next(1, .nan), .arrhenius, "standard error nan S/cm at 400.0 K"),
      (next(1, 1e-200), .arrhenius, "standard error 1e-200 S/cm at 400.0 K"),
      (next(1, at: 300.0.nextUp), .arrhenius, "did not converge"),
    ]
    for (points, model, words) in cases {
      do {
        let fit = try TemperatureFit.fit(points, model: model)
        Issue.record("no error with \"\(words)\" but \(fit.parameters)")
      } catch { #expect(error.description.contains(words)) }
    }
  }
}
