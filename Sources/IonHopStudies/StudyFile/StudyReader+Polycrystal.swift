import Foundation
import IonHopAnalysis
import IonHopNetworks

extension StudyReader {
  private static let polycrystalKeys = [
    "name", "model", "temperatures", "impedance", "fit", "fitQuantity", "seed", "sources", "sweep",
    "measure",
  ]
  private static let samplingKeys = ["sampling", "random", "carriers", "selector", "basins"]

  /// Reads a study whose model is a polycrystal.
  init(
    polycrystal document: InputDocument, folder: URL, lattices: [URL]
  ) throws(InputError) {
    let hint = "give a study: name, model, temperatures"
    for (key, value) in try document.root.pairs(hint) where Self.samplingKeys.contains(key) {
      throw value.error("a polycrystal is solved, not sampled; take \(key) away")
    }
    self.document = document
    self.folder = folder
    self.lattices = lattices
    keys = try document.root.mapping(Self.polycrystalKeys, hint)
  }

  func polycrystal() throws(InputError) -> PolycrystalStudy {
    let temperatures = try temperatures()
    let hint = "give model: { polycrystal: { grains, voxels, bulk, boundary } }"
    let model = try keys.required("model", hint).mapping(["polycrystal"], hint)
    let place = try model.required("polycrystal", hint)
    let reader = PolycrystalReader(folder: folder, lattices: lattices)
    var study = PolycrystalStudy(try reader.model(place), temperatures: temperatures)
    study.fits = try fits()
    study.fitQuantity =
      try keys["fitQuantity"]?.choice(of: FitQuantity.self, what: "fit quantity") ?? .sigmaT
    study.seed = try keys["seed"]?.unsigned64() ?? 1
    study.sources = try keys.sources()
    if let boundary = document.value(at: "model.polycrystal.boundary"), !boundary.isMapping {
      study.sources += try BoundaryMaterial(named: boundary, in: folder, folders: lattices)
        .sources
    }
    if let value = keys["impedance"] {
      study.impedance = try impedance(value, temperatures)
      try checkCapacitances(study.model, place)
    }
    try checkLaws(study)
    try checkMemory(study, place)
    return study
  }

  private func impedance(
    _ value: InputValue, _ temperatures: [Double]
  ) throws(InputError) -> PolycrystalStudy.Impedance {
    let hint = "give impedance: { frequencies: { from: 0.1, to: 1e9, count: 40 } } in Hz"
    let keys = try value.mapping(["frequencies", "temperatures", "axis"], hint)
    let list = try keys.required("frequencies", hint)
    var frequencies: [Double] = []
    if list.isMapping {
      let range = try list.mapping(["from", "to", "count"], hint)
      let from = try range.required("from", hint).number(.frequency, .positive)
      let to = try range.required("to", hint).number(.frequency, .positive)
      let count = try range.required("count", hint).wholeNumber(in: 2...1000)
      guard from < to else { throw list.error("from is not below to; \(hint)") }
      let steps = Double(count - 1)
      frequencies = (0..<count).map { from * pow(to / from, Double($0) / steps) }
    } else {
      for element in try list.elements(hint) {
        frequencies.append(try element.number(.frequency, .positive))
      }
      frequencies.sort()
    }
    guard frequencies.count >= 2 else { throw list.error("fewer than two frequencies; \(hint)") }
    var wanted: [Double] = []
    if let given = keys["temperatures"] {
      for element in given.isList ? try given.elements(hint) : [given] {
        let temperature = try element.number(.temperature, .positive)
        guard let known = temperatures.first(where: { abs($0 - temperature) < 1e-6 }) else {
          throw element.error("\(element.shown) K is not among the study's temperatures; add it")
        }
        wanted.append(known)
      }
    } else if let nearest = temperatures.min(by: { abs($0 - 300) < abs($1 - 300) }) {
      wanted = [nearest]
    }
    let axis = try keys["axis"]?.axis() ?? 0
    return .init(frequencies: frequencies, temperatures: wanted, axis: axis)
  }

  // MARK: Checks

  private func checkCapacitances(
    _ model: PolycrystalModel, _ place: InputValue
  ) throws(InputError) {
    guard model.bulk.permittivity != nil else {
      throw document.error(
        at: "\(place.keyPath).bulk", "impedance needs capacitances; give permittivity: 60")
    }
    guard let boundary = model.boundary else { return }
    guard boundary.permittivity != nil, boundary.width != nil else {
      throw document.error(
        at: "\(place.keyPath).boundary",
        "impedance needs capacitances; give permittivity: 60 and width: \"1 nm\"")
    }
  }

  private func checkLaws(_ study: PolycrystalStudy) throws(InputError) {
    for (key, law) in study.model.laws {
      for temperature in study.temperatures {
        let (low, high) = (law.range.lowerBound, law.range.upperBound)
        guard temperature >= low * (1 - 1e-9), temperature <= high * (1 + 1e-9) else {
          throw document.error(
            at: "temperatures",
            "\(temperature) K is outside of the table of \(key) (\(low) to \(high) K); add a row there"
          )
        }
        let value = law.value(at: temperature)
        guard value > 0, value.isFinite, (1 / value).isFinite else {
          throw document.error(
            at: "model.polycrystal.\(key)",
            "it comes to \(value) at \(temperature) K; correct the prefactor or the energy")
        }
      }
    }
  }

  private func checkMemory(
    _ study: PolycrystalStudy, _ place: InputValue
  ) throws(InputError) {
    guard let voxels = study.voxelCount else { return }
    let machine = Double(ProcessInfo.processInfo.physicalMemory)
    let needed = study.memory(voxels: voxels, threads: 1)
    guard needed < machine else {
      let gibibytes = { (bytes: Double) in "\((bytes / 1_073_741_824).rounded())" }
      throw document.error(
        at: "\(place.keyPath).voxels",
        "\(voxels) voxels need \(gibibytes(needed)) GiB, and this machine has \(gibibytes(machine)); use fewer"
      )
    }
  }
}

extension InputValue {
  private enum Axis: String, CaseIterable {
    case x, y, z
  }

  /// x, y or z as 0, 1 or 2.
  func axis() throws(InputError) -> Int {
    switch try choice(of: Axis.self, what: "axis") {
    case .x: 0
    case .y: 1
    case .z: 2
    }
  }
}
