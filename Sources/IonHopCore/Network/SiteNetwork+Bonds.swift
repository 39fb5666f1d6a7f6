extension SiteNetwork {
  /// Two sites joined by a hop and its reverse.
  ///
  /// 16 bytes, and 24 for its energies, where a hop of a `NetworkDraft` takes 112: a glass of a
  /// million sites has eight million bonds, each with its own barrier.
  package struct Bond: Sendable {
    package var first: Int32
    package var second: Int32
    /// Cells crossed from the first site to the second.
    package var image: SIMD3<Int16>

    package init(first: Int32, second: Int32, image: SIMD3<Int16>) {
      (self.first, self.second, self.image) = (first, second, image)
    }
  }

  /// What the hop along a bond and its reverse share.
  package struct BondEnergetics: Sendable {
    /// eV
    package var barrier: Double
    /// Hz
    package var frequency: Double
    /// Index into the names of hop classes.
    package var hopClass: UInt16

    package init(barrier: Double, frequency: Double, hopClass: UInt16) {
      (self.barrier, self.frequency, self.hopClass) = (barrier, frequency, hopClass)
    }
  }

  /// Sites by columns, with the names of their kinds.
  package struct SiteColumns: Sendable {
    /// Å; no two within 0.01 Å, which the caller sees to.
    package var positions: [SIMD3<Double>]
    /// eV
    package var energies: [Double]
    /// Index into `kinds`.
    package var kind: [UInt16]
    package var kinds: [String]

    package init(
      positions: [SIMD3<Double>], energies: [Double], kind: [UInt16], kinds: [String]
    ) {
      (self.positions, self.energies) = (positions, energies)
      (self.kind, self.kinds) = (kind, kinds)
    }
  }

  /// A network in which each bond has its own barrier, made without a draft.
  ///
  /// Detailed balance holds by construction, as a bond is one record for both its hops.
  ///
  /// - Parameter energetics: one for each bond, in their order.
  /// - Throws: `NetworkError` for no bond, too many, unknown sites, a bond given twice, and numbers
  ///   that are not finite or not physical.
  /// - Complexity: O(bonds log z); 88 bytes a hop.
  package init(
    cell: Cell, sites: SiteColumns, hopClasses: [String], bonds: [Bond],
    energetics: [BondEnergetics]
  ) throws(NetworkError) {
    precondition(energetics.count == bonds.count)
    let count = sites.positions.count
    guard count > 0, !bonds.isEmpty else { throw .empty }
    guard count < Int(Int32.max), 2 * bonds.count < Int(Int32.max) else {
      throw .tooLarge(sites: count, hops: 2 * bonds.count)
    }
    for i in 0..<count where !(sites.positions[i].isFinite && sites.energies[i].isFinite) {
      throw .notFinite(what: "sites", index: i)
    }
    try Self.check(bonds, energetics, sites: count)
    let rows = BondRows(bonds, sites: count)
    var kinds: [HopKind] = []
    var records: [HopRecord] = []
    kinds.reserveCapacity(2 * bonds.count)
    records.reserveCapacity(2 * bonds.count)
    for site in 0..<count {
      var previous: BondRows.End?
      for end in rows.ends(of: site, bonds) {
        let straight = sites.positions[Int(end.target)] - sites.positions[site]
        let displacement = straight + cell.cartesian(SIMD3<Double>(end.image))
        guard end.target != previous?.target || end.image != previous?.image else {
          throw .duplicateHop(from: site, to: Int(end.target), displacement: displacement)
        }
        previous = end
        let shared = energetics[end.bond]
        records.append(HopRecord(target: end.target, kind: Int32(kinds.count)))
        kinds.append(
          HopKind(
            displacement: displacement, image: end.image, barrier: shared.barrier,
            frequency: shared.frequency, hopClass: shared.hopClass))
      }
    }
    self.init(
      cell: cell, siteKinds: sites.kinds, hopClasses: hopClasses,
      coordinates: sites.positions.flatMap { [$0.x, $0.y, $0.z] }, kindOfSite: sites.kind,
      energies: sites.energies.allSatisfy { $0 == 0 } ? [] : sites.energies, rowStart: rows.start,
      rows: HopRows(records, sites: count, kinds: kinds.count), hopKinds: kinds, pairs: PairRows(),
      compoundEvents: EventRows())
  }

  private static func check(
    _ bonds: [Bond], _ energetics: [BondEnergetics], sites: Int
  ) throws(NetworkError) {
    for (index, (bond, shared)) in zip(bonds, energetics).enumerated() {
      for site in [bond.first, bond.second] where !(0..<sites).contains(Int(site)) {
        throw .unknownSite(hop: index, site: Int(site), sites: sites)
      }
      guard bond.first != bond.second || bond.image != .zero else {
        throw .displacementMismatch(
          hop: index, from: Int(bond.first), to: Int(bond.second), displacement: .zero)
      }
      guard shared.barrier.isFinite, shared.frequency.isFinite else {
        throw .notFinite(what: "hops", index: index)
      }
      guard shared.frequency > 0 else {
        throw .badFrequency(hop: index, frequency: shared.frequency)
      }
    }
  }
}

/// Which bonds end at each site.
private struct BondRows {
  /// One end of a bond, as its site sees it.
  struct End {
    var target: Int32
    var image: SIMD3<Int32>
    var bond: Int
  }

  let start: [Int32]
  /// Number of the bond, and whether it is seen from its second site.
  private let members: [UInt32]

  init(_ bonds: [SiteNetwork.Bond], sites: Int) {
    var start = Array(repeating: Int32(0), count: sites + 1)
    for bond in bonds {
      start[Int(bond.first) + 1] += 1
      start[Int(bond.second) + 1] += 1
    }
    for site in 0..<sites { start[site + 1] += start[site] }
    var next = start
    var members = Array(repeating: UInt32(0), count: 2 * bonds.count)
    for (number, bond) in bonds.enumerated() {
      members[Int(next[Int(bond.first)])] = UInt32(2 * number)
      next[Int(bond.first)] += 1
      members[Int(next[Int(bond.second)])] = UInt32(2 * number + 1)
      next[Int(bond.second)] += 1
    }
    (self.start, self.members) = (start, members)
  }

  /// Sorted by target and image, so that hops do not depend on the order of bonds.
  func ends(of site: Int, _ bonds: [SiteNetwork.Bond]) -> [End] {
    members[Int(start[site])..<Int(start[site + 1])].map { member in
      let bond = bonds[Int(member >> 1)]
      let image = SIMD3<Int32>(truncatingIfNeeded: bond.image)
      return member & 1 == 0
        ? End(target: bond.second, image: image, bond: Int(member >> 1))
        : End(target: bond.first, image: 0 &- image, bond: Int(member >> 1))
    }.sorted {
      ($0.target, $0.image.x, $0.image.y, $0.image.z)
        < ($1.target, $1.image.x, $1.image.y, $1.image.z)
    }
  }
}
