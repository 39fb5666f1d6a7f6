import Foundation
import IonHopCore

/// Energies (eV) drawn at random, one for each bond or site.
public enum EnergyDistribution: Sendable, Equatable {
  case fixed(Double)
  case normal(mean: Double, deviation: Double)
  /// Of the mean and standard deviation of the energy itself, not of its logarithm; both positive.
  case logNormal(mean: Double, deviation: Double)
  case uniform(ClosedRange<Double>)

  /// eV
  public var mean: Double {
    switch self {
    case .fixed(let energy): energy
    case .normal(let mean, _), .logNormal(let mean, _): mean
    case .uniform(let range): (range.lowerBound + range.upperBound) / 2
    }
  }

  func check(_ key: String) throws(InputError) {
    let isGood =
      switch self {
      case .fixed(let energy): abs(energy) <= 100
      case .normal(let mean, let deviation): abs(mean) <= 100 && (0...100).contains(deviation)
      case .logNormal(let mean, let deviation):
        mean > 0 && mean <= 100 && (0...100).contains(deviation)
      case .uniform(let range): range.lowerBound >= -100 && range.upperBound <= 100
      }
    guard isGood else {
      throw GrainStructure.error(
        "energies must be within 100 eV, deviations not negative, and the mean of a log-normal distribution positive; correct them",
        at: key)
    }
  }

  func draw(_ numbers: inout RandomStream) -> Double {
    switch self {
    case .fixed(let energy): return energy
    case .normal(let mean, let deviation): return mean + deviation * numbers.normalPair().0
    case .logNormal(let mean, let deviation):
      let variance = log(1 + deviation * deviation / (mean * mean))
      return mean * exp(variance.squareRoot() * numbers.normalPair().0 - variance / 2)
    case .uniform(let range):
      return range.lowerBound + (range.upperBound - range.lowerBound) * numbers.uniform()
    }
  }
}
