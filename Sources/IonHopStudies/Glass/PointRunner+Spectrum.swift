import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields

extension PointRunner {
  /// Adds the spectrum, where the study asks for one.
  ///
  /// - Throws: `SpectrumError`.
  func addSpectrum(to result: inout PointResult, _ point: OpenPoint) async throws {
    guard let wish = study.spectrum, !Task.isCancelled else { return }
    let own = Double(wish.hops) / Double(point.replicas.count)
    let plan = SpectrumPlan(
      fastest: point.plan.fastestExit, duration: own / point.pilot.hopRate)
    let records = try await map(point.replicas) { replica in
      await replica.recordSpectrum(plan)
    }
    let found = records.compactMap(\.self)
    guard found.count == records.count else { return }
    result.spectrum = try spectrum(found, plan, point, perDecade: wish.perDecade)
  }

  private func spectrum(
    _ records: [SpectrumRecord], _ plan: SpectrumPlan, _ point: OpenPoint, perDecade: Int
  ) throws -> SpectrumResult {
    let context = point.context
    let scale = context.conductivityPerDiffusivity * 1e-16
    let slopes = records.map { $0.squaredHopLengths / $0.duration }
    let slope = slopes.reduce(0, +) / Double(slopes.count)
    let all = plan.frequencies(
      from: 1 / records[0].duration, perDecade: perDecade)
    let sampled = try DisplacementSpectrum(
      records.map(\.displacements), ions: context.ions, dimensions: context.dimensions,
      angularFrequencies: all, initialSlope: slope, fewestWindows: Self.fewestWindows)
    func estimate(_ value: Double, _ error: Double) -> Estimate {
      Estimate(
        value: scale * value, standardError: scale * error, unit: .siemensPerCentimetre)
    }
    let network = networkSpectrum(point.plan, all)
    var points: [SpectrumPoint] = []
    for (index, value) in sampled.points.enumerated() {
      let isSampled = value.angularFrequency * sampled.longestLag >= 1
      let solved = network?.points[index]
      guard isSampled || solved != nil else { continue }
      points.append(
        SpectrumPoint(
          angularFrequency: value.angularFrequency,
          real: isSampled ? estimate(value.real, value.realError) : nil,
          imaginary: isSampled ? estimate(value.imaginary, value.imaginaryError) : nil,
          networkReal: solved.map { scale * $0.real },
          networkImaginary: solved.map { scale * $0.imaginary }))
    }
    let perIon = 1 / (2 * Double(context.dimensions * context.ions))
    let high = Estimate.average(slopes.map { estimate(perIon * $0, 0) })
    return SpectrumResult(
      points: points, network: network?.method, highFrequencyConductivity: high)
  }

  /// Of the longest lag, over all replicas: the dc limit of the spectrum has an error of a tenth.
  private static let fewestWindows = 200

  /// Sites up to which a spectrum takes some ten seconds.
  private static let mostNetworkSites = 1500

  /// The network solver's charge diffusivities; nil where it cannot treat the model, or not in time.
  private func networkSpectrum(
    _ plan: EnginePlan, _ frequencies: [Double]
  ) -> (points: [AdmittanceSpectrum.Point], method: SpectrumResult.NetworkMethod)? {
    let network = plan.network
    guard network.siteCount <= Self.mostNetworkSites, !network.hasPairs,
      plan.conditions.pairEnergy == 0, network.compoundEvents.count == 0,
      study.environment == nil
    else { return nil }
    let first = network.energy(of: 0)
    let isUniform = (0..<network.siteCount).allSatisfy { network.energy(of: $0) == first }
    let occupation =
      plan.ions == 1
      ? []
      : isUniform
        ? Array(repeating: uniformOccupation(plan), count: network.siteCount)
        : IdealOccupation(plan).ofSite
    let spectrum = try? AdmittanceSpectrum(
      network, conditions: plan.conditions, angularFrequencies: frequencies,
      occupation: occupation)
    return spectrum.map { ($0.points, plan.ions == 1 || isUniform ? .exact : .meanField) }
  }

  /// Wall time that the spectrum will take (s), judged by the rate of hops and one frequency of the solver.
  ///
  /// - Parameter hopsPerSecond: of all replicas together.
  func spectrumSeconds(_ point: OpenPoint, hopsPerSecond: Double) -> Double {
    guard let wish = study.spectrum else { return 0 }
    let duration = Double(wish.hops) / Double(point.replicas.count) / point.pilot.hopRate
    let frequencies = SpectrumPlan(fastest: point.plan.fastestExit, duration: duration)
      .frequencies(from: 1 / duration, perDecade: wish.perDecade)
    let began = Date()
    let solved = networkSpectrum(point.plan, Array(frequencies.prefix(1)))
    let share = solved == nil ? 0 : Double(frequencies.count)
    return Double(wish.hops) / hopsPerSecond + share * Date().timeIntervalSince(began)
  }

  /// f for which 1 − f is the share of sites that an ion finds free, (Ns − N)/(Ns − 1).
  private func uniformOccupation(_ plan: EnginePlan) -> Double {
    Double(plan.ions - 1) / Double(plan.network.siteCount - 1)
  }
}
