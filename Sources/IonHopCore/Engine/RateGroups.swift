/// Carriers in groups of like rate, so that one is picked in proportion to its rate in O(1).
///
/// Group g ≥ 1 holds the rates in (2^(g−1), 2^g] times the unit; group 0 those that cannot move.
/// A group is picked by its members times its upper bound, a member at random, and kept with
/// probability rate/bound > 1/2. The bounds are powers of two times integers, so their sum never
/// drifts, however often rates change.
///
/// A. Slepoy, A. P. Thompson, S. J. Plimpton, J. Chem. Phys. 128, 205101 (2008),
/// doi:10.1063/1.2919546.
struct RateGroups: ~Copyable {
  /// Carriers sorted by group.
  private let order: Buffer<Int32>
  private let position: Buffer<Int32>
  /// First place of each group in `order`, and the end.
  private let start: Buffer<Int32>
  private let group: Buffer<UInt16>
  private let bounds: Buffer<Double>
  let rates: Buffer<Double>
  private let unitExponent: Int
  private let groupCount: Int
  /// Sum over groups of members × bound (1/s).
  private(set) var totalBound = 0.0

  /// - Parameters:
  ///   - smallest, largest: the range of rates that will occur, zero excepted (1/s).
  init(carriers: Int, smallest: Double, largest: Double) {
    let low = Int(smallest.exponent)
    let high = Int(largest.exponent) + 1
    unitExponent = low - 1
    groupCount = high - unitExponent + 1
    order = Buffer(repeating: 0, count: carriers)
    position = Buffer(repeating: 0, count: carriers)
    group = Buffer(repeating: 0, count: carriers)
    rates = Buffer(repeating: 0, count: carriers)
    bounds = Buffer(repeating: 0, count: groupCount)
    start = Buffer(repeating: Int32(carriers), count: groupCount + 1)
    for g in 1..<groupCount {
      bounds[g] = Double(sign: .plus, exponent: unitExponent + g, significand: 1)
    }
    for carrier in 0..<carriers {
      order[carrier] = Int32(carrier)
      position[carrier] = Int32(carrier)
    }
    start[0] = 0
  }

  @inline(__always)
  private func groupIndex(of rate: Double) -> Int {
    guard rate > 0 else { return 0 }
    // A power of two is the upper bound of its own group.
    let above = rate.significandBitPattern == 0 ? 0 : 1
    return min(max(Int(rate.exponent) + above - unitExponent, 1), groupCount - 1)
  }

  /// Gives a carrier a new rate (1/s).
  ///
  /// - Complexity: O(change of the logarithm of its rate), independent of the number of carriers.
  mutating func update(_ carrier: Int, to rate: Double) {
    rates[carrier] = rate
    let new = groupIndex(of: rate)
    var old = Int(group[carrier])
    guard new != old else { return }
    group[carrier] = UInt16(new)
    while old < new {
      old += 1
      start[old] -= 1
      exchange(carrier, withPlace: Int(start[old]))
    }
    while old > new {
      exchange(carrier, withPlace: Int(start[old]))
      start[old] += 1
      old -= 1
    }
    sumBounds()
  }

  @inline(__always)
  private func exchange(_ carrier: Int, withPlace place: Int) {
    let other = order[place]
    let mine = position[carrier]
    order[place] = Int32(carrier)
    order[Int(mine)] = other
    position[Int(other)] = mine
    position[carrier] = Int32(place)
  }

  private mutating func sumBounds() {
    var sum = 0.0
    for g in 1..<groupCount { sum += Double(start[g + 1] - start[g]) * bounds[g] }
    totalBound = sum
  }

  /// Proposes a carrier, and a rate uniform below its group's bound; the proposal holds if that
  /// rate is below the carrier's own, and may then be used to pick one of its hops.
  @inline(__always)
  func propose(_ random: inout RandomStream) -> (carrier: Int, rate: Double) {
    var rest = random.uniform() * totalBound
    var g = groupCount - 1
    while g > 1 {
      let weight = Double(start[g + 1] - start[g]) * bounds[g]
      if rest <= weight && weight > 0 { break }
      rest -= weight
      g -= 1
    }
    // Rounding may leave the walk in an empty low group: the highest occupied one takes it.
    while start[g + 1] == start[g] { g += 1 }
    let members = UInt32(start[g + 1] - start[g])
    let carrier = Int(order[Int(start[g]) + Int(random.integer(below: members))])
    return (carrier, random.uniform() * bounds[g])
  }

  /// Bytes held.
  var memory: Int { order.count * (4 + 4 + 2 + 8) + groupCount * 12 }
}
