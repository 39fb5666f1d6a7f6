extension SiteNetwork {
  /// The network with an interaction of all sites with all others beside the pairs that it has.
  ///
  /// An entry holds for the whole network as it is, all images together: it must not be repeated.
  ///
  /// - Parameter pair: the energy (eV) of two sites, the same both ways, and the number of all pairs
  ///   with that energy; numbers are given out upwards from 0.
  /// - Complexity: O(sites²) time and 8 bytes for each.
  package func addingPairs(
    _ pair: (_ i: Int, _ j: Int) -> (kind: Int32, energy: Double)
  ) -> SiteNetwork {
    var rows = AllPairs(sites: siteCount)
    for i in 0..<siteCount {
      var known: [Int32: [PairTerm]] = [:]
      for entry in pairs.range(of: i) { known[pairs.targets[entry]] = pairs.kind(entry).terms }
      rows.appendRow(of: i, beside: known, pair)
    }
    return replacing(energies: energies, pairs: rows.rows)
  }

  /// - Parameter added: eV, one a site; empty for nothing.
  package func addingSiteEnergies(_ added: [Double]) -> SiteNetwork {
    guard !added.isEmpty else { return self }
    let sums = added.indices.map { energy(of: $0) + added[$0] }
    return replacing(energies: sums.allSatisfy { $0 == 0 } ? [] : sums, pairs: pairs)
  }

  private func replacing(energies: [Double], pairs: PairRows) -> SiteNetwork {
    SiteNetwork(
      cell: cell, siteKinds: siteKinds, hopClasses: hopClasses, coordinates: coordinates,
      kindOfSite: kindOfSite, energies: energies, rowStart: rowStart, rows: rows,
      hopKinds: hopKinds, pairs: pairs, compoundEvents: compoundEvents,
      layers: layers)
  }
}

/// Grows rows in which each site stands beside all others.
private struct AllPairs {
  private let sites: Int
  private var start: [Int32] = [0]
  private var targets: [Int32] = []
  private var kindOfPair: [Int32] = []
  private var kinds: [PairKind] = []
  /// Where a kind of the caller stands in `kinds`, and where with terms that were there before.
  private var plain: [Int32] = []
  private var joined: [[PairTerm]: Int32] = [:]

  init(sites: Int) {
    self.sites = sites
    targets.reserveCapacity(sites * sites)
    kindOfPair.reserveCapacity(sites * sites)
  }

  mutating func appendRow(
    of i: Int, beside known: [Int32: [PairTerm]],
    _ pair: (_ i: Int, _ j: Int) -> (kind: Int32, energy: Double)
  ) {
    for j in 0..<sites {
      let before = known.isEmpty ? nil : known[Int32(j)]
      if i == j {
        // A site paired with its own image; `checkRoom` refuses it where it matters.
        guard let before else { continue }
        append(j, index(of: before))
        continue
      }
      let (kind, energy) = pair(i, j)
      let term = PairTerm(image: .zero, energy: energy)
      append(j, before.map { index(of: $0 + [term]) } ?? index(ofPlain: Int(kind), term))
    }
    start.append(Int32(targets.count))
  }

  private mutating func append(_ target: Int, _ kind: Int32) {
    targets.append(Int32(target))
    kindOfPair.append(kind)
  }

  private mutating func index(ofPlain kind: Int, _ term: PairTerm) -> Int32 {
    while plain.count <= kind { plain.append(-1) }
    if plain[kind] < 0 {
      plain[kind] = Int32(kinds.count)
      kinds.append(PairKind([term]))
    }
    return plain[kind]
  }

  private mutating func index(of terms: [PairTerm]) -> Int32 {
    if let known = joined[terms] { return known }
    let new = Int32(kinds.count)
    kinds.append(PairKind(terms))
    joined[terms] = new
    return new
  }

  var rows: PairRows {
    PairRows(start: start, targets: targets, kindOfPair: kindOfPair, kinds: kinds)
  }
}

extension SiteNetwork {
  /// The network with a pair energy (eV) between all sites joined by a hop, once a hop and its
  /// reverse, beside the pairs that it has.
  package func addingPairs(alongHops energy: Double) -> SiteNetwork {
    guard energy != 0 else { return self }
    var builder = PairRowsBuilder()
    for site in 0..<siteCount {
      var row = pairs.range(of: site).flatMap { entry in
        pairs.kind(entry).terms.map { (target: pairs.targets[entry], term: $0) }
      }
      for record in rows[hopRange(from: site)] {
        let image = hopKinds[Int(record.kind)].image
        row.append((record.target, PairTerm(image: image, energy: energy)))
      }
      builder.appendRow(row)
    }
    return replacing(energies: energies, pairs: builder.rows())
  }

  /// The images (cells crossed) and energies (eV) of one entry of `pairTargets`.
  package func pairTerms(_ entry: Int) -> [(image: SIMD3<Int32>, energy: Double)] {
    pairs.kind(entry).terms.map { ($0.image, $0.energy) }
  }
}
