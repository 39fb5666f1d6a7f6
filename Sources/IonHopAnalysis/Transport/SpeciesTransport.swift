import IonHopCore

/// What each of several mobile species does for transport, alone and together with the others.
///
/// With Onsager coefficients from the displacements ΔR_i of all ions of species i,
/// σ_ij = z_i z_j e² d⟨ΔR_i·ΔR_j⟩/dt / (2 d V kT), the conductivity is Σ σ_ij and the transference
/// number of i is Σ_j σ_ij/σ: what it carries of the current in a mixture of even composition.
/// K. D. Fong, J. Self, B. D. McCloskey, K. A. Persson, Macromolecules 53, 9503 (2020),
/// doi:10.1021/acs.macromol.0c02001.
public struct SpeciesTransport: Sendable {
  /// Names of the species.
  public let names: [String]
  /// Ions of each species.
  public let counts: [Int]
  /// e
  public let charges: [Double]
  /// Tracer diffusivity of each species (cm²/s); nil for a species without ions.
  public let tracerDiffusivity: [Estimate?]
  /// σ_ij (S/cm)
  public let conductivity: [[Estimate]]
  /// Rigorous transference numbers, from all σ_ij.
  public let transference: [Estimate]
  /// Transference numbers of ions that know nothing of each other: N_i z_i² D_i/Σ N_j z_j² D_j.
  public let idealTransference: [Estimate]

  /// - Returns: nil for one species, or where a field drives them.
  init?(
    _ replicas: [[Batch]], _ context: TransportContext, _ diffusivities: Diffusivities,
    chargeLevel: Int, tracerLevel: Int, _ grouping: Grouping
  ) {
    guard let (layers, counts) = context.species, !diffusivities.driven else { return nil }
    let count = layers.count
    let slopes = SpeciesSlopes(
      context, charges: layers.charges, chargeLevel: chargeLevel, tracerLevel: tracerLevel)
    let together = Jackknife(replicas, joined: grouping.charge) { batch in
      guard let sigma = slopes.conductivity(batch) else {
        return Array(repeating: .nan, count: count * (count + 1))
      }
      let total = sigma.reduce(0, +)
      return sigma
        + (0..<count).map { i in sigma[i * count..<(i + 1) * count].reduce(0, +) / total }
    }
    let singly = Jackknife(replicas, joined: grouping.tracer) { batch in
      guard let tracer = slopes.tracer(batch) else {
        return Array(repeating: .nan, count: 2 * count)
      }
      let parts = (0..<count).map { i in
        Double(counts[i]) * layers.charges[i] * layers.charges[i] * tracer[i]
      }
      let all = parts.reduce(0, +)
      return tracer + parts.map { $0 / all }
    }
    func estimate(
      _ jackknife: Jackknife, _ index: Int, _ unit: Unit, scale: Double = 1
    ) -> Estimate {
      Estimate(
        value: jackknife.values[index] * scale, standardError: jackknife.errors[index] * scale,
        unit: unit)
    }
    names = layers.names
    self.counts = counts
    charges = layers.charges
    conductivity = (0..<count).map { i in
      (0..<count).map { estimate(together, i * count + $0, .siemensPerCentimetre) }
    }
    tracerDiffusivity = (0..<count).map {
      counts[$0] == 0 ? nil : estimate(singly, $0, .squareCentimetrePerSecond, scale: 1e-16)
    }
    transference = (0..<count).map { estimate(together, count * count + $0, .one) }
    idealTransference = (0..<count).map { estimate(singly, count + $0, .one) }
  }
}

/// Slopes of the displacements of several species.
private struct SpeciesSlopes {
  let plan: SamplingPlan
  let charges: [Double]
  let chargeLevel: Int
  let tracerLevel: Int
  private let directions: Double
  /// S/cm per Å²/s and squared charge.
  private let conductivityPerSlope: Double

  init(
    _ context: TransportContext, charges: [Double], chargeLevel: Int, tracerLevel: Int
  ) {
    (plan, self.charges) = (context.plan, charges)
    (self.chargeLevel, self.tracerLevel) = (chargeLevel, tracerLevel)
    directions = Double(max(1, context.dimensions))
    // One e cancels against kT in eV.
    conductivityPerSlope =
      PhysicalConstants.elementaryCharge * 1e-16
      / (context.volume * 1e-24 * PhysicalConstants.boltzmann * context.temperature)
  }

  /// σ_ij (S/cm), row by row.
  func conductivity(_ batch: Batch) -> [Double]? {
    let window = batch.windows[chargeLevel]
    guard let sums = window.species, window.pairCount > 0 else { return nil }
    return charges.indices.flatMap { i in
      charges.indices.map { j in
        let pair = SpeciesSums.index(i, j)
        let slope =
          (sums.products[pair].trace / Double(window.chargeCount)
            + 2 * sums.adjacent[pair].trace / Double(window.pairCount))
          / (2 * plan.lag(chargeLevel) * directions)
        return charges[i] * charges[j] * slope * conductivityPerSlope
      }
    }
  }

  /// D* of each species (Å²/s).
  func tracer(_ batch: Batch) -> [Double]? {
    let (long, short) = (batch.windows[tracerLevel], batch.windows[tracerLevel - 1])
    guard let far = long.species, let near = short.species else { return nil }
    return charges.indices.map { species in
      (far.tracer[species].trace / Double(long.tracerCount)
        - near.tracer[species].trace / Double(short.tracerCount))
        / (2 * (plan.lag(tracerLevel) - plan.lag(tracerLevel - 1)) * directions)
    }
  }
}
