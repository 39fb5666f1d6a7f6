/// Which ions interact with which, row after row: for each site the sites whose ions its own ion
/// feels. 8 bytes an entry, and every pair stands in the rows of both its sites.
struct PairRows: Sendable {
  /// Entries of site i are `start[i]..<start[i + 1]`; empty where nothing interacts.
  private(set) var start: [Int32] = []
  private(set) var targets: [Int32] = []
  private(set) var kindOfPair: [Int32] = []
  private(set) var kinds: [PairKind] = []

  init() {}

  func range(of site: Int) -> Range<Int> {
    start.isEmpty ? 0..<0 : Int(start[site])..<Int(start[site + 1])
  }

  func kind(_ entry: Int) -> PairKind { kinds[Int(kindOfPair[entry])] }

  /// Images of pairs, both directions counted.
  var termCount: Int { kindOfPair.reduce(0) { $0 + kinds[Int($1)].terms.count } }

  /// Bytes held.
  var memory: Int {
    (start.count + targets.count + kindOfPair.count) * 4
      + kinds.count * MemoryLayout<PairKind>.stride
      + kinds.reduce(0) { $0 + $1.terms.count } * MemoryLayout<PairTerm>.stride
  }
}

/// What pairs of one kind share.
struct PairKind: Sendable, Hashable {
  /// Images of the target that the site's ion feels; more than one in very small cells only.
  let terms: [PairTerm]
  /// Their sum (eV).
  let energy: Double

  init(_ terms: [PairTerm]) {
    self.terms = terms
    // In an order that both ends of the pair share, so that they agree to the last digit.
    energy = terms.map(\.energy).sorted().reduce(0, +)
  }
}

struct PairTerm: Sendable, Hashable {
  /// Cells crossed from the site to the target.
  var image: SIMD3<Int32>
  /// eV
  var energy: Double
}

/// Grows the rows of pairs site by site.
struct PairRowsBuilder {
  private var start: [Int32] = [0]
  private var targets: [Int32] = []
  private var kindOfPair: [Int32] = []
  private var kinds: [PairKind] = []
  /// Kinds of one image apart from the rest, since hashing an array costs ten times as much.
  private var single: [PairTerm: Int32] = [:]
  private var several: [[PairTerm]: Int32] = [:]

  /// Adds the row of the next site; images of one target become one entry.
  mutating func appendRow(_ row: [(target: Int32, term: PairTerm)]) {
    let first = targets.count
    var terms: [[PairTerm]] = []
    for (target, term) in row {
      if let known = targets[first...].firstIndex(of: target) {
        terms[known - first].append(term)
      } else {
        targets.append(target)
        terms.append([term])
      }
    }
    for terms in terms { kindOfPair.append(index(of: terms)) }
    start.append(Int32(targets.count))
  }

  private mutating func index(of terms: [PairTerm]) -> Int32 {
    let known = terms.count == 1 ? single[terms[0]] : several[terms]
    if let known { return known }
    let new = Int32(kinds.count)
    kinds.append(PairKind(terms))
    if terms.count == 1 { single[terms[0]] = new } else { several[terms] = new }
    return new
  }

  /// - Returns: no rows at all where nothing interacts.
  func rows() -> PairRows {
    targets.isEmpty
      ? PairRows() : PairRows(start: start, targets: targets, kindOfPair: kindOfPair, kinds: kinds)
  }
}

extension PairRows {
  init(start: [Int32], targets: [Int32], kindOfPair: [Int32], kinds: [PairKind]) {
    (self.start, self.targets, self.kindOfPair, self.kinds) = (start, targets, kindOfPair, kinds)
  }
}

extension SiteNetwork {
  /// True if ions on some sites interact.
  public var hasPairs: Bool { !pairs.targets.isEmpty }

  /// Entries in `pairTargets` and `pairEnergies` of the sites whose ions a site's ion feels.
  public func pairRange(of site: Int) -> Range<Int> { pairs.range(of: site) }

  /// For each site in turn, the sites whose ions interact with its ion; every pair stands in both rows.
  public var pairTargets: [Int32] { pairs.targets }

  /// The energy (eV) of each entry of `pairTargets`, all its periodic images together.
  ///
  /// The energy of a state is half the sum over entries of which both sites hold ions.
  ///
  /// - Complexity: O(pairs), as they are kept in 4 bytes; `pairEnergy(_:)` reads one.
  public var pairEnergies: [Double] { pairs.kindOfPair.map { pairs.kinds[Int($0)].energy } }

  /// The energy (eV) of one entry of `pairTargets`.
  public func pairEnergy(_ entry: Int) -> Double { pairs.kind(entry).energy }

  /// Refuses a network so small that an ion would interact with its own image, or a compound event
  /// meet one site twice through the periodic border.
  ///
  /// Unit cells may be that small, their supercells unfold; what is simulated may not.
  ///
  /// - Throws: `NetworkError.selfPair` or `.crowdedCell`.
  public func checkRoom() throws(NetworkError) {
    for site in 0..<siteCount {
      for entry in pairRange(of: site) where Int(pairs.targets[entry]) == site {
        throw .selfPair(site: site)
      }
    }
    for event in 0..<compoundEvents.count {
      if let site = compoundEvents.siteMetTwice(event) {
        throw .crowdedCell(event: event, site: site)
      }
    }
  }
}
