import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks

extension PointRunner {
  func result(
    _ analysis: TransportAnalysis, _ structure: StructureAnalysis?, _ replicas: [Replica],
    _ context: TransportContext,
    _ plan: EnginePlan, _ pilot: Pilot, seconds: Double
  ) async throws -> PointResult {
    let hops = await hops(replicas)
    var equilibration = 0
    var samples = 0
    var perClass = plan.network.hopClasses.map { _ in 0.0 }
    var skipped = 0.0
    for replica in replicas {
      equilibration += await replica.equilibrationHops
      samples += await replica.samples
      let skippedPerClass = await replica.skippedPerClass
      skipped += skippedPerClass.reduce(0, +)
      perClass = zip(perClass, await replica.hopsPerClass).map { $0 + Double($1) }
      perClass = zip(perClass, skippedPerClass).map { $0 + $1 }
    }
    let ideal = IdealOccupation(plan)
    let converged =
      study.sampling.hops != nil
      || study.relativeError(of: analysis) <= study.sampling.relativeError
    return PointResult(
      temperature: temperature, conductivity: analysis.conductivity,
      chargeDiffusivity: analysis.chargeDiffusivity,
      tracerDiffusivity: analysis.tracerDiffusivity, havenRatio: analysis.havenRatio,
      correlationFactor: analysis.correlationFactor,
      species: SpeciesResult.all(of: analysis.species),
      occupation: Dictionary(
        uniqueKeysWithValues: zip(plan.network.siteKinds, analysis.occupation)),
      idealOccupation: Dictionary(uniqueKeysWithValues: zip(plan.network.siteKinds, ideal.ofKind)),
      principalConductivity: analysis.principalConductivity,
      hopClasses: hopClasses(structure, plan, ideal), mobileFraction: structure?.mobileFraction,
      hopsPerClass: Dictionary(
        uniqueKeysWithValues: zip(plan.network.hopClasses, perClass.map { Int($0.rounded()) })),
      meanSquaredDisplacement: analysis.displacementCurve.map(DisplacementPoint.init),
      driftVelocity: study.field == .zero
        ? nil
        : analysis.driftVelocity.map {
          Estimate(
            value: $0.value * 1e-8, standardError: $0.standardError * 1e-8,
            unit: .centimetrePerSecond)
        },
      hops: hops, skippedHops: plan.usesBasins ? skipped : nil, equilibrationHops: equilibration,
      simulatedTime: Double(samples) * context.plan.interval, wallTime: seconds,
      hopsPerSecond: Double(hops + equilibration) / max(seconds, 1e-9), replicas: replicas.count,
      converged: converged, tracerIsDiffusive: analysis.tracerIsDiffusive,
      warnings: warnings(analysis, pilot, converged: converged))
  }

  func structure(
    of replicas: [Replica], _ bonds: BondSample
  ) async -> StructureAnalysis? {
    var records: [StructureRecord] = []
    for replica in replicas {
      if let record = await replica.structureRecord { records.append(record) }
    }
    return StructureAnalysis(records, bonds: bonds)
  }

  private func hopClasses(
    _ structure: StructureAnalysis?, _ plan: EnginePlan, _ ideal: IdealOccupation
  ) -> [String: HopClassResult]? {
    guard let structure else { return nil }
    // Where ions near hops shift their barriers, the shares are those that a lone ion meets.
    let network = (try? study.environment?.emptied(plan.network)) ?? plan.network
    // What the solver cannot treat, a field or interactions, leaves the shares out.
    let shares =
      network.siteCount > DissipationShares.mostSites || network.layers != nil
        || plan.renewal != nil
      ? nil
      : try? DissipationShares(network, conditions: plan.conditions, occupation: ideal.ofSite)
        .ofClass
    return Dictionary(
      uniqueKeysWithValues: network.hopClasses.enumerated().map { index, name in
        (
          name,
          HopClassResult(
            squaredLengthShare: structure.squaredLengthShare[index],
            dissipationShare: shares?[index], pairCorrelation: structure.pairCorrelation[index])
        )
      })
  }

  private func warnings(
    _ analysis: TransportAnalysis, _ pilot: Pilot, converged: Bool
  ) -> [String] {
    var warnings: [String] = []
    let place = "at \(temperature) K"
    if !converged {
      let error = (1000 * study.relativeError(of: analysis)).rounded() / 10
      let known =
        error.isFinite ? "is known to \(error) % only" : "still depends on the time observed"
      warnings.append(
        "\(place): the \(study.sampling.target.name) \(known); raise maxHops or maxTime")
    }
    if !pilot.settled {
      warnings.append("\(place): the energy was still drifting after the longest equilibration")
    }
    if !analysis.tracerIsDiffusive {
      warnings.append(
        "\(place): single ions are not seen to diffuse (⟨Δr²⟩ ∝ t^\((100 * analysis.tracerExponent.value).rounded() / 100)); their diffusivity, Haven ratio and correlation factor depend on the time observed\(converged ? "; sample longer, with target: tracerDiffusivity until they do" : "; cut short like this, the conductivity may be far too high, too, beyond its error: sample longer, or see what ionhop exact gives")"
      )
    }
    if !analysis.chargeIsDiffusive {
      warnings.append(
        "\(place): the slope of the charge displacement has not settled; sample longer")
    }
    return warnings
  }
}

extension DisplacementPoint {
  init(_ lag: TransportAnalysis.LagPoint) {
    self.init(
      time: lag.time, tracer: lag.tracer?.value, tracerStandardError: lag.tracer?.standardError,
      charge: lag.charge.value, chargeStandardError: lag.charge.standardError)
  }
}
