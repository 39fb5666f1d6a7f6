/// Where every ion and vacancy is: the state that the loop changes.
///
/// Per accepted hop it touches two occupants, one carrier site, one class count and, when the
/// hop crosses the border of the periodic cell, one image. The unwrapped position of an ion is
/// that of its site plus its image: nothing else need be kept in the loop.
struct LatticeGas: ~Copyable {
  let carriers: Carriers
  let ionCount: Int
  let carrierCount: Int
  /// Ion number (≥ 0) or, on a vacant site, the complement of the vacancy's number (< 0).
  let occupant: Buffer<Int32>
  let carrierSite: Buffer<Int32>
  /// Cells that each ion has crossed, three numbers an ion.
  let images: Buffer<Int32>
  let hopsPerClass: Buffer<Int>
  /// Sum of the carriers' displacements (Å) and, in lane 3, of their squares (Å²).
  var travelled = SIMD4<Double>.zero
  var hops = 0

  init(occupied: [Bool], carriers: Carriers, hopClasses: Int) {
    self.carriers = carriers
    ionCount = occupied.count { $0 }
    carrierCount = carriers == .ions ? ionCount : occupied.count - ionCount
    occupant = Buffer(repeating: 0, count: occupied.count)
    carrierSite = Buffer(repeating: 0, count: carrierCount)
    images = Buffer(repeating: 0, count: 3 * ionCount)
    hopsPerClass = Buffer(repeating: 0, count: hopClasses)
    var (ion, vacancy): (Int32, Int32) = (0, 0)
    for (site, isIon) in occupied.enumerated() {
      occupant[site] = isIon ? ion : ~vacancy
      if isIon == (carriers == .ions) {
        carrierSite[Int(isIon ? ion : vacancy)] = Int32(site)
      }
      if isIon { ion += 1 } else { vacancy += 1 }
    }
  }

  /// Carriers move by +displacement; where they are vacancies the ion goes the other way.
  var sign: Double { carriers == .ions ? 1 : -1 }

  /// Turns a carrier's number into what stands in `occupant`, and back.
  private var mask: Int32 { carriers == .ions ? 0 : -1 }

  @inline(__always)
  func isOccupied(_ site: Int) -> Bool { occupant[site] >= 0 }

  /// The carrier on a site, or nil.
  @inline(__always)
  func carrier(at site: Int) -> Int? {
    let who = occupant[site] ^ mask
    return who >= 0 ? Int(who) : nil
  }

  /// True if a carrier on `site` may move to `target`: one of the two holds an ion, one does not.
  @inline(__always)
  func isOpen(_ site: Int, _ target: Int) -> Bool { (occupant[site] ^ occupant[target]) < 0 }

  /// Moves a carrier along a hop if its target is free for it; an ion may also step onto its own
  /// periodic image.
  @inline(__always)
  func tryMove(
    _ carrier: Int, from site: Int, along hop: HopRecord, _ rows: RowPointers,
    _ tally: inout Tally
  ) {
    let mine = Int32(truncatingIfNeeded: carrier) ^ mask
    let other = occupant[Int(hop.target)]
    guard (mine ^ other) < 0 || (mine == other && carriers == .ions) else { return }
    occupant[site] = other
    occupant[Int(hop.target)] = mine
    carrierSite[carrier] = hop.target
    let code = rows.codes[Int(hop.kind)]
    tally.travelled += rows.steps[Int(hop.kind)]
    tally.hops &+= 1
    hopsPerClass[Int(code >> 1)] &+= 1
    if code & 1 != 0 { cross(rows.images[Int(hop.kind)], ion: Int(max(mine, other))) }
  }

  @inline(__always)
  private func cross(_ image: SIMD3<Int32>, ion: Int) {
    let signed = carriers == .ions ? image : 0 &- image
    for axis in 0..<3 { images[3 &* ion &+ axis] &+= signed[axis] }
  }

  /// Writes the sums of a stretch of the loop to the books.
  mutating func add(_ tally: Tally) {
    travelled += tally.travelled
    hops += tally.hops
  }

  /// One hop at a time, for loops in which other work dominates.
  ///
  /// - Returns: false if the target is taken.
  @inline(__always)
  mutating func move(
    _ carrier: Int, from site: Int, along hop: HopRecord, _ rows: RowPointers
  ) -> Bool {
    var tally = Tally(limit: 1)
    tryMove(carrier, from: site, along: hop, rows, &tally)
    add(tally)
    return tally.hops == 1
  }

  /// Bytes of this state.
  var memory: Int {
    4 * (occupant.count + carrierSite.count + images.count) + 8 * hopsPerClass.count
  }
}

/// Sums of a stretch of the loop, small enough for registers.
struct Tally {
  var travelled = SIMD4<Double>.zero
  var hops = 0
  /// Accepted hops after which the loop must stop.
  let limit: Int

  init(limit: Int) { self.limit = limit }
}
