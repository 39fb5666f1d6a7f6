import Foundation
import IonHopCore

extension BoundaryRules {
  /// The network as the rules alter it.
  ///
  /// - Parameters:
  ///   - siteEnergies: further shifts of the sites' energies (eV), such as the ion's charge times a
  ///     potential solved for this network; one a site of `grains`, or none.
  ///   - seed: the study's; the same seed gives the same network.
  /// - Throws: `InputError` for numbers out of range, a barrier that no draw keeps above zero, or
  ///   rules that leave no hop.
  public func applied(
    to grains: GrainNetwork, siteEnergies: [Double] = [], seed: UInt64
  ) throws(InputError) -> GrainNetwork {
    try check()
    guard siteEnergies.isEmpty || siteEnergies.count == grains.network.siteCount else {
      throw GrainStructure.error(
        "\(siteEnergies.count) energies for \(grains.network.siteCount) sites; give one each",
        at: "siteEnergies")
    }
    guard siteEnergies.allSatisfy({ abs($0) <= 100 }) else {
      throw GrainStructure.error(
        "a shift is not a number within 100 eV; correct it", at: "siteEnergies")
    }
    let worker = try BoundaryAlteration(self, grains, seed: seed)
    return try worker.altered(siteEnergies)
  }
}

/// Draws what rules do to one network.
private struct BoundaryAlteration {
  private let rules: BoundaryRules
  private let grains: GrainNetwork
  private let network: SiteNetwork
  private let seed: StreamSeed
  private let reverse: [Int32]
  private let isCore: [Bool]
  private let film: FilmPatches?

  /// The random stream of each knob.
  private enum Knob: UInt64 {
    case barrierRise = 11
    case wellSpread, missingSites, missingBonds, segregation, events
  }

  init(_ rules: BoundaryRules, _ grains: GrainNetwork, seed: UInt64) throws(InputError) {
    (self.rules, self.grains, network) = (rules, grains, grains.network)
    self.seed = StreamSeed(study: seed)
    reverse = GrainNetwork.reverses(in: network)
    isCore = grains.distance.map { rules.region(at: $0) == .core }
    film =
      if let phase = rules.secondPhase {
        try FilmPatches(
          in: network.cell, size: phase.patchSize, coverage: phase.coverage,
          seed: seed)
      } else { nil }
  }

  func altered(_ siteEnergies: [Double]) throws(InputError) -> GrainNetwork {
    let kept = try keptSites()
    let change = try hopChanges()
    let events = try eventChanges(change.isKept)
    do {
      let altered = try network.altered(
        keeping: kept, keptHops: change.isKept, keptEvents: events.isKept,
        siteEnergies: try siteShifts(adding: siteEnergies), hopBarriers: change.shifts,
        eventBarriers: events.shifts)
      guard !kept.isEmpty else { return with(altered) }
      let sites = kept.indices.filter { kept[$0] }
      return GrainNetwork(
        network: altered, grain: sites.map { grains.grain[$0] },
        distance: sites.map { grains.distance[$0] },
        junctionDistance: sites.map { grains.junctionDistance[$0] })
    } catch let error as InputError {
      throw error
    } catch {
      throw GrainStructure.error(
        "the rules leave no hop; lower the shares or the core's width", at: "boundary")
    }
  }

  private func with(_ network: SiteNetwork) -> GrainNetwork {
    GrainNetwork(
      network: network, grain: grains.grain, distance: grains.distance,
      junctionDistance: grains.junctionDistance)
  }

  private func stream(_ knob: Knob) throws(InputError) -> RandomStream {
    try .forStructure(seed.mixed(with: knob.rawValue))
  }

  // MARK: Sites

  private func siteShifts(adding given: [Double]) throws(InputError) -> [Double] {
    guard
      rules.wellSpread != nil || rules.coreSiteEnergy != 0 || rules.potential != nil
        || !given.isEmpty
    else { return [] }
    var numbers = try stream(.wellSpread)
    return (0..<network.siteCount).map { site in
      var shift = given.isEmpty ? 0 : given[site]
      if let profile = rules.potential { shift += profile.energy(at: grains.distance[site]) }
      if isCore[site] {
        shift += rules.coreSiteEnergy
        if let spread = rules.wellSpread { shift += spread.draw(&numbers) }
      }
      return shift
    }
  }

  /// False for missing sites and those that dopants have taken; empty where all are left.
  private func keptSites() throws(InputError) -> [Bool] {
    let dopants = rules.segregation
    guard rules.missingSites > 0 || dopants?.share ?? 0 > 0 else { return [] }
    var kept = Array(repeating: true, count: network.siteCount)
    let core = isCore.indices.filter { isCore[$0] }
    for site in try drawn(rules.missingSites, of: core, .missingSites) { kept[site] = false }
    if let dopants {
      let zone = grains.distance.indices.filter {
        grains.distance[$0] <= dopants.width / 2 + 1e-6
      }
      for site in try drawn(dopants.share, of: zone, .segregation) { kept[site] = false }
    }
    return kept
  }

  /// An exact share, rounded, of a list, by a Fisher–Yates shuffle (R. Durstenfeld, Commun. ACM 7,
  /// 420 (1964), doi:10.1145/364520.364540).
  private func drawn(_ share: Double, of list: [Int], _ knob: Knob) throws(InputError) -> [Int] {
    var list = list
    var numbers = try stream(knob)
    let count = Int((share * Double(list.count)).rounded())
    for k in 0..<count {
      list.swapAt(k, k + Int(numbers.integer(below: UInt32(list.count - k))))
    }
    return Array(list.prefix(count))
  }

  // MARK: Hops

  private struct HopChange {
    /// eV; empty for none.
    var shifts: [Double] = []
    /// Empty where all are left.
    var isKept: [Bool] = []
  }

  /// One of each bond's two hops, with the site that it starts from.
  private func bonds(_ body: (_ index: Int, _ hop: SiteNetwork.Hop) throws(InputError) -> Void)
    throws(InputError)
  {
    for site in 0..<network.siteCount {
      for index in network.hopRange(from: site) where index <= Int(reverse[index]) {
        try body(index, network.hop(index, from: site))
      }
    }
  }

  private func crosses(_ hop: SiteNetwork.Hop) -> Bool {
    grains.grain[hop.from] != grains.grain[hop.to]
  }

  private func hopChanges() throws(InputError) -> HopChange {
    var change = HopChange()
    if let rise = rules.barrierRise { try raise(by: rise, &change) }
    if rules.missingBonds > 0 { try closeBonds(&change) }
    if let phase = rules.secondPhase { try cover(with: phase, &change) }
    return change
  }

  private func raise(
    by rise: EnergyDistribution, _ change: inout HopChange
  ) throws(InputError) {
    var numbers = try stream(.barrierRise)
    var shifts = Array(repeating: 0.0, count: network.hopCount)
    try bonds { index, hop throws(InputError) in
      guard crosses(hop) || isCore[hop.from] || isCore[hop.to] else { return }
      let shift = try Self.shift(
        rise, of: hop.barrier, in: network.hopClasses[hop.hopClass], &numbers)
      shifts[index] = shift
      shifts[Int(reverse[index])] = shift
    }
    change.shifts = shifts
  }

  /// Draws again while the barrier would be negative.
  private static func shift(
    _ rise: EnergyDistribution, of barrier: Double, in hopClass: String,
    _ numbers: inout RandomStream
  ) throws(InputError) -> Double {
    for _ in 0..<1000 {
      let shift = rise.draw(&numbers)
      if barrier + shift >= 0 { return shift }
    }
    throw GrainStructure.error(
      "a barrier of \(barrier) eV of class \(hopClass) stays below zero in a thousand draws; raise the mean",
      at: "barrierRise")
  }

  private func closeBonds(_ change: inout HopChange) throws(InputError) {
    var core: [Int] = []
    try bonds { index, hop throws(InputError) in
      if crosses(hop) || isCore[hop.from] || isCore[hop.to] { core.append(index) }
    }
    change.isKept = Array(repeating: true, count: network.hopCount)
    for index in try drawn(rules.missingBonds, of: core, .missingBonds) {
      change.isKept[index] = false
      change.isKept[Int(reverse[index])] = false
    }
  }

  private func cover(
    with phase: BoundaryRules.SecondPhase, _ change: inout HopChange
  ) throws(InputError) {
    guard let film else { return }
    var (shifts, kept) = (change.shifts, change.isKept)
    if shifts.isEmpty { shifts = Array(repeating: 0, count: network.hopCount) }
    if kept.isEmpty { kept = Array(repeating: true, count: network.hopCount) }
    try bonds { index, hop throws(InputError) in
      let depth = min(grains.distance[hop.from], grains.distance[hop.to])
      guard crosses(hop) || depth <= phase.thickness / 2 + 1e-6 else { return }
      guard film.covers(network.position(of: hop.from) + hop.displacement / 2) else { return }
      let back = Int(reverse[index])
      switch phase.effect {
      case .closed:
        (kept[index], kept[back]) = (false, false)
      case .barrier(let barrier):
        (shifts[index], shifts[back]) = (barrier - hop.barrier, barrier - hop.barrier)
      }
    }
    (change.shifts, change.isKept) = (shifts, kept)
  }

  // MARK: Compound events

  /// An event that meets the core rises as hops do, and one that leads along a closed bond is closed.
  private func eventChanges(_ keptHops: [Bool]) throws(InputError) -> HopChange {
    let events = network.compoundEvents
    var change = HopChange()
    guard events.count > 0 else { return change }
    var numbers = try stream(.events)
    change.shifts = Array(repeating: 0, count: events.count)
    change.isKept = Array(repeating: true, count: events.count)
    for event in 0..<events.count {
      let steps = events.steps[events.steps(of: event)]
      let meets = steps.contains { step in
        isCore[Int(step.from)] || isCore[Int(step.to)]
          || grains.grain[Int(step.from)] != grains.grain[Int(step.to)]
      }
      if meets, let rise = rules.barrierRise {
        change.shifts[event] = try Self.shift(
          rise, of: events.barrier(of: event), in: network.hopClasses[events.hopClass(of: event)],
          &numbers)
      }
      guard !keptHops.isEmpty else { continue }
      change.isKept[event] = steps.allSatisfy { step in
        let parallel = network.hopRange(from: Int(step.from)).filter {
          network.hop($0, from: Int(step.from)).to == Int(step.to)
        }
        return parallel.isEmpty || parallel.contains { keptHops[$0] }
      }
    }
    return change
  }
}
