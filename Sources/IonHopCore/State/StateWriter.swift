/// A number whose bytes are all of it: what states are made of.
public protocol StateNumber: BitwiseCopyable, Sendable {}

extension UInt8: StateNumber {}
extension UInt16: StateNumber {}
extension UInt32: StateNumber {}
extension UInt64: StateNumber {}
extension Int32: StateNumber {}
extension Int: StateNumber {}
extension Double: StateNumber {}
/// A `Tensor6`: eight lanes without a gap.
extension SIMD8<Double>: StateNumber {}

/// A state as bytes, exact to the bit: what a checkpoint keeps of engines and records.
///
///     var writer = StateWriter()
///     engine.writeState(to: &writer)
///     var copy = try Engine(plan, seed: 1)
///     var reader = StateReader(writer.bytes)
///     try copy.readState(from: &reader)
///
/// Numbers stand as they are in memory (little-endian on every system that the package builds on); lists
/// begin with their length. Sums are kept, never made anew, so that reading rounds nothing.
public struct StateWriter: Sendable {
  /// All that was written.
  public private(set) var bytes: [UInt8] = []

  /// Nothing written yet.
  public init() {}

  /// Adds a number.
  public mutating func write(_ number: some StateNumber) {
    withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
  }

  /// Adds a list of numbers, with its length.
  public mutating func write<Number: StateNumber>(_ numbers: [Number]) {
    numbers.withUnsafeBufferPointer { write($0) }
  }

  mutating func write<Number: StateNumber>(_ numbers: UnsafeBufferPointer<Number>) {
    write(numbers.count)
    bytes.append(contentsOf: UnsafeRawBufferPointer(numbers))
  }

  /// Adds a list of vectors, with its length.
  public mutating func write(_ vectors: [SIMD3<Double>]) {
    write(vectors.flatMap { [$0.x, $0.y, $0.z] })
  }

  /// Adds a vector.
  public mutating func write(_ vector: SIMD3<Double>) { write([vector]) }

  /// Adds a truth value.
  public mutating func write(_ flag: Bool) { write(UInt8(flag ? 1 : 0)) }

  /// Adds a text, with its length.
  public mutating func write(_ text: String) { write(Array(text.utf8)) }
}

/// Why a state cannot be read: it is cut short, or of another model.
public enum StateError: Error, Equatable, CustomStringConvertible {
  /// The bytes end before what is read.
  case endsEarly
  /// What is read does not fit what it is read for.
  case unfit(String)

  /// What is wrong, in a line.
  public var description: String {
    switch self {
    case .endsEarly: "it ends early"
    case .unfit(let what): "its \(what) is not of this model"
    }
  }
}

/// Reads what a `StateWriter` wrote; nothing in the bytes can make it trap.
public struct StateReader: Sendable {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// Reads from the first of some bytes.
  public init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  /// Reads from the first byte of a part.
  public init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Whether all was read.
  public var isAtEnd: Bool { position == bytes.endIndex }

  /// The next bytes as they are.
  public mutating func bytes(count: Int) throws(StateError) -> ArraySlice<UInt8> { try take(count) }

  private mutating func take(_ count: Int) throws(StateError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.endIndex - position else { throw .endsEarly }
    position += count
    return bytes[position - count..<position]
  }

  /// Reads a number.
  public mutating func number<Number: StateNumber>(
    _ type: Number.Type = Number.self
  ) throws(StateError) -> Number {
    let part = try take(MemoryLayout<Number>.size)
    return part.withUnsafeBytes { $0.loadUnaligned(as: Number.self) }
  }

  /// - Parameter count: how many must come; nil for any number.
  public mutating func numbers<Number: StateNumber>(
    _ type: Number.Type = Number.self, count: Int? = nil, _ what: String
  ) throws(StateError) -> [Number] {
    let found = try number(Int.self)
    guard found >= 0, count == nil || found == count else { throw .unfit("number of \(what)") }
    let (size, overflow) = found.multipliedReportingOverflow(by: MemoryLayout<Number>.stride)
    guard !overflow else { throw .endsEarly }
    let part = try take(size)
    return [Number](unsafeUninitializedCapacity: found) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: part)
      initialized = found
    }
  }

  /// Reads a list of vectors.
  public mutating func vectors(
    count: Int? = nil, _ what: String
  ) throws(StateError) -> [SIMD3<Double>] {
    let flat = try numbers(Double.self, count: count.map { 3 * $0 }, what)
    guard flat.count % 3 == 0 else { throw .unfit("number of \(what)") }
    return stride(from: 0, to: flat.count, by: 3).map {
      SIMD3(flat[$0], flat[$0 + 1], flat[$0 + 2])
    }
  }

  /// Reads a vector.
  public mutating func vector(_ what: String) throws(StateError) -> SIMD3<Double> {
    try vectors(count: 1, what)[0]
  }

  /// Reads a truth value.
  public mutating func flag() throws(StateError) -> Bool { try number(UInt8.self) != 0 }

  /// Reads a text.
  public mutating func text(_ what: String) throws(StateError) -> String {
    String(decoding: try numbers(UInt8.self, what), as: UTF8.self)
  }

  /// A count that must lie in a range.
  public mutating func count(
    in range: ClosedRange<Int>, _ what: String
  ) throws(StateError) -> Int {
    let value = try number(Int.self)
    guard range.contains(value) else { throw .unfit(what) }
    return value
  }
}

extension Buffer where Element: StateNumber {
  func writeState(to writer: inout StateWriter) {
    writer.write(UnsafeBufferPointer(start: base, count: count))
  }

  func readState(from reader: inout StateReader, _ what: String) throws(StateError) {
    for (index, value) in try reader.numbers(Element.self, count: count, what).enumerated() {
      base[index] = value
    }
  }
}

extension Buffer where Element: StateNumber & Comparable {
  /// Refuses values outside a range, of which indices are made.
  func readState(
    from reader: inout StateReader, in range: ClosedRange<Element>, _ what: String
  ) throws(StateError) {
    let values = try reader.numbers(Element.self, count: count, what)
    guard values.allSatisfy(range.contains) else { throw .unfit(what) }
    for (index, value) in values.enumerated() { base[index] = value }
  }
}
