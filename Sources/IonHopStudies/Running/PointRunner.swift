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
    if var solved = try solvedPoint() {
      solved.settings = PointSettings(study, interrupted: false)
      return solved
    }
    if let count = study.realisations?.count, count > 1 {
      return try await RealisationRunner(runner: self, count: count).run()
    }
    return try await settled().sampled()
  }

  private func sampled() async throws -> PointResult {
    let point = try await open()
    let (analysis, isShort) = try await sample(point)
    // One of several networks is kept until all are done.
    let isPart = study.realisationIndex != nil
    if isPart || study.sampling.extendable { await keep(point, atOnce: true) }
    var result = try await close(point, analysis)
    let isCut = isShort || lacks(result)
    result.settings = PointSettings(study, interrupted: isCut)
    if !isCut, !isPart { finish(point) }
    return result
  }

  /// Whether a stop came before the spectrum was recorded.
  func lacks(_ result: PointResult) -> Bool {
    Task.isCancelled && study.spectrum != nil && result.spectrum == nil
  }

  /// The pilot's findings, and replicas in equilibrium; or all these as far as a checkpoint has them.
  func open() async throws -> OpenPoint {
    let plan = try study.plan(at: temperature)
    let identity = identity(plan)
    let restored = try await restored(plan, identity)
    let point = if let restored { restored } else { try await opened(plan, identity, nil) }
    var open = Array(point.replicas.indices)
    while !open.isEmpty && !Task.isCancelled {
      let isDone = try await map(open) { index in
        await point.replicas[index].equilibrate(
          for: point.equilibration, pauseAfter: Self.secondsBetweenReports)
      }
      open = zip(open, isDone).filter { !$1 }.map(\.0)
      await keep(point, atOnce: Task.isCancelled)
    }
    return point
  }

  /// - Throws: `StateError` for what is saved of another point; `EngineError`, `RunError`.
  func opened(
    _ plan: EnginePlan, _ identity: String, _ saved: PointCheckpoint?
  ) async throws -> OpenPoint {
    let started = Date(timeIntervalSinceNow: -(saved?.seconds ?? 0))
    let seed = study.streamSeed.mixed(with: temperature)
    let clock = CheckpointClock(interval: study.sampling.checkpoint)
    var states: [StateReader?] = Array(repeating: nil, count: study.sampling.replicas)
    var rounds = RoundLog()
    let pilot: Pilot
    if case .replicas(let known, let log, let replicas) = saved?.stage {
      (pilot, rounds, states) = (known, log, replicas)
    } else {
      var earlier: StateReader?
      if case .pilot(let state) = saved?.stage { earlier = state }
      pilot = try Pilot(
        plan, generator: study.generator, seed: seed.mixed(with: UInt64.max),
        wish: study.sampling.equilibration, from: earlier
      ) { keep($0, $1, identity, since: started, clock) }
      if Task.isCancelled { throw RunError.stoppedBeforeResult }
    }
    let coordinates = try study.followedCoordinates(for: plan)
    let settling = try study.settlingTime(at: temperature, in: coordinates)
    let sampling = samplingPlan(pilot, plan).reaching(settling)
    var context = TransportContext(plan, sampling: sampling)
    context.leastChargeLag = settling
    if study.polymer != nil || study.composite != nil { context.leastTracerLag = settling }
    let bonds = BondSample(plan.network)
    var replicas: [Replica] = []
    for (index, state) in states.enumerated() {
      replicas.append(
        try await Replica(
          plan, bonds: bonds, planes: study.planes, coordinates: coordinates?.coordinates,
          polymer: polymerRecords(plan, interval: sampling.interval), generator: study.generator,
          seed: seed.mixed(with: UInt64(index)), sampling: sampling, from: state))
    }
    return OpenPoint(
      plan: plan, pilot: pilot, sampling: sampling,
      context: context, bonds: bonds, replicas: replicas,
      mostSamples: max(
        Self.firstRound,
        Int(
          Double(study.sampling.maxHops)
            / (max(hopsASample(plan), settling > 0 ? sampling.interval * pilot.hopRate : 0)
              * Double(study.sampling.replicas)))),
      started: started,
      equilibration: max(pilot.equilibration, study.polymer == nil ? 0 : settling),
      identity: identity, rounds: rounds, clock: clock)
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

  /// - Returns: what was found, and whether a stop came before it was all that was asked.
  private func sample(
    _ point: OpenPoint
  ) async throws -> (analysis: TransportAnalysis, isCut: Bool) {
    let (wish, replicas) = (study.sampling, point.replicas)
    if let hops = wish.hops {
      try await advance(point) { index in
        SampleTarget(
          samples: .max, hops: hops / replicas.count + (index < hops % replicas.count ? 1 : 0))
      }
      let analysis = try analysed(await batches(replicas), point.context, hops: hops)
      return (analysis, await self.hops(replicas) < hops)
    }
    var target = Self.firstRound
    while true {
      let round = try await advance(point, to: target)
      let error = round.relativeError
      report(round.hops, error.isFinite ? error : nil)
      let late = wish.maxTime.map { Date().timeIntervalSince(point.started) > $0 } ?? false
      let isDone = error <= wish.relativeError || target >= point.mostSamples || late
      if (isDone && round.isWhole) || Task.isCancelled {
        let analysis = try analysed(
          await batches(replicas), point.context, hops: await hops(replicas))
        return (analysis, !(isDone && round.isWhole))
      }
      target = min(
        point.mostSamples,
        wish.extendable
          ? Self.nextRung(target)
          : Self.nextTarget(target, error: error, wanted: wish.relativeError))
    }
  }

  /// One round: every replica to so many samples, then a look at them all. A round that an earlier run
  /// made is not made again.
  func advance(_ point: OpenPoint, to samples: Int) async throws -> Round {
    if let known = point.rounds.round(at: samples) { return known }
    try await advance(point) { _ in SampleTarget(samples: samples, hops: nil) }
    let analysis = await analysis(point)
    var round = Round(
      samples: samples, hops: await hops(point.replicas),
      relativeError: analysis.map { study.relativeError(of: $0) } ?? .infinity,
      conductivity: analysis.map { study.decisive($0.conductivity) })
    // A stop may have come before the samples were taken.
    round.isWhole = !Task.isCancelled
    if round.isWhole { point.rounds.append(round) }
    return round
  }

  /// What the replicas tell so far; nil where that is too little.
  func analysis(_ point: OpenPoint) async -> TransportAnalysis? {
    TransportAnalysis(await batches(point.replicas), point.context)
  }

  /// The error falls with the square root of the time; a tenth more, and never more than fourfold
  /// at once, since the estimate of the error is itself uncertain.
  static func nextTarget(_ target: Int, error: Double, wanted: Double) -> Int {
    let factor = error.isFinite ? 1.1 * (error / wanted) * (error / wanted) : 4
    return Int(Double(target) * min(4, max(1.25, factor)))
  }

  /// Where a point that may be extended looks next: it does not depend on what is asked.
  static func nextRung(_ target: Int) -> Int { target * 5 / 4 }

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
    _ point: OpenPoint, to target: @escaping @Sendable (Int) -> SampleTarget
  ) async throws {
    let replicas = point.replicas
    var open = Array(replicas.indices)
    while !open.isEmpty && !Task.isCancelled {
      let progress = try await map(open) { index in
        await replicas[index].sample(
          point.sampling, until: target(index), pauseAfter: Self.secondsBetweenReports)
      }
      open = zip(open, progress).filter { !$1.done }.map(\.0)
      report(await hops(replicas), point.rounds.relativeError)
      await keep(point, atOnce: Task.isCancelled)
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
  /// When it began; in a resumed run so long ago as was spent on it.
  let started: Date
  /// Physical time to discard in each replica (s).
  let equilibration: Double
  /// What tells its checkpoints from others.
  let identity: String
  let rounds: RoundLog
  let clock: CheckpointClock
}
