import IonHopCore

/// How an ion moves between the sites of a polymer.
public struct GatedHop: Sendable, Equatable {
  /// On top of the gate (eV).
  public var barrier: Double
  /// Attempt frequency while the gate is open (Hz).
  public var frequency: Double
  /// Probability that the gate is open after a renewal.
  public var openFraction: Double

  /// A hop with a barrier (eV) and an attempt frequency (Hz), open for a fraction of the time.
  public init(barrier: Double, frequency: Double, openFraction: Double) {
    (self.barrier, self.frequency, self.openFraction) = (barrier, frequency, openFraction)
  }
}

/// One mobile ion of a polymer electrolyte.
public struct PolymerIon: Sendable, Equatable {
  /// For example "TFSI".
  public var name: String
  /// e
  public var charge: Double
  /// Hops along chains.
  public var intrachain: GatedHop
  /// Hops between chains.
  public var interchain: GatedHop

  /// An ion of a charge (e) with its hops.
  public init(name: String, charge: Double, intrachain: GatedHop, interchain: GatedHop) {
    (self.name, self.charge) = (name, charge)
    (self.intrachain, self.interchain) = (intrachain, interchain)
  }

  /// An ion that knows no chains.
  public init(name: String, charge: Double, hop: GatedHop) {
    self.init(name: name, charge: charge, intrachain: hop, interchain: hop)
  }

  func hop(_ link: PolymerTopology.Link) -> GatedHop {
    link == .intrachain ? intrachain : interchain
  }

  func check() throws(PolymerError) {
    for (link, hop) in [("intrachain", intrachain), ("interchain", interchain)] {
      let key = "\(name).\(link)"
      try PolymerError.check(
        "\(key).barrier", hop.barrier, in: 0...Double.greatestFiniteMagnitude)
      try PolymerError.checkPositive("\(key).frequency", hop.frequency)
      try PolymerError.check("\(key).openFraction", hop.openFraction, in: 0...1)
    }
    guard charge.isFinite else {
      throw .badValue(key: "\(name).charge", value: charge, mend: "give a charge in e")
    }
  }
}

/// What is renewed at once.
public enum RenewalUnits: String, Sendable, CaseIterable {
  /// Everything.
  case global
  /// Each pair of sites by a clock of its own.
  case eachHop
  /// The hops of a segment: those that leave its sites for higher or lower numbers, turn about.
  case segments
}

/// A polymer electrolyte by dynamic bond percolation: sites, hops that segmental motion opens and
/// closes, one or two kinds of ions, and crystals.
///
/// Networks and renewal belong to a temperature, since segments quicken and crystals melt:
///
///     let model = PolymerModel(
///       topology, ions: [lithium], segments: segments, units: .segments)
///     let state = try model.state(at: 353)
///     let plan = try EnginePlan(
///       state.network, ions: 40, conditions: Conditions(temperature: 353), renewal: state.renewal)
///
/// S. D. Druger, A. Nitzan, M. A. Ratner, J. Chem. Phys. 79, 3133 (1983), doi:10.1063/1.446144;
/// chains, segments and hops along and between them as in A. Maitra, A. Heuer, Phys. Rev. Lett. 98,
/// 227802 (2007), doi:10.1103/PhysRevLett.98.227802, without the motion of the chains, which
/// `RouseWalk` has.
public struct PolymerModel: Sendable {
  /// Sites and which of them hops join.
  public let topology: PolymerTopology
  /// One, or a cation and an anion. Ions of one kind exclude each other from sites; those of two do
  /// not, since the anion is beside the monomers that hold the cation.
  public var ions: [PolymerIon]
  /// How fast segments renew.
  public var segments: SegmentalDynamics
  /// What renews at once.
  public var units: RenewalUnits
  /// Energy gained by ions of different kinds at one site or on neighbouring ones (eV), so that they
  /// pair.
  public var association: Double
  /// Parts that ions cannot enter; nil for none.
  public var crystallinity: Crystallinity?
  /// What the salt raises T_g by (K) where nothing is crystalline. Crystals that melt leave their salt
  /// to the rest, which stiffens: see `segments(at:)`.
  public var saltRise = 0.0
  /// K, where the rest holds all the salt that it dissolves.
  public var largestSaltRise = Double.infinity
  /// Of the places of crystals.
  public var seed: UInt64

  /// A polymer of sites, ions and segments.
  public init(
    _ topology: PolymerTopology, ions: [PolymerIon], segments: SegmentalDynamics,
    units: RenewalUnits, association: Double = 0, crystallinity: Crystallinity? = nil,
    seed: UInt64 = 1
  ) {
    (self.topology, self.ions, self.segments, self.units) = (topology, ions, segments, units)
    (self.association, self.crystallinity, self.seed) = (association, crystallinity, seed)
  }

  /// Segments of the amorphous part at a temperature (K).
  ///
  /// A crystalline fraction X leaves 1/(1 − X) times as much salt for each amorphous monomer, and T_g rises
  /// in proportion to it. Walls, which do not melt, never held any salt.
  public func segments(at t: Double) -> SegmentalDynamics {
    var amorphous = segments
    guard let crystallinity, crystallinity.meltingTemperature != nil else { return amorphous }
    let rise = min(saltRise / (1 - crystallinity.fraction(at: t)), max(saltRise, largestSaltRise))
    amorphous.glassTransition += rise - saltRise
    return amorphous
  }

  /// Renewals of a free segment a second (1/s) at a temperature (K).
  public func renewalRate(at t: Double) -> Double { segments(at: t).rate(at: t) }

  /// The polymer at one temperature.
  ///
  /// - Parameter t: K
  /// - Throws: `PolymerError`, or `NetworkError` if crystals leave no hop.
  /// - Complexity: O(sites and hops)
  public func state(at t: Double) throws -> PolymerState {
    try check(t)
    let kept = try keptSites(at: t)
    var layers: [SpeciesLayer] = []
    var unitOfHop: [Int32] = []
    var openFraction: [Double] = []
    for ion in ions {
      let network = try layer(ion, kept)
      openFraction += network.hopClasses.map {
        ion.hop(PolymerTopology.Link(rawValue: $0) ?? .interchain).openFraction
      }
      unitOfHop += unitsOfHops(network, kept)
      layers.append(SpeciesLayer(ion.name, charge: ion.charge, network))
    }
    let single = layers[0].network
    let network =
      layers.count == 1
      ? single
      : try SiteNetwork.joining(layers, pairs: pairs(single))
    let rate = renewalRate(at: t)
    let renewal = BondRenewal(
      unitOfHop: unitOfHop, openFraction: openFraction,
      rateOfUnit: speeds(unitOfHop).map { $0 * rate }, sharesState: false)
    return PolymerState(network: network, renewal: renewal, siteOfPolymer: kept)
  }

  private func check(_ t: Double) throws(PolymerError) {
    try PolymerError.checkPositive("temperature", t)
    try PolymerError.check("number of ions", Double(ions.count), in: 1...2)
    for ion in ions { try ion.check() }
    try segments.check()
    try crystallinity?.check()
    guard association.isFinite else {
      throw .badValue(key: "association", value: association, mend: "give an energy in eV")
    }
  }

  /// Numbers of the sites that are not crystalline, in rising order.
  private func keptSites(at t: Double) throws -> [Int] {
    guard let crystallinity, crystallinity.fraction(at: t) > 0 else {
      return Array(0..<topology.siteCount)
    }
    let blocked = Int((crystallinity.fraction(at: t) * Double(topology.siteCount)).rounded())
    return try crystallinity.order(of: topology, seed: seed).dropFirst(blocked).sorted()
  }

  /// The network that one kind of ion sees.
  private func layer(_ ion: PolymerIon, _ kept: [Int]) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: topology.cell)
    var number = Array(repeating: -1, count: topology.siteCount)
    for (new, old) in kept.enumerated() {
      number[old] = new
      draft.addSite(at: topology.positions[old], kind: "coordination")
    }
    for hop in topology.hops where number[hop.from] >= 0 && number[hop.to] >= 0 {
      let gate = ion.hop(hop.link)
      draft.addHop(
        from: number[hop.from], to: number[hop.to], displacement: hop.displacement,
        barrier: gate.barrier, frequency: gate.frequency, hopClass: hop.link.rawValue)
    }
    guard !draft.hops.isEmpty else {
      throw PolymerError.nothingConducts(
        crystallinity == nil ? "reach" : "crystallinity.fraction")
    }
    draft.addReverseHops()
    return try SiteNetwork(draft)
  }

  /// A cation feels anions at its own site and on its neighbours.
  private func pairs(_ network: SiteNetwork) -> [LayerPair] {
    guard association != 0 else { return [] }
    return (0..<network.siteCount).flatMap { site in
      [LayerPair((0, site), (1, site), energy: -association)]
        + network.hops(from: site).map { hop in
          LayerPair((0, site), (1, hop.to), image: hop.image, energy: -association)
        }
    }
  }

  // MARK: Renewal

  /// Unit of each hop of one layer; the same for ions that share the sites.
  private func unitsOfHops(_ network: SiteNetwork, _ kept: [Int]) -> [Int32] {
    switch units {
    case .global: return Array(repeating: 0, count: network.hopCount)
    case .eachHop:
      return BondRenewal.eachBond(network, rate: 1, openFraction: 1).unitOfHop
    case .segments:
      return (0..<network.siteCount).flatMap { site in
        network.hops(from: site).map { hop in
          // Turn about, so that no end of a chain gates all hops to it.
          let (low, high) = (min(site, hop.to), max(site, hop.to))
          return topology.segmentOfSite[kept[(low + high) % 2 == 0 ? low : high]]
        }
      }
    }
  }

  /// Renewal rate of each unit over that of a free segment.
  private func speeds(_ unitOfHop: [Int32]) -> [Double] {
    let count = Int((unitOfHop.max() ?? -1) + 1)
    return units == .segments
      ? Array(topology.speedOfSegment.prefix(count)) : Array(repeating: 1, count: count)
  }
}

/// A polymer at one temperature, ready for the engine.
public struct PolymerState: Sendable {
  /// Sites and hops, open or not.
  public let network: SiteNetwork
  /// Which hops are redrawn together, and how often.
  public let renewal: BondRenewal
  /// Number in the topology of each site of a layer.
  public let siteOfPolymer: [Int]
}
