import Foundation
import IonHopCore
import Testing

@testable import IonHopFields

@Suite("Space charge on the sites of a network")
struct SpaceChargeNetworkTests {
  let kT = PhysicalConstants.boltzmann * 500

  /// A simple cubic bicrystal: 24 planes of 2 × 2 sites, the first of which attracts ions.
  func network(_ core: Double) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try Cell([72, 0, 0], [0, 6, 0], [0, 0, 6]))
    let shape = SIMD3(24, 2, 2)
    let place = { (site: Int) in SIMD3(site / 4, site / 2 % 2, site % 2) }
    for site in 0..<96 {
      draft.addSite(at: 3 * SIMD3<Double>(place(site)), energy: site < 4 ? core : 0)
      for axis in 0..<3 {
        var step = SIMD3<Int>.zero
        step[axis] = 1
        draft.addHop(
          from: site, to: GridOperator.index(place(site) &+ step, shape),
          displacement: 3 * SIMD3<Double>(step), barrier: 0.4, frequency: 1e13)
      }
    }
    draft.addReverseHops()
    return try SiteNetwork(draft)
  }

  /// Half filled, each site with the opposite of half an ion.
  func model() throws -> SpaceChargeModel {
    try SpaceChargeModel(
      species: [DefectSpecies("Li", charge: 1, sublattice: 0, supply: .closed(48))],
      sublattices: ["A"],
      regions: [SpaceChargeRegion("all", permittivity: 40, siteDensities: [1.0 / 27])],
      temperature: 500)
  }

  @Test(
    "V51: occupations are Fermi functions of the energies that the potential makes",
    arguments: [-0.3, 0.3])
  func occupations(core: Double) throws {
    let network = try network(core)
    let grid = try SpaceChargeGrid(network, spacing: 3, fixedCharge: -0.5)
    #expect(grid.shape == SIMD3(24, 2, 2))
    let solution = try grid.solve(model())
    let shifts = solution.siteEnergyShifts(network, charge: 1)
    let altered = try network.inPotential(shifts, rateLaw: .symmetric)
    let fermi = Placement.fermi(ions: 48, on: altered, thermalEnergy: kT)
    let found = solution.siteOccupations(of: 0)
    for site in 0..<96 { #expect(abs(found[site] - fermi[site]) < 1e-9) }
    #expect(abs(found.reduce(0, +) - 48) < 1e-9)
    #expect(solution.neutrality < 1e-10)
    // The core holds more ions (or fewer) than a grain, but less so than without repulsion.
    let bare = Placement.fermi(ions: 48, on: network, thermalEnergy: kT)[0]
    #expect((found[0] - 0.5) * core < 0 && abs(found[0] - 0.5) < abs(bare - 0.5))
    #expect(shifts[0] * core < 0)
  }

  @Test("A reservoir of the electrochemical potential of a closed cell changes nothing in it")
  func electrochemical() throws {
    let grid = try SpaceChargeGrid(network(-0.3), spacing: 3, fixedCharge: -0.5)
    let closed = try grid.solve(model())
    var species = try model().species
    species[0].supply = .electrochemicalPotential(closed.electrochemicalPotentials[0])
    let open = try grid.solve(
      SpaceChargeModel(
        species: species, sublattices: ["A"], regions: model().regions, temperature: 500))
    for (a, b) in zip(closed.potential, open.potential) { #expect(abs(a - b) < 1e-9) }
    #expect(abs(open.amounts[0] - 48) < 1e-9)
  }

  @Test(
    "A potential that follows measured occupations comes to the solution by itself",
    arguments: [-0.3, 0.3])
  func following(core: Double) throws {
    let network = try network(core)
    let grid = try SpaceChargeGrid(network, spacing: 3, fixedCharge: -0.5)
    let solution = try grid.solve(model())
    var field = try MeanFieldPotential(grid, model(), charge: 1)
    var change = Double.infinity
    for _ in 0..<40 where change > 1e-12 {
      let altered = try network.inPotential(field.siteEnergyShifts, rateLaw: .symmetric)
      change = try field.update(
        occupations: Placement.fermi(ions: 48, on: altered, thermalEnergy: kT))
    }
    #expect(change < 1e-10)
    let shifts = solution.siteEnergyShifts(network, charge: 1)
    let (a, b) = (field.siteEnergyShifts[0], shifts[0])
    for site in 0..<96 {
      #expect(abs(field.siteEnergyShifts[site] - a - (shifts[site] - b)) < 1e-9)
    }
    // One step from the solution goes nowhere.
    var settled = try MeanFieldPotential(grid, model(), charge: 1, from: solution)
    #expect(try settled.update(occupations: solution.siteOccupations(of: 0)) < 1e-9)
  }

  @Test("The shifts of a layer solution belong to planes of the network, with origin and wrap")
  func layerShifts() throws {
    let network = try network(0)
    let model = try SpaceChargeLayerTests.filled(0.5)
    let stack = LayerStack(
      layers: [.init(thickness: 72, region: 0)], sheets: [0: .potential(0.2)], isPeriodic: true)
    let solution = try stack.solve(model)
    let shifts = solution.siteEnergyShifts(network, charge: -1, axis: 0)
    #expect(shifts[0] == -0.2 && shifts[3] == -0.2)
    #expect(abs(shifts[4] + solution.potential(at: 3)) < 1e-12)
    #expect(abs(shifts[4] - shifts[95]) < 1e-9)
    let moved = solution.siteEnergyShifts(network, charge: -1, axis: 0, origin: 6)
    #expect(abs(moved[8] + 0.2) < 1e-12 && abs(moved[0] - shifts[88]) < 1e-9)
  }

  @Test(
    "In a potential every rate law keeps detailed balance, and the saddle is half way up",
    arguments: RateLaw.allCases)
  func rates(law: RateLaw) throws {
    let network = try network(0)
    let conditions = Conditions(temperature: 500, rateLaw: law)
    let shifts = (0..<96).map { 0.01 * Double($0 / 4 % 12) }
    let shifted = try network.inPotential(shifts, rateLaw: law)
    for site in 0..<96 {
      for hop in shifted.hops(from: site) {
        let back = try #require(
          shifted.hops(from: hop.to).first {
            $0.to == site && $0.displacement == -hop.displacement
          })
        let change = shifts[hop.to] - shifts[site]
        let (forward, reverse) = (
          shifted.rate(of: hop, under: conditions), shifted.rate(of: back, under: conditions)
        )
        #expect(abs(forward / reverse / exp(-change / kT) - 1) < 1e-9)
        guard law == .symmetric || law == .transitionState || law == .initialState else { continue }
        #expect(abs(forward / (1e13 * exp(-(0.4 + change / 2) / kT)) - 1) < 1e-9)
      }
    }
    #expect(throws: SpaceChargeError.wrongCount(of: "energies of sites", expected: 96, found: 1)) {
      try network.inPotential([0], rateLaw: law)
    }
    #expect(throws: SpaceChargeError.self) {
      try network.inPotential(Array(repeating: .nan, count: 96), rateLaw: law)
    }
  }

  @Test("Charges that do not add up and lists of wrong length are refused")
  func refused() throws {
    let network = try network(0)
    let grid = try SpaceChargeGrid(network, spacing: 3, fixedCharge: -0.5)
    var field = try MeanFieldPotential(grid, model(), charge: 1)
    #expect(throws: SpaceChargeError.self) {
      _ = try field.update(occupations: Array(repeating: 0.6, count: 96))
    }
    #expect(throws: SpaceChargeError.wrongCount(of: "occupations", expected: 96, found: 2)) {
      _ = try field.update(occupations: [0.5, 0.5])
    }
    let charged = try SpaceChargeGrid(network, spacing: 3, fixedCharge: -0.4)
    #expect(throws: SpaceChargeError.self) { _ = try charged.solve(model()) }
    #expect(throws: SpaceChargeError.self) {
      _ = try SpaceChargeGrid(network, spacing: 1e-7, fixedCharge: 0)
    }
  }
}
