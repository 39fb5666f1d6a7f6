import Foundation
import IonHopCore

/// Reads VTK's XML ImageData in one piece, uncompressed (VTK's documentation, "XML File Formats").
///
/// Binary arrays start with their length in bytes, of 32 bits unless `header_type` says 64; base64
/// holds length and numbers in one stream or in two. Appended arrays count their offset from the
/// underscore.
struct ImageDataReader {
  private let bytes: VoxelBytes
  private let array: String?

  private struct Tag {
    var name: String
    var attributes: [String: String]
    var line: Int
    /// First byte behind the tag.
    var end: Int
  }

  private struct Found {
    var tag: Tag
    var isCell: Bool
  }

  init(_ bytes: VoxelBytes, array: String?) { (self.bytes, self.array) = (bytes, array) }

  private static let kinds: [String: VoxelScalar] = [
    "Int8": .int8, "UInt8": .uint8, "Int16": .int16, "UInt16": .uint16, "Int32": .int32,
    "UInt32": .uint32, "Int64": .int64, "UInt64": .uint64, "Float32": .float32,
    "Float64": .float64,
  ]

  func raster() throws(InputError) -> VoxelRaster {
    let tags = try tags()
    let head = try the("VTKFile", tags)
    guard head.attributes["type"] == "ImageData" else {
      throw bytes.error(
        "type is \"\(head.attributes["type"]?.prefix(40) ?? "")\"; give a file of ImageData",
        line: head.line)
    }
    guard head.attributes["compressor"] == nil else {
      throw bytes.error("is compressed; write it without compression", line: head.line)
    }
    let image = try the("ImageData", tags)
    let extent = try numbers("WholeExtent", of: image, 6)
    let spacing = try numbers("Spacing", of: image, 3)
    if let piece = tags.first(where: { $0.name == "Piece" }) {
      guard try numbers("Extent", of: piece, 6) == extent else {
        throw bytes.error("the first piece is not the whole; write one piece", line: piece.line)
      }
    }
    if image.attributes["Direction"] != nil {
      guard try numbers("Direction", of: image, 9) == [1, 0, 0, 0, 1, 0, 0, 0, 1] else {
        throw bytes.error("the axes are turned; write it along x, y and z", line: image.line)
      }
    }
    let chosen = try choice(tags)
    let shape = try shape(extent, isCell: chosen.isCell, image)
    return VoxelRaster(
      shape: shape, spacing: [spacing[0], spacing[1], spacing[2]],
      labels: try labels(chosen.tag, shape, head, tags))
  }

  // MARK: Tags

  /// All tags in order, closing ones with a slash, up to the appended data.
  private func tags() throws(InputError) -> [Tag] {
    var tags: [Tag] = []
    var (position, line) = (0, 1)
    let all = bytes.bytes
    while position < all.count {
      if all[position] == 10 { line += 1 }
      guard all[position] == UInt8(ascii: "<") else {
        position += 1
        continue
      }
      let (start, first) = (position, line)
      while position < all.count, all[position] != UInt8(ascii: ">") {
        if all[position] == 10 { line += 1 }
        position += 1
        guard position - start < 1 << 16 else {
          throw bytes.error("a tag of more than 65536 characters; this is no VTK file", line: first)
        }
      }
      guard position < all.count else {
        throw bytes.error("ends within a tag; it is cut off, write it again", line: first)
      }
      let text = String(decoding: all[start + 1..<position], as: UTF8.self)
      position += 1
      tags.append(
        Tag(
          name: String(text.prefix { !$0.isWhitespace && $0 != ">" }), attributes: attributes(text),
          line: first, end: position))
      if tags[tags.count - 1].name == "AppendedData" { break }
      guard tags.count < 10_000 else {
        throw bytes.error("more than 10000 tags; this is no image of voxels", line: line)
      }
    }
    return tags
  }

  private func attributes(_ text: String) -> [String: String] {
    var found: [String: String] = [:]
    var rest = text[...].drop { !$0.isWhitespace }
    while let equals = rest.firstIndex(of: "=") {
      let name = rest[..<equals].trimmingCharacters(in: .whitespacesAndNewlines)
      let behind = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
      guard let quote = behind.first, quote == "\"" || quote == "'" else { break }
      let value = behind.dropFirst().prefix { $0 != quote }
      found[name] = String(value)
      rest = behind.dropFirst(value.count + 2)
    }
    return found
  }

  private func the(_ name: String, _ tags: [Tag]) throws(InputError) -> Tag {
    guard let tag = tags.first(where: { $0.name == name }) else {
      throw bytes.error("has no tag <\(name)>; give a whole VTK ImageData file")
    }
    return tag
  }

  private func numbers(
    _ key: String, of tag: Tag, _ count: Int
  ) throws(InputError) -> [Double] {
    let words = (tag.attributes[key] ?? "").split(whereSeparator: \.isWhitespace)
    let numbers = words.compactMap { Double($0) }.filter(\.isFinite)
    guard words.count == count, numbers.count == count else {
      throw bytes.error(
        "\(key)=\"\((tag.attributes[key] ?? "").prefix(60))\": give \(count) finite numbers",
        line: tag.line)
    }
    return numbers
  }

  private func shape(
    _ extent: [Double], isCell: Bool, _ image: Tag
  ) throws(InputError) -> SIMD3<Int> {
    var shape = SIMD3<Int>.zero
    for axis in 0..<3 {
      let points = extent[2 * axis + 1] - extent[2 * axis] + 1
      guard points.rounded() == points, points >= 1, points < 1e10 else {
        throw bytes.error(
          "WholeExtent: axis \(axis + 1) has no points; give a first and a last number each",
          line: image.line)
      }
      shape[axis] = isCell ? max(1, Int(points) - 1) : Int(points)
    }
    do {
      try Microstructure.check(shape: shape, spacing: [1, 1, 1])
    } catch { throw bytes.error("WholeExtent: \(error.message)", line: image.line) }
    return shape
  }

  // MARK: Arrays

  private func choice(_ tags: [Tag]) throws(InputError) -> Found {
    var arrays: [Found] = []
    var part = ""
    for tag in tags {
      if ["CellData", "PointData", "/CellData", "/PointData"].contains(tag.name) {
        part = tag.name
      }
      if tag.name == "DataArray", part == "CellData" || part == "PointData" {
        arrays.append(Found(tag: tag, isCell: part == "CellData"))
      }
    }
    let names = arrays.map { String(($0.tag.attributes["Name"] ?? "unnamed").prefix(40)) }
    if let array {
      guard let found = arrays.first(where: { $0.tag.attributes["Name"] == array }) else {
        throw bytes.error(
          "holds no array \"\(array)\"; its arrays: \(names.joined(separator: ", "))")
      }
      return found
    }
    let cells = arrays.filter(\.isCell)
    let candidates = cells.isEmpty ? arrays : cells
    guard let first = candidates.first else {
      throw bytes.error("holds no array of cells or points; write the labels as cell data")
    }
    guard candidates.count == 1 else {
      throw bytes.error(
        "holds several arrays (\(names.joined(separator: ", "))); name the one with the labels")
    }
    return first
  }

  private func labels(
    _ tag: Tag, _ shape: SIMD3<Int>, _ head: Tag, _ tags: [Tag]
  ) throws(InputError) -> [Int32] {
    func error(_ message: String) -> InputError { bytes.error(message, line: tag.line) }
    let count = shape.x * shape.y * shape.z
    guard let kind = Self.kinds[tag.attributes["type"] ?? ""] else {
      throw error(
        "numbers of type \"\(tag.attributes["type"]?.prefix(40) ?? "")\" are no labels; write Int32"
      )
    }
    guard Int(tag.attributes["NumberOfComponents"] ?? "1") == 1 else {
      throw error("the array has more than one component; labels have one")
    }
    let bigEndian = head.attributes["byte_order"] == "BigEndian"
    let wide = head.attributes["header_type"] == "UInt64"
    let format = BinaryArray(
      count: count, kind: kind, bigEndian: bigEndian, headerSize: wide ? 8 : 4, line: tag.line)
    switch tag.attributes["format"] {
    case "ascii":
      var words = VoxelWords(bytes, from: tag.end, to: endOfText(from: tag.end), line: tag.line)
      return try words.labels(count)
    case "binary":
      return try base64(from: tag.end, to: endOfText(from: tag.end), format)
    case "appended":
      guard let appended = tags.last, appended.name == "AppendedData",
        let mark = bytes.bytes[appended.end...].firstIndex(of: UInt8(ascii: "_"))
      else {
        throw error("the array is appended, but there is no appended data; the file is cut off")
      }
      guard let offset = Int(tag.attributes["offset"] ?? ""), offset >= 0,
        offset < bytes.bytes.count - mark
      else {
        throw error(
          "offset \"\(tag.attributes["offset"]?.prefix(40) ?? "")\" lies outside of the file")
      }
      if appended.attributes["encoding"] == "raw" {
        return try labels(format, in: bytes.bytes, at: mark + 1 + offset)
      }
      return try base64(from: mark + 1 + offset, to: bytes.bytes.count, format)
    default:
      throw error("the format is none of ascii, binary and appended; write one of them")
    }
  }

  private func endOfText(from start: Int) -> Int {
    bytes.bytes[start...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.bytes.count
  }

  private struct BinaryArray {
    let count: Int
    let kind: VoxelScalar
    let bigEndian: Bool
    let headerSize: Int
    let line: Int
    var size: Int { count * kind.size }
  }

  private func labels(
    _ format: BinaryArray, in source: [UInt8], at start: Int
  ) throws(InputError) -> [Int32] {
    guard start + format.headerSize <= source.count else {
      throw bytes.error("the array has no length; the file is cut off", line: format.line)
    }
    var length: UInt64 = 0
    for k in 0..<format.headerSize {
      let byte = source[start + (format.bigEndian ? k : format.headerSize - 1 - k)]
      length = length << 8 | UInt64(byte)
    }
    guard length == UInt64(format.size) else {
      throw bytes.error(
        "the array says it has \(length) bytes, but \(format.count) voxels of its type have \(format.size); the file is wrong or its header_type is",
        line: format.line)
    }
    return try bytes.labels(
      format.kind, count: format.count, bigEndian: format.bigEndian,
      from: start + format.headerSize, in: source)
  }

  /// Length and numbers, in one stream or in two, as padding in between tells.
  private func base64(
    from start: Int, to end: Int, _ format: BinaryArray
  ) throws(InputError) -> [Int32] {
    let needed = (format.headerSize + 2) / 3 * 4 + (format.size + format.headerSize + 2) / 3 * 4
    var text: [UInt8] = []
    var position = start
    while position < end, text.count < needed {
      let byte = bytes.bytes[position]
      if byte > 32 { text.append(byte) }
      position += 1
    }
    let headLength = (format.headerSize + 2) / 3 * 4
    let head = Array(text.prefix(headLength))
    let parts: [[UInt8]]
    if head.contains(UInt8(ascii: "=")) {
      parts = [head, Array(text.dropFirst(headLength).prefix((format.size + 2) / 3 * 4))]
    } else {
      parts = [Array(text.prefix((format.size + format.headerSize + 2) / 3 * 4))]
    }
    var decoded: [UInt8] = []
    for part in parts {
      guard let data = Data(base64Encoded: Data(part)) else {
        throw bytes.error(
          "the array is no base64; it is cut off or wrong, write it again", line: format.line)
      }
      decoded.append(contentsOf: data)
    }
    return try labels(format, in: decoded, at: 0)
  }
}
