import Foundation

/// The basins of a network at one temperature, and the chains of the carriers in them.
///
/// Basins of equal rates share one chain, so the thousands of cages of a crystal hold one
/// decomposition. Immutable; shared by all replicas of a point.
final class BasinMap: Sendable {
  let count: Int
  /// Basin of each site, or −1, and the site's place in it.
  let basin: Buffer<Int32>
  let slot: Buffer<UInt8>
  /// Sites of basin b: `sites[start[b]..<start[b + 1]]`; the same places in the tables below.
  let start: Buffer<Int32>
  let sites: Buffer<Int32>
  /// Unfolded position (Å), lane 3 zero, and the cells it lies off the site's own image.
  let positions: Buffer<SIMD4<Double>>
  let offsets: Buffer<SIMD3<Int32>>
  /// The tree that `BasinShape` found.
  let parents: Buffer<Int8>
  let depths: Buffer<UInt8>
  let chains: [AbsorbingChain]
  let chainOf: Buffer<Int32>
  /// Hop class of each reward of each chain; the squared lengths come after them (Å²).
  let classes: [[Int]]

  /// - Returns: nil if the network has no basin under the rule.
  ///
  /// Only ions may have loops inside a basin: a vacancy's way through a loop permutes the ions
  /// that it passes, and its end alone does not tell how.
  init?(
    _ network: SiteNetwork, _ rates: CarrierRates, _ conditions: Conditions, carriers: Carriers,
    rule: BasinRule = BasinRule()
  ) {
    // Equal rates make one percolating cluster: nothing to look for.
    guard !rates.isUniform, !network.hasSelfHops, rule.maxSites <= 127 else { return nil }
    var finder = BasinFinder(network, rates, conditions, carriers: carriers, rule: rule)
    var library = ChainLibrary(network, rates, rule)
    var kept: [(sites: [Int], shape: BasinShape, chain: Int)] = []
    for sites in finder.basins() {
      guard let shape = BasinShape(sites, in: network), carriers == .ions || shape.isTree,
        let chain = library.chain(for: sites)
      else { continue }
      kept.append((sites, shape, chain))
    }
    guard !kept.isEmpty else { return nil }
    count = kept.count
    chains = library.chains
    classes = library.classes
    chainOf = Buffer(kept.map { Int32($0.chain) })
    start = Buffer(kept.reduce(into: [0]) { $0.append($0.last! + Int32($1.sites.count)) })
    sites = Buffer(kept.flatMap { $0.sites.map(Int32.init) })
    parents = Buffer(kept.flatMap { $0.shape.parents.map(Int8.init) })
    depths = Buffer(kept.flatMap { $0.shape.depths.map(UInt8.init) })
    basin = Buffer(repeating: -1, count: network.siteCount)
    slot = Buffer(repeating: 0, count: network.siteCount)
    positions = Buffer(repeating: .zero, count: sites.count)
    offsets = Buffer(repeating: .zero, count: sites.count)
    for (index, entry) in kept.enumerated() {
      for (place, site) in entry.sites.enumerated() {
        let offset = entry.shape.offsets[place]
        let r = network.position(of: site) + network.cell.cartesian(SIMD3<Double>(offset))
        basin[site] = Int32(index)
        slot[site] = UInt8(place)
        positions[Int(start[index]) + place] = SIMD4(r, 0)
        offsets[Int(start[index]) + place] = offset
      }
    }
  }

  func sites(of basin: Int) -> Range<Int> { Int(start[basin])..<Int(start[basin + 1]) }

  /// Bytes held.
  var memory: Int {
    basin.count * 5 + sites.count * (4 + 32 + 16 + 2) + count * 8
      + chains.reduce(0) { $0 + $1.memory }
  }
}

/// Makes the chain of a basin, once for all basins with the same numbers.
private struct ChainLibrary {
  private let network: SiteNetwork
  private let rates: CarrierRates
  private let rule: BasinRule
  private(set) var chains: [AbsorbingChain] = []
  private(set) var classes: [[Int]] = []
  /// Index of the chain, or −1 if there is none that can be trusted.
  private var known: [[UInt64]: Int] = [:]

  init(_ network: SiteNetwork, _ rates: CarrierRates, _ rule: BasinRule) {
    self.network = network
    self.rates = rates
    self.rule = rule
  }

  mutating func chain(for sites: [Int]) -> Int? {
    let m = sites.count
    var table = Array(repeating: 0.0, count: m * m)
    var exits = Array(repeating: 0.0, count: m)
    var squares = exits
    var perClass: [Int: [Double]] = [:]
    for (x, site) in sites.enumerated() {
      for hop in network.hopRange(from: site) {
        let record = network.rows[hop]
        let kind = network.hopKinds[Int(record.kind)]
        let rate = rates.rate(hop: hop, kind: record.kind)
        guard let y = sites.firstIndex(of: Int(record.target)) else {
          exits[x] += rate
          continue
        }
        table[x * m + y] += rate
        squares[x] += rate * dot(kind.displacement, kind.displacement)
        perClass[Int(kind.hopClass), default: Array(repeating: 0, count: m)][x] += rate
      }
    }
    let names = perClass.keys.sorted()
    let rewards = names.map { perClass[$0]! } + [squares]
    let key = names.map(UInt64.init) + (table + exits + rewards.flatMap { $0 }).map(Self.digits)
    let index = known[key] ?? make(table, exits, rewards, names)
    known[key] = index
    return index < 0 ? nil : index
  }

  private mutating func make(
    _ table: [Double], _ exits: [Double], _ rewards: [[Double]], _ names: [Int]
  ) -> Int {
    guard let chain = AbsorbingChain(rates: table, exits: exits, rewards: rewards),
      AbsorbingChain.hopsPerStay(weights: chain.weights, rates: table, exits: exits)
        >= rule.hopsPerStay
    else { return -1 }
    chains.append(chain)
    classes.append(names)
    return chains.count - 1
  }

  /// Twelve digits of a number: lengths and rates of equal cages differ in the last places.
  private static func digits(_ value: Double) -> UInt64 { (value.bitPattern &+ 0x800) >> 12 }
}
