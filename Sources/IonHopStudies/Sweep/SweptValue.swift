import IonHopNetworks

/// One value of one swept key.
public struct SweptValue: Sendable, Codable, Equatable {
  /// Key path in the study file, for example `model.crystal.mobile.Li.fraction`.
  public var key: String
  /// In the base unit where the quantity is known, else as the file has it: `0.3`, `[4, 4, 4]`.
  public var text: String
  /// In `unit`; nil for what is no single number.
  public var number: Double?
  /// The base unit of the key's quantity; empty for pure numbers and where it is not known.
  public var unit: String

  init(key: String, value: InputValue) {
    let swept = SweptQuantity(key)
    self.key = key
    unit = swept?.unit ?? ""
    number = try? value.number(swept?.quantity ?? .number)
    let written = value.canonicalText
    // Of "350 meV" and "0.35 eV" one value is made; a bare number stays as exact as it was written.
    text = number.map { Double(written) == $0 ? written : SweepRange.plain($0) } ?? written
    if number == nil { unit = "" }
  }
}

/// One swept key, as results name it.
public struct SweepAxis: Sendable, Codable, Equatable {
  /// The key path.
  public var key: String
  /// The end of the key path that tells it from the other axes: `fraction`.
  public var name: String
  /// Empty for a pure number or a name.
  public var unit: String

  /// `model.crystal.barriers.hop (eV)`
  public var header: String { unit.isEmpty ? key : "\(key) (\(unit))" }
  /// `hop (eV)`
  public var title: String { unit.isEmpty ? name : "\(name) (\(unit))" }

  /// The axes of keys that are given in the order of the file.
  static func axes(of variants: [[SweptValue]]) -> [SweepAxis] {
    guard let first = variants.first else { return [] }
    return first.indices.map { index in
      let key = first[index].key
      // A column has a unit if each of its values has it.
      let units = Set(variants.map { $0[index].unit })
      return SweepAxis(
        key: key, name: shortName(of: key, among: first.map(\.key)),
        unit: units.count == 1 ? units.first ?? "" : "")
    }
  }

  private static func shortName(of key: String, among keys: [String]) -> String {
    // "value" says nothing: it is that of what stands before it.
    func told(_ key: String) -> String {
      key.hasSuffix(".value") ? String(key.dropLast(".value".count)) : key
    }
    let (all, parts) = (keys.map(told), told(key).split(separator: "."))
    for length in 1..<max(2, parts.count) {
      let name = parts.suffix(length).joined(separator: ".")
      if all.count(where: { $0 == name || $0.hasSuffix(".\(name)") }) == 1 { return name }
    }
    return key
  }
}

/// The quantity that a key of a study holds, so that its column has a unit and "40 meV" is 0.04.
struct SweptQuantity {
  let quantity: Quantity
  let unit: String

  /// Nil where the key is not known to have a unit.
  init?(_ key: String) {
    let parts = key.split(whereSeparator: { ".[]".contains($0) }).map(String.init)
    guard let last = parts.last else { return nil }
    let parent = parts.dropLast().last ?? ""
    switch (parent, last) {
    case ("barriers", _), ("siteEnergies", _), (_, "barrier"), (_, "energy"),
      (_, "nearestNeighbour"):
      (quantity, unit) = (.energy, "eV")
    case ("frequencies", _), (_, "frequency"): (quantity, unit) = (.frequency, "Hz")
    case ("field", _): (quantity, unit) = (.field, "V/Å")
    case ("displacement", _), ("position", _), ("grains", "size"), (_, "width"),
      (_, "thickness"), ("sphere", "radius"), ("fibre", "radius"), ("fibre", "length"),
      (_, "voxelSize"):
      (quantity, unit) = (.length, "Å")
    case (_, "association"): (quantity, unit) = (.energy, "eV")
    case (_, "contactResistance"), (_, "areaResistance"), ("areaResistance", "value"):
      (quantity, unit) = (.areaResistance, "Ω·cm²")
    case ("plasticiser", "glassTransition"), ("glassTransition", "pure"), (_, "meltingTemperature"):
      (quantity, unit) = (.temperature, "K")
    case (_, "charge"): (quantity, unit) = (.charge, "e")
    case (_, "maxTime"), (_, "checkpoint"): (quantity, unit) = (.time, "s")
    default: return nil
    }
  }
}
