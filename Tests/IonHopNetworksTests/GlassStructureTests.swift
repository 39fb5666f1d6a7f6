import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Random structures")
struct GlassStructureTests {
  let box = GlassBox(sites: 400, density: 0.02)

  /// 2 + 48π²/35 = 15.535: J. L. Meijering, Philips Res. Rep. 8, 270 (1953); recalled, derived in
  /// PHYSICS 2.6.
  @Test("V69: Delaunay neighbours of Poisson points number 15.535 on average")
  func delaunay() throws {
    let structure = try GlassStructure(
      .poisson, joined: .delaunay(), in: GlassBox(sites: 30_000, density: 0.02), seed: 3)
    let statistics = structure.statistics
    #expect(abs(statistics.meanCoordination / 15.5355 - 1) < 0.005)
    #expect(statistics.coordination.reduce(0, +) == 30_000)
    #expect(abs(statistics.density - 0.02) < 1e-12)
    // Void of balls of half the mean distance of nearest neighbours, Γ(4/3)/(4πn/3)^(1/3): Poisson
    // points leave exp(−n 4π r³/3) empty.
    let radius = 0.8929795 / pow(4 * .pi * 0.02 / 3, 1.0 / 3) / 2
    #expect(abs(statistics.freeVolume - exp(-0.02 * 4 * .pi / 3 * pow(radius, 3))) < 0.01)
  }

  @Test("In a layer Delaunay neighbours number 6 on average, exactly", arguments: [1, 2])
  func layer(seed: UInt64) throws {
    let structure = try GlassStructure(
      .poisson, joined: .delaunay(), in: GlassBox(sites: 500, density: 0.1, dimensions: 2),
      seed: seed)
    #expect(structure.bonds.count == 3 * 500)
    #expect(structure.positions.allSatisfy { $0.z == 0 })
    #expect(structure.bonds.allSatisfy { $0.image.z == 0 })
  }

  @Test("V69: Voronoi vertices have four neighbours each, and Euler's relation holds")
  func vertices() throws {
    let cells = try GlassStructure(.poisson, joined: .delaunay(), in: box, seed: 5)
    let vertices = try GlassStructure(.poisson, joined: .voronoiVertices, in: box, seed: 5)
    #expect(vertices.statistics.coordination == [0, 0, 0, 0, vertices.positions.count])
    // Points − edges + triangles − tetrahedra = 0 in a periodic cell, with two triangles a tetrahedron.
    #expect(vertices.positions.count == cells.bonds.count - 400)
    #expect(vertices.bottlenecks.count == vertices.bonds.count)
    let points = cells.positions
    let brute = Bottlenecks.distances(
      Array(vertices.bonds.prefix(200)), vertices.positions, in: vertices.cell, hosts: points)
    for (own, expected) in zip(vertices.bottlenecks, brute) { #expect(abs(own - expected) < 1e-6) }
  }

  @Test("Voronoi vertices per point number 6.7677 on average (Meijering)")
  func vertexDensity() throws {
    let structure = try GlassStructure(
      .poisson, joined: .voronoiVertices, in: GlassBox(sites: 8000, density: 0.02), seed: 6)
    #expect(abs(Double(structure.positions.count) / 8000 / 6.7677 - 1) < 0.01)
  }

  static let rules: [BondRule] = [
    .cutoff(5), .nearest(4), .coordination(7.5), .delaunay(longest: 6), .voronoiVertices,
  ]

  @Test(
    "Every hop has its reverse: opposite displacement, same barrier and frequency", arguments: rules
  )
  func reverses(rule: BondRule) throws {
    var model = GlassModel(.poisson, joined: rule, in: GlassBox(sites: 60, density: 0.02), seed: 2)
    model.energetics.barriers = .gaussian(mean: 0.4, deviation: 0.1)
    model.energetics.meyerNeldelEnergy = 0.05
    let network = try model.network()
    for hop in network.allHops {
      let back = network.hops(from: hop.to).filter {
        $0.to == hop.from && $0.image == 0 &- hop.image
      }
      try #require(back.count == 1)
      #expect(back[0].displacement == -hop.displacement)
      #expect(back[0].barrier == hop.barrier && back[0].frequency == hop.frequency)
    }
  }

  /// All pairs of images within a distance, the slow way.
  func pairs(_ structure: GlassStructure, within distance: Double) -> Int {
    var count = 0
    for i in structure.positions.indices {
      for j in structure.positions.indices {
        for x in -3...3 {
          for y in -3...3 {
            for z in -3...3 {
              let image = structure.cell.cartesian([Double(x), Double(y), Double(z)])
              let d = length(structure.positions[j] + image - structure.positions[i])
              if d > 0, d <= distance { count += 1 }
            }
          }
        }
      }
    }
    return count / 2
  }

  @Test("A cutoff finds all pairs, also beyond a small cell", arguments: [2.5, 4, 9])
  func cutoff(distance: Double) throws {
    let structure = try GlassStructure(
      .hardSpheres(distance: 1.2), joined: .cutoff(distance),
      in: GlassBox(sites: 12, density: 0.1), seed: 4)
    #expect(structure.bonds.count == pairs(structure, within: distance))
  }

  @Test("k nearest neighbours: at least k each, and none nearer left out")
  func nearest() throws {
    let structure = try GlassStructure(.poisson, joined: .nearest(5), in: box, seed: 9)
    var own = Array(repeating: [Double](), count: 400)
    for bond in structure.bonds {
      let d = length(structure.displacement(bond))
      own[Int(bond.first)].append(d)
      own[Int(bond.second)].append(d)
    }
    let all = try GlassStructure(
      cell: structure.cell, positions: structure.positions, joined: .cutoff(9))
    var near = Array(repeating: [Double](), count: 400)
    for bond in all.bonds {
      let d = length(all.displacement(bond))
      near[Int(bond.first)].append(d)
      near[Int(bond.second)].append(d)
    }
    for site in 0..<400 {
      #expect(own[site].count >= 5)
      for (a, b) in zip(own[site].sorted().prefix(5), near[site].sorted()) {
        #expect(abs(a - b) < 1e-9)
      }
    }
  }

  @Test("A target coordination is met by the shortest pairs")
  func coordination() throws {
    let structure = try GlassStructure(.poisson, joined: .coordination(6), in: box, seed: 9)
    #expect(structure.statistics.meanCoordination == 6)
    let longest = structure.statistics.longestBond
    #expect(pairs(structure, within: longest * (1 + 1e-12)) == 1200)
  }

  @Test("Hard spheres keep their distance, one after another and pushed apart")
  func spheres() throws {
    let loose = try GlassStructure(
      .hardSpheres(distance: 3), joined: .cutoff(5), in: box, seed: 1)
    #expect(loose.statistics.closestSites >= 3)
    // 55 % of the volume in spheres: no room for that one after another.
    let distance = pow(6 * 0.55 / .pi / 0.02, 1.0 / 3)
    let dense = try GlassStructure(
      .hardSpheres(distance: distance, relaxed: true), joined: .cutoff(6), in: box, seed: 1)
    #expect(dense.statistics.closestSites >= distance)
    #expect(throws: GlassError.self) {
      try GlassStructure(.hardSpheres(distance: distance), joined: .cutoff(6), in: box, seed: 1)
    }
    let layer = try GlassStructure(
      .hardSpheres(distance: 2), joined: .cutoff(4),
      in: GlassBox(sites: 300, density: 0.1, dimensions: 2), seed: 1)
    #expect(layer.statistics.closestSites >= 2)
  }

  @Test("A perturbed lattice scatters by what is asked")
  func perturbed() throws {
    let exact = try disorderedLattice(6, seed: 1).structure()
    #expect(exact.bonds.count == 3 * 216)
    let model = GlassModel(
      .perturbedLattice(displacement: 0.2), joined: .cutoff(4),
      in: GlassBox(sites: 8000, density: 1.0 / 27), seed: 1)
    let structure = try model.structure()
    // Off the nearest lattice place; 3 × 8000 deviates, 4 standard errors of their variance.
    let squares = structure.positions.reduce(0.0) { sum, position in
      let off = position - (position / 3).rounded(.toNearestOrEven) * 3
      return sum + dot(off, off)
    }
    #expect(abs(squares / 24_000 / 0.04 - 1) < 4 * (2.0 / 24_000).squareRoot())
    #expect(throws: GlassError.notALattice(sites: 100, near: 125)) {
      try GlassStructure(
        .perturbedLattice(displacement: 0), joined: .cutoff(4),
        in: GlassBox(sites: 100, density: 0.02), seed: 1)
    }
  }

  @Test("A continuous random network: four neighbours, no lattice, bonds of one length")
  func continuous() throws {
    var short = ContinuousRandomNetwork()
    short.annealingSwitches = 25
    var model = GlassModel(
      .continuousRandomNetwork(short), joined: .cutoff(1), in: GlassBox(sites: 216, density: 0.05),
      seed: 8)
    let structure = try model.structure()
    let statistics = structure.statistics
    #expect(statistics.coordination == [0, 0, 0, 0, 216])
    #expect(statistics.bondDeviation < 0.1 * statistics.meanBond)
    // The diamond lattice has rings of six alone; those of five show that it is lost (Wooten et al.).
    #expect(rings(of: 5, structure) > 20)
    #expect(angleDeviation(structure) < 22)
    let lattice = try { () throws -> GlassStructure in
      var recipe = ContinuousRandomNetwork()
      (recipe.randomSwitches, recipe.annealingSwitches) = (0, 0)
      model.source = .generated(
        .continuousRandomNetwork(recipe), GlassBox(sites: 216, density: 0.05))
      return try model.structure()
    }()
    #expect(rings(of: 5, lattice) == 0)
    #expect(lattice.statistics.bondDeviation < 1e-6)
    #expect(try model.network().connectivity().dimensions == 3)
  }

  /// Root mean square deviation of the angles between bonds from the tetrahedral one (degrees).
  func angleDeviation(_ structure: GlassStructure) -> Double {
    var arms: [[SIMD3<Double>]] = Array(repeating: [], count: structure.positions.count)
    for bond in structure.bonds {
      let d = structure.displacement(bond)
      arms[Int(bond.first)].append(d / length(d))
      arms[Int(bond.second)].append(-d / length(d))
    }
    var squares: [Double] = []
    for own in arms {
      for (k, arm) in own.enumerated() {
        for other in own[(k + 1)...] {
          let off = acos(min(max(dot(arm, other), -1), 1)) - acos(-1 / 3.0)
          squares.append(off * off)
        }
      }
    }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot() * 180 / .pi
  }

  /// Closed walks of so many steps that visit no site twice, each counted once.
  func rings(of size: Int, _ structure: GlassStructure) -> Int {
    var near: [[Int]] = Array(repeating: [], count: structure.positions.count)
    for bond in structure.bonds {
      near[Int(bond.first)].append(Int(bond.second))
      near[Int(bond.second)].append(Int(bond.first))
    }
    var count = 0
    func walk(_ path: [Int]) {
      for next in near[path[path.count - 1]] {
        if path.count == size, next == path[0] { count += 1 }
        if path.count < size, next > path[0], !path.contains(next) { walk(path + [next]) }
      }
    }
    for site in near.indices { walk([site]) }
    return count / 2
  }

  static let arrangements: [SiteArrangement] = [
    .poisson, .hardSpheres(distance: 2.5), .hardSpheres(distance: 3, relaxed: true),
    .perturbedLattice(displacement: 0.3), .continuousRandomNetwork(),
  ]

  @Test("A seed fixes all bits of a network, and another gives another", arguments: arrangements)
  func seeds(arrangement: SiteArrangement) throws {
    func network(_ seed: UInt64) throws -> SiteNetwork {
      var model = GlassModel(
        arrangement, joined: .coordination(6), in: GlassBox(sites: 64, density: 0.02), seed: seed)
      model.energetics.siteEnergies = .gaussian(mean: 0, deviation: 0.1)
      model.energetics.barriers = .uniform(0.2...0.5)
      return try model.network()
    }
    let (first, again, other) = (try network(1), try network(1), try network(2))
    #expect(first.allHops == again.allHops)
    #expect((0..<64).allSatisfy { first.position(of: $0) == again.position(of: $0) })
    #expect(first.allHops != other.allHops)
  }

  @Test("Positions that are not finite are refused", arguments: [Double.nan, .infinity, 1e300])
  func notFinite(x: Double) throws {
    let cell = try Cell.cubic(10)
    #expect(throws: GlassError.self) {
      try GlassStructure(cell: cell, positions: [.zero, [x, 0, 0]], joined: .cutoff(4))
    }
    #expect(throws: GlassError.self) {
      try GlassStructure(
        cell: cell, positions: [.zero, [3, 0, 0]], joined: .cutoff(4), hosts: [[0, x, 0]])
    }
  }

  @Test("Hostile models are refused with a mend", arguments: hostile)
  func refused(model: GlassModel) throws {
    let error = #expect(throws: GlassError.self) { _ = try model.network() }
    #expect("\(try #require(error))".contains("glass"))
  }

  static let hostile: [GlassModel] = {
    func model(
      _ arrangement: SiteArrangement = .poisson, _ rule: BondRule = .cutoff(4), sites: Int = 64,
      density: Double = 0.02, dimensions: Int = 3, _ change: (inout GlassModel) -> Void = { _ in }
    ) -> GlassModel {
      var result = GlassModel(
        arrangement, joined: rule,
        in: GlassBox(sites: sites, density: density, dimensions: dimensions), seed: 1)
      change(&result)
      return result
    }
    return [
      model(sites: 0), model(sites: 1 << 40), model(density: 0),
      model(density: .nan), model(density: -1), model(dimensions: 4),
      model(dimensions: 1), model(.poisson, .cutoff(0)), model(.poisson, .cutoff(-1)),
      model(.poisson, .cutoff(.nan)), model(.poisson, .cutoff(1e9)),
      model(.poisson, .cutoff(0.02)), model(.poisson, .nearest(0)),
      model(.poisson, .nearest(64)), model(.poisson, .nearest(65)),
      model(.poisson, .coordination(0)), model(.poisson, .coordination(.infinity)),
      model(.poisson, .delaunay(longest: 0)),
      model(.poisson, .voronoiVertices, dimensions: 2),
      model(.hardSpheres(distance: 0)), model(.hardSpheres(distance: .nan)),
      model(.hardSpheres(distance: 100)),
      model(.hardSpheres(distance: 4.5, relaxed: true)),
      model(.perturbedLattice(displacement: -1)),
      model(.continuousRandomNetwork(), sites: 63),
      model(.continuousRandomNetwork(), sites: 100),
      model(.continuousRandomNetwork(), dimensions: 2),
      model { $0.energetics.barriers = .gaussian(mean: 0.3, deviation: 0) },
      model { $0.energetics.barriers = .uniform(-1 ... -0.5) },
      model { $0.energetics.barriers = .gaussian(mean: -0.1, deviation: 0.01) },
      model { $0.energetics.siteEnergies = .exponential(lowest: 0, scale: -1) },
      model { $0.energetics.siteEnergies = .logNormal(median: 0, width: 1) },
      model { $0.energetics.siteEnergies = .single(.nan) },
      model { $0.energetics.siteCorrelationLength = 10 },
      model { $0.energetics.siteCorrelationLength = -1 },
      model { $0.energetics.attemptFrequency = 0 },
      model { $0.energetics.meyerNeldelEnergy = 0 },
      model { $0.energetics.barrierPerLength = .infinity },
      model { $0.energetics.decay = .nan },
      model { $0.classes = SiteClasses([.init("A", share: 0.5)]) },
      model { $0.classes = SiteClasses([.init("A", share: 0.5), .init("A", share: 0.5)]) },
      model {
        $0.classes = SiteClasses(
          [.init("A", share: 1)], barriers: [.init("A", "B", .single(0.1))])
      },
      model { $0.inclusions = Inclusions(share: 2, radius: 3, barrier: 0.1) },
      model { $0.inclusions = Inclusions(share: 0.2, radius: 50, barrier: 0.1) },
      model { $0.inclusions = Inclusions(share: 0.2, radius: 0.01, barrier: 0.1) },
      model {
        $0.classes = SiteClasses((0..<400).map { .init("\($0)", share: 1 / 400.0) })
      },
      model { $0.inclusions = Inclusions(share: 0.2, radius: 3, barrier: -0.1) },
      model {
        $0.energetics.andersonStuart = AndersonStuart(
          radius: 0.6, counterRadius: 1.4, covalency: 7, shearModulus: 30,
          doorway: .bottleneck(hostRadius: 1.4))
      },
      model {
        $0.energetics.counterIons = CounterIons(
          .random(perSite: 0.5), screeningLength: 0, permittivity: 10, closestApproach: 1)
      },
    ]
  }()
}
