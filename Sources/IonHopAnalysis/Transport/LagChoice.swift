import IonHopCore

/// Finds the shortest lag beyond which a slope no longer changes.
///
/// Short lags see back-and-forth hops, long lags few windows. A level is accepted when its slope
/// agrees within 2.5 standard errors of the difference with those of up to three longer lags; the
/// level after it is used, so that a bias just missed by the test has halved at least twice.
struct LagChoice {
  let level: Int
  let verdict: Verdict

  /// Whether slopes were seen to agree.
  enum Verdict {
    case settled
    /// No level agreed with its successors: the motion is not seen to be diffusive.
    case unsettled
    /// Too few windows at longer lags to tell.
    case tooShort
  }

  /// Windows that a level needs to be used: a standard error from fewer is itself too uncertain.
  private static let fewestWindows = 24
  private static let tolerance = 2.5
  /// Three directions together raise a false alarm as often as the trace does alone.
  private static let toleranceOfDirection = 2.87

  /// - Parameters:
  ///   - levels: candidates in rising order.
  ///   - windows: number of windows of a level in all data.
  ///   - fewestToJudge: windows that a level needs to judge shorter ones.
  ///   - slopes: the slope at a level: its trace, and each direction for itself, since what is slow
  ///     in one direction only is lost in the noise of the trace.
  init?(
    _ replicas: [[Batch]], levels: Range<Int>, fewestToJudge: Int, windows: (Int) -> Int,
    slopes: @escaping (Batch, Int) -> Tensor6?
  ) {
    let usable = levels.filter { windows($0) >= Self.fewestWindows }
    guard let first = usable.first, let last = usable.last else { return nil }
    let judges = usable.filter { windows($0) >= fewestToJudge }
    for level in judges.dropLast() {
      let later = judges.filter { $0 > level && $0 <= level + 3 }
      let joined = Grouping.batches(replicas, holding: 1 << later.last!)
      let differences = Jackknife(replicas, joined: joined) { batch in
        let here = slopes(batch, level)
        return later.flatMap { Self.differences(slopes(batch, $0), here) }
      }
      let agrees = differences.values.indices.allSatisfy { index in
        let tolerance = index % 4 == 0 ? Self.tolerance : Self.toleranceOfDirection
        return !(abs(differences.values[index]) > tolerance * differences.errors[index])
      }
      if agrees {
        self.level = min(level + 1, last)
        verdict = .settled
        return
      }
    }
    // Too short a run to judge takes its shortest lag; one that was judged and failed its longest.
    level = judges.count < 2 ? first : judges.last!
    verdict = judges.count < 2 ? .tooShort : .unsettled
  }

  private static func differences(_ later: Tensor6?, _ here: Tensor6?) -> [Double] {
    guard let later, let here else { return Array(repeating: .nan, count: 4) }
    let change = later - here
    return [change.trace, change[0], change[1], change[2]]
  }
}
