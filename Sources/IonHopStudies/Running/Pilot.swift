import IonHopCore

/// A first look at a point: how long it takes to reach equilibrium, and how fast hops come.
///
/// It has a random stream of its own, so that what it finds, and with it the whole point,
/// depends on nothing but the study.
struct Pilot {
  /// Physical time to discard in each replica (s).
  let equilibration: Double
  /// Accepted hops per second of physical time.
  let hopRate: Double
  /// False if the energy was still drifting at the longest time tried.
  let settled: Bool

  /// Hops per ion discarded where nothing can drift, at least, and at most.
  private static let fewestHops = 20.0
  private static let mostHops = 20_000.0

  init(_ plan: EnginePlan, generator: String, seed: StreamSeed, wish: Equilibration) throws {
    var engine = try Engine(plan, generator: generator, seed: seed.value)
    let timePerHop = Double(plan.ions) / plan.expectedStepRate
    switch wish {
    case .hopsPerIon(let hops):
      engine.advance(by: min(max(hops, 1), Self.fewestHops) * timePerHop)
      hopRate = Self.rate(engine, plan)
      equilibration = hops * Double(plan.ions) / hopRate
      settled = true
    case .automatic:
      var series = EnergySeries(interval: Self.fewestHops * timePerHop / 32)
      series.extend(to: 32, &engine)
      while !series.isStationary && series.count < Int(32 * Self.mostHops / Self.fewestHops)
        && !Task.isCancelled
      {
        series.extend(to: 2 * series.count, &engine)
      }
      equilibration = engine.time
      hopRate = Self.rate(engine, plan)
      settled = series.isStationary
    }
  }

  private static func rate(_ engine: borrowing Engine, _ plan: EnginePlan) -> Double {
    // A few ions on slow sites may not have hopped yet: the mean-field rate stands in.
    engine.hops > 100 ? Double(engine.hops) / engine.time : plan.expectedStepRate
  }
}

/// Energies at even intervals of time, and whether they still drift.
private struct EnergySeries {
  let interval: Double
  private var values: [Double] = []

  init(interval: Double) { self.interval = interval }

  var count: Int { values.count }

  mutating func extend(to count: Int, _ engine: inout Engine) {
    while values.count < count {
      engine.advance(by: interval)
      values.append(engine.energy())
    }
  }

  /// True if the second and the last quarter have the same mean, within two standard errors
  /// taken from eight blocks each.
  var isStationary: Bool {
    let quarter = values.count / 4
    let (early, earlyError) = mean(values[quarter..<(2 * quarter)])
    let (late, lateError) = mean(values[(3 * quarter)...])
    let error = (earlyError * earlyError + lateError * lateError).squareRoot()
    return abs(early - late) <= 2 * error + 1e-12 * abs(late)
  }

  private func mean(_ part: ArraySlice<Double>) -> (Double, Double) {
    let size = max(1, part.count / 8)
    let blocks = stride(from: part.startIndex, to: part.endIndex, by: size).map { start in
      let block = part[start..<min(start + size, part.endIndex)]
      return block.reduce(0, +) / Double(block.count)
    }
    let n = Double(blocks.count)
    let mean = blocks.reduce(0, +) / n
    let variance = blocks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, n - 1)
    return (mean, (variance / n).squareRoot())
  }
}
