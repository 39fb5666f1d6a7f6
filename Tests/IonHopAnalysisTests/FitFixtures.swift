import CGSL
import Foundation
import IonHopCore

@testable import IonHopAnalysis

/// Gaussian numbers of a fixed sequence.
final class FitNoise {
  private let generator = gsl_rng_alloc(ionhop_rng_type("mt19937"))
  deinit { gsl_rng_free(generator) }
  func next() -> Double { gsl_ran_gaussian(generator, 1) }
}

/// Conductivities of a law, each with the same relative error; scattered by it if there is noise.
func fitData(
  _ temperatures: [Double], error: Double = 0, noise: FitNoise? = nil, _ law: (Double) -> Double
) -> [ConductivityDatum] {
  temperatures.map { t in
    let shift = noise.map { exp(error * $0.next()) } ?? 1
    return ConductivityDatum(
      temperature: t, conductivity: law(t) * shift, standardError: error * law(t))
  }
}

func fitTemperatures(_ first: Double, _ last: Double, by step: Double) -> [Double] {
  Array(stride(from: first, through: last, by: step))
}

/// σT = 100 S K/cm exp(−0.3 eV/kT)
func straightLaw(_ t: Double) -> Double {
  100 / t * exp(-0.3 / (PhysicalConstants.boltzmann * t))
}

/// σT = 10 S K/cm exp(−1200 K/(T − 200 K)), as in V78.
func curvedLaw(_ t: Double) -> Double { 10 / t * exp(-1200 / (t - 200)) }
