extension SiteNetwork {
  /// Checks the pairs of a draft alone.
  package static func checkPairs(of draft: NetworkDraft) throws(NetworkError) {
    _ = try pairRows(draft)
  }

  /// Checks the pairs of a draft and sorts them into rows.
  static func pairRows(_ draft: NetworkDraft) throws(NetworkError) -> PairRows {
    guard !draft.pairs.isEmpty else { return PairRows() }
    var known: Set<PairKey> = []
    var rows: [[(target: Int32, term: PairTerm)]] = Array(repeating: [], count: draft.sites.count)
    for (p, pair) in draft.pairs.enumerated() {
      let (i, j) = (pair.first, pair.second)
      for site in [i, j] where !draft.sites.indices.contains(site) {
        throw .unknownPairSite(pair: p, site: site, sites: draft.sites.count)
      }
      guard pair.displacement.isFinite, pair.energy.isFinite else {
        throw .notFinite(what: "pairs", index: p)
      }
      guard let image = draft.image(from: i, to: j, displacement: pair.displacement) else {
        throw .pairMismatch(pair: p, i, j, displacement: pair.displacement)
      }
      guard known.insert(PairKey(site: i, target: j, image: image)).inserted,
        known.insert(PairKey(site: j, target: i, image: 0 &- image)).inserted
      else {
        throw .duplicatePair(i, j, displacement: pair.displacement)
      }
      guard pair.energy != 0 else { continue }
      rows[i].append((Int32(j), PairTerm(image: image, energy: pair.energy)))
      rows[j].append((Int32(i), PairTerm(image: 0 &- image, energy: pair.energy)))
    }
    var builder = PairRowsBuilder()
    for row in rows { builder.appendRow(row) }
    return builder.rows()
  }

  private struct PairKey: Hashable {
    var site: Int
    var target: Int
    var image: SIMD3<Int32>
  }

  /// Checks the compound events of a draft.
  static func eventRows(
    _ draft: NetworkDraft, classes: inout Names
  ) throws(NetworkError) -> EventRows {
    var rows = EventRows()
    var known: [[Int]: Int] = [:]
    for (e, event) in draft.events.enumerated() {
      guard event.barrier.isFinite, event.frequency.isFinite,
        event.steps.allSatisfy({ $0.displacement.isFinite })
      else { throw .notFinite(what: "events", index: e) }
      guard event.frequency > 0 else {
        throw .badEventFrequency(event: e, frequency: event.frequency)
      }
      let images = try imagesOfSteps(of: e, draft)
      let path = EventPath(event.steps, images: images)
      if let site = path.revisited { throw .eventMeetsItself(event: e, site: site) }
      guard event.steps.count >= (path.isRing ? 3 : 2) else {
        throw .shortEvent(event: e, ions: event.steps.count)
      }
      if let first = known.updateValue(e, forKey: path.key) {
        throw .duplicateEvent(event: e, of: first)
      }
      rows.appendEvent(
        EventKind(
          barrier: event.barrier, frequency: event.frequency,
          hopClass: try classes.index(of: event.eventClass)),
        steps: zip(event.steps, images).map { step, image in
          let displacement = draft.displacement(from: step.from, to: step.to, image: image)
          return (step.from, step.to, EventStepKind(displacement: displacement, image: image))
        })
    }
    return rows
  }

  private static func imagesOfSteps(
    of e: Int, _ draft: NetworkDraft
  ) throws(NetworkError) -> [SIMD3<Int32>] {
    var images: [SIMD3<Int32>] = []
    var place: Int?
    for (s, step) in draft.events[e].steps.enumerated() {
      for site in [step.from, step.to] where !draft.sites.indices.contains(site) {
        throw .unknownEventSite(event: e, site: site, sites: draft.sites.count)
      }
      if let place, place != step.from {
        throw .brokenEventPath(event: e, step: s, from: step.from, expected: place)
      }
      guard
        let image = draft.image(from: step.from, to: step.to, displacement: step.displacement)
      else {
        throw .eventStepMismatch(
          event: e, step: s, from: step.from, to: step.to, displacement: step.displacement)
      }
      images.append(image)
      place = step.to
    }
    return images
  }
}

/// Names in the order of their first use.
struct Names {
  private(set) var all: [String] = []
  private var indices: [String: UInt16] = [:]

  /// - Throws: `NetworkError.tooManyNames`, as numbers of names have 16 bits.
  mutating func index(of name: String) throws(NetworkError) -> UInt16 {
    if let index = indices[name] { return index }
    guard let index = UInt16(exactly: all.count) else { throw .tooManyNames(name) }
    all.append(name)
    indices[name] = index
    return index
  }
}
