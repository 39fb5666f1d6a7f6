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

  /// - Parameters:
  ///   - saved: the state of an earlier pilot of the same point, to go on from.
  ///   - pause: called now and then with the engine and the energies seen so far (eV).
  /// - Throws: `EngineError`; `StateError` for a state of another point.
  init(
    _ plan: EnginePlan, generator: String, seed: StreamSeed, wish: Equilibration,
    from saved: StateReader? = nil, _ pause: (borrowing Engine, [Double]) -> Void = { _, _ in }
  ) throws {
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
      if var saved { try series.readState(from: &saved, &engine) }
      series.extend(to: series.nextLook, &engine, pause)
      while !series.isStationary && series.count < Int(32 * Self.mostHops / Self.fewestHops)
        && !Task.isCancelled
      {
        series.extend(to: 2 * series.count, &engine, pause)
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

  /// The length at which drift is looked for next: 32 times a power of two.
  var nextLook: Int {
    var length = 32
    while length < values.count { length *= 2 }
    return length
  }

  mutating func extend(
    to count: Int, _ engine: inout Engine, _ pause: (borrowing Engine, [Double]) -> Void
  ) {
    while values.count < count && !Task.isCancelled {
      engine.advance(by: interval)
      values.append(engine.energy())
      pause(engine, values)
    }
  }

  /// Goes on where an earlier series was.
  mutating func readState(
    from reader: inout StateReader, _ engine: inout Engine
  ) throws(StateError) {
    values = try reader.numbers(Double.self, "energies")
    try engine.readState(from: &reader)
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

extension Pilot {
  /// What a pilot at work needs to go on.
  static func state(_ engine: borrowing Engine, _ energies: [Double]) -> [UInt8] {
    var writer = StateWriter()
    writer.write(energies)
    engine.writeState(to: &writer)
    return writer.bytes
  }

  func writeState(to writer: inout StateWriter) {
    writer.write(equilibration)
    writer.write(hopRate)
    writer.write(settled)
  }

  init(from reader: inout StateReader) throws(StateError) {
    equilibration = try reader.number()
    hopRate = try reader.number()
    settled = try reader.flag()
    guard equilibration >= 0, equilibration.isFinite, hopRate > 0, hopRate.isFinite else {
      throw .unfit("equilibration")
    }
  }
}
