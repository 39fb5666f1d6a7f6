import Foundation
import IonHopCore
import IonHopNetworks

/// Reads `model.polycrystal.grains`.
struct GrainsReader {
  static let hint =
    "give grains: { voronoi: 200, size: \"1 um\" }, or columnar, bricks: [4, 4, 4], file"
  private static let kinds = ["voronoi", "columnar", "bricks", "file"]
  private static let fileKeys = ["spacing", "unit", "array", "mirror", "labels"]
  private static let cellKeys = ["size", "spread", "elongation", "texture", "rounds", "axis"]

  let folder: URL
  private let keys: InputMapping

  init(folder: URL, place: InputValue) throws(InputError) {
    self.folder = folder
    keys = try place.mapping(Self.kinds + Self.cellKeys + Self.fileKeys, Self.hint)
  }

  /// - Parameter voxels: needed but for a file of voxels.
  func model(
    voxels: InputValue?, bulk: PolycrystalModel.Bulk
  ) throws(InputError) -> PolycrystalModel {
    let (kind, value) = try keys.exactlyOne(of: Self.kinds, Self.hint)
    for key in kind == "file" ? Self.cellKeys : Self.fileKeys {
      if let idle = keys[key] { throw idle.error("has no meaning beside \(kind); take it away") }
    }
    if kind == "file" {
      let shape: SIMD3<Int>? = if let voxels { try shape(voxels) } else { nil }
      return PolycrystalModel(
        grains: try file(value, shape: shape), size: 0, voxels: shape ?? [1, 1, 1], bulk: bulk)
    }
    guard let voxels else {
      throw keys.place.error("voxels are missing; give voxels: [64, 64, 64] beside grains")
    }
    let size = try keys.required("size", "give size: \"1 um\"").number(.length, .within(10...1e9))
    var model = PolycrystalModel(
      grains: try cells(kind, value), size: size, voxels: try shape(voxels), bulk: bulk)
    model.growth = try growth()
    if let texture = keys["texture"] { model.texture = try self.texture(texture) }
    return model
  }

  private func shape(_ value: InputValue) throws(InputError) -> SIMD3<Int> {
    let hint = "give three whole numbers such as [64, 64, 64]"
    var shape = SIMD3<Int>.zero
    for (axis, part) in try value.elements(count: 3, hint).enumerated() {
      shape[axis] = try part.wholeNumber(in: 1...2048)
    }
    return shape
  }

  // MARK: Cells

  private func cells(
    _ kind: String, _ value: InputValue
  ) throws(InputError) -> PolycrystalModel.Grains {
    if kind != "columnar", let axis = keys["axis"] {
      throw axis.error("only columns have an axis; take it away")
    }
    if kind != "bricks" {
      let count = try value.wholeNumber(in: 1...GrainStructure.mostGrains)
      return kind == "voronoi"
        ? .voronoi(count) : .columnar(count, axis: try keys["axis"]?.axis() ?? 2)
    }
    for key in ["spread", "elongation", "rounds"] {
      if let idle = keys[key] { throw idle.error("has no meaning beside bricks; take it away") }
    }
    var bricks = SIMD3<Int>.zero
    let hint = "give three whole numbers such as [4, 4, 4]"
    for (axis, part) in try value.elements(count: 3, hint).enumerated() {
      bricks[axis] = try part.wholeNumber(in: 1...100)
    }
    guard bricks != [1, 1, 1] else {
      throw value.error("one brick alone meets only its own image; give at least two along an axis")
    }
    return .bricks(bricks)
  }

  private func growth() throws(InputError) -> GrainStructure.Growth {
    var growth = GrainStructure.Growth(
      diameterSpread: try keys["spread"]?.number(.number, .within(0...1)),
      lloydRounds: try keys["rounds"]?.wholeNumber(in: 0...1000) ?? 0)
    guard let value = keys["elongation"] else { return growth }
    let factors = try value.vector(.number, "give three factors such as [1, 1, 2]")
    guard factors.min() >= 0.01, factors.max() <= 100 else {
      throw value.error("give three factors from 0.01 to 100")
    }
    growth.elongation = factors
    return growth
  }

  // MARK: Grains of a network

  /// What a network is cut into: cells in its own box, or voxels of a file.
  enum NetworkGrains {
    case cells(GrainStructure)
    case voxels(Microstructure)
  }

  /// Grains in the cell of a network, which decides their size.
  func grains(in cell: Cell, seed: UInt64) throws(InputError) -> NetworkGrains {
    let hint = "give grains: { voronoi: 8 }, columnar, bricks: [2, 2, 2] or file"
    let (kind, value) = try keys.exactlyOne(of: Self.kinds, hint)
    for key in kind == "file" ? Self.cellKeys : Self.fileKeys {
      if let idle = keys[key] { throw idle.error("has no meaning beside \(kind); take it away") }
    }
    if let size = keys["size"] {
      throw size.error("the supercell and the number of grains decide it; take size away")
    }
    let cells = kind == "file" ? try file(value, shape: nil) : try self.cells(kind, value)
    do throws(InputError) {
      if case .file(let url, let options, let mirrored, let roles) = cells {
        return .voxels(try Polycrystal.read(url, options, mirrored: mirrored, roles: roles))
      }
      return .cells(
        try Polycrystal.structure(
          cells, growth: try growth(), texture: try keys["texture"].map(texture) ?? .aligned,
          in: cell, seed: seed))
    } catch {
      // Errors of the structure itself know nothing of files.
      throw error.file.isEmpty ? keys.place.error("\(error.keyPath): \(error.message)") : error
    }
  }

  private enum PlainTexture: String, CaseIterable {
    case aligned, random
  }

  private func texture(_ value: InputValue) throws(InputError) -> Texture {
    guard value.isMapping else {
      return try value.choice(of: PlainTexture.self, what: "texture") == .random
        ? .random : .aligned
    }
    let hint = "give fibre: { crystal: [0, 0, 1], sample: [0, 0, 1], spread: \"10 deg\" }"
    let fibre = try value.mapping(["fibre"], hint).required("fibre", hint)
    let keys = try fibre.mapping(["crystal", "sample", "spread"], hint)
    let crystal = try keys.required("crystal", hint).vector(.number, hint)
    let sample = try keys.required("sample", hint).vector(.number, hint)
    guard crystal != .zero, sample != .zero else {
      throw fibre.error("a direction is zero; \(hint)")
    }
    return .fibre(
      crystal: crystal, sample: sample,
      spread: try keys["spread"]?.number(.angle, .within(0...180)) ?? 0)
  }

  // MARK: Files

  private func file(
    _ value: InputValue, shape: SIMD3<Int>?
  ) throws(InputError) -> PolycrystalModel.Grains {
    let path = try value.text("give a file of voxels: .npy, .vti, .vtk, .tesr or .tess")
    var options = VoxelFile.Options(shape: shape)
    if let unit = keys["unit"] { options.unit = try unit.number(.length, .positive) }
    if let spacing = keys["spacing"] {
      if spacing.isList {
        options.spacing = try spacing.vector(.length, "give a length, or three for x, y and z")
      } else {
        options.spacing = SIMD3(repeating: try spacing.number(.length, .positive))
      }
    }
    options.array = try keys["array"]?.text("give the name of an array of the file")
    var roles: [Int32: PolycrystalModel.Role]?
    if let labels = keys["labels"] { roles = try self.roles(labels) }
    return .file(
      InputFile.at(path, from: folder), options, mirrored: try keys["mirror"]?.bool() ?? false,
      roles: roles)
  }

  private func roles(
    _ value: InputValue
  ) throws(InputError) -> [Int32: PolycrystalModel.Role] {
    let hint = "give labels: { 0: pore, 1: grain, ... }"
    var roles: [Int32: PolycrystalModel.Role] = [:]
    for (key, role) in try value.pairs(hint) {
      guard let label = Int32(key) else { throw role.error("\(key) is no label; \(hint)") }
      roles[label] = try role.choice(of: PolycrystalModel.Role.self, what: "role of a label")
    }
    return roles
  }
}
