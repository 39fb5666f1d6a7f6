import IonHopCore

/// Groups hops into classes that a lattice file can tell apart: two kinds of sites and a window of
/// distances.
struct HopClasses {
  struct Class {
    var name: String
    /// Indices of the two kinds.
    let kinds: [Int]
    /// Å, mean of its hops.
    let distance: Double
    /// Å
    let window: ClosedRange<Double>
    /// Symmetry orbits of undirected hops in it.
    let orbits: Int
  }

  private(set) var classes: [Class] = []
  private(set) var notes: [String] = []

  /// Distances nearer than this are one (Å): refinements are not more exact.
  static let indistinguishable = 0.01
  /// Half width of a window where no other pair is near (Å).
  private static let halfWidth = 0.05

  /// - Parameters:
  ///   - kinds: the kind of each site.
  ///   - orbit: the symmetry orbit of each pair.
  init(_ pairs: [HopSearch.Pair], orbit: [Int], kinds: [Int], names: [String]) {
    var byKinds: [[Int]: [Int]] = [:]
    for (index, pair) in pairs.enumerated() {
      byKinds[[kinds[pair.from], kinds[pair.to]].sorted(), default: []].append(index)
    }
    for (ends, members) in byKinds.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let runs = Self.runs(members.sorted { pairs[$0].distance < pairs[$1].distance }, pairs)
      let open = runs.indices.filter { runs[$0].contains { pairs[$0].isHop } }
      let name = ends.map { names[$0] }.joined(separator: "-")
      for run in open {
        let lengths = runs[run].map { pairs[$0].distance }
        let (low, high) = (lengths[0], lengths[lengths.count - 1])
        let gapBelow = run > 0 ? low - pairs[runs[run - 1].last ?? 0].distance : .infinity
        let gapAbove = run + 1 < runs.count ? pairs[runs[run + 1][0]].distance - high : .infinity
        let mean = lengths.reduce(0, +) / Double(lengths.count)
        let orbits = Set(runs[run].map { orbit[$0] }).count
        classes.append(
          Class(
            name: open.count > 1 ? "\(name)-\(Int((100 * mean).rounded()))pm" : name, kinds: ends,
            distance: mean,
            window: rounded(
              low - min(Self.halfWidth, 0.4 * gapBelow),
              high + min(Self.halfWidth, 0.4 * gapAbove)), orbits: orbits))
        addNotes(classes[classes.count - 1], runs[run].map { pairs[$0] })
      }
    }
    distinguishNames()
  }

  /// Pairs in the order of their distances, cut where two differ by more than can be told apart.
  private static func runs(_ sorted: [Int], _ pairs: [HopSearch.Pair]) -> [[Int]] {
    var runs: [[Int]] = []
    for index in sorted {
      if let last = runs.last?.last,
        pairs[index].distance - pairs[last].distance < indistinguishable
      {
        runs[runs.count - 1].append(index)
      } else {
        runs.append([index])
      }
    }
    return runs
  }

  private func rounded(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    (low * 1e4).rounded() / 1e4...(high * 1e4).rounded() / 1e4
  }

  private mutating func addNotes(_ hopClass: Class, _ pairs: [HopSearch.Pair]) {
    if hopClass.orbits > 1 {
      notes.append(
        "class \(hopClass.name) holds \(hopClass.orbits) symmetry-distinct hops whose lengths differ by less than \(Self.indistinguishable) Å"
      )
    }
    let added = pairs.count { !$0.isHop }
    if added > 0 {
      notes.append(
        "class \(hopClass.name) holds \(added) of \(pairs.count) directed pairs that the rule for hops would leave out: a window of distances cannot tell them apart"
      )
    }
  }

  private mutating func distinguishNames() {
    let names = classes.map(\.name)
    for index in classes.indices {
      let same = names.indices.filter { names[$0] == names[index] }
      if same.count > 1, let place = same.firstIndex(of: index) {
        classes[index].name += "-\(place + 1)"
      }
    }
  }
}

extension HopClasses {
  /// The orbit of each pair under the group, a hop and its reverse in one.
  ///
  /// - Complexity: O(operations × (sites² + pairs))
  static func orbits(
    of pairs: [HopSearch.Pair], sites: [SIMD3<Double>], in cell: Cell,
    under operations: [SymmetryOperation]
  ) -> [Int] {
    let index = PairIndex(pairs, sites: sites, cell: cell)
    var orbit = Array(repeating: -1, count: pairs.count)
    var count = 0
    for start in pairs.indices where orbit[start] < 0 {
      // The group is closed, so the images of one pair are its whole orbit.
      for operation in operations {
        for image in index.images(of: start, under: operation) { orbit[image] = count }
      }
      orbit[start] = count
      count += 1
    }
    return orbit
  }
}

/// Finds pairs by their ends.
private struct PairIndex {
  private struct Key: Hashable {
    let from: Int
    let to: Int
    let image: SIMD3<Int>
  }

  private let keys: [Key]
  private let numbers: [Key: Int]
  private let sites: [SIMD3<Double>]
  private let cell: Cell

  init(_ pairs: [HopSearch.Pair], sites: [SIMD3<Double>], cell: Cell) {
    keys = pairs.map { pair in
      let straight = sites[pair.to] - sites[pair.from]
      let image = (cell.fractional(pair.displacement) - straight).rounded(.toNearestOrEven)
      return Key(from: pair.from, to: pair.to, image: SIMD3<Int>(image))
    }
    numbers = Dictionary(zip(keys, keys.indices), uniquingKeysWith: { first, _ in first })
    (self.sites, self.cell) = (sites, cell)
  }

  /// The pair that an operation makes of a pair, and its reverse.
  func images(of pair: Int, under operation: SymmetryOperation) -> [Int] {
    let key = keys[pair]
    let end = sites[key.to] + SIMD3<Double>(key.image)
    guard let (from, fromCell) = site(at: operation.apply(to: sites[key.from])),
      let (to, toCell) = site(at: operation.apply(to: end))
    else { return [] }
    let image = toCell &- fromCell
    return [
      numbers[Key(from: from, to: to, image: image)],
      numbers[Key(from: to, to: from, image: SIMD3<Int>.zero &- image)],
    ].compactMap { $0 }
  }

  private func site(at position: SIMD3<Double>) -> (Int, SIMD3<Int>)? {
    for (index, site) in sites.enumerated() {
      let away = position - site
      let whole = away.rounded(.toNearestOrEven)
      if length(cell.cartesian(away - whole)) < CrystalStructure.sameSite {
        return (index, SIMD3<Int>(whole))
      }
    }
    return nil
  }
}
