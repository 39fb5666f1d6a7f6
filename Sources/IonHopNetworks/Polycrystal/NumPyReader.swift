import Foundation
import IonHopCore

/// Reads `.npy`: a magic word, a version, the length of a header, a Python dictionary and the array
/// (NumPy's documentation, "numpy.lib.format", versions 1.0 to 3.0; read from memory, checked against
/// files that NumPy wrote).
struct NumPyReader {
  private let bytes: VoxelBytes

  init(_ bytes: VoxelBytes) { self.bytes = bytes }

  func raster() throws(InputError) -> VoxelRaster {
    let (header, start) = try header()
    let (kind, bigEndian) = try scalar(header)
    let shape = try shape(header)
    let count = try checked(shape)
    guard let order = value(of: "fortran_order", in: header),
      order.hasPrefix("True") || order.hasPrefix("False")
    else {
      throw bytes.error("the header lacks fortran_order; save the array again with numpy.save")
    }
    let labels = try bytes.labels(kind, count: count, bigEndian: bigEndian, from: start)
    guard bytes.bytes.count == start + count * kind.size else {
      throw bytes.error(
        "\(bytes.bytes.count - start - count * kind.size) bytes follow the array; save it again alone"
      )
    }
    guard order.hasPrefix("False") else { return VoxelRaster(shape: shape, labels: labels) }
    // The last axis is the fastest in C's order, the first in ours.
    var turned: [Int32] = []
    turned.reserveCapacity(count)
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x { turned.append(labels[(x * shape.y + y) * shape.z + z]) }
      }
    }
    return VoxelRaster(shape: shape, labels: turned)
  }

  private func header() throws(InputError) -> (text: String, end: Int) {
    let all = bytes.bytes
    guard all.count >= 10, all.prefix(6).elementsEqual([0x93] + Array("NUMPY".utf8)) else {
      throw bytes.error(
        "is no NumPy file: it does not start with \\x93NUMPY; save it with numpy.save")
    }
    guard (1...3).contains(all[6]) else {
      throw bytes.error("version \(all[6]) of the format is unknown; save it with version 1 to 3")
    }
    let wide = all[6] > 1
    guard all.count >= 12 else { throw bytes.error("is cut off in its header; write it again") }
    let length =
      wide
      ? Int(all[8]) | Int(all[9]) << 8 | Int(all[10]) << 16 | Int(all[11]) << 24
      : Int(all[8]) | Int(all[9]) << 8
    let start = wide ? 12 : 10
    guard length <= min(1 << 20, all.count - start) else {
      throw bytes.error(
        "a header of \(length) bytes does not fit into the file; it is cut off, write it again")
    }
    return (String(decoding: all[start..<start + length], as: UTF8.self), start + length)
  }

  /// What stands behind a key of the dictionary.
  private func value(of key: String, in header: String) -> String? {
    for quote in ["'", "\""] {
      guard let range = header.range(of: "\(quote)\(key)\(quote)") else { continue }
      let rest = header[range.upperBound...].drop(while: \.isWhitespace)
      guard rest.first == ":" else { continue }
      return String(rest.dropFirst().drop(while: \.isWhitespace))
    }
    return nil
  }

  private func scalar(_ header: String) throws(InputError) -> (VoxelScalar, bigEndian: Bool) {
    guard let text = value(of: "descr", in: header), let quote = text.first else {
      throw bytes.error("the header lacks descr; save the array again with numpy.save")
    }
    guard quote == "'" || quote == "\"" else {
      throw bytes.error("a structured array; save one array of whole numbers")
    }
    let type = text.dropFirst().prefix { $0 != quote }
    let kinds: [String: VoxelScalar] = [
      "b1": .uint8, "u1": .uint8, "i1": .int8, "u2": .uint16, "i2": .int16, "u4": .uint32,
      "i4": .int32, "u8": .uint64, "i8": .int64,
    ]
    guard let kind = kinds[String(type.drop { "<>|=".contains($0) })] else {
      throw bytes.error(
        "numbers of type \"\(type.prefix(20))\" are no labels; save the array as whole numbers with .astype(numpy.int32)"
      )
    }
    return (kind, type.first == ">")
  }

  private func shape(_ header: String) throws(InputError) -> SIMD3<Int> {
    let text = value(of: "shape", in: header) ?? ""
    let inside = text.dropFirst().prefix { $0 != ")" }
    let words = inside.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
    let numbers = words.compactMap { Int($0) }
    guard text.first == "(", numbers.count == words.count, numbers.count == 3 else {
      throw bytes.error(
        "the shape is (\(inside.prefix(60))); save an array of three axes x, y, z")
    }
    return [numbers[0], numbers[1], numbers[2]]
  }

  private func checked(_ shape: SIMD3<Int>) throws(InputError) -> Int {
    do {
      return try Microstructure.check(shape: shape, spacing: [1, 1, 1])
    } catch { throw bytes.error(error.message) }
  }
}
