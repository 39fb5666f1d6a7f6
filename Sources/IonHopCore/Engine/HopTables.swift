import CGSL

/// Tables that the loop reads beside the network's rows: shared by all replicas of a point.
struct HopTables: Sendable {
  /// Displacement (Å) of each hop kind in lanes 0–2, its square (Å²) in lane 3.
  let steps: [SIMD4<Double>]
  /// Twice the hop class of each kind, plus one if it crosses the border of the cell.
  let codes: [Int32]
  let images: [SIMD3<Int32>]
  /// Hops from every site, or 0 where the number varies.
  let coordination: Int
  let largestCoordination: Int
  let hasSelfHops: Bool
  /// `SpeciesLayers.nextAtPlace`; one number that is not read where no place is shared.
  let nextAtPlace: [Int32]
  let sharesPlaces: Bool

  init(_ network: SiteNetwork) {
    steps = network.hopKinds.map { kind in
      let d = kind.displacement
      return SIMD4(d.x, d.y, d.z, dot(d, d))
    }
    codes = network.hopKinds.map { 2 * Int32($0.hopClass) + ($0.image == .zero ? 0 : 1) }
    images = network.hopKinds.map(\.image)
    coordination = network.uniformCoordination ?? 0
    largestCoordination = network.largestCoordination
    hasSelfHops = network.hasSelfHops
    let next = network.layers?.nextAtPlace ?? []
    sharesPlaces = !next.isEmpty
    nextAtPlace = sharesPlaces ? next : [0]
  }
}

/// Raw read-only pointers to a network's rows and tables, valid while the loop runs.
///
/// Made by `withRows` and not kept: the arrays behind it own the memory.
struct RowPointers: HopReader {
  let rowStart: UnsafePointer<Int32>
  /// The one of the two that holds the hops; see `HopRows`.
  let narrow: UnsafePointer<UInt32>?
  let wide: UnsafePointer<UInt64>
  let targetBits: Int
  let steps: UnsafePointer<SIMD4<Double>>
  let codes: UnsafePointer<Int32>
  let images: UnsafePointer<SIMD3<Int32>>
  let coordination: Int
  let hasSelfHops: Bool
  let nextAtPlace: UnsafePointer<Int32>
  /// Whether ions of different species exclude each other.
  let sharesPlaces: Bool

  /// The other sites at the place of a site; asked only where places are shared.
  @inline(__always)
  func forEachOther(at site: Int, _ body: (Int) -> Void) {
    var other = Int(nextAtPlace[site])
    while other != site {
      body(other)
      other = Int(nextAtPlace[other])
    }
  }

  /// First hop of a site's row. A lattice of equal coordination needs no look-up.
  @inline(__always)
  func start(of site: Int) -> Int {
    coordination > 0 ? site &* coordination : Int(rowStart[site])
  }

  @inline(__always)
  func end(of site: Int) -> Int {
    coordination > 0 ? (site &+ 1) &* coordination : Int(rowStart[site &+ 1])
  }

  @inline(__always)
  func record(_ index: Int) -> HopRecord { HopRecord(word: self[index], targetBits) }

  static var mayMeetItself: Bool { true }
  static var mayShare: Bool { true }

  @inline(__always)
  subscript(index: Int) -> UInt64 {
    // Always the same way within a run: the branch costs nothing.
    if let narrow { return UInt64(narrow[index]) }
    return wide[index]
  }

  @inline(__always)
  func target(_ word: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: word & ((1 &<< UInt64(truncatingIfNeeded: targetBits)) &- 1))
  }

  @inline(__always)
  func tag(_ word: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: targetBits))
  }

  @inline(__always)
  func kind(_ tag: UInt32) -> Int32 { Int32(bitPattern: tag) }

  @inline(__always)
  func slot(_ slot: UInt32, of site: Int) -> (index: Int, exists: Int32) {
    let index = start(of: site) &+ Int(slot)
    let exists: Int32 = index < end(of: site) ? -1 : 0
    return (index & Int(exists), exists)
  }

  @inline(__always)
  func prefetch(_ slot: UInt32, of site: Int) { prefetch(start(of: site) &+ Int(slot)) }

  /// The whole row of a site, which may lie across two cache lines.
  @inline(__always)
  func prefetchRow(of site: Int) {
    prefetch(start(of: site))
    prefetch(end(of: site) &- 1)
  }

  @inline(__always)
  private func prefetch(_ index: Int) {
    if let narrow { ionhop_prefetch(narrow + index) } else { ionhop_prefetch(wide + index) }
  }
}

/// Reads hops by site and slot: what differs between a lattice and a network of any shape.
protocol HopReader {
  associatedtype Word
  /// False only where no site is its own periodic neighbour.
  static var mayMeetItself: Bool { get }
  /// False only where ions of different species never exclude each other.
  static var mayShare: Bool { get }
  /// The index of a slot of a site's row, and all bits if there is such a slot, none otherwise.
  func slot(_ slot: UInt32, of site: Int) -> (index: Int, exists: Int32)
  func prefetch(_ slot: UInt32, of site: Int)
  subscript(index: Int) -> Word { get }
  func target(_ word: Word) -> UInt32
  /// Half a word, from which the kind can be had later.
  func tag(_ word: Word) -> UInt32
  func kind(_ tag: UInt32) -> Int32
}

/// The rows of a lattice of equal coordination with 32-bit hops: nothing to look up or to choose.
struct LatticeRows: HopReader {
  private let hops: UnsafePointer<UInt32>
  private let coordination: Int
  private let targetMask: UInt32
  private let targetBits: UInt32

  /// - Returns: nil for other networks.
  init?(_ rows: RowPointers) {
    guard let hops = rows.narrow, rows.coordination > 0, !rows.hasSelfHops, !rows.sharesPlaces
    else { return nil }
    (self.hops, coordination) = (hops, rows.coordination)
    targetBits = UInt32(rows.targetBits)
    targetMask = 1 &<< targetBits &- 1
  }

  static var mayMeetItself: Bool { false }
  static var mayShare: Bool { false }

  @inline(__always)
  func slot(_ slot: UInt32, of site: Int) -> (index: Int, exists: Int32) {
    (site &* coordination &+ Int(slot), -1)
  }

  @inline(__always)
  func prefetch(_ slot: UInt32, of site: Int) {
    ionhop_prefetch(hops + (site &* coordination &+ Int(slot)))
  }

  @inline(__always)
  subscript(index: Int) -> UInt32 { hops[index] }

  @inline(__always)
  func target(_ word: UInt32) -> UInt32 { word & targetMask }

  @inline(__always)
  func tag(_ word: UInt32) -> UInt32 { word }

  @inline(__always)
  func kind(_ tag: UInt32) -> Int32 { Int32(bitPattern: tag &>> targetBits) }
}

func withRows<Result>(
  _ network: SiteNetwork, _ tables: HopTables, _ body: (RowPointers) -> Result
) -> Result {
  network.rowStart.withUnsafeBufferPointer { rowStart in
    network.rows.narrow.withUnsafeBufferPointer { narrow in
      network.rows.wide.withUnsafeBufferPointer { wide in
        tables.steps.withUnsafeBufferPointer { steps in
          tables.codes.withUnsafeBufferPointer { codes in
            tables.images.withUnsafeBufferPointer { images in
              tables.nextAtPlace.withUnsafeBufferPointer { nextAtPlace in
                body(
                  RowPointers(
                    rowStart: rowStart.baseAddress!,
                    narrow: narrow.isEmpty ? nil : narrow.baseAddress!, wide: wide.baseAddress!,
                    targetBits: network.rows.targetBits, steps: steps.baseAddress!,
                    codes: codes.baseAddress!, images: images.baseAddress!,
                    coordination: tables.coordination, hasSelfHops: tables.hasSelfHops,
                    nextAtPlace: nextAtPlace.baseAddress!, sharesPlaces: tables.sharesPlaces))
              }
            }
          }
        }
      }
    }
  }
}
