import Foundation
import IonHopCore
import IonHopNetworks

extension StudyReader {
  private static let crystalKeys =
    ["lattice", "supercell", "mobile", "siteEnergies", "barriers", "frequencies"]
    + ModelSettings.keys

  /// Reads `model.crystal`: a lattice of the library, repeated and filled.
  func crystal(_ place: InputValue) throws(InputError) -> StudyModel {
    let hint = "give crystal: { lattice: LLZO-cubic, supercell: [4, 4, 4] }"
    let keys = try place.mapping(Self.crystalKeys, hint)
    let settings = try ModelSettings(keys)
    let lattice = try changed(lattice(keys.required("lattice", hint)), keys)
    let repeats = try keys["supercell"]?.supercell() ?? SIMD3(1, 1, 1)
    let network = try supercell(
      of: lattice.unitNetwork, repeats, at: place.keyPath + ".supercell")
    let cells = repeats.x * repeats.y * repeats.z

    var (species, filling) = (
      lattice.species, lattice.filling(supercell: (repeats.x, repeats.y, repeats.z))
    )
    if let mobile = keys["mobile"] {
      let reader = FillingReader(
        sites: network.siteCount, formulaUnits: lattice.formulaUnits.map { $0 * cells })
      (species, filling) = try self.mobile(mobile, filling: reader, known: lattice.species)
    }
    return StudyModel(
      network: network, species: species, filling: filling, settings: settings,
      description:
        "\(lattice.title) (\(lattice.name)), \(repeats.x) × \(repeats.y) × \(repeats.z) cells",
      sources: lattice.sources, published: lattice.published, keyPath: place.keyPath)
  }

  private func lattice(_ value: InputValue) throws(InputError) -> Lattice {
    let name = try value.text("give the name of a lattice, or the path of a lattice file")
    let file: URL
    do {
      file = try LatticeLibrary.file(named: name, folders: lattices, relativeTo: folder)
    } catch {
      throw error.file.isEmpty ? value.error(error.message) : error
    }
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw value.error("no lattice file \"\(name)\" beside the study; correct the path")
    }
    return try Lattice.read(file)
  }

  /// The lattice with the study's own energies, barriers and frequencies.
  private func changed(_ lattice: Lattice, _ keys: InputMapping) throws(InputError) -> Lattice {
    let kinds = lattice.siteKinds.map(\.name)
    let classes = lattice.hopRules.map(\.hopClass)
    let energies = try overrides(keys["siteEnergies"], of: kinds, .energy, .any)
    let barriers = try overrides(keys["barriers"], of: classes, .energy, .nonNegative)
    let frequencies = try overrides(keys["frequencies"], of: classes, .frequency, .positive)
    guard !(energies.isEmpty && barriers.isEmpty && frequencies.isEmpty) else { return lattice }
    do {
      return try lattice.changing(
        siteEnergies: energies, barriers: barriers, frequencies: frequencies)
    } catch {
      throw keys.place.error("\(error)")
    }
  }

  private func overrides(
    _ value: InputValue?, of names: [String], _ quantity: Quantity, _ bound: InputValue.Bound
  ) throws(InputError) -> [String: Double] {
    guard let value else { return [:] }
    let given = try value.mapping(names, "give a name and a value, such as { \(names[0]): ... }")
    var numbers: [String: Double] = [:]
    for name in names {
      if let number = given[name] { numbers[name] = try number.number(quantity, bound) }
    }
    return numbers
  }
}
