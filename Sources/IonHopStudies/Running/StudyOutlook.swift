import Foundation
import IonHopCore

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
    plan = try EnginePlan(
      study.network, ions: study.ions, conditions: study.conditions(at: coldest),
      carriers: study.carriers, selector: study.selector, basins: study.basins)
    var engine = try Engine(plan, generator: study.generator, seed: 1)
    let hopsAStep = 20_000
    let began = Date()
    while Date().timeIntervalSince(began) < 0.2 {
      engine.advance(by: .greatestFiniteMagnitude, hops: hopsAStep)
    }
    hopsPerSecond = Double(engine.hops) / Date().timeIntervalSince(began)
    let sites = Double(study.network.siteCount)
    bytesPerSite = Double(study.network.memory + engine.memory) / sites
    replicas = study.sampling.replicas
    temperatures = study.temperatures.count
    // Positions of every ion at eleven lags, at the start and now, 24 bytes each, in every replica.
    let records = 24.0 * 13 * Double(study.ions * replicas)
    memory = Double(study.network.memory) + Double(engine.memory * replicas) + records
    if let fixed = study.sampling.hops {
      hops = Double(fixed)
    } else {
      // The slope estimator has a relative variance of 6/dM after M windows of two hops an ion.
      let windows =
        6 / (Double(dimensions) * study.sampling.relativeError * study.sampling.relativeError)
      hops = min(
        Double(study.sampling.maxHops),
        max(
          2 * windows * Double(study.ions), 512 * max(16, Double(study.ions) / 4) * Double(replicas)
        ))
    }
  }

  /// Wall time of the whole study (s): sampling costs about as much again as hopping.
  public func seconds(threads: Int) -> Double {
    let parallel = Double(min(threads, replicas))
    return Double(temperatures) * hops * 1.5 / (hopsPerSecond * parallel)
  }
}
