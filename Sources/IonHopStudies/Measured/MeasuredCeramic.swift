import Foundation
import IonHopAnalysis
import IonHopCore

/// Measured impedance spectra of one ceramic, read as a brick layer, and what better boundaries would
/// bring.
///
///     let ceramic = try MeasuredCeramic(
///       spectra: [.init(temperature: 298, points: data)], thickness: 0.1, area: 0.785, grainSize: 5e-4)
///     ceramic.gains(at: 298)      // half the boundary resistance, grains ten times as large ...
///     try ceramic.study(name: "pellet")   // a study file for `ionhop run`
public struct MeasuredCeramic: Sendable {
  /// A measured spectrum.
  public struct Spectrum: Sendable {
    /// K
    public var temperature: Double
    /// Ω, as measured.
    public var points: [ImpedanceDatum]

    /// A spectrum at a temperature (K).
    public init(temperature: Double, points: [ImpedanceDatum]) {
      (self.temperature, self.points) = (temperature, points)
    }
  }

  /// What one spectrum says.
  public struct Reading: Sendable {
    /// K
    public let temperature: Double
    /// In Ω·cm.
    public let points: [ImpedanceDatum]
    /// Its circuit, and which arc is which.
    public let ceramic: CeramicReading
  }

  /// By rising temperature.
  public let readings: [Reading]
  /// Mean length of a straight line within a grain (cm), as counted on a micrograph.
  public let grainSize: Double?
  /// cm
  public let thickness: Double
  /// Of one electrode (cm²).
  public let area: Double

  /// - Parameters:
  ///   - thickness: of the sample (cm).
  ///   - area: of one electrode (cm²).
  ///   - grainSize: mean length of a straight line within a grain (cm); nil where it is not known.
  /// - Throws: `ImpedanceFitError`.
  public init(
    spectra: [Spectrum], thickness: Double, area: Double, grainSize: Double?
  ) throws(ImpedanceFitError) {
    var readings: [Reading] = []
    let factor = area / thickness
    for spectrum in spectra.sorted(by: { $0.temperature < $1.temperature }) {
      let points = spectrum.points.map {
        ImpedanceDatum(
          frequency: $0.frequency, real: $0.real * factor, imaginary: $0.imaginary * factor)
      }.sorted { $0.frequency < $1.frequency }
      // The inductance of leads, which no circuit of a sample has.
      let capacitive = points.filter { $0.imaginary < 0 }
      let fit = try CircuitFit(capacitive, among: CircuitModel.allCases)
      readings.append(
        Reading(
          temperature: spectrum.temperature, points: points, ceramic: CeramicReading(fit)))
    }
    (self.readings, self.grainSize) = (readings, grainSize)
    (self.thickness, self.area) = (thickness, area)
  }

  // MARK: Temperature

  /// What can be followed over temperatures.
  public enum Part: String, Sendable, CaseIterable {
    /// A part of the sample.
    case grains, boundaries, whole

    func resistivity(_ reading: CeramicReading) -> FittedValue? {
      switch self {
      case .grains: reading.grains
      case .boundaries: reading.boundaries
      case .whole: reading.whole
      }
    }
  }

  /// 1/ρ of a part over all temperatures where the spectrum shows it.
  public func conductivities(of part: Part) -> [ConductivityDatum] {
    readings.compactMap { reading in
      part.resistivity(reading.ceramic).map {
        let value = CeramicReading.conductivity($0)
        return ConductivityDatum(
          temperature: reading.temperature, conductivity: value.value,
          standardError: value.standardError)
      }
    }
  }

  /// Arrhenius fit of σT (of the boundaries: of T over their resistivity); nil below two temperatures.
  public func arrhenius(of part: Part) -> FitResult? {
    let data = conductivities(of: part)
    return data.count < 2 ? nil : try? TemperatureFit.fit(data, model: .arrhenius)
  }

  // MARK: Better boundaries

  /// The conductivity with other boundaries.
  public struct Gain: Sendable, Encodable {
    /// What is changed, in words.
    public let change: String
    /// S/cm
    public let conductivity: Double
    /// Over that of the sample as it is.
    public let factor: Double
  }

  /// What the sample would conduct with other boundaries or grains, by the brick layer: the boundaries'
  /// resistivity goes with the resistance of one and with 1/d.
  public func gains(of reading: Reading) -> [Gain] {
    guard let grains = reading.ceramic.grains?.value,
      let boundaries = reading.ceramic.boundaries?.value
    else {
      return []
    }
    let changes: [(String, Double)] = [
      ("as measured", 1), ("boundaries x 1/2, or grains x 2", 0.5),
      ("boundaries x 1/10, or grains x 10", 0.1), ("a single crystal", 0),
    ]
    return changes.map { change, left in
      let conductivity = 1 / (grains + left * boundaries)
      return Gain(
        change: change, conductivity: conductivity, factor: conductivity * (grains + boundaries))
    }
  }
}
