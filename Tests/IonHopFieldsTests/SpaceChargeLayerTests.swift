import Foundation
import IonHopCore
import Testing

@testable import IonHopFields

@Suite("Space charge across layers")
struct SpaceChargeLayerTests {
  static let kT = PhysicalConstants.boltzmann * 300

  /// Two monovalent Boltzmann carriers of `c` (Å⁻³).
  static func dilute(_ c: Double = 1e-4, permittivity: Double = 30) throws -> SpaceChargeModel {
    try SpaceChargeModel(
      species: [
        DefectSpecies(
          "cation", charge: 1, sublattice: 0, statistics: .boltzmann, supply: .reservoir(c)),
        DefectSpecies(
          "anion", charge: -1, sublattice: 0, statistics: .boltzmann, supply: .reservoir(c)),
      ], sublattices: ["sites"],
      regions: [SpaceChargeRegion("bulk", permittivity: permittivity, siteDensities: [0.02])],
      temperature: 300)
  }

  /// One exclusive cation that fills ν of its sites, in a fixed background.
  static func filled(_ nu: Double, c: Double = 1e-3) throws -> SpaceChargeModel {
    try SpaceChargeModel(
      species: [
        DefectSpecies("Li", charge: 1, sublattice: 0, supply: .reservoir(c)),
        .background("host", charge: -1),
      ], sublattices: ["A"],
      regions: [
        SpaceChargeRegion("bulk", permittivity: 30, siteDensities: [c / nu], frozen: [0, c])
      ], temperature: 300)
  }

  static func half(_ thickness: Double, potential: Double) -> LayerStack {
    LayerStack(
      layers: [.init(thickness: thickness, region: 0)], sheets: [0: .potential(potential)])
  }

  @Test("V47: the Gouy–Chapman profile for y0 = 8 at five distances", arguments: [1.0, -1.0])
  func gouyChapmanProfile(sign: Double) throws {
    let model = try Self.dilute()
    let length = try #require(model.debyeLength)
    let solution = try Self.half(25 * length, potential: sign * 8 * Self.kT).solve(model)
    let exact = [0.1: 5.37028, 0.5: 2.67837, 1: 1.48299, 2: 0.524859, 3: 0.192132]
    for (x, y) in exact {
      let found = sign * solution.potential(at: x * length) / Self.kT
      #expect(abs(found / y - 1) < 1e-3)
      #expect(abs(SpaceChargeClosedForms.gouyChapman(x, y0: 8) / y - 1) < 2e-6)
    }
    #expect(solution.neutrality < 1e-10)
    #expect(solution.residual < 1e-8)
    print("GC", solution.ends.count, solution.steps, solution.residual, solution.neutrality)
  }

  @Test("V48: the excess resistance of a Gouy–Chapman layer", arguments: [8.0, 4, 1, -4])
  func gouyChapmanResistance(y: Double) throws {
    let model = try Self.dilute()
    let length = try #require(model.debyeLength)
    let solution = try Self.half(25 * length, potential: y * Self.kT).solve(model)
    let excess = try #require(solution.excessResistance(of: 0)) / length
    let exact = SpaceChargeClosedForms.gouyChapmanExcessResistance(y0: y)
    #expect(abs(exact / (2 * (exp(y / 2) - 1)) - 1) < 1e-12)
    print("GCR", y, excess / exact - 1)
    #expect(abs(excess / exact - 1) < 1e-3)
  }
}
