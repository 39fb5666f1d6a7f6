import Foundation
import IonHopCore

/// What a melt of equal chains is made of.
///
/// A bond is the step from one monomer to the next, all of its backbone bonds in one; a coordination
/// site is where an ion is held by `monomersPerSite` neighbouring monomers, for example the ether
/// oxygens that wrap around Li⁺ in PEO.
public struct MeltComposition: Sendable, Equatable {
  /// Number of chains.
  public var chains: Int
  /// Monomers of each chain.
  public var monomers: Int
  /// Stiffness of the chains.
  public var model: ChainModel
  /// From one monomer to the next (Å).
  public var bondLength: Double
  /// g/mol
  public var monomerMass: Double
  /// g/cm³
  public var density: Double
  /// Monomers that coordinate one ion.
  public var monomersPerSite: Int
  /// Sites are no nearer than this to each other (Å).
  public var minimumDistance: Double
  /// Bonds between sites of different chains.
  public var crossLinks: Int
  /// Sites further apart than this are not cross-linked (Å).
  public var crossLinkDistance: Double

  /// Chains of so many monomers, in a cell of their density.
  public init(
    chains: Int, monomers: Int, model: ChainModel, bondLength: Double, monomerMass: Double,
    density: Double, monomersPerSite: Int = 5, minimumDistance: Double = 2, crossLinks: Int = 0,
    crossLinkDistance: Double = 10
  ) {
    (self.chains, self.monomers, self.model) = (chains, monomers, model)
    (self.bondLength, self.monomerMass, self.density) = (bondLength, monomerMass, density)
    self.monomersPerSite = monomersPerSite
    self.minimumDistance = minimumDistance
    (self.crossLinks, self.crossLinkDistance) = (crossLinks, crossLinkDistance)
  }

  /// Coordination sites of one chain.
  public var sitesPerChain: Int { monomers / max(1, monomersPerSite) }
  /// Edge of the cubic cell (Å).
  public var edge: Double {
    cbrt(
      Double(chains) * Double(monomers) * monomerMass / (density * Self.avogadroPerCubicAngstrom))
  }
  /// Cross-links per cubic centimetre (1/cm³).
  public var crossLinkDensity: Double { Double(crossLinks) / pow(edge * 1e-8, 3) }

  /// g/mol over g/cm³ to Å³: N_A · 10⁻²⁴ (CODATA 2018, exact).
  static let avogadroPerCubicAngstrom = 0.602_214_076
  /// Sites of a cell beyond which building it would take hours.
  static let largestCount = 20_000_000

  func check() throws(PolymerError) {
    try model.check()
    for (key, value) in [
      ("bondLength", bondLength), ("monomerMass", monomerMass), ("density", density),
      ("crossLinkDistance", crossLinkDistance),
    ] { try PolymerError.checkPositive(key, value) }
    try PolymerError.check(
      "minimumDistance", minimumDistance, in: 0...Double.greatestFiniteMagnitude)
    let limit = Double(Self.largestCount)
    try PolymerError.check("chains", Double(chains), in: 1...limit)
    try PolymerError.check("monomers", Double(monomers), in: 2...limit)
    try PolymerError.check("chains * monomers", Double(chains) * Double(monomers), in: 2...limit)
    try PolymerError.check("monomersPerSite", Double(monomersPerSite), in: 1...Double(monomers))
    try PolymerError.check("crossLinks", Double(crossLinks), in: 0...limit)
  }
}

/// Chains grown in a periodic cube, with coordination sites along them.
///
///     let melt = try PolymerMelt(composition, seed: 1)
///     melt.sites[3]   // coordination sites of chain 3, unwrapped (Å)
public struct PolymerMelt: Sendable {
  /// A bond between the sites of two chains.
  public struct CrossLink: Sendable, Equatable {
    /// Chain and site on it.
    public var first: (chain: Int, site: Int)
    /// Chain and site on it.
    public var second: (chain: Int, site: Int)
    /// From the first to the nearest image of the second (Å).
    public var displacement: SIMD3<Double>

    /// Whether both join the same sites.
    public static func == (a: Self, b: Self) -> Bool {
      a.first == b.first && a.second == b.second && a.displacement == b.displacement
    }
  }

  /// What the melt is made of.
  public let composition: MeltComposition
  /// Edge of the cube (Å).
  public let edge: Double
  /// Coordination sites of each chain in the order of the chain, unwrapped (Å).
  public private(set) var sites: [[SIMD3<Double>]] = []
  /// First and last monomer of each chain, unwrapped (Å).
  public private(set) var ends: [(first: SIMD3<Double>, last: SIMD3<Double>)] = []
  /// Links between chains.
  public private(set) var crossLinks: [CrossLink] = []

  /// Tries of one stretch of chain before its chain is begun anew, and of a chain before giving up.
  private static let tries = (stretch: 200, chain: 200)

  /// - Throws: `PolymerError`, or `EngineError` for the random stream.
  /// - Complexity: O(monomers)
  public init(_ composition: MeltComposition, seed: UInt64) throws {
    try composition.check()
    self.composition = composition
    edge = composition.edge
    let range = max(composition.minimumDistance, composition.crossLinkDistance)
    guard edge > 2 * composition.minimumDistance else {
      throw PolymerError.cellTooSmall(edge: edge, needed: 2 * composition.minimumDistance)
    }
    var box = CubicBox(edge: edge, range: range)
    var random = try RandomStream(
      seed: StreamSeed(study: seed).mixed(with: UInt64(0x706f_6c79)).value)
    let walk = BondWalk(composition.model, bondLength: composition.bondLength)
    for chain in 0..<composition.chains {
      var grown: Chain?
      for _ in 0..<Self.tries.chain where grown == nil {
        grown = Chain(composition, walk, edge: edge, box, &random)
      }
      guard let grown else {
        throw PolymerError.tooDense(chain: chain, distance: composition.minimumDistance)
      }
      for site in grown.sites { box.add(site) }
      sites.append(grown.sites)
      ends.append((grown.first, grown.last))
    }
    crossLinks = try Self.link(composition, box, &random)
  }

  /// One chain that keeps its distance from itself and from those before.
  private struct Chain {
    var sites: [SIMD3<Double>] = []
    var first = SIMD3<Double>.zero
    var last = SIMD3<Double>.zero

    init?(
      _ composition: MeltComposition, _ walk: BondWalk, edge: Double, _ box: CubicBox,
      _ random: inout RandomStream
    ) {
      let (length, stretch) = (composition.monomers, composition.monomersPerSite)
      let distance = composition.minimumDistance
      var own = CubicBox(edge: edge, range: max(distance, edge / 20))
      var position = SIMD3(random.uniform(), random.uniform(), random.uniform()) * edge
      first = position
      var direction: SIMD3<Double>?
      // The site of a stretch is at its middle monomer; the rest of the chain bears none.
      var monomer = 1
      while monomer < length {
        let site = sites.count * stretch + stretch / 2
        let end = site < length && sites.count < composition.sitesPerChain ? site : length - 1
        if end < monomer {
          guard box.isFree(position, within: distance) else { return nil }
          sites.append(position)
          own.add(position)
          continue
        }
        var grown: (SIMD3<Double>, SIMD3<Double>?)?
        for _ in 0..<tries.stretch where grown == nil {
          var (r, u) = (position, direction)
          for _ in monomer...end {
            let next = walk.next(after: u, &random)
            r += composition.bondLength * next
            u = next
          }
          if end != site
            || (box.isFree(r, within: distance) && own.isFree(r, within: distance))
          {
            grown = (r, u)
          }
        }
        guard let grown else { return nil }
        (position, direction) = grown
        monomer = end + 1
        if end == site, sites.count < composition.sitesPerChain {
          sites.append(position)
          own.add(position)
        }
      }
      last = position
    }
  }

  /// Pairs of sites of different chains within reach, drawn at random, each site in one at most.
  private static func link(
    _ composition: MeltComposition, _ box: CubicBox, _ random: inout RandomStream
  ) throws(PolymerError) -> [CrossLink] {
    guard composition.crossLinks > 0 else { return [] }
    guard box.edge > 2 * composition.crossLinkDistance else {
      throw .cellTooSmall(edge: box.edge, needed: 2 * composition.crossLinkDistance)
    }
    let perChain = composition.sitesPerChain
    var candidates: [(Int, Int, SIMD3<Double>)] = []
    for i in box.positions.indices {
      box.forEach(near: box.positions[i], within: composition.crossLinkDistance) { j, d in
        if i < j, i / perChain != j / perChain { candidates.append((i, j, d)) }
      }
    }
    for last in stride(from: candidates.count - 1, to: 0, by: -1) {
      candidates.swapAt(last, Int(random.integer(below: UInt32(last + 1))))
    }
    var taken = Array(repeating: false, count: box.positions.count)
    var links: [CrossLink] = []
    for (i, j, d) in candidates where links.count < composition.crossLinks {
      guard !taken[i], !taken[j] else { continue }
      (taken[i], taken[j]) = (true, true)
      links.append(
        CrossLink(
          first: (i / perChain, i % perChain), second: (j / perChain, j % perChain),
          displacement: d))
    }
    guard links.count == composition.crossLinks else {
      throw .tooFewContacts(asked: composition.crossLinks, found: links.count)
    }
    return links
  }
}
