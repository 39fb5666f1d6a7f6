import Foundation
import IonHopCore

/// Sites with four neighbours each in a periodic cube, with Keating's energy; lengths in bonds.
struct KeatingNetwork {
  private var positions: [SIMD3<Double>] = []
  /// Four a site.
  private var neighbours: [Int32] = []
  private let edge: Double
  private let bending: Double

  init(cells n: Int, bending: Double) {
    self.bending = bending
    let a = 4 / 3.0.squareRoot()
    edge = a * Double(n)
    let basis: [SIMD3<Double>] = [[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]]
    for x in 0..<n {
      for y in 0..<n {
        for z in 0..<n {
          let corner = SIMD3(Double(x), Double(y), Double(z))
          for place in basis {
            positions.append(a * (corner + place))
            positions.append(a * (corner + place + SIMD3(repeating: 0.25)))
          }
        }
      }
    }
    for i in positions.indices {
      let near = positions.indices.filter { j in
        let d = separation(i, j)
        return j != i && dot(d, d) < 1.2
      }
      neighbours.append(contentsOf: near.map { Int32($0) })
    }
  }

  private func separation(_ i: Int, _ j: Int) -> SIMD3<Double> {
    let d = positions[j] - positions[i]
    return d - (d / edge).rounded(.toNearestOrEven) * edge
  }

  private func neighbour(_ site: Int, _ k: Int) -> Int { Int(neighbours[4 * site + k]) }

  private func isBonded(_ i: Int, _ j: Int) -> Bool {
    (0..<4).contains { neighbour(i, $0) == j }
  }

  private mutating func replace(_ old: Int, by new: Int, at site: Int) {
    for k in 0..<4 where neighbour(site, k) == old {
      neighbours[4 * site + k] = Int32(new)
      return
    }
  }

  // MARK: Switches

  /// A chain A–B–C–D becomes A–C–B–D, as A–B and C–D break and A–C and B–D form.
  ///
  /// - Returns: true if the switch was found possible and was accepted.
  mutating func trySwitch(temperature: Double, _ stream: inout RandomStream) -> Bool {
    let b = Int(stream.integer(below: UInt32(positions.count)))
    let c = neighbour(b, Int(stream.integer(below: 4)))
    let a = neighbour(b, Int(stream.integer(below: 4)))
    let d = neighbour(c, Int(stream.integer(below: 4)))
    let chance = stream.uniform()
    guard a != c, d != b, a != d, !isBonded(a, c), !isBonded(b, d) else { return false }
    let kept = neighbours
    let movers = region(around: [a, b, c, d])
    let centres = boundary(of: movers)
    let before = energy(of: centres)
    let places = movers.map { positions[$0] }
    replace(b, by: c, at: a)
    replace(a, by: d, at: b)
    replace(d, by: a, at: c)
    replace(c, by: b, at: d)
    relax(movers, centres: boundary(of: movers), steps: 30)
    let cost = energy(of: centres) - before
    if temperature == .infinity || cost <= 0 || temperature > 0 && chance < exp(-cost / temperature)
    {
      return true
    }
    neighbours = kept
    for (site, place) in zip(movers, places) { positions[site] = place }
    return false
  }

  /// Sites up to two bonds away.
  private func region(around seeds: [Int]) -> [Int] { grown(grown(seeds)) }

  /// The sites whose energy changes as some move.
  private func boundary(of movers: [Int]) -> [Int] { grown(movers) }

  /// Sites and their neighbours, in the order found.
  private func grown(_ sites: [Int]) -> [Int] {
    var all = sites
    var known = Set(sites)
    for site in sites {
      for k in 0..<4 where known.insert(neighbour(site, k)).inserted {
        all.append(neighbour(site, k))
      }
    }
    return all
  }

  // MARK: Energy

  /// Half of each bond's energy and the angles at each site, summed over sites.
  private func energy(of centres: [Int]) -> Double {
    centres.reduce(0) { sum, i in
      let arms = (0..<4).map { separation(i, neighbour(i, $0)) }
      var energy = 0.0
      for (k, arm) in arms.enumerated() {
        let stretch = dot(arm, arm) - 1
        energy += 3 / 32.0 * stretch * stretch
        for other in arms[(k + 1)...] {
          let bend = dot(arm, other) + 1 / 3.0
          energy += 3 / 8.0 * bending * bend * bend
        }
      }
      return sum + energy
    }
  }

  /// −∂E/∂r of the moving sites.
  private func forces(
    _ slot: [Int: Int], _ movers: [Int], _ centres: [Int]
  ) -> [SIMD3<Double>] {
    var force = Array(repeating: SIMD3<Double>.zero, count: movers.count)
    for i in centres {
      let ends = (0..<4).map { neighbour(i, $0) }
      let arms = ends.map { separation(i, $0) }
      var own = SIMD3<Double>.zero
      for k in 0..<4 {
        var pull = -3 / 8.0 * (dot(arms[k], arms[k]) - 1) * arms[k]
        for m in 0..<4 where m != k {
          pull -= 3 / 4.0 * bending * (dot(arms[k], arms[m]) + 1 / 3.0) * arms[m]
        }
        own -= pull
        if let mover = slot[ends[k]] { force[mover] += pull }
      }
      if let mover = slot[i] { force[mover] += own }
    }
    return force
  }

  /// Steepest descent with the step lengths of J. Barzilai, J. M. Borwein, IMA J. Numer. Anal. 8,
  /// 141 (1988), doi:10.1093/imanum/8.1.141.
  private mutating func relax(_ movers: [Int], centres: [Int], steps: Int) {
    let slot = Dictionary(uniqueKeysWithValues: movers.enumerated().map { ($1, $0) })
    var force = forces(slot, movers, centres)
    var step = 0.1
    for _ in 0..<steps {
      let largest = force.map { dot($0, $0) }.max() ?? 0
      guard largest > 1e-8 else { break }
      // No site moves by more than a tenth of a bond at once.
      let factor = min(step, 0.1 / largest.squareRoot())
      for (mover, site) in movers.enumerated() {
        let place = positions[site] + factor * force[mover]
        positions[site] = place - (place / edge).rounded(.down) * edge
      }
      let next = forces(slot, movers, centres)
      var (moved, changed) = (0.0, 0.0)
      for (old, new) in zip(force, next) {
        moved += factor * dot(old, old)
        changed += dot(old, old - new)
      }
      step = changed > 0 ? min(max(moved / changed, 0.02), 1) : 0.1
      force = next
    }
  }

  mutating func relaxAll() {
    let all = Array(positions.indices)
    relax(all, centres: all, steps: 500)
  }

  // MARK: Result

  func scaled(to size: Double) -> (positions: [SIMD3<Double>], bonds: [SiteNetwork.Bond]) {
    let inside = positions.map { $0 - ($0 / edge).rounded(.down) * edge }
    var bonds: [SiteNetwork.Bond] = []
    for i in positions.indices {
      for k in 0..<4 where neighbour(i, k) > i {
        let j = neighbour(i, k)
        let straight = (inside[j] - inside[i]) / edge
        let image = SIMD3<Int16>(-straight.rounded(.toNearestOrEven))
        bonds.append(SiteNetwork.Bond(first: Int32(i), second: Int32(j), image: image))
      }
    }
    return (inside.map { $0 * (size / edge) }, bonds)
  }
}
