import Foundation
import IonHopAnalysis
import IonHopCore

/// Runs one temperature of a study: pilot, equilibration, then rounds of sampling until the
/// conductivity is known well enough.
///
/// All decisions are taken between rounds, from the records of all replicas in their order:
/// the number of threads, and where they paused, change nothing.
struct PointRunner {
  let study: Study
  let temperature: Double
  let threads: Int
  let report: @Sendable (_ hops: Int, _ relativeError: Double?) -> Void

  /// Samples a replica takes before the first look.
  private static let firstRound = 512
  private static let secondsBetweenReports = 0.25

  func run() async throws -> PointResult {
    let started = Date()
    let plan = try study.plan(at: temperature)
    let seed = StreamSeed(study: study.seed).mixed(with: temperature)
    let pilot = try Pilot(
      plan, generator: study.generator, seed: seed.mixed(with: UInt64.max),
      wish: study.sampling.equilibration)
    let sampling = samplingPlan(pilot, plan)
    let context = TransportContext(plan, sampling: sampling)
    let bonds = BondSample(plan.network)
    let replicas = try (0..<study.sampling.replicas).map {
      try Replica(
        plan, bonds: bonds, generator: study.generator, seed: seed.mixed(with: UInt64($0)))
    }
    try await forEach(replicas) { await $0.equilibrate(for: pilot.equilibration) }
    let analysis = try await sample(
      replicas, sampling, context, hopsASample: hopsASample(plan), started: started)
    return try await result(
      analysis, structure(of: replicas, bonds), replicas, context, plan, pilot,
      seconds: Date().timeIntervalSince(started)
    ).scaled(to: study.vacancies(at: temperature))
  }

  /// Four samples a hop and ion, but at least sixteen hops each; fewer lags where ions are many.
  /// With basin steps one sample a hop and ion, as a sample asks every lone ion where it is.
  private func samplingPlan(_ pilot: Pilot, _ plan: EnginePlan) -> SamplingPlan {
    let hops = hopsASample(plan)
    let budget = 1 << 30
    let bytesALag = 24 * plan.ions * study.sampling.replicas
    let levels = min(14, max(9, 3 + budget / max(1, bytesALag)))
    return SamplingPlan(interval: hops / pilot.hopRate, levels: levels)
  }

  private func hopsASample(_ plan: EnginePlan) -> Double {
    max(16, Double(plan.ions) / (plan.usesBasins ? 1 : 4))
  }

  // MARK: Rounds

  private func sample(
    _ replicas: [Replica], _ plan: SamplingPlan, _ context: TransportContext, hopsASample: Double,
    started: Date
  ) async throws -> TransportAnalysis {
    let wish = study.sampling
    if let hops = wish.hops {
      try await advance(replicas, plan) { index in
        SampleTarget(
          samples: .max, hops: hops / replicas.count + (index < hops % replicas.count ? 1 : 0))
      }
      return try analysed(await batches(replicas), context, hops: hops)
    }
    let most = max(
      Self.firstRound, Int(Double(wish.maxHops) / (hopsASample * Double(replicas.count))))
    var target = Self.firstRound
    while true {
      let goal = target
      try await advance(replicas, plan) { _ in SampleTarget(samples: goal, hops: nil) }
      let analysis = TransportAnalysis(await batches(replicas), context)
      let error = analysis?.conductivity.mean.relativeError ?? .infinity
      report(await hops(replicas), error.isFinite ? error : nil)
      let late = wish.maxTime.map { Date().timeIntervalSince(started) > $0 } ?? false
      if error <= wish.relativeError || target >= most || late || Task.isCancelled {
        return try analysed(await batches(replicas), context, hops: await hops(replicas))
      }
      target = min(most, Self.nextTarget(target, error: error, wanted: wish.relativeError))
    }
  }

  /// The error falls with the square root of the time; a tenth more, and never more than fourfold
  /// at once, since the estimate of the error is itself uncertain.
  private static func nextTarget(_ target: Int, error: Double, wanted: Double) -> Int {
    let factor = error.isFinite ? 1.1 * (error / wanted) * (error / wanted) : 4
    return Int(Double(target) * min(4, max(1.25, factor)))
  }

  private func analysed(
    _ batches: [[Batch]], _ context: TransportContext, hops: Int
  ) throws -> TransportAnalysis {
    guard let analysis = TransportAnalysis(batches, context) else {
      if Task.isCancelled { throw RunError.stoppedBeforeResult }
      throw RunError.tooFewHops(temperature: temperature, hops: hops)
    }
    return analysis
  }

  /// Brings every replica to its target, pausing now and then to tell how far they are.
  private func advance(
    _ replicas: [Replica], _ plan: SamplingPlan,
    to target: @escaping @Sendable (Int) -> SampleTarget
  ) async throws {
    var open = Array(replicas.indices)
    while !open.isEmpty && !Task.isCancelled {
      let progress = try await map(open) { index in
        await replicas[index].sample(
          plan, until: target(index), pauseAfter: Self.secondsBetweenReports)
      }
      open = zip(open, progress).filter { !$1.done }.map(\.0)
      report(await hops(replicas), nil)
    }
  }

  // MARK: Replicas side by side

  func hops(_ replicas: [Replica]) async -> Int {
    var sum = 0
    for replica in replicas { sum += await replica.hops }
    return sum
  }

  private func batches(_ replicas: [Replica]) async -> [[Batch]] {
    var all: [[Batch]] = []
    for replica in replicas { all.append(await replica.batches) }
    return all
  }

  private func forEach(
    _ items: [Replica], _ body: @escaping @Sendable (Replica) async -> Void
  ) async throws {
    _ = try await map(items, body)
  }

  /// Applies `body` to all items, at most `threads` at a time, and returns results in order.
  private func map<Item: Sendable, Value: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) async -> Value
  ) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
      var values: [Int: Value] = [:]
      for (index, item) in items.enumerated() {
        if index >= threads, let (done, value) = try await group.next() { values[done] = value }
        group.addTask { (index, await body(item)) }
      }
      for try await (done, value) in group { values[done] = value }
      return items.indices.map { values[$0]! }
    }
  }
}
