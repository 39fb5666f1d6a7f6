import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// What a study will cost: from the beginnings of its coldest and hottest temperature where these are quick,
/// otherwise from a fraction of a second of hopping.
public struct StudyOutlook: Sendable {
  /// What would run.
  public let plan: EnginePlan
  /// Directions in which the network is connected.
  public let dimensions: Int
  /// Bytes a site of the network and one replica.
  public let bytesPerSite: Double
  /// Bytes of the whole run, the program's own included.
  public private(set) var memory: Double
  /// Measured just now on one thread.
  public let hopsPerSecond: Double
  /// Accepted hops expected at a temperature, on average.
  public private(set) var hops: Double
  private let study: Study
  private let preparation: Double
  /// Wall time of all temperatures (s), and the threads that it was measured with.
  private var measured: (seconds: Double, threads: Int)?

  private var replicas: Int { study.sampling.replicas }

  /// - Parameter preparation: seconds that reading the study took.
  /// - Throws: `EngineError`, `NetworkError` or `RunError.notConnected`.
  public init(_ study: Study, preparation: Double = 0) throws {
    guard let coldest = study.temperatures.min() else { throw RunError.noTemperature }
    dimensions = study.network.connectivity().dimensions
    guard dimensions > 0 else { throw RunError.notConnected }
    (self.study, self.preparation) = (study, preparation)
    plan = try study.plan(at: coldest)
    var engine = try Engine(plan, generator: study.generator, seed: 1)
    let hopsAStep = 20_000
    let began = Date()
    while Date().timeIntervalSince(began) < 0.2 {
      engine.advance(by: .greatestFiniteMagnitude, hops: hopsAStep)
    }
    hopsPerSecond = Double(engine.hops) / Date().timeIntervalSince(began)
    let shared = study.network.memory + (study.environment?.memory ?? 0)
    bytesPerSite = Double(shared + engine.memory) / Double(study.network.siteCount)
    // Positions of every ion at eleven lags, at the start and now, 24 bytes each, in every replica. The
    // network and one replica are there by now.
    let replicas = study.sampling.replicas
    let records = 24.0 * 13 * Double(study.ions * replicas)
    memory = Self.peakMemory + Double(engine.memory * (replicas - 1)) + records
    if study.composite?.method == .network {
      hops = 0
    } else if let fixed = study.sampling.hops {
      hops = Double(fixed)
    } else {
      let isTogether = study.sampling.target == .activationEnergy
      let error = isTogether ? SharedHops.leastAccuracy : study.sampling.relativeError
      // The slope estimator has a relative variance of 6/dM after M windows of two hops an ion.
      let windows = 6 / (Double(dimensions) * error * error)
      // Two hops an ion, or all that it makes while what hinders it settles.
      let perWindow = max(
        2 * Double(study.ions), try study.settlingTime(at: coldest) * plan.expectedHopRate)
      let fewest = 512 * max(16, Double(study.ions) / 4) * Double(replicas)
      hops = min(
        Double(study.sampling.maxHops), max(perWindow * windows, fewest))
    }
  }

  // MARK: Trials

  /// Hops that a first look may take: some seconds.
  private static let mostHopsTried = 5e7

  /// Runs the beginning of the coldest and the hottest temperature, and learns from these how fast errors
  /// fall. Does nothing where that would take long.
  ///
  /// - Throws: as a run of the study does.
  public mutating func measure(threads: Int) async throws {
    guard let low = study.temperatures.min(), let high = study.temperatures.max() else { return }
    if study.composite?.method == .network {
      let began = Date()
      let runner = PointRunner(
        study: study, temperature: low, threads: threads, report: { _, _ in })
      _ = try runner.solvedPoint()
      let seconds = Date().timeIntervalSince(began)
      measured = (seconds * Double(study.temperatures.count), threads)
      return
    }
    let ions = Double(study.ions)
    let first = (max(16, ions / 4) * Double(PointRunner.firstRound) + 20 * ions) * Double(replicas)
    guard first < Self.mostHopsTried,
      study.boundary == nil || first < Self.mostHopsTried / 10
    else { return }
    let cold = try await PointTrial.of(study, at: low, threads: threads)
    let hot =
      low == high ? cold : try await PointTrial.of(study, at: high, threads: threads)
    let trials = study.temperatures.map { temperature in
      // Evenly in 1/T.
      let share = low == high ? 0 : (1 / low - 1 / temperature) / (1 / low - 1 / high)
      return PointTrial.between(cold, hot, at: share)
    }
    let cost = StudyCost(study, trials, dimensions: dimensions)
    measured = (cost.seconds, threads)
    hops = cost.hops / Double(trials.count)
    memory = max(memory, Self.peakMemory)
  }

  /// Wall time of the whole study (s), without its report.
  public func seconds(threads: Int) -> Double {
    let parallel = Double(min(threads, replicas))
    let points = Double(study.temperatures.count)
    // Other networks are drawn when their turn comes.
    let networks = Double(study.realisations?.count ?? 1)
    let fixed = preparation * (1 + points * (networks - 1))
    guard let measured else {
      let enlarged = study.sampling.finiteSizeTest ? min(2, points) * Double(1 << dimensions) : 0
      // Sampling costs about as much again as hopping.
      return fixed + (points + enlarged) * hops * 1.5 / (hopsPerSecond * parallel)
    }
    return fixed + measured.seconds * Double(min(measured.threads, replicas)) / parallel
  }

  /// Starting, and drawing the report's plots, once in a run (s).
  public static let reportSeconds = 0.5

  /// The most memory that this process has had (bytes).
  private static var peakMemory: Double {
    var usage = rusage()
    #if os(Linux)
      let unit = 1024.0
    #else
      let unit = 1.0
    #endif
    // 0 is RUSAGE_SELF, whose type differs between systems.
    return getrusage(0, &usage) == 0 ? unit * Double(usage.ru_maxrss) : 0
  }
}
