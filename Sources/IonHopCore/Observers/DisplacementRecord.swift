/// How a replica is sampled: the same for all replicas of a point.
public struct SamplingPlan: Sendable, Equatable {
  /// Physical time between samples (s).
  public var interval: Double
  /// Lags kept: 1, 2, 4 … 2^(levels − 1) samples.
  public var levels: Int
  /// The shortest lag at which single ions are followed is 2^tracerLevel samples: following
  /// them costs a pass over all sites, following their sum costs nothing.
  public var tracerLevel: Int

  /// Records every `interval` seconds, at lags of 1, 2, 4, … intervals; single ions from
  /// `tracerLevel` on.
  public init(interval: Double, levels: Int = 14, tracerLevel: Int = 3) {
    self.interval = interval
    self.levels = levels
    self.tracerLevel = tracerLevel
  }

  /// Physical time of a window (s).
  public func lag(_ level: Int) -> Double { interval * Double(1 << level) }
}

/// Displacements of one replica in windows of doubling length, in batches of time.
///
/// Windows of one lag do not overlap, so products of displacements over them are independent
/// once the lag exceeds the memory of the motion. A full set of batches is merged pairwise, so
/// that any length of run fits in the same memory: 24 bytes an ion for every tracer lag.
public struct DisplacementRecord: Sendable {
  /// At which lags.
  public let plan: SamplingPlan
  /// Batches of time, from which errors come.
  public internal(set) var batches: [Batch] = []
  var samplesPerBatch: Int
  var sample = 0
  /// Samples taken so far.
  public var samples: Int { sample }
  var open: Batch
  let empty: Batch
  /// Σ of all displacements (Å) at the start of the open window of each level, and the last window.
  var origin: [SIMD3<Double>]
  var previous: [SIMD3<Double>?]
  var ionOrigins: [[Double]]
  var positions: [Double]
  var lastHops: Int
  var lastSquares: Double
  var lastPerClass: [Int]
  var lastDisplacement: SIMD3<Double>
  var species: SpeciesRecord?
  var lastSums: [SIMD3<Double>]
  /// Nil for positions as they are.
  let coordinates: HarmonicCoordinates?
  /// Drift of these coordinates at the start of the open window of each level from `tracerLevel`.
  var drifts: [SIMD3<Double>]

  /// Batches at most; twice as many as remain after a merger.
  static let capacity = 64

  /// - Parameter coordinates: where the displacement of all ions together is followed; single ions
  ///   are followed by their positions. Not for several species.
  public init(
    _ engine: borrowing Engine, plan: SamplingPlan, coordinates: HarmonicCoordinates? = nil
  ) {
    self.plan = plan
    self.coordinates = coordinates
    empty = Batch(
      levels: plan.levels, classes: engine.plan.network.hopClasses.count,
      kinds: engine.plan.network.siteKinds.count)
    open = empty
    samplesPerBatch = 1 << plan.tracerLevel
    species = SpeciesRecord(engine, levels: plan.levels)
    lastSums = species?.sums ?? []
    let collective = species?.weighted ?? engine.travelled(in: coordinates)
    origin = Array(repeating: collective, count: plan.levels)
    previous = Array(repeating: nil, count: plan.levels)
    positions = Array(repeating: 0, count: 3 * engine.plan.ions)
    engine.writePositions(into: &positions)
    ionOrigins = Array(repeating: positions, count: max(0, plan.levels - plan.tracerLevel))
    var drift = SIMD3<Double>.zero
    if let coordinates, coordinates.hasRates { drift = engine.flux(in: coordinates).drift }
    drifts = Array(repeating: drift, count: max(0, plan.levels - plan.tracerLevel))
    lastHops = engine.hops
    lastSquares = engine.squaredHopLengths
    lastPerClass = engine.hopsPerClass
    lastDisplacement = collective
  }

  /// Advances the engine by one interval and records it.
  ///
  /// - Returns: false if the hop limit cut the interval short; nothing is recorded then.
  public mutating func takeSample(_ engine: inout Engine, hopLimit: Int = .max) -> Bool {
    let before = engine.hops
    engine.advance(by: plan.interval, hops: hopLimit)
    if engine.hops - before >= hopLimit { return false }
    sample += 1
    species?.look(at: engine)
    recordCollective(species?.weighted ?? engine.travelled(in: coordinates))
    if sample % (1 << plan.tracerLevel) == 0 {
      recordIons(engine)
      recordFlux(engine)
    }
    open.samples += 1
    if sample % samplesPerBatch == 0 { closeBatch(engine) }
    return true
  }

  private mutating func recordCollective(_ total: SIMD3<Double>) {
    var level = 0
    while level < plan.levels && sample % (1 << level) == 0 {
      let step = total - origin[level]
      open.windows[level].chargeCount += 1
      open.windows[level].charge += Tensor6(step, step)
      if let last = previous[level] {
        open.windows[level].pairCount += 1
        open.windows[level].chargePairs += Tensor6(last, step)
      }
      species?.closeWindow(level, &open.windows[level])
      previous[level] = step
      origin[level] = total
      level += 1
    }
  }

  private mutating func recordIons(_ engine: borrowing Engine) {
    engine.writePositions(into: &positions)
    let counts = engine.occupationCounts()
    for kind in counts.indices { open.occupation[kind] += counts[kind] }
    open.occupationSamples += 1
    var level = plan.tracerLevel
    while level < plan.levels && sample % (1 << level) == 0 {
      let index = level - plan.tracerLevel
      open.windows[level].tracer +=
        species?.tracer(positions, since: ionOrigins[index], &open.windows[level])
        ?? meanSquare(since: ionOrigins[index])
      open.windows[level].tracerCount += 1
      ionOrigins[index] = positions
      level += 1
    }
  }

  /// What hops are about to do, and how far their drift foretells the window that just ended.
  private mutating func recordFlux(_ engine: borrowing Engine) {
    guard let coordinates, coordinates.hasRates else { return }
    let flux = engine.flux(in: coordinates)
    open.flux += flux.square
    open.fluxCount += 1
    var level = plan.tracerLevel
    while level < plan.levels && sample % (1 << level) == 0 {
      let index = level - plan.tracerLevel
      if let step = previous[level] {
        open.windows[level].driftMemory += Tensor6(drifts[index] - flux.drift, step)
      }
      drifts[index] = flux.drift
      level += 1
    }
  }

  /// Mean over ions of Δr Δrᵀ.
  private func meanSquare(since start: [Double]) -> Tensor6 {
    var sum = Tensor6.zero
    for i in stride(from: 0, to: positions.count, by: 3) {
      let d = SIMD3(
        positions[i] - start[i], positions[i + 1] - start[i + 1], positions[i + 2] - start[i + 2])
      sum += Tensor6(d, d)
    }
    return sum / Double(positions.count / 3)
  }

  private mutating func closeBatch(_ engine: borrowing Engine) {
    open.hops = engine.hops - lastHops
    open.squaredHopLengths = engine.squaredHopLengths - lastSquares
    let perClass = engine.hopsPerClass
    for i in perClass.indices { open.hopsPerClass[i] = perClass[i] - lastPerClass[i] }
    let displacement = species?.weighted ?? engine.travelled(in: coordinates)
    open.displacement = displacement - lastDisplacement
    lastDisplacement = displacement
    if let species {
      open.speciesDisplacements = zip(species.sums, lastSums).map { $0 - $1 }
      lastSums = species.sums
    }
    (lastHops, lastSquares, lastPerClass) = (engine.hops, engine.squaredHopLengths, perClass)
    batches.append(open)
    open = empty
    if batches.count == Self.capacity { mergePairs() }
  }

  private mutating func mergePairs() {
    batches = stride(from: 0, to: batches.count, by: 2).map { i in
      var pair = batches[i]
      pair += batches[i + 1]
      return pair
    }
    samplesPerBatch *= 2
  }
}
