import Foundation

/// Everything that the replicas of one point share: network, conditions, rates and the choices
/// of carriers and selector. Immutable; made once, used by any number of engines.
public struct EnginePlan: Sendable {
  public let network: SiteNetwork
  /// Mobile ions on the network.
  public let ions: Int
  public let conditions: Conditions
  public let carriers: Carriers
  /// The selector in use; never `.automatic`.
  public let selector: SelectorKind
  /// Accepted hops per second of physical time expected at equilibrium without interactions (1/s).
  public let expectedHopRate: Double
  /// The part of them that basin steps are expected to skip (1/s).
  public let expectedSkippedRate: Double
  /// Steps per second of physical time that the engine is expected to execute (1/s).
  public var expectedStepRate: Double {
    max(expectedHopRate - expectedSkippedRate, 1e-3 * expectedHopRate)
  }
  /// True if lone carriers leave basins in one exact step each.
  public var usesBasins: Bool { basins != nil }
  /// The basins in use, or nil.
  let basins: BasinMap?
  let tables: HopTables
  private let rates: CarrierRates
  private let rateRange: ClosedRange<Double>
  /// Rates by neighbour counts, where ions interact and thinning is possible.
  private let pairTable: PairTable?

  /// - Parameters:
  ///   - ions: number of mobile ions, between 1 and the number of sites less one.
  ///   - carriers: nil takes the rarer of ions and vacancies.
  /// - Throws: `EngineError` or, for barriers that the rate law does not admit, `NetworkError`.
  public init(
    _ network: SiteNetwork, ions: Int, conditions: Conditions, carriers: Carriers? = nil,
    selector: SelectorKind = .automatic, basins: BasinUse = .automatic
  ) throws {
    try Self.checkCounts(ions, network)
    guard conditions.temperature.isFinite, conditions.temperature > 0 else {
      throw EngineError.badTemperature(conditions.temperature)
    }
    try network.check(conditions.rateLaw)
    self.network = network
    self.ions = ions
    self.conditions = conditions
    self.carriers = carriers ?? .rarer(ions: ions, in: network)
    if network.hasSelfHops {
      guard self.carriers == .ions else {
        throw EngineError.carriersUnfit(
          .vacancies, reason: "a site is its own periodic neighbour; use carriers: ions")
      }
      guard conditions.pairEnergy == 0 else {
        throw EngineError.selectorUnfit(
          selector, reason: "interactions need a supercell in which no site neighbours itself")
      }
    }
    tables = HopTables(network)
    rates = CarrierRates(network, conditions, carriers: self.carriers)
    guard rates.largest.isFinite else { throw EngineError.notFinite("rates") }
    guard rates.largest > 0 else {
      throw EngineError.nothingMoves(temperature: conditions.temperature)
    }
    let outlook = Outlook(network, rates, ions: ions, carriers: self.carriers, conditions)
    expectedHopRate = outlook.hopRate
    rateRange = Self.range(of: rates, network, conditions)
    guard rateRange.upperBound.isFinite else { throw EngineError.notFinite("interactions") }
    pairTable =
      conditions.pairEnergy == 0
      ? nil : PairTable(network, conditions, self.carriers, isPerKind: rates.isPerKind)
    let (map, skipped) = try Self.findBasins(
      basins, selector, network, rates, outlook, conditions, carriers: self.carriers)
    self.basins = map
    expectedSkippedRate = skipped
    let moved = self.carriers
    let trial = pairTable.map { [tables] in
      ThinningTrial(network, tables, $0, ions: ions, conditions, carriers: moved)
    }
    self.selector = try Self.choose(
      self.basins == nil ? selector : .compositionRejection, outlook: outlook, trial, network,
      conditions, attempts: self.carriers == .ions ? ions : network.siteCount - ions,
      slots: tables.largestCoordination)
  }

  private static func checkCounts(_ ions: Int, _ network: SiteNetwork) throws(EngineError) {
    guard ions > 0 else { throw .noMobileIon }
    guard ions <= network.siteCount else {
      throw .tooManyIons(ions: ions, sites: network.siteCount)
    }
    // A full lattice moves only if ions can step onto their own periodic images.
    guard ions < network.siteCount || network.hasSelfHops else {
      throw .fullLattice(ions: ions, sites: network.siteCount)
    }
  }

  /// Null events pay while at least one attempt in twelve is a hop: measured, an attempt costs
  /// about a twelfth of a hop of composition–rejection (8 against 100 ns).
  private static let worthwhileAcceptance = 0.08

  private static func choose(
    _ wanted: SelectorKind, outlook: Outlook, _ trial: ThinningTrial?, _ network: SiteNetwork,
    _ conditions: Conditions, attempts: Int, slots: Int
  ) throws(EngineError) -> SelectorKind {
    let interacting = conditions.pairEnergy != 0
    let fitsWord = attempts * slots < Int(UInt32.max)
    switch wanted {
    case .automatic:
      if interacting {
        return fitsWord && trial?.isWorthwhile == true ? .nullEvent : .rejectionFree
      }
      return outlook.acceptance >= worthwhileAcceptance && fitsWord
        ? .nullEvent : .compositionRejection
    case .nullEvent where !fitsWord:
      throw .selectorUnfit(wanted, reason: "more carriers than a 32-bit word can choose from")
    case .nullEvent where interacting && trial == nil, .compositionRejection where interacting:
      throw .selectorUnfit(wanted, reason: "ions interact; use rejectionFree")
    case .rejectionFree where network.hasSelfHops:
      throw .selectorUnfit(wanted, reason: "a site is its own periodic neighbour")
    default: return wanted
    }
  }

  /// The basins to use, if any, and the rate of hops they are expected to skip (1/s).
  private static func findBasins(
    _ use: BasinUse, _ selector: SelectorKind, _ network: SiteNetwork, _ rates: CarrierRates,
    _ outlook: Outlook, _ conditions: Conditions, carriers: Carriers
  ) throws(EngineError) -> (BasinMap?, Double) {
    let fits =
      conditions.pairEnergy == 0 && !network.hasSelfHops
      && (selector == .automatic || selector == .compositionRejection)
    guard fits || use != .on else {
      throw .basinsUnfit(
        reason: "the step needs ions that do not interact, no site beside its own image, and the "
          + "automatic or compositionRejection selector")
    }
    guard fits, use == .on || (use == .automatic && network.hopCount <= BasinOutlook.largestSearch),
      let map = BasinMap(network, rates, conditions, carriers: carriers)
    else { return (nil, 0) }
    let saved = BasinOutlook(map, network, rates, occupation: outlook.occupation)
    // Null events, where they pay, are what basin steps must beat.
    let costOfHop = min(1, worthwhileAcceptance / outlook.acceptance)
    guard
      use == .on
        || saved.gain(hopRate: outlook.hopRate, costOfHop: costOfHop) >= BasinOutlook.worthwhile
    else { return (nil, 0) }
    return (map, saved.skipped)
  }

  /// Bounds of the rates that can occur, interactions included.
  private static func range(
    of rates: CarrierRates, _ network: SiteNetwork, _ conditions: Conditions
  ) -> ClosedRange<Double> {
    var smallest = rates.largest
    _ = rates.map { if $0 > 0 { smallest = min(smallest, $0) } }
    // An ion's interaction energy changes by at most z pairs each way.
    let reach = abs(conditions.pairEnergy) * Double(network.largestCoordination)
    let factor = exp(2 * reach / conditions.thermalEnergy)
    return max(smallest / factor, .leastNormalMagnitude)...(rates.largest * factor)
  }

  func makeLoop(_ gas: borrowing LatticeGas) -> any Loop {
    switch selector {
    case .automatic, .nullEvent:
      if let pairTable {
        SelectorLoop(
          nullEvent(PairGate(pairTable, carriers), gas, largestRate: pairTable.largest))
      } else {
        rates.isUniform
          ? SelectorLoop(nullEvent(OpenGate(), gas, largestRate: rates.largest))
          : SelectorLoop(nullEvent(RateGate(rates), gas, largestRate: rates.largest))
      }
    case .compositionRejection:
      if let basins {
        SelectorLoop(BasinSelector(gas, network, rates, basins))
      } else {
        SelectorLoop(CompositionRejectionSelector(gas, network, rates, staged: isLarge))
      }
    case .rejectionFree:
      SelectorLoop(
        RejectionFreeSelector(
          gas, network, tables,
          rates: PairRates(gas, network, conditions, table: pairTable, range: rateRange)))
    }
  }

  /// Rows and occupants no longer fit the caches of one core.
  private var isLarge: Bool { network.siteCount > 1 << 15 }

  private func nullEvent<Gate>(
    _ gate: Gate, _ gas: borrowing LatticeGas, largestRate: Double
  ) -> NullEventSelector<Gate> {
    NullEventSelector(
      gate: gate, carriers: gas.carrierCount, slots: tables.largestCoordination,
      largestRate: largestRate, staged: isLarge)
  }
}

/// What mean-field equilibrium says of a run before it starts.
private struct Outlook {
  /// Share of null-event attempts that would be hops.
  let acceptance: Double
  /// 1/s
  let hopRate: Double
  /// Probability that a site holds a carrier.
  let occupation: [Double]

  init(
    _ network: SiteNetwork, _ rates: CarrierRates, ions: Int, carriers: Carriers,
    _ conditions: Conditions
  ) {
    let fermi = Placement.fermi(
      ions: ions, on: network, thermalEnergy: conditions.thermalEnergy)
    var hopRate = 0.0
    for site in 0..<network.siteCount {
      let here = carriers == .ions ? fermi[site] : 1 - fermi[site]
      for index in network.hopRange(from: site) {
        let record = network.rows[index]
        let target = Int(record.target)
        let free = carriers == .ions ? 1 - fermi[target] : fermi[target]
        hopRate +=
          here * (target == site ? 1 : free) * rates.rate(hop: index, kind: record.kind)
      }
    }
    occupation = carriers == .ions ? fermi : fermi.map { 1 - $0 }
    let count = carriers == .ions ? ions : network.siteCount - ions
    self.hopRate = hopRate
    acceptance =
      hopRate / (Double(count * network.largestCoordination) * rates.largest)
  }
}
