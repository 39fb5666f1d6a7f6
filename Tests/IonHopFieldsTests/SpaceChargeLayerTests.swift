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
  }

  @Test("V48: the excess resistance of a Gouy–Chapman layer", arguments: [8.0, 4, 1, -4])
  func gouyChapmanResistance(y: Double) throws {
    let model = try Self.dilute()
    let length = try #require(model.debyeLength)
    let solution = try Self.half(25 * length, potential: y * Self.kT).solve(model)
    let excess = try #require(solution.excessResistance(of: 0)) / length
    let exact = SpaceChargeClosedForms.gouyChapmanExcessResistance(y0: y)
    #expect(abs(exact / (2 * (exp(y / 2) - 1)) - 1) < 1e-12)
    #expect(abs(excess / exact - 1) < 1e-3)
  }

  @Test("V48: the resistance of a strict Mott–Schottky layer is 160.654 λ* at 0.2 V")
  func mottSchottkyResistance() throws {
    // A depleted layer of width λ*, then a neutral one; the cation is a mere trace that feels φ.
    let (dopant, trace) = (1e-3, 1e-15)
    let width = SpaceChargeClosedForms.mottSchottkyWidth(
      potential: 0.2, permittivity: 30, dopant: dopant)
    let model = try SpaceChargeModel(
      species: [
        DefectSpecies(
          "cation", charge: 1, sublattice: 0, statistics: .boltzmann, supply: .reservoir(trace)),
        .background("dopant", charge: -1), .background("counter", charge: -1),
      ], sublattices: ["sites"],
      regions: [
        SpaceChargeRegion(
          "neutral", permittivity: 30, siteDensities: [0.02], frozen: [0, 0, trace]),
        SpaceChargeRegion(
          "depleted", permittivity: 30, siteDensities: [0.02], frozen: [0, dopant, 0]),
      ], temperature: 300)
    let stack = LayerStack(
      layers: [.init(thickness: width, region: 1), .init(thickness: 50, region: 0)],
      sheets: [0: .potential(0.2), 2: .potential(0)])
    let solution = try stack.solve(model)
    for point in solution.points where point.layer == 0 {
      let part = 1 - point.position / width
      #expect(abs(point.potential - 0.2 * part * part) < 1e-9)
    }
    let y = 0.2 / Self.kT
    let mean = try #require(solution.excessResistance(of: 0)) / width + 1
    #expect(abs(mean / 160.654 - 1) < 1e-3)
    #expect(abs(SpaceChargeClosedForms.mottSchottkyResistivity(y) / 160.654 - 1) < 1e-5)
    let held = try #require(solution.sheetCharges[0])
    #expect(abs(held / (dopant * width) - 1) < 1e-9)
  }

  @Test(
    "Depletion of a majority carrier follows the first integral, 0.1 to 0.5 V",
    arguments: [0.1, 0.2, 0.5])
  func depletion(potential: Double) throws {
    let c = 1e-4
    let model = try SpaceChargeModel(
      species: [
        DefectSpecies(
          "cation", charge: 1, sublattice: 0, statistics: .boltzmann, supply: .reservoir(c)),
        .background("dopant", charge: -1),
      ], sublattices: ["sites"],
      regions: [
        SpaceChargeRegion("bulk", permittivity: 30, siteDensities: [0.02], frozen: [0, c])
      ],
      temperature: 300)
    let length = try #require(model.debyeLength)
    let y0 = potential / Self.kT
    // ∫(e^y − 1) dx with L dy/dx = −√(2(y − 1 + e^−y)), by Simpson's rule over √y.
    let steps = 20_000
    var exact = 0.0
    for k in 0...steps {
      let s = y0.squareRoot() * Double(k) / Double(steps)
      let y = s * s
      let f = k == 0 ? 0 : 2 * s * expm1(y) / (2 * (y + expm1(-y))).squareRoot()
      exact += (k == 0 || k == steps ? 1 : k % 2 == 1 ? 4 : 2) * f
    }
    exact *= y0.squareRoot() / Double(steps) / 3
    let solution = try Self.half(40 * length, potential: potential).solve(model)
    let excess = try #require(solution.excessResistance(of: 0)) / length
    #expect(abs(excess / exact - 1) < 1e-3)
    // Mott and Schottky's width, corrected by kT for the carriers left at its edge, is the charge.
    let width = SpaceChargeClosedForms.mottSchottkyWidth(
      potential: potential - Self.kT, permittivity: 30, dopant: c)
    #expect(abs(try #require(solution.excess(of: 0)) / (-c * width) - 1) < 0.01)
    #expect(abs(try #require(solution.depletedWidth(of: 0)) / width - 1) < 0.15)
  }

  @Test(
    "V50: the field at the core by Fermi–Dirac statistics, both signs and two fillings",
    arguments: [
      (0.5, 0.1, 2.246437), (0.5, -0.1, -2.246437), (0.5, 0.2, 3.563965), (0.5, -0.2, -3.563965),
      (0.1, 0.2, 3.656016), (0.1, -0.2, -9.658207), (0.9, 0.2, 3.219402), (0.9, -0.2, -1.218672),
    ])
  func fermiDiracField(filling: Double, potential: Double, factor: Double) throws {
    let model = try Self.filled(filling)
    let length = (SpaceChargeModel.vacuumPermittivity * 30 * Self.kT / 1e-3).squareRoot()
    let form = SpaceChargeClosedForms.fermiDiracField(potential / Self.kT, filling: filling)
    #expect(abs(form / factor - 1) < 1e-6)
    let bulk = try #require(model.debyeLength)
    #expect(abs(bulk / (length / (1 - filling).squareRoot()) - 1) < 1e-12)
    let solution = try Self.half(length + 30 * bulk, potential: potential).solve(model)
    let field = solution.points[0].field * length / Self.kT
    #expect(abs(field / factor - 1) < 1e-3)
  }

  @Test(
    "Debye lengths at 300 K and permittivity 30: 14.64, 4.629 and 1.464 Å",
    arguments: [(1e-5, 14.64), (1e-4, 4.629), (1e-3, 1.464)])
  func debyeLength(concentration: Double, length: Double) throws {
    let form = SpaceChargeClosedForms.debyeLength(
      permittivity: 30, concentration: concentration, temperature: 300)
    #expect(abs(form / length - 1) < 5e-4)
    let model = try Self.dilute(concentration)
    #expect(abs(try #require(model.debyeLength) / form - 1) < 1e-12)
  }

  @Test("V49: Lambert's function inverts the textbook factor", arguments: [1.5, 4, 10, 20])
  func lambert(y: Double) throws {
    let ratio = SpaceChargeClosedForms.mottSchottkyResistivityTextbook(y)
    let back = try #require(SpaceChargeClosedForms.mottSchottkyPotential(textbookRatio: ratio))
    #expect(abs(back / y - 1) < 1e-6)
    #expect(SpaceChargeClosedForms.mottSchottkyPotential(textbookRatio: 1.3) == nil)
  }

  @Test(
    "The exact factor of Mott and Schottky, and by how much the textbook one is low",
    arguments: [
      (0.1, 7.501, 0.825), (0.2, 160.65, 0.921), (0.3, 4960.5, 0.952), (0.4, 1.7560e5, 0.965),
      (0.5, 6.671e6, 0.973),
    ])
  func mottSchottkyFactor(potential: Double, factor: Double, share: Double) {
    let y = potential / Self.kT
    let exact = SpaceChargeClosedForms.mottSchottkyResistivity(y)
    #expect(abs(exact / factor - 1) < 2e-4)
    let textbook = SpaceChargeClosedForms.mottSchottkyResistivityTextbook(y)
    #expect(abs(textbook / exact - share) < 1e-3)
  }
}
