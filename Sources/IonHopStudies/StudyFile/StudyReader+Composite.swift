import Foundation
import IonHopCore
import IonHopNetworks

extension StudyReader {
  private static let compositeHint =
    "give composite: { matrix: { material: PPC-LiTFSI, conductivity: 1.7e-4 }, filler: { material: LLZTO }, particles: { sphere: { radius: 20 }, volumeFraction: 0.12 }, voxels: 24, voxelSize: 10 }"
  /// Voxels that a network of hops is built for in seconds.
  private static let mostVoxels = 2_000_000

  /// Reads `model.composite`: a polymer with particles on a grid of voxels.
  func composite(_ place: InputValue) throws(InputError) -> StudyModel {
    let hint = Self.compositeHint
    let keys = try place.mapping(
      [
        "matrix", "filler", "particles", "shell", "contactResistance", "voxels", "voxelSize",
        "method",
      ], hint)
    let matrix = try matrix(keys.required("matrix", hint))
    let filler = try filler(keys.required("filler", hint))
    let (particles, shell) = try particles(keys, filler, matrix)
    let structure = try compositeStructure(keys, particles, at: place)
    var model = CompositeModel(
      structure, matrix: matrix.law, matrixCarriers: matrix.carriers, filler: filler)
    (model.shellConductivity, model.shellCarriers) = (shell.conductivity, shell.carriers)
    model.contactResistance =
      try keys["contactResistance"]?.number(.areaResistance, .nonNegative) ?? 0
    model.method =
      try keys["method"]?.choice(of: CompositeModel.Method.self, what: "method")
      ?? .network
    try checkSampling(of: model, keys["method"] ?? place)
    try checkRange(of: matrix.law, keys)
    let hottest = try temperatures().max() ?? 0
    let network = try checked(at: place.keyPath) { [model] in
      try model.network(at: hottest).network
    }
    var result = StudyModel(
      network: network, species: .lithium, filling: .count(1), settings: try ModelSettings(keys),
      description: description(model, matrix.name), sources: matrix.sources + filler.sources,
      keyPath: place.keyPath)
    result.composite = model
    return result
  }

  // MARK: Phases

  private struct Matrix {
    var name: String
    var law: ConductionLaw
    /// 1/cm³
    var carriers: Double
    /// g/cm³; nil where no material tells.
    var density: Double?
    var sources: [Source]
  }

  private func matrix(_ value: InputValue) throws(InputError) -> Matrix {
    let hint =
      "give matrix: { material: PPC-LiTFSI, conductivity: { at: 298, value: 1.7e-4, activationEnergy: 0.25 } }"
    let keys = try value.mapping(["material", "conductivity", "carrierDensity", "density"], hint)
    let law = try keys.required("conductivity", hint).conductionLaw(.conductivity, folder: folder)
    var matrix = Matrix(name: "polymer", law: law, carriers: 0, density: nil, sources: [])
    if let name = keys["material"] {
      let material: PolymerMaterial
      do {
        material = try PolymerMaterial.named(
          try name.text("give the name of a polymer"), folders: lattices, relativeTo: folder)
      } catch {
        throw error.file.isEmpty ? name.error(error.message) : error
      }
      let salt = material.salt(ratio: material.usualRatio)
      (matrix.name, matrix.carriers) = (material.title, salt.density)
      (matrix.density, matrix.sources) = (material.density, material.sources)
    }
    if let density = keys["carrierDensity"] {
      matrix.carriers = 1e24 * (try density.number(.concentration, .positive))
    }
    if let density = keys["density"] { matrix.density = try density.number(.number, .positive) }
    guard matrix.carriers > 0 else {
      throw value.error(
        "key \"carrierDensity\" is missing; give carrierDensity: \"5e20 1/cm3\", or a material")
    }
    return matrix
  }

  private func filler(_ value: InputValue) throws(InputError) -> FillerMaterial {
    let numbers = ["density", "conductivity", "carrierDensity"]
    let keys = try value.mapping(
      ["material"] + numbers, "give filler: { material: LLZTO }, or density and conductivity")
    guard let name = keys["material"] else {
      return try FillerMaterial(keys, name: "filler", title: "filler", sources: [])
    }
    let material: FillerMaterial
    do {
      material = try FillerMaterial.named(
        try name.text("give the name of a filler"), folders: lattices, relativeTo: folder)
    } catch {
      throw error.file.isEmpty ? name.error(error.message) : error
    }
    return try FillerMaterial(
      keys, name: material.name, title: material.title, sources: material.sources,
      changing: material)
  }

  // MARK: Particles

  private enum Alignment: String, CaseIterable { case random, x, y, z }

  private typealias Shell = (thickness: Double, conductivity: Double, carriers: Double)

  private func particles(
    _ keys: InputMapping, _ filler: FillerMaterial, _ matrix: Matrix
  ) throws(InputError) -> (FillerParticles, Shell) {
    let hint =
      "give particles: { sphere: { radius: 20 }, volumeFraction: 0.12 } or { fibre: { radius: 15, length: 150 }, weightFraction: 0.15 } (Å)"
    let place = try keys.required("particles", hint)
    let own = try place.mapping(
      [
        "sphere", "fibre", "alignment", "volumeFraction", "weightFraction", "clustering", "overlap",
      ], hint)
    let (kind, value) = try own.exactlyOne(of: ["sphere", "fibre"], hint)
    let numbers = try value.mapping(kind == "sphere" ? ["radius"] : ["radius", "length"], hint)
    let radius = try numbers.required("radius", hint).number(.length, .positive)
    let shape: FillerParticles.Shape =
      kind == "sphere"
      ? .sphere(radius: radius)
      : .fibre(
        radius: radius, length: try numbers.required("length", hint).number(.length, .positive))
    let shell = try shell(keys["shell"])
    var particles = FillerParticles(
      shape: shape, volumeFraction: try fraction(own, filler, matrix, hint), shell: shell.thickness)
    let alignment = try own["alignment"]?.choice(of: Alignment.self, what: "alignment") ?? .random
    if alignment != .random {
      particles.alignment = .axis(alignment == .x ? 0 : alignment == .y ? 1 : 2)
    }
    particles.clustering = try own["clustering"]?.number(.number, .within(0...1)) ?? 0
    particles.overlap = try own["overlap"]?.bool() ?? true
    return (particles, shell)
  }

  private func shell(_ value: InputValue?) throws(InputError) -> Shell {
    guard let value else { return (0, 1, 1) }
    let hint = "give shell: { thickness: 20, conductivityFactor: 3, carrierFactor: 2 } (Å)"
    let keys = try value.mapping(["thickness", "conductivityFactor", "carrierFactor"], hint)
    return (
      try keys.required("thickness", hint).number(.length, .nonNegative),
      try keys["conductivityFactor"]?.number(.number, .positive) ?? 1,
      try keys["carrierFactor"]?.number(.number, .positive) ?? 1
    )
  }

  private func fraction(
    _ keys: InputMapping, _ filler: FillerMaterial, _ matrix: Matrix, _ hint: String
  ) throws(InputError) -> Double {
    let (kind, value) = try keys.exactlyOne(of: ["volumeFraction", "weightFraction"], hint)
    let fraction = try value.number(.number, .within(0...0.95))
    guard kind == "weightFraction" else { return fraction }
    guard let density = matrix.density else {
      throw value.error(
        "needs the density of the polymer; give matrix: { density: 1.2 } (g/cm3), or a material")
    }
    return FillerParticles.volumeFraction(
      weightFraction: fraction, density: filler.density, matrixDensity: density)
  }

  private func compositeStructure(
    _ keys: InputMapping, _ particles: FillerParticles, at place: InputValue
  ) throws(InputError) -> CompositeStructure {
    let hint = "give voxels: 24 (along an edge) or [24, 24, 48], and voxelSize: 10 (Å)"
    let voxels = try keys.required("voxels", hint)
    let shape =
      voxels.isList
      ? try voxels.supercell() : SIMD3(repeating: try voxels.wholeNumber(in: 2...4096))
    guard shape.x * shape.y * shape.z <= Self.mostVoxels else {
      throw voxels.error(
        "\(shape.x * shape.y * shape.z) voxels; \(Self.mostVoxels) are the most, take larger ones")
    }
    let size = try keys.required("voxelSize", hint).number(.length, .positive)
    let seed = StreamSeed(study: try self.keys["seed"]?.unsigned64() ?? 1).mixed(
      with: Self.polymerSeed)
    return try checked(at: place.keyPath + ".particles") {
      try CompositeStructure(shape: shape, spacing: size, particles: particles, seed: seed.value)
    }
  }

  // MARK: Checks

  private func checkSampling(of model: CompositeModel, _ place: InputValue) throws(InputError) {
    guard model.method == .network else { return }
    let sampling = try sampling()
    guard sampling.target == .conductivity, !sampling.finiteSizeTest else {
      throw place.error(
        "the network solver samples nothing; take sampling away, or give method: monteCarlo")
    }
  }

  private func checkRange(of law: ConductionLaw, _ keys: InputMapping) throws(InputError) {
    for temperature in try temperatures() where !law.range.contains(temperature) {
      throw document.error(
        at: "model.composite.matrix.conductivity",
        "known from \(law.range.lowerBound) to \(law.range.upperBound) K, asked for at \(temperature) K; add rows, or change temperatures"
      )
    }
  }

  private func description(_ model: CompositeModel, _ matrix: String) -> String {
    let structure = model.structure
    return String(
      format: "%@ with %.1f %% by volume of %@, %d particles on %d × %d × %d voxels of %g Å",
      matrix, 100 * structure.fraction(of: .filler), model.filler.title, structure.particleCount,
      structure.shape.x, structure.shape.y, structure.shape.z, structure.spacing)
  }
}
