import Foundation
import IonHopCore
import IonHopNetworks

/// What a study will cost, from a fraction of a second of it.
public struct StudyOutlook: Sendable {
  public let plan: EnginePlan
  public let dimensions: Int
  /// Bytes a site of the network and one replica.
  public let bytesPerSite: Double
  /// Bytes of the whole run.
  public let memory: Double
  /// Measured just now on one thread.
  public let hopsPerSecond: Double
  /// Accepted hops expected at a temperature.
  public let hops: Double
  private let temperatures: Int
  private let replicas: Int

  /// - Throws: `EngineError`, `NetworkError` or `RunError.notConnected`.
  public init(_ study: Study) throws {
    guard let coldest = study.temperatures.min() else { throw RunError.noTemperature }
    dimensions = study.network.connectivity().dimensions
    guard dimensions > 0 else { throw RunError.notConnected }
    plan = try study.plan(at: coldest)
    var engine = try Engine(plan, generator: study.generator, seed: 1)
    let hopsAStep = 20_000
    let began = Date()
    while Date().timeIntervalSince(began) < 0.2 {
      engine.advance(by: .greatestFiniteMagnitude, hops: hopsAStep)
    }
    hopsPerSecond = Double(engine.hops) / Date().timeIntervalSince(began)
    let sites = Double(study.network.siteCount)
    let shared = study.network.memory + (study.environment?.memory ?? 0)
    bytesPerSite = Double(shared + engine.memory) / sites
    replicas = study.sampling.replicas
    temperatures = study.temperatures.count
    // Positions of every ion at eleven lags, at the start and now, 24 bytes each, in every replica.
    let records = 24.0 * 13 * Double(study.ions * replicas)
    memory = Double(shared) + Double(engine.memory * replicas) + records
    if study.composite?.method == .network {
      hops = 0
    } else if let fixed = study.sampling.hops {
      hops = Double(fixed)
    } else {
      let (error, share) = Self.expectedErrors(study)
      // The slope estimator has a relative variance of 6/dM after M windows of two hops an ion.
      let windows = 6 / (Double(dimensions) * error * error)
      // Two hops an ion, or all that it makes while what hinders it settles.
      let perWindow = max(
        2 * Double(study.ions), try study.settlingTime(at: coldest) * plan.expectedHopRate)
      let fewest = 512 * max(16, Double(study.ions) / 4) * Double(replicas)
      hops = min(
        Double(study.sampling.maxHops), max(perWindow * windows * share, fewest))
    }
  }

  /// The conductivity's relative error to be reached, and at what share of the temperatures.
  ///
  /// An activation energy takes two of them, Var(E_a) = 2e²/(β₁ − β₂)²; what it will be is guessed from
  /// the mean barrier.
  private static func expectedErrors(_ study: Study) -> (error: Double, share: Double) {
    let wish = study.sampling.relativeError
    guard study.sampling.target == .activationEnergy, let low = study.temperatures.min(),
      let high = study.temperatures.max(), low < high
    else { return (wish, 1) }
    let network = study.network
    var (sum, count) = (0.0, 0)
    for site in 0..<network.siteCount {
      for index in network.hopRange(from: site) {
        sum += network.hop(index, from: site).barrier
        count += 1
      }
    }
    let span = (1 / low - 1 / high) / PhysicalConstants.boltzmann
    let error = wish * sum / Double(max(1, count)) * span / 2.0.squareRoot()
    let share = 2 / Double(study.temperatures.count)
    return error < ActivationEnergyRun.leastAccuracy && error > 0
      ? (error, share) : (ActivationEnergyRun.leastAccuracy, 1)
  }

  /// Wall time of the whole study (s): sampling costs about as much again as hopping.
  public func seconds(threads: Int) -> Double {
    let parallel = Double(min(threads, replicas))
    return Double(temperatures) * hops * 1.5 / (hopsPerSecond * parallel)
  }
}
