/// Owned flat storage for the hot loop: indices are checked in debug builds only.
struct Buffer<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(repeating value: Element, count: Int) {
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: value, count: max(1, count))
    self.count = count
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

  var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
