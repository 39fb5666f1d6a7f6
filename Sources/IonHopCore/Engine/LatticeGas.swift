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

  @inline(__always)
  func isOccupied(_ site: Int) -> Bool { occupant[site] >= 0 }

  /// The carrier on a site, or nil.
  @inline(__always)
  func carrier(at site: Int) -> Int? {
    let who = carriers == .ions ? occupant[site] : ~occupant[site]
    return who >= 0 ? Int(who) : nil
  }

  /// True if a carrier on `site` may move to `target`: one of the two holds an ion, one does not.
  @inline(__always)
  func isOpen(_ site: Int, _ target: Int) -> Bool { (occupant[site] ^ occupant[target]) < 0 }

  /// Moves a carrier along an open hop, or an ion onto its own periodic image.
  @inline(__always)
  mutating func move(_ carrier: Int, from site: Int, along hop: HopRecord, _ rows: RowPointers) {
    let target = Int(hop.target)
    let (mine, other) = (occupant[site], occupant[target])
    occupant[site] = other
    occupant[target] = mine
    carrierSite[carrier] = hop.target
    let tag = rows.tags[Int(hop.kind)]
    travelled += rows.steps[Int(hop.kind)]
    hopsPerClass[Int(tag.hopClass)] &+= 1
    hops &+= 1
    if tag.image != .zero { cross(tag.image, ion: Int(max(mine, other))) }
  }

  @inline(__always)
  private func cross(_ image: SIMD3<Int32>, ion: Int) {
    let signed = carriers == .ions ? image : 0 &- image
    for axis in 0..<3 { images[3 &* ion &+ axis] &+= signed[axis] }
  }

  /// Bytes of this state.
  var memory: Int {
    4 * (occupant.count + carrierSite.count + images.count) + 8 * hopsPerClass.count
  }
}
