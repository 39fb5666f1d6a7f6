import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Broken microstructure files")
struct PolycrystalHostileFileTests {
  typealias Fixtures = PolycrystalFileFixtures

  struct Broken: Sendable, CustomTestStringConvertible {
    let label: String
    let name: String
    let data: Data
    let mention: String
    var line: Int?
    var testDescription: String { label }

    init(_ label: String, _ name: String, _ data: Data, _ mention: String, line: Int? = nil) {
      (self.label, self.name, self.data) = (label, name, data)
      (self.mention, self.line) = (mention, line)
    }
    init(_ label: String, _ name: String, _ text: String, _ mention: String, line: Int? = nil) {
      self.init(label, name, Data(text.utf8), mention, line: line)
    }
  }

  private static func numpy(_ descr: String, _ shape: String, count: Int = 24) -> Data {
    Fixtures.numpy(
      "{'descr': \(descr), 'fortran_order': True, 'shape': \(shape), }\n",
      Array(repeating: 1, count: count))
  }

  static let numpy: [Broken] = [
    Broken("empty", "a.npy", "", "is no NumPy file"),
    Broken("not NumPy", "a.npy", "PK\u{3}\u{4} a zip file, .npz", "is no NumPy file"),
    Broken(
      "unknown version", "a.npy", Fixtures.numpy("{}", [], version: 9), "version 9 of the format"),
    Broken(
      "header beyond the end", "a.npy",
      Data([0x93] + Array("NUMPY".utf8) + [1, 0, 255, 255] + Array("{'descr'".utf8)),
      "does not fit into the file"),
    Broken("cut off", "a.npy", Self.numpy("'|u1'", "(2, 3, 4)", count: 23), "cut off"),
    Broken("too long", "a.npy", Self.numpy("'|u1'", "(2, 3, 4)", count: 25), "bytes follow"),
    Broken("floats", "a.npy", Self.numpy("'<f8'", "(2, 3, 4)"), "are no labels"),
    Broken("objects", "a.npy", Self.numpy("'|O'", "(2, 3, 4)"), "are no labels"),
    Broken("structured", "a.npy", Self.numpy("[('a', '<i4')]", "(2, 3, 4)"), "structured array"),
    Broken("two axes", "a.npy", Self.numpy("'|u1'", "(6, 4)"), "three axes"),
    Broken("negative shape", "a.npy", Self.numpy("'|u1'", "(-2, 3, 4)"), "-2 × 3 × 4 voxels"),
    Broken(
      "absurd shape", "a.npy", Self.numpy("'|u1'", "(9999999999, 9999999999, 9)"), "voxels; give"),
    Broken("shape of words", "a.npy", Self.numpy("'|u1'", "(a, b, c)"), "three axes"),
    Broken(
      "no order", "a.npy", Fixtures.numpy("{'descr': '|u1', 'shape': (1, 1, 1)}", [1]),
      "lacks fortran_order"),
    Broken(
      "labels beyond 32 bits", "a.npy",
      Fixtures.numpy(
        "{'descr': '<u4', 'fortran_order': False, 'shape': (1, 1, 2)}",
        [1, 0, 0, 0, 255, 255, 255, 255]), "voxel 1 at byte"),
  ]

  static let legacy: [Broken] = [
    Broken("vtk, not VTK", "a.vtk", "<VTKFile>", "# vtk DataFile", line: 1),
    Broken(
      "vtk mode", "a.vtk", Fixtures.legacy(Fixtures.scalars, mode: "TEXT"),
      "neither ASCII nor BINARY", line: 3),
    Broken(
      "vtk grid", "a.vtk", "# vtk DataFile Version 3.0\nx\nASCII\nDATASET POLYDATA\n",
      "no box of voxels", line: 4),
    Broken("vtk without data", "a.vtk", Fixtures.legacy(""), "holds no scalars"),
    Broken(
      "vtk count", "a.vtk", Fixtures.legacy("CELL_DATA 60\n"), "does not fit DIMENSIONS", line: 8),
    Broken(
      "vtk cut off", "a.vtk", Fixtures.legacy(Fixtures.scalars + "1 2 3"),
      "do not fit into the rest"),
    Broken(
      "vtk NaN", "a.vtk",
      Fixtures.legacy(
        Fixtures.scalars.replacing("int", with: "float")
          + Fixtures.ascii.replacing("23", with: "nan")), "\"nan\" is no whole number", line: 11),
    Broken(
      "vtk fraction", "a.vtk",
      Fixtures.legacy(Fixtures.scalars + Fixtures.ascii.replacing("23", with: "2.5")),
      "\"2.5\" is no whole number", line: 11),
    Broken(
      "vtk binary cut off", "a.vtk",
      Fixtures.legacy(Fixtures.scalars, body: Array(repeating: 0, count: 95), mode: "BINARY"),
      "need 96 bytes"),
    Broken(
      "vtk dimensions", "a.vtk",
      "# vtk DataFile Version 3.0\nx\nASCII\nDATASET STRUCTURED_POINTS\nDIMENSIONS -3 4 5\n",
      "-3 × 4 × 5 voxels", line: 5),
    Broken(
      "vtk vectors", "a.vtk",
      Fixtures.legacy("CELL_DATA 24\nSCALARS v int 3\nLOOKUP_TABLE default\n"), "3 components",
      line: 9),
    Broken(
      "vtk strings", "a.vtk", Fixtures.legacy("CELL_DATA 24\nSCALARS v string\n"), "are no labels"),
  ]

  private static func image(_ array: String, _ from: String = "", _ to: String = "") -> Data {
    let text = String(decoding: Fixtures.image(array), as: UTF8.self)
    return Data((from.isEmpty ? text : text.replacing(from, with: to)).utf8)
  }

  static let xml: [Broken] = {
    let good = Fixtures.array("ascii", Fixtures.ascii)
    let base64 = Data(Fixtures.bytes(96, 4) + Fixtures.int32()).base64EncodedString()
    func broken(_ label: String, _ from: String, _ to: String, _ mention: String, _ line: Int?)
      -> Broken
    { Broken(label, "a.vti", Self.image(good, from, to), mention, line: line) }
    return [
      Broken("vti, not XML", "a.vti", "# vtk DataFile", "has no tag <VTKFile>"),
      Broken("vti cut in a tag", "a.vti", "<VTKFile type=\"Image", "ends within a tag", line: 1),
      broken("vti grid", "type=\"ImageData\"", "type=\"PolyData\"", "give a file of ImageData", 2),
      broken("vti compressed", "version=\"1.0\" b", "compressor=\"z\" b", "is compressed", 2),
      broken("vti extent", "WholeExtent=\"0 2 0 3 0 4\"", "WholeExtent=\"0 2 0\"", "6 finite", 3),
      broken("vti NaN spacing", "10 20 40", "nan 20 40", "3 finite numbers", 3),
      broken("vti zero spacing", "10 20 40", "0 20 40", "spacing", nil),
      broken("vti empty extent", "0 2 0 3 0 4", "0 2 3 0 0 4", "axis 2 has no points", 3),
      broken("vti huge extent", "0 2 0 3 0 4", "0 9999999 0 9999999 0 4", "voxels; give", 3),
      broken("vti pieces", "<Piece Extent=\"0 2", "<Piece Extent=\"0 1", "not the whole", 4),
      broken("vti type", "\"Int32\"", "\"String\"", "are no labels", 6),
      broken("vti format", "\"ascii\"", "\"hdf\"", "none of ascii", 6),
      broken("vti no array", "DataArray", "Nothing", "holds no array", nil),
      broken(
        "vti components", "Name=", "NumberOfComponents=\"3\" Name=", "more than one component", 6),
      broken("vti fraction", " 23", " 2.25", "\"2.25\" is no whole number", 7),
      Broken(
        "vti base64 cut off", "a.vti", image(Fixtures.array("binary", String(base64.prefix(40)))),
        "cut off", line: nil),
      Broken(
        "vti base64 of rubbish", "a.vti",
        image(Fixtures.array("binary", "!!" + base64.dropFirst(2))), "is no base64", line: 6),
      Broken(
        "vti wrong length", "a.vti",
        image(Fixtures.array("binary", "////" + base64.dropFirst(4))), "says it has", line: 6),
      Broken(
        "vti nothing appended", "a.vti", image(Fixtures.array("appended", more: "offset=\"0\"")),
        "no appended data", line: 6),
      Broken(
        "vti offset outside", "a.vti",
        Fixtures.image(
          Fixtures.array("appended", more: "offset=\"99999\""),
          appended: Data("<AppendedData encoding=\"raw\">_".utf8)), "lies outside", line: 6),
    ]
  }()

  static let neper: [Broken] = {
    let tesr = Fixtures.tesr
    let grains = try? GrainStructure.voronoi(in: .cubic(50), grains: 3, seed: 1)
    let tess = grains.map { Fixtures.tess($0) } ?? ""
    return [
      Broken("tesr, not Neper", "a.tesr", "hello", "does not start with ***tesr", line: 1),
      Broken("tesr empty", "a.tesr", "", "does not start", line: 1),
      Broken(
        "tesr format", "a.tesr", tesr.replacing("2.1", with: "9.1"), "format 9.1", line: 3),
      Broken(
        "tesr of two dimensions", "a.tesr", tesr.replacing("   3\n", with: "   2\n"),
        "2 dimensions", line: 5),
      Broken("tesr binary", "a.tesr", tesr.replacing("ascii", with: "binary16"), "as ascii"),
      Broken(
        "tesr elsewhere", "a.tesr", tesr.replacing("ascii\n", with: "ascii *file a.raw\n"),
        "in another file"),
      Broken("tesr cut off", "a.tesr", String(tesr.dropLast(40)), "cut off"),
      Broken(
        "tesr huge", "a.tesr", tesr.replacing("2 3 4", with: "99999 99999 9"), "voxels", line: 6),
      Broken("tesr negative", "a.tesr", tesr.replacing(" 23", with: " -3"), "cell -3"),
      Broken(
        "tesr spacing", "a.tesr", tesr.replacing("10.0", with: "inf"), "not a finite number",
        line: 7),
      Broken("tess cut off", "a.tess", String(tess.dropLast(12)), "it is cut off"),
      Broken("tess empty", "a.tess", "***tess **format 3.4 **general 3 standard ***end", "lacks"),
      Broken(
        "tess of two dimensions", "a.tess", tess.replacing("3 standard", with: "2 standard"),
        "2 dimensions", line: 5),
      Broken(
        "tess count", "a.tess",
        tess.replacing(try! Regex("vertex\n[0-9]+"), with: "vertex\n99999999"),
        "do not fit into the rest"),
      Broken(
        "tess face", "a.tess",
        tess.replacing(try! Regex("polyhedron\n3\n1 [0-9]+ 1 "), with: "polyhedron\n3\n1 4 999 "),
        "face 999 does not exist"),
      Broken(
        "tess vertex of words", "a.tess", tess.replacing("vertex\n", with: "vertex\nmany "),
        "\"many\" is not a whole number"),
      Broken(
        "unknown ending", "a.tiff", "II*", "unknown kind of microstructure file"),
    ]
  }()

  @Test(
    "Every broken file gives one line with the place and the mend",
    arguments: numpy + legacy + xml + neper)
  func broken(_ file: Broken) throws {
    var options = VoxelFile.Options()
    if file.name.hasSuffix("npy") { options.spacing = [1, 1, 1] }
    if file.name.hasSuffix("tess") { options.shape = [5, 5, 5] }
    let error = #expect(throws: InputError.self) {
      try Fixtures.read(file.data, file.name, options)
    }
    let text = "\(error!)"
    #expect(text.contains(file.mention), "\(text)")
    #expect(error?.file.hasSuffix(file.name) == true, "\(text)")
    if let line = file.line { #expect(error?.line == line, "\(text)") }
    #expect(!text.contains("\n"))
  }

  @Test("Options that the files need are asked for")
  func options() throws {
    func message(_ data: Data, _ name: String, _ options: VoxelFile.Options = .init()) -> String {
      do { _ = try Fixtures.read(data, name, options) } catch { return "\(error)" }
      return "none"
    }
    let array = Data(base64Encoded: Fixtures.numpyC)!
    #expect(message(array, "a.npy").contains("give the spacing"))
    #expect(message(array, "a.npy", .init(spacing: [1, .nan, 1])).contains("spacing"))
    let raster = Data(Fixtures.tesr.utf8)
    #expect(message(raster, "a.tesr", .init(unit: .nan)).contains("unit of length"))
    #expect(message(raster, "a.tesr", .init(unit: -1)).contains("unit of length"))
    let grains = try GrainStructure.voronoi(in: .cubic(50), grains: 3, seed: 1)
    let tess = Data(Fixtures.tess(grains).utf8)
    #expect(message(tess, "a.tess").contains("give their number"))
    #expect(message(tess, "a.tess", .init(shape: [0, 1, 1])).contains("0 × 1 × 1 voxels"))
    // Cells that poke out of a box that is said to be open leave its corners empty.
    let open = Data(Fixtures.tess(grains, periodic: false).utf8)
    #expect(message(open, "a.tess", .init(shape: [9, 9, 9])).contains("no polyhedron holds"))
    let missing = URL(fileURLWithPath: "/nowhere/a.npy")
    #expect(throws: InputError.self) { try VoxelFile.read(missing) }
    #expect(throws: InputError.self) { try VoxelFile.read(FileManager.default.temporaryDirectory) }
  }

  @Test("Any prefix and any broken byte of a file is refused or read, never a crash")
  func mangled() throws {
    let grains = try GrainStructure.voronoi(in: .cubic(20), grains: 2, seed: 1)
    let files =
      PolycrystalFileTests.good.map { ($0.name, $0.data) }
      + [("a.tess", Data(Fixtures.tess(grains).utf8))]
    let options = VoxelFile.Options(spacing: [1, 1, 1], shape: [3, 3, 3])
    var refused = 0
    for (name, data) in files {
      let ending = String(name.lowercased().split(separator: ".")[1])
      let step = max(1, data.count / 150)
      for cut in stride(from: 0, to: data.count, by: step) {
        for byte in [UInt8(ascii: "9"), UInt8(ascii: "-"), 0, 255] {
          var changed = data
          changed[cut] = byte
          for variant in byte == 0 ? [changed, Data(data.prefix(cut))] : [changed] {
            do throws(InputError) {
              _ = try VoxelFile.parse(
                VoxelBytes(data: variant, file: name), ending: ending, options)
            } catch {
              refused += 1
              #expect(!"\(error)".contains("\n"))
            }
          }
        }
      }
    }
    #expect(refused > 1000)
  }
}
