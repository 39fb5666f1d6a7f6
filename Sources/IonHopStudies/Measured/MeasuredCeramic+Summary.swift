import Foundation
import IonHopAnalysis

extension MeasuredCeramic {
  /// What `reading.json` holds.
  public struct Summary: Sendable, Encodable {
    /// Version of the format.
    public let schema = 1
    /// Tells the file from those of studies.
    public let kind = "measured ceramic"
    /// µm; nil where it was not given.
    public let grainSize: Double?
    /// In the order of the temperatures.
    public let readings: [Entry]
    /// eV, of σT, by part; of the parts seen at two temperatures and more.
    public let activationEnergies: [String: Estimate]
    /// cm and cm²
    public let thickness: Double
    /// Of one electrode (cm²).
    public let area: Double
    /// Of the program.
    public let version = BuildInfo.version
    /// Of the program's source.
    public let commit = BuildInfo.commit

    /// Of the spectra that tell grains and boundaries apart, the one nearest to 298 K.
    public var nearRoomTemperature: Entry? {
      readings.filter { !$0.gains.isEmpty }
        .min { abs($0.temperature - 298.15) < abs($1.temperature - 298.15) }
    }

    /// One spectrum.
    public struct Entry: Sendable, Encodable {
      /// K
      public let temperature: Double
      /// Name of the circuit that was fitted.
      public let circuit: String
      /// σ of the grains (S/cm); nil where the spectrum does not tell them.
      public let grains: Estimate?
      /// Of the boundaries as a part of the sample's volume, not of their own material.
      public let boundaries: Estimate?
      /// σ of the sample (S/cm).
      public let whole: Estimate
      /// Of the resistance of grains and boundaries.
      public let boundaryShare: Double?
      /// Ω·cm², of one boundary.
      public let areaResistance: Estimate?
      /// nm, if the boundary has the permittivity of the grains.
      public let boundaryWidth: Double?
      /// Relative, of the grains.
      public let permittivity: Estimate?
      /// √⟨|Z_fit − Z|²/|Z|²⟩
      public let relativeResidual: Double
      /// What other boundaries would bring.
      public let gains: [Gain]
      /// What to measure where the spectra do not tell.
      public let notes: [String]
    }
  }

  /// All that was read, as `reading.json` holds it.
  public var summary: Summary {
    let energies = Part.allCases.compactMap { part in
      arrhenius(of: part).map { (part.rawValue, $0.activationEnergy) }
    }
    return Summary(
      grainSize: grainSize.map { $0 * 1e4 }, readings: readings.map(entry),
      activationEnergies: Dictionary(uniqueKeysWithValues: energies), thickness: thickness,
      area: area)
  }

  private func entry(_ reading: Reading) -> Summary.Entry {
    let ceramic = reading.ceramic
    let area = grainSize.flatMap { ceramic.areaResistance(intercept: $0) }
    return Summary.Entry(
      temperature: reading.temperature, circuit: ceramic.fit.model.rawValue,
      grains: ceramic.grains.map(CeramicReading.conductivity),
      boundaries: ceramic.boundaries.map(CeramicReading.conductivity),
      whole: CeramicReading.conductivity(ceramic.whole),
      boundaryShare: ceramic.grains == nil
        ? nil : ceramic.boundaries.map { $0.value / ceramic.whole.value },
      areaResistance: area.map {
        Estimate(value: $0.value, standardError: $0.standardError, unit: .ohmSquareCentimetre)
      },
      boundaryWidth: grainSize.flatMap { ceramic.boundaryWidth(intercept: $0) }.map { $0 * 1e7 },
      permittivity: ceramic.permittivity.map {
        Estimate(value: $0.value, standardError: $0.standardError, unit: .one)
      },
      relativeResidual: ceramic.fit.relativeResidual, gains: gains(of: reading),
      notes: ceramic.notes)
  }

  /// Writes `reading.json` and `spectrum.csv`, and makes the folder if need be.
  ///
  /// - Throws: `ResultFileError.unwritable`.
  public func write(to folder: URL) throws(ResultFileError) {
    let files = ResultFiles(folder)
    try files.prepare()
    try files.write(["reading.json": { try ResultFiles.json(summary) }, "spectrum.csv": { table }])
  }

  /// Measured beside fitted.
  private var table: String {
    let header =
      "temperature (K),frequency (Hz),Re rho (ohm cm),Im rho (ohm cm),fitted Re rho (ohm cm),fitted Im rho (ohm cm)\n"
    return header
      + readings.map { reading in
        reading.points.map { point in
          let fitted = reading.ceramic.fit.impedance(at: point.frequency)
          let numbers = [
            reading.temperature, point.frequency, point.real, point.imaginary, fitted.real,
            fitted.imaginary,
          ]
          return numbers.map { String($0) }.joined(separator: ",") + "\n"
        }.joined()
      }.joined()
  }
}
