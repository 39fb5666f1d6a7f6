import IonHopCore
import IonHopNetworks

/// What a model in a study file builds.
struct StudyModel {
  var network: SiteNetwork
  var species: Species
  var filling: Filling
  /// The mobile species after the first.
  var further: [MobileIons] = []
  var settings: ModelSettings
  /// For the report, in a sentence.
  var description: String
  var sources: [Source] = []
  var published: [PublishedValue] = []
  var warnings: [String] = []
  var unitCell: SiteNetwork?
  var environment: EnvironmentBarrier?
  var schottky: SchottkyPairs?
  var boundary: GrainBoundaryModel?
  var polymer: PolymerElectrolyte?
  var composite: CompositeModel?
  /// The key that says how many ions there are.
  var fillingKey = "mobile"
  var realisations: NetworkRealisations?
  /// The key that asks for Schottky pairs: that of the study, or of the lattice that has them.
  var schottkyKey = "lattice"
  /// For example "model.crystal".
  var keyPath: String
}

/// The keys that stand under every kind of model.
struct ModelSettings {
  var rateLaw = RateLaw.symmetric
  /// eV
  var pairEnergy = 0.0
  /// V/Å
  var field = SIMD3<Double>.zero

  static let keys = ["rateLaw", "interactions", "field", "coulomb"]

  /// - Parameter takesRules: whether interactions may be a list, which the model then reads.
  init(_ model: InputMapping, takesRules: Bool = false) throws(InputError) {
    if let law = model["rateLaw"] {
      rateLaw = try law.choice(of: RateLaw.self, what: "rate law")
    }
    if let value = model["interactions"], !(takesRules && value.isList) {
      let hint = "give interactions: { nearestNeighbour: 0.05 } in eV"
      let interactions = try value.mapping(["nearestNeighbour"], hint)
      pairEnergy = try interactions.required("nearestNeighbour", hint).number(.energy)
    }
    if let value = model["field"] {
      field = try value.vector(.field, "give a vector such as [1e-4, 0, 0] in V/Å")
    }
  }
}

extension StudyReader {
  func model() throws(InputError) -> StudyModel {
    let hint = "give one of crystal, network, glass, grainBoundary, polycrystal, polymer, composite"
    let place = try keys.required("model", "give model: { crystal: { lattice: LLZO-cubic } }")
    for (key, value) in try place.pairs(hint) {
      if ModelSettings.keys.contains(key) {
        throw value.error("belongs one level down, under the kind of model; move it there")
      }
    }
    let kinds = ["crystal", "network", "glass", "grainBoundary", "polymer", "composite"]
    let (kind, value) = try place.mapping(kinds, hint).exactlyOne(of: kinds, hint)
    switch kind {
    case "crystal": return try crystal(value)
    case "network": return try network(value)
    case "glass": return try glass(value)
    case "polymer": return try polymer(value)
    case "composite": return try composite(value)
    default: return try grainBoundary(value)
    }
  }

  /// Repeats a cell, with errors at the key that asks for it.
  func supercell(
    of unit: SiteNetwork, _ repeats: SIMD3<Int>, at keyPath: String
  ) throws(InputError) -> SiteNetwork {
    do {
      return try unit.repeated(repeats)
    } catch let error as InputError {
      throw document.error(at: keyPath, error.message)
    } catch {
      throw document.error(
        at: keyPath, "[\(repeats.x), \(repeats.y), \(repeats.z)]: \(error)")
    }
  }

  /// Adds a Coulomb interaction, with errors at the key that asks for it.
  func addingCoulomb(
    at keyPath: String, _ add: () throws(InputError) -> SiteNetwork
  ) throws(InputError) -> SiteNetwork {
    do {
      return try add()
    } catch {
      throw document.error(at: keyPath, error.message)
    }
  }

  /// Reads `mobile: { Li: ... }`.
  ///
  /// - Parameters:
  ///   - known: the lattice's own ion, whose charge need not be repeated.
  func mobile(
    _ place: InputValue, filling: FillingReader, known: Species?
  ) throws(InputError) -> (Species, Filling) {
    let hint = "give mobile: { Li: { fraction: 0.5, charge: 1 } }"
    let pairs = try place.pairs(hint)
    guard pairs.count == 1 else { throw place.error("no mobile species; \(hint)") }
    let (name, value) = pairs[0]
    let ion = value.isMapping ? try value.mapping(["charge"] + FillingReader.keys, hint) : nil
    let charge: Double
    if let given = ion?["charge"] {
      charge = try given.nonzeroCharge()
    } else if let known, known.name == name {
      charge = known.charge
    } else {
      throw value.error("the charge of \(name) is not known; \(hint)")
    }
    let ions = if let ion { try filling.filling(ion, hint) } else { try filling.filling(value) }
    return (Species(name, charge: charge), ions)
  }
}
