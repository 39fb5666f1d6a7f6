import CGSL
import Foundation

/// A walker among m sites that leaves them at given rates: when, from where, and what it did before.
///
/// With T the generator on the sites and T = Σ −λ_k r_k l_kᵀ, the walker that started on x is still
/// there and on y after a time t with probability p(y,t|x) = Σ_k r_xk l_yk exp(−λ_k t). Everything
/// else follows: survival, flux, the law of the site it leaves from.
///
/// M. A. Novotny, Phys. Rev. Lett. 74, 1 (1995), doi:10.1103/PhysRevLett.74.1; in the continuous
/// time of KMC: B. Puchala, M. L. Falk, K. Garikipati, J. Chem. Phys. 132, 134104 (2010),
/// doi:10.1063/1.3369627.
final class AbsorbingChain: Sendable {
  let count: Int
  /// λ_k (1/s), slowest first.
  let decays: Buffer<Double>
  /// r_xk, a row a start, and l_yk, a row an end.
  let right: Buffer<Double>
  let left: Buffer<Double>
  /// Total rate out of the set from each site (1/s).
  let exits: Buffer<Double>
  /// Mean time until exit from each site (s).
  let meanTimes: Buffer<Double>
  /// Expectation until exit of each rewarded quantity: a row a reward, a column a start.
  let rewards: Buffer<Double>
  let rewardCount: Int
  /// Survival from x: Σ weight × exp(−decay t) over `modeStart[x]..<modeStart[x + 1]`.
  let modeStart: Buffer<Int32>
  let modeWeights: Buffer<Double>
  let modeDecays: Buffer<Double>
  /// Equilibrium weight of each site, the largest being 1.
  let weights: [Double]

  /// The law of the chain is right to this much in every probability, or there is no chain.
  static let tolerance = 1e-9

  /// - Parameters:
  ///   - rates: rate from site x to site y at `x * count + y` (1/s).
  ///   - exits: total rate out of the set from each site (1/s).
  ///   - rewards: for each quantity what a walker on each site collects a second, ≥ 0.
  /// - Returns: nil without detailed balance, without an exit, or where double precision does
  ///   not resolve the spectrum to `tolerance`.
  init?(rates: [Double], exits: [Double], rewards: [[Double]] = []) {
    let m = exits.count
    guard let weights = Self.equilibrium(rates, count: m),
      let factors = GeneratorFactors(rates: rates, exits: exits),
      let spectrum = Spectrum(factors, weights)
    else { return nil }
    let times = factors.solve(Array(repeating: 1, count: m))
    guard spectrum.isTrusted(factors, exits: exits, times: times) else { return nil }
    let modes = (0..<m).map { spectrum.survivalModes(from: $0, meanTime: times[$0]) }
    count = m
    self.weights = weights
    decays = Buffer(spectrum.decays)
    right = Buffer(spectrum.right)
    left = Buffer(spectrum.left)
    self.exits = Buffer(exits)
    meanTimes = Buffer(times)
    rewardCount = rewards.count
    self.rewards = Buffer(rewards.flatMap(factors.solve))
    modeStart = Buffer(modes.reduce(into: [0]) { $0.append($0.last! + Int32($1.count)) })
    modeWeights = Buffer(modes.flatMap { $0.map(\.weight) })
    modeDecays = Buffer(modes.flatMap { $0.map(\.decay) })
  }

  /// Weights π with π_x k_xy = π_y k_yx, from rate ratios along a spanning tree.
  ///
  /// - Returns: nil if the sites are not connected both ways or some loop breaks the balance.
  private static func equilibrium(_ rates: [Double], count m: Int) -> [Double]? {
    var logs: [Double?] = Array(repeating: nil, count: m)
    logs[0] = 0
    var stack = [0]
    while let x = stack.popLast() {
      for y in 0..<m where y != x {
        let (there, back) = (rates[x * m + y], rates[y * m + x])
        guard (there > 0) == (back > 0) else { return nil }
        guard there > 0, let here = logs[x] else { continue }
        let other = here + log(there / back)
        if let known = logs[y] {
          guard abs(known - other) < 1e-9 * max(1, abs(other)) else { return nil }
        } else {
          logs[y] = other
          stack.append(y)
        }
      }
    }
    let known = logs.compactMap { $0 }
    guard known.count == m, let top = known.max() else { return nil }
    return known.map { exp($0 - top) }
  }

  /// Mean number of internal hops a stay that begins as stays do at equilibrium: the flux inside
  /// over the flux out.
  ///
  /// Exact: a stay begins on y with weight π_y × exit rate, since in and out balance, and that
  /// vector times the fundamental matrix −T⁻¹ is π.
  static func hopsPerStay(weights: [Double], rates: [Double], exits: [Double]) -> Double {
    let m = exits.count
    var (inside, out) = (0.0, 0.0)
    for x in 0..<m {
      out += weights[x] * exits[x]
      for y in 0..<m where y != x { inside += weights[x] * rates[x * m + y] }
    }
    return inside / out
  }

  /// Bytes held.
  var memory: Int {
    8
      * (decays.count + right.count + left.count + exits.count + meanTimes.count + rewards.count
        + modeWeights.count + modeDecays.count + weights.count) + 4 * modeStart.count
  }
}
