import Foundation

/// Arrays of a VTK file in XML, their bytes appended as they are (VTK File Formats, Kitware; data in the
/// order of the machines that exist, each array after its length in 64 bits).
struct VTKArrays {
  private var data = Data()

  enum Values {
    case bytes([UInt8])
    case integers([Int32])
    case numbers([Double])
    case vectors([SIMD3<Double>])
  }

  /// Takes an array in.
  ///
  /// - Returns: the tag that stands for it.
  mutating func add(_ name: String, _ values: Values) -> String {
    let offset = data.count
    let (type, size, parts) =
      switch values {
      case .bytes(let list): ("UInt8", list.count, "")
      case .integers(let list): ("Int32", 4 * list.count, "")
      case .numbers(let list): ("Float64", 8 * list.count, "")
      case .vectors(let list): ("Float64", 24 * list.count, " NumberOfComponents=\"3\"")
      }
    append(UInt64(size))
    switch values {
    case .bytes(let list): data.append(contentsOf: list)
    case .integers(let list): for value in list { append(value) }
    case .numbers(let list): for value in list { append(value.bitPattern) }
    case .vectors(let list):
      for vector in list { for axis in 0..<3 { append(vector[axis].bitPattern) } }
    }
    return
      "<DataArray type=\"\(type)\" Name=\"\(name)\"\(parts) format=\"appended\" offset=\"\(offset)\"/>"
  }

  private mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
  }

  /// The file.
  ///
  /// - Parameters:
  ///   - type: `ImageData` or `UnstructuredGrid`.
  ///   - body: the element of that name, with the tags of arrays in it.
  func file(_ type: String, _ body: String) -> Data {
    var file = Data(
      """
      <?xml version="1.0"?>
      <VTKFile type="\(type)" version="1.0" byte_order="LittleEndian" header_type="UInt64">
      \(body)
      <AppendedData encoding="raw">
      _
      """.utf8)
    file.append(data)
    file.append(contentsOf: "\n</AppendedData>\n</VTKFile>\n".utf8)
    return file
  }
}
