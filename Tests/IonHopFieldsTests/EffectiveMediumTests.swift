import Testing

@testable import IonHopFields

/// Numbers of PHYSICS.md 2.8, to their last digit.
@Suite struct EffectiveMediumTests {
  @Test(
    "Mixtures of 1 and 0.01 have the tabulated means and bounds",
    arguments: [
      (0.1, 0.09174, 0.85917, 0.21721, 0.85237), (0.3, 0.03257, 0.61378, 0.07358, 0.55845),
      (0.5, 0.01980, 0.40719, 0.03829, 0.27095),
    ])
  func table(fraction: Double, series: Double, upper: Double, lower: Double, bruggeman: Double) {
    #expect(abs(EffectiveMedium.series(1, 0.01, fraction: fraction) - series) < 6e-6)
    let bounds = EffectiveMedium.hashinShtrikman(1, 0.01, fraction: fraction)
    #expect(abs(bounds.upperBound - upper) < 1e-5)
    #expect(abs(bounds.lowerBound - lower) < 1e-5)
    #expect(abs(EffectiveMedium.bruggeman(1, 0.01, fraction: fraction) - bruggeman) < 1e-5)
  }

  @Test("Fast boundaries of δ/d = 0.01 conduct 30.67 by Hart and 20.99 by Maxwell Garnett")
  func fastBoundaries() {
    let fraction = BrickLayer.boundaryFraction(widthRatio: 0.01)
    #expect(abs(fraction - 0.029701) < 1e-12)
    let hart = BrickLayer.hart(grain: 1.0, boundary: 1e3, widthRatio: 0.01)
    let garnett = BrickLayer.maxwellGarnett(grain: 1.0, boundary: 1e3, widthRatio: 0.01)
    #expect(abs(hart - 30.67) < 0.005)
    #expect(abs(garnett - 20.99) < 0.005)
    // V53: bounds of the exact 11.2401 for grains of 19 sites and a layer, g of 20 sites.
    let g = 1 - 0.95 * 0.95 * 0.95
    #expect(abs(BrickLayer.hart(grain: 1.0, boundary: 100, widthRatio: 0.05) - (1 + 99 * g)) < 1e-9)
    #expect(abs(BrickLayer.hart(grain: 1.0, boundary: 100, widthRatio: 0.05) - 15.12) < 0.005)
    let estimate = BrickLayer.maxwellGarnett(grain: 1.0, boundary: 100, widthRatio: 0.05)
    #expect(abs(estimate - 10.93) < 0.005)
  }

  @Test("Bruggeman in a plane is √(σ₁σ₂) of equal parts, and percolates from 1/d")
  func bruggeman() {
    #expect(abs(EffectiveMedium.bruggeman(4.0, 9, fraction: 0.5, dimensions: 2) - 6) < 1e-12)
    #expect(EffectiveMedium.bruggeman(0.0, 1, fraction: 0.33) == 0)
    #expect(abs(EffectiveMedium.bruggeman(0.0, 1, fraction: 0.5) - 0.25) < 1e-12)
    #expect(EffectiveMedium.bruggeman(0.0, 1, fraction: 0.49, dimensions: 2) == 0)
  }

  @Test("Every formula returns the pure phases, and complex ones the real values")
  func limits() {
    let (a, b) = (2e-4, 7e-6)
    for (fraction, pure) in [(0.0, a), (1.0, b)] {
      let all = [
        EffectiveMedium.series(a, b, fraction: fraction),
        EffectiveMedium.parallel(a, b, fraction: fraction),
        EffectiveMedium.maxwellGarnett(matrix: a, inclusion: b, fraction: fraction),
        EffectiveMedium.bruggeman(a, b, fraction: fraction),
      ]
      for value in all { #expect(abs(value / pure - 1) < 1e-12) }
    }
    let complex = EffectiveMedium.bruggeman(Complex(a), Complex(b), fraction: 0.4)
    let real = EffectiveMedium.bruggeman(a, b, fraction: 0.4)
    #expect(abs(complex.real / real - 1) < 1e-12 && complex.imaginary == 0)
    let mixed = EffectiveMedium.bruggeman(Complex(1, 3), Complex(0.01, 5), fraction: 0.4)
    let (one, two) = (Complex(1, 3), Complex(0.01, 5))
    let balance =
      0.6 * ((one - mixed) / (one + 2 * mixed)) + 0.4 * ((two - mixed) / (two + 2 * mixed))
    #expect(balance.magnitude < 1e-12)
    #expect(mixed.isPassive)
  }

  @Test("A coat of the core's own material is not seen; an insulating one insulates")
  func coat() {
    #expect(abs(EffectiveMedium.coatedSphere(core: 3.0, coat: 3, coreFraction: 0.4) - 3) < 1e-12)
    #expect(EffectiveMedium.coatedSphere(core: 3.0, coat: 0, coreFraction: 0.9) == 0)
    // The formula of PHYSICS.md 2.4 written out.
    let (core, coat, phi) = (1e-3, 5e-5, 0.6)
    let exact = coat * (1 + 3 * phi * (core - coat) / (core + 2 * coat - phi * (core - coat)))
    let value = EffectiveMedium.coatedSphere(core: core, coat: coat, coreFraction: phi)
    #expect(abs(value / exact - 1) < 1e-12)
  }

  @Test("General effective media are Bruggeman's with threshold 1/3 and exponents 1")
  func general() throws {
    for fraction in [0.0, 0.2, 1.0 / 3, 0.6, 1] {
      let value = try #require(
        EffectiveMedium.general(
          low: 1e-6, high: 1e-2, fraction: fraction, threshold: 1.0 / 3, below: 1, above: 1))
      let exact = EffectiveMedium.bruggeman(1e-6, 1e-2, fraction: fraction)
      #expect(abs(value / exact - 1) < 1e-9)
    }
    // Above the threshold with an insulator: σ = σ_h ((φ − φ_c)/(1 − φ_c))^t.
    let value = try #require(
      EffectiveMedium.general(low: 1e-60, high: 1, fraction: 0.5, threshold: 0.2))
    let exact = (0.3 / 0.8) * (0.3 / 0.8)
    #expect(abs(value / exact - 1) < 1e-6)
    #expect(EffectiveMedium.general(low: 0, high: 1, fraction: 0.5, threshold: 0.2) == nil)
  }

  @Test("Side paths add what flows along boundaries beside the bricks")
  func sidePaths() {
    let value = BrickLayer.withSidePaths(grain: 1.0, boundary: 0.01, widthRatio: 0.1)
    #expect(abs(value - (0.81 / (0.9 + 10) + 0.19 * 0.01)) < 1e-12)
  }
}
