extension SiteNetwork {
  /// Checks a draft and sorts its hops and pairs into rows.
  ///
  /// Verified here, once and for all: finite numbers, distinct sites, displacements that lead to
  /// an image of their target, one reverse for every hop with the same barrier and frequency, no
  /// pair or event given twice, and events whose steps join.
  ///
  /// - Throws: `NetworkError` naming the first site, hop, pair or event that is wrong.
  public init(_ draft: NetworkDraft) throws(NetworkError) {
    guard !draft.sites.isEmpty, !draft.hops.isEmpty else { throw .empty }
    guard draft.sites.count < Int(Int32.max), draft.hops.count < Int(Int32.max) else {
      throw .tooLarge(sites: draft.sites.count, hops: draft.hops.count)
    }
    let steps = draft.events.reduce(0) { $0 + $1.steps.count }
    guard max(2 * draft.pairs.count, steps) < Int(Int32.max) else {
      throw .tooManyPairs(pairs: draft.pairs.count, steps: steps)
    }
    try Self.checkSites(draft)
    let images = try Self.imagesOfHops(draft)
    try Self.checkReverses(draft, images: images)

    var siteKinds = Names()
    var kindOfSite: [UInt16] = []
    kindOfSite.reserveCapacity(draft.sites.count)
    for site in draft.sites { kindOfSite.append(try siteKinds.index(of: site.kind)) }
    var hopClasses = Names()
    var kinds: [HopKind] = []
    var kindIndex: [HopKind: Int32] = [:]
    var rows: [[HopRecord]] = Array(repeating: [], count: draft.sites.count)
    for (hop, image) in zip(draft.hops, images) {
      let kind = HopKind(
        displacement: draft.displacement(from: hop.from, to: hop.to, image: image), image: image,
        barrier: hop.barrier, frequency: hop.frequency,
        hopClass: try hopClasses.index(of: hop.hopClass))
      let index =
        kindIndex[kind]
        ?? {
          kinds.append(kind)
          return Int32(kinds.count - 1)
        }()
      kindIndex[kind] = index
      rows[hop.from].append(HopRecord(target: Int32(hop.to), kind: index))
    }
    let pairs = try Self.pairRows(draft)
    let events = try Self.eventRows(draft, classes: &hopClasses)
    self.init(
      cell: draft.cell, siteKinds: siteKinds.all, hopClasses: hopClasses.all,
      coordinates: draft.sites.flatMap { [$0.position.x, $0.position.y, $0.position.z] },
      kindOfSite: kindOfSite,
      energies: draft.sites.allSatisfy { $0.energy == 0 } ? [] : draft.sites.map(\.energy),
      rowStart: rows.reduce(into: [0]) { $0.append($0.last! + Int32($1.count)) },
      rows: HopRows(rows.flatMap { $0 }, sites: draft.sites.count, kinds: kinds.count),
      hopKinds: kinds, pairs: pairs, compoundEvents: events)
  }

  private static func checkSites(_ draft: NetworkDraft) throws(NetworkError) {
    for (i, site) in draft.sites.enumerated() {
      guard site.position.isFinite, site.energy.isFinite else {
        throw .notFinite(what: "sites", index: i)
      }
    }
    try SiteGrid(draft).checkDistinct()
  }

  /// The cell image that each hop ends in, from its displacement.
  private static func imagesOfHops(_ draft: NetworkDraft) throws(NetworkError) -> [SIMD3<Int32>] {
    var images: [SIMD3<Int32>] = []
    images.reserveCapacity(draft.hops.count)
    for (h, hop) in draft.hops.enumerated() {
      for site in [hop.from, hop.to] where !draft.sites.indices.contains(site) {
        throw .unknownSite(hop: h, site: site, sites: draft.sites.count)
      }
      guard hop.displacement.isFinite, hop.barrier.isFinite, hop.frequency.isFinite else {
        throw .notFinite(what: "hops", index: h)
      }
      guard hop.frequency > 0 else { throw .badFrequency(hop: h, frequency: hop.frequency) }
      guard let image = draft.image(from: hop.from, to: hop.to, displacement: hop.displacement)
      else {
        throw .displacementMismatch(
          hop: h, from: hop.from, to: hop.to, displacement: hop.displacement)
      }
      images.append(image)
    }
    return images
  }

  private struct HopKey: Hashable {
    var from: Int
    var to: Int
    var image: SIMD3<Int32>
  }

  private static func checkReverses(
    _ draft: NetworkDraft, images: [SIMD3<Int32>]
  ) throws(NetworkError) {
    var index: [HopKey: Int] = [:]
    for (h, hop) in draft.hops.enumerated() {
      let key = HopKey(from: hop.from, to: hop.to, image: images[h])
      guard index.updateValue(h, forKey: key) == nil else {
        throw .duplicateHop(from: hop.from, to: hop.to, displacement: hop.displacement)
      }
    }
    for (h, hop) in draft.hops.enumerated() {
      let key = HopKey(from: hop.to, to: hop.from, image: 0 &- images[h])
      guard let r = index[key] else {
        throw .missingReverse(from: hop.from, to: hop.to, displacement: hop.displacement)
      }
      let reverse = draft.hops[r]
      guard agree(hop.barrier, reverse.barrier) else {
        throw .brokenDetailedBalance(
          from: hop.from, to: hop.to, what: "barrier (eV)", forward: hop.barrier,
          reverse: reverse.barrier)
      }
      guard agree(hop.frequency, reverse.frequency) else {
        throw .brokenDetailedBalance(
          from: hop.from, to: hop.to, what: "attempt frequency (Hz)", forward: hop.frequency,
          reverse: reverse.frequency)
      }
    }
  }

  private static func agree(_ x: Double, _ y: Double) -> Bool {
    abs(x - y) <= 1e-12 * max(abs(x), abs(y))
  }
}

/// Sites in boxes of one ångström, to find two on one spot in linear time.
private struct SiteGrid {
  private let draft: NetworkDraft
  private let boxes: SIMD3<Int>
  private var members: [SIMD3<Int>: [Int]] = [:]
  /// Sites nearer than this are one site given twice (Å).
  private static let closest = 0.01

  init(_ draft: NetworkDraft) {
    self.draft = draft
    let thickness = draft.cell.thickness
    boxes = SIMD3<Int>(
      thickness.clamped(lowerBound: SIMD3(repeating: 1), upperBound: SIMD3(repeating: 1e6)))
    for i in draft.sites.indices { members[box(of: i), default: []].append(i) }
  }

  private func box(of site: Int) -> SIMD3<Int> {
    let f = draft.cell.fractional(draft.sites[site].position)
    let inside = f - f.rounded(.down)
    let index = SIMD3<Int>(inside * SIMD3<Double>(boxes))
    return index.clamped(lowerBound: .zero, upperBound: boxes &- 1)
  }

  func checkDistinct() throws(NetworkError) {
    for i in draft.sites.indices {
      let home = box(of: i)
      for dx in -1...1 {
        for dy in -1...1 {
          for dz in -1...1 {
            let near = wrapped(home &+ SIMD3(dx, dy, dz))
            for j in members[near] ?? [] where j > i {
              let f = draft.cell.fractional(
                draft.sites[j].position - draft.sites[i].position)
              let distance = length(draft.cell.cartesian(f - f.rounded(.toNearestOrEven)))
              guard distance > Self.closest else {
                throw .coincidentSites(i, j, distance: distance)
              }
            }
          }
        }
      }
    }
  }

  private func wrapped(_ index: SIMD3<Int>) -> SIMD3<Int> {
    var result = index
    for axis in 0..<3 { result[axis] = (index[axis] + boxes[axis]) % boxes[axis] }
    return result
  }
}

extension SIMD3<Double> {
  var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }
}
