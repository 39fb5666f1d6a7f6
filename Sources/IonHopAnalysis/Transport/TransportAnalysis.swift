import Foundation
import IonHopCore

/// What is needed besides the sampled displacements to speak of conductivity.
public struct TransportContext: Sendable {
  /// Lags at which displacements were recorded.
  public var plan: SamplingPlan
  /// Mobile ions.
  public var ions: Int
  /// Sites of each kind, in the order of the network's kinds.
  public var sitesPerKind: [Int]
  /// Å³
  public var volume: Double
  /// Directions in which the network is connected.
  public var dimensions: Int
  /// K
  public var temperature: Double
  /// Root mean square charge of the ions (e).
  public var charge: Double
  /// The species and how many ions of each; nil for one species.
  public var species: (layers: SpeciesLayers, counts: [Int])?
  /// V/Å
  public var field: SIMD3<Double>
  /// Time (s) that the charge takes to settle between blocking boundaries: no slope of its displacement
  /// is taken before. Zero where nothing but single hops must be forgotten.
  public var leastChargeLag = 0.0
  /// The same for the displacements of single ions, where surroundings that renew hold them up.
  public var leastTracerLag = 0.0

  /// What an engine's records are analysed with.
  public init(_ engine: EnginePlan, sampling plan: SamplingPlan) {
    self.plan = plan
    ions = engine.ions
    var perKind = Array(repeating: 0, count: engine.network.siteKinds.count)
    for site in 0..<engine.network.siteCount { perKind[engine.network.kind(of: site)] += 1 }
    sitesPerKind = perKind
    volume = engine.network.cell.volume
    dimensions = engine.network.connectivity().dimensions
    temperature = engine.conditions.temperature
    species = engine.network.layers.map { ($0, engine.counts) }
    charge = engine.network.layers?.meanCharge(of: engine.counts) ?? engine.conditions.charge
    field = engine.conditions.field
  }

  /// Nernst–Einstein: conductivity (S/cm) per charge diffusivity (cm²/s), σ = n q² D_σ / kT.
  public var conductivityPerDiffusivity: Double {
    let perCubicCentimetre = Double(ions) / (volume * 1e-24)
    let coulombs = charge * PhysicalConstants.elementaryCharge
    // One e cancels against kT in eV.
    return perCubicCentimetre * coulombs * charge / (PhysicalConstants.boltzmann * temperature)
  }
}

/// Transport coefficients of one point with standard errors, from the batches of its replicas.
///
/// Charge diffusivity D_σ = d⟨|ΣΔr|²⟩/dt / (2 d N); tracer diffusivity D* likewise of single
/// ions; Haven ratio D*/D_σ; correlation factor D*/D(uncorrelated). A. R. Allnatt, A. B. Lidiard,
/// Atomic Transport in Solids, Cambridge (1993), doi:10.1017/CBO9780511563904.
public struct TransportAnalysis: Sendable {
  /// Dσ of all ions together (cm²/s).
  public let chargeDiffusivity: TensorEstimate
  /// By the Nernst–Einstein relation with Dσ (S/cm).
  public let conductivity: TensorEstimate
  /// The same along its principal axes.
  public let principalConductivity: PrincipalValues
  /// D* of single ions (cm²/s).
  public let tracerDiffusivity: TensorEstimate
  /// D*/Dσ.
  public let havenRatio: Estimate
  /// f = D*/D of uncorrelated hops.
  public let correlationFactor: Estimate
  /// Exponent of the tracer's mean-squared displacement at the longest lags: 1 if diffusive.
  public let tracerExponent: Estimate
  /// False if the tracer is seen to subdiffuse: its mean square grows more slowly than time, or the
  /// slopes at different lags were seen to differ.
  public let tracerIsDiffusive: Bool
  /// Whether the slope of the charge's displacement no longer changes.
  public let chargeIsDiffusive: Bool
  /// True if slopes of both, at the lags used and at longer ones, were seen to agree, so that none of the
  /// diffusivities depends on how long ions were watched.
  public let isSettled: Bool
  /// Mean drift velocity of an ion along x, y, z (Å/s), weighed by charge where there are several
  /// species: zero within its error without a field.
  public let driftVelocity: [Estimate2]
  /// Each species for itself, and with the others; nil for one species.
  public let species: SpeciesTransport?
  /// Occupied share of each kind of site.
  public let occupation: [Estimate]
  /// Mean-squared displacements against lag.
  public let displacementCurve: [LagPoint]
  /// Lags at which the slopes were taken (s).
  public let chargeLag: Double
  /// Lag from which D* was taken (s).
  public let tracerLag: Double

  /// Mean-squared displacements at one lag.
  public struct LagPoint: Sendable {
    /// s
    public let time: Double
    /// Å²; nil below the shortest lag at which ions are followed singly.
    public let tracer: Estimate2?
    /// ⟨|ΣΔr|²⟩/N (Å²).
    public let charge: Estimate2
  }

  /// A value and its error in squared ångström.
  public struct Estimate2: Sendable {
    /// Å²
    public let value: Double
    /// One standard deviation (Å²).
    public let standardError: Double
  }

  private static let squareAngstromToCentimetre = 1e-16

  /// - Returns: nil while there are too few windows to judge anything.
  public init?(_ replicas: [[Batch]], _ context: TransportContext) {
    let diffusivities = Diffusivities(context)
    guard let levels = Self.chooseLevels(replicas, context),
      let axes = PrincipalAxes(
        of: diffusivities.charge(Self.sum(replicas), level: levels.charge.level) ?? .zero)
    else { return nil }
    let directions = Double(max(1, context.dimensions))
    let (chargeLevel, tracerLevel) = (levels.charge.level, levels.tracer.level)
    let grouping = Grouping(replicas, chargeLevel: chargeLevel, tracerLevel: tracerLevel)
    let together = Errors(replicas, joined: grouping.charge) { batch in
      let charge = diffusivities.charge(batch, level: chargeLevel) ?? .zero
      let sites = zip(batch.occupation, context.sitesPerKind).map { ions, sites in
        Double(ions) / (Double(sites) * Double(batch.occupationSamples))
      }
      let drift = diffusivities.velocity(batch) / Double(context.ions)
      return [charge.trace / directions] + Self.components(charge) + [drift.x, drift.y, drift.z]
        + sites + axes.components(of: charge, dimensions: context.dimensions)
    }
    let singly = Errors(replicas, joined: grouping.tracer) { batch in
      let charge = diffusivities.charge(batch, level: chargeLevel) ?? .zero
      let tracer = diffusivities.tracer(batch, level: tracerLevel) ?? .zero
      let free = diffusivities.uncorrelatedTrace(batch)
      return [tracer.trace / directions] + Self.components(tracer) + [
        tracer.trace / charge.trace,
        (diffusivities.plainTracerTrace(batch, level: tracerLevel) ?? .nan) / free,
      ]
    }
    chargeDiffusivity = together.tensor
    tracerDiffusivity = singly.tensor
    conductivity = chargeDiffusivity.scaled(
      by: context.conductivityPerDiffusivity, unit: .siemensPerCentimetre)
    let first = 10 + context.sitesPerKind.count
    principalConductivity = PrincipalValues(
      axes, values: together.values[first...], errors: together.errors[first...],
      dimensions: context.dimensions,
      scale: Self.squareAngstromToCentimetre * context.conductivityPerDiffusivity)
    havenRatio = singly.estimate(7)
    correlationFactor = singly.estimate(8)
    occupation = context.sitesPerKind.indices.map { together.estimate(10 + $0) }
    driftVelocity = (7..<10).map {
      Estimate2(value: together.values[$0], standardError: together.errors[$0])
    }
    species = SpeciesTransport(
      replicas, context, diffusivities, chargeLevel: chargeLevel, tracerLevel: tracerLevel,
      grouping)
    tracerExponent = Self.exponent(replicas, diffusivities)
    // A run too short to compare slopes is judged by the exponent alone.
    tracerIsDiffusive =
      context.dimensions > 0 && levels.tracer.verdict != .unsettled
      && tracerExponent.value + 3 * tracerExponent.standardError > 0.85
    chargeIsDiffusive = context.dimensions > 0 && levels.charge.verdict == .settled
    isSettled = tracerIsDiffusive && chargeIsDiffusive && levels.tracer.verdict == .settled
    displacementCurve = Self.curve(replicas, diffusivities)
    chargeLag = context.plan.lag(levels.charge.level)
    tracerLag = context.plan.lag(levels.tracer.level)
  }

  private static func sum(_ replicas: [[Batch]]) -> Batch {
    let all = Array(replicas.joined())
    var total = all[0]
    for batch in all.dropFirst() { total += batch }
    return total
  }

  private static func chooseLevels(
    _ replicas: [[Batch]], _ context: TransportContext
  ) -> (charge: LagChoice, tracer: LagChoice)? {
    let plan = context.plan
    let diffusivities = Diffusivities(context)
    func windows(_ level: Int, _ count: KeyPath<WindowSums, Int>) -> Int {
      replicas.joined().reduce(0) { $0 + $1.windows[level][keyPath: count] }
    }
    guard
      let charge = LagChoice(
        replicas, levels: Self.firstChargeLevel(replicas, context)..<plan.levels,
        fewestToJudge: Self.fewestChargeWindows, windows: { windows($0, \.pairCount) },
        slopes: { diffusivities.charge($0, level: $1) }),
      // A short run may not reach the lags that are preferred: it takes the longest that it has.
      let tracer = (1...Self.tracerLevelsSkipped).reversed().lazy.compactMap({ skipped in
        LagChoice(
          replicas, levels: Self.firstTracerLevel(context, skipped)..<plan.levels,
          fewestToJudge: Self.fewestTracerWindows, windows: { windows($0, \.tracerCount) },
          slopes: { diffusivities.tracer($0, level: $1) })
      }).first
    else { return nil }
    return (charge, tracer)
  }

  /// With four samples a hop and ion these are one hop an ion for the charge and sixteen for the
  /// tracer: no slope is taken before ions have moved.
  private static let leastChargeLevel = 2
  private static let tracerLevelsSkipped = 3

  private static func firstChargeLevel(
    _ replicas: [[Batch]], _ context: TransportContext
  ) -> Int {
    let plan = context.plan
    let least =
      replicas.joined().contains { $0.fluxCount > 0 }
      ? max(leastChargeLevel, plan.tracerLevel) : leastChargeLevel
    return firstLevel(atLeast: least, reaching: context.leastChargeLag, plan)
  }

  private static func firstTracerLevel(_ context: TransportContext, _ skipped: Int) -> Int {
    let level = context.plan.tracerLevel + skipped
    return context.leastTracerLag > 0
      ? firstLevel(atLeast: level, reaching: context.leastTracerLag, context.plan) : level
  }

  /// The level after the first that is accepted is used: half the least lag may be tried.
  private static func firstLevel(
    atLeast least: Int, reaching time: Double, _ plan: SamplingPlan
  ) -> Int {
    let level = (0..<plan.levels).first { 2 * plan.lag($0) >= time }
    return min(max(least, level ?? plan.levels - 2), max(0, plan.levels - 1))
  }

  /// Windows that tell one lag from another: the square of one displacement of all charge scatters
  /// by its own size, the mean over all ions by far less.
  private static let fewestChargeWindows = 100
  private static let fewestTracerWindows = 24

  /// d ln⟨Δr²⟩ / d ln t between the two longest lags with enough windows.
  private static func exponent(
    _ replicas: [[Batch]], _ diffusivities: Diffusivities
  ) -> Estimate {
    let plan = diffusivities.plan
    let enough = (plan.tracerLevel..<plan.levels).filter { level in
      replicas.joined().reduce(0) { $0 + $1.windows[level].tracerCount } >= 24
    }
    guard let last = enough.last, last > plan.tracerLevel else {
      return Estimate(value: .nan, standardError: .infinity, unit: .one)
    }
    let joined = Grouping.batches(replicas, holding: 1 << last)
    let jackknife = Jackknife(replicas, joined: joined) { batch in
      guard let long = diffusivities.meanSquare(batch, last),
        let short = diffusivities.meanSquare(batch, last - 1)
      else { return [.nan] }
      return [log2(long.trace / short.trace)]
    }
    return Estimate(value: jackknife.values[0], standardError: jackknife.errors[0], unit: .one)
  }

  private static func curve(_ replicas: [[Batch]], _ diffusivities: Diffusivities) -> [LagPoint] {
    let plan = diffusivities.plan
    let jackknife = Jackknife(replicas) { batch in
      (0..<plan.levels).flatMap { level in
        [
          diffusivities.collectiveSquare(batch, level) ?? .nan,
          diffusivities.meanSquare(batch, level)?.trace ?? .nan,
        ]
      }
    }
    return (0..<plan.levels).compactMap { level in
      func estimate(_ i: Int) -> Estimate2? {
        let (value, error) = (jackknife.values[i], jackknife.errors[i])
        return value.isFinite && error.isFinite
          ? Estimate2(value: value, standardError: error) : nil
      }
      guard let charge = estimate(2 * level) else { return nil }
      return LagPoint(time: plan.lag(level), tracer: estimate(2 * level + 1), charge: charge)
    }
  }

  private static func components(_ tensor: Tensor6) -> [Double] { (0..<6).map { tensor[$0] } }
}

extension TransportAnalysis {
  /// Values whose first is the mean of a diffusivity (Å²/s) and whose next six are its components, with
  /// errors from groups of one size.
  private struct Errors {
    let values: [Double]
    let errors: [Double]

    init(_ replicas: [[Batch]], joined: Int, _ function: (Batch) -> [Double]) {
      let jackknife = Jackknife(replicas, joined: joined, function)
      (values, errors) = (jackknife.values, jackknife.errors)
    }

    func estimate(_ index: Int) -> Estimate {
      Estimate(value: values[index], standardError: errors[index], unit: .one)
    }

    /// cm²/s
    var tensor: TensorEstimate {
      TensorEstimate(
        value: values[0], standardError: errors[0], unit: .squareCentimetrePerSecond,
        tensor: Self.matrix(values[1..<7]), tensorStandardError: Self.matrix(errors[1..<7])
      ).scaled(
        by: TransportAnalysis.squareAngstromToCentimetre, unit: .squareCentimetrePerSecond)
    }

    private static func matrix(_ six: ArraySlice<Double>) -> [[Double]] {
      var tensor = Tensor6.zero
      for (i, value) in six.enumerated() { tensor[i] = value }
      return tensor.matrix
    }
  }
}
