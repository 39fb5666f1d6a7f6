import Foundation
import IonHopCore
import IonHopNetworks

extension PointRunner {
  /// The same point in the potential that its ions make, where that is asked for.
  ///
  /// In each round all replicas run in the present potential and the potential follows their mean
  /// occupation; the mean over the later half of the rounds is kept. Random streams are the rounds' own.
  func settled() async throws -> PointRunner {
    guard let model = study.boundary, let charge = model.spaceCharge,
      charge.selfConsistentRounds > 0
    else { return self }
    var field = try SlabField(model, charge, at: temperature)
    let rounds = charge.selfConsistentRounds
    for round in 0..<rounds {
      let seen = try await occupations(
        in: try field.present(),
        seed: study.streamSeed.mixed(with: temperature)
          .mixed(with: Self.followingStream &+ UInt64(round)))
      try field.follow(seen, keep: 2 * (round + 1) > rounds)
    }
    // A stop cuts rounds short: what they found is of no use.
    if Task.isCancelled { throw RunError.stoppedBeforeResult }
    return PointRunner(
      study: study.adopting(try field.state(), at: temperature), temperature: temperature,
      threads: threads, report: report)
  }

  /// Sets the random streams of these rounds apart from those of sampling.
  private static let followingStream: UInt64 = 0x666f_6c6c_6f77_0000
  /// Looks at a replica in each round, one hop an ion apart.
  private static let looks = 256

  /// Mean number of ions on each site.
  private func occupations(in state: BoundaryState, seed: StreamSeed) async throws -> [Double] {
    let plan = try study.adopting(state, at: temperature).plan(at: temperature)
    let pilot = try Pilot(
      plan, generator: study.generator, seed: seed.mixed(with: UInt64.max),
      wish: study.sampling.equilibration)
    let watchers = try (0..<study.sampling.replicas).map {
      try OccupationWatcher(
        plan, generator: study.generator, seed: seed.mixed(with: UInt64($0)))
    }
    let interval = Double(plan.ions) / pilot.hopRate
    let counts = try await map(watchers) {
      await $0.watch(after: pilot.equilibration, looks: Self.looks, interval: interval)
    }
    if Task.isCancelled { throw RunError.stoppedBeforeResult }
    let all = Double(Self.looks * watchers.count)
    return (0..<plan.network.siteCount).map { site in
      Double(counts.reduce(0) { $0 + $1[site] }) / all
    }
  }
}

extension Study {
  /// With a slab's state at a temperature (K) given.
  fileprivate func adopting(_ state: BoundaryState, at temperature: Double) -> Study {
    var study = self
    study.boundary?.adopt(state, at: temperature)
    return study
  }
}

/// One replica whose sites are looked at.
private actor OccupationWatcher {
  private var engine: Engine

  init(_ plan: EnginePlan, generator: String, seed: StreamSeed) throws {
    engine = try Engine(plan, generator: generator, seed: seed.value)
  }

  /// - Parameters:
  ///   - time: that is discarded (s).
  ///   - interval: between looks (s).
  func watch(after time: Double, looks: Int, interval: Double) -> [Int] {
    var counts = Array(repeating: 0, count: engine.plan.network.siteCount)
    engine.advance(by: time)
    for _ in 0..<looks where !Task.isCancelled {
      engine.advance(by: interval)
      for site in counts.indices where engine.isOccupied(site) { counts[site] += 1 }
    }
    return counts
  }
}
