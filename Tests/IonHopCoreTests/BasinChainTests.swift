import Foundation
import Testing

@testable import IonHopCore

@Suite("Basins: the absorbing chain")
struct BasinChainTests {
  /// A trap A beside a shallow site B with a way out: A→B at `up`, B→A at 1, B→out at `out` (1/s).
  private func trap(up: Double, out: Double) throws -> AbsorbingChain {
    try #require(
      AbsorbingChain(rates: [0, up, 1, 0], exits: [0, out], rewards: [[up, 1]]),
      "trap \(up), \(out) refused")
  }

  /// Decays of the trap, each from a formula that subtracts nothing (1/s).
  private func decays(up: Double, out: Double) -> (slow: Double, fast: Double) {
    let sum = up + 1 + out
    let fast = (sum + ((1 + out - up) * (1 + out - up) + 4 * up).squareRoot()) / 2
    return (up * out / fast, fast)
  }

  static let ratios = [(0.3, 0.7), (1e-3, 0.05), (1e-6, 1e-4), (1e-10, 0.2), (1e-10, 1e-6)]

  @Test("A trap has the decays, survival and means of the closed form", arguments: ratios)
  func trapClosedForm(up: Double, out: Double) throws {
    let chain = try trap(up: up, out: out)
    let (slow, fast) = decays(up: up, out: out)
    #expect(abs(chain.decays[0] / slow - 1) < 1e-12)
    #expect(abs(chain.decays[1] / fast - 1) < 1e-12)
    // From A: S = (fast e^{−slow t} − slow e^{−fast t}) / (fast − slow), as A itself has no exit.
    for time in [0, 0.1 / fast, 1 / fast, 20 / fast, 0.1 / slow, 1 / slow, 20 / slow] {
      let fromA = (fast * exp(-slow * time) - slow * exp(-fast * time)) / (fast - slow)
      let b = ((fast - out) * exp(-slow * time) + (out - slow) * exp(-fast * time)) / (fast - slow)
      #expect(abs(chain.survival(from: 0, after: time).alive - fromA) < 1e-12)
      #expect(abs(chain.survival(from: 1, after: time).alive - b) < 1e-9)
    }
    #expect(abs(chain.meanTimes[0] / ((up + 1 + out) / (up * out)) - 1) < 1e-12)
    #expect(abs(chain.meanTimes[1] / ((up + 1) / (up * out)) - 1) < 1e-12)
    // From B 1/out hops there and as many back; from A one more.
    #expect(abs(chain.reward(0, from: 1) / (2 / out) - 1) < 1e-12)
    #expect(abs(chain.reward(0, from: 0) / (2 / out + 1) - 1) < 1e-12)
  }

  @Test("Exit times solve S(t) = u to the last digits, early and late", arguments: ratios)
  func exitTimes(up: Double, out: Double) throws {
    let chain = try trap(up: up, out: out)
    for start in 0..<2 {
      for u in [1, 1 - 0x1p-53, 1 - 1e-9, 0.999, 0.7, 0.5, 1e-2, 1e-9, 0x1p-53] {
        let time = chain.exitTime(from: start, survival: u)
        let found = chain.survival(from: start, after: time).alive
        #expect(abs(found - u) < 4e-16 + 4e-15 * u, "start \(start), u \(u)")
      }
    }
  }

  @Test("Exit times of a trap have the mean and variance of the closed form", arguments: ratios)
  func sampledTimes(up: Double, out: Double) throws {
    let chain = try trap(up: up, out: out)
    let (slow, fast) = decays(up: up, out: out)
    var random = try RandomStream(seed: 3)
    let n = 40_000
    let times = (0..<n).map { _ in chain.exitTime(from: 0, survival: random.uniform()) }
    let mean = times.reduce(0, +) / Double(n)
    let variance = times.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n - 1)
    // From A the exit time is a sum of two exponentials with the two decays.
    let expected = 1 / (slow * slow) + 1 / (fast * fast)
    let fourth = 9 / pow(slow, 4) + 9 / pow(fast, 4) + 6 / (slow * slow * fast * fast)
    #expect(abs(mean - (1 / slow + 1 / fast)) < 4 * (expected / Double(n)).squareRoot())
    let error = ((fourth - expected * expected) / Double(n)).squareRoot()
    #expect(abs(variance - expected) < 4 * error)
  }

  /// Twelve sites in a ring with chords, site energies of some kT, and exits from every third site.
  static func cage() -> (rates: [Double], exits: [Double]) {
    let m = 12
    let energy = (0..<m).map { 1.5 * sin(Double(3 * $0 + 1)) }
    var rates = Array(repeating: 0.0, count: m * m)
    for x in 0..<m {
      for (step, k) in [(1, 1.0), (5, 0.3)] {
        let y = (x + step) % m
        rates[x * m + y] = k * exp((energy[x] - energy[y]) / 2)
        rates[y * m + x] = k * exp((energy[y] - energy[x]) / 2)
      }
    }
    let exits = (0..<m).map { (site: Int) -> Double in [0.05, 0, 0, 0.1, 0, 0][site % 6] }
    return (rates, exits)
  }

  /// One walker hop by hop until exit or `limit`: its last site, the time, its hops, and if it left.
  private func walk(
    _ rates: [Double], _ exits: [Double], from start: Int, limit: Double,
    _ random: inout RandomStream
  ) -> (site: Int, time: Double, hops: Int, left: Bool) {
    var (x, time, hops) = (start, 0.0, 0)
    let m = exits.count
    while true {
      let total = rates[x * m..<x * m + m].reduce(exits[x], +)
      time += random.exponential() / total
      if time >= limit { return (x, limit, hops, false) }
      var rest = random.uniform() * total - exits[x]
      if rest <= 0 { return (x, time, hops, true) }
      for y in 0..<m where rates[x * m + y] > 0 {
        rest -= rates[x * m + y]
        if rest <= 0 {
          (x, hops) = (y, hops + 1)
          break
        }
      }
    }
  }

  /// χ² of two samples of sites in units of its own standard deviation above its mean.
  private func excess(_ a: [Int], _ b: [Int]) -> Double {
    var (chi, bins) = (0.0, 0.0)
    for (p, q) in zip(a, b) where p + q > 0 {
      chi += Double((p - q) * (p - q)) / Double(p + q)
      bins += 1
    }
    return (chi - bins + 1) / (2 * (bins - 1)).squareRoot()
  }

  @Test("A cage of twelve: exit sites, exit times and hops are those of a walker moved hop by hop")
  func cageAgainstWalker() throws {
    let (rates, exits) = Self.cage()
    let hopRates = (0..<12).map { rates[$0 * 12..<$0 * 12 + 12].reduce(0, +) }
    let chain = try #require(AbsorbingChain(rates: rates, exits: exits, rewards: [hopRates]))
    var random = try RandomStream(seed: 5)
    let n = 40_000
    let (start, half) = (7, 0.4 * chain.meanTimes[7])
    var (sites, walked) = (Array(repeating: 0, count: 12), Array(repeating: 0, count: 12))
    var (early, walkedEarly) = (sites, sites)
    var (present, walkedPresent) = (sites, sites)
    var (times, walkedTimes): ([Double], [Double]) = ([], [])
    var hops = 0
    for _ in 0..<n {
      let time = chain.exitTime(from: start, survival: random.uniform())
      let exit = chain.exitSite(from: start, after: time, &random)
      times.append(time)
      sites[exit] += 1
      if time < half { early[exit] += 1 }
      present[chain.position(from: start, after: half, &random)] += 1
      let other = walk(rates, exits, from: start, limit: .infinity, &random)
      walkedTimes.append(other.time)
      walked[other.site] += 1
      hops += other.hops
      if other.time < half { walkedEarly[other.site] += 1 }
    }
    var alive = 0
    while alive < n {
      let end = walk(rates, exits, from: start, limit: half, &random)
      if end.left { continue }
      walkedPresent[end.site] += 1
      alive += 1
    }
    #expect(excess(sites, walked) < 4)
    #expect(excess(early, walkedEarly) < 4)
    #expect(excess(present, walkedPresent) < 4)
    #expect(distance(times, walkedTimes) < 2.2)
    // The number of hops spreads like the exit time.
    let expected = chain.reward(0, from: start)
    #expect(abs(Double(hops) / Double(n) / expected - 1) < 4 * 1.1 / Double(n).squareRoot())
    let mean = times.reduce(0, +) / Double(n)
    #expect(abs(mean / chain.meanTimes[start] - 1) < 4 * 1.1 / Double(n).squareRoot())
  }

  /// Kolmogorov–Smirnov distance of two samples of n, times √(n/2); above 2.2 in 10⁻⁴ of cases.
  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    let (a, b) = (a.sorted(), b.sorted())
    var (i, j, most) = (0, 0, 0)
    while i < a.count && j < b.count {
      if a[i] < b[j] { i += 1 } else { j += 1 }
      most = max(most, abs(i - j))
    }
    return Double(most) / Double(a.count) * (Double(a.count) / 2).squareRoot()
  }

  @Test("p(y,t|x) of the cage is the matrix exponential by a Taylor series")
  func exponential() throws {
    let (rates, exits) = Self.cage()
    let chain = try #require(AbsorbingChain(rates: rates, exits: exits))
    let time = 1.5
    for x in 0..<12 {
      // e^{Tt} by uniformisation: a sum of positive terms.
      let bound = 12.0
      var row = Array(repeating: 0.0, count: 12)
      row[x] = exp(-bound * time)
      var sum = row
      for n in 1...150 {
        var new = Array(repeating: 0.0, count: 12)
        for y in 0..<12 {
          let out = rates[y * 12..<y * 12 + 12].reduce(exits[y], +)
          new[y] += row[y] * (bound - out) * time / Double(n)
          for z in 0..<12 { new[z] += row[y] * rates[y * 12 + z] * time / Double(n) }
        }
        row = new
        for y in 0..<12 { sum[y] += row[y] }
      }
      for y in 0..<12 {
        let p = (0..<12).reduce(0.0) {
          $0 + chain.right[x * 12 + $1] * chain.left[y * 12 + $1] * exp(-chain.decays[$1] * time)
        }
        #expect(abs(p - sum[y]) < 1e-13)
      }
    }
  }

  @Test("No chain without an exit, without detailed balance, or beyond double precision")
  func refusals() {
    #expect(AbsorbingChain(rates: [0, 1, 1, 0], exits: [0, 0]) == nil)
    #expect(AbsorbingChain(rates: [0, 1, 0, 0], exits: [1, 1]) == nil)
    #expect(AbsorbingChain(rates: [0, 2, 1, 1, 0, 2, 2, 1, 0], exits: [1, 1, 1]) == nil)
    #expect(AbsorbingChain(rates: [0, 1e-30, 1, 0], exits: [0, 0.1]) == nil)
  }

  @Test("The mean number of hops a stay is flux over flux: the fundamental matrix agrees")
  func hopsPerStay() throws {
    let (rates, exits) = Self.cage()
    let hopRates = (0..<12).map { rates[$0 * 12..<$0 * 12 + 12].reduce(0, +) }
    let chain = try #require(AbsorbingChain(rates: rates, exits: exits, rewards: [hopRates]))
    let entries = (0..<12).map { chain.weights[$0] * exits[$0] }
    let mean =
      (0..<12).reduce(0) { $0 + entries[$1] * chain.reward(0, from: $1) } / entries.reduce(0, +)
    let flux = AbsorbingChain.hopsPerStay(weights: chain.weights, rates: rates, exits: exits)
    #expect(abs(mean / flux - 1) < 1e-12)
  }

  @Test("The exit queue hands out times in order, whatever is inserted and removed")
  func queue() throws {
    var random = try RandomStream(seed: 2)
    var queue = ExitQueue(basins: 50)
    var times: [Int: Double] = [:]
    for _ in 0..<5000 {
      let basin = Int(random.integer(below: 50))
      if times.removeValue(forKey: basin) != nil {
        queue.remove(basin)
      } else {
        times[basin] = random.uniform()
        queue.insert(basin, at: times[basin]!)
      }
      #expect(queue.firstTime == times.values.min() ?? .infinity)
      #expect(times.isEmpty || times[queue.first] == queue.firstTime)
    }
  }
}
