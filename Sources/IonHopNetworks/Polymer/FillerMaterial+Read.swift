import Foundation
import IonHopCore

extension FillerMaterial {
  /// All that come with IonHop, by name.
  ///
  /// - Throws: `InputError`.
  public static func all(folders: [URL] = []) throws(InputError) -> [FillerMaterial] {
    var all: [FillerMaterial] = []
    for (_, file) in MaterialShelf.fillers.files(folders: folders).sorted(by: { $0.key < $1.key }) {
      all.append(try read(file))
    }
    return all
  }

  /// - Parameter name: as for `MaterialShelf.file(named:)`.
  /// - Throws: `InputError`, with the nearest name.
  public static func named(
    _ name: String, folders: [URL] = [], relativeTo base: URL? = nil
  ) throws(InputError) -> FillerMaterial {
    try read(MaterialShelf.fillers.file(named: name, folders: folders, relativeTo: base))
  }

  /// Reads a file such as `Lattices/Fillers/LLZTO.yaml`.
  ///
  /// - Throws: `InputError` with file, line and key.
  public static func read(_ file: URL) throws(InputError) -> FillerMaterial {
    let hint = "give name, density, conductivity, carrierDensity and sources"
    let keys = try InputDocument.read(file).root.mapping(
      ["name", "title", "description", "density", "conductivity", "carrierDensity", "sources"], hint
    )
    let name = try keys.required("name", "give the filler's name").text()
    return try FillerMaterial(
      keys, name: name, title: keys["title"]?.text() ?? name, sources: keys.sources())
  }

  /// Reads `density`, `conductivity` and `carrierDensity`.
  ///
  /// - Parameter base: what stands for keys that are not given.
  public init(
    _ keys: InputMapping, name: String, title: String, sources: [Source],
    changing base: FillerMaterial? = nil
  ) throws(InputError) {
    (self.name, self.title, self.sources) = (name, title, sources)
    density = try keys.number("density", .number, .positive, base?.density, "give density (g/cm3)")
    let hint =
      "give conductivity: 0 for an inert filler, or { at: 298, value: 1e-3, activationEnergy: 0.35 }"
    (conductivity, temperature, activationEnergy) = (0, 298.15, 0)
    if let value = keys["conductivity"] {
      if value.isMapping {
        let law = try value.mapping(["at", "value", "activationEnergy"], hint)
        temperature = try law.required("at", hint).number(.temperature, .positive)
        conductivity = try law.required("value", hint).number(.conductivity, .nonNegative)
        activationEnergy = try law.required("activationEnergy", hint).number(.energy, .nonNegative)
      } else {
        conductivity = try value.number(.conductivity, .nonNegative)
      }
    } else if let base {
      (conductivity, temperature) = (base.conductivity, base.temperature)
      activationEnergy = base.activationEnergy
    } else {
      throw keys.place.error("key \"conductivity\" is missing; \(hint)")
    }
    carrierDensity =
      conductivity == 0
      ? 0
      : 1e24
        * (try keys.number(
          "carrierDensity", .concentration, .positive, base.map { $0.carrierDensity * 1e-24 },
          "give carrierDensity: \"2e22 1/cm3\""))
  }
}

extension InputMapping {
  /// A number under a key, or what stands for it.
  func number(
    _ key: String, _ quantity: Quantity, _ bound: InputValue.Bound, _ base: Double?, _ hint: String
  ) throws(InputError) -> Double {
    if let value = self[key] { return try value.number(quantity, bound) }
    guard let base else { throw place.error("key \"\(key)\" is missing; \(hint)") }
    return base
  }
}
