import Foundation
import IonHopCore
import Testing

@testable import IonHopAnalysis

@Suite("Fits of VFT and WLF")
struct FitVFTTests {
  @Test("V78: VFT data give back B = 1200 K and T0 = 200 K within four standard errors")
  func recovery() throws {
    let points = fitData(
      fitTemperatures(280, 420, by: 10), error: 0.01, noise: FitNoise(), curvedLaw)
    let fit = try TemperatureFit.fit(points, model: .vft)
    #expect(abs(fit.parameters[1] - 1200) < 4 * fit.covariance[1][1].squareRoot())
    #expect(abs(fit.parameters[2] - 200) < 4 * fit.covariance[2][2].squareRoot())
    #expect(fit.covariance[2][2].squareRoot() < 5)
    #expect(abs(fit.value(at: 333) / (333 * curvedLaw(333)) - 1) < 0.02)
  }

  @Test("Errors of B, T0 and the apparent E_a are honest: 68 % within one, no bias")
  func coverage() throws {
    let noise = FitNoise()
    let (sets, truth) = (400, VFTLaw(b: 1200, t0: 200))
    var (within, pulls) = ([0, 0, 0], [0.0, 0, 0])
    for _ in 0..<sets {
      let fit = try TemperatureFit.fit(
        fitData(fitTemperatures(280, 420, by: 10), error: 0.01, noise: noise, curvedLaw),
        model: .vft)
      let energy = truth.apparentActivationEnergy(at: fit.referenceTemperature)
      let sample = [
        (fit.parameters[1] - truth.b) / fit.covariance[1][1].squareRoot(),
        (fit.parameters[2] - truth.t0) / fit.covariance[2][2].squareRoot(),
        (fit.activationEnergy.value - energy) / fit.activationEnergy.standardError,
      ]
      for (i, pull) in sample.enumerated() {
        if abs(pull) < 1 { within[i] += 1 }
        pulls[i] += pull / Double(sets)
      }
    }
    for i in 0..<3 {
      #expect(abs(Double(within[i]) / Double(sets) - 0.683) < 0.093)  // 4 σ of a binomial share
      #expect(abs(pulls[i]) < 0.2)  // 4 σ of a mean of 400
    }
  }

  @Test("The derivatives of VFT are those of its values")
  func derivatives() {
    let (model, p) = (TemperatureFit.vftModel, [2.3, 1200, 200])
    for t in [280.0, 350, 420] {
      for (i, slope) in model.gradient(t, p).enumerated() {
        let step = 1e-5 * p[i]
        var (high, low) = (p, p)
        high[i] += step
        low[i] -= step
        let difference = (model.value(t, high) - model.value(t, low)) / (2 * step)
        #expect(abs(difference / slope - 1) < 1e-6)
      }
    }
  }

  /// The profile of χ² over T0, on a grid finer than the error of T0, by closed-form line fits.
  @Test(
    "The trust region ends at the minimum of the profile over T0, which is as wide as the error")
  func minimum() throws {
    let points = fitData(
      fitTemperatures(300, 400, by: 10), error: 0.01, noise: FitNoise(), curvedLaw)
    let series = try LogSeries(points, quantity: .sigmaT)
    let fit = try TemperatureFit.fit(points, model: .vft)
    func profile(_ t0: Double) throws -> Double {
      let gaps = series.temperatures.map { -1 / ($0 - t0) }
      return try LeastSquares.linear(
        series.values, columns: [gaps.map { _ in 1 }, gaps], weights: series.weights
      ).chiSquare
    }
    let grid = try fitTemperatures(100, 295, by: 0.05).map(profile)
    #expect(abs(try profile(fit.parameters[2]) / fit.chiSquare - 1) < 1e-9)
    #expect(grid.allSatisfy { $0 >= fit.chiSquare * (1 - 1e-9) })
    // χ² rises by one where T0 moves by its standard error (to first order in the curvature).
    let error = fit.covariance[2][2].squareRoot()
    let rise = try [-error, error].map { try profile(fit.parameters[2] + $0) - fit.chiSquare }
    #expect(abs((rise[0] + rise[1]) / 2 - 1) < 0.1)
  }

  @Test("V79: WLF constants 17.44 and 51.6 K are B = 2072.1 K, and back")
  func conversion() throws {
    let universal = WLFLaw(c1: 17.44, c2: 51.6, reference: 273)
    let law = VFTLaw(universal)
    #expect(abs(law.b / 2072.1 - 1) < 1e-4)
    #expect(abs(law.t0 - 221.4) < 1e-9)
    let back = try WLFLaw(law, reference: 273)
    #expect(abs(back.c1 - 17.44) < 1e-12 && abs(back.c2 - 51.6) < 1e-12)
    #expect(throws: FitError.badReference(221, t0: law.t0)) { try WLFLaw(law, reference: 221) }
  }

  @Test("WLF is the fit of VFT in other parameters: same curve, same band, same χ²")
  func wlf() throws {
    let points = fitData(
      fitTemperatures(300, 400, by: 10), error: 0.01, noise: FitNoise(), curvedLaw)
    let w = try TemperatureFit.fit(points, model: .wlf)
    let v = try TemperatureFit.fit(points, model: .vft)
    let law = VFTLaw(
      WLFLaw(c1: w.parameters[1], c2: w.parameters[2], reference: w.referenceTemperature))
    #expect(abs(law.b / v.parameters[1] - 1) < 1e-9 && abs(law.t0 / v.parameters[2] - 1) < 1e-9)
    #expect(w.chiSquare == v.chiSquare && w.aicc == v.aicc)
    for t in [310.0, 350, 390, 450] {
      #expect(abs(w.value(at: t) / v.value(at: t) - 1) < 1e-9)
      #expect(abs(w.standardErrorOfLog(at: t) / v.standardErrorOfLog(at: t) - 1) < 1e-6)
    }
  }

  @Test(
    "V80: apparent activation energies of B = 1200 K, T0 = 200 K",
    arguments: [(300.0, 0.93067), (330, 0.66634), (360, 0.52350)])
  func apparentEnergy(at t: Double, energy: Double) {
    let law = VFTLaw(b: 1200, t0: 200)
    #expect(abs(law.apparentActivationEnergy(at: t) / energy - 1) < 1e-4)
    // It is the slope of an Arrhenius plot.
    let (low, high) = (t - 0.01, t + 0.01)
    let slope =
      (1200 / (high - 200) - 1200 / (low - 200))
      / (1 / high - 1 / low) * PhysicalConstants.boltzmann
    #expect(abs(slope / law.apparentActivationEnergy(at: t) - 1) < 1e-5)
  }

  @Test("V90: five noisy VFT points are flagged: B and T0 degenerate")
  func degeneracy() throws {
    let points = fitData(
      [323, 333, 343, 353, 363], error: 0.005, noise: FitNoise(), curvedLaw)
    for model in [FitModel.vft, .wlf] {
      let fit = try TemperatureFit.fit(points, model: model)
      #expect(fit.notes.contains { $0.contains("nearly degenerate (correlation -0.9") })
    }
  }

  @Test("No errors and no temperature to spare leave every error unknown, never zero")
  func saturated() throws {
    let points = fitData([300, 350, 400], curvedLaw)
    for model in [FitModel.vft, .wlf] {
      let fit = try TemperatureFit.fit(points, model: model)
      #expect(fit.activationEnergy.standardError == .infinity)
      #expect(fit.prefactor.standardError == .infinity)
      #expect(fit.standardErrorOfLog(at: 350) == .infinity)
      #expect(fit.covariance.allSatisfy { $0.allSatisfy { $0 == .infinity } })
      #expect(fit.notes.contains { $0.contains("unknown") })
    }
    let line = try TemperatureFit.fit(Array(points.dropLast()), model: .arrhenius)
    #expect(line.activationEnergy.standardError == .infinity)
    #expect(line.standardErrorOfLog(at: 350) == .infinity)
  }

  @Test("T0 at or below zero is noted, and never picked by auto")
  func noCurvature() throws {
    let noise = FitNoise()
    var below = 0
    for _ in 0..<100 {
      let points = fitData(
        fitTemperatures(300, 400, by: 10), error: 0.02, noise: noise, straightLaw)
      let fit = try TemperatureFit.fit(points, model: .vft)
      let noted = fit.notes.contains { $0.contains("not above zero") }
      #expect(noted == (fit.parameters[2] <= 0))
      if noted { below += 1 }
      let chosen = try TemperatureFit.fit(points, model: .auto)
      #expect(chosen.model == .arrhenius || chosen.parameters[2] > 0)
    }
    #expect((20...80).contains(below))  // Straight data put T0 to either side of zero.
  }

  @Test("Curvature of the other sign is refused as that, and auto falls back on Arrhenius")
  func oppositeCurvature() throws {
    let points = fitData(fitTemperatures(300, 400, by: 10), error: 0.01) { t in
      let x = 1 / t - 1 / 350.0
      return straightLaw(t) * exp(2e6 * x * x)
    }
    for model in [FitModel.vft, .wlf] {
      #expect(throws: FitError.noCurvature(model: model)) {
        try TemperatureFit.fit(points, model: model)
      }
    }
    let fit = try TemperatureFit.fit(points, model: .auto)
    #expect(fit.model == .arrhenius && fit.chosenByAuto)
    #expect(fit.notes.contains { $0.contains("no curvature") })
    #expect(fit.notes.contains { $0.contains("reduced chi-square") })
  }

  @Test("A conductivity that falls on heating is no VFT")
  func falling() {
    let points = fitData(fitTemperatures(300, 400, by: 10), error: 0.01) { 1e-3 / straightLaw($0) }
    #expect(throws: FitError.noCurvature(model: .vft)) {
      try TemperatureFit.fit(points, model: .vft)
    }
  }

  @Test("Below T0 the law has no value")
  func belowT0() throws {
    let points = fitData(fitTemperatures(300, 400, by: 10), error: 0.01, curvedLaw)
    for model in [FitModel.vft, .wlf] {
      let fit = try TemperatureFit.fit(points, model: model)
      #expect(fit.value(at: 150).isNaN && fit.standardErrorOfLog(at: 150).isNaN)
      #expect(fit.value(at: 250) > 0)
    }
  }

  /// M = 5 k PEO–LiTFSI, EO/Li 12.5: PHYSICS 3.4, from the compilation of Bradford et al. (2023).
  @Test("auto takes VFT for PEO–LiTFSI", arguments: FitQuantity.allCases)
  func peo(_ quantity: FitQuantity) throws {
    let points = zip(
      [27.0, 40, 60, 70, 80, 90, 100, 110],
      [-4.15, -3.78, -3.26, -3.10, -2.93, -2.8, -2.68, -2.57]
    ).map { ConductivityDatum(temperature: $0 + 273.15, conductivity: pow(10, $1)) }
    let fit = try TemperatureFit.fit(points, model: .auto, quantity: quantity)
    #expect(fit.model == .vft && fit.chosenByAuto)
    #expect(fit.notes.contains { $0.contains("AICc") && $0.contains("arrhenius") })
    #expect((150...250).contains(fit.parameters[2]))
  }
}
