import Foundation
import Testing

@testable import IonHopAnalysis

@Suite struct CircuitFitTests {
  /// 0.1 Hz to 10 MHz, seven a decade.
  static let frequencies = (0...56).map { pow(10, Double($0) / 7 - 1) }

  static func spectrum(
    _ model: CircuitModel, _ parameters: [Double], _ frequencies: [Double] = Self.frequencies,
    error: Double = 0, noise: FitNoise? = nil
  ) -> [ImpedanceDatum] {
    frequencies.map { frequency in
      let z = model.impedance(2 * .pi * frequency, parameters)
      let size = error * hypot(z.real, z.imaginary)
      return ImpedanceDatum(
        frequency: frequency, real: z.real + size * (noise?.next() ?? 0),
        imaginary: z.imaginary + size * (noise?.next() ?? 0))
    }
  }

  /// R = 1 kΩ·cm and 9 kΩ·cm, τ = 1 µs and 3 ms, α = 0.98 and 0.85.
  static let bulkAndBoundary = [log(1e3), log(1e-6), 0.98, log(9e3), log(3e-3), 0.85]

  @Test("The derivatives are those of the impedance", arguments: CircuitModel.allCases)
  func derivatives(model: CircuitModel) {
    var p = Array(Self.bulkAndBoundary.suffix(3 * model.arcs))
    if model.hasResistor { p.append(log(50)) }
    if model.hasElectrode { p += [log(2e5), 0.8] }
    #expect(p.count == model.parameterCount)
    for omega in [1.0, 1e3, 1e7] {
      let slopes = model.gradient(omega, p)
      for i in p.indices {
        var (up, down) = (p, p)
        up[i] += 1e-5
        down[i] -= 1e-5
        let (z1, z0) = (model.impedance(omega, up), model.impedance(omega, down))
        let size = hypot(z1.real, z1.imaginary)
        #expect(abs((z1.real - z0.real) / 2e-5 - slopes.real[i]) < 1e-6 * size)
        #expect(abs((z1.imaginary - z0.imaginary) / 2e-5 - slopes.imaginary[i]) < 1e-6 * size)
      }
    }
  }

  @Test("An exact spectrum of two arcs returns what was put in")
  func exact() throws {
    let fit = try CircuitFit(Self.spectrum(.twoArcs, Self.bulkAndBoundary))
    #expect(fit.model == .twoArcs)
    #expect(abs(try #require(fit.bulkResistance).value / 1e3 - 1) < 1e-8)
    #expect(abs(try #require(fit.boundaryResistance).value / 9e3 - 1) < 1e-8)
    #expect(abs(fit.arcs[0].timeConstant.value / 1e-6 - 1) < 1e-8)
    #expect(abs(fit.arcs[1].exponent.value - 0.85) < 1e-8)
    #expect(abs(fit.arcs[1].capacitance.value / (3e-3 / 9e3) - 1) < 1e-8)
    #expect(fit.relativeResidual < 1e-8)
  }

  @Test("With 1 % of noise the standard errors cover what was put in")
  func coverage() throws {
    let noise = FitNoise()
    let exact = [1e3, 1e-6, 0.98, 9e3, 3e-3, 0.85]
    var squares = Array(repeating: 0.0, count: 6)
    let samples = 100
    for _ in 0..<samples {
      let fit = try CircuitFit(
        Self.spectrum(.twoArcs, Self.bulkAndBoundary, error: 0.01, noise: noise),
        among: [.twoArcs])
      let values = fit.arcs.flatMap { [$0.resistance, $0.timeConstant, $0.exponent] }
      for (i, value) in values.enumerated() {
        let pull = (value.value - exact[i]) / value.standardError
        squares[i] += pull * pull
      }
    }
    // χ² of 100: standard deviation √200.
    for square in squares { #expect(abs(square - 100) < 5 * 14.2) }
  }

  @Test("Noisy spectra of one, two and half-seen arcs are told apart")
  func choice() throws {
    let noise = FitNoise()
    var singles = 0
    for _ in 0..<20 {
      let two = Self.spectrum(.twoArcs, Self.bulkAndBoundary, error: 0.01, noise: noise)
      #expect(try CircuitFit(two).model == .twoArcs)
      let one = Self.spectrum(.oneArc, [log(5e4), log(1e-4), 0.95], error: 0.01, noise: noise)
      singles += try CircuitFit(one).model == .oneArc ? 1 : 0
    }
    // Schwarz's criterion takes a needless parameter for √ln n ≈ 2.2 σ: in 3 % of spectra.
    #expect(singles >= 15)
    let clean = try CircuitFit(Self.spectrum(.oneArc, [log(5e4), log(1e-4), 0.95]))
    #expect(clean.model == .oneArc)
    #expect(clean.bulkResistance == nil && clean.boundaryResistance == nil)
  }

  @Test("A bulk arc above the highest frequency is seen as a resistance")
  func halfSeen() throws {
    let noise = FitNoise()
    // τ = 10 ps: 16 GHz, three decades above the data.
    let parameters = [log(1e3), log(1e-11), 1, log(4e3), log(1e-3), 0.9]
    let fit = try CircuitFit(Self.spectrum(.twoArcs, parameters, error: 0.01, noise: noise))
    #expect(fit.model == .resistorAndArc)
    let bulk = try #require(fit.bulkResistance)
    #expect(abs(bulk.value - 1e3) < 4 * bulk.standardError + 3)
    let boundary = try #require(fit.boundaryResistance)
    #expect(abs(boundary.value - 4e3) < 4 * boundary.standardError)
  }

  @Test("An ideal capacitor's arc has C = τ/R, however it is computed")
  func capacitances() throws {
    // 2 kΩ·cm beside 1 pF/cm.
    let fit = try CircuitFit(
      Self.spectrum(
        .oneArc, [log(2e3), log(2e-9), 1], (0...60).map { pow(10, Double($0) / 6) }),
      among: [.oneArc])
    let arc = fit.arcs[0]
    #expect(abs(arc.capacitance.value / 1e-12 - 1) < 1e-8)
    #expect(abs(arc.phaseElement / 1e-12 - 1) < 1e-6)
    #expect(abs(arc.brugCapacitance(seriesResistance: 10) / 1e-12 - 1) < 1e-6)
  }

  @Test("Brug's capacitance is τ/R of the resistances side by side")
  func brug() throws {
    let fit = try CircuitFit(Self.spectrum(.twoArcs, Self.bulkAndBoundary))
    let arc = fit.arcs[1]
    // With R_s infinite it is Hsu and Mansfeld's.
    #expect(
      abs(arc.brugCapacitance(seriesResistance: .infinity) / arc.capacitance.value - 1) < 1e-8)
    // Q^(1/α) (1/R_s + 1/R)^((α−1)/α) with the numbers put in.
    let q = pow(3e-3, 0.85) / 9e3
    let exact = pow(q, 1 / 0.85) * pow(1 / 1e3 + 1 / 9e3, -0.15 / 0.85)
    #expect(abs(arc.brugCapacitance(seriesResistance: 1e3) / exact - 1) < 1e-6)
  }

  @Test("Spectra that cannot be fitted are errors with the mend")
  func bad() {
    let good = Self.spectrum(.oneArc, [log(5e4), log(1e-4), 0.95])
    #expect(throws: ImpedanceFitError.self) { try CircuitFit([]) }
    #expect(throws: ImpedanceFitError.tooFewFrequencies(needed: 7, given: 5)) {
      try CircuitFitter(Array(good.prefix(5))).fit(.twoArcs)
    }
    var wrong = good
    wrong[3].frequency = -1
    #expect(throws: ImpedanceFitError.badFrequency(-1)) { try CircuitFit(wrong) }
    wrong = good
    wrong[3].real = .nan
    #expect(throws: ImpedanceFitError.badImpedance(frequency: good[3].frequency)) {
      try CircuitFit(wrong)
    }
  }
}
