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
    chargeLevel: Int, tracerLevel: Int, joined: Int
  ) {
    guard let (layers, counts) = context.species, !diffusivities.driven else { return nil }
    let count = layers.count
    let (plan, directions) = (context.plan, Double(max(1, context.dimensions)))
    // One e cancels against kT in eV.
    let perSlope =
      PhysicalConstants.elementaryCharge * 1e-16
      / (context.volume * 1e-24 * PhysicalConstants.boltzmann * context.temperature)
    let jackknife = Jackknife(replicas, joined: joined) { batch in
      let window = batch.windows[chargeLevel]
      guard let sums = window.species, let long = batch.windows[tracerLevel].species,
        let short = batch.windows[tracerLevel - 1].species, window.pairCount > 0
      else { return Array(repeating: .nan, count: count * (count + 3)) }
      var sigma: [Double] = []
      for i in 0..<count {
        for j in 0..<count {
          let pair = SpeciesSums.index(i, j)
          let slope =
            (sums.products[pair].trace / Double(window.chargeCount)
              + 2 * sums.adjacent[pair].trace / Double(window.pairCount))
            / (2 * plan.lag(chargeLevel) * directions)
          sigma.append(layers.charges[i] * layers.charges[j] * slope * perSlope)
        }
      }
      let tracer = (0..<count).map { species in
        (long.tracer[species].trace / Double(batch.windows[tracerLevel].tracerCount)
          - short.tracer[species].trace / Double(batch.windows[tracerLevel - 1].tracerCount))
          / (2 * (plan.lag(tracerLevel) - plan.lag(tracerLevel - 1)) * directions)
      }
      let total = sigma.reduce(0, +)
      let rigorous = (0..<count).map { i in
        sigma[i * count..<(i + 1) * count].reduce(0, +) / total
      }
      let parts = (0..<count).map { i in
        Double(counts[i]) * layers.charges[i] * layers.charges[i] * tracer[i]
      }
      let all = parts.reduce(0, +)
      return sigma + tracer + rigorous + parts.map { $0 / all }
    }
    let (values, errors) = (jackknife.values, jackknife.errors)
    func estimate(_ index: Int, _ unit: Unit, scale: Double = 1) -> Estimate {
      Estimate(
        value: values[index] * scale, standardError: errors[index] * scale, unit: unit)
    }
    let first = count * count
    names = layers.names
    self.counts = counts
    charges = layers.charges
    conductivity = (0..<count).map { i in
      (0..<count).map { estimate(i * count + $0, .siemensPerCentimetre) }
    }
    tracerDiffusivity = (0..<count).map {
      counts[$0] == 0 ? nil : estimate(first + $0, .squareCentimetrePerSecond, scale: 1e-16)
    }
    transference = (0..<count).map { estimate(first + count + $0, .one) }
    idealTransference = (0..<count).map { estimate(first + 2 * count + $0, .one) }
  }
}
