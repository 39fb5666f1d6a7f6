import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Microstructures of voxels")
struct PolycrystalVoxelTests {
  static func polycrystal(_ count: Int = 20, seed: UInt64 = 3) throws -> GrainStructure {
    try GrainStructure.voronoi(in: .cubic(200), grains: count, seed: seed)
  }

  @Test("Voxels of grains have the grains' volumes, and cores their thickness times the area")
  func layers() throws {
    let grains = try Self.polycrystal()
    let plain = try Microstructure(grains, shape: [50, 50, 50])
    for (grain, polyhedron) in grains.tessellation.polyhedra.enumerated() {
      // A voxel's centre decides: an error of about a fifth of √(voxels at the surface).
      let share = plain.shares[.grain(grain)] ?? 0
      #expect(abs(share - polyhedron.volume / 8e6) < 5e-4)
    }
    var layers = Microstructure.Layers()
    layers.coreThickness = 4
    let cored = try Microstructure(grains, shape: [80, 80, 80], layers: layers)
    // Layers overlap at junctions: a little less than area times thickness.
    let area = grains.statistics.areaPerVolume * 4
    let core = cored.shares[.core] ?? 0
    #expect(core < area && core > 0.85 * area)

    layers.film = BoundaryRules.SecondPhase(
      coverage: 0.5, thickness: 4, patchSize: 20, effect: .closed)
    let half = try Microstructure(grains, shape: [80, 80, 80], layers: layers)
    // 1000 patches: the film's share scatters by about √(0.25/700) of the core's.
    let film = half.shares[.film] ?? 0
    #expect(abs(film / core - 0.5) < 4 * 0.02)
    #expect(abs(film + (half.shares[.core] ?? 0) - core) < 1e-12)
  }

  @Test("Pores take the share asked for, cracks their area, and junctions are lines")
  func defects() throws {
    let grains = try Self.polycrystal()
    var layers = Microstructure.Layers()
    layers.pores = Microstructure.Layers.Pores(share: 0.08, radius: 12)
    let porous = try Microstructure(grains, shape: [60, 60, 60], layers: layers, seed: 4)
    let share = porous.shares[.pore] ?? 0
    // Up to one pore of 905 times 8 Å³ more.
    #expect(share >= 0.08 - 1e-5 && share < 0.08 + 0.001)
    #expect(porous.percolation { porous.phases[$0] != .pore } == [true, true, true])
    #expect(porous.percolation { porous.phases[$0] == .pore } == [false, false, false])

    layers = Microstructure.Layers()
    layers.cracks = Microstructure.Layers.Cracks(share: 0.3, width: 4)
    let cracked = try Microstructure(grains, shape: [80, 80, 80], layers: layers, seed: 4)
    let area = grains.statistics.areaPerVolume
    #expect(abs((cracked.shares[.pore] ?? 0) / (4 * area) - 0.3) < 0.05)
    layers.cracks?.share = 1
    let apart = try Microstructure(grains, shape: [50, 50, 50], layers: layers, seed: 4)
    #expect(apart.percolation { apart.phases[$0] != .pore } == [false, false, false])

    layers = Microstructure.Layers()
    layers.junctionRadius = 6
    let joined = try Microstructure(grains, shape: [80, 80, 80], layers: layers)
    #expect((joined.shares[.junction] ?? 0) > 0.01)
    let plain = try Microstructure(grains, shape: [80, 80, 80])
    let marked = plain.tripleJunctions
    for (index, isJunction) in marked.enumerated() where isJunction {
      #expect(joined.phases[joined.labels[index]] == .junction)
    }
    #expect(marked.contains(true))
  }

  @Test("Distances from boundaries are those of planes, to within a voxel")
  func distances() throws {
    let cell = try Cell([80, 0, 0], [0, 30, 0], [0, 0, 20])
    let slabs = try GrainStructure.bicrystal(in: cell, across: 0, share: 0.25)
    let voxels = try Microstructure(slabs, shape: [80, 15, 20])
    let distances = voxels.boundaryDistances()
    voxels.forEachVoxel { voxel, index in
      let x = Double(voxel.x) + 0.5
      let exact = min(abs(x - 0), abs(x - 20), abs(x - 80))
      #expect(abs(distances[index] - exact) < 0.5 * (4.0 / 3 - 1) + 1e-9)
    }
    let grains = try Self.polycrystal()
    let fine = try Microstructure(grains, shape: [50, 50, 50])
    let all = fine.boundaryDistances()
    var last = 0
    fine.forEachVoxel { voxel, index in
      let place = grains.place(of: (SIMD3<Double>(voxel) + 0.5) * 4, near: last)
      last = place.grain
      #expect(abs(all[index] - place.distance) < 4 * 3.0.squareRoot())
    }
    let one = try Microstructure(
      shape: [3, 3, 3], spacing: [1, 1, 1], labels: .init(repeating: 4, count: 27))
    #expect(one.boundaryDistances().allSatisfy { $0 == .infinity })
  }

  @Test("A network in voxels has the grains of the tessellation, and none of its pores")
  func network() throws {
    let network = try PolycrystalNetworkTests.lattice().network(supercell: (10, 10, 10))
    let grains = try GrainStructure.voronoi(in: network.cell, grains: 5, seed: 2)
    let voxels = try Microstructure(grains, shape: [60, 60, 60])
    let byVoxels = try GrainNetwork(network, in: voxels)
    let exact = try GrainNetwork(network, in: grains)
    // Behind a few sites a neighbour ends in a wedge thinner than a voxel, which voxels do not see.
    let inside = exact.distance.indices.filter { exact.distance[$0] > 0.5 }
    #expect(inside.allSatisfy { byVoxels.grain[$0] == exact.grain[$0] })
    let off = inside.filter { abs(byVoxels.distance[$0] - exact.distance[$0]) > 0.9 }
    #expect(off.count < inside.count / 100)
    let closed = try GrainNetwork(network, in: voxels) { $0 != 2 }
    #expect(closed.network.siteCount == byVoxels.grain.count { $0 != 2 })
    #expect(throws: InputError.self) { try GrainNetwork(network, in: voxels) { _ in false } }
  }

  @Test("An open surface, a label without material and boxes that are none are refused")
  func refused() throws {
    let grains = try Self.polycrystal(60)
    let whole = try Microstructure(grains, shape: [40, 40, 40])
    #expect(whole.openAxes.isEmpty)
    // A cut through a periodic polycrystal: the lower two thirds along y.
    var cut: [Int32] = []
    whole.forEachVoxel { voxel, index in if voxel.y < 27 { cut.append(whole.labels[index]) } }
    let open = try Microstructure(shape: [40, 27, 40], spacing: [5, 5, 5], labels: cut)
    #expect(open.openAxes == [1])
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return "none"
    }
    #expect(message { try open.checkPeriodic() }.contains("along y: an open surface"))
    let mirrored = try open.mirrored(along: [1])
    #expect(mirrored.openAxes.isEmpty && mirrored.shape == [40, 54, 40])
    let bricks = try GrainStructure.bricks(in: .cubic(200), shares: [[1, 1], [1, 1], [1, 1]])
    #expect(try Microstructure(bricks, shape: [20, 20, 20]).openAxes.isEmpty)
    #expect(
      message { try whole.checkMaterials { $0 != 7 } }.contains("label 7, first at voxel"))
    try whole.checkMaterials { _ in true }

    func box(_ shape: SIMD3<Int>, _ spacing: SIMD3<Double> = [1, 1, 1]) -> String {
      message { _ = try Microstructure(shape: shape, spacing: spacing, labels: [1]) }
    }
    #expect(box([0, 1, 1]).hasPrefix("shape"))
    #expect(box([1 << 40, 1 << 40, 1]).hasPrefix("shape"))
    #expect(box([1, 1, 1], [0, 1, 1]).hasPrefix("spacing"))
    #expect(box([1, 1, 1], [.nan, 1, 1]).hasPrefix("spacing"))
    #expect(box([2, 1, 1]).contains("1 labels for 2"))
    let slanted = try GrainStructure.voronoi(
      in: Cell([50, 0, 0], [9, 50, 0], [0, 0, 50]), grains: 3, seed: 1)
    #expect(message { _ = try Microstructure(slanted, shape: [9, 9, 9]) }.contains("orthogonal"))
    #expect(message { _ = try Microstructure(grains, shape: [3, 3, 3]) }.contains("no voxel"))
    func layer(_ change: (inout Microstructure.Layers) -> Void) -> String {
      var layers = Microstructure.Layers()
      change(&layers)
      return message { _ = try Microstructure(grains, shape: [10, 10, 10], layers: layers) }
    }
    #expect(layer { $0.coreThickness = -1 }.hasPrefix("coreThickness"))
    #expect(layer { $0.pores = .init(share: 0.5, radius: 2) }.contains("larger radius"))
    #expect(layer { $0.pores = .init(share: 0.5, radius: 150) }.hasPrefix("pores.radius"))
    #expect(layer { $0.cracks = .init(share: 2, width: 1) }.hasPrefix("cracks.share"))
  }
}
