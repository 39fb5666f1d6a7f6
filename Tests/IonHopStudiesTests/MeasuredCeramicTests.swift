import Foundation
import IonHopAnalysis
import IonHopFields
import IonHopStudies
import Testing

@Suite("Measured spectra of ceramics")
struct MeasuredCeramicTests {
  private static let temperatures = [270.0, 300, 330]
  /// cm, cm², Å
  private static let (thickness, area, size) = (0.12, 0.5, 5e4)

  /// A brick layer of grains (0.3 eV) and boundaries (0.4 eV), as an instrument would measure it (Ω).
  private static func spectrum(_ temperature: Double) -> MeasuredCeramic.Spectrum {
    let grains = 2e-4 * PolycrystalFile.factor(0.3, temperature)
    let resistance = 3 / PolycrystalFile.factor(0.4, temperature)
    let points = (0...60).map { step in
      let frequency = pow(10, Double(step) / 7)
      let z = BrickLayer.resistivity(
        grain: GrainMaterial(conductivity: grains, permittivity: 50),
        boundary: GrainBoundary(areaResistance: resistance, permittivity: 50, width: 20),
        grainSize: size, frequency: frequency)
      return ImpedanceDatum(
        frequency: frequency, real: z.real * thickness / area,
        imaginary: z.imaginary * thickness / area)
    }
    return .init(temperature: temperature, points: points)
  }

  private static func ceramic(_ temperatures: [Double]) throws -> MeasuredCeramic {
    try MeasuredCeramic(
      spectra: temperatures.map(spectrum), thickness: thickness, area: area,
      grainSize: size * 1e-8 / 1.5)
  }

  @Test("Grains, boundary and energies come back as they were put in")
  func reads() throws {
    let summary = try Self.ceramic(Self.temperatures.reversed()).summary
    let room = summary.readings[1]
    #expect(summary.readings.map(\.temperature) == Self.temperatures)
    #expect(abs(try #require(room.grains).value / 2e-4 - 1) < 1e-5)
    #expect(abs(try #require(room.areaResistance).value / 3 - 1) < 1e-5)
    #expect(abs(try #require(room.permittivity).value / 50 - 1) < 1e-4)
    #expect(abs(try #require(room.boundaryWidth) / 2 - 1) < 1e-4)
    #expect(abs(try #require(summary.activationEnergies["grains"]).value - 0.3) < 1e-5)
    #expect(abs(try #require(summary.activationEnergies["boundaries"]).value - 0.4) < 1e-5)
    // 5 kΩ·cm of grains and 6 kΩ·cm of boundaries.
    #expect(abs(room.gains[3].factor / 2.2 - 1) < 1e-4)
    #expect(abs(room.gains[1].factor / (11.0 / 8) - 1) < 1e-4)
  }

  @Test("The study made of them gives the measured resistance back", arguments: [1, 3])
  func study(count: Int) async throws {
    let ceramic = try Self.ceramic(Array(Self.temperatures.prefix(count)))
    let results = try await PolycrystalFile.sweep(try ceramic.study(name: "a \"pellet\"\n#"))
      .polycrystals()
    #expect(results.name == "a pellet")
    #expect(results.variants.count == 3)
    #expect(results.sweep.map(\.title) == ["areaResistance (Ω·cm²)"])
    let measured = results.variants[0].points
    #expect(measured.map(\.temperature) == Array(Self.temperatures.prefix(count)))
    for (point, reading) in zip(measured, ceramic.readings) {
      // Five digits are written.
      #expect(abs(point.conductivity * reading.ceramic.whole.value - 1) < 5e-4)
    }
    let gain = results.variants[2].points[0].conductivity / measured[0].conductivity
    #expect(abs(gain / ceramic.gains(of: ceramic.readings[0])[2].factor - 1) < 5e-4)
  }

  @Test("Without a grain size, or with one arc only, the study says what is missing")
  func noStudy() throws {
    let unsized = try MeasuredCeramic(
      spectra: [Self.spectrum(300)], thickness: 0.1, area: 1, grainSize: nil)
    #expect(throws: MeasuredCeramic.NoStudy.self) { try unsized.study(name: "pellet") }
    var single = Self.spectrum(300)
    single.points = single.points.map { point in
      // 1 kΩ beside 1 nF.
      let u = 2 * Double.pi * point.frequency * 1e-6
      return ImpedanceDatum(
        frequency: point.frequency, real: 1e3 / (1 + u * u), imaginary: -1e3 * u / (1 + u * u))
    }
    let one = try MeasuredCeramic(
      spectra: [single], thickness: 0.1, area: 1, grainSize: 1e-4)
    #expect(one.summary.readings[0].gains.isEmpty)
    #expect(throws: MeasuredCeramic.NoStudy.self) { try one.study(name: "pellet") }
  }
}
