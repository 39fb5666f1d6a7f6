/// Where every ion and vacancy is: the state that the loop changes.
///
/// Per accepted hop it touches two occupants, one carrier site and, when the hop crosses the
/// border of the periodic cell, one image. The unwrapped position of an ion is that of its site
/// plus its image: nothing else need be kept in the loop.
struct LatticeGas: ~Copyable {
  let carriers: Carriers
  let ionCount: Int
  let carrierCount: Int
  /// The number of the carrier on a site or, where there is none, the complement of the number of
  /// what carriers change places with (< 0): ions if vacancies are moved, vacancies if ions are.
  /// `barred` where the place holds an ion of another species, which only ions that move know.
  let occupant: Buffer<Int32>
  let carrierSite: Buffer<Int32>
  /// Cells that each ion has crossed, three numbers an ion.
  let images: Buffer<Int32>
  let hopsPerClass: Buffer<Int>
  /// Hops of each kind not yet summed; empty where kinds are too many.
  private let hopsPerKind: Buffer<Int>
  /// Sum of the carriers' displacements (Å) and, in lane 3, of their squares (Å²).
  var travelled = SIMD4<Double>.zero
  var hops = 0

  init(
    occupied: [Bool], carriers: Carriers, hopClasses: Int, hopKinds: Int,
    layers: SpeciesLayers? = nil
  ) {
    self.carriers = carriers
    ionCount = occupied.count { $0 }
    carrierCount = carriers == .ions ? ionCount : occupied.count - ionCount
    occupant = Buffer(repeating: 0, count: occupied.count)
    carrierSite = Buffer(repeating: 0, count: carrierCount)
    images = Buffer(repeating: 0, count: 3 * ionCount)
    hopsPerClass = Buffer(repeating: 0, count: hopClasses)
    hopsPerKind = Buffer(repeating: 0, count: hopKinds <= Self.mostKindsCounted ? hopKinds : 0)
    var (carrier, other): (Int32, Int32) = (0, 0)
    for (site, isIon) in occupied.enumerated() {
      if isIon == (carriers == .ions) {
        occupant[site] = carrier
        carrierSite[Int(carrier)] = Int32(site)
        carrier += 1
      } else {
        occupant[site] = ~other
        other += 1
      }
    }
    for (site, isIon) in occupied.enumerated() where isIon {
      layers?.forEachOther(at: site) { occupant[$0] = Self.barred }
    }
  }

  /// Carriers move by +displacement; where they are vacancies the ion goes the other way.
  var sign: Double { carriers == .ions ? 1 : -1 }

  @inline(__always)
  func isOccupied(_ site: Int) -> Bool {
    carriers == .ions ? carrier(at: site) != nil : occupant[site] < 0
  }

  /// Neither a carrier's number nor below zero.
  static var barred: Int32 { .max }

  func occupancy(of site: Int) -> SiteLevels.Occupancy {
    occupant[site] == Self.barred ? .barred : isOccupied(site) ? .ion : .hole
  }

  /// Bars or opens the other sites at the two ends of an ion's hop.
  @inline(never)
  func changePlace(_ from: Int, _ to: Int, _ rows: RowPointers) {
    rows.forEachOther(at: from) { occupant[$0] = -1 }
    rows.forEachOther(at: to) { occupant[$0] = Self.barred }
  }

  /// The carrier on a site, or nil.
  @inline(__always)
  func carrier(at site: Int) -> Int? {
    let who = occupant[site]
    return who >= 0 && who != Self.barred ? Int(who) : nil
  }

  /// True if no carrier stands on a site.
  @inline(__always)
  func isFree(_ site: Int) -> Bool { occupant[site] < 0 }

  /// All bits if a carrier may step onto its own periodic image, none otherwise.
  var selfMask: Int32 { carriers == .ions ? -1 : 0 }

  /// The ion that moves when `carrier` changes places with `other`.
  @inline(__always)
  func ion(_ carrier: Int32, _ other: Int32) -> Int32 { carriers == .ions ? carrier : ~other }

  /// Moves a carrier along a hop if its target is free for it, or its own periodic image.
  ///
  /// - Returns: false if the target is taken.
  @inline(__always)
  mutating func move(
    _ carrier: Int, from site: Int, along hop: HopRecord, _ rows: RowPointers
  ) -> Bool {
    let mine = Int32(truncatingIfNeeded: carrier)
    let other = occupant[Int(hop.target)]
    guard other < 0 || (other == mine && carriers == .ions) else { return false }
    occupant[site] = other
    occupant[Int(hop.target)] = mine
    carrierSite[carrier] = hop.target
    if rows.sharesPlaces { changePlace(site, Int(hop.target), rows) }
    hops &+= 1
    travelled += rows.steps[Int(hop.kind)]
    book(Int(hop.kind), ion: ion(mine, other), rows)
    return true
  }

  /// Counts a hop in its class and, where it crosses the border of the cell, moves the ion's image.
  @inline(__always)
  func book(_ kind: Int, ion: Int32, _ rows: RowPointers) {
    let code = rows.codes[kind]
    hopsPerClass.add(1, at: Int(code >> 1))
    if code & 1 != 0 { cross(kind, ion: ion, rows) }
  }

  @inline(__always)
  func cross(_ kind: Int, ion: Int32, _ rows: RowPointers) {
    let image = rows.images[kind]
    let signed = carriers == .ions ? image : 0 &- image
    for axis in 0..<3 { images.add(signed[axis], at: 3 &* Int(ion) &+ axis) }
  }

  /// Enters the first `count` hops of a log in the books, kind by kind where kinds are few.
  @inline(__always)
  mutating func settle<Rows: HopReader>(
    _ log: borrowing HopLog, _ count: Int, _ rows: Rows, _ tables: RowPointers
  ) {
    hops &+= count
    if hopsPerKind.count > 0 {
      for index in 0..<count {
        let kind = Int(rows.kind(log[index].tag))
        hopsPerKind.add(1, at: kind)
        if tables.codes[kind] & 1 != 0 { cross(kind, ion: log[index].ion, tables) }
      }
    } else {
      for index in 0..<count {
        let kind = Int(rows.kind(log[index].tag))
        travelled += tables.steps[kind]
        book(kind, ion: log[index].ion, tables)
      }
    }
  }

  /// Turns the counts by kind since the last call into sums. Exact in order: the same hops give the
  /// same bits, however they were cut into batches.
  mutating func sumKinds(_ tables: RowPointers) {
    for kind in 0..<hopsPerKind.count where hopsPerKind[kind] > 0 {
      let count = hopsPerKind[kind]
      travelled += Double(count) * tables.steps[kind]
      hopsPerClass.add(count, at: Int(tables.codes[kind] >> 1))
      hopsPerKind[kind] = 0
    }
  }

  /// Above this, summing all kinds would cost more than summing hops.
  private static let mostKindsCounted = 256

  /// Bytes of this state.
  var memory: Int {
    4 * (occupant.count + carrierSite.count + images.count) + 8 * hopsPerClass.count
  }
}

/// A hop that was made: enough to enter it in the books.
struct LoggedHop: BitwiseCopyable {
  /// What `HopReader.kind(_:)` makes the hop's kind from.
  var tag: UInt32
  var ion: Int32
}

/// Hops of one batch, written without a branch and entered in the books afterwards. A refused hop
/// is overwritten by the next, so there is one place more than hops.
typealias HopLog = Buffer<LoggedHop>

extension HopLog {
  init(capacity: Int) { self.init(repeating: LoggedHop(tag: 0, ion: 0), count: capacity + 1) }

  var memory: Int { 8 * count }
}
