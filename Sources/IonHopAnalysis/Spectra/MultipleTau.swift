import Foundation

/// Mean-square displacement over many decades of time, from increments pushed one by one.
///
/// Level l holds the last `lagsPerLevel` increments over 2^l intervals; each lag m 2^l is summed there,
/// and pairs of increments go on to the next level: memory grows with the logarithm of the record, time
/// with its length. Displacements add up exactly, so that unlike correlations of a sampled current
/// (J. Ramírez, S. K. Sukumaran, B. Vorselaars, A. E. Likhtman, J. Chem. Phys. 133, 154103 (2010),
/// doi:10.1063/1.3491098) nothing is averaged away.
///
///     var record = try MultipleTau(interval: 1e-12)
///     for _ in 0..<1_000_000 {
///       let before = engine.collectiveDisplacement
///       engine.advance(by: 1e-12)
///       record.push(engine.collectiveDisplacement - before)
///     }
///     record.points   // lags from 1 to 500,000 intervals
public struct MultipleTau: Sendable {
  /// Between increments (s).
  public let interval: Double
  /// Even.
  public let lagsPerLevel: Int
  /// Increments so far.
  public private(set) var count = 0
  private var levels: [Level] = []

  private struct Level {
    /// The latest increments, at `(newest − k) mod lagsPerLevel`.
    var ring: [SIMD3<Double>]
    var newest = -1
    var filled = 0
    var pending: SIMD3<Double>?
    /// Of each lag: windows, their squared displacements and the squares of these.
    var windows: [Int]
    var sums: [Double]
    var squares: [Double]

    init(_ lags: Int) {
      ring = Array(repeating: .zero, count: lags)
      windows = Array(repeating: 0, count: lags)
      sums = Array(repeating: 0, count: lags)
      squares = sums
    }

    /// Starts anew, with the sums kept.
    mutating func forget() { (newest, filled, pending) = (-1, 0, nil) }
  }

  /// The mean-square displacement at one lag.
  public struct Point: Sendable, Equatable {
    /// s
    public let lag: Double
    /// ⟨|ΔR|²⟩ (Å²)
    public let meanSquare: Double
    /// Å²; counts windows that overlap as one.
    public let standardError: Double
    /// Windows that do not overlap.
    public let independentWindows: Double
  }

  /// - Parameters:
  ///   - interval: between increments (s).
  ///   - lagsPerLevel: 16 spaces lags by 6 to 12 %.
  /// - Throws: `SpectrumError.badInterval`, `.badCount` for an odd or small number of lags.
  public init(interval: Double, lagsPerLevel: Int = 16) throws(SpectrumError) {
    guard interval > 0, interval.isFinite else { throw .badInterval(interval) }
    guard lagsPerLevel >= 2, lagsPerLevel.isMultiple(of: 2), lagsPerLevel <= 1024 else {
      throw .badCount(what: "lags a level (an even number)", value: lagsPerLevel)
    }
    (self.interval, self.lagsPerLevel) = (interval, lagsPerLevel)
  }

  /// Adds the displacement (Å) of one more interval, or of 2^level of them at once: a long record need
  /// not be as fine as a short one. What a coarse increment leaves out of a pending pair of finer ones is
  /// lost, so change to a level l after a multiple of 2^l intervals.
  ///
  /// - Complexity: O(lagsPerLevel) on average.
  public mutating func push(_ increment: SIMD3<Double>, level first: Int = 0) {
    count += 1 << first
    while levels.count < first { levels.append(Level(lagsPerLevel)) }
    for finer in 0..<first { levels[finer].forget() }
    var level = first
    var passed: SIMD3<Double>? = increment
    while let step = passed {
      if level == levels.count { levels.append(Level(lagsPerLevel)) }
      passed = enter(step, level)
      level += 1
    }
  }

  /// - Returns: the increment of two intervals for the level above, every second time.
  private mutating func enter(_ step: SIMD3<Double>, _ index: Int) -> SIMD3<Double>? {
    // Shorter lags are on the level below.
    let first = index == 0 ? 1 : lagsPerLevel / 2 + 1
    levels[index].newest = (levels[index].newest + 1) % lagsPerLevel
    let newest = levels[index].newest
    levels[index].ring[newest] = step
    levels[index].filled = min(levels[index].filled + 1, lagsPerLevel)
    var displacement = SIMD3<Double>.zero
    for lag in 1...levels[index].filled {
      displacement += levels[index].ring[(newest - lag + 1 + lagsPerLevel) % lagsPerLevel]
      guard lag >= first else { continue }
      let square = (displacement * displacement).sum()
      levels[index].windows[lag - 1] += 1
      levels[index].sums[lag - 1] += square
      levels[index].squares[lag - 1] += square * square
    }
    guard let pending = levels[index].pending else {
      levels[index].pending = step
      return nil
    }
    levels[index].pending = nil
    return pending + step
  }

  /// Adds the windows of another replica; increments pushed later join this record's own.
  ///
  /// - Throws: `SpectrumError.unlikeRecords`.
  public mutating func merge(_ other: MultipleTau) throws(SpectrumError) {
    guard other.interval == interval, other.lagsPerLevel == lagsPerLevel else {
      throw .unlikeRecords
    }
    count += other.count
    while levels.count < other.levels.count { levels.append(Level(lagsPerLevel)) }
    for (index, level) in other.levels.enumerated() {
      for lag in 0..<lagsPerLevel {
        levels[index].windows[lag] += level.windows[lag]
        levels[index].sums[lag] += level.sums[lag]
        levels[index].squares[lag] += level.squares[lag]
      }
    }
  }

  /// Lags with at least two windows that do not overlap, rising.
  public var points: [Point] {
    levels.enumerated().flatMap { index, level in
      (0..<lagsPerLevel).compactMap { point(level, index, $0) }
    }
  }

  private func point(_ level: Level, _ index: Int, _ slot: Int) -> Point? {
    let windows = Double(level.windows[slot])
    let independent = windows / Double(slot + 1)
    guard independent >= 2 else { return nil }
    let mean = level.sums[slot] / windows
    let variance = max(0, level.squares[slot] / windows - mean * mean)
    return Point(
      lag: interval * Double(slot + 1) * pow(2, Double(index)), meanSquare: mean,
      standardError: (variance / (independent - 1)).squareRoot(),
      independentWindows: independent)
  }
}
