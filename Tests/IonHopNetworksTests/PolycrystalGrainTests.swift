import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Grain structures")
struct PolycrystalGrainTests {
  /// Exact means of Poisson–Voronoi cells of unit density: J. L. Meijering, Philips Res. Rep. 8, 270
  /// (1953); R. E. Miles, Adv. Appl. Probab. 4, 243 (1972) (PHYSICS.md, V54).
  @Test("2000 Poisson–Voronoi grains: S_V = 2.910, 15.54 faces, mean intercept 0.687")
  func poissonVoronoi() throws {
    let grains = try GrainStructure.voronoi(in: .cubic(1000), grains: 2000, seed: 1)
    let s = grains.statistics
    let spacing = cbrt(s.meanVolume)
    #expect(abs(s.areaPerVolume * spacing / 2.91044 - 1) < 0.015)
    #expect(abs(s.meanFaces / 15.5355 - 1) < 0.015)
    #expect(abs(s.meanIntercept / spacing / 0.68718 - 1) < 0.015)
    // Vertices: 6.7677 a cell.
    let vertices = Double(grains.tessellation.vertices().count) / 2000
    #expect(abs(vertices / 6.7677 - 1) < 0.015)
  }

  @Test("Lines through a polycrystal cross boundaries S_V/2 times a length")
  func lines() throws {
    let grains = try GrainStructure.voronoi(in: .cubic(1000), grains: 300, seed: 2)
    var numbers = try RandomStream(seed: 3)
    var counts: [Double] = []
    let step = 1.0
    for _ in 0..<200 {
      var place = SIMD3(numbers.uniform(), numbers.uniform(), numbers.uniform()) * 1000
      let direction = Orientation.random(&numbers)([step, 0, 0])
      var (crossings, last) = (0, grains.place(of: place))
      for _ in 0..<1000 {
        place += direction
        let next = grains.place(of: place, near: last.grain)
        if next.grain != last.grain { crossings += 1 }
        last = next
      }
      counts.append(Double(crossings) / 1000)
    }
    let mean = counts.reduce(0, +) / 200
    let error = (counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199 / 200).squareRoot()
    // Steps of 1 Å of a mean intercept of 103 Å miss short chords at corners, by some 0.3 %.
    #expect(abs(mean - 1 / grains.statistics.meanIntercept) < 4 * error)
    #expect(error < 0.03 * mean)
  }

  @Test("A spread of diameters is met, and volumes fill the cell", arguments: [0.0, 0.2, 0.5])
  func laguerre(spread: Double) throws {
    let cell = try Cell([800, 0, 0], [100, 700, 0], [0, -50, 900])
    let growth = GrainStructure.Growth(diameterSpread: spread, lloydRounds: 2)
    let grains = try GrainStructure.voronoi(in: cell, grains: 400, growth: growth, seed: 5)
    let total = grains.tessellation.polyhedra.reduce(0) { $0 + $1.volume }
    #expect(abs(total / cell.volume - 1) < 1e-9)
    // 400 draws of a log-normal: the estimate of σ scatters by about σ/√800, more in wide tails.
    let limit = max(1e-3, 4 * spread * (0.035 + 0.1 * spread))
    #expect(abs(grains.statistics.diameterSpread - spread) < limit)
    let same = try GrainStructure.voronoi(in: cell, grains: 400, growth: growth, seed: 5)
    #expect(same.statistics == grains.statistics)
  }

  @Test("Columns keep their section along the axis, and have no boundary across it")
  func columns() throws {
    let cell = try Cell([400, 0, 0], [50, 500, 0], [0, 0, 120])
    for spread in [nil, 0.3] {
      let growth = GrainStructure.Growth(diameterSpread: spread, lloydRounds: 3, columnAxis: 2)
      let grains = try GrainStructure.voronoi(in: cell, grains: 30, growth: growth, seed: 8)
      for (grain, faces) in grains.boundaries.enumerated() {
        #expect(faces.allSatisfy { abs($0.normal.z) < 1e-9 || $0.area < 1e-6 })
        #expect(grains.tessellation.polyhedra[grain].faces.contains { $0.neighbour == grain })
      }
    }
  }

  @Test("Elongated grains have boundaries along the long axis")
  func elongated() throws {
    let growth = GrainStructure.Growth(elongation: [4, 1, 1])
    let grains = try GrainStructure.voronoi(
      in: .cubic(1000), grains: 400, growth: growth, seed: 4)
    var along = SIMD3<Double>.zero
    for face in grains.boundaries.joined() {
      along += face.normal * face.normal * face.area
    }
    // Of a plane normal n, uniform before a stretch by 4: areas by the square of components.
    #expect(along.x < 0.5 * along.y)
    #expect(abs(along.y / along.z - 1) < 0.15)
    let total = grains.tessellation.polyhedra.reduce(0) { $0 + $1.volume }
    #expect(abs(total / 1e9 - 1) < 1e-9)
  }

  @Test("Slabs and bricks have their faces where they should be, of unequal widths too")
  func regular() throws {
    let slanted = try Cell([100, 0, 0], [0, 40, 0], [0, 12, 50])
    let slabs = try GrainStructure.bicrystal(in: slanted, across: 0, share: 0.3, origin: 5)
    #expect(abs(slabs.statistics.areaPerVolume - 2.0 / 100) < 1e-9)
    let inside = slabs.place(of: [20, 7, 9])
    #expect(inside.grain == 0)
    #expect(abs(inside.distance - 15) < 1e-9)
    #expect(slabs.place(of: [36, 30, 9]).grain == 1)
    #expect(slabs.place(of: [4, 0, 0]).grain == 1)

    let cell = try Cell([60, 0, 0], [0, 80, 0], [0, 0, 90])
    let bricks = try GrainStructure.bricks(in: cell, shares: [[1, 2], [1, 1, 2], [1]])
    #expect(bricks.grainCount == 6)
    #expect(abs(bricks.statistics.areaPerVolume - (2.0 / 60 + 3.0 / 80)) < 1e-9)
    let place = bricks.place(of: [22, 42, 1])
    #expect(abs(place.distance - 2) < 1e-9 && abs(place.junctionDistance - 2) < 1e-9)
    let volumes = bricks.tessellation.polyhedra.map(\.volume).sorted()
    #expect(abs(volumes[0] - 20 * 20 * 90) < 1e-6 && abs(volumes[5] - 40 * 40 * 90) < 1e-6)
  }

  @Test("Random rotations are uniform, and a fibre texture tilts by its spread")
  func orientations() throws {
    var numbers = try RandomStream(seed: 12)
    let count = 20000
    // Of the uniform measure: ⟨(Rx)ᵢ²⟩ = 1/3, and an angle of mean 90° + 360°/π² = 126.476°.
    var (square, angle) = (SIMD3<Double>.zero, 0.0)
    for _ in 0..<count {
      let rotation = Orientation.random(&numbers)
      let x = rotation([1, 0, 0])
      square += x * x / Double(count)
      angle += rotation.angle / Double(count)
      #expect(abs(length(x) - 1) < 1e-12)
    }
    // Variance of u² for u uniform in (−1, 1): 4/45.
    let limit = 4 * (4.0 / 45 / Double(count)).squareRoot()
    #expect((square - 1.0 / 3).max() < limit && (square - 1.0 / 3).min() > -limit)
    #expect(abs(angle - (90 + 360 / (Double.pi * Double.pi))) < 4 * 36 / Double(count).squareRoot())

    let texture = Texture.fibre(crystal: [1, 1, 1], sample: [0, 0, 2], spread: 5)
    let turns = try texture.orientations(4000, seed: StreamSeed(study: 3))
    let tilts = turns.map { acos(min(1, $0([1, 1, 1]).z / 3.0.squareRoot())) * 180 / .pi }
    let mean = tilts.reduce(0) { $0 + $1 * $1 } / 4000
    // Rayleigh: mean square 2 s², whose own relative deviation is one.
    #expect(abs(mean / 50 - 1) < 4 / 4000.0.squareRoot())
    let rotation = Orientation(turning: [1, 2, 3], into: [-1, -2, -3])
    #expect(length(rotation([1, 2, 3]) + [1, 2, 3]) < 1e-9)
    #expect(length(rotation.after(rotation.inverse)([1, 5, 2]) - [1, 5, 2]) < 1e-12)
  }

  @Test("Structures that make no sense are refused, with the key")
  func refused() throws {
    let cube = try Cell.cubic(100)
    let slanted = try Cell([100, 0, 0], [30, 90, 0], [0, 0, 90])
    typealias Growth = GrainStructure.Growth
    func key(_ body: () throws -> GrainStructure) -> String {
      do { _ = try body() } catch { return (error as? InputError)?.keyPath ?? "\(error)" }
      return "none"
    }
    func random(_ count: Int, _ growth: Growth, in cell: Cell? = nil) -> String {
      key { try GrainStructure.voronoi(in: cell ?? cube, grains: count, growth: growth, seed: 1) }
    }
    #expect(random(0, Growth()) == "grains")
    #expect(random(5, Growth(diameterSpread: .nan)) == "diameterSpread")
    #expect(random(5, Growth(lloydRounds: -1)) == "lloydRounds")
    #expect(random(5, Growth(elongation: [0, 1, 1])) == "elongation")
    #expect(random(5, Growth(elongation: [.nan, 1, 1])) == "elongation")
    #expect(random(5, Growth(columnAxis: 3)) == "columnAxis")
    #expect(random(5, Growth(columnAxis: 0), in: slanted) == "columnAxis")
    #expect(key { try .bicrystal(in: slanted, across: 0) } == "bricks")
    #expect(key { try .bicrystal(in: cube, across: 5) } == "axis")
    #expect(key { try .bicrystal(in: cube, across: 1, share: 1.5) } == "bricks")
    #expect(key { try .bicrystal(in: cube, across: 1, texture: .given([])) } == "texture")
  }
}
