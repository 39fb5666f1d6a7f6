import Foundation
import IonHopNetworks

/// Reads `model.polycrystal`.
struct PolycrystalReader {
  /// Where relative paths start from.
  let folder: URL

  private static let hint = "give polycrystal: { grains, voxels, bulk, boundary }"

  func model(_ place: InputValue) throws(InputError) -> PolycrystalModel {
    let keys = try place.mapping(["grains", "voxels", "bulk", "boundary", "phases"], Self.hint)
    let bulk = try bulk(keys.required("bulk", "give bulk: { conductivity: ... }"))
    let grains = try GrainsReader(folder: folder, place: keys.required("grains", GrainsReader.hint))
    var model = try grains.model(voxels: keys["voxels"], bulk: bulk)
    if let value = keys["boundary"] {
      // A name stands for what the library has of a material.
      model.boundary = try boundary(value.isMapping ? value : KnownBoundary(value, folder).value)
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
    let keys = try value.mapping(["film", "pores", "cracks"], hint)
    if let film = keys["film"] { model.film = try self.film(film) }
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

  // MARK: Laws

  /// A law of conductance; an area resistance R is read as that of 1/R.
  private func law(
    _ value: InputValue, _ quantity: Quantity
  ) throws(InputError) -> ConductionLaw {
    let isResistance = quantity.isAreaResistance
    func conductance(_ number: Double) -> Double { isResistance ? 1 / number : number }
    guard value.isMapping else {
      return .constant(conductance(try value.number(quantity, .positive)))
    }
    let hint =
      "give a number, { at: 300, value: 1, activationEnergy: 0.3 }, { table: [[300, 1], ...] }"
      + (isResistance ? "" : ", { prefactor: 5e3, activationEnergy: 0.3 }")
      + " or { results: FOLDER }"
    let known =
      ["at", "value", "activationEnergy", "table", "results"] + (isResistance ? [] : ["prefactor"])
    let keys = try value.mapping(known, hint)
    let ways = ["value", "table", "results"] + (isResistance ? [] : ["prefactor"])
    let (way, place) = try keys.exactlyOne(of: ways, hint)
    for (key, ways) in [("at", ["value"]), ("activationEnergy", ["value", "prefactor"])] {
      if let idle = keys[key], !ways.contains(way) {
        throw idle.error("has no meaning beside \(way); take it away")
      }
    }
    switch way {
    case "table": return try table(place, quantity, conductance)
    case "results":
      return isResistance
        ? try StoredResistance(place, folder: folder).law
        : try StoredConductivity(place, folder: folder).law
    default: break
    }
    let energy = try keys.required("activationEnergy", hint).number(.energy, .within(-1...10))
    if way == "prefactor" {
      return .arrhenius(
        prefactor: try place.number(.number, .positive), activationEnergy: energy)
    }
    return .through(
      conductance(try place.number(quantity, .positive)),
      at: try keys.required("at", hint).number(.temperature, .positive), activationEnergy: energy)
  }

  private func table(
    _ value: InputValue, _ quantity: Quantity, _ conductance: (Double) -> Double
  ) throws(InputError) -> ConductionLaw {
    let hint = "give rows of temperature (K) and value, such as [[300, 1e-4], [400, 1e-3]]"
    var entries: [ConductionLaw.Entry] = []
    for row in try value.elements(hint) {
      let cells = try row.elements(count: 2, hint)
      let temperature = try cells[0].number(.temperature, .positive)
      if let last = entries.last, last.temperature >= temperature {
        throw row.error("temperatures must rise from row to row; sort them, each once")
      }
      entries.append(
        .init(
          temperature: temperature,
          value: conductance(try cells[1].number(quantity, .positive))))
    }
    guard !entries.isEmpty else { throw value.error("an empty list; \(hint)") }
    return .table(entries)
  }
}

extension InputValue {
  fileprivate func permittivity() throws(InputError) -> Double {
    try number(.number, .within(1...1e6))
  }
}
