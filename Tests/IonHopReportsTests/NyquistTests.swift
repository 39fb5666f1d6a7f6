import Foundation
import IonHopAnalysis
import IonHopNetworks
import Testing

@testable import IonHopReports
@testable import IonHopStudies

@Suite("Nyquist and Bode plots")
struct NyquistTests {
  /// σ = σ₀ (1 + iωτ): a resistor beside a capacitor.
  private func results() async throws -> StudyResults {
    var results = try await smallStudy(temperatures: [400])
    let points = (-3...3).map { decade -> SpectrumPoint in
      let omega = pow(10, Double(decade)) / 1e-6
      return SpectrumPoint(
        angularFrequency: omega,
        real: Estimate(value: 2e-3, standardError: 1e-5, unit: .siemensPerCentimetre),
        imaginary: Estimate(
          value: 2e-3 * omega * 1e-6, standardError: 1e-5, unit: .siemensPerCentimetre),
        networkReal: 2e-3, networkImaginary: 2e-3 * omega * 1e-6)
    }
    results.points[0].spectrum = SpectrumResult(
      points: points, network: .exact,
      highFrequencyConductivity: Estimate(
        value: 2e-3, standardError: 0, unit: .siemensPerCentimetre))
    return results
  }

  @Test("A resistor beside a capacitor is a semicircle on 1/σ₀, with phases from 0 to 90 degrees")
  func semicircle() async throws {
    let spectrum = try #require(ResistivitySpectrum.of(try await results()).first)
    #expect(spectrum.points.count == 7 && spectrum.line.count == 7)
    let radius = 1 / 2e-3 / 2
    for point in spectrum.all {
      let distance = hypot(point.real - radius, point.imaginary)
      #expect(abs(distance - radius) < 1e-9 * radius)
      #expect(point.imaginary < 0)
    }
    let middle = spectrum.points[3]
    #expect(abs(middle.frequency - 1e6 / (2 * .pi)) < 1e-3)
    #expect(abs(middle.real - radius) < 1e-9 * radius)
  }

  @Test("Both plots are in the report of a study with a spectrum, and in no other")
  func report() async throws {
    let folder = try Folder()
    try Report(try await results()).write(to: folder.url)
    for name in ["nyquist", "bode"] {
      #expect(try folder.text("plots/\(name).svg").contains("</svg>"))
    }
    #expect(!(try Report(try await smallStudy(temperatures: [400])).html().contains("Nyquist")))
  }
}
