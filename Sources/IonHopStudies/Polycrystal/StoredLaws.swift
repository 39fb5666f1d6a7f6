import Foundation
import IonHopAnalysis
import IonHopNetworks

/// The conductivity that an earlier run of a crystal found.
struct StoredConductivity {
  let law: ConductionLaw

  /// - Throws: `InputError` where the folder holds no conductivity of one crystal.
  init(_ value: InputValue, folder: URL) throws(InputError) {
    let path = try value.text("give the folder of a run, such as results/llzo")
    let results: StudyResults
    do {
      results = try ResultFiles(InputFile.at(path, from: folder)).read()
    } catch { throw value.error("\(error); run that study first") }
    let fit = results.fits.first { $0.model == .arrhenius && $0.quantity == .sigmaT }
    if let fit {
      law = .arrhenius(
        prefactor: fit.prefactor.value, activationEnergy: fit.activationEnergy.value)
      return
    }
    let entries = results.points.map {
      ConductionLaw.Entry(temperature: $0.temperature, value: $0.conductivity.value)
    }.filter { $0.value > 0 && $0.value.isFinite }.sorted { $0.temperature < $1.temperature }
    guard !entries.isEmpty else {
      throw value.error("\(path) holds no conductivity; run that study to its end")
    }
    law = .table(entries)
  }
}

/// The area resistance that an earlier run of a grain boundary found: of each point of its
/// `results.json` the temperature and `boundary.areaResistance`.
struct StoredResistance {
  let law: ConductionLaw

  private struct File: Decodable {
    struct Value: Decodable { let value: Double }
    struct Boundary: Decodable { let areaResistance: Value }
    struct Point: Decodable {
      let temperature: Double
      let boundary: Boundary?
    }
    let points: [Point]
  }

  /// - Throws: `InputError` where the folder holds no resistance of a boundary.
  init(_ value: InputValue, folder: URL) throws(InputError) {
    let path = try value.text("give the folder of a run of a grain boundary")
    let url = InputFile.at(path, from: folder).appendingPathComponent("results.json")
    let text = try InputFile.text(of: url, limit: 1 << 30)
    guard let file = try? ResultFiles.decoder.decode(File.self, from: Data(text.utf8)) else {
      throw value.error("\(path) holds no results of one study; run it first")
    }
    let entries = file.points.compactMap { point -> ConductionLaw.Entry? in
      guard let resistance = point.boundary?.areaResistance.value, resistance > 0,
        resistance.isFinite
      else { return nil }
      return .init(temperature: point.temperature, value: 1 / resistance)
    }.sorted { $0.temperature < $1.temperature }
    guard !entries.isEmpty else {
      throw value.error(
        "\(path) holds no positive area resistance of a boundary; give areaResistance as a number")
    }
    law = .table(entries)
  }
}
