import IonHopCore

/// Diffusivities of a sum of batches, as slopes of mean-squared displacements (Å²/s).
///
/// A slope between two lags is free of the constant that short-time motion adds to ⟨Δr²⟩;
/// ⟨Δr²⟩/2dt from the start is not, and is wrong by a few per cent at the usual lengths.
struct Diffusivities {
  let plan: SamplingPlan
  let ions: Double
  /// Ions of each species and their weights; empty for one species.
  private let species: [(ions: Double, weight: Double)]
  /// True where a field drives the ions: the mean drift is then taken out of every window.
  let driven: Bool

  init(_ context: TransportContext) {
    plan = context.plan
    ions = Double(context.ions)
    driven = context.field != .zero
    species =
      context.species.map { species in
        zip(species.counts, species.layers.charges).map {
          (Double($0), context.charge > 0 ? $1 / context.charge : 0)
        }
      } ?? []
  }

  /// Charge diffusivity tensor from windows of 2^level samples and their next neighbours:
  /// D = (⟨ΔRΔRᵀ⟩ + 2⟨ΔR ΔR′ᵀ⟩)/(2 N τ), the slope of the collective displacement between τ and 2τ.
  func charge(_ batch: Batch, level: Int) -> Tensor6? {
    if batch.fluxCount > 0 { return fluxCharge(batch, level: level) }
    let sums = batch.windows[level]
    guard sums.chargeCount > 0, sums.pairCount > 0 else { return nil }
    let mean = sums.charge / Double(sums.chargeCount)
    let memory = sums.chargePairs / Double(sums.pairCount)
    let drift = driftSquare(batch, lag: plan.lag(level))
    return (mean + 2 * memory - 3 * drift) / (2 * ions * plan.lag(level))
  }

  /// The same slope at τ where the hops that were possible are on record (`HarmonicCoordinates`):
  /// D = (⟨Σ k Δy Δyᵀ⟩ − ⟨(J₀ − J_τ) ΔYᵀ⟩)/(2N), J = Σ k Δy.
  ///
  /// Y is a martingale plus ∫J dt, and reversible motion turned round has −ΔY and the same J; so that
  /// d⟨ΔYΔYᵀ⟩/dt = ⟨Σ k Δy Δyᵀ⟩ − 2 ∫₀^τ ⟨J(0)J(s)ᵀ⟩ ds, and the integral is ⟨J₀ ΔYᵀ⟩ = −⟨J_τ ΔYᵀ⟩.
  /// Where J vanishes a look at who may hop tells as much as all hops to come.
  private func fluxCharge(_ batch: Batch, level: Int) -> Tensor6? {
    let sums = batch.windows[level]
    guard sums.chargeCount > 0, level >= plan.tracerLevel else { return nil }
    return (batch.flux / Double(batch.fluxCount) - sums.driftMemory / Double(sums.chargeCount))
      / (2 * ions)
  }

  /// Mean velocity of the sum of all ions (Å/s).
  func velocity(_ batch: Batch) -> SIMD3<Double> {
    batch.displacement / (Double(batch.samples) * plan.interval)
  }

  private func driftSquare(_ batch: Batch, lag: Double) -> Tensor6 {
    guard driven else { return .zero }
    let step = velocity(batch) * lag
    return Tensor6(step, step)
  }

  /// Tracer diffusivity tensor: the slope of ⟨ΔrΔrᵀ⟩ between lags of `level − 1` and `level`.
  func tracer(_ batch: Batch, level: Int) -> Tensor6? {
    guard level > plan.tracerLevel, let long = meanSquare(batch, level),
      let short = meanSquare(batch, level - 1)
    else { return nil }
    return (long - short) / (2 * (plan.lag(level) - plan.lag(level - 1)))
  }

  /// The trace of the tracer diffusivity of all ions alike, whatever their charges (Å²/s times
  /// dimensions): what `uncorrelatedTrace` is compared with.
  func plainTracerTrace(_ batch: Batch, level: Int) -> Double? {
    guard !species.isEmpty else { return tracer(batch, level: level)?.trace }
    guard let long = plainSquare(batch, level), let short = plainSquare(batch, level - 1) else {
      return nil
    }
    return (long - short) / (2 * (plan.lag(level) - plan.lag(level - 1)))
  }

  private func plainSquare(_ batch: Batch, _ level: Int) -> Double? {
    let window = batch.windows[level]
    guard let sums = window.species, window.tracerCount > 0 else { return nil }
    let lag = plan.lag(level) / (Double(batch.samples) * plan.interval)
    return species.indices.reduce(0) { total, index in
      let count = species[index].ions
      guard count > 0 else { return total }
      let step = driven ? batch.speciesDisplacements[index] / count * lag : .zero
      return total
        + count / ions * (sums.tracer[index].trace / Double(window.tracerCount) - dot(step, step))
    }
  }

  /// ⟨ΔrΔrᵀ⟩ of single ions at a lag (Å²), weighed by their charges squared.
  func meanSquare(_ batch: Batch, _ level: Int) -> Tensor6? {
    let sums = batch.windows[level]
    guard sums.tracerCount > 0 else { return nil }
    return sums.tracer / Double(sums.tracerCount) - tracerDriftSquare(batch, lag: plan.lag(level))
  }

  /// What drift alone would make of it.
  private func tracerDriftSquare(_ batch: Batch, lag: Double) -> Tensor6 {
    guard driven else { return .zero }
    if species.isEmpty { return driftSquare(batch, lag: lag) / (ions * ions) }
    let time = Double(batch.samples) * plan.interval
    return species.indices.reduce(Tensor6.zero) { sum, index in
      let (count, weight) = species[index]
      guard count > 0 else { return sum }
      let step = batch.speciesDisplacements[index] / (count * time) * lag
      return sum + count / ions * weight * weight * Tensor6(step, step)
    }
  }

  /// ⟨|ΔR|²⟩/N of all ions together at a lag (Å²).
  func collectiveSquare(_ batch: Batch, _ level: Int) -> Double? {
    let sums = batch.windows[level]
    return sums.chargeCount > 0 ? sums.charge.trace / (Double(sums.chargeCount) * ions) : nil
  }

  /// What D would be if no hop remembered the one before: Σℓ²/(2 N t) (Å²/s times dimensions).
  func uncorrelatedTrace(_ batch: Batch) -> Double {
    batch.squaredHopLengths / (2 * ions * Double(batch.samples) * plan.interval)
  }
}
