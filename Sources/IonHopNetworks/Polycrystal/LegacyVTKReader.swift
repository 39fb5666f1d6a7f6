import Foundation
import IonHopCore

/// Reads STRUCTURED_POINTS of VTK's simple legacy format, whose binary numbers are big-endian
/// (VTK's documentation, "Simple Legacy Formats").
///
/// Values of cells are voxels; values of points, if there are none of cells, are voxels around them.
struct LegacyVTKReader {
  private var words: VoxelWords
  private let array: String?
  private var isBinary = false
  private var shape = SIMD3<Int>.zero
  private var spacing: SIMD3<Double> = [1, 1, 1]
  private var found: [String] = []

  init(_ bytes: VoxelBytes, array: String?) {
    words = VoxelWords(bytes)
    self.array = array
  }

  /// Names of types in the format, `vtkIdType` among them.
  private static let kinds: [String: VoxelScalar] = [
    "bit": .uint8, "char": .int8, "signed_char": .int8, "unsigned_char": .uint8, "short": .int16,
    "unsigned_short": .uint16, "int": .int32, "unsigned_int": .uint32, "long": .int64,
    "unsigned_long": .uint64, "vtktypeint64": .int64, "vtkidtype": .int32, "float": .float32,
    "double": .float64,
  ]

  func raster() throws(InputError) -> VoxelRaster {
    var reader = self
    try reader.readHead()
    return try reader.readData()
  }

  private mutating func readHead() throws(InputError) {
    let first = try words.restOfLine()
    guard first.lowercased().hasPrefix("# vtk datafile") else {
      throw words.source.error(
        "does not start with \"# vtk DataFile\"; give a legacy VTK file, or name XML files .vti",
        line: 1)
    }
    _ = try words.restOfLine()
    let mode = try words.word("ASCII or BINARY").uppercased()
    guard mode == "ASCII" || mode == "BINARY" else {
      throw words.error("\"\(mode.prefix(40))\": neither ASCII nor BINARY; correct the third line")
    }
    isBinary = mode == "BINARY"
    guard try words.word("DATASET").uppercased() == "DATASET" else {
      throw words.error("no DATASET after the third line; correct the file")
    }
    let kind = try words.word("the kind of data set")
    guard kind.uppercased() == "STRUCTURED_POINTS" else {
      throw words.error("\(kind.prefix(40)) is no box of voxels; write STRUCTURED_POINTS")
    }
  }

  private mutating func readData() throws(InputError) -> VoxelRaster {
    var count = 0
    var voxels = SIMD3<Int>.zero
    while let key = try words.next() {
      switch key.uppercased() {
      case "DIMENSIONS":
        shape = try words.integerTriple("DIMENSIONS")
        _ = try checked(shape)
      case "SPACING", "ASPECT_RATIO": spacing = try words.triple("SPACING")
      case "ORIGIN": _ = try words.triple("ORIGIN")
      case "POINT_DATA", "CELL_DATA":
        voxels =
          key.uppercased() == "CELL_DATA" ? pointwiseMax(shape &- 1, SIMD3(1, 1, 1)) : shape
        count = try words.integer(key)
        guard try checked(voxels) == count else {
          throw words.error(
            "\(key) \(count) does not fit DIMENSIONS \(shape.x) \(shape.y) \(shape.z); correct one")
        }
      case "SCALARS", "FIELD":
        guard count > 0 else {
          throw words.error("\(key) stands before POINT_DATA or CELL_DATA; correct the file")
        }
        let labels =
          key.uppercased() == "SCALARS" ? try scalars(count) : try field(count)
        if let labels { return VoxelRaster(shape: voxels, spacing: spacing, labels: labels) }
      case "METADATA": try skipMetadata()
      default:
        throw words.error(
          "\"\(key.prefix(40))\" is no part of structured points with scalars; write the labels as SCALARS"
        )
      }
    }
    throw words.error(missing)
  }

  private var missing: String {
    guard let array else {
      return "holds no scalars; it is cut off, or write the labels as SCALARS"
    }
    return "holds no array \"\(array)\"; its arrays: \(found.joined(separator: ", "))"
  }

  /// nil for another array than the one asked for.
  private mutating func scalars(_ count: Int) throws(InputError) -> [Int32]? {
    let name = try words.word("a name")
    let type = try words.word("a type")
    var components = 1
    if let next = try words.peek(), let number = Int(next) {
      components = number
      _ = try words.next()
    }
    guard components == 1 else {
      throw words.error("\(name.prefix(40)) has \(components) components; labels have one")
    }
    if let next = try words.peek(), next.uppercased() == "LOOKUP_TABLE" {
      _ = try words.next()
      _ = try words.word("a lookup table")
    }
    return try values(name, type, count)
  }

  /// Arrays as newer writers list them: a name, components, tuples and a type each.
  private mutating func field(_ count: Int) throws(InputError) -> [Int32]? {
    _ = try words.word("the field's name")
    let arrays = try words.integer("the number of arrays")
    guard (0...10_000).contains(arrays) else {
      throw words.error("\(arrays) arrays; correct the number")
    }
    for _ in 0..<arrays {
      let name = try words.word("a name")
      let components = try words.integer("components")
      let tuples = try words.integer("tuples")
      let type = try words.word("a type")
      guard components == 1, tuples == count else {
        throw words.error(
          "\(name.prefix(40)) has \(components) components of \(tuples) values; labels have one of \(count)"
        )
      }
      if let labels = try values(name, type, count) { return labels }
    }
    return nil
  }

  private mutating func values(
    _ name: String, _ type: String, _ count: Int
  ) throws(InputError) -> [Int32]? {
    found.append(String(name.prefix(40)))
    guard let kind = Self.kinds[type.lowercased()], type.lowercased() != "bit" || !isBinary else {
      throw words.error("numbers of type \"\(type.prefix(40))\" are no labels; write int")
    }
    let labels: [Int32]
    if isBinary {
      // One end of line, and then the numbers.
      _ = try words.restOfLine()
      labels = try words.source.labels(
        kind, count: count, bigEndian: true, from: words.position)
      words.skip(bytes: count * kind.size)
    } else {
      labels = try words.labels(count)
    }
    return array == nil || array == name ? labels : nil
  }

  /// Up to an empty line.
  private mutating func skipMetadata() throws(InputError) {
    _ = try words.restOfLine()
    while try words.peek() != nil {
      if try words.restOfLine().isEmpty { return }
    }
  }

  private func checked(_ shape: SIMD3<Int>) throws(InputError) -> Int {
    do {
      return try Microstructure.check(shape: shape, spacing: [1, 1, 1])
    } catch { throw words.error("DIMENSIONS: \(error.message)") }
  }
}
