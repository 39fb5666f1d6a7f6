import Foundation

/// Everything that the replicas of one point share: network, conditions, rates and the choices
/// of carriers and selector. Immutable; made once, used by any number of engines.
public struct EnginePlan: Sendable {
  /// Sites and hops.
  public let network: SiteNetwork
  /// Mobile ions of each species, in the order of the network's layers.
  public let counts: [Int]
  /// Mobile ions on the network.
  public var ions: Int { counts.reduce(0, +) }
  /// Temperature, rate law, field and interactions.
  public let conditions: Conditions
  /// Who is moved: the rarer, unless the initialiser was told.
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
  /// Rates by neighbour counts, where ions interact and thinning is possible.
  private let pairTable: PairTable?
  /// What rejection-free selection needs to know, where it is in use.
  private let interactions: InteractionModel?
  /// The embedder's part of the barriers.
  private let barriers: BarrierBox?
  var hasBarriersByIons: Bool { barriers != nil }

  /// Hops that open and close; nil where all are always open.
  public let renewal: BondRenewal?
  /// What equilibrium says of each site, for several species.
  private let layered: LayeredOccupation?

  /// - Parameters:
  ///   - ions: number of mobile ions, between 1 and the number of sites less one.
  ///   - carriers: nil takes the rarer of ions and vacancies.
  ///   - barriers: a part of the barriers that depends on the ions around a hop.
  ///   - renewal: hops that open and close; compound events are always open.
  /// - Throws: `EngineError` or, for barriers that the rate law does not admit, `NetworkError`.
  public init(
    _ network: SiteNetwork, ions: Int, conditions: Conditions, carriers: Carriers? = nil,
    selector: SelectorKind = .automatic, basins: BasinUse = .automatic,
    barriers: (any LocalBarrier)? = nil, renewal: BondRenewal? = nil
  ) throws {
    try self.init(
      network, counts: [ions], conditions: conditions, carriers: carriers, selector: selector,
      basins: basins, barriers: barriers, renewal: renewal)
  }

  /// A plan for several species.
  ///
  /// - Parameter counts: ions of each of the network's layers, or one number without layers. The
  ///   charges of the layers stand for those of `conditions`.
  public init(
    _ network: SiteNetwork, counts: [Int], conditions given: Conditions,
    carriers: Carriers? = nil, selector: SelectorKind = .automatic,
    basins: BasinUse = .automatic, barriers: (any LocalBarrier)? = nil,
    renewal: BondRenewal? = nil
  ) throws {
    try Self.checkCounts(counts, network)
    try renewal?.check(network)
    self.renewal = renewal
    let conditions = given.taking(chargesOf: network.layers)
    guard conditions.temperature.isFinite, conditions.temperature > 0 else {
      throw EngineError.badTemperature(conditions.temperature)
    }
    try network.check(conditions.rateLaw)
    try network.checkEvents(conditions.rateLaw)
    try network.checkRoom()
    self.network = network
    self.counts = counts
    self.conditions = conditions
    self.barriers = barriers.map { BarrierBox($0, thermalEnergy: conditions.thermalEnergy) }
    let needs = SelectorNeeds(network, conditions, barriers, renewal)
    try needs.check(carriers: carriers, selector, network)
    guard !needs.layers || conditions.pairEnergy == 0 else {
      throw EngineError.selectorUnfit(
        selector, reason: "a pair energy along hops is for one species; join layers with pairs")
    }
    self.carriers =
      carriers
      ?? (needs.compound || needs.layers ? .ions : .rarer(ions: counts[0], in: network))
    tables = HopTables(network)
    rates = CarrierRates(network, conditions, carriers: self.carriers)
    guard rates.largest.isFinite else { throw EngineError.notFinite("rates") }
    guard rates.largest > 0 || needs.compound else {
      throw EngineError.nothingMoves(temperature: conditions.temperature)
    }
    layered = network.layers.map {
      LayeredOccupation(counts, on: network, $0, thermalEnergy: conditions.thermalEnergy)
    }
    let outlook = Outlook(
      network, rates, counts: counts, layered, renewal, carriers: self.carriers, conditions)
    expectedHopRate = outlook.hopRate
    pairTable =
      !needs.pairTable
      ? nil : PairTable(network, conditions, self.carriers, isPerKind: rates.isPerKind)
    let (map, skipped) = try Self.findBasins(
      basins, selector, network, rates, outlook, needs, conditions, carriers: self.carriers)
    self.basins = map
    expectedSkippedRate = skipped
    let (moved, ions) = (self.carriers, counts.reduce(0, +))
    let trial = pairTable.map { [tables] in
      ThinningTrial(network, tables, $0, ions: ions, conditions, carriers: moved)
    }
    self.selector = try Self.choose(
      self.basins == nil ? selector : .compositionRejection, outlook: outlook, trial, network,
      needs, attempts: self.carriers == .ions ? ions : network.siteCount - ions,
      slots: tables.largestCoordination)
    interactions =
      self.selector == .rejectionFree
      ? try InteractionModel(network, conditions, leastShift: barriers?.least ?? 0) : nil
    guard pairTable?.largest.isFinite ?? true, interactions?.isFinite ?? true else {
      throw EngineError.notFinite("interactions")
    }
  }

  /// Probability that each site holds an ion, if ions did nothing but exclude each other: the Fermi
  /// function, for several species that of places which hold one ion of any.
  public var idealOccupation: [Double] {
    layered?.ofSite
      ?? Placement.fermi(ions: ions, on: network, thermalEnergy: conditions.thermalEnergy)
  }

  /// Where ions stand at the start of a replica.
  func drawPlacement(_ random: inout RandomStream) -> [Bool] {
    layered?.draw(&random)
      ?? Placement.equilibrium(
        ions: ions, on: network, thermalEnergy: conditions.thermalEnergy, &random)
  }

  private static func checkCounts(_ counts: [Int], _ network: SiteNetwork) throws(EngineError) {
    let ions = counts.reduce(0, +)
    guard ions > 0, counts.allSatisfy({ $0 >= 0 }) else { throw .noMobileIon }
    if let layers = network.layers { return try checkCounts(counts, layers) }
    guard counts.count == 1 else { throw .wrongSpecies(given: counts.count, layers: 1) }
    guard ions <= network.siteCount else {
      throw .tooManyIons(ions: ions, sites: network.siteCount)
    }
    // A full lattice moves only if ions can step onto their own periodic images.
    guard ions < network.siteCount || network.hasSelfHops else {
      throw .fullLattice(ions: ions, sites: network.siteCount)
    }
  }

  private static func checkCounts(
    _ counts: [Int], _ layers: SpeciesLayers
  ) throws(EngineError) {
    guard counts.count == layers.count else {
      throw .wrongSpecies(given: counts.count, layers: layers.count)
    }
    for (species, ions) in counts.enumerated() where ions > layers.sites(of: species).count {
      throw .tooManyIons(ions: ions, sites: layers.sites(of: species).count)
    }
    let ions = counts.reduce(0, +)
    guard ions < layers.placeCount else {
      throw .fullLattice(ions: ions, sites: layers.placeCount)
    }
  }

  /// Null events pay while at least one attempt in twelve is a hop: measured, an attempt costs
  /// about a twelfth of a hop of composition–rejection (8 against 100 ns).
  private static let worthwhileAcceptance = 0.08

  private static func choose(
    _ wanted: SelectorKind, outlook: Outlook, _ trial: ThinningTrial?, _ network: SiteNetwork,
    _ needs: SelectorNeeds, attempts: Int, slots: Int
  ) throws(EngineError) -> SelectorKind {
    let interacting = needs.events
    let fitsWord = attempts * slots < Int(UInt32.max)
    switch wanted {
    case .automatic:
      if interacting {
        return fitsWord && !needs.renewal && trial?.isWorthwhile == true
          ? .nullEvent : .rejectionFree
      }
      return outlook.acceptance >= worthwhileAcceptance && fitsWord
        ? .nullEvent : .compositionRejection
    case .nullEvent where !fitsWord:
      throw .selectorUnfit(wanted, reason: "more carriers than a 32-bit word can choose from")
    case .nullEvent where interacting && trial == nil, .compositionRejection where interacting:
      throw .selectorUnfit(wanted, reason: "ions interact or move together; use rejectionFree")
    case .rejectionFree where network.hasSelfHops:
      throw .selectorUnfit(wanted, reason: "a site is its own periodic neighbour")
    default: return wanted
    }
  }

  /// The basins to use, if any, and the rate of hops they are expected to skip (1/s).
  private static func findBasins(
    _ use: BasinUse, _ selector: SelectorKind, _ network: SiteNetwork, _ rates: CarrierRates,
    _ outlook: Outlook, _ needs: SelectorNeeds, _ conditions: Conditions, carriers: Carriers
  ) throws(EngineError) -> (BasinMap?, Double) {
    let fits =
      !needs.events && !needs.layers && !needs.renewal && !network.hasSelfHops
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
        SelectorLoop(
          CompositionRejectionSelector(gas, network, rates, renewal: renewal, staged: isLarge))
      }
    case .rejectionFree:
      SelectorLoop(
        RejectionFreeSelector(
          gas, network, tables, interactions!, local: barriers, renewal: renewal,
          staged: isLarge))
    }
  }

  /// Rows and occupants no longer fit the caches of one core.
  private var isLarge: Bool { network.siteCount > 1 << 15 }

  private func nullEvent<Gate>(
    _ gate: Gate, _ gas: borrowing LatticeGas, largestRate: Double
  ) -> NullEventSelector<Gate> {
    NullEventSelector(
      gate: gate, renewal: RenewalState(renewal, network), carriers: gas.carrierCount,
      slots: tables.largestCoordination, largestRate: largestRate, staged: isLarge)
  }
}

/// What a network asks of the selector that runs it.
private struct SelectorNeeds {
  /// Rates depend on other ions, or several ions move at once.
  let events: Bool
  /// Several ions move at once.
  let compound: Bool
  /// Several species.
  let layers: Bool
  /// Hops open and close.
  let renewal: Bool
  /// Rates follow from the neighbours' number alone.
  let pairTable: Bool

  init(
    _ network: SiteNetwork, _ conditions: Conditions, _ barriers: (any LocalBarrier)?,
    _ renewal: BondRenewal?
  ) {
    self.renewal = renewal != nil
    compound = network.compoundEvents.count > 0
    layers = network.layers != nil
    let others = compound || network.hasPairs || barriers != nil
    pairTable = conditions.pairEnergy != 0 && !others && !layers
    events = conditions.pairEnergy != 0 || others
  }

  func check(
    carriers: Carriers?, _ selector: SelectorKind, _ network: SiteNetwork
  ) throws(EngineError) {
    if compound && carriers == .vacancies {
      throw .carriersUnfit(.vacancies, reason: "several ions move at once; use carriers: ions")
    }
    if layers && carriers == .vacancies {
      throw .carriersUnfit(.vacancies, reason: "several species move; use carriers: ions")
    }
    guard network.hasSelfHops else { return }
    if layers {
      throw .selectorUnfit(
        selector, reason: "several species need a supercell in which no site neighbours itself")
    }
    if carriers == .vacancies {
      throw .carriersUnfit(
        .vacancies, reason: "a site is its own periodic neighbour; use carriers: ions")
    }
    if events {
      throw .selectorUnfit(
        selector, reason: "interactions need a supercell in which no site neighbours itself")
    }
  }
}

/// What mean-field equilibrium says of a run before it starts.
private struct Outlook {
  /// Share of null-event attempts that would be hops, if all were open: closed ones are as many null
  /// events to any selector.
  let acceptance: Double
  /// 1/s
  let hopRate: Double
  /// Probability that a site holds a carrier.
  let occupation: [Double]

  init(
    _ network: SiteNetwork, _ rates: CarrierRates, counts: [Int], _ layered: LayeredOccupation?,
    _ renewal: BondRenewal?, carriers: Carriers, _ conditions: Conditions
  ) {
    let ions = counts.reduce(0, +)
    let fermi =
      layered?.ofSite
      ?? Placement.fermi(ions: ions, on: network, thermalEnergy: conditions.thermalEnergy)
    var (hopRate, rateIfOpen) = (0.0, 0.0)
    for site in 0..<network.siteCount {
      let here = carriers == .ions ? fermi[site] : 1 - fermi[site]
      for index in network.hopRange(from: site) {
        let record = network.rows[index]
        let target = Int(record.target)
        let open = renewal?.openShare(hop: index, hopClass: network.hopClass(of: index)) ?? 1
        var free = carriers == .ions ? 1 - fermi[target] : fermi[target]
        network.layers?.forEachOther(at: target) { free -= fermi[$0] }
        let rate = here * (target == site ? 1 : free) * rates.rate(hop: index, kind: record.kind)
        rateIfOpen += rate
        hopRate += open * rate
      }
    }
    for event in 0..<network.compoundEvents.count {
      let rate = Self.rate(ofEvent: event, network, fermi, conditions)
      (hopRate, rateIfOpen) = (hopRate + rate, rateIfOpen + rate)
    }
    occupation = carriers == .ions ? fermi : fermi.map { 1 - $0 }
    let count = carriers == .ions ? ions : network.siteCount - ions
    self.hopRate = hopRate
    acceptance =
      rateIfOpen / (Double(count * network.largestCoordination) * rates.largest)
  }
  /// How often a compound event happens, both ways (1/s).
  private static func rate(
    ofEvent event: Int, _ network: SiteNetwork, _ occupation: [Double], _ conditions: Conditions
  ) -> Double {
    let events = network.compoundEvents
    let steps = events.steps(of: event).map { events.steps[$0] }
    let (first, last) = (Int(steps[0].from), Int(steps[steps.count - 1].to))
    let between = steps.dropFirst().reduce(1.0) { $0 * occupation[Int($1.from)] }
    let kind = HopKind(
      displacement: .zero, image: .zero,
      barrier: network.barrierForEnds(ofEvent: event, conditions.rateLaw),
      frequency: events.frequency(of: event), hopClass: 0)
    func oneWay(_ from: Int, _ to: Int) -> Double {
      let rate = conditions.rate(
        kind, initial: network.energy(of: from), final: network.energy(of: to))
      return rate * occupation[from] * (events.isRing(event) ? 1 : 1 - occupation[to])
    }
    return between * (oneWay(first, last) + oneWay(last, first))
  }
}
