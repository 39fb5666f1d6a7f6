import IonHopCore

/// The immobile ions of one supercell, drawn once and fixed for ever: what stands on its host
/// sites, and which mobile sites blockers take.
///
///     let disorder = try QuenchedDisorder(of: lattice, supercell: [4, 4, 4], seed: 7)
///     let network = try disorder.network()
///
/// Counts are exact: of N sites, N × share get an occupant, rounded so that all add up to N; only
/// the places are drawn, by a Fisher–Yates shuffle (R. Durstenfeld, Commun. ACM 7, 420 (1964),
/// doi:10.1145/364520.364540). Each kind of sites has its own random stream, its seed mixed from the
/// caller's seed and the kind's name, so that neither threads nor other kinds change the draw.
public struct QuenchedDisorder: Sendable {
  private let lattice: Lattice
  private let repeats: SIMD3<Int>
  private let order: CellOrder
  private var places: [String: Places] = [:]

  /// What stands on the sites of one kind.
  private struct Places: Sendable {
    var names: [String]
    /// Sites of the kind in one cell.
    var members: Int
    /// Index in `names` for each member of each cell in the order of the network's cells; beyond
    /// the last for a mobile site that is left to the ions.
    var occupants: [Int32]
  }

  /// - Parameter repeats: cells along each vector, all of at least 1.
  /// - Throws: `NetworkError.badSupercell`.
  public init(
    of lattice: Lattice, supercell repeats: SIMD3<Int>, seed: UInt64
  ) throws {
    guard repeats.min() > 0 else { throw NetworkError.badSupercell(repeats) }
    self.lattice = lattice
    self.repeats = repeats
    order = CellOrder(repeats)
    for host in lattice.hostKinds {
      try draw(host.occupants, on: host.name, members: host.positions.count, seed: seed)
    }
    for blocked in lattice.blockedKinds {
      let sites = lattice.siteKinds.first { $0.name == blocked.name }
      try draw(
        blocked.blockers, on: blocked.name, members: sites?.positions.count ?? 0, seed: seed)
    }
  }

  private mutating func draw(
    _ occupants: [Lattice.Occupant], on kind: String, members: Int, seed: UInt64
  ) throws {
    let sites = saturatingProduct(members, order.cells.count)
    guard sites < Int(Int32.max) else { throw NetworkError.tooLarge(sites: sites, hops: 0) }
    var drawn: [Int32] = []
    drawn.reserveCapacity(sites)
    for (index, count) in Self.counts(occupants.map(\.share), of: sites).enumerated() {
      drawn.append(contentsOf: repeatElement(Int32(index), count: count))
    }
    let streamSeed = kind.utf8.reduce(StreamSeed(study: seed)) { $0.mixed(with: UInt64($1)) }
    var stream = try RandomStream(seed: streamSeed.value)
    for last in stride(from: sites - 1, to: 0, by: -1) {
      drawn.swapAt(last, Int(stream.integer(below: UInt32(last + 1))))
    }
    places[kind] = Places(names: occupants.map(\.name), members: members, occupants: drawn)
  }

  /// Whole numbers in the ratio of the shares that add up to `total`, by largest remainders; what
  /// the shares leave of 1 comes last.
  static func counts(_ shares: [Double], of total: Int) -> [Int] {
    let rest = max(0, 1 - shares.reduce(0, +))
    let exact = (shares + [rest]).map { $0 * Double(total) }
    // Room for rounding, so that 0.55 of 1000 is 550.
    var counts = exact.map { Int(($0 + 1e-6).rounded(.down)) }
    let byRemainder = exact.indices.sorted {
      let (a, b) = (exact[$0] - Double(counts[$0]), exact[$1] - Double(counts[$1]))
      return a == b ? $0 < $1 : a > b
    }
    for index in byRemainder.prefix(max(0, total - counts.reduce(0, +))) { counts[index] += 1 }
    return counts
  }

  /// The names of what stands on the sites of a kind, cell after cell in the order of the network's
  /// cells; nil where a mobile site is left to the ions.
  public func occupants(of kind: String) -> [String?] {
    guard let places = places[kind] else { return [] }
    return places.occupants.map {
      places.names.indices.contains(Int($0)) ? places.names[Int($0)] : nil
    }
  }

  /// The supercell with these immobile ions.
  ///
  /// - Throws: `InputError` if blockers leave nothing or shifts make a barrier negative.
  public func network() throws -> SiteNetwork {
    try applied(to: lattice.unitNetwork.repeated(repeats))
  }

  /// - Parameter network: the ordered supercell of the same lattice and repeats.
  package func applied(to network: SiteNetwork) throws -> SiteNetwork {
    let kept = keptSites(of: network)
    let shifts = try shifts(on: network)
    do {
      return try network.altered(
        keeping: kept, siteEnergies: shifts.sites, hopBarriers: shifts.hops,
        eventBarriers: shifts.events)
    } catch {
      throw InputError(
        file: "", keyPath: "blocked",
        message:
          "leaves no hop on [\(repeats.x), \(repeats.y), \(repeats.z)] cells; lower the share or use a larger supercell"
      )
    }
  }

  // MARK: Charges

  /// The supercell with the lattice's Coulomb interaction, if it has one: of mobile ions with each
  /// other, and with the immobile ions whose charges the lattice gives.
  ///
  /// - Parameters:
  ///   - network: from `network()`.
  ///   - charge: of a mobile ion (e).
  /// - Throws: `InputError` if the network is too large for it.
  package func addingCoulomb(
    to network: SiteNetwork, charge: Double
  ) throws(InputError) -> SiteNetwork {
    guard let coulomb = lattice.coulomb else { return network }
    var hosts = CoulombInteraction.Hosts()
    for kind in lattice.hostKinds where !kind.charges.isEmpty {
      let first = hosts.positions.count
      let members = kind.positions.count
      hosts.positions += kind.positions.map(lattice.cell.cartesian)
      for (place, name) in occupants(of: kind.name).enumerated() {
        guard let name, let charge = kind.charges[name], charge != 0 else { continue }
        hosts.charges.append(
          CoulombInteraction.HostCharge(
            member: first + place % members,
            cell: SIMD3(truncatingIfNeeded: order.cells[place / members]), charge: charge))
      }
    }
    return try coulomb.applied(
      to: network, unit: lattice.unitNetwork, repeats: repeats, charge: charge, hosts: hosts)
  }

  // MARK: Blockers

  /// False for sites that a blocker has taken; empty where there is none.
  private func keptSites(of network: SiteNetwork) -> [Bool] {
    guard lattice.blockedKinds.contains(where: { $0.share > 0 }) else { return [] }
    let unit = lattice.unitNetwork.siteCount
    var kept = Array(repeating: true, count: network.siteCount)
    var first = 0
    for kind in lattice.siteKinds {
      let members = kind.positions.count
      if let places = places[kind.name] {
        for cell in order.cells.indices {
          for member in 0..<members {
            let occupant = Int(places.occupants[cell * members + member])
            kept[cell * unit + first + member] = occupant >= places.names.count
          }
        }
      }
      first += members
    }
    return kept
  }

  // MARK: Shifts

  private struct Shifts {
    /// eV
    var sites: [Double] = []
    var hops: [Double] = []
    var events: [Double] = []
  }

  /// A rule with its host sites looked up, since a supercell asks millions of times.
  private struct Source {
    var places: Places
    /// Of the rule's occupant in `places.names`.
    var occupant: Int32
    /// eV
    var shift: Double
  }

  private func shifts(on network: SiteNetwork) throws(InputError) -> Shifts {
    // The reader has checked that the host of every rule exists, so that none drops out.
    let sources = lattice.nearRules.compactMap { rule in
      places[rule.host].map { places in
        Source(
          places: places,
          occupant: places.names.firstIndex(of: rule.occupant).map(Int32.init) ?? -1,
          shift: rule.shift)
      }
    }
    guard !sources.isEmpty else { return Shifts() }
    let relations = NearRelations(lattice)
    let unit = lattice.unitNetwork
    let hops = (0..<unit.siteCount).flatMap { unit.hops(from: $0) }
    let events = unit.compoundEvents
    return Shifts(
      sites: try sums(relations.ofSite, sources) { _, shift in shift },
      hops: try sums(relations.ofHop, sources) { (hop, shift) throws(InputError) in
        try barrier(hops[hop].barrier, plus: shift, of: hops[hop].hopClass)
      },
      events: try sums(relations.ofEvent, sources) { (event, shift) throws(InputError) in
        try barrier(events.barrier(of: event), plus: shift, of: events.hopClass(of: event))
      })
  }

  /// The shifts (eV) of the sites, hops or events of all cells; none where no rule looks at them.
  private func sums(
    _ relations: [[NearRelations.Relation]], _ sources: [Source],
    _ checked: (_ index: Int, _ shift: Double) throws(InputError) -> Double
  ) throws(InputError) -> [Double] {
    guard relations.contains(where: { !$0.isEmpty }) else { return [] }
    var sums: [Double] = []
    sums.reserveCapacity(relations.count * order.cells.count)
    for cell in order.cells {
      for (index, relations) in relations.enumerated() {
        var sum = 0.0
        for relation in relations {
          let source = sources[relation.rule]
          let number = order.number(of: cell, shifted: relation.cell)
          let place = number * source.places.members + relation.member
          if source.places.occupants[place] == source.occupant { sum += source.shift }
        }
        sums.append(try checked(index, sum))
      }
    }
    return sums
  }

  /// The shift of a barrier (eV), if it does not make it negative.
  private func barrier(
    _ barrier: Double, plus shift: Double, of hopClass: Int
  ) throws(InputError) -> Double {
    // Rounding may leave -5e-17 of a barrier that shifts bring down to zero.
    if abs(barrier + shift) < 1e-12 { return -barrier }
    guard barrier + shift > 0 else {
      throw InputError(
        file: "", keyPath: "near",
        message:
          "class \(lattice.unitNetwork.hopClasses[hopClass]): barrier \(barrier) eV and the shifts of its neighbours add up to \(barrier + shift) eV, below zero; raise the barrier or lessen the shifts"
      )
    }
    return shift
  }
}
