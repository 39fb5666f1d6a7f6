import CGSL

/// The hops of all sites, row after row, in as few bytes as hold them.
///
/// A hop is the number of its target and the number of its kind, packed into 32 bits where both
/// fit and into 64 otherwise: a third-million-site crystal then keeps six hops in 24 bytes.
struct HopRows: Sendable {
  /// One of the two is empty.
  let narrow: [UInt32]
  let wide: [UInt64]
  /// Bits of a word that hold the target; the kind stands above them.
  let targetBits: Int
  let count: Int

  init(_ records: [HopRecord], sites: Int, kinds: Int) {
    let targetBits = Self.bits(for: sites)
    self.targetBits = targetBits
    count = records.count
    let fits = targetBits + Self.bits(for: kinds) <= 32
    narrow = fits ? Self.packed(records) { UInt32(truncatingIfNeeded: $0.word(targetBits)) } : []
    wide = fits ? [] : Self.packed(records) { $0.word(targetBits) }
  }

  /// Bits that hold the numbers `0..<count`.
  private static func bits(for count: Int) -> Int {
    Int.bitWidth - max(0, count - 1).leadingZeroBitCount
  }

  private static func packed<Word: BitwiseCopyable>(
    _ records: [HopRecord], _ word: (HopRecord) -> Word
  ) -> [Word] {
    Array(unsafeUninitializedCapacity: records.count) { buffer, count in
      ionhop_wish_large_pages(buffer.baseAddress, buffer.count * MemoryLayout<Word>.stride)
      for (index, record) in records.enumerated() { buffer[index] = word(record) }
      count = records.count
    }
  }

  subscript(index: Int) -> HopRecord {
    narrow.isEmpty
      ? HopRecord(word: wide[index], targetBits)
      : HopRecord(word: UInt64(narrow[index]), targetBits)
  }

  subscript(range: Range<Int>) -> LazyMapSequence<Range<Int>, HopRecord> {
    range.lazy.map { self[$0] }
  }

  /// Bytes held.
  var memory: Int { narrow.count * 4 + wide.count * 8 }
}

/// A directed hop: where it leads, and the index of what it shares with others in
/// `SiteNetwork.hopKinds`.
struct HopRecord: Equatable {
  var target: Int32
  var kind: Int32
}

extension HopRecord {
  @inline(__always)
  init(word: UInt64, _ targetBits: Int) {
    let bits = UInt64(truncatingIfNeeded: targetBits)
    target = Int32(truncatingIfNeeded: word & ((1 &<< bits) &- 1))
    kind = Int32(truncatingIfNeeded: word &>> bits)
  }

  fileprivate func word(_ targetBits: Int) -> UInt64 {
    UInt64(UInt32(bitPattern: kind)) << UInt64(targetBits) | UInt64(UInt32(bitPattern: target))
  }
}
