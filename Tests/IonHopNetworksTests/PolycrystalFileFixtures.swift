import Foundation
import IonHopCore

@testable import IonHopNetworks

/// Files of one box of 2 × 3 × 4 voxels whose labels are 12 x + 4 y + z, 10 × 20 × 40 Å a voxel; and
/// of tessellations.
enum PolycrystalFileFixtures {
  /// x fastest.
  static let labels: [Int32] = (0..<24).map { (k: Int) -> Int32 in
    let (x, y, z) = (k % 2, k / 2 % 3, k / 6)
    return Int32(12 * x + 4 * y + z)
  }
  static let ascii = labels.map(String.init).joined(separator: " ")

  /// Written by NumPy 2.4: `arange(24).reshape(2, 3, 4)` as uint8 in C order, uint16 in Fortran
  /// order, big-endian int32, and float64.
  static let numpyC =
    "k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMsIDQpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhc="
  static let numpyFortran =
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPHUyJywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMywgNCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAwABAAQAAgAFAABAA0ABQARAAkAFQACAA4ABgASAAoAFgADAA8ABwATAAsAFwA="
  static let numpyBigEndian =
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPmk0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMsIDQpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAQAAAAIAAAADAAAABAAAAAUAAAAGAAAABwAAAAgAAAAJAAAACgAAAAsAAAAMAAAADQAAAA4AAAAPAAAAEAAAABEAAAASAAAAEwAAABQAAAAVAAAAFgAAABc="

  static func numpy(_ header: String, _ body: [UInt8], version: UInt8 = 1) -> Data {
    let count = header.utf8.count
    let length: [UInt8] =
      version == 1
      ? [UInt8(count & 255), UInt8(count >> 8)]
      : [UInt8(count & 255), UInt8(count >> 8), 0, 0]
    return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(header.utf8) + body)
  }

  static func bytes(_ number: Int, _ size: Int, bigEndian: Bool = false) -> [UInt8] {
    let little = (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    return bigEndian ? little.reversed() : little
  }

  static func int32(bigEndian: Bool = false) -> [UInt8] {
    labels.flatMap { bytes(Int($0), 4, bigEndian: bigEndian) }
  }

  static func legacy(_ data: String, body: [UInt8] = [], mode: String = "ASCII") -> Data {
    Data(
      """
      # vtk DataFile Version 3.0
      grains
      \(mode)
      DATASET STRUCTURED_POINTS
      DIMENSIONS 3 4 5
      ORIGIN 0 0 0
      SPACING 10 20 40
      \(data)
      """.utf8) + Data(body)
  }

  static let scalars = "CELL_DATA 24\nSCALARS grain int 1\nLOOKUP_TABLE default\n"

  static func image(
    _ array: String, head: String = "byte_order=\"LittleEndian\"", appended: Data = Data(),
    image: String = "WholeExtent=\"0 2 0 3 0 4\" Origin=\"0 0 0\" Spacing=\"10 20 40\""
  ) -> Data {
    Data(
      """
      <?xml version="1.0"?>
      <VTKFile type="ImageData" version="1.0" \(head)>
        <ImageData \(image)>
          <Piece Extent="0 2 0 3 0 4">
            <CellData Scalars="grain">
              \(array)
            </CellData>
          </Piece>
        </ImageData>
      """.utf8) + appended + Data("\n</VTKFile>\n".utf8)
  }

  static func array(_ format: String, _ text: String = "", more: String = "") -> String {
    "<DataArray type=\"Int32\" Name=\"grain\" format=\"\(format)\" \(more)>\n\(text)\n</DataArray>"
  }

  static let tesr = """
    ***tesr
     **format
       2.1
     **general
       3
       2 3 4
       10.0 20.0 40.0
      *hasvoid 1
     **cell
       23
      *crysym
       cubic
     **data
       ascii
    \(ascii)
    ***end

    """

  /// A tessellation as Neper writes it; cells are numbered from one.
  static func tess(_ grains: GrainStructure, periodic: Bool = true) -> String {
    var (vertices, faces, polyhedra): ([String], [String], [String]) = ([], [], [])
    for (grain, polyhedron) in grains.tessellation.polyhedra.enumerated() {
      var members: [Int] = []
      for face in polyhedron.faces {
        var corners: [Int] = []
        for corner in face.corners {
          let p = polyhedron.point + corner
          vertices.append("\(vertices.count + 1) \(p.x) \(p.y) \(p.z) 0")
          corners.append(vertices.count)
        }
        // Every second normal points inwards, as Neper's do for one of two neighbours.
        let sign = faces.count % 2 == 0 ? 1.0 : -1
        let n = sign * face.normal
        let d = sign * (face.distance + dot(face.normal, polyhedron.point))
        let list = corners.map(String.init).joined(separator: " ")
        faces.append(
          "\(faces.count + 1) \(corners.count) \(list)\n 0\n \(d) \(n.x) \(n.y) \(n.z)\n 0 -1 0.0 0.0 0.0"
        )
        members.append(Int(sign) * faces.count)
      }
      let list = members.map(String.init).joined(separator: " ")
      polyhedra.append("\(grain + 1) \(members.count) \(list)")
    }
    let edges = grains.cell
    let end =
      periodic
      ? " **periodicity\n  *general\n   1 1 1\n   \(edges.a.x) \(edges.b.y) \(edges.c.z)\n" : ""
    return """
      ***tess
       **format
         3.4
       **general
         3 standard
       **cell
         \(polyhedra.count)
       **vertex
      \(vertices.count)
      \(vertices.joined(separator: "\n"))
       **edge
      0
       **face
      \(faces.count)
      \(faces.joined(separator: "\n"))
       **polyhedron
      \(polyhedra.count)
      \(polyhedra.joined(separator: "\n"))
       **domain
        *general
         cube
      \(end)***end

      """
  }

  static func read(
    _ data: Data, _ name: String, _ options: VoxelFile.Options = .init()
  ) throws -> Microstructure {
    let folder = FileManager.default.temporaryDirectory.appending(path: "voxels-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: name)
    try data.write(to: url)
    return try VoxelFile.read(url, options)
  }
}
