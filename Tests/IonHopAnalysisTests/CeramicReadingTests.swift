import Foundation
import IonHopCore
import Testing

@testable import IonHopAnalysis

/// Circuits with electrodes, and what their arcs are taken for.
@Suite struct CeramicReadingTests {
  /// 1 Hz to 100 MHz, seven a decade.
  private static let frequencies = (0...56).map { pow(10, Double($0) / 7) }
  /// Grains of 1 kΩ·cm and permittivity 60, boundaries of 4 kΩ·cm and 1 nF/cm.
  private static let permittivity = 60.0
  private static let grainCapacitance = permittivity * 8.8541878128e-14
  private static let sample = [
    log(1e3), log(1e3 * grainCapacitance), 1, log(4e3), log(4e3 * 1e-9), 0.95,
  ]
  /// 1 MΩ·cm at ω = 1/s.
  private static let spike = [log(1e6), 0.8]

  private static func spectrum(
    _ model: CircuitModel, _ parameters: [Double], error: Double = 0, noise: FitNoise? = nil
  ) -> [ImpedanceDatum] {
    CircuitFitTests.spectrum(model, parameters, frequencies, error: error, noise: noise)
  }

  @Test("Arcs before the spike of an electrode come back as they were put in")
  func exact() throws {
    let fit = try CircuitFit(
      Self.spectrum(.twoArcsAndElectrode, Self.sample + Self.spike), among: CircuitModel.allCases)
    #expect(fit.model == .twoArcsAndElectrode)
    #expect(abs(fit.arcs[0].resistance.value / 1e3 - 1) < 1e-6)
    #expect(abs(fit.arcs[1].resistance.value / 4e3 - 1) < 1e-6)
    #expect(abs(try #require(fit.electrode).exponent.value - 0.8) < 1e-6)
    #expect(abs(fit.totalResistance.value / 5e3 - 1) < 1e-6)
    let z = fit.impedance(at: 1e4)
    let exact = CircuitModel.twoArcsAndElectrode.impedance(2e4 * .pi, Self.sample + Self.spike)
    #expect(abs(z.real - exact.real) < 1e-3 && abs(z.imaginary - exact.imaginary) < 1e-3)
  }

  @Test("With noise, circuits with and without a spike are told apart, and the sum's error covers")
  func noisy() throws {
    let noise = FitNoise()
    var squares = 0.0
    let samples = 40
    for _ in 0..<samples {
      let fit = try CircuitFit(
        Self.spectrum(
          .twoArcsAndElectrode, Self.sample + Self.spike, error: 0.005, noise: noise),
        among: CircuitModel.allCases)
      #expect(fit.model == .twoArcsAndElectrode)
      let pull = (fit.totalResistance.value - 5e3) / fit.totalResistance.standardError
      squares += pull * pull
    }
    // χ² of 40: standard deviation √80.
    #expect(abs(squares - 40) < 4 * 8.94)
    let plain = try CircuitFit(
      Self.spectrum(.twoArcs, Self.sample, error: 0.005, noise: noise),
      among: CircuitModel.allCases)
    #expect(plain.electrode == nil)
  }

  @Test("Capacitances tell grains, boundaries and electrodes")
  func origins() throws {
    let reading = CeramicReading(
      try CircuitFit(
        Self.spectrum(.twoArcsAndElectrode, Self.sample + Self.spike),
        among: CircuitModel.allCases))
    #expect(reading.origins == [.grains, .boundaries])
    #expect(abs(try #require(reading.grains).value / 1e3 - 1) < 1e-6)
    #expect(abs(try #require(reading.boundaries).value / 4e3 - 1) < 1e-6)
    #expect(abs(try #require(reading.permittivity).value / Self.permittivity - 1) < 1e-6)
    // An intercept of 5 µm: 4 kΩ·cm × 7.5·10⁻⁴ cm, and a width of d C_b/C_gb.
    #expect(abs(try #require(reading.areaResistance(intercept: 5e-4)).value / 3 - 1) < 1e-6)
    let width = try #require(reading.boundaryWidth(intercept: 5e-4))
    #expect(abs(width / (7.5e-4 * Self.grainCapacitance / 1e-9) - 1) < 1e-6)
    #expect(reading.notes.isEmpty)
  }

  @Test("An arc of an electrode is no boundary, and grains alone are said to be alone")
  func electrodeArc() throws {
    // 10 µF/cm: an interface.
    let slow = Self.sample.prefix(3) + [log(4e3), log(4e3 * 1e-5), 1]
    let reading = CeramicReading(try CircuitFit(Self.spectrum(.twoArcs, Array(slow))))
    #expect(reading.origins == [.grains, .electrode])
    #expect(reading.boundaries == nil)
    #expect(abs(reading.whole.value / 1e3 - 1) < 1e-6)
    let short = CeramicReading(
      try CircuitFit(
        Self.spectrum(.resistorAndElectrode, [log(5e3)] + Self.spike),
        among: [.resistorAndElectrode]))
    #expect(short.grains == nil && abs(short.whole.value / 5e3 - 1) < 1e-6)
    #expect(short.notes.contains { $0.contains("not told apart") })
  }
}
