/// Items, carriers or hops, in groups of like rate, so that one is picked in proportion to its
/// rate in O(1).
///
/// Group g ≥ 1 holds the rates in (2^(g−1), 2^g] times the unit; items that cannot move stand in
/// none. A group is picked by its members times its upper bound, a member at random, and kept
/// with probability rate/bound > 1/2. The bounds are powers of two times integers, so their sum
/// never drifts, however often rates change.
///
/// A. Slepoy, A. P. Thompson, S. J. Plimpton, J. Chem. Phys. 128, 205101 (2008),
/// doi:10.1063/1.2919546.
struct RateGroups: ~Copyable {
  /// Members of all groups, in chunks: a group grows by a chunk, so that neither a change of group
  /// nor the growth of one moves anything but the item and the last member of its old group.
  let members: Buffer<Int32>
  private let chunkBits: Int
  /// Chunk number `i` of group `g` at g · stride + i.
  let chunks: Buffer<Int32>
  private let stride: Int
  /// A stack of chunks in no group.
  let spare: Buffer<Int32>
  var spareCount: Int
  let counts: Buffer<Int32>
  private let bounds: Buffer<Double>
  /// Members times bound of each group (1/s).
  private let weights: Buffer<Double>
  /// The groups by falling weight, so that a search begins where it will mostly end; renewed now
  /// and then, as any order is right.
  let order: Buffer<UInt16>
  var movesToRenewal = 0
  /// Number of each item in its group.
  let number: Buffer<Int32>
  let group: Buffer<UInt16>
  private let groupCount: Int
  private let unitExponent: Int
  /// Sums of bounds need no rounding.
  private let isExact: Bool
  /// Sum over all items of the bounds of their rates (1/s).
  private(set) var total = 0.0

  /// - Parameters:
  ///   - smallest, largest: the range of rates that will occur, zero excepted (1/s).
  init(items: Int, smallest: Double, largest: Double) {
    self.init(items: items, exponents: Int(smallest.exponent)...Int(largest.exponent))
  }

  /// - Parameters:
  ///   - exponents: powers of two between which the rates lie; group g holds those below
  ///     2^(lowest − 1 + g).
  init(items: Int, exponents: ClosedRange<Int>) {
    unitExponent = exponents.lowerBound - 1
    groupCount = exponents.upperBound + 1 - unitExponent + 1
    // Chunks of at least as many places as there are groups keep the table of chunks small.
    chunkBits = max(6, Int.bitWidth - groupCount.leadingZeroBitCount)
    stride = (items >> chunkBits) + 1
    let chunkCount = stride + groupCount
    members = Buffer(repeating: 0, count: chunkCount << chunkBits)
    chunks = Buffer(repeating: 0, count: groupCount * stride)
    spare = Buffer(repeating: 0, count: chunkCount)
    for chunk in 0..<chunkCount { spare[chunk] = Int32(chunkCount - 1 - chunk) }
    spareCount = chunkCount
    counts = Buffer(repeating: 0, count: groupCount)
    weights = Buffer(repeating: 0, count: groupCount)
    order = Buffer((1..<groupCount).map { UInt16($0) })
    bounds = Buffer(repeating: 0, count: groupCount)
    for g in 1..<groupCount {
      bounds[g] = Double(sign: .plus, exponent: unitExponent + g, significand: 1)
    }
    number = Buffer(repeating: 0, count: items)
    group = Buffer(repeating: 0, count: items)
    isExact = groupCount + Int.bitWidth - items.leadingZeroBitCount < 52
  }

  /// The group of a rate; 0 if it is zero.
  @inline(__always)
  func groupIndex(of rate: Double) -> Int {
    guard rate > 0 else { return 0 }
    // From the bits, as `exponent` is a call; a power of two is the bound of its own group.
    let ceiling = Int(truncatingIfNeeded: (rate.bitPattern &+ (1 << 52 - 1)) >> 52)
    return min(max(ceiling &- 1023 &- unitExponent, 1), groupCount &- 1)
  }

  /// The nearest group that can hold items.
  @inline(__always)
  func clamped(_ group: Int) -> Int { min(max(group, 1), groupCount &- 1) }

  /// Gives an item a new group, from `groupIndex(of:)`; `finishMoves` then brings the total up to date.
  ///
  /// - Complexity: O(1)
  @inline(__always)
  mutating func move(_ item: Int, to new: Int) {
    let old = Int(group[item])
    guard new != old else { return }
    group[item] = UInt16(truncatingIfNeeded: new)
    if old > 0 { remove(item, from: old) }
    if new > 0 { append(item, to: new) }
    if isExact { total += bounds[new] - bounds[old] }
    movesToRenewal &-= 1
    if movesToRenewal < 0 { renewOrder() }
  }

  /// Must follow the moves of an event, before `total` is read.
  @inline(__always)
  mutating func finishMoves() { if !isExact { sumWeights() } }

  /// Insertion sort: the order has hardly changed.
  @inline(never)
  private mutating func renewOrder() {
    movesToRenewal = 1 << 14
    for last in 1..<max(1, order.count) {
      let group = order[last]
      var place = last
      while place > 0 && weights[Int(order[place - 1])] < weights[Int(group)] {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = group
    }
  }

  /// What an item's rate may not exceed (1/s); 0 if it cannot happen.
  func bound(of item: Int) -> Double { bounds[Int(group[item])] }

  /// Gives an item a group whose bound holds for its new rate: the present one if it is at most
  /// `slack` groups too high, since a few rejections cost less than a move.
  @inline(__always)
  mutating func admit(_ item: Int, to new: Int, slack: Int) {
    let excess = Int(group[item]) &- new
    if new > 0 && excess >= 0 && excess <= slack { return }
    move(item, to: new)
  }

  @inline(__always)
  private func index(_ number: Int, in group: Int) -> Int {
    let chunk = Int(chunks[group &* stride &+ number &>> chunkBits])
    return chunk &<< chunkBits | number & ((1 &<< chunkBits) &- 1)
  }

  @inline(__always)
  private mutating func remove(_ item: Int, from group: Int) {
    let last = Int(counts[group]) &- 1
    counts[group] = Int32(truncatingIfNeeded: last)
    weights[group] = Double(last) * bounds[group]
    let mover = members[index(last, in: group)]
    let place = number[item]
    members[index(Int(place), in: group)] = mover
    number[Int(mover)] = place
    if last & ((1 &<< chunkBits) &- 1) == 0 {
      spare[spareCount] = chunks[group &* stride &+ last &>> chunkBits]
      spareCount &+= 1
    }
  }

  @inline(__always)
  private mutating func append(_ item: Int, to group: Int) {
    let count = Int(counts[group])
    if count & ((1 &<< chunkBits) &- 1) == 0 {
      spareCount &-= 1
      chunks[group &* stride &+ count &>> chunkBits] = spare[spareCount]
    }
    members[index(count, in: group)] = Int32(truncatingIfNeeded: item)
    number[item] = Int32(truncatingIfNeeded: count)
    counts[group] = Int32(truncatingIfNeeded: count &+ 1)
    weights[group] = Double(count &+ 1) * bounds[group]
  }

  /// The item that two words point at, and the bound of its rate; the proposal holds with
  /// probability rate/bound.
  @inline(__always)
  mutating func propose(
    _ level: UInt32, _ member: UInt32, _ random: inout RandomStream
  ) -> (item: Int, bound: Double) {
    let g = pickGroup(level, &random)
    var (number, holds) = pickNumber(member, below: UInt32(bitPattern: counts[g]))
    while !holds {
      (number, holds) = pickNumber(random.word(), below: UInt32(bitPattern: counts[g]))
    }
    return (Int(members[index(number, in: g)]), bounds[g])
  }

  /// The first number below `count` in the digits of a word, if there is one.
  ///
  /// Digits are binary, so that most words mean the same number before and after a change of
  /// `count`: what was fetched ahead for them then serves.
  @inline(__always)
  private func pickNumber(_ word: UInt32, below count: UInt32) -> (number: Int, holds: Bool) {
    let bits = UInt32(truncatingIfNeeded: 32 &- (count &- 1).leadingZeroBitCount)
    let mask = UInt32(truncatingIfNeeded: (UInt64(1) &<< UInt64(bits)) &- 1)
    var number = word & mask
    if number < count { return (Int(number), true) }
    number = (word &>> (31 & bits)) & mask
    return (Int(number), number < count && 2 &* bits <= 32)
  }

  /// Whom the words would probably point at; nothing is decided.
  @inline(__always)
  func guess(_ level: UInt32, _ member: UInt32) -> (item: Int, bound: Double) {
    let (g, _) = walk(Double(level) * (total * 0x1p-32))
    let (number, holds) = pickNumber(member, below: UInt32(bitPattern: counts[g]))
    return (Int(members[index(holds ? number : 0, in: g)]), bounds[g])
  }

  /// A group in proportion to its weight. A word alone cannot tell groups below 2⁻³² of the total
  /// apart: where a border falls within its last place, more digits are drawn.
  @inline(__always)
  private mutating func pickGroup(_ word: UInt32, _ random: inout RandomStream) -> Int {
    let place = total * 0x1p-32
    let (g, room) = walk(Double(word) * place)
    if _slowPath(room < place) { return walk((Double(word) + random.uniform()) * place).group }
    return g
  }

  /// The group in which a level falls, and the rest of its weight above it.
  @inline(__always)
  private func walk(_ level: Double) -> (group: Int, room: Double) {
    var rest = level
    var place = 0
    var g = Int(order[0])
    while rest >= weights[g] && place &+ 1 < order.count {
      rest -= weights[g]
      place &+= 1
      g = Int(order[place])
    }
    // Rounding may lead past the end: the nearest group that is not empty takes it.
    while counts[g] == 0 {
      place &-= 1
      g = Int(order[place])
    }
    return (g, weights[g] - rest)
  }

  /// Makes the weights and their total from the sizes of the groups, to the bit what moves make of them.
  mutating func sumAnew() {
    for g in 1..<groupCount { weights[g] = Double(counts[g]) * bounds[g] }
    sumWeights()
  }

  @inline(never)
  private mutating func sumWeights() {
    var sum = 0.0
    for g in 1..<groupCount { sum += weights[g] }
    total = sum
  }

  /// Bytes held.
  var memory: Int {
    4 * (members.count + chunks.count + spare.count) + 6 * number.count + 20 * groupCount
  }
}
