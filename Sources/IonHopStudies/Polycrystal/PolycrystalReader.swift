import Foundation
import IonHopNetworks

/// Reads `model.polycrystal`.
struct PolycrystalReader {
  /// Where relative paths start from.
  let folder: URL
  /// Where to look for boundaries before those that come with IonHop.
  let lattices: [URL]

  private static let hint = "give polycrystal: { grains, voxels, bulk, boundary }"

  func model(_ place: InputValue) throws(InputError) -> PolycrystalModel {
    let keys = try place.mapping(["grains", "voxels", "bulk", "boundary", "phases"], Self.hint)
    let bulk = try bulk(keys.required("bulk", "give bulk: { conductivity: ... }"))
    let grains = try GrainsReader(folder: folder, place: keys.required("grains", GrainsReader.hint))
    var model = try grains.model(voxels: keys["voxels"], bulk: bulk)
    if let value = keys["boundary"] {
      // A name stands for what the library has of a material.
      model.boundary = try boundary(
        value.isMapping
          ? value : BoundaryMaterial(named: value, in: folder, folders: lattices).value)
    }
    if let value = keys["phases"] { try phases(value, &model) }
    return model
  }

  // MARK: Bulk and boundary

  private func bulk(_ value: InputValue) throws(InputError) -> PolycrystalModel.Bulk {
    let hint = "give bulk: { conductivity: { prefactor: 5e3, activationEnergy: 0.3 } }"
    let keys = try value.mapping(["conductivity", "permittivity", "anisotropy", "spread"], hint)
    var bulk = PolycrystalModel.Bulk(
      conductivity: try law(keys.required("conductivity", hint), .conductivity),
      permittivity: try keys["permittivity"]?.permittivity())
    if let value = keys["anisotropy"] {
      let factors = try value.vector(.number, "give three factors such as [1, 1, 0.1]")
      guard factors.min() >= 0, factors.max() > 0, factors.max() < 1e6 else {
        throw value.error("give three factors from 0 to 1e6, not all of them 0")
      }
      bulk.anisotropy = factors
    }
    bulk.spread = try keys["spread"]?.number(.energy, .within(0...1)) ?? 0
    return bulk
  }

  private func boundary(_ value: InputValue) throws(InputError) -> PolycrystalModel.Boundary {
    let hint = "give boundary: { areaResistance: { at: 300, value: 0.2, activationEnergy: 0.3 } }"
    let keys = try value.mapping(
      ["areaResistance", "core", "width", "permittivity", "spread", "special"], hint)
    let (kind, place) = try keys.exactlyOne(of: ["areaResistance", "core"], hint)
    var width = try keys["width"]?.number(.length, .within(0.1...1e6))
    var boundary: PolycrystalModel.Boundary
    if kind == "core" {
      let coreHint = "give core: { width: \"1 nm\", conductivity: ... }"
      let core = try place.mapping(["width", "conductivity"], coreHint)
      if let twice = keys["width"] { throw twice.error("stands in core already; take it away") }
      width = try core.required("width", coreHint).number(.length, .within(0.1...1e6))
      boundary = .init(
        resistance: .core(try law(core.required("conductivity", coreHint), .conductivity)))
    } else {
      boundary = .init(resistance: .area(try law(place, .areaResistance)))
    }
    boundary.width = width
    boundary.permittivity = try keys["permittivity"]?.permittivity()
    boundary.spread = try keys["spread"]?.number(.energy, .within(0...1)) ?? 0
    if let special = keys["special"] { boundary.special = try self.special(special) }
    return boundary
  }

  private func special(_ value: InputValue) throws(InputError) -> PolycrystalModel.Special {
    let hint = "give special: { share: 0.2, factor: 0.1 } or { misorientation: 15, factor: 0.1 }"
    let keys = try value.mapping(["share", "misorientation", "factor"], hint)
    let (kind, which) = try keys.exactlyOne(of: ["share", "misorientation"], hint)
    let factor = try keys.required("factor", hint).number(.number, .within(0...1e6))
    return .init(
      which: kind == "share"
        ? .share(try which.number(.number, .within(0...1)))
        : .misorientation(below: try which.number(.angle, .within(0...180))), factor: factor)
  }

  // MARK: Phases

  private func phases(
    _ value: InputValue, _ model: inout PolycrystalModel
  ) throws(InputError) {
    let hint = "give phases: { film: {...}, pores: 0.05, cracks: 0.1 }"
    let keys = try value.mapping(["film", "pores", "cracks", "junctions"], hint)
    if let film = keys["film"] { model.film = try self.film(film) }
    if let junctions = keys["junctions"] {
      if case .file = model.grains {
        throw junctions.error("junctions of a file are among its labels; give grains.labels")
      }
      model.junctions = try self.junctions(junctions)
    }
    if let pores = keys["pores"] {
      if case .file = model.grains {
        throw pores.error("pores of a file are among its labels; give grains.labels")
      }
      let (share, radius) = try part(pores, "radius", default: model.size / 6, most: 0.9)
      model.pores = .init(share: share, radius: radius)
    }
    if let cracks = keys["cracks"] {
      let (share, width) = try part(cracks, "width", "normal", default: 100, most: 1)
      model.cracks = .init(share: share, width: width)
      if cracks.isMapping {
        model.cracks?.normal = try cracks.mapping(["share", "width", "normal"], hint)["normal"]?
          .axis()
      }
    }
  }

  private func junctions(
    _ value: InputValue
  ) throws(InputError) -> PolycrystalModel.Junctions {
    let hint = "give junctions: { radius: \"50 nm\", conductivity: 1e-5 }"
    let keys = try value.mapping(["radius", "conductivity", "permittivity"], hint)
    var junctions = PolycrystalModel.Junctions(
      radius: try keys.required("radius", hint).number(.length, .within(0.1...1e9)),
      conductivity: try law(keys.required("conductivity", hint), .conductivity))
    junctions.permittivity = try keys["permittivity"]?.permittivity()
    return junctions
  }

  private func film(_ value: InputValue) throws(InputError) -> PolycrystalModel.Film {
    let hint = "give film: { coverage: 0.3, thickness: \"5 nm\", conductivity: 1e-9 }"
    let keys = try value.mapping(
      ["coverage", "thickness", "conductivity", "permittivity", "replacesBoundary", "normal"], hint)
    var film = PolycrystalModel.Film(
      coverage: try keys.required("coverage", hint).number(.number, .within(0...1)),
      thickness: try keys.required("thickness", hint).number(.length, .within(0.1...1e6)),
      conductivity: try law(keys.required("conductivity", hint), .conductivity))
    film.permittivity = try keys["permittivity"]?.permittivity()
    film.replacesBoundary = try keys["replacesBoundary"]?.bool() ?? false
    film.normal = try keys["normal"]?.axis()
    return film
  }

  /// A share alone, or with a length.
  private func part(
    _ value: InputValue, _ length: String, _ more: String = "share", default other: Double,
    most: Double
  ) throws(InputError) -> (share: Double, length: Double) {
    guard value.isMapping else {
      return (try value.number(.number, .within(0...most)), other)
    }
    let hint = "give a share, or { share: 0.05, \(length): \"100 nm\" }"
    let keys = try value.mapping(["share", length, more], hint)
    return (
      try keys.required("share", hint).number(.number, .within(0...most)),
      try keys[length]?.number(.length, .within(0.1...1e9)) ?? other
    )
  }

  private func law(
    _ value: InputValue, _ quantity: Quantity
  ) throws(InputError) -> ConductionLaw {
    try value.conductionLaw(quantity, folder: folder)
  }
}

extension InputValue {
  fileprivate func permittivity() throws(InputError) -> Double {
    try number(.number, .within(1...1e6))
  }
}
