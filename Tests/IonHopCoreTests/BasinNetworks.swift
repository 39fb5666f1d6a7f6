import Foundation

@testable import IonHopCore

/// Networks with basins, and what a run on them yields.
enum BasinNetworks {
  static let conditions = Conditions(temperature: 600)
  static let barrier = 0.3
  /// Rate of a hop over `barrier` (1/s).
  static let unit = 1e13 * exp(-barrier / conditions.thermalEnergy)

  private static func barrier(for rate: Double) -> Double {
    barrier - conditions.thermalEnergy * log(rate)
  }

  /// The 48h sites of argyrodite, F-43m with a = 9.898 Å: each has one neighbour at 1.82 Å and two
  /// at 2.30 Å in its cage of twelve, and two at 2.88 Å in others; rates in units of `unit`.
  static func argyrodite(
    _ n: Int, doublet: Double = 1, intra: Double = 1, inter: Double = 0.01
  ) throws -> SiteNetwork {
    let edge = 9.898
    var draft = NetworkDraft(cell: try .cubic(edge))
    for origin: SIMD3<Double> in [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]] {
      for signs: SIMD3<Double> in [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]] {
        for axis in 0..<3 {
          var r = SIMD3(repeating: 0.1851)
          r[axis] = 0.0204
          r[(axis + 1) % 3] *= -1
          // A mirror plane makes the other order of the two the same site as another sign.
          draft.addSite(at: edge * (origin + r * signs))
        }
      }
    }
    for (length, rate, name) in [
      (1.82, doublet, "doublet"), (2.30, intra, "intra"), (2.88, inter, "inter"),
    ] {
      draft.addHops(
        between: "site", and: "site", distance: length - 0.06...length + 0.06,
        barrier: barrier(for: rate), frequency: 1e13, hopClass: name)
    }
    return try SiteNetwork(draft).supercell(n, n, n)
  }

  /// n × n cells of a trap A, a shallow site B, and sites C and D, in rows along x joined along y
  /// at C and D. `depth` (eV) is A's; A–B is a low barrier, the way from A to the last D a high one.
  static func traps(_ n: Int, depth: Double) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try Cell([12, 0, 0], [0, 3, 0], [0, 0, 10]))
    for (site, kind) in ["A", "B", "C", "D"].enumerated() {
      draft.addSite(at: [3 * Double(site), 0, 0], kind: kind, energy: site == 0 ? -depth : 0)
    }
    for (from, to, barrier, name) in [
      (0, 1, 0.2, "A-B"), (1, 2, 0.3, "B-C"), (2, 3, 0.3, "C-D"), (3, 0, 0.45, "D-A"),
    ] {
      draft.addHop(
        from: from, to: to, displacement: [3, 0, 0], barrier: barrier, frequency: 1e13,
        hopClass: name)
    }
    for site in [2, 3] {
      draft.addHop(
        from: site, to: site, displacement: [0, 3, 0], barrier: 0.3, frequency: 1e13,
        hopClass: "y")
    }
    draft.addReverseHops()
    return try SiteNetwork(draft).supercell(n, n, 1)
  }

  /// n × n cells of a trap A between two shallow sites B, joined along x and y at those: the basin
  /// B–A–B is a tree in which a vacancy shifts up to two ions.
  static func saddles(_ n: Int, depth: Double) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try Cell([9, 0, 0], [0, 3, 0], [0, 0, 10]))
    for (site, kind) in ["B", "A", "B"].enumerated() {
      draft.addSite(at: [3 * Double(site), 0, 0], kind: kind, energy: site == 1 ? -depth : 0)
    }
    for (site, barrier) in [(0, 0.2), (1, 0.2), (2, 0.3)] {
      draft.addHop(
        from: site, to: (site + 1) % 3, displacement: [3, 0, 0], barrier: barrier,
        frequency: 1e13, hopClass: barrier < 0.3 ? "A-B" : "B-B")
    }
    for site in [0, 2] {
      draft.addHop(
        from: site, to: site, displacement: [0, 3, 0], barrier: 0.32, frequency: 1e13,
        hopClass: "y")
    }
    draft.addReverseHops()
    return try SiteNetwork(draft).supercell(n, n, 1)
  }

  /// Means over windows, with errors from blocks of them.
  struct Yield {
    var names: [String] = []
    var means: [Double] = []
    var errors: [Double] = []
    var executed = 0
    var elapsed = 0.0

    subscript(_ name: String) -> (mean: Double, error: Double) {
      let index = names.firstIndex(of: name)!
      return (means[index], errors[index])
    }

    /// Largest difference from another run in units of its standard error.
    func deviation(from other: Yield) -> Double {
      names.indices.map {
        let error = hypot(errors[$0], other.errors[$0])
        return error > 0 ? abs(means[$0] - other.means[$0]) / error : 0
      }.max()!
    }
  }

  /// Runs `windows` windows of `lag` (s) and takes squared displacements, hops and occupations.
  static func run(
    _ network: SiteNetwork, ions: Int, _ use: BasinUse, carriers: Carriers = .ions, lag: Double,
    windows: Int, seed: UInt64 = 1, field: SIMD3<Double> = .zero
  ) throws -> Yield {
    var conditions = conditions
    conditions.field = field
    let plan = try EnginePlan(
      network, ions: ions, conditions: conditions, carriers: carriers,
      selector: .compositionRejection, basins: use)
    var engine = try Engine(plan, seed: seed)
    engine.advance(by: 20 * lag)
    var positions = Array(repeating: 0.0, count: 3 * ions)
    engine.writePositions(into: &positions)
    var old = (engine.collectiveDisplacement, positions, hops(engine), engine.squaredHopLengths)
    let start = engine.hops
    var rows: [[Double]] = []
    for _ in 0..<windows {
      engine.advance(by: lag)
      engine.writePositions(into: &positions)
      let new = (engine.collectiveDisplacement, positions, hops(engine), engine.squaredHopLengths)
      let all = new.0 - old.0
      let tracer = zip(new.1, old.1).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      rows.append(
        [dot(all, all) / Double(ions), all.x, tracer / Double(ions), new.3 - old.3]
          + zip(new.2, old.2).map { $0 - $1 } + engine.occupationCounts().map(Double.init))
      old = new
    }
    var yield = summary(rows)
    yield.names =
      ["collective", "drift", "tracer", "squares"] + network.hopClasses
      + network.siteKinds.map { "on " + $0 }
    (yield.executed, yield.elapsed) = (engine.hops - start, Double(windows) * lag)
    return yield
  }

  private static func hops(_ engine: borrowing Engine) -> [Double] {
    zip(engine.hopsPerClass, engine.skippedHopsPerClass).map { Double($0) + $1 }
  }

  private static func summary(_ rows: [[Double]]) -> Yield {
    let blocks = 40
    let length = rows.count / blocks
    var yield = Yield()
    for column in rows[0].indices {
      let means = (0..<blocks).map { block in
        rows[block * length..<(block + 1) * length].reduce(0) { $0 + $1[column] } / Double(length)
      }
      let mean = means.reduce(0, +) / Double(blocks)
      let spread = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      yield.means.append(mean)
      yield.errors.append((spread / Double(blocks * (blocks - 1))).squareRoot())
    }
    return yield
  }
}
