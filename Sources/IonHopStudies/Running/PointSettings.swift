import IonHopAnalysis

/// What a point was asked for: decides whether a later run of the study may keep it.
public struct PointSettings: Sendable, Codable, Equatable {
  /// Of all that the point's random path depends on, its temperature apart; empty for studies that
  /// were read from no file, whose points no later run keeps.
  public var digest: String
  /// The study's.
  public var seed: UInt64
  /// Accepted hops, where the study fixes them.
  public var hops: Int?
  /// The quantity whose relative standard error was asked for.
  public var target: SamplingTarget
  /// That was asked for.
  public var relativeError: Double
  /// That were allowed.
  public var maxHops: Int
  /// s
  public var maxTime: Double?
  /// True when the point was ended from outside before it had what was asked, or within a round of
  /// sampling.
  public var interrupted: Bool

  init(_ study: Study, interrupted: Bool) {
    digest = study.settings
    seed = study.seed
    hops = study.sampling.hops
    target = study.sampling.target
    relativeError = study.sampling.relativeError
    maxHops = study.sampling.maxHops
    maxTime = study.sampling.maxTime
    self.interrupted = interrupted
  }
}

extension Study {
  /// Whether a point of an earlier run is of this model and seed, and of this version of the program.
  func owns(_ point: PointResult) -> Bool {
    !settings.isEmpty && point.settings?.digest == settings && point.settings?.seed == seed
  }

  /// The points of an earlier run that are of this study, in the order of the temperatures.
  func ownPoints(of earlier: StudyResults?) -> [PointResult] {
    temperatures.compactMap { earlier?.point(at: $0) }.filter(owns)
  }

  /// Whether a point of an earlier run is what this study would find, and need not be run again.
  ///
  /// A point that was cut short is not kept: a checkpoint has what it was, between two decisions. A
  /// point of fixed length must have had that length. Any
  /// other must be as accurate as is asked now; or it gave up under the same limits, and would again.
  /// What is kept is therefore the same to the bit as without the interruption while the study asks for
  /// the same error; a point that is not accurate enough for a new one is run anew, from its start.
  /// Points that share their hops, for an activation energy, are kept or run anew together.
  func keeps(_ point: PointResult) -> Bool {
    guard owns(point), let had = point.settings, had.hops == sampling.hops, !had.interrupted else {
      return false
    }
    // A stop may have come between the conductivity and the spectrum.
    guard spectrum == nil || point.spectrum != nil else { return false }
    guard sampling.target != .activationEnergy else {
      // Together they had to be at least as accurate as now.
      var wish = PointSettings(self, interrupted: false)
      wish.relativeError = min(wish.relativeError, had.relativeError)
      return had == wish
    }
    if sampling.hops == nil && isAccurate(point) { return true }
    return had == PointSettings(self, interrupted: false)
  }
}
