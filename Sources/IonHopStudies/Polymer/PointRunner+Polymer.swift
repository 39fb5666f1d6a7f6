import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks

extension PointRunner {
  /// What replicas are to watch of a polymer beside displacements.
  ///
  /// - Parameter interval: of samples (s).
  func polymerRecords(
    _ plan: EnginePlan, interval: Double
  ) throws -> (pairing: PairingRecord?, chains: ChainRecord?) {
    let pairing = study.pairing(on: plan.network).map { PairingRecord($0, on: plan.network) }
    guard let polymer = study.polymer, polymer.chainMotion != nil else { return (pairing, nil) }
    let rate = polymer.model.renewalRate(at: temperature)
    let kept = try polymer.model.state(at: temperature).siteOfPolymer
    let chains = polymer.model.topology.chainOfSite
    let samples = (1 / max(rate * interval, 1e-9)).rounded()
    return (
      pairing, ChainRecord(chainOfSite: kept.map { chains[$0] }, stride: max(1, Int(samples)))
    )
  }

  /// What the point tells of pairs and of chains that carry ions.
  func addPolymer(to result: inout PointResult, _ point: OpenPoint) async throws {
    guard let polymer = study.polymer else { return }
    var censuses: [IonPairing.Census] = []
    var chains: [ChainRecord] = []
    for replica in point.replicas {
      if let census = await replica.census { censuses.append(census) }
      if let record = await replica.chainRecord { chains.append(record) }
    }
    result.pairing = PairingResult(censuses)
    guard let motion = polymer.chainMotion else { return }
    let rate = polymer.model.renewalRate(at: temperature)
    guard rate > 0 else { return }
    guard let carried = try carried(chains, motion, rate, point.sampling.interval) else {
      result.warnings.append(
        "at \(temperature) K: no cation was seen to change its chain, so that what chains carry is left out; sample longer"
      )
      return
    }
    result.add(carried, counts: point.plan.counts, layers: point.plan.network.layers, point.context)
  }

  private func carried(
    _ records: [ChainRecord], _ motion: ChainMotion, _ rate: Double, _ interval: Double
  ) throws -> ChainMotionResult? {
    let chain = try motion.chain(renewalRate: rate)
    let times = records.compactMap { record in
      record.meanLooks.map { $0 * Double(record.stride) * interval }
    }
    guard !times.isEmpty else { return nil }
    let time = Estimate(meanOf: times, unit: .second)
    let value = chain.carriedDiffusivity(transferTime: time.value) * 1e-16
    // A slope by a difference over one per cent of the time.
    let higher = chain.carriedDiffusivity(transferTime: 1.01 * time.value) * 1e-16
    let error = abs(higher - value) / (0.01 * time.value) * time.standardError
    return ChainMotionResult(
      residenceTime: time,
      carriedDiffusivity: Estimate(
        value: value, standardError: error, unit: .squareCentimetrePerSecond),
      rouseTime: chain.rouseTime, beads: chain.beads)
  }
}

extension PointResult {
  /// Adds what chains carry to the diffusivities and conductivities of the hops.
  ///
  /// Chains and hops are independent, and so are the cations, each on a chain of its own: the
  /// conductivity grows by n z² e² D/kT.
  mutating func add(
    _ carried: ChainMotionResult, counts: [Int], layers: SpeciesLayers?, _ context: TransportContext
  ) {
    chainMotion = carried
    let d = carried.carriedDiffusivity
    let charges = layers?.charges ?? [context.charge]
    let weights = zip(counts, charges).map { Double($0) * $1 * $1 }
    // Of all ions, weighed as `tracerDiffusivity` and the Nernst–Einstein factor weigh them.
    let share = weights[0] / weights.reduce(0, +)
    let sigma = share * context.conductivityPerDiffusivity
    let haven = havenRatio
    let before = (tracerDiffusivity.value, chargeDiffusivity.value)
    conductivity.add(d, times: sigma)
    chargeDiffusivity.add(d, times: share)
    tracerDiffusivity.add(d, times: share)
    principalConductivity?.add(d, times: sigma)
    let ratio = tracerDiffusivity.value / chargeDiffusivity.value
    // The part that chains carry counts above and below the line alike.
    let scale = before.1 / chargeDiffusivity.value
    havenRatio = Estimate(
      value: ratio,
      standardError: hypot(
        haven.standardError * scale,
        d.standardError * share * abs(1 - ratio) / chargeDiffusivity.value), unit: haven.unit)
    addToSpecies(d, sigma, counts: counts, charges: charges)
  }

  private mutating func addToSpecies(
    _ d: Estimate, _ sigma: Double, counts: [Int], charges: [Double]
  ) {
    guard var all = species, let name = all.first?.name else { return }
    let total = conductivity.value
    all[0].tracerDiffusivity?.add(d, times: 1)
    all[0].conductivityWith[name]?.add(d, times: sigma)
    let ideal = zip(all, zip(counts, charges)).map { species, ion in
      Double(ion.0) * ion.1 * ion.1 * (species.tracerDiffusivity?.value ?? 0)
    }
    let sum = ideal.reduce(0, +)
    for index in all.indices {
      let own = all[index].conductivityWith.values.reduce(0) { $0 + $1.value }
      // A sure addition to the whole shrinks the error of a share.
      let old = total - d.value * sigma
      all[index].transferenceNumber.standardError *= old / total
      all[index].transferenceNumber.value = own / total
      let oldSum = sum - Double(counts[0]) * charges[0] * charges[0] * d.value
      all[index].idealTransferenceNumber.standardError *= oldSum / sum
      all[index].idealTransferenceNumber.value = ideal[index] / sum
    }
    species = all
  }
}

extension Estimate {
  /// Adds an independent estimate times a factor.
  mutating func add(_ other: Estimate, times factor: Double) {
    value += other.value * factor
    standardError = hypot(standardError, other.standardError * factor)
  }
}

extension TensorEstimate {
  /// Adds an isotropic estimate times a factor, independent of this one.
  mutating func add(_ other: Estimate, times factor: Double) {
    value += other.value * factor
    standardError = hypot(standardError, other.standardError * factor)
    for axis in tensor.indices where tensor[axis].indices.contains(axis) {
      tensor[axis][axis] += other.value * factor
      tensorStandardError[axis][axis] = hypot(
        tensorStandardError[axis][axis], other.standardError * factor)
    }
  }
}

extension PrincipalValues {
  mutating func add(_ other: Estimate, times factor: Double) {
    for axis in values.indices { values[axis].add(other, times: factor) }
    guard let first = values.first, let last = values.last, last.value > 0, anisotropy != nil
    else { return }
    anisotropy?.value = first.value / last.value
  }
}
