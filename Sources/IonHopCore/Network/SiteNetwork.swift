/// A network of sites joined by directed hops: all that the engine knows of a material.
///
/// Sites are numbered `0..<siteCount`. The hops that leave site `i` are `hops(from: i)`; each
/// carries a displacement (Å) through the periodic cell, so distances never come from wrapped
/// positions.
///
///     var draft = NetworkDraft(cell: try .cubic(3))
///     draft.addSite(at: .zero)
///     draft.addHop(from: 0, to: 0, displacement: [3, 0, 0], barrier: 0.3, frequency: 1e13)
///     draft.addReverseHops()
///     let chain = try SiteNetwork(draft).supercell(12, 1, 1)
///     chain.hops(from: 0).count   // 2
///
/// - Invariant: every hop has its reverse, with the opposite displacement, the same barrier and
///   the same attempt frequency; hence rates obey detailed balance under every `RateLaw`.
/// - Complexity: 4 bytes a hop (8 in large networks of many kinds), 30 bytes a site, 8 more where site energies differ.
public struct SiteNetwork: Sendable {
  /// The periodic cell.
  public let cell: Cell
  /// Names of the site kinds, for example "24d" and "48g".
  public let siteKinds: [String]
  /// Names of the hop classes, for example "24d-48g".
  public let hopClasses: [String]

  /// Cartesian positions (Å), three numbers a site: an array of `SIMD3` would waste a quarter.
  let coordinates: [Double]
  let kindOfSite: [UInt16]
  /// Site energies (eV); empty where all are zero.
  let energies: [Double]
  /// Hops of site i are `rows[rowStart[i]..<rowStart[i + 1]]`.
  let rowStart: [Int32]
  let rows: HopRows
  let hopKinds: [HopKind]
  let pairs: PairRows
  /// Events that move several ions at once.
  public let compoundEvents: EventRows
  /// Which sites are whose, where several species are mobile; nil for one.
  public internal(set) var layers: SpeciesLayers?

  /// Number of sites.
  public var siteCount: Int { kindOfSite.count }
  /// Number of hops, both ways counted.
  public var hopCount: Int { rows.count }

  /// One directed hop as a value.
  public struct Hop: Sendable, Equatable {
    /// Number of the site that it leaves.
    public let from: Int
    /// Number of the site that it leads to.
    public let to: Int
    /// Å
    public let displacement: SIMD3<Double>
    /// How many cells the hop crosses along each cell vector.
    public let image: SIMD3<Int32>
    /// Migration barrier, or saddle energy, as the rate law reads it (eV).
    public let barrier: Double
    /// Attempt frequency (Hz).
    public let frequency: Double
    /// Index into `hopClasses`.
    public let hopClass: Int
  }

  /// The place of a site in the cell (Å).
  public func position(of site: Int) -> SIMD3<Double> {
    [coordinates[3 * site], coordinates[3 * site + 1], coordinates[3 * site + 2]]
  }

  /// Site energy (eV).
  public func energy(of site: Int) -> Double { energies.isEmpty ? 0 : energies[site] }

  /// Index into `siteKinds`.
  public func kind(of site: Int) -> Int { Int(kindOfSite[site]) }

  /// Numbers of the hops that leave a site; `hop(_:from:)` reads one.
  public func hopRange(from site: Int) -> Range<Int> {
    Int(rowStart[site])..<Int(rowStart[site + 1])
  }

  /// A hop by its number in `hopRange(from:)`.
  public func hop(_ index: Int, from site: Int) -> Hop {
    let record = rows[index]
    let kind = hopKinds[Int(record.kind)]
    return Hop(
      from: site, to: Int(record.target), displacement: kind.displacement, image: kind.image,
      barrier: kind.barrier, frequency: kind.frequency, hopClass: Int(kind.hopClass))
  }

  /// The hops that leave a site.
  public func hops(from site: Int) -> [Hop] { hopRange(from: site).map { hop($0, from: site) } }

  /// The number of hops from every site if it is the same for all, as on a Bravais lattice.
  public var uniformCoordination: Int? {
    let z = hopRange(from: 0).count
    return (0..<siteCount).allSatisfy { hopRange(from: $0).count == z } ? z : nil
  }

  /// Most hops that leave a site.
  public var largestCoordination: Int {
    (0..<siteCount).map { hopRange(from: $0).count }.max() ?? 0
  }

  /// True if a site is its own neighbour through the periodic cell.
  public var hasSelfHops: Bool {
    (0..<siteCount).contains { site in hopRange(from: site).contains { rows[$0].target == site } }
  }

  /// Bytes held by the arrays of the network.
  public var memory: Int {
    coordinates.count * 8 + kindOfSite.count * 2 + energies.count * 8 + rowStart.count * 4
      + rows.memory + hopKinds.count * MemoryLayout<HopKind>.stride
      + pairs.memory + compoundEvents.memory
  }
}

/// What hops of one kind share. A crystal has a few kinds a unit cell; in a glass each hop is its own.
struct HopKind: Equatable, Hashable {
  var displacement: SIMD3<Double>
  var image: SIMD3<Int32>
  var barrier: Double
  var frequency: Double
  var hopClass: UInt16
  /// Whose hop it is, among the network's layers.
  var species: UInt16 = 0
}
