import CGSL

/// Owned flat storage for the hot loop: indices are checked in debug builds only.
struct Buffer<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(repeating value: Element, count: Int) {
    base = .allocate(capacity: max(1, count))
    ionhop_wish_large_pages(base, count * MemoryLayout<Element>.stride)
    base.initialize(repeating: value, count: max(1, count))
    self.count = count
  }

  /// - Parameter filler: for the one place that an empty buffer has.
  init(copying elements: [Element], or filler: Element) {
    self.init(repeating: filler, count: elements.count)
    for (index, element) in elements.enumerated() { base[index] = element }
  }

  init(_ elements: [Element]) where Element: ExpressibleByIntegerLiteral {
    self.init(copying: elements, or: 0)
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  /// Adds to an element. `+=` does the same, but in a mutating method of a type that cannot be copied the
  /// compiler's thread sanitizer (Swift 6.3) makes invalid code of it.
  @inline(__always)
  func add(_ summand: Element, at index: Int) where Element: FixedWidthInteger {
    self[index] = self[index] &+ summand
  }

  /// Brings the element's cache line near.
  @inline(__always)
  func prefetch(_ index: Int) { ionhop_prefetch(base + index) }

  var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
