/// A short run by thinning, to see which share of attempts are hops: whether it pays cannot be told
/// from the energies alone, as ions order. The same for every seed and machine.
struct ThinningTrial {
  /// Share of attempts that were hops.
  let acceptance: Double

  /// Attempts a carrier before counting begins, and while it lasts.
  private static let attemptsACarrier = 64.0

  init(
    _ network: SiteNetwork, _ tables: HopTables, _ pairs: PairTable, ions: Int,
    _ conditions: Conditions, carriers: Carriers
  ) {
    guard pairs.largest > 0, var random = try? RandomStream(seed: 1) else {
      acceptance = 0
      return
    }
    let occupied = Placement.equilibrium(
      ions: ions, on: network, thermalEnergy: conditions.thermalEnergy, &random)
    var gas = LatticeGas(
      occupied: occupied, carriers: carriers, hopClasses: network.hopClasses.count,
      hopKinds: network.hopKinds.count)
    let slots = tables.largestCoordination
    guard gas.carrierCount * slots < Int(UInt32.max) else {
      acceptance = 0
      return
    }
    var selector = NullEventSelector(
      gate: PairGate(pairs, carriers), renewal: RenewalState(nil, network),
      carriers: gas.carrierCount, slots: slots,
      largestRate: pairs.largest, staged: false)
    let time = Self.attemptsACarrier / (Double(slots) * pairs.largest)
    let before = withRows(network, tables) { rows in
      _ = selector.advance(&gas, rows, &random, by: time, hopLimit: .max)
      let before = gas.hops
      _ = selector.advance(&gas, rows, &random, by: time, hopLimit: .max)
      return before
    }
    acceptance = Double(gas.hops - before) / (Double(gas.carrierCount) * Self.attemptsACarrier)
  }

  /// Measured: an attempt with neighbours to count costs about a fortieth of a hop that keeps all
  /// rates up to date (20 against 700 ns).
  var isWorthwhile: Bool { acceptance > 0.03 }
}
