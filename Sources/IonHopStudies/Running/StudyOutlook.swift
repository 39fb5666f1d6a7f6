import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// What a study will cost: from a first round of its coldest and hottest temperature where that is quick,
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
  /// Accepted hops expected at a temperature.
  public private(set) var hops: Double
  private let study: Study
  /// Wall time of a temperature (s) on one thread, and on so many as were measured.
  private var measured: (seconds: Double, threads: Int)?

  private var replicas: Int { study.sampling.replicas }

  /// - Throws: `EngineError`, `NetworkError` or `RunError.notConnected`.
  public init(_ study: Study) throws {
    guard let coldest = study.temperatures.min() else { throw RunError.noTemperature }
    dimensions = study.network.connectivity().dimensions
    guard dimensions > 0 else { throw RunError.notConnected }
    self.study = study
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

  // MARK: A first round

  /// Hops that a first look may take: some seconds.
  private static let mostHopsTried = 5e7

  /// Runs the first round of the coldest and the hottest temperature, and learns from these how fast errors
  /// fall. Does nothing where that would take long.
  ///
  /// - Throws: as a run of the study does.
  public mutating func measure(threads: Int) async throws {
    let ions = Double(study.ions)
    let first = (max(16, ions / 4) * Double(PointRunner.firstRound) + 20 * ions) * Double(replicas)
    guard study.composite?.method != .network, first < Self.mostHopsTried,
      study.boundary == nil || first < Self.mostHopsTried / 10,
      let low = study.temperatures.min(), let high = study.temperatures.max()
    else { return }
    let ends = low == high ? [low] : [low, high]
    var (seconds, hops) = (0.0, 0.0)
    for temperature in ends {
      let cost = try await cost(at: temperature, threads: threads)
      seconds += cost.seconds / Double(ends.count)
      hops += cost.hops / Double(ends.count)
    }
    measured = (seconds, threads)
    self.hops = hops
    memory = max(memory, Self.peakMemory)
  }

  private func cost(
    at temperature: Double, threads: Int
  ) async throws -> (seconds: Double, hops: Double) {
    var trial = study
    trial.checkpoints = nil
    let began = Date()
    let runner = try await PointRunner(
      study: trial, temperature: temperature, threads: threads, report: { _, _ in }
    ).settled()
    let point = try await runner.open()
    let opened = Date()
    let round = try await runner.advance(point, to: PointRunner.firstRound)
    let opening = opened.timeIntervalSince(began)
    let sampling = Date().timeIntervalSince(opened)
    let rounds = roundsNeeded(round)
    let seconds = min(opening + rounds * sampling, study.sampling.maxTime ?? .infinity)
    return (seconds, rounds * Double(round.hops))
  }

  /// How many times the first round is to be made, all in all.
  private func roundsNeeded(_ first: Round) -> Double {
    let hops = Double(max(1, first.hops))
    if let fixed = study.sampling.hops { return Double(fixed) / hops }
    let (wish, share) = Self.expectedErrors(study)
    guard first.relativeError.isFinite else { return self.hops / hops }
    // A tenth more than the law asks for is what rounds aim at, and they overshoot.
    let ratio = first.relativeError / wish
    return min(Double(study.sampling.maxHops) / hops, max(1, 1.2 * ratio * ratio * share))
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

  /// Wall time of the whole study (s), its report included.
  public func seconds(threads: Int) -> Double {
    let parallel = Double(min(threads, replicas))
    var points = Double(study.temperatures.count)
    // The doubled supercell takes as many windows, each of that many times the hops.
    if study.sampling.finiteSizeTest {
      points += Double(min(2, study.temperatures.count)) * Double(1 << dimensions)
    }
    guard let measured else {
      // Sampling costs about as much again as hopping.
      return Self.reportSeconds + points * hops * 1.5 / (hopsPerSecond * parallel)
    }
    let share = Double(min(measured.threads, replicas)) / parallel
    return Self.reportSeconds + points * measured.seconds * share
  }

  /// Starting, and drawing the report's plots.
  private static let reportSeconds = 1.0

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
