import Testing

@testable import IonHopAnalysis

private struct Pair: Summable {
  var above: Double
  var below: Double
  static func += (total: inout Pair, other: Pair) {
    (total.above, total.below) = (total.above + other.above, total.below + other.below)
  }
  static func -= (total: inout Pair, other: Pair) {
    (total.above, total.below) = (total.above - other.above, total.below - other.below)
  }
}

@Suite("Errors of ratios by leaving groups out")
struct JackknifeTests {
  @Test("Of a mean it is the textbook's error; of a ratio of like numbers there is none")
  func exact() {
    let above = [1.0, 2, 4, 7]
    let jackknife = Jackknife([above.map { Pair(above: $0, below: 2 * $0) }]) { sums in
      [sums.above / 4, sums.above / sums.below]
    }
    #expect(abs(jackknife.values[1] - 0.5) < 1e-15 && jackknife.errors[1] < 1e-12)
    // Left out without counting anew: deviations are −x/4, and (n − 1)/n of their scatter counts.
    let scatter = above.reduce(0) { $0 + ($1 - 3.5) * ($1 - 3.5) } / 16
    #expect(abs(jackknife.errors[0] - (scatter * 3 / 4).squareRoot()) < 1e-12)
  }

  @Test("A ratio whose denominator rests on one group is known with no accuracy")
  func unknown() {
    for above in [1.0, 0] {
      let pairs = [Pair(above: 1, below: 1)] + (0..<7).map { _ in Pair(above: above, below: 0) }
      let jackknife = Jackknife([pairs]) { [$0.above / $0.below] }
      #expect(jackknife.values[0].isFinite)
      #expect(jackknife.errors[0] == .infinity, "the rest is \(above)/0")
    }
  }
}
