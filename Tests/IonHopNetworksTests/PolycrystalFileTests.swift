import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Microstructure files")
struct PolycrystalFileTests {
  typealias Fixtures = PolycrystalFileFixtures

  struct File: Sendable, CustomTestStringConvertible {
    let label: String
    let name: String
    let data: Data
    var spacing: SIMD3<Double>?
    var array: String?
    var testDescription: String { label }
  }

  static let spacing: SIMD3<Double> = [10, 20, 40]

  static let good: [File] = {
    let little = Fixtures.int32()
    let big = Fixtures.int32(bigEndian: true)
    let head = Fixtures.bytes(96, 4)
    let wide = Fixtures.bytes(96, 8)
    let base64 = { (bytes: [UInt8]) in Data(bytes).base64EncodedString() }
    func appended(_ encoding: String, _ body: Data) -> Data {
      Data("<AppendedData encoding=\"\(encoding)\">\n _".utf8) + body + Data("</AppendedData>".utf8)
    }
    let placed = Fixtures.array("appended", more: "offset=\"4\"")
    let field = "CELL_DATA 24\nFIELD FieldData 2\nother 1 24 float\n"
    func numpy(_ text: String) -> Data { Data(base64Encoded: text) ?? Data() }
    return [
      File(label: "npy, C", name: "a.npy", data: numpy(Fixtures.numpyC), spacing: spacing),
      File(
        label: "npy, Fortran", name: "a.npy", data: numpy(Fixtures.numpyFortran), spacing: spacing),
      File(
        label: "npy, big", name: "a.npy", data: numpy(Fixtures.numpyBigEndian), spacing: spacing),
      File(
        label: "npy, version 2", name: "a.NPY",
        data: Fixtures.numpy(
          "{'shape': (2, 3, 4), 'fortran_order': True, 'descr': '<i4'}\n", little, version: 2),
        spacing: spacing),
      File(
        label: "vtk ascii", name: "a.vtk", data: Fixtures.legacy(Fixtures.scalars + Fixtures.ascii)),
      File(
        label: "vtk binary", name: "a.vtk",
        data: Fixtures.legacy(Fixtures.scalars, body: big, mode: "BINARY")),
      File(
        label: "vtk field", name: "a.vtk",
        data: Fixtures.legacy(
          field + Array(repeating: "0.5e1", count: 24).joined(separator: " ") + "\ngrain 1 24 int\n"
            + Fixtures.ascii), array: "grain"),
      File(
        label: "vti ascii", name: "a.vti",
        data: Fixtures.image(Fixtures.array("ascii", Fixtures.ascii))),
      File(
        label: "vti base64 in one", name: "a.vti",
        data: Fixtures.image(Fixtures.array("binary", base64(head + little)))),
      File(
        label: "vti base64 in two", name: "a.vti",
        data: Fixtures.image(Fixtures.array("binary", base64(head) + base64(little)))),
      File(
        label: "vti base64, 64 bits", name: "a.vti",
        data: Fixtures.image(
          Fixtures.array("binary", base64(wide + little)),
          head: "byte_order=\"LittleEndian\" header_type=\"UInt64\"")),
      File(
        label: "vti appended raw", name: "a.vti",
        data: Fixtures.image(
          placed, appended: appended("raw", Data([60, 62, 1, 2] + head + little)))),
      File(
        label: "vti appended raw, big", name: "a.vti",
        data: Fixtures.image(
          placed, head: "byte_order=\"BigEndian\"",
          appended: appended(
            "raw", Data([0, 0, 0, 0] + Fixtures.bytes(96, 4, bigEndian: true) + big)))),
      File(
        label: "vti appended base64", name: "a.vti",
        data: Fixtures.image(
          placed, appended: appended("base64", Data(("AAAA" + base64(head + little)).utf8)))),
      File(label: "tesr", name: "a.tesr", data: Data(Fixtures.tesr.utf8)),
    ]
  }()

  @Test("All formats give the same labels, x fastest", arguments: good)
  func readable(_ file: File) throws {
    var options = VoxelFile.Options(spacing: file.spacing)
    options.array = file.array
    let voxels = try Fixtures.read(file.data, file.name, options)
    #expect(voxels.shape == [2, 3, 4])
    #expect(voxels.spacing == Self.spacing)
    #expect(voxels.labels == Fixtures.labels)
    let isRaster = file.name.hasSuffix("tesr")
    #expect(voxels.phases[0] == (isRaster ? .pore : .grain(0)))
    #expect(voxels.phases[23] == .grain(23))
    // Another unit, where the file has lengths.
    guard file.spacing == nil else { return }
    options.unit = 10_000
    #expect(try Fixtures.read(file.data, file.name, options).spacing == Self.spacing * 10_000)
  }

  @Test("A periodic tessellation comes back from a .tess file voxel by voxel")
  func tessellation() throws {
    let cell = try Cell([80, 0, 0], [0, 60, 0], [0, 0, 100])
    let grains = try GrainStructure.voronoi(
      in: cell, grains: 12, growth: .init(diameterSpread: 0.4), seed: 6)
    let text = Fixtures.tess(grains)
    let options = VoxelFile.Options(shape: [40, 30, 50])
    let read = try Fixtures.read(Data(text.utf8), "grains.tess", options)
    #expect(length(read.spacing - [2, 2, 2]) < 1e-9)
    let exact = try Microstructure(grains, shape: [40, 30, 50])
    // The reader's box starts at the least corner of the cells, not at the origin.
    for (grain, polyhedron) in grains.tessellation.polyhedra.enumerated() {
      let share = read.shares[.grain(grain + 1)] ?? 0
      #expect(abs(share - polyhedron.volume / cell.volume) < 2e-3)
      #expect(abs(share - (exact.shares[.grain(grain)] ?? 0)) < 2e-3)
    }
    #expect(read.openAxes.isEmpty)
    let lower = grains.tessellation.polyhedra.reduce(SIMD3(repeating: Double.infinity)) {
      least, p in
      p.faces.flatMap(\.corners).reduce(least) { pointwiseMin($0, $1 + p.point) }
    }
    var wrong = 0
    read.forEachVoxel { voxel, index in
      let place = grains.place(of: lower + (SIMD3<Double>(voxel) + 0.5) * 2)
      if place.grain != Int(read.labels[index]) - 1, place.distance > 1e-6 { wrong += 1 }
    }
    #expect(wrong == 0)
  }
}
