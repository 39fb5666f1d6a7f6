import Foundation
import IonHopAnalysis
import IonHopCore

/// The beginning of a point, run for a moment: what the rest of it will cost.
///
/// Costs are wall time on the threads that the trial had.
struct PointTrial: Sendable {
  /// Pilot and equilibration (s).
  var opening: Double
  /// Spectrum, and the lattice without boundaries (s).
  var closing = 0.0
  /// Of all replicas, for one sample of each.
  var secondsASample: Double
  var hopsASample: Double
  /// Squared relative error of the conductivity times samples a replica, which rounds do not change; nil
  /// where too little is known.
  var squaredErrorTimesSamples: Double?
  /// S/cm; nil where too little is known.
  var conductivity: Double?
  var mostSamples: Double

  /// A trial goes on after its first round while it has taken less (s).
  private static let briefly = 0.5

  /// - Throws: as a run of the point does.
  static func of(_ study: Study, at temperature: Double, threads: Int) async throws -> PointTrial {
    var study = try study.realisation(0)
    study.checkpoints = nil
    let began = Date()
    let runner = try await PointRunner(
      study: study, temperature: temperature, threads: threads, report: { _, _ in }
    ).settled()
    let point = try await runner.open()
    let opened = Date()
    var samples = PointRunner.firstRound
    var round = try await runner.advance(point, to: samples)
    var seconds = Date().timeIntervalSince(opened)
    while seconds < briefly, round.relativeError > study.sampling.relativeError,
      samples < point.mostSamples
    {
      samples = min(
        point.mostSamples,
        PointRunner.nextTarget(
          samples, error: round.relativeError, wanted: study.sampling.relativeError))
      round = try await runner.advance(point, to: samples)
      seconds = Date().timeIntervalSince(opened)
    }
    let isKnown = round.relativeError.isFinite && round.relativeError > 0
    var trial = PointTrial(
      opening: opened.timeIntervalSince(began), secondsASample: seconds / Double(samples),
      hopsASample: Double(max(1, round.hops)) / Double(samples),
      squaredErrorTimesSamples: isKnown
        ? round.relativeError * round.relativeError * Double(samples) : nil,
      conductivity: isKnown ? round.conductivity?.value : nil,
      mostSamples: Double(point.mostSamples))
    trial.closing = try await trial.end(of: runner, point)
    return trial
  }

  /// What comes after sampling (s): a spectrum, the lattice without boundaries.
  private func end(of runner: PointRunner, _ point: OpenPoint) async throws -> Double {
    var seconds = runner.spectrumSeconds(point, hopsPerSecond: hopsASample / secondsASample)
    if let model = runner.study.boundary, try runner.exactBulk(model) == nil {
      let bulk = runner.sampledBulk(model)
      let trial = try await Self.of(bulk, at: runner.temperature, threads: runner.threads)
      seconds += trial.seconds(bulk.sampling)
    }
    return seconds
  }

  // MARK: The rest

  /// Samples a replica of a point that is run by itself; nil where the trial tells too little.
  func samples(_ wish: Sampling) -> Double? {
    if let hops = wish.hops { return Double(hops) / hopsASample }
    return samples(for: wish.relativeError)
  }

  private func samples(for wish: Double) -> Double? {
    guard squaredErrorTimesSamples != nil else { return nil }
    var target = PointRunner.firstRound
    let most = Int(min(mostSamples, 1e15))
    while relativeError(Double(target)) > wish, target < most {
      target = min(
        most,
        PointRunner.nextTarget(target, error: relativeError(Double(target)), wanted: wish))
    }
    return Double(target)
  }

  /// After so many samples a replica.
  func relativeError(_ samples: Double) -> Double {
    squaredErrorTimesSamples.map { ($0 / max(1, samples)).squareRoot() } ?? .infinity
  }

  /// Of a point that is run by itself, all in all (s).
  func seconds(_ wish: Sampling) -> Double {
    seconds(samples: samples(wish) ?? mostSamples, wish)
  }

  func seconds(samples: Double, _ wish: Sampling) -> Double {
    min(opening + samples * secondsASample, wish.maxTime ?? .infinity) + closing
  }

  // MARK: Other points

  /// The point at an inverse temperature between those of two trials, at a share of the way.
  static func between(_ a: PointTrial, _ b: PointTrial, at share: Double) -> PointTrial {
    func mean(_ a: Double, _ b: Double) -> Double {
      a > 0 && b > 0 ? pow(a, 1 - share) * pow(b, share) : a + (b - a) * share
    }
    func mean(_ a: Double?, _ b: Double?) -> Double? {
      guard let a, let b else { return a ?? b }
      return mean(a, b)
    }
    return PointTrial(
      opening: mean(a.opening, b.opening), closing: mean(a.closing, b.closing),
      secondsASample: mean(a.secondsASample, b.secondsASample),
      hopsASample: mean(a.hopsASample, b.hopsASample),
      squaredErrorTimesSamples: mean(a.squaredErrorTimesSamples, b.squaredErrorTimesSamples),
      conductivity: mean(a.conductivity, b.conductivity),
      mostSamples: mean(a.mostSamples, b.mostSamples))
  }

  /// The same in a supercell so many times as large: as many samples, of as many hops an ion.
  func enlarged(_ factor: Double) -> PointTrial {
    var large = self
    large.opening *= factor
    large.closing = 0
    large.secondsASample *= factor
    large.hopsASample *= factor
    large.mostSamples /= factor
    return large
  }
}
