import Foundation
import IonHopCore
import IonHopNetworks

extension Polycrystal {
  typealias Built = (
    voxels: Microstructure, orientations: [Orientation]?, hasResolvedCore: Bool
  )

  static func voxels(
    _ model: PolycrystalModel, seed: UInt64
  ) throws(InputError) -> Built {
    if case .file(let url, let options, let mirrored, let roles) = model.grains {
      return (try read(url, options, mirrored: mirrored, roles: roles), nil, false)
    }
    let grains: GrainStructure
    do {
      grains = try structure(model, seed: seed)
    } catch {
      // "voxels.shape" of a message means nothing in a study file.
      throw Self.error("grains", "\(error.keyPath): \(error.message)")
    }
    let spacing = edges(model) / SIMD3<Double>(model.voxels)
    var layers = Microstructure.Layers()
    var isCore = false
    if case .core = model.boundary?.resistance, let width = model.boundary?.width,
      width >= spacing.min()
    {
      (layers.coreThickness, isCore) = (width, true)
    }
    if let pores = model.pores {
      layers.pores = .init(share: pores.share, radius: pores.radius)
    }
    if let junctions = model.junctions {
      guard junctions.radius >= spacing.min() / 2 else {
        throw Self.error(
          "phases.junctions",
          "radius \(junctions.radius) Å is less than half a voxel of \(spacing.min()) Å; use smaller voxels"
        )
      }
      layers.junctionRadius = junctions.radius
    }
    do {
      let built = try Microstructure(grains, shape: model.voxels, layers: layers, seed: seed)
      return (built, grains.orientations, isCore)
    } catch {
      let key = error.keyPath.hasPrefix("pores") ? "phases.pores" : "voxels"
      throw Self.error(key, error.message)
    }
  }

  /// Edges of the box (Å): voxels are cubes but in bricks, whose box is so many bricks wide.
  static func edges(_ model: PolycrystalModel) -> SIMD3<Double> {
    let shape = SIMD3<Double>(model.voxels)
    switch model.grains {
    case .bricks(let bricks): return model.size * SIMD3<Double>(bricks)
    case .columnar(let count, let axis):
      let section = shape.x * shape.y * shape.z / shape[axis]
      return model.size * (Double(count) / section).squareRoot() * shape
    case .voronoi(let count):
      return model.size * cbrt(Double(count) / (shape.x * shape.y * shape.z)) * shape
    case .file: return [0, 0, 0]
    }
  }

  private static func structure(
    _ model: PolycrystalModel, seed: UInt64
  ) throws(InputError) -> GrainStructure {
    let edges = edges(model)
    let cell: Cell
    do {
      cell = try Cell([edges.x, 0, 0], [0, edges.y, 0], [0, 0, edges.z])
    } catch { throw Self.error("size", "\(error)") }
    return try structure(
      model.grains, growth: model.growth, texture: model.texture, in: cell, seed: seed)
  }

  static func structure(
    _ grains: PolycrystalModel.Grains, growth: GrainStructure.Growth, texture: Texture,
    in cell: Cell, seed: UInt64
  ) throws(InputError) -> GrainStructure {
    var growth = growth
    switch grains {
    case .voronoi(let count):
      return try .voronoi(in: cell, grains: count, growth: growth, texture: texture, seed: seed)
    case .columnar(let count, let axis):
      growth.columnAxis = axis
      return try .voronoi(in: cell, grains: count, growth: growth, texture: texture, seed: seed)
    case .bricks(let bricks):
      return try .bricks(
        in: cell, shares: (0..<3).map { Array(repeating: 1, count: bricks[$0]) },
        texture: texture, seed: seed)
    case .file: throw Self.error("grains", "a file has no cells to grow")
    }
  }

  static func read(
    _ url: URL, _ options: VoxelFile.Options, mirrored: Bool,
    roles: [Int32: PolycrystalModel.Role]?
  ) throws(InputError) -> Microstructure {
    var voxels = try VoxelFile.read(url, options)
    let file = InputFile.name(of: url)
    do throws(InputError) {
      if let roles {
        try voxels.checkMaterials { roles[$0] != nil || voxels.phases[$0] == .pore }
        let pores = roles.filter { $0.value == .pore }.mapValues { _ in Microstructure.Phase.pore }
        voxels = try Microstructure(
          shape: voxels.shape, spacing: voxels.spacing, labels: voxels.labels,
          phases: voxels.phases.merging(pores) { $1 })
      }
      if mirrored { voxels = try voxels.mirrored(along: voxels.openAxes) }
      let open = voxels.openAxes.map { ["x", "y", "z"][$0] }
      guard open.isEmpty else {
        throw Self.error(
          "labels",
          "the labels do not go on through the periodic border along \(open.joined(separator: ", ")): an open surface; give a periodic structure, or grains.mirror: true"
        )
      }
    } catch {
      throw InputError(file: file, keyPath: error.keyPath, message: error.message)
    }
    return voxels
  }
}
