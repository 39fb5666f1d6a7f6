import Foundation
import IonHopCore

/// (h) Hops that open and close: a million bonds of the simple cubic lattice, each by its own clock.
///
/// A renewal is noticed when an ion next asks for the bond, so that its cost is part of a hop's. The
/// remark gives the bytes that a bond adds to state and tables, and the nanoseconds of one event, a hop
/// asked for with all renewals noticed on the way; open hops are the open fraction of those asked for.
/// Null events, which equal rates get by themselves, and composition–rejection, which spread rates need.
enum RenewalCase {
  /// 70³ sites have 1,029,000 bonds.
  private static let edge = 70
  private static let openFraction = 0.3

  static func run(_ options: Options, into table: inout Table) throws {
    let network = try Cubic.uniform(edge: edge)
    let bonds = network.hopCount / 2
    let rate = 1e13 * exp(-0.3 / Cubic.thermalEnergy)
    for selector in [SelectorKind.nullEvent, .compositionRejection] {
      let still = try plan(network, selector, nil)
      table.add(
        try engineRow("h", "sc, always open", still, carriers: "5 % ions", options.effort))
      for renewals in [0.01, 1.0] {
        let renewal = BondRenewal.eachBond(
          network, rate: renewals * rate, openFraction: openFraction)
        let gated = try plan(network, selector, renewal)
        var row = try engineRow(
          "h", "sc, renewal \(rounded(renewals)) w", gated, carriers: "5 % ions",
          options.effort, warmUpHopsPerIon: 10)
        let bytes = try memory(gated) - memory(still)
        let asked = (row.hopsPerSecond[Program.ours.rawValue] ?? .nan) / openFraction
        row.remark =
          "\(rounded(Double(bytes) / Double(bonds))) B/bond, \(rounded(1e9 / asked)) ns/event"
        table.add(row)
      }
    }
  }

  private static func plan(
    _ network: SiteNetwork, _ selector: SelectorKind, _ renewal: BondRenewal?
  ) throws -> EnginePlan {
    try EnginePlan(
      network, ions: network.siteCount / 20,
      conditions: Conditions(temperature: Cubic.temperature), carriers: .ions,
      selector: selector, renewal: renewal)
  }

  /// Bytes of a replica.
  private static func memory(_ plan: EnginePlan) throws -> Int {
    let engine = try Engine(plan, seed: 1)
    return engine.memory
  }
}
