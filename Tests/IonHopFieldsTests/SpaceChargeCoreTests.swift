import Foundation
import IonHopCore
import Testing

@testable import IonHopFields

@Suite("Cores, closed cells and broken space charges")
struct SpaceChargeCoreTests {
  let kT = PhysicalConstants.boltzmann * 300

  @Test(
    "A core that traps cations holds what the grains lose, and its own Langmuir share",
    arguments: [-0.4, -0.2, 0.2])
  func segregation(energy: Double) throws {
    let model = try SpaceChargeLayerTests.filled(0.5)
    let length = try #require(model.debyeLength)
    // A neutral core of half filled sites: background −0.025, sites 0.05 per Å².
    let core = LayerStack.CoreSites(density: 0.05, sublattice: 0, region: 0, shift: energy)
    let stack = LayerStack(
      layers: [.init(thickness: 40 * length, region: 0)],
      sheets: [0: .core(sites: [core], charge: -0.025)])
    let solution = try stack.solve(model)
    let held = try #require(solution.sheetCharges[0])
    let potential = solution.points[0].potential
    let share = 1 / (1 + exp((energy + potential) / kT))
    #expect(abs(held - (0.05 * share - 0.025)) < 1e-9)
    #expect(abs(held + (try #require(solution.excess(of: 0)))) < 1e-9)
    #expect(held.sign == (-energy).sign)
    #expect(potential.sign == held.sign)
    #expect(solution.neutrality < 1e-10)
    // Gauss: the field beside the core carries its charge.
    let permittivity = 30 * SpaceChargeModel.vacuumPermittivity
    #expect(abs(solution.points[0].field * permittivity / held - 1) < 1e-6)
    // The same potential fixed asks for the same charge.
    let fixed = try SpaceChargeLayerTests.half(40 * length, potential: potential).solve(model)
    #expect(abs(try #require(fixed.sheetCharges[0]) / held - 1) < 1e-3)
    // And the same charge given makes the same potential.
    let given = LayerStack(layers: stack.layers, sheets: [0: .charge(held)])
    #expect(abs(try given.solve(model).points[0].potential / potential - 1) < 1e-3)
  }

  @Test("A core's given charge obeys Grahame's equation, both signs", arguments: [0.004, -0.004])
  func grahame(charge: Double) throws {
    let model = try SpaceChargeLayerTests.dilute()
    let length = try #require(model.debyeLength)
    let stack = LayerStack(
      layers: [.init(thickness: 30 * length, region: 0)], sheets: [0: .charge(charge)])
    let solution = try stack.solve(model)
    // D. C. Grahame, Chem. Rev. 41, 441 (1947), doi:10.1021/cr60130a002: σ = 4 c L_D sinh(y/2).
    let y = 2 * asinh(charge / (4 * 1e-4 * length))
    #expect(abs(solution.points[0].potential / kT / y - 1) < 1e-3)
  }

  @Test("A closed ring with two cores keeps its ions and is neutral to 1e-10", arguments: [1, 2])
  func closed(mobile: Int) throws {
    var species = [
      DefectSpecies("Li", charge: 1, sublattice: 0, supply: .closed(0.04)),
      .background("host", charge: -1),
    ]
    if mobile == 2 {
      species.append(DefectSpecies("Na", charge: 1, sublattice: 0, supply: .closed(0.01)))
    }
    let total = mobile == 2 ? 0.05 : 0.04
    let energies = mobile == 2 ? [0, 0, -0.1] : [0, 0]
    let background = total / 100
    let model = try SpaceChargeModel(
      species: species, sublattices: ["A"],
      regions: [
        SpaceChargeRegion(
          "grain", permittivity: 20, siteDensities: [0.001],
          frozen: [0, background] + (mobile == 2 ? [0] : [])),
        SpaceChargeRegion(
          "core", permittivity: 10, siteDensities: [0.002], energies: energies.map { $0 - 0.15 },
          frozen: [0, background] + (mobile == 2 ? [0] : [])),
      ], temperature: 500)
    let stack = LayerStack(
      layers: [
        .init(thickness: 45, region: 0), .init(thickness: 5, region: 1),
        .init(thickness: 45, region: 0), .init(thickness: 5, region: 1),
      ], isPeriodic: true)
    let solution = try stack.solve(model)
    #expect(solution.neutrality < 1e-10)
    #expect(abs(solution.amounts[0] / 0.04 - 1) < 1e-10)
    if mobile == 2 { #expect(abs(solution.amounts[2] / 0.01 - 1) < 1e-10) }
    let core = solution.points.filter { $0.layer == 1 }
    #expect(core.allSatisfy { $0.concentrations[0] > 1.05 * background * 0.8 })
    #expect(core.allSatisfy { $0.potential > 0 })
    // The ring has no preferred core.
    #expect(abs(solution.potential(at: 20) - solution.potential(at: 70)) < 1e-9)
    #expect(abs(LayerSolution.integral(solution.ends) { $0.potential }) < 1e-9)
  }

  @Test("At a step of the permittivity the displacement is continuous, the field is not")
  func permittivityStep() throws {
    let c = 1e-4
    let model = try SpaceChargeModel(
      species: [
        DefectSpecies(
          "cation", charge: 1, sublattice: 0, statistics: .boltzmann, supply: .reservoir(c)),
        .background("dopant", charge: -1),
      ], sublattices: ["sites"],
      regions: [
        SpaceChargeRegion("bulk", permittivity: 30, siteDensities: [0.02], frozen: [0, c]),
        SpaceChargeRegion("film", permittivity: 5, siteDensities: [0.02], frozen: [0, c]),
      ], temperature: 300)
    let stack = LayerStack(
      layers: [.init(thickness: 10, region: 1), .init(thickness: 200, region: 0)],
      sheets: [0: .potential(0.2)])
    let points = try stack.solve(model).points
    let step = try #require(points.indices.first { points[$0].layer == 1 })
    let (below, above) = (points[step - 1], points[step])
    #expect(below.position == above.position && below.potential == above.potential)
    #expect(abs(below.field * 5 / (above.field * 30) - 1) < 1e-9)
    #expect(abs(above.field) > 1e-4)
  }

  @Test("A ring with one charged core is twice the half with half its charge")
  func ring() throws {
    let model = try SpaceChargeLayerTests.filled(0.3)
    let half = LayerStack(
      layers: [.init(thickness: 60, region: 0)], sheets: [0: .charge(0.01)])
    let ring = LayerStack(
      layers: [.init(thickness: 120, region: 0)], sheets: [0: .charge(0.02)], isPeriodic: true)
    let (one, two) = (try half.solve(model), try ring.solve(model))
    for x in [0.0, 1, 3, 10, 30] {
      #expect(abs(one.potential(at: x) - two.potential(at: x)) < 1e-3 * one.potential(at: 0))
      #expect(abs(two.potential(at: 120 - x) - two.potential(at: x)) < 1e-9)
    }
    let (a, b) = (
      try #require(one.excessResistance(of: 0)), try #require(two.excessResistance(of: 0))
    )
    #expect(abs(b / a - 2) < 2e-3)
    let area = try #require(two.areaResistance(of: 0, bulkConductivity: 1e-3))
    #expect(abs(area / (b * 1e-5) - 1) < 1e-12)
    #expect(two.neutrality < 1e-10)
  }

  @Test("A film without sites for the carrier blocks it altogether")
  func film() throws {
    let lithium = DefectSpecies("Li", charge: 1, sublattice: 0, supply: .reservoir(0.001))
    let model = try SpaceChargeModel(
      species: [lithium, .background("host", charge: -1)], sublattices: ["A"],
      regions: [
        SpaceChargeRegion("bulk", permittivity: 30, siteDensities: [0.002], frozen: [0, 0.001]),
        SpaceChargeRegion("film", permittivity: 5, siteDensities: [0]),
      ], temperature: 300)
    let stack = LayerStack(
      layers: [.init(thickness: 50, region: 0), .init(thickness: 5, region: 1)])
    #expect(try stack.solve(model).excessResistance(of: 0) == .infinity)
  }

  @Test("An empty dielectric between two potentials divides the voltage by ε/d")
  func dielectric() throws {
    let model = try SpaceChargeModel(
      species: [], sublattices: [],
      regions: [
        SpaceChargeRegion("a", permittivity: 2, siteDensities: []),
        SpaceChargeRegion("b", permittivity: 6, siteDensities: []),
      ], temperature: 300)
    let stack = LayerStack(
      layers: [.init(thickness: 1, region: 0), .init(thickness: 3, region: 1)],
      sheets: [0: .potential(1), 2: .potential(-1)])
    let solution = try stack.solve(model)
    #expect(abs(solution.potential(at: 1)) < 1e-12)
    #expect(abs(solution.points[0].field - 1) < 1e-12)
  }

  @Test("Dopants that moved when hot and then froze keep their profile: restricted equilibrium")
  func restricted() throws {
    func model(hot: Bool) throws -> SpaceChargeModel {
      try SpaceChargeModel(
        species: [
          DefectSpecies(
            "vacancy", charge: 2, sublattice: 0, statistics: .boltzmann, supply: .reservoir(1e-4)),
          DefectSpecies(
            "dopant", charge: -1, sublattice: 1, statistics: .boltzmann,
            supply: hot ? .reservoir(2e-4) : .frozen),
        ], sublattices: ["anion", "cation"],
        regions: [
          SpaceChargeRegion(
            "bulk", permittivity: 30, siteDensities: [0.02, 0.02], frozen: [0, 2e-4])
        ], temperature: hot ? 1500 : 600)
    }
    var stack = LayerStack(
      layers: [.init(thickness: 400, region: 0)], sheets: [0: .potential(0.3)])
    let hot = try stack.solve(try model(hot: true))
    stack.frozenProfiles[1] = hot.profile(of: 1)
    let cold = try stack.solve(try model(hot: false))
    let flat = LayerStack(layers: stack.layers, sheets: stack.sheets)
    let plain = try flat.solve(try model(hot: false))
    // Dopants that gathered at the core screen it, so a frozen profile narrows the depletion.
    #expect(hot.points[0].concentrations[1] > 1e-3)
    #expect(cold.points[0].concentrations[1] == hot.points[0].concentrations[1])
    let (narrow, wide) = (
      try #require(cold.excessResistance(of: 0)), try #require(plain.excessResistance(of: 0))
    )
    #expect(narrow < 0.8 * wide)
    #expect(abs(cold.amounts[1] / hot.amounts[1] - 1) < 1e-3)
  }

  @Test("Potentials of a hundred volts neither overflow nor stall", arguments: [100.0, -100])
  func extreme(potential: Double) throws {
    let model = try SpaceChargeLayerTests.filled(0.5)
    let solution = try SpaceChargeLayerTests.half(500, potential: potential).solve(model)
    #expect(solution.points.allSatisfy { $0.potential.isFinite && $0.concentrations[0] >= 0 })
    let length = (SpaceChargeModel.vacuumPermittivity * 30 * kT / 1e-3).squareRoot()
    let factor = SpaceChargeClosedForms.fermiDiracField(potential / kT, filling: 0.5)
    #expect(abs(solution.points[0].field * length / kT / factor - 1) < 1e-3)
  }
}
