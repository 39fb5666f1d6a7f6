import Foundation
import IonHopAnalysis
import IonHopCore

/// How a replica records its displacement over many decades of time: at first often, then ever less.
///
/// Stage after stage of some 2^18 increments, each stage with intervals 2^9 times those of the one before:
/// lags between are seen in both. The last stage takes what is left of the time.
struct SpectrumPlan: Sendable, Equatable {
  struct Stage: Sendable, Equatable {
    /// Its increments span 2^level intervals.
    let level: Int
    let increments: Int
  }

  /// s
  let interval: Double
  let stages: [Stage]

  private static let increments = 1 << 18
  private static let levelsAStage = 9
  /// Of the mean time that an ion stays on the site that it leaves fastest.
  private static let fineness = 0.002

  /// - Parameters:
  ///   - fastest: rate at which an ion leaves the site that it leaves fastest (1/s).
  ///   - duration: in all (s).
  init(fastest: Double, duration: Double) {
    interval = Self.fineness / fastest
    let last = Int(max(0, log2(duration / interval / Double(Self.increments))))
    var stages: [Stage] = []
    var elapsed = 0
    for level in Array(stride(from: 0, to: last, by: Self.levelsAStage)) + [last] {
      // As many more as end where increments of the next stage begin.
      let whole = 1 << Self.levelsAStage
      let before = elapsed >> level
      let increments = Self.increments + (whole - before % whole) % whole
      stages.append(Stage(level: level, increments: increments))
      elapsed += increments << level
    }
    self.stages = stages
  }

  /// Angular frequencies (rad/s), at round powers of ten so that all points have the same.
  ///
  /// - Parameter lowest: rad/s; eight decades are covered in any case.
  func frequencies(from lowest: Double, perDecade: Int) -> [Double] {
    let highest = Self.highest / interval
    let lowest = min(lowest, Self.leastSpan * highest)
    guard lowest > 0 else { return [] }
    let step = Double(perDecade)
    let (first, last) = (
      Int((log10(lowest) * step).rounded(.up)), Int((log10(highest) * step).rounded(.down))
    )
    guard first <= last else { return [] }
    return (first...last).map { pow(10, Double($0) / step) }
  }

  /// Of 1/interval: up to here the straight lines between the lags do not matter.
  private static let highest = 0.2
  /// Eight decades, and what rounding to powers of ten takes off at the ends.
  private static let leastSpan = 1e-9
}

/// What a replica recorded for the spectrum.
struct SpectrumRecord: Sendable {
  var displacements: MultipleTau
  /// Σ of the squared lengths of its hops (Å²), and in which time (s).
  var squaredHopLengths: Double
  var duration: Double
}

extension EnginePlan {
  /// Rate at which an ion leaves the site that it leaves fastest (1/s).
  var fastestExit: Double {
    (0..<network.siteCount).map { site in
      network.hops(from: site).reduce(0) { $0 + network.rate(of: $1, under: conditions) }
    }.max() ?? 0
  }
}
