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
  static let firstRound = 512
  private static let secondsBetweenReports = 0.25

  func run() async throws -> PointResult {
    if let solved = try solvedPoint() { return solved }
    if let count = study.realisations?.count, count > 1 {
      return try await RealisationRunner(runner: self, count: count).run()
    }
    let runner = try await settled()
    let point = try await runner.open()
    return try await runner.close(point, try await runner.sample(point))
  }

  /// The pilot's findings, and replicas in equilibrium.
  func open() async throws -> OpenPoint {
    let started = Date()
    let plan = try study.plan(at: temperature)
    let seed = study.streamSeed.mixed(with: temperature)
    let pilot = try Pilot(
      plan, generator: study.generator, seed: seed.mixed(with: UInt64.max),
      wish: study.sampling.equilibration)
    let coordinates = try study.boundary?.coordinates(for: plan)
    let settling = try study.settlingTime(at: temperature, in: coordinates)
    let sampling = samplingPlan(pilot, plan).reaching(settling)
    var context = TransportContext(plan, sampling: sampling)
    context.leastChargeLag = settling
    if study.polymer != nil || study.composite != nil { context.leastTracerLag = settling }
    let bonds = BondSample(plan.network)
    let replicas = try (0..<study.sampling.replicas).map {
      try Replica(
        plan, bonds: bonds, planes: study.planes, coordinates: coordinates?.coordinates,
        polymer: polymerRecords(plan, interval: sampling.interval), generator: study.generator,
        seed: seed.mixed(with: UInt64($0)))
    }
    let equilibration = max(pilot.equilibration, study.polymer == nil ? 0 : settling)
    try await forEach(replicas) { await $0.equilibrate(for: equilibration) }
    return OpenPoint(
      plan: plan, pilot: pilot, sampling: sampling,
      context: context, bonds: bonds, replicas: replicas,
      mostSamples: max(
        Self.firstRound,
        Int(
          Double(study.sampling.maxHops)
            / (max(hopsASample(plan), settling > 0 ? sampling.interval * pilot.hopRate : 0)
              * Double(study.sampling.replicas)))),
      started: started)
  }

  func close(_ point: OpenPoint, _ analysis: TransportAnalysis) async throws -> PointResult {
    var result = try await result(
      analysis, structure(of: point.replicas, point.bonds), point.replicas, point.context,
      point.plan, point.pilot, seconds: Date().timeIntervalSince(point.started)
    ).scaled(to: study.vacancies(at: temperature))
    try await addBoundary(to: &result, point)
    try await addPolymer(to: &result, point)
    try addComposite(to: &result)
    try await addSpectrum(to: &result, point)
    addGlass(to: &result, point.plan)
    return result
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

  private func sample(_ point: OpenPoint) async throws -> TransportAnalysis {
    let (wish, replicas) = (study.sampling, point.replicas)
    if let hops = wish.hops {
      try await advance(replicas, point.sampling) { index in
        SampleTarget(
          samples: .max, hops: hops / replicas.count + (index < hops % replicas.count ? 1 : 0))
      }
      return try analysed(await batches(replicas), point.context, hops: hops)
    }
    var target = Self.firstRound
    while true {
      let analysis = try await advance(point, to: target)
      let error = analysis.map { study.relativeError(of: $0.conductivity) } ?? .infinity
      report(await hops(replicas), error.isFinite ? error : nil)
      let late = wish.maxTime.map { Date().timeIntervalSince(point.started) > $0 } ?? false
      if error <= wish.relativeError || target >= point.mostSamples || late || Task.isCancelled {
        return try analysed(await batches(replicas), point.context, hops: await hops(replicas))
      }
      target = min(
        point.mostSamples, Self.nextTarget(target, error: error, wanted: wish.relativeError))
    }
  }

  /// One round: every replica to so many samples, then a look at them all; nil where they are too few.
  func advance(_ point: OpenPoint, to samples: Int) async throws -> TransportAnalysis? {
    try await advance(point.replicas, point.sampling) { _ in
      SampleTarget(samples: samples, hops: nil)
    }
    return TransportAnalysis(await batches(point.replicas), point.context)
  }

  /// The error falls with the square root of the time; a tenth more, and never more than fourfold
  /// at once, since the estimate of the error is itself uncertain.
  static func nextTarget(_ target: Int, error: Double, wanted: Double) -> Int {
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
  func map<Item: Sendable, Value: Sendable>(
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

/// A temperature at work: replicas in equilibrium, ready for rounds of sampling.
struct OpenPoint: Sendable {
  let plan: EnginePlan
  let pilot: Pilot
  let sampling: SamplingPlan
  let context: TransportContext
  let bonds: BondSample
  let replicas: [Replica]
  /// Samples a replica at which `maxHops` are about reached.
  let mostSamples: Int
  let started: Date
}
