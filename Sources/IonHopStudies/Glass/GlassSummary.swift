import IonHopAnalysis
import IonHopCore

/// What all temperatures of a glass tell together.
public struct GlassSummary: Sendable, Codable, Equatable {
  /// Mean of the Arrhenius activation energies of the single networks, which does not suffer from their
  /// scatter in conductivity; nil with fewer than two temperatures.
  public var activationEnergy: Estimate?
  /// The part of its error that is from sampling (eV); the rest is from network to network.
  public var activationEnergySamplingError: Double?
  /// Of the critical path at the lowest temperature (eV): what the activation energy tends to.
  public var criticalActivationEnergy: Estimate?
  /// Nil with fewer than four temperatures.
  public var curvature: ArrheniusCurvature?

  init(_ points: [PointResult], quantity: FitQuantity) {
    curvature = try? ArrheniusCurvature(points.map(ConductivityDatum.init), quantity: quantity)
    criticalActivationEnergy =
      points.min { $0.temperature < $1.temperature }?.glass?.criticalActivationEnergy
    let energies = Self.networks(points).compactMap {
      try? TemperatureFit.fit($0, model: .arrhenius, quantity: quantity).activationEnergy
    }
    guard !energies.isEmpty, energies.allSatisfy(\.standardError.isFinite) else { return }
    activationEnergy = .average(energies)
    activationEnergySamplingError = Estimate.sampling(energies)
  }

  /// The conductivities of each network that all temperatures have.
  private static func networks(_ points: [PointResult]) -> [[ConductivityDatum]] {
    let tables = points.map { point in (point.temperature, point.glass?.networks ?? []) }
    let count = tables.map(\.1.count).min() ?? 0
    return (0..<count).map { index in
      tables.map { temperature, networks in
        ConductivityDatum(
          temperature: temperature, conductivity: networks[index].conductivity.value,
          standardError: networks[index].conductivity.standardError)
      }
    }
  }
}

extension ConductivityDatum {
  init(_ point: PointResult) {
    self.init(
      temperature: point.temperature, conductivity: point.conductivity.value,
      standardError: point.conductivity.standardError)
  }
}
