import Foundation
import IonHopAnalysis

extension MeasuredCeramic {
  /// Why no study can be made of the spectra, with the mend.
  public struct NoStudy: Error, CustomStringConvertible {
    /// What is wrong, in a line with its mend.
    public let description: String
  }

  /// A study file: the sample as bricks, which give back its resistance, swept over the resistance of
  /// the boundaries.
  ///
  /// - Parameter name: of the study; what a name cannot hold is left out.
  /// - Throws: `NoStudy` where the spectra do not tell grains and boundaries apart, or the grain size
  ///   is not known.
  public func study(name: String) throws(NoStudy) -> String {
    guard let grainSize else {
      throw NoStudy(
        description: "a study needs the grain size; give --grain-size, as in \"5 um\"")
    }
    let told = readings.filter { $0.ceramic.grains != nil && $0.ceramic.boundaries != nil }
    guard let first = told.first else {
      throw NoStudy(
        description:
          "a study needs a spectrum that tells grains and boundaries apart; measure colder, or to higher frequencies"
      )
    }
    let reading = first.ceramic
    let edge = CeramicReading.cubeEdge(intercept: grainSize)
    let resistance = law(.boundaries, of: first) { edge * $0 }
    var boundary = "areaResistance: \(resistance.text)"
    if let width = reading.boundaryWidth(intercept: grainSize), width * 1e8 >= 1 {
      boundary += ", width: \"\(number(width * 1e7)) nm\", permittivity: \(permittivity(reading))"
    }
    let swept = [1, 0.5, 0.1].map { number(resistance.value * $0) }.joined(separator: ", ")
    let quotable = name.filter { $0.isLetter || $0.isNumber || " .,-_+()".contains($0) }
    return """
      # Made from measured spectra by ionhop impedance. Bricks 1.5 times as long as the mean intercept of
      # \(number(grainSize * 1e4)) um have as much boundary as the sample, and give its resistance back. For cells of a
      # real shape: grains: { voronoi: 50, size: "\(number(grainSize * 1e4 / Self.voronoiIntercept)) um" } and voxels: [60, 60, 60] or more.
      name: "\(quotable)"
      model:
        polycrystal:
          grains: { bricks: [2, 2, 2], size: "\(number(edge * 1e4)) um" }
          voxels: [8, 8, 8]
          bulk:
            conductivity: \(law(.grains, of: first) { 1 / $0 }.text)
            permittivity: \(permittivity(reading))
          boundary: { \(boundary) }
      temperatures: [\(told.map { number($0.temperature) }.joined(separator: ", "))]
      sweep:
        \(resistance.key): [\(swept)]   # ohm cm2: as measured, half, a tenth

      """
  }

  /// Writes `study(name:)` to `study.yaml` of a folder.
  ///
  /// - Throws: `NoStudy`, `ResultFileError.unwritable`.
  public func writeStudy(name: String, to folder: URL) throws {
    let text = try study(name: name)
    let files = ResultFiles(folder)
    try files.prepare()
    try files.write(["study.yaml": { text }])
  }

  private struct Law {
    var text: String
    var value: Double
    var key: String
  }

  /// A number of the first spectrum, with the activation energy if there are more.
  ///
  /// - Parameter made: the value from a resistivity (Ω·cm).
  private func law(_ part: Part, of first: Reading, _ made: (Double) -> Double) -> Law {
    let key = "model.polycrystal.boundary.areaResistance"
    guard let fit = arrhenius(of: part) else {
      let value = made(part.resistivity(first.ceramic)?.value ?? .nan)
      return Law(text: number(value), value: value, key: key)
    }
    let value = made(1 / fit.conductivity(at: first.temperature))
    let energy = number(fit.activationEnergy.value)
    return Law(
      text:
        "{ at: \(number(first.temperature)), value: \(number(value)), activationEnergy: \(energy) }",
      value: value, key: key + ".value")
  }

  private func permittivity(_ reading: CeramicReading) -> String {
    number(max(1, reading.permittivity?.value ?? Self.usualPermittivity))
  }

  /// Mean intercept of Poisson–Voronoi cells over the edge of a cube of their mean volume: 2/S_V with
  /// S_V = 2.910 n^(1/3), J. L. Meijering, Philips Res. Rep. 8, 270 (1953) (recalled).
  private static let voronoiIntercept = 0.687

  /// Where the grains' arc is not seen; it moves the arcs of a spectrum, not a resistance.
  private static let usualPermittivity = 50.0

  private func number(_ value: Double) -> String { String(format: "%.5g", value) }
}
