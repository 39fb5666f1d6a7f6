import Foundation
import IonHopNetworks

extension InputValue {
  /// A law of conductance; an area resistance R is read as that of 1/R.
  ///
  /// - Parameter folder: where paths of results start from.
  func conductionLaw(
    _ quantity: Quantity, folder: URL
  ) throws(InputError) -> ConductionLaw {
    let isResistance = quantity.isAreaResistance
    func conductance(_ number: Double) -> Double { isResistance ? 1 / number : number }
    guard isMapping else {
      return .constant(conductance(try number(quantity, .positive)))
    }
    let hint =
      "give a number, { at: 300, value: 1, activationEnergy: 0.3 }, { table: [[300, 1], ...] }"
      + (isResistance ? "" : ", { prefactor: 5e3, activationEnergy: 0.3 }")
      + " or { results: FOLDER }"
    let known =
      ["at", "value", "activationEnergy", "table", "results"] + (isResistance ? [] : ["prefactor"])
    let keys = try mapping(known, hint)
    let ways = ["value", "table", "results"] + (isResistance ? [] : ["prefactor"])
    let (way, place) = try keys.exactlyOne(of: ways, hint)
    for (key, ways) in [("at", ["value"]), ("activationEnergy", ["value", "prefactor"])] {
      if let idle = keys[key], !ways.contains(way) {
        throw idle.error("has no meaning beside \(way); take it away")
      }
    }
    switch way {
    case "table": return try place.conductionTable(quantity, conductance)
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

  private func conductionTable(
    _ quantity: Quantity, _ conductance: (Double) -> Double
  ) throws(InputError) -> ConductionLaw {
    let hint = "give rows of temperature (K) and value, such as [[300, 1e-4], [400, 1e-3]]"
    var entries: [ConductionLaw.Entry] = []
    for row in try elements(hint) {
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
    guard !entries.isEmpty else { throw error("an empty list; \(hint)") }
    return .table(entries)
  }
}
