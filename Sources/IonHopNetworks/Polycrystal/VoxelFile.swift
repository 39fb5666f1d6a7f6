import Foundation
import IonHopCore

/// Reads microstructures that other programs made.
///
///     let voxels = try VoxelFile.read(url, VoxelFile.Options(spacing: [50, 50, 50]))
///     try voxels.checkPeriodic()
///
/// | ending | what |
/// |---|---|
/// | `.npy` | NumPy array of whole numbers with three axes x, y, z |
/// | `.vti` | VTK ImageData, XML: ascii, inline base64, appended raw or base64, uncompressed |
/// | `.vtk` | legacy VTK STRUCTURED_POINTS, ascii or binary |
/// | `.tesr` | Neper raster tessellation, ascii; 0 is void |
/// | `.tess` | Neper tessellation in three dimensions, cut into voxels |
public enum VoxelFile {
  /// What the files leave open.
  public struct Options: Sendable, Equatable {
    /// Å of one unit of length of the file.
    public var unit = 1.0
    /// Edges of a voxel (Å), instead of the file's; an `.npy` file has none.
    public var spacing: SIMD3<Double>?
    /// Voxels for a `.tess` file.
    public var shape: SIMD3<Int>?
    /// The array of a VTK file that holds the labels, where there are several.
    public var array: String?

    /// What a file does not tell by itself.
    public init(
      unit: Double = 1, spacing: SIMD3<Double>? = nil, shape: SIMD3<Int>? = nil,
      array: String? = nil
    ) {
      (self.unit, self.spacing, self.shape, self.array) = (unit, spacing, shape, array)
    }
  }

  /// - Throws: `InputError` naming the file, the line or byte, and the mend.
  public static func read(
    _ url: URL, _ options: Options = Options()
  ) throws(InputError) -> Microstructure {
    let bytes = VoxelBytes(data: try data(of: url), file: InputFile.name(of: url))
    return try parse(bytes, ending: url.pathExtension.lowercased(), options)
  }

  static func parse(
    _ bytes: VoxelBytes, ending: String, _ options: Options
  ) throws(InputError) -> Microstructure {
    guard options.unit > 0, options.unit < 1e12 else {
      throw bytes.error("the unit of length is \(options.unit) Å; give a positive one")
    }
    let raster: VoxelRaster =
      switch ending {
      case "npy": try NumPyReader(bytes).raster()
      case "vti": try ImageDataReader(bytes, array: options.array).raster()
      case "vtk": try LegacyVTKReader(bytes, array: options.array).raster()
      case "tesr": try NeperReader(bytes).raster()
      case "tess": try NeperReader(bytes).tessellation().raster(shape: options.shape)
      default:
        throw bytes.error(
          "unknown kind of microstructure file; give .npy, .vti, .vtk, .tesr or .tess")
      }
    guard let spacing = options.spacing ?? raster.spacing.map({ $0 * options.unit }) else {
      throw bytes.error("holds no size of a voxel; give the spacing (Å)")
    }
    do {
      return try Microstructure(
        shape: raster.shape, spacing: spacing, labels: raster.labels, phases: raster.phases)
    } catch {
      throw bytes.error("\(error.keyPath): \(error.message)")
    }
  }

  private static func data(of url: URL) throws(InputError) -> Data {
    let name = InputFile.name(of: url)
    func failure(_ message: String) -> InputError { InputError(file: name, message: message) }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
      throw failure("no such file; check the path")
    }
    guard !isDirectory.boolValue else { throw failure("is a directory; give a file in it") }
    guard let handle = try? FileHandle(forReadingFrom: url) else {
      throw failure("cannot be read; check its permissions")
    }
    defer { try? handle.close() }
    var data = Data()
    while data.count <= InputFile.largestTable {
      guard let part = try? handle.read(upToCount: 1 << 24), !part.isEmpty else { return data }
      data.append(part)
    }
    throw failure("is larger than \(InputFile.largestTable >> 30) GiB; use fewer voxels")
  }
}

/// What a file holds: labels with x fastest.
struct VoxelRaster {
  var shape: SIMD3<Int>
  /// In the file's units; nil where it has none.
  var spacing: SIMD3<Double>?
  var labels: [Int32]
  var phases: [Int32: Microstructure.Phase] = [:]
}

/// Kinds of numbers in binary files.
enum VoxelScalar: Sendable {
  case int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64

  var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }
}

/// The bytes of a file, and errors that name a place in it.
struct VoxelBytes {
  let bytes: [UInt8]
  let file: String

  init(data: Data, file: String) { (bytes, self.file) = (Array(data), file) }

  func error(_ message: String, line: Int? = nil) -> InputError {
    InputError(file: file, line: line, message: message)
  }

  /// Labels from binary numbers.
  ///
  /// - Parameters:
  ///   - start: the first byte.
  ///   - source: other bytes than the file's, decoded from it.
  func labels(
    _ kind: VoxelScalar, count: Int, bigEndian: Bool, from start: Int, in source: [UInt8]? = nil
  ) throws(InputError) -> [Int32] {
    let bytes = source ?? self.bytes
    guard start >= 0, start <= bytes.count, count <= (bytes.count - start) / kind.size else {
      throw error(
        "\(count) voxels of \(kind.size) bytes need \(saturatingProduct(count, kind.size)) bytes from byte \(start), but the data ends at byte \(bytes.count); the file is cut off, write it again"
      )
    }
    var labels: [Int32] = []
    labels.reserveCapacity(count)
    for k in 0..<count {
      let at = start + k * kind.size
      guard let label = Self.label(kind, bytes, at, bigEndian) else {
        throw error(
          "voxel \(k) at byte \(at) is no whole number of 32 bits; labels are whole numbers, correct it"
        )
      }
      labels.append(label)
    }
    return labels
  }

  private static func label(
    _ kind: VoxelScalar, _ bytes: [UInt8], _ at: Int, _ bigEndian: Bool
  ) -> Int32? {
    var word: UInt64 = 0
    for k in 0..<kind.size {
      word = word << 8 | UInt64(bytes[at + (bigEndian ? k : kind.size - 1 - k)])
    }
    return switch kind {
    case .int8: Int32(Int8(truncatingIfNeeded: word))
    case .int16: Int32(Int16(truncatingIfNeeded: word))
    case .int32: Int32(truncatingIfNeeded: word)
    case .int64: Int32(exactly: Int64(bitPattern: word))
    case .uint8, .uint16, .uint32, .uint64: Int32(exactly: word)
    case .float32: Int32(exactly: Float(bitPattern: UInt32(truncatingIfNeeded: word)))
    case .float64: Int32(exactly: Double(bitPattern: word))
    }
  }
}

/// Goes through text word by word, counting lines.
struct VoxelWords {
  let source: VoxelBytes
  private(set) var position: Int
  private let end: Int
  private(set) var line: Int

  init(_ source: VoxelBytes, from start: Int = 0, to end: Int? = nil, line: Int = 1) {
    (self.source, position, self.line) = (source, start, line)
    self.end = min(end ?? source.bytes.count, source.bytes.count)
  }

  func error(_ message: String) -> InputError { source.error(message, line: line) }

  /// The next word; nil at the end. No word of these formats is long.
  mutating func next() throws(InputError) -> String? {
    skipSpace()
    guard position < end else { return nil }
    let start = position
    while position < end, !Self.isSpace(source.bytes[position]) {
      position += 1
      guard position - start <= 4096 else {
        throw error("a word of more than 4096 characters; this is no text file of its kind")
      }
    }
    return String(decoding: source.bytes[start..<position], as: UTF8.self)
  }

  /// The next word without going on.
  func peek() throws(InputError) -> String? {
    var copy = self
    return try copy.next()
  }

  mutating func word(_ what: String) throws(InputError) -> String {
    guard let word = try next() else {
      throw error("the file ends where \(what) should stand; it is cut off, write it again")
    }
    return word
  }

  mutating func integer(_ what: String) throws(InputError) -> Int {
    let word = try word(what)
    guard let value = Int(word) else {
      throw error("\(what): \"\(word.prefix(40))\" is not a whole number; correct it")
    }
    return value
  }

  mutating func number(_ what: String) throws(InputError) -> Double {
    let word = try word(what)
    guard let value = Double(word), value.isFinite else {
      throw error("\(what): \"\(word.prefix(40))\" is not a finite number; correct it")
    }
    return value
  }

  mutating func triple(_ what: String) throws(InputError) -> SIMD3<Double> {
    let x = try number(what)
    let y = try number(what)
    let z = try number(what)
    return [x, y, z]
  }

  mutating func integerTriple(_ what: String) throws(InputError) -> SIMD3<Int> {
    let x = try integer(what)
    let y = try integer(what)
    let z = try integer(what)
    return [x, y, z]
  }

  /// A number of things of which each takes two bytes of text at least.
  mutating func count(_ what: String) throws(InputError) -> Int {
    let count = try integer(what)
    guard count >= 0, count <= (end - position) / 2 + 1 else {
      throw error("\(what): \(count) do not fit into the rest of the file; it is cut off or wrong")
    }
    return count
  }

  /// Labels as text; whole numbers written as decimals pass.
  mutating func labels(_ count: Int) throws(InputError) -> [Int32] {
    guard count <= (end - position) / 2 + 1 else {
      throw error("\(count) voxels do not fit into the rest of the file; it is cut off or wrong")
    }
    var labels: [Int32] = []
    labels.reserveCapacity(count)
    for k in 0..<count {
      let word = try word("voxel \(k) of \(count)")
      guard let label = Int32(word) ?? Double(word).flatMap({ Int32(exactly: $0) }) else {
        throw error(
          "voxel \(k): \"\(word.prefix(40))\" is no whole number of 32 bits; labels are whole numbers, correct it"
        )
      }
      labels.append(label)
    }
    return labels
  }

  /// The rest of the line without its end.
  mutating func restOfLine() throws(InputError) -> String {
    let start = position
    while position < end, source.bytes[position] != 10 {
      position += 1
      guard position - start <= 4096 else {
        throw error("a line of more than 4096 characters; this is no text file of its kind")
      }
    }
    let text = String(decoding: source.bytes[start..<position], as: UTF8.self)
    if position < end {
      position += 1
      line += 1
    }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  mutating func skipSpace() {
    while position < end, Self.isSpace(source.bytes[position]) {
      if source.bytes[position] == 10 { line += 1 }
      position += 1
    }
  }

  mutating func skip(bytes: Int) { position = min(end, position + max(0, bytes)) }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
