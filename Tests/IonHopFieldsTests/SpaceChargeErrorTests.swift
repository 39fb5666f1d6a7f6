import Foundation
import IonHopCore
import Testing

@testable import IonHopFields

@Suite("Space charges that cannot be, and random ones that must")
struct SpaceChargeErrorTests {
  typealias Region = SpaceChargeRegion

  let lithium = DefectSpecies("Li", charge: 1, sublattice: 0, supply: .reservoir(0.01))
  let host = DefectSpecies.background("host", charge: -1)

  func bulk(
    permittivity: Double = 30, sites: [Double] = [0.02], energies: [Double] = [],
    frozen: [Double] = [0, 0.01]
  ) -> Region {
    Region(
      "bulk", permittivity: permittivity, siteDensities: sites, energies: energies, frozen: frozen)
  }

  func model(
    _ species: [DefectSpecies]? = nil, _ regions: [Region]? = nil, bulk: Int = 0,
    temperature: Double = 300
  ) throws -> SpaceChargeModel {
    try SpaceChargeModel(
      species: species ?? [lithium, host], sublattices: ["A"], regions: regions ?? [self.bulk()],
      bulk: bulk, temperature: temperature)
  }

  @Test("A model refuses what has no meaning, with the value and the mend")
  func models() throws {
    #expect(throws: SpaceChargeError.badTemperature(0)) { try model(temperature: 0) }
    #expect(throws: SpaceChargeError.badTemperature(-.infinity)) {
      try model(temperature: -.infinity)
    }
    for value in [0, -3, .infinity] as [Double] {
      #expect(throws: SpaceChargeError.badPermittivity(region: "bulk", value: value)) {
        try model(nil, [bulk(permittivity: value)])
      }
    }
    #expect(throws: SpaceChargeError.self) { try model(nil, [bulk(permittivity: .nan)]) }
    #expect(throws: SpaceChargeError.unknownRegion(index: 1, of: 1)) { try model(bulk: 1) }
    #expect(throws: SpaceChargeError.self) { try model(nil, [bulk(sites: [])]) }
    #expect(throws: SpaceChargeError.self) { try model(nil, [bulk(sites: [.nan])]) }
    #expect(throws: SpaceChargeError.self) { try model(nil, [bulk(energies: [.nan, 0])]) }
    #expect(throws: SpaceChargeError.self) { try model(nil, [bulk(energies: [0])]) }
    #expect(throws: SpaceChargeError.self) { try model(nil, [bulk(frozen: [0, -1])]) }
    #expect(throws: SpaceChargeError.self) { try model(nil, [bulk(frozen: [0, 0.02])]) }
    #expect(throws: SpaceChargeError.noSites(species: "Li", region: "bulk")) {
      try model(nil, [bulk(sites: [0])])
    }
    #expect(
      throws: SpaceChargeError.overfull(
        sublattice: "A", region: "bulk", occupied: 0.01, sites: 0.01)
    ) { try model(nil, [bulk(sites: [0.01])]) }
    var wrong = lithium
    wrong.sublattice = 1
    #expect(throws: SpaceChargeError.self) { try model([wrong, host]) }
    wrong.sublattice = nil
    #expect(throws: SpaceChargeError.self) { try model([wrong, host]) }
    wrong = lithium
    wrong.charge = .nan
    #expect(throws: SpaceChargeError.self) { try model([wrong, host]) }
    wrong = lithium
    wrong.supply = .reservoir(-1)
    #expect(throws: SpaceChargeError.self) { try model([wrong, host]) }
    let message = SpaceChargeError.bulkNotNeutral(charge: 0.5).description
    #expect(message.contains("0.5 e/Å³") && message.contains("background"))
  }

  @Test("A stack refuses empty layers, unknown places and numbers that are none")
  func stacks() throws {
    let model = try model()
    let layer = LayerStack.Layer(thickness: 50, region: 0)
    let broken: [LayerStack] = [
      LayerStack(layers: []), LayerStack(layers: [.init(thickness: 0, region: 0)]),
      LayerStack(layers: [.init(thickness: .nan, region: 0)]),
      LayerStack(layers: [.init(thickness: 5, region: 1)]),
      LayerStack(layers: [layer], sheets: [2: .charge(0)]),
      LayerStack(layers: [layer], sheets: [-1: .charge(0)]),
      LayerStack(layers: [layer], sheets: [1: .charge(0)], isPeriodic: true),
      LayerStack(layers: [layer], sheets: [0: .potential(.nan)]),
      LayerStack(layers: [layer], sheets: [0: .charge(.infinity)]),
      LayerStack(
        layers: [layer],
        sheets: [
          0: .core(sites: [.init(density: 1, sublattice: 3, region: 0, shift: 0)], charge: 0)
        ]),
      LayerStack(
        layers: [layer], frozenProfiles: [0: .init(positions: [0], concentrations: [0.01])]),
      LayerStack(layers: [layer], frozenProfiles: [1: .init(positions: [], concentrations: [])]),
      LayerStack(
        layers: [layer], frozenProfiles: [1: .init(positions: [1, 0], concentrations: [1, 1])]),
    ]
    for stack in broken {
      #expect(throws: SpaceChargeError.self) { try stack.solve(model) }
    }
    #expect(throws: SpaceChargeError.self) {
      try LayerStack(layers: [layer]).solve(model, resolution: 0)
    }
    #expect(throws: SpaceChargeError.tooFine(nodes: 200_000)) {
      try SpaceChargeLayerTests.half(50, potential: 0.3).solve(model, resolution: 1e-6)
    }
  }

  @Test("A grid refuses wrong lists, regions that no voxel has and numbers that are none")
  func grids() throws {
    let cell = try Cell.cubic(10)
    let good = SpaceChargeGrid(
      cell: cell, shape: [2, 2, 2], regions: Array(repeating: 0, count: 8))
    let two = try model(nil, [bulk(), bulk()])
    #expect(throws: SpaceChargeError.emptyRegion("bulk")) { try good.solve(two) }
    var grid = good
    grid.regions[3] = 7
    #expect(throws: SpaceChargeError.unknownRegion(index: 7, of: 1)) { try grid.solve(model()) }
    grid.regions = []
    #expect(throws: SpaceChargeError.self) { try grid.solve(model()) }
    grid = good
    grid.fixedPotentials[0] = .nan
    #expect(throws: SpaceChargeError.self) { try grid.solve(model()) }
    grid = good
    grid.sites = [.init(position: [.nan, 0, 0])]
    #expect(throws: SpaceChargeError.self) { try grid.solve(model()) }
    grid.sites = [.init(position: .zero, sublattice: 4)]
    #expect(throws: SpaceChargeError.self) { try grid.solve(model()) }
    grid = good
    grid.frozenProfiles[1] = [0.01]
    #expect(throws: SpaceChargeError.self) { try grid.solve(model()) }
    let huge = SpaceChargeGrid(cell: cell, shape: SIMD3(repeating: 1 << 40), regions: [])
    #expect(throws: SpaceChargeError.self) { try huge.solve(model()) }
    let none = SpaceChargeGrid(cell: cell, shape: [0, 2, 2], regions: [])
    #expect(throws: SpaceChargeError.self) { try none.solve(model()) }
  }

  @Test("A cell that nothing can make neutral is refused, open or closed")
  func neutrality() throws {
    var closed = lithium
    closed.supply = .closed(0.4)
    let layers = [LayerStack.Layer(thickness: 50, region: 0)]
    #expect(throws: SpaceChargeError.self) {
      try LayerStack(layers: layers).solve(try model([closed, host]))
    }
    closed.supply = .closed(0.5)
    let neutral = try LayerStack(layers: layers).solve(try model([closed, host]))
    #expect(neutral.points.allSatisfy { abs($0.potential) < 1e-12 })
    // Cations on half of the sites can make up for 0.5 e/Å², not for 0.6.
    let most = LayerStack(layers: layers, sheets: [0: .charge(-0.49)])
    #expect(try most.solve(try model()).neutrality < 1e-9)
    let more = LayerStack(layers: layers, sheets: [0: .charge(-0.6)])
    #expect(throws: SpaceChargeError.self) { try more.solve(try model()) }
    // Nothing moves at all.
    #expect(throws: SpaceChargeError.self) {
      try LayerStack(layers: layers, isPeriodic: true).solve(
        try model([host], [bulk(frozen: [0.01])]))
    }
    closed.supply = .closed(5)
    #expect(throws: SpaceChargeError.self) {
      try LayerStack(layers: layers).solve(
        try model([closed, .background("much", charge: -10)]))
    }
  }

  @Test("Newton's method that may not go on says how far it came")
  func notConverged() throws {
    let stack = SpaceChargeLayerTests.half(50, potential: 1)
    let error = #expect(throws: SpaceChargeError.self) {
      try stack.solve(try model(), mostSteps: 1)
    }
    guard case .notConverged(let iterations, let residual) = error else {
      Issue.record("\(String(describing: error)) is another error")
      return
    }
    #expect(iterations < 1 && residual > 1e-6)
  }

  @Test("Random closed cells keep every species and are neutral to 1e-10")
  func random() throws {
    var random = try RandomStream(seed: 11)
    for _ in 0..<300 {
      let (regions, species) = (2 + Int(3 * random.uniform()), 1 + Int(3 * random.uniform()))
      let permittivities = (0..<regions).map { _ in 2 + 60 * random.uniform() }
      let layers = (0..<regions).map {
        LayerStack.Layer(thickness: 2 + 40 * random.uniform(), region: $0)
      }
      let density = 1e-4 * exp(5 * random.uniform())
      let thickness = layers.reduce(0) { $0 + $1.thickness }
      var list: [DefectSpecies] = []
      var charge = 0.0
      for index in 0..<species {
        let amount = density * thickness * (0.1 + 0.2 * random.uniform())
        let valence = [1.0, -1, 2][index]
        charge += valence * amount
        list.append(
          DefectSpecies("s\(index)", charge: valence, sublattice: 0, supply: .closed(amount)))
      }
      list.append(.background("host", charge: charge > 0 ? -1 : 1))
      let matter = permittivities.map { permittivity in
        SpaceChargeRegion(
          "r", permittivity: permittivity, siteDensities: [density],
          energies: list.map { _ in 0.6 * random.uniform() - 0.3 },
          frozen: list.map { $0.isMobile ? 0 : abs(charge) / thickness })
      }
      let model = try SpaceChargeModel(
        species: list, sublattices: ["A"], regions: matter,
        temperature: 200 + 1000 * random.uniform())
      let solution = try LayerStack(layers: layers, isPeriodic: random.uniform() < 0.5).solve(model)
      #expect(solution.neutrality < 1e-10)
      #expect(solution.points.contains { abs($0.potential) > 1e-6 })
      for (index, one) in list.enumerated() {
        guard case .closed(let amount) = one.supply else { continue }
        #expect(abs(solution.amounts[index] / amount - 1) < 1e-10)
      }
    }
  }
}
