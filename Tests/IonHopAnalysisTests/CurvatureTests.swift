import Foundation
import IonHopCore
import Testing

@testable import IonHopAnalysis

@Suite("Bent Arrhenius plots")
struct CurvatureTests {
  private let kB = PhysicalConstants.boltzmann

  /// σT = exp(−(C s β)²) of random site energies, s = 0.1 eV, C = 2/3: E_a = 2 (C s)² β.
  private func conductivity(_ temperature: Double) -> Double {
    let x = 2.0 / 3 * 0.1 / (kB * temperature)
    return exp(-x * x) / temperature
  }

  private let temperatures = [250.0, 300, 350, 420, 500]

  @Test("A parabola in 1/kT gives its activation energies and its bend back")
  func exact() throws {
    let data = temperatures.map {
      let value = conductivity($0)
      return ConductivityDatum(
        temperature: $0, conductivity: value, standardError: 0.02 * value)
    }
    let bend = try ArrheniusCurvature(data)
    let slope = 2 * pow(2.0 / 3 * 0.1, 2)
    #expect(abs(bend.curvature + slope) < 1e-9)
    for (estimate, temperature) in [(bend.coldest, 250.0), (bend.hottest, 500)] {
      #expect(abs(estimate.value - slope / (kB * temperature)) < 1e-9)
      #expect(estimate.standardError > 0 && estimate.standardError < 0.02)
    }
    #expect(bend.isPreferred == true)
  }

  @Test("A straight line has no bend within its error, and is preferred")
  func straight() throws {
    let noise = FitNoise()
    var pulls: [Double] = []
    var bent = 0
    for _ in 0..<200 {
      let data = fitData([250, 300, 350, 420, 500, 600], error: 0.03, noise: noise, straightLaw)
      let bend = try ArrheniusCurvature(data)
      pulls.append(bend.curvature / bend.curvatureStandardError)
      if bend.isPreferred == true { bent += 1 }
    }
    let mean = pulls.reduce(0, +) / 200
    let width = (pulls.reduce(0) { $0 + $1 * $1 } / 200).squareRoot()
    #expect(abs(mean) < 4 / 200.0.squareRoot())
    #expect(abs(width - 1) < 4 / 400.0.squareRoot())
    #expect(bent < 30)
  }

  @Test("Three temperatures are too few")
  func few() {
    #expect(throws: FitError.self) {
      try ArrheniusCurvature(
        temperatures.prefix(3).map {
          ConductivityDatum(
            temperature: $0, conductivity: conductivity($0), standardError: 0)
        })
    }
  }
}
