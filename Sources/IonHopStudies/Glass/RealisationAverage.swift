import Foundation
import IonHopAnalysis

extension Estimate {
  /// The mean of one quantity over several networks.
  ///
  /// Its error is that of a mean of values that scatter, s/√n: both from sampling, by which each is
  /// uncertain, and from network to network. It is no less than what sampling alone accounts for.
  static func average(_ parts: [Estimate]) -> Estimate {
    let n = Double(parts.count)
    let mean = parts.reduce(0) { $0 + $1.value } / n
    let sampling = sampling(parts)
    guard parts.count > 1 else {
      return Estimate(value: mean, standardError: sampling, unit: parts[0].unit)
    }
    let squares = parts.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) }
    return Estimate(
      value: mean, standardError: max(sampling, (squares / (n * (n - 1))).squareRoot()),
      unit: parts[0].unit)
  }

  /// The part of the mean's error that is from sampling.
  static func sampling(_ parts: [Estimate]) -> Double {
    parts.reduce(0) { $0 + $1.standardError * $1.standardError }.squareRoot()
      / Double(parts.count)
  }

  /// Nil unless all are known.
  static func average(_ parts: [Estimate?]) -> Estimate? {
    let known = parts.compactMap(\.self)
    return known.count == parts.count && !known.isEmpty ? .average(known) : nil
  }

  /// Key by key.
  static func average(_ parts: [[String: Estimate]]) -> [String: Estimate] {
    let keys = Set(parts.flatMap(\.keys))
    return Dictionary(
      uniqueKeysWithValues: keys.compactMap { key in
        average(parts.map { $0[key] }).map { (key, $0) }
      })
  }
}

extension TensorEstimate {
  /// Component by component, and the trace by itself.
  static func average(_ parts: [TensorEstimate]) -> TensorEstimate {
    let mean = Estimate.average(parts.map(\.mean))
    let components = (0..<3).map { row in
      (0..<3).map { column in
        Estimate.average(
          parts.map {
            Estimate(
              value: $0.tensor[row][column], standardError: $0.tensorStandardError[row][column],
              unit: $0.unit)
          })
      }
    }
    return TensorEstimate(
      value: mean.value, standardError: mean.standardError, unit: mean.unit,
      tensor: components.map { $0.map(\.value) },
      tensorStandardError: components.map { $0.map(\.standardError) })
  }
}

extension PointResult {
  /// The mean over networks, each of which was run by itself.
  ///
  /// Ratios such as the Haven ratio are means of ratios. Principal values, whose axes differ from network
  /// to network, are left out; displacement curves, and how they subdiffuse, are those of the first network.
  static func average(_ parts: [PointResult]) -> PointResult {
    var mean = parts[0]
    mean.conductivity = .average(parts.map(\.conductivity))
    mean.chargeDiffusivity = .average(parts.map(\.chargeDiffusivity))
    mean.tracerDiffusivity = .average(parts.map(\.tracerDiffusivity))
    mean.havenRatio = .average(parts.map(\.havenRatio))
    mean.correlationFactor = .average(parts.map(\.correlationFactor))
    mean.species = SpeciesResult.average(parts.map(\.species))
    mean.occupation = Estimate.average(parts.map(\.occupation))
    mean.idealOccupation = average(parts.map { $0.idealOccupation ?? [:] })
    if parts.count > 1 { mean.principalConductivity = nil }
    mean.hopClasses = HopClassResult.average(parts.map(\.hopClasses))
    mean.mobileFraction = .average(parts.map(\.mobileFraction))
    mean.hopsPerClass = parts.map(\.hopsPerClass).reduce([:]) {
      $0.merging($1, uniquingKeysWith: +)
    }
    mean.hops = parts.reduce(0) { $0 + $1.hops }
    let skipped = parts.compactMap(\.skippedHops)
    mean.skippedHops = skipped.isEmpty ? nil : skipped.reduce(0, +)
    mean.equilibrationHops = parts.reduce(0) { $0 + $1.equilibrationHops }
    mean.simulatedTime = parts.reduce(0) { $0 + $1.simulatedTime }
    mean.wallTime = parts.reduce(0) { $0 + $1.wallTime }
    mean.hopsPerSecond = Double(mean.hops + mean.equilibrationHops) / max(mean.wallTime, 1e-9)
    mean.driftVelocity = driftVelocity(parts)
    mean.tracerIsDiffusive = parts.allSatisfy(\.tracerIsDiffusive)
    mean.spectrum = SpectrumResult.average(parts.compactMap(\.spectrum))
    mean.glass = glass(parts, mean.conductivity.mean)
    return mean
  }

  private static func average(_ parts: [[String: Double]]) -> [String: Double]? {
    let sums = parts.reduce([:]) { $0.merging($1, uniquingKeysWith: +) }
    return sums.isEmpty ? nil : sums.mapValues { $0 / Double(parts.count) }
  }

  private static func driftVelocity(_ parts: [PointResult]) -> [Estimate]? {
    let known = parts.compactMap(\.driftVelocity)
    guard known.count == parts.count else { return nil }
    return (0..<3).map { axis in .average(known.map { $0[axis] }) }
  }

  private static func glass(_ parts: [PointResult], _ mean: Estimate) -> GlassPointResult {
    let sampling = Estimate.sampling(parts.map(\.conductivity.mean))
    let rest = mean.standardError * mean.standardError - sampling * sampling
    return GlassPointResult(
      samplingError: sampling,
      realisationError: parts.count > 1 ? max(0, rest).squareRoot() : nil,
      trappedFraction: .average(parts.map { $0.glass?.trappedFraction }),
      subdiffusion: parts[0].glass?.subdiffusion,
      networks: parts.flatMap { $0.glass?.networks ?? [] })
  }
}

extension SpeciesResult {
  /// Species by species; nil for one.
  static func average(_ parts: [[SpeciesResult]?]) -> [SpeciesResult]? {
    let known = parts.compactMap(\.self)
    guard let first = known.first, known.count == parts.count else { return nil }
    return first.indices.map { index in
      let own = known.map { $0[index] }
      return SpeciesResult(
        name: own[0].name, ions: own[0].ions, charge: own[0].charge,
        tracerDiffusivity: .average(own.map(\.tracerDiffusivity)),
        transferenceNumber: .average(own.map(\.transferenceNumber)),
        idealTransferenceNumber: .average(own.map(\.idealTransferenceNumber)),
        conductivityWith: Estimate.average(own.map(\.conductivityWith)))
    }
  }
}

extension HopClassResult {
  /// Class by class.
  static func average(_ parts: [[String: HopClassResult]?]) -> [String: HopClassResult]? {
    let known = parts.compactMap(\.self)
    guard let first = known.first, known.count == parts.count else { return nil }
    var all: [String: HopClassResult] = [:]
    for name in first.keys {
      let own = known.compactMap { $0[name] }
      let shares = own.compactMap(\.dissipationShare)
      all[name] = HopClassResult(
        squaredLengthShare: .average(own.map(\.squaredLengthShare)),
        dissipationShare: shares.count == own.count
          ? shares.reduce(0, +) / Double(own.count) : nil,
        pairCorrelation: .average(own.map(\.pairCorrelation)))
    }
    return all
  }
}
