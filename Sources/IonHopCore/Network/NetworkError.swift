/// What is wrong with a network, with the place and the mend.
public enum NetworkError: Error, Equatable {
  /// Vectors that span no volume.
  case flatCell(vectors: [SIMD3<Double>])
  /// No site, or no hop.
  case empty
  /// More sites or hops than the engine can number.
  case tooLarge(sites: Int, hops: Int)
  /// A number that is not finite.
  case notFinite(what: String, index: Int)
  /// A hop from or to a site that does not exist.
  case unknownSite(hop: Int, site: Int, sites: Int)
  /// Two sites in one place (distance in Å).
  case coincidentSites(Int, Int, distance: Double)
  /// A displacement (Å) that does not lead from the one site to the other.
  case displacementMismatch(hop: Int, from: Int, to: Int, displacement: SIMD3<Double>)
  /// A hop that is listed twice.
  case duplicateHop(from: Int, to: Int, displacement: SIMD3<Double>)
  /// A hop without its reverse.
  case missingReverse(from: Int, to: Int, displacement: SIMD3<Double>)
  /// Hop and reverse hop that do not keep detailed balance.
  case brokenDetailedBalance(from: Int, to: Int, what: String, forward: Double, reverse: Double)
  /// A barrier (eV) below zero.
  case negativeBarrier(hop: Int, barrier: Double)
  /// An attempt frequency (Hz) that is not positive and finite.
  case badFrequency(hop: Int, frequency: Double)
  /// A saddle below the site that it is left from (eV).
  case saddleBelowSite(from: Int, to: Int, saddle: Double, site: Double)
  /// Repeats of a cell that are not positive.
  case badSupercell(SIMD3<Int>)
  /// A pair with a site that does not exist.
  case unknownPairSite(pair: Int, site: Int, sites: Int)
  /// A pair's displacement (Å) that does not lead from the one site to the other.
  case pairMismatch(pair: Int, Int, Int, displacement: SIMD3<Double>)
  /// A pair that is listed twice.
  case duplicatePair(Int, Int, displacement: SIMD3<Double>)
  /// A site paired with itself.
  case selfPair(site: Int)
  /// An event with a site that does not exist.
  case unknownEventSite(event: Int, site: Int, sites: Int)
  /// A step's displacement (Å) that does not lead from the one site to the other.
  case eventStepMismatch(event: Int, step: Int, from: Int, to: Int, displacement: SIMD3<Double>)
  /// A step that does not begin where the one before ended.
  case brokenEventPath(event: Int, step: Int, from: Int, expected: Int)
  /// An event that comes to one site twice.
  case eventMeetsItself(event: Int, site: Int)
  /// An event of fewer than two ions.
  case shortEvent(event: Int, ions: Int)
  /// An event that is listed twice.
  case duplicateEvent(event: Int, of: Int)
  /// An attempt frequency (Hz) of an event that is not positive and finite.
  case badEventFrequency(event: Int, frequency: Double)
  /// A barrier (eV) of an event below zero.
  case negativeEventBarrier(event: Int, barrier: Double)
  /// A saddle of an event below the sites that its ions leave (eV).
  case eventSaddleBelowSites(event: Int, saddle: Double, sites: Double)
  /// More pairs than can be numbered.
  case tooManyPairs(pairs: Int, steps: Int)
  /// An event that meets its own periodic image; a larger supercell does not.
  case crowdedCell(event: Int, site: Int)
  /// More kinds of sites or classes of hops than can be numbered.
  case tooManyNames(String)
  /// Layers of species in cells that differ.
  case unlikeLayers(String)
  /// Sites of layers that share a place they cannot share.
  case badPlaces(String)
  /// A pair of layers that does not exist.
  case badLayerPair(String)
  /// A step that is for networks of one species.
  case layered
}

extension NetworkError: CustomStringConvertible {
  /// What is wrong, in a line with its mend.
  public var description: String {
    switch self {
    case .flatCell(let vectors):
      "cell: the vectors \(vectors.map(text)) span no volume; give three independent vectors (Å)"
    case .empty:
      "sites: the network has no site or no hop; list at least one of each"
    case .tooLarge(let sites, let hops):
      "network of \(sites) sites and \(hops) hops is beyond 32-bit indices; use a smaller supercell"
    case .notFinite(let what, let index):
      "\(what)[\(index)]: not a finite number"
    case .unknownSite(let hop, let site, let sites):
      "hops[\(hop)]: site \(site) does not exist; sites are numbered 0 to \(sites - 1)"
    case .coincidentSites(let i, let j, let distance):
      "sites[\(j)]: \(distance) Å from site \(i), a duplicate site; remove one of the two"
    case .displacementMismatch(let hop, let from, let to, let d):
      "hops[\(hop)]: displacement \(text(d)) Å does not lead from site \(from) to an image of site \(to)"
    case .duplicateHop(let from, let to, let d):
      "hops: \(from) → \(to) by \(text(d)) Å is listed twice; keep one"
    case .missingReverse(let from, let to, let d):
      "hops: \(from) → \(to) by \(text(d)) Å has no reverse hop; add \(to) → \(from) by \(text(-d)) Å with the same barrier and frequency, or set addReverseHops: true"
    case .brokenDetailedBalance(let from, let to, let what, let forward, let reverse):
      "hops: \(from) → \(to) breaks detailed balance: \(what) \(forward) forward but \(reverse) in reverse; give both the same"
    case .negativeBarrier(let hop, let barrier):
      "hops[\(hop)].barrier: \(barrier) eV is negative; a migration barrier is zero or more"
    case .badFrequency(let hop, let frequency):
      "hops[\(hop)].frequency: \(frequency) Hz; an attempt frequency is a positive number"
    case .saddleBelowSite(let from, let to, let saddle, let site):
      "hops: saddle energy \(saddle) eV of \(from) → \(to) lies below a site it joins (\(site) eV); raise the saddle or use rateLaw: symmetric"
    case .badSupercell(let n):
      "supercell: [\(n.x), \(n.y), \(n.z)] needs three whole numbers of at least 1"
    case .unknownPairSite, .pairMismatch, .duplicatePair, .selfPair, .tooManyPairs:
      pairDescription
    case .unlikeLayers, .badPlaces, .badLayerPair, .layered:
      layerDescription
    default:
      eventDescription
    }
  }

  private var pairDescription: String {
    switch self {
    case .unknownPairSite(let pair, let site, let sites):
      "pairs[\(pair)]: site \(site) does not exist; sites are numbered 0 to \(sites - 1)"
    case .pairMismatch(let pair, let i, let j, let d):
      "pairs[\(pair)]: displacement \(text(d)) Å does not lead from site \(i) to an image of site \(j)"
    case .duplicatePair(let i, let j, let d):
      "pairs: \(i) – \(j) by \(text(d)) Å is listed twice; keep one, both directions are implied"
    case .selfPair(let site):
      "supercell: an ion on site \(site) would interact with its own image; use a larger supercell"
    case .tooManyPairs(let pairs, let steps):
      "network of \(pairs) pairs and \(steps) event steps is beyond 32-bit indices; use a smaller supercell"
    default: ""
    }
  }

  private var layerDescription: String {
    switch self {
    case .unlikeLayers(let why):
      "species: \(why); give each species its own name and a network on the same cell"
    case .badPlaces(let why):
      "species: \(why); number the places of each layer's sites"
    case .badLayerPair(let why):
      "pairs: \(why); name sites of the layers that are joined"
    case .layered:
      "species: a network of several species cannot be repeated or altered; do so before joining"
    default: ""
    }
  }

  private var eventDescription: String {
    switch self {
    case .unknownEventSite(let event, let site, let sites):
      "events[\(event)]: site \(site) does not exist; sites are numbered 0 to \(sites - 1)"
    case .eventStepMismatch(let event, let step, let from, let to, let d):
      "events[\(event)].steps[\(step)]: displacement \(text(d)) Å does not lead from site \(from) to an image of site \(to)"
    case .brokenEventPath(let event, let step, let from, let expected):
      "events[\(event)].steps[\(step)]: starts at site \(from), but the step before ends at site \(expected); let each step start where the one before ends"
    case .eventMeetsItself(let event, let site):
      "events[\(event)]: site \(site) is on its path twice; only a closed ring returns, to its first site"
    case .shortEvent(let event, let ions):
      "events[\(event)]: moves \(ions) ions; an open path moves at least 2, a closed ring at least 3"
    case .duplicateEvent(let event, let other):
      "events[\(event)]: the same as events[\(other)] or its reverse; keep one, the reverse is implied"
    case .badEventFrequency(let event, let frequency):
      "events[\(event)].frequency: \(frequency) Hz; an attempt frequency is a positive number"
    case .negativeEventBarrier(let event, let barrier):
      "events[\(event)].barrier: \(barrier) eV is negative; a migration barrier is zero or more"
    case .eventSaddleBelowSites(let event, let saddle, let sites):
      "events[\(event)].barrier: saddle energy \(saddle) eV lies below the sites it joins (\(sites) eV in sum); raise the saddle or use rateLaw: symmetric"
    case .crowdedCell(let event, let site):
      "supercell: the path of event \(event) meets site \(site) twice through the periodic border; use a larger supercell"
    case .tooManyNames(let name):
      "\"\(name)\": more than 65536 site kinds or hop classes; name groups of alike ones"
    default: ""
    }
  }
}

private func text(_ v: SIMD3<Double>) -> String { "[\(v.x), \(v.y), \(v.z)]" }
