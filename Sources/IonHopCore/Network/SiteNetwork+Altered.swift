extension SiteNetwork {
  /// The network with sites taken out and energies added: quenched disorder on an ordered crystal.
  ///
  /// Hops, pairs and events of sites that are taken out go too; the others keep their order. Each
  /// list is empty for "nothing", or as long as the network has sites, hops or events.
  ///
  /// - Parameters:
  ///   - kept: false for a site to take out.
  ///   - keptHops: false for a hop to take out, the same for a hop and its reverse.
  ///   - keptEvents: false for a compound event to take out.
  ///   - siteEnergies: added to the energies of sites (eV).
  ///   - hopBarriers: added to the barriers of hops (eV), the same for a hop and its reverse.
  ///   - eventBarriers: added to the barriers of compound events (eV).
  /// - Throws: `NetworkError.empty` if no hop is left, `.layered` for several species.
  package func altered(
    keeping kept: [Bool] = [], keptHops: [Bool] = [], keptEvents: [Bool] = [],
    siteEnergies: [Double] = [], hopBarriers: [Double] = [], eventBarriers: [Double] = []
  ) throws(NetworkError) -> SiteNetwork {
    guard layers == nil else { throw .layered }
    let sites = (0..<siteCount).filter { kept.isEmpty || kept[$0] }
    var number = Array(repeating: Int32(-1), count: siteCount)
    for (new, old) in sites.enumerated() { number[old] = Int32(new) }
    let hops = alteredHops(of: sites, number, keeping: keptHops, adding: hopBarriers)
    guard !hops.rows.isEmpty else { throw .empty }
    let energies = sites.map {
      energy(of: $0) + (siteEnergies.isEmpty ? 0 : siteEnergies[$0])
    }
    return SiteNetwork(
      cell: cell, siteKinds: siteKinds, hopClasses: hopClasses,
      coordinates: sites.flatMap { coordinates[3 * $0..<3 * $0 + 3] },
      kindOfSite: sites.map { kindOfSite[$0] },
      energies: energies.allSatisfy { $0 == 0 } ? [] : energies, rowStart: hops.start,
      rows: HopRows(hops.rows, sites: sites.count, kinds: hops.kinds.count), hopKinds: hops.kinds,
      pairs: alteredPairs(of: sites, number),
      compoundEvents: alteredEvents(number, keeping: keptEvents, adding: eventBarriers))
  }

  private struct ShiftedKind: Hashable {
    var kind: Int32
    /// eV
    var shift: Double
  }

  private func alteredHops(
    of sites: [Int], _ number: [Int32], keeping kept: [Bool], adding shifts: [Double]
  ) -> (start: [Int32], rows: [HopRecord], kinds: [HopKind]) {
    var start: [Int32] = [0]
    var records: [HopRecord] = []
    var kinds: [HopKind] = []
    var known: [ShiftedKind: Int32] = [:]
    for site in sites {
      for hop in hopRange(from: site)
      where number[Int(rows[hop].target)] >= 0 && (kept.isEmpty || kept[hop]) {
        let key = ShiftedKind(kind: rows[hop].kind, shift: shifts.isEmpty ? 0 : shifts[hop])
        let index = known[key] ?? Int32(kinds.count)
        if index == kinds.count {
          var kind = hopKinds[Int(key.kind)]
          kind.barrier += key.shift
          kinds.append(kind)
          known[key] = index
        }
        records.append(HopRecord(target: number[Int(rows[hop].target)], kind: index))
      }
      start.append(Int32(records.count))
    }
    return (start, records, kinds)
  }

  private func alteredPairs(of sites: [Int], _ number: [Int32]) -> PairRows {
    guard hasPairs else { return PairRows() }
    var builder = PairRowsBuilder()
    for site in sites {
      let entries = pairs.range(of: site).filter { number[Int(pairs.targets[$0])] >= 0 }
      builder.appendRow(
        entries.flatMap { entry in
          pairs.kind(entry).terms.map { (number[Int(pairs.targets[entry])], $0) }
        })
    }
    return builder.rows()
  }

  private func alteredEvents(
    _ number: [Int32], keeping kept: [Bool], adding shifts: [Double]
  ) -> EventRows {
    let old = compoundEvents
    var new = EventRows()
    for event in 0..<old.count where kept.isEmpty || kept[event] {
      let steps = old.steps[old.steps(of: event)]
      guard steps.allSatisfy({ number[Int($0.from)] >= 0 && number[Int($0.to)] >= 0 }) else {
        continue
      }
      var kind = old.kind(of: event)
      kind.barrier += shifts.isEmpty ? 0 : shifts[event]
      new.appendEvent(
        kind,
        steps: steps.map {
          (Int(number[Int($0.from)]), Int(number[Int($0.to)]), old.stepKinds[Int($0.kind)])
        })
    }
    return new
  }
}
