import Foundation
import IonHopCore
import IonHopFields
import Testing

@testable import IonHopNetworks

@Suite("Networks of grains")
struct PolycrystalNetworkTests {
  static let kT = PhysicalConstants.boltzmann * 500
  static let conditions = Conditions(temperature: 500)

  /// Simple cubic, 3 Å, 0.3 eV, 1e13 Hz.
  static func lattice() throws -> Lattice { try HostLattice.lattice() }

  /// Diffusivity over that of the bulk.
  static func ratio(_ network: SiteNetwork) throws -> SIMD3<Double> {
    let bulk = try ExactDiffusivity(lattice().unitNetwork, conditions: conditions).mean
    let tensor = try ExactDiffusivity(network, conditions: conditions).tensor
    return SIMD3(tensor[0][0], tensor[1][1], tensor[2][2]) / bulk
  }

  /// Two cubic grains along each axis in a cell of so many sites an edge.
  static func cubes(_ period: Int, origin: Double) throws -> GrainNetwork {
    let network = try lattice().network(supercell: (2 * period, 2 * period, 2 * period))
    let grains = try GrainStructure.bricks(
      in: network.cell, shares: [[1, 1], [1, 1], [1, 1]], origin: SIMD3(repeating: origin))
    return try GrainNetwork(network, in: grains)
  }

  /// PHYSICS.md 2.8, V45: exact network values, given to five digits.
  @Test(
    "A polycrystal of grains and boundary layers of sites has the exact diffusivity",
    arguments: [(5, 0.01, 0.026736), (9, 0.01, 0.045278), (9, 100.0, 21.9135)])
  func siteLayers(n: Int, rate: Double, expected: Double) throws {
    let grains = try Self.cubes(n + 1, origin: 0)
    let rules = BoundaryRules(barrierRise: .single(-Self.kT * log(rate)))
    // A rate of 100 needs 0.198 eV off the barrier of 0.3 eV.
    let altered = try rules.applied(to: grains, seed: 1)
    let ratio = try Self.ratio(altered.network)
    for axis in 0..<3 { #expect(abs(ratio[axis] / expected - 1) < 5e-5) }
  }

  /// PHYSICS.md 2.8 and V46: D = a² n/((n − 1)/w_b + 1/w_gb), in any dimension.
  @Test(
    "A polycrystal whose boundaries are planes of bonds has the exact diffusivity",
    arguments: [(3, 0.01), (6, 0.001), (6, 30.0)])
  func bondPlanes(n: Int, rate: Double) throws {
    let grains = try Self.cubes(n, origin: -1.5)
    let rules = BoundaryRules(barrierRise: .single(-Self.kT * log(rate)))
    let ratio = try Self.ratio(rules.applied(to: grains, seed: 1).network)
    let expected = Double(n) / (Double(n - 1) + 1 / rate)
    for axis in 0..<3 { #expect(abs(ratio[axis] / expected - 1) < 1e-8) }
  }

  @Test("A coherent polycrystal without rules is the bulk to the bit")
  func coherent() throws {
    let network = try Self.lattice().network(supercell: (8, 8, 8))
    let structure = try GrainStructure.voronoi(in: network.cell, grains: 5, seed: 3)
    let grains = try BoundaryRules().applied(to: GrainNetwork(network, in: structure), seed: 1)
    for site in 0..<network.siteCount {
      #expect(grains.network.hops(from: site) == network.hops(from: site))
    }
    let bulk = try ExactDiffusivity(network, conditions: Self.conditions)
    let same = try ExactDiffusivity(grains.network, conditions: Self.conditions)
    #expect(bulk.tensor == same.tensor)
    #expect(grains.percolates(like: network))
  }

  @Test("A spread of barriers without a higher mean does not block in three dimensions")
  func spread() throws {
    let network = try Self.lattice().network(supercell: (20, 12, 12))
    let structure = try GrainStructure.bicrystal(in: network.cell, across: 0, origin: 0.1)
    let grains = try GrainNetwork(network, in: structure)
    func across(_ rise: EnergyDistribution) throws -> Double {
      var sum = 0.0
      for seed in 1...6 {
        let rules = BoundaryRules(coreWidth: 12, barrierRise: rise)
        sum += try Self.ratio(rules.applied(to: grains, seed: UInt64(seed)).network).x / 6
      }
      return sum
    }
    // Log-normal rates conduct as their median in two dimensions, and better in three.
    #expect(try across(.gaussian(mean: 0, deviation: 1.5 * Self.kT)) > 0.98)
    // A mean of 3 kT more over two cores of 5 in 20 bonds: about 1/(1 + 0.5 (e³ − 1)).
    #expect(try across(.single(3 * Self.kT)) < 0.15)
    #expect(try across(.gaussian(mean: 3 * Self.kT, deviation: 1.5 * Self.kT)) < 0.4)
  }

  // MARK: Misfit

  static let joining = BoundaryHops(
    minimumSeparation: 2, distance: 2...4, barrier: 0.35, frequency: 1e13)

  @Test("Grains that are turned alike are one crystal")
  func aligned() throws {
    let bulk = try Self.lattice().network(supercell: (7, 7, 7))
    let structure = try GrainStructure.voronoi(
      in: bulk.cell, grains: 4, texture: .aligned, seed: 2)
    let grains = try GrainNetwork.misfit(
      of: Self.lattice(), in: structure, joining: Self.joining)
    #expect(grains.network.siteCount == bulk.siteCount)
    #expect(grains.network.hopCount == bulk.hopCount)
    #expect(grains.network.hopClasses == bulk.hopClasses)
    let ratio = try Self.ratio(grains.network)
    #expect(abs(ratio.x - 1) < 1e-8 && abs(ratio.z - 1) < 1e-8)
  }

  @Test("Turned grains join at boundaries, keep their distance, and conduct everywhere")
  func misfit() throws {
    let cell = try Cell.cubic(36)
    let structure = try GrainStructure.voronoi(in: cell, grains: 3, texture: .random, seed: 4)
    let grains = try GrainNetwork.misfit(
      of: Self.lattice(), in: structure, joining: Self.joining)
    let network = grains.network
    // Sites near boundaries are lost: fewer than the crystal has, not many.
    #expect(network.siteCount > 1200 && network.siteCount < 1728)
    let grid = PointGrid(
      (0..<network.siteCount).map { network.position(of: $0) }, in: cell, reach: 2)
    for site in 0..<network.siteCount {
      let near = grid.near(network.position(of: site), within: 2 - 1e-6)
      #expect(near.count == 1)
    }
    #expect(!GrainNetwork.reverses(in: network).contains(-1))
    let boundary = network.hopClasses.firstIndex(of: "boundary")
    var counts = (within: 0, across: 0)
    for site in 0..<network.siteCount {
      for hop in network.hops(from: site) {
        if hop.hopClass == boundary {
          counts.across += 1
          #expect((2...4).contains(length(hop.displacement)))
        } else {
          counts.within += 1
          #expect(abs(length(hop.displacement) - 3) < 1e-9)
          #expect(grains.grain[site] == grains.grain[hop.to])
        }
      }
    }
    #expect(counts.within > 4 * network.siteCount && counts.across > network.siteCount / 2)
    #expect(grains.percolates(like: try Self.lattice().unitNetwork))
    #expect(try Self.ratio(network).min() > 0.02)
  }

  @Test("A Σ5 bicrystal is periodic along its boundary")
  func sigma5() throws {
    // Σ5 (310): turned by ±atan(1/3) about z, both lattices repeat after a √10 along y.
    let turn = 0.5 * 36.86989764584402
    let period = 3 * 10.0.squareRoot()
    let cell = try Cell([60, 0, 0], [0, period, 0], [0, 0, 6])
    let structure = try GrainStructure.bicrystal(
      in: cell, across: 0, origin: 0.3,
      texture: .given([
        Orientation(about: [0, 0, 1], degrees: turn),
        Orientation(about: [0, 0, 1], degrees: -turn),
      ]))
    let grains = try GrainNetwork.misfit(
      of: Self.lattice(), in: structure, joining: Self.joining)
    // Away from the boundaries every site has its six neighbours, through the border too.
    for site in 0..<grains.network.siteCount where grains.distance[site] > 3.1 {
      #expect(grains.network.hopRange(from: site).count == 6)
    }
    let sites = cell.volume / 27
    #expect(abs(Double(grains.network.siteCount) - sites) < 0.12 * sites)
  }

  @Test("Structures that do not fit the lattice are refused")
  func refused() throws {
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return "none"
    }
    let lattice = try Self.lattice()
    let network = try lattice.network(supercell: (4, 4, 4))
    let other = try GrainStructure.voronoi(in: .cubic(13), grains: 2, seed: 1)
    #expect(message { _ = try GrainNetwork(network, in: other) }.contains("open surface"))
    let many = try GrainStructure.voronoi(in: .cubic(12), grains: 300, seed: 1)
    #expect(message { _ = try GrainNetwork(network, in: many) }.contains("holds no site"))
    func misfit(_ change: (inout BoundaryHops) -> Void) -> String {
      var joining = Self.joining
      change(&joining)
      return message { _ = try GrainNetwork.misfit(of: lattice, in: other, joining: joining) }
    }
    #expect(misfit { $0.minimumSeparation = 0 }.contains("minimumSeparation"))
    #expect(misfit { $0.distance = 0...1 }.contains("distance"))
    #expect(misfit { $0.barrier = .nan }.contains("barrier"))
    #expect(misfit { $0.frequency = 0 }.contains("frequency"))
    let hosts = try HostLattice.lattice(HostLattice.immobile)
    let blocked = try HostLattice.lattice().changing(
      blocked: [Lattice.BlockedKind(name: "A", blockers: [Lattice.Occupant("X", share: 0.1)])])
    #expect(
      message { _ = try GrainNetwork.misfit(of: blocked, in: other, joining: Self.joining) }
        .contains("immobile ions"))
    #expect(!hosts.hasDisorder)
  }
}
