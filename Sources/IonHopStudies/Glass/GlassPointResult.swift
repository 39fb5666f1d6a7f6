import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields

/// What a point tells of a glass beside its conductivity.
public struct GlassPointResult: Sendable, Codable, Equatable {
  /// The parts of the conductivity's standard error (S/cm): from sampling each network, and from the
  /// scatter between networks; nil for one network, whose scatter is not known.
  public var samplingError: Double
  /// From the scatter between networks (S/cm); nil for one.
  public var realisationError: Double?
  /// Share of the ions that were never seen a hop length away from where they began, in the time that
  /// was sampled; nil before a look.
  public var trappedFraction: Estimate?
  /// Where single ions subdiffuse most; nil with too few lags.
  public var subdiffusion: SubdiffusionResult?
  /// Each network by itself.
  public var networks: [RealisationResult]

  /// Mean of the critical path's activation energies, with the error of the mean; zero for one network.
  public var criticalActivationEnergy: Estimate? {
    let known = networks.compactMap(\.criticalPath).map {
      Estimate(value: $0.activationEnergy, standardError: 0, unit: .electronvolt)
    }
    return known.isEmpty ? nil : .average(known)
  }
}

/// ⟨Δr²⟩ ∝ t^α of single ions over the stretch of time in which α is smallest.
public struct SubdiffusionResult: Sendable, Codable, Equatable {
  /// α
  public var exponent: Estimate
  /// s
  public var from: Double
  /// Longest lag (s).
  public var to: Double

  /// Lags that a stretch spans: a factor of eight in time where they double.
  private static let lags = 4

  init?(_ curve: [DisplacementPoint]) {
    let points = curve.compactMap { lag -> (time: Double, value: Double, error: Double)? in
      guard let value = lag.tracer, value > 0, let error = lag.tracerStandardError,
        error.isFinite, error < value
      else { return nil }
      return (lag.time, value, error / value)
    }
    guard points.count >= Self.lags else { return nil }
    let stretches = (0...(points.count - Self.lags)).map { start -> SubdiffusionResult in
      let (a, b) = (points[start], points[start + Self.lags - 1])
      let span = log(b.time / a.time)
      return SubdiffusionResult(
        exponent: Estimate(
          value: log(b.value / a.value) / span,
          standardError: (a.error * a.error + b.error * b.error).squareRoot() / span, unit: .one),
        from: a.time, to: b.time)
    }
    guard let least = stretches.min(by: { $0.exponent.value < $1.exponent.value }) else {
      return nil
    }
    self = least
  }

  private init(exponent: Estimate, from: Double, to: Double) {
    (self.exponent, self.from, self.to) = (exponent, from, to)
  }
}

/// One network of a glass at one temperature.
public struct RealisationResult: Sendable, Codable, Equatable {
  /// From 0.
  public var index: Int
  /// S/cm
  public var conductivity: Estimate
  /// Nil where ions interact, for several species, and in networks that close around no axis.
  public var criticalPath: CriticalPathResult?
}

/// The easiest path through a network; see `CriticalPath`.
public struct CriticalPathResult: Sendable, Codable, Equatable {
  /// Of its highest saddle, on the scale of the site energies (eV).
  public var energy: Double
  /// By which the conductivity times temperature is activated where rates span many decades: the
  /// energy less that of the level from which ions start (eV).
  public var activationEnergy: Double
  /// Bonds no higher than that saddle, as a share of all: the percolation threshold of the network.
  public var openShare: Double
  /// Sites that they join to the path, as a share of all.
  public var clusterShare: Double
  /// Hop class of the highest saddle.
  public var bottleneck: String
  /// Share of the bonds that dissipate nine tenths of a current of lone ions; nil in networks of more
  /// than three thousand sites.
  public var backboneShare: Double?
}

extension CriticalPathResult {
  private static let mostBackboneSites = 3000

  /// - Returns: nil where the theory does not hold.
  init?(_ plan: EnginePlan) {
    let network = plan.network
    guard network.layers == nil, !network.hasPairs, plan.conditions.pairEnergy == 0,
      network.compoundEvents.count == 0, plan.conditions.field == .zero,
      let path = try? CriticalPath(in: network, rateLaw: plan.conditions.rateLaw)
    else { return nil }
    energy = path.energy
    activationEnergy = path.activationEnergy(fermiLevel: Self.startingLevel(plan))
    (openShare, clusterShare) = (path.openShare, path.clusterShare)
    bottleneck = network.hopClasses[path.bottleneck.hopClass]
    backboneShare =
      network.siteCount > Self.mostBackboneSites
      ? nil : try? ConductionBackbone(of: network, conditions: plan.conditions).shareOfBonds
  }

  /// μ − T dμ/dT (eV), the energetic part of the Fermi level: the energy of the sites where all have
  /// one, the mean energy of a lone ion.
  private static func startingLevel(_ plan: EnginePlan) -> Double {
    let step = 0.01
    func level(_ factor: Double) -> Double {
      let kT = factor * plan.conditions.thermalEnergy
      let occupation = IdealOccupation(ions: plan.ions, on: plan.network, thermalEnergy: kT).ofSite
      // Where f is nearest to a half it loses no digits.
      let site = occupation.indices.min { abs(occupation[$0] - 0.5) < abs(occupation[$1] - 0.5) }
      guard let site else { return 0 }
      let f = occupation[site]
      return plan.network.energy(of: site) + kT * log(f / (1 - f))
    }
    return level(1) - (level(1 + step) - level(1 - step)) / (2 * step)
  }
}

extension PointRunner {
  /// Adds what a glass tells, for a study of one.
  func addGlass(to result: inout PointResult, _ plan: EnginePlan) {
    guard study.realisations != nil || study.realisationIndex != nil else { return }
    let conductivity = result.conductivity.mean
    result.glass = GlassPointResult(
      samplingError: conductivity.standardError, realisationError: nil,
      trappedFraction: result.mobileFraction.map {
        Estimate(value: 1 - $0.value, standardError: $0.standardError, unit: $0.unit)
      }, subdiffusion: SubdiffusionResult(result.meanSquaredDisplacement),
      networks: [
        RealisationResult(
          index: study.realisationIndex ?? 0, conductivity: conductivity,
          criticalPath: CriticalPathResult(plan))
      ])
  }
}
