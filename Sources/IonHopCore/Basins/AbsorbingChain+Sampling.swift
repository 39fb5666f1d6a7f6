import Foundation

extension AbsorbingChain {
  /// Probability to be inside still after `time` (s), and the rate at which that falls (1/s).
  @inline(__always)
  func survival(from start: Int, after time: Double) -> (alive: Double, flux: Double) {
    var (alive, flux) = (0.0, 0.0)
    for index in Int(modeStart[start])..<Int(modeStart[start + 1]) {
      let term = modeWeights[index] * exp(-modeDecays[index] * time)
      alive += term
      flux += term * modeDecays[index]
    }
    return (alive, flux)
  }

  /// The time (s) after which the survival from `start` equals `u` in (0, 1].
  ///
  /// Newton's rule for ln S, which is a straight line at late times and for a cage whose sites are
  /// all alike; bracketed, with bisection of the logarithm of time, since decays span decades.
  func exitTime(from start: Int, survival u: Double) -> Double {
    let wanted = log(u)
    var (low, high) = (0.0, Double.infinity)
    var time = -wanted * meanTimes[start]
    for round in 1...200 {
      let (alive, flux) = survival(from: start, after: time)
      let miss = log(max(alive, .leastNormalMagnitude)) - wanted
      if abs(miss) <= 0x1p-50 * max(1, -wanted) { return time }
      if miss > 0 { low = time } else { high = time }
      guard high > low * (1 + 0x1p-51) else { return time }
      let newton = time + miss * alive / flux
      // A stalled Newton closes in from one side only: every eighth round halves the bracket.
      let safe = newton > low && newton < high && round & 7 != 0
      time = safe ? newton : Self.middle(low, high)
    }
    return time
  }

  private static func middle(_ low: Double, _ high: Double) -> Double {
    if high == .infinity { return max(2 * low, .leastNormalMagnitude) }
    if low == 0 { return high < .leastNormalMagnitude ? 0 : high / 16 }
    return high > 2 * low ? (low * high).squareRoot() : (low + high) / 2
  }

  /// The site a walker stands on after `time` (s) if it has not left.
  func position(from start: Int, after time: Double, _ random: inout RandomStream) -> Int {
    let total = survival(from: start, after: time).alive
    return pick(random.uniform() * total, from: start, after: time) { _ in 1 }
  }

  /// The site from which a walker leaves that leaves after `time` (s).
  func exitSite(from start: Int, after time: Double, _ random: inout RandomStream) -> Int {
    let total = survival(from: start, after: time).flux
    return pick(random.uniform() * total, from: start, after: time) { exits[$0] }
  }

  /// Walks down p(y, time|start) × factor(y) until `rest` is used up.
  ///
  /// What rounding leaves below zero counts as nothing, and what it leaves over at the end goes
  /// to the likeliest site.
  @inline(__always)
  private func pick(
    _ rest: Double, from start: Int, after time: Double, factor: (Int) -> Double
  ) -> Int {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { terms in
      for k in 0..<count { terms[k] = right[start * count + k] * exp(-decays[k] * time) }
      var rest = rest
      var (likeliest, most) = (start, -1.0)
      for y in 0..<count {
        let share = factor(y)
        guard share > 0 else { continue }
        var p = 0.0
        for k in 0..<count { p += left[y * count + k] * terms[k] }
        let weight = max(0, p) * share
        rest -= weight
        if rest <= 0 && weight > 0 { return y }
        if weight > most { (likeliest, most) = (y, weight) }
      }
      return likeliest
    }
  }

  /// Expected reward until exit.
  @inline(__always)
  func reward(_ row: Int, from start: Int) -> Double { rewards[row * count + start] }
}
