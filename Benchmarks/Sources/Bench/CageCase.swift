import Foundation
import IonHop

/// (f) The argyrodite net, whose ions hop a hundred times within a cage for each hop out of it.
struct CageCase {
  let fraction: Double

  static func run(_ options: Options, into table: inout Table) throws -> [CageRow] {
    let network = try argyrodite().supercell(6, 6, 6)
    var rows: [CageRow] = []
    for work in [CageCase(fraction: 0.00116), CageCase(fraction: 0.02), CageCase(fraction: 0.5)] {
      let ions = Int(work.fraction * Double(network.siteCount))
      let plan = try EnginePlan(
        network, ions: ions, conditions: Conditions(temperature: Cubic.temperature), basins: .off)
      let filling = percent(work.fraction) + " ions"
      table.add(
        try engineRow("f", "argyrodite 48h, 100:1", plan, carriers: filling, options.effort))
      rows.append(
        CageRow(
          filling: filling, without: try CageRun(network, ions, .off, options),
          with: try CageRun(network, ions, .on, options)))
    }
    CageRow.printTable(rows)
    return rows
  }

  /// 48h of F-43m at (x, y, −y), a = 9.898 Å: doublets 1.82 Å apart, six of them to a cage (2.30 Å),
  /// cages 2.88 Å apart.
  private static func argyrodite() throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try .cubic(9.898))
    for point in generalPoints(x: 0.0204, y: 0.1851) { draft.addSite(at: 9.898 * point) }
    let slower = Cubic.thermalEnergy * log(100)
    for (name, window, barrier) in [
      ("doublet", 1.7...1.9, 0.2), ("cage", 2.2...2.4, 0.2), ("between", 2.8...2.95, 0.2 + slower),
    ] {
      draft.addHops(
        between: "site", and: "site", distance: window, barrier: barrier, frequency: 1e13,
        hopClass: name)
    }
    return try SiteNetwork(draft)
  }

  private static func generalPoints(x: Double, y: Double) -> [SIMD3<Double>] {
    let orders = [[0, 1, 2], [1, 2, 0], [2, 0, 1], [1, 0, 2], [0, 2, 1], [2, 1, 0]]
    let signs: [SIMD3<Double>] = [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]
    let centres: [SIMD3<Double>] = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]
    var points: [SIMD3<Double>] = []
    for order in orders {
      for sign in signs {
        let base = SIMD3(x, y, -y) * sign
        let turned = SIMD3(base[order[0]], base[order[1]], base[order[2]])
        for centre in centres {
          let point = turned + centre
          let inside = point - point.rounded(.down)
          if !points.contains(where: { length($0 - inside) < 1e-6 }) { points.append(inside) }
        }
      }
    }
    return points
  }
}

/// What it takes to know D_sigma to 5 %, and what it then is.
struct CageRun: Codable {
  let steps: Int
  /// Hops, skipped ones as expected, for each step executed.
  let hopsPerStep: Double
  let seconds: Double
  let chargeDiffusivity: Estimate
  let havenRatio: Estimate

  init(_ network: SiteNetwork, _ ions: Int, _ basins: BasinUse, _ options: Options) throws {
    var study = Study(
      network, mobile: [.lithium: .count(ions)], temperatures: [Cubic.temperature])
    study.basins = basins
    study.sampling.relativeError = 0.05
    study.sampling.maxTime = options.quick ? 20 : 120
    let point = try results(of: study)[Cubic.temperature]
    steps = point.hops + point.equilibrationHops
    hopsPerStep = 1 + (point.skippedHops ?? 0) / Double(point.hops)
    seconds = point.wallTime
    chargeDiffusivity = point.chargeDiffusivity.mean
    havenRatio = point.havenRatio
  }
}

/// The same system without and with the basin step.
struct CageRow: Codable {
  let filling: String
  let without: CageRun
  let with: CageRun

  static func printTable(_ rows: [CageRow]) {
    print("\ncages: to 5 % error in D_sigma, one thread, without → with the basin step")
    for row in rows {
      print(
        """
          \(row.filling): hops a step \(row.both { rounded($0.hopsPerStep) }), \
        steps \(row.both { String(format: "%.3g", Double($0.steps)) }), \
        seconds \(row.both { rounded($0.seconds) }), \
        D_sigma \(row.both { formatted($0.chargeDiffusivity) }), \
        Haven ratio \(row.both { formatted($0.havenRatio) })
        """)
    }
    print("")
  }

  private func both(_ value: (CageRun) -> String) -> String {
    "\(value(without)) → \(value(with))"
  }
}
