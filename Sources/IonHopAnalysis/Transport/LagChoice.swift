import IonHopCore

/// Finds the shortest lag beyond which a slope no longer changes.
///
/// Short lags see back-and-forth hops, long lags few windows. A level is accepted when its slope
/// agrees within two standard errors of the difference with those of up to four longer lags; the
/// level after it is used, so that a bias just missed by the test has halved at least twice.
struct LagChoice {
  let level: Int
  /// False if no level agreed with its successors: the motion is not seen to be diffusive.
  let settled: Bool

  /// Windows that a level needs to be judged.
  private static let fewestWindows = 24

  /// - Parameters:
  ///   - levels: candidates in rising order.
  ///   - windows: number of windows of a level in all data.
  ///   - slope: trace of the slope at a level.
  init?(
    _ replicas: [[Batch]], levels: Range<Int>, windows: (Int) -> Int,
    slope: @escaping (Batch, Int) -> Double?
  ) {
    let usable = levels.filter { windows($0) >= Self.fewestWindows }
    guard let last = usable.last else { return nil }
    for level in usable {
      let later = usable.filter { $0 > level && $0 <= level + 4 }
      let differences = Jackknife(replicas) { batch in
        guard let here = slope(batch, level) else { return later.map { _ in .nan } }
        return later.map { (slope(batch, $0) ?? .nan) - here }
      }
      let agrees = zip(differences.values, differences.errors).allSatisfy { difference, error in
        difference.isNaN || abs(difference) <= 2 * error
      }
      if agrees {
        self.level = min(level + 1, last)
        settled = !later.isEmpty
        return
      }
    }
    level = last
    settled = false
  }
}
